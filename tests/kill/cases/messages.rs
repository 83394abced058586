//! The heap's own queue.

use ipo::{Error, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Leaf, leaf};

fn send(turn: &mut WriteTurn<'_>, n: u32) -> Result<(), Error> {
    (0..n).try_for_each(|i| turn.send(&leaf(i)))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("message: first send", |_| Ok(()), |turn| turn.send(&leaf(9))),
        Case::new("message: send", |turn| send(turn, 2), |turn| turn.send(&leaf(9))),
        Case::new("message: send of a number", |turn| send(turn, 2), |turn| turn.send(&9_u64)),
        Case::new("message: take", |turn| send(turn, 3), |turn| turn.take_message::<Leaf>().map(drop)),
        Case::new("message: take of the last", |turn| send(turn, 1), |turn| turn.take_message::<Leaf>().map(drop)),
        Case::new(
            "message: take of another type",
            |turn| send(turn, 1),
            |turn| match turn.take_message::<u64>() {
                Err(Error::SchemaMismatch { .. }) => Ok(()),
                other => panic!("a leaf was taken as a number: {other:?}"),
            },
        ),
        Case::new(
            "message: take and send in a transaction",
            |turn| send(turn, 2),
            |turn| {
                turn.transaction(|tx| {
                    let mut taken: Leaf = tx.take_message()?;
                    taken.n += 100;
                    tx.take_message::<Leaf>()?;
                    tx.send(&taken)
                })
            },
        ),
    ]
}
