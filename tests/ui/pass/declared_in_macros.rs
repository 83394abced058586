//! All derives on what a macro writes, with types, names, parameters and the crate handed in.

#![deny(warnings)]

use ipo::{Error, Heap};

macro_rules! record {
    ($(#[$attribute:meta])* $vis:vis struct $name:ident<$($parameter:ident),*> { $($field:ident: $type:ty = $form:tt,)* }) => {
        #[derive($crate::reexported::SharedStruct, Clone, Debug, PartialEq)]
        #[shared(crate = "crate::reexported")]
        $(#[$attribute])*
        $vis struct $name<$($parameter),*> {
            $(#[shared $form] $vis $field: $type,)*
        }
    };
}

mod reexported {
    pub use ipo::*;
}

record! {
    #[shared(name = "lab.Pair")]
    pub struct Pair<A, B> {
        first: Vec<A> = (accessor = "one"),
        second: Option<(B, u8)> = (rename = "two"),
        third: u64 = (atomic),
    }
}

macro_rules! choice {
    ($name:ident { $($variant:ident($($type:ty),*)),* $(,)? }) => {
        #[derive(ipo::SharedEnum, Clone, Debug, PartialEq)]
        pub enum $name {
            $($variant($($type),*),)*
        }
    };
}

choice!(Choice { First(String, Vec<Choice>), Second(i64), Third() });

macro_rules! index {
    ($name:ident: $($variant:ident = $type:ty),*) => {
        #[derive(ipo::SharedEnumIndex, Clone, Copy, Debug)]
        pub enum $name {
            $(#[shared(type = $type)] $variant,)*
        }
    };
}

index!(Metric: Speed = f64, Names = Vec<String>, Last = Option<Choice>);

impl Default for Choice {
    fn default() -> Choice {
        Choice::Third()
    }
}

macro_rules! wrapper {
    ($name:ident, $type:ty) => {
        #[derive(ipo::SharedStruct, Clone, Debug, PartialEq)]
        pub struct $name(pub $type);
    };
}

wrapper!(Meters, f64);
wrapper!(Path, Vec<Meters>);

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let pair = turn.put(&Pair { first: vec![1_u8], second: Some(("a".to_owned(), 2)), third: 3 })?;
    turn.get_mut(pair)?.one_mut().push(4)?;
    turn.get(pair)?.third().fetch_add(1)?;
    assert_eq!(turn.load(pair)?.third, 4);

    let choice = turn.put(&Choice::First("a".into(), vec![Choice::Second(1)]))?;
    assert!(matches!(turn.get(choice)?, ChoiceRef::First("a", rest) if rest.len() == 1));

    let list = turn.put(&ipo::EnumList::new().with(Metric::SPEED, 1.5))?;
    turn.get_mut(list)?.names_mut().push("n")?;
    assert!(turn.get(list)?.last().is_none());

    let path = turn.put(&Path(vec![Meters(1.0)]))?;
    assert_eq!(turn.get(path)?._0().get(0).map(MetersRef::_0), Some(1.0));
    Ok(())
}
