//! Whole objects, their schemas and their names.

use ipo::{Error, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Leaf, Lists, Mixed, Person, leaf, lists, long, mixed, named, person, put};

fn people(turn: &mut WriteTurn<'_>) -> Result<(), Error> {
    put(turn, "one", &person(1))?;
    put(turn, "two", &person(2))
}

fn on_people(what: &str, change: impl Fn(&mut WriteTurn<'_>) -> Result<(), Error> + 'static) -> Case {
    Case::new(what, people, change)
}

fn nothing(_: &mut WriteTurn<'_>) -> Result<(), Error> {
    Ok(())
}

/// An object with so many names.
fn names(turn: &mut WriteTurn<'_>, count: usize) -> Result<(), Error> {
    let number = turn.put(&leaf(7))?;
    (0..count).try_for_each(|n| turn.bind(&format!("name {n}"), number))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "bind: one more than there are chains",
            |turn| names(turn, 300),
            |turn| {
                let number = named::<Leaf>(turn, "name 0")?;
                turn.bind("another", number)
            },
        ),
        // Among the first 256 entries are also those of some types.
        Case::new(
            "bind: those that need a table for their chains",
            |turn| names(turn, 250),
            |turn| {
                let number = named::<Leaf>(turn, "name 0")?;
                turn.transaction(|tx| (250..257).try_for_each(|n| tx.bind(&format!("name {n}"), number)))
            },
        ),
        Case::new("unbind: one of many", |turn| names(turn, 300), |turn| turn.unbind("name 7")),
        Case::new("put: the first of a type, in an empty heap", nothing, |turn| turn.put(&person(1)).map(|_| ())),
        Case::new("put: the first of a large type", nothing, |turn| turn.put(&mixed()).map(|_| ())),
        on_people("put: the first of another type", |turn| turn.put(&mixed()).map(|_| ())),
        on_people("put: another of a type", |turn| turn.put(&person(3)).map(|_| ())),
        Case::new(
            "put: into holes",
            |turn| {
                people(turn)?;
                let one = named::<Person>(turn, "one")?;
                turn.remove(one)
            },
            |turn| turn.put(&Person { name: long('n', 10), ..person(3) }).map(|_| ()),
        ),
        Case::new("put: of lists", |turn| put(turn, "one", &lists()), |turn| turn.put(&lists()).map(|_| ())),
        on_people("remove: one that owns blocks", |turn| {
            let one = named::<Person>(turn, "one")?;
            turn.remove(one)
        }),
        on_people("remove: the last one", |turn| {
            let two = named::<Person>(turn, "two")?;
            turn.remove(two)
        }),
        Case::new(
            "remove: of lists",
            |turn| {
                put(turn, "one", &lists())?;
                put(turn, "two", &leaf(1))
            },
            |turn| {
                let one = named::<Lists>(turn, "one")?;
                turn.remove(one)
            },
        ),
        Case::new(
            "remove: of one whose blocks lie between free ones",
            |turn| {
                for n in 0..4 {
                    put(turn, &format!("n{n}"), &Mixed { boxed: Box::new(leaf(n)), ..mixed() })?;
                }
                for n in [0, 2] {
                    let handle = named::<Mixed>(turn, &format!("n{n}"))?;
                    turn.remove(handle)?;
                }
                Ok(())
            },
            |turn| {
                let handle = named::<Mixed>(turn, "n1")?;
                turn.remove(handle)
            },
        ),
        on_people("store: of more", |turn| {
            let one = named::<Person>(turn, "one")?;
            let more = Person { name: long('m', 200), tags: vec![long('t', 90); 4], ..person(5) };
            turn.store(one, &more)
        }),
        on_people("store: of less", |turn| {
            let one = named::<Person>(turn, "one")?;
            turn.store(one, &Person { name: String::new(), tags: Vec::new(), friend: None, ..person(5) })
        }),
        on_people("bind: a new name", |turn| {
            let one = named::<Person>(turn, "one")?;
            turn.bind("a new name for the same object", one)
        }),
        on_people("bind: another object to a name", |turn| {
            let two = named::<Person>(turn, "two")?;
            turn.bind("one", two)
        }),
        Case::new(
            "bind: an object of another type to a name",
            |turn| {
                people(turn)?;
                put(turn, "leaf", &leaf(1))
            },
            |turn| {
                let leaf = named::<Leaf>(turn, "leaf")?;
                turn.bind("one", leaf)
            },
        ),
        on_people("unbind", |turn| turn.unbind("one")),
        Case::new(
            "unbind: in long chains",
            |turn| {
                let handle = turn.put(&leaf(1))?;
                (0..600).try_for_each(|n| turn.bind(&format!("name {n}"), handle))
            },
            |turn| turn.unbind("name 123"),
        ),
        on_people("unbind: of no name", |turn| turn.unbind("three")),
    ]
}
