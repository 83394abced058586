//! Dynamic values and enum lists.

use ipo::{Error, Handle, Value, value};

use crate::kill::case::Case;
use crate::kill::dynamic::{Dynamic, DynamicMut, Fact, dynamic};
use crate::kill::types::{long, named, put};

fn change(what: &str, change: impl for<'t> Fn(&mut DynamicMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        format!("value: {what}"),
        |turn| put(turn, "dynamic", &dynamic()),
        move |turn| {
            let handle = named::<Dynamic>(turn, "dynamic")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

/// A case that needs what `dynamic` has.
fn missing() -> Error {
    Error::WrongKind { expected: "the prepared value", found: "another" }
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        change("set to a number", |d| d.set_value(value!(7))),
        change("set to text", |d| d.set_value(value!("text that lies outside of its slot"))),
        change("set to a tree", |d| d.set_value(value!({"a": [1, {"b": ("c", 2)}], "d": "e"}))),
        change("set of an element", |d| {
            let mut value = d.value_mut();
            let mut list = value.get_mut("list").ok_or_else(missing)?;
            list.at_mut(2).ok_or_else(missing)?.set(value!([long('n', 60)]))
        }),
        change("append to a nested list", |d| {
            let mut value = d.value_mut();
            let mut list = value.get_mut("list").ok_or_else(missing)?;
            list.as_list_mut().ok_or_else(missing)?.push(value!({"new": true}))
        }),
        change("text in place", |d| {
            let mut value = d.value_mut();
            let mut list = value.get_mut("list").ok_or_else(missing)?;
            let mut text = list.at_mut(2).ok_or_else(missing)?;
            text.as_str_mut().ok_or_else(missing)?.push_str(&long('n', 60))
        }),
        change("insert of a dict", |d| d.extra_mut().insert("new", value!({"x": [1]})).map(drop)),
        change("remove of a list", |d| d.extra_mut().remove("known").map(drop)),
        change("enum list: a number", |d| {
            d.facts_mut().set(Fact::COUNT, 9);
            Ok(())
        }),
        change("enum list: text", |d| d.facts_mut().set_title(Some(&long('n', 70)))),
        change("enum list: none", |d| d.facts_mut().set_title(None)),
        change("enum list: a line more", |d| d.facts_mut().lines_mut().push(&long('n', 70))),
        change("enum list: an untyped variant", |d| d.facts_mut().set_value(Fact::Note, value!([1, "two"]))),
        change("enum list: a typed variant at run time", |d| d.facts_mut().set_value(Fact::Lines, value!(["a", "b"]))),
        change("enum list: store", |d| {
            let facts = ipo::EnumList::new().with(Fact::LINES, vec![long('m', 40); 3]);
            d.facts_mut().store(&facts)
        }),
        change("a unit enum", |d| {
            d.set_fact(Fact::Note);
            Ok(())
        }),
        Case::new("value: put", |_| Ok(()), |turn| turn.put(&dynamic()).map(drop)),
        Case::new(
            "value: remove of the object",
            |turn| put(turn, "dynamic", &dynamic()),
            |turn| {
                let handle: Handle<Dynamic> = named(turn, "dynamic")?;
                turn.remove(handle)
            },
        ),
        Case::new("value: an object by itself", |_| Ok(()), |turn| turn.put::<Value>(&value!([1, "x"])).map(drop)),
    ]
}
