//! A type that belongs to a parameter is used without the one trait that has it.

use ipo::{Shared, SharedStruct};

pub trait Game {
    type Score: Shared;
}

#[derive(SharedStruct)]
//~ UNDO:pub struct Table<G: Game> {
pub struct Table<G> {
    pub best: G::Score,
    pub game: G,
}

fn main() {}

//~ ERRORS: 2, rustc suggests the bound for the struct, and a longer path for the name of the field's type
