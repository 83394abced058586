//! The name of a type is misspelt, in a struct with parameters.

use std::collections::HashMap;

use ipo::{Key, SharedStruct};

#[derive(SharedStruct)]
pub struct Player<T> {
    pub score: T,
}

#[derive(SharedStruct)]
pub struct Game<K, T, const N: usize>
where
    K: Key,
    T: Clone,
{
    //~ UNDO:    pub players: HashMap<K, Player<T>>,
    pub players: HashMap<K, Plyer<T>>,
    pub last: [T; N],
}

pub fn uses(game: GameRef<'_, String, i64, 3>) {
    let _ = game.players();
    let _ = game.last();
}

fn main() {}
