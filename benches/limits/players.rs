//! The data of the rows about increments: the players of the example.

#[path = "../../examples/players/model.rs"]
mod model;

use ipo::{Error, Heap, Lifetime};

pub(crate) use model::*;

/// A heap for one row; its name goes with it.
pub fn heap(row: &str) -> Result<(String, Heap), Error> {
    let name = format!("ipo-limits-{row}-{}", std::process::id());
    let heap = Heap::options().capacity(256 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    Ok((name, heap))
}
