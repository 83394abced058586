//! Operations that find no room in the middle: they undo what they did.

use ipo::{Error, Handle, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Lists, Mixed, Person, Text, leaf, lists, long, mixed, named, person, put};

/// Fills the heap, all but about `room` bytes in one piece and some small ones.
fn fill(turn: &mut WriteTurn<'_>, room: usize) -> Result<(), Error> {
    let hole = turn.put(&vec![1u8; room])?;
    let small: Vec<Handle<Vec<u8>>> = (0..3).map(|_| turn.put(&vec![2u8; 40])).collect::<Result<_, _>>()?;
    for size in [16_000, 4_000, 1_000, 200, 23, 0] {
        loop {
            match turn.put(&vec![3u8; size]) {
                Ok(_) => {}
                Err(Error::OutOfSpace { .. }) => break,
                Err(other) => return Err(other),
            }
        }
    }
    turn.remove(small[1])?;
    turn.remove(hole)
}

fn full(
    what: &str,
    room: usize,
    prepare: impl Fn(&mut WriteTurn<'_>) -> Result<(), Error> + 'static,
    change: impl Fn(&mut WriteTurn<'_>) -> Result<(), Error> + 'static,
) -> Case {
    let prepare = move |turn: &mut WriteTurn<'_>| {
        prepare(turn)?;
        fill(turn, room)
    };
    Case::new(format!("out of space: {what}"), prepare, change).capacity(64 << 10)
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        full(
            "put",
            300,
            |turn| put(turn, "one", &person(1)),
            |turn| turn.put(&Person { tags: vec![long('t', 60); 6], ..person(2) }).map(|_| ()),
        ),
        full("the first put of a type", 1_500, |_| Ok(()), |turn| turn.put(&mixed()).map(|_| ())),
        full(
            "string: set",
            100,
            |turn| put(turn, "text", &Text { before: 1, text: long('x', 30), after: 2 }),
            |turn| {
                let text = named::<Text>(turn, "text")?;
                turn.get_mut(text)?.set_text(&long('y', 2_000))
            },
        ),
        full(
            "list: extend with strings",
            200,
            |turn| put(turn, "lists", &lists()),
            |turn| {
                let lists = named::<Lists>(turn, "lists")?;
                turn.get_mut(lists)?.owning_mut().extend_from_slice(&vec![long('x', 50); 8])
            },
        ),
        full(
            "store",
            300,
            |turn| put(turn, "mixed", &mixed()),
            |turn| {
                let handle = named::<Mixed>(turn, "mixed")?;
                turn.store(
                    handle,
                    &Mixed { boxed: Box::new(leaf(3)), names: [long('x', 90), long('y', 900)], ..mixed() },
                )
            },
        ),
        full(
            "an operation of a transaction that goes on",
            300,
            |turn| put(turn, "lists", &lists()),
            |turn| {
                let handle = named::<Lists>(turn, "lists")?;
                turn.transaction(|tx| {
                    tx.get_mut(handle)?.plain_mut().push(77)?;
                    let failed = tx.put(&vec![long('x', 90); 9]);
                    assert!(matches!(failed, Err(Error::OutOfSpace { .. })), "{failed:?}");
                    assert_eq!(tx.get(handle)?.plain().last(), Some(77), "only what failed is undone");
                    tx.get_mut(handle)?.plain_mut().set(0, 78)?;
                    tx.get_mut(handle)?.owning_mut().set(0, "short")
                })
            },
        ),
        full(
            "a transaction",
            300,
            |turn| put(turn, "lists", &lists()),
            |turn| {
                let handle = named::<Lists>(turn, "lists")?;
                turn.transaction(|tx| {
                    tx.get_mut(handle)?.plain_mut().push(77)?;
                    tx.get_mut(handle)?.owning_mut().pop()?;
                    tx.put(&vec![long('x', 90); 9]).map(|_| ())
                })
            },
        ),
    ]
}
