//! The names of types are misspelt that have nothing to do with the parameters.

use std::collections::HashMap;

use ipo::{Key, SharedEnum, SharedStruct};

#[derive(SharedStruct)]
pub struct Player {
    pub score: i64,
}

#[derive(SharedStruct)]
pub struct Game<K, T: Clone + PartialEq, const N: usize = 3>
where
    K: Key,
{
    //~ UNDO:    pub players: Vec<Player>,
    pub players: Vec<Plyer>,
    //~ UNDO:    pub named: HashMap<K, Player>,
    pub named: HashMap<K, Playr>,
    //~ UNDO:    pub best: [Option<Player>; N],
    pub best: [Option<Pleyer>; N],
    pub all: Option<T>,
}

#[derive(SharedEnum)]
pub enum Move<T> {
    //~ UNDO:    Of(Option<Player>),
    Of(Option<Palyer>),
    Other(T),
}

fn main() {}
