//! Variants that are keywords, or named like what generated code uses, and enums named like its types.

#![deny(warnings)]

use ipo::{Error, SharedEnumIndex, Value};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[allow(non_camel_case_types)]
pub enum r#enum {
    #[shared(type = i64)]
    Type,
    #[shared(type = i64)]
    Match,
    #[shared(type = i64)]
    r#Fn,
    #[shared(type = i64, key = "LOOP_KEY")]
    r#loop,
    #[shared(type = i64, accessor = "self_")]
    SelfLike,
    #[shared(type = i64, accessor = "where")]
    Place,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Names {
    #[shared(type = i64)]
    Count,
    #[shared(type = i64)]
    Names,
    #[shared(type = i64)]
    Owns,
    #[shared(type = i64)]
    Name,
    Slot,
    Values,
    Index,
    Key,
    Variant,
    Writer,
    View,
    #[shared(accessor = "content")]
    Value,
    #[shared(accessor = "fetch")]
    Get,
    #[shared(accessor = "all")]
    Iter,
    Clone,
    Default,
    Fmt,
    Some,
    None,
    Ok,
    Err,
    #[shared(type = f64)]
    Größe,
    #[shared(type = f64, key = "VALUE_OF_値")]
    値,
    _Hidden,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Slot {
    #[shared(type = Names)]
    Field,
}

impl Default for Names {
    fn default() -> Names {
        Names::Slot
    }
}

impl PartialEq for Names {
    fn eq(&self, _: &Names) -> bool {
        true
    }
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Option {
    #[shared(type = i64)]
    None,
    Some,
}

pub fn uses(mut list: enumMut<'_>, mut names: NamesMut<'_>, mut slot: SlotMut<'_>) -> Result<(), Error> {
    list.set_type(list.r#type() + list.r#match() + list.r#fn() + list.r#loop() + list.self_() + list.r#where());
    *list.match_mut() += list.get(r#enum::TYPE) + list.get(r#enum::FN) + list.get(r#enum::LOOP_KEY);
    names.set(Names::COUNT, names.get(Names::NAMES) + names.get(Names::OWNS) + names.get(Names::NAME));
    names.set_größe(names.get(Names::GRÖSSE) + names.get(Names::VALUE_OF_値) + names.値());
    names.set_content(Value::None)?;
    names.set__hidden(Value::None)?;
    slot.set_field(Names::Slot);
    Ok(())
}

fn main() {}
