//! Freezing objects, and removing frozen ones that nobody has pinned.

use ipo::{Error, FrozenHandle, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Lists, Person, leaf, lists, named, person, put};

fn freeze<T: ipo::Shared>(turn: &mut WriteTurn<'_>, name: &str) -> Result<FrozenHandle<T>, Error> {
    let handle = named::<T>(turn, name)?;
    turn.freeze(handle)
}

fn remove<T: ipo::Shared>(turn: &mut WriteTurn<'_>, name: &str) -> Result<(), Error> {
    let handle = named::<T>(turn, name)?;
    turn.remove_frozen(handle.into())
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "freeze: one that owns blocks",
            |turn| put(turn, "one", &person(1)),
            |turn| freeze::<Person>(turn, "one").map(|_| ()),
        ),
        Case::new(
            "freeze: removing one that owns blocks",
            |turn| {
                put(turn, "one", &person(1))?;
                put(turn, "two", &leaf(2))?;
                freeze::<Person>(turn, "one").map(|_| ())
            },
            |turn| remove::<Person>(turn, "one"),
        ),
        Case::new(
            "freeze: removing lists between others",
            |turn| {
                put(turn, "zero", &person(0))?;
                put(turn, "one", &lists())?;
                put(turn, "two", &person(2))?;
                freeze::<Lists>(turn, "one").map(|_| ())
            },
            |turn| remove::<Lists>(turn, "one"),
        ),
        Case::new(
            "freeze: setting a frozen one",
            |turn| {
                put(turn, "one", &person(1))?;
                freeze::<Person>(turn, "one").map(|_| ())
            },
            |turn| {
                let one = named::<Person>(turn, "one")?;
                turn.store(one, &person(5))
            },
        ),
    ]
}
