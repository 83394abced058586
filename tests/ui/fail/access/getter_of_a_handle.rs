//! A handle says where an object is: a turn looks at it.

use ipo::{Error, Handle, ReadTurn, SharedStruct};

#[derive(SharedStruct)]
pub struct Node {
    pub value: i64,
    pub next: Option<Handle<Node>>,
}

pub fn uses(turn: &ReadTurn<'_>, first: Handle<Node>) -> Result<i64, Error> {
    let Some(second) = turn.get(first)?.next() else { return Ok(0) };
    //~ UNDO:    Ok(turn.get(second)?.value())
    Ok(second.value())
}

fn main() {}
