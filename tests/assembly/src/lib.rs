//! One accessor per function: `tests/assembly.rs` counts the instructions that each becomes.
//!
//! The functions are not mangled, so that they can be found. Each is to be one load or one store, and the return.

#![allow(missing_docs)]

use ipo::{SharedEnumIndex, SharedStruct};

#[derive(SharedStruct, Debug)]
pub struct Position {
    pub x: f64,
    pub y: f64,
}

#[derive(SharedStruct, Debug)]
pub struct Player {
    pub name: String,
    pub score: i64,
    pub alive: bool,
    pub position: Position,
    #[shared(atomic)]
    pub hits: u64,
}

#[derive(SharedStruct, Debug)]
pub struct Pair<T>(pub String, pub T);

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = String)]
    Title,
    #[shared(type = f64)]
    Average,
}

macro_rules! functions {
    ($($name:ident($($argument:pat_param in $ty:ty),*) $(-> $result:ty)? $body:block)*) => {$(
        // SAFETY: no other function of the program has this name.
        #[unsafe(no_mangle)]
        pub fn $name($($argument: $ty),*) $(-> $result)? $body
    )*};
}

functions! {
    read_integer(player in PlayerRef<'_>) -> i64 { player.score() }
    read_nested_float(player in PlayerRef<'_>) -> f64 { player.position().y() }
    read_of_generic(pair in PairRef<'_, u32>) -> u32 { pair._1() }
    read_variant(list in MetricRef<'_>) -> f64 { list.average() }
    read_by_key(list in MetricRef<'_>) -> f64 { list.get(Metric::AVERAGE) }
    read_atomic(player in PlayerRef<'_>) -> u64 { player.hits().load() }
    read_through_mut(player in PlayerMut<'_>) -> i64 { player.score() }
    write_integer(mut player in PlayerMut<'_>, value in i64) { player.set_score(value) }
    write_bool(mut player in PlayerMut<'_>, value in bool) { player.set_alive(value) }
    write_nested_float(mut player in PlayerMut<'_>, value in f64) { player.position_mut().set_y(value) }
    write_variant(mut list in MetricMut<'_>, value in f64) { list.set_average(value) }
    write_by_key(mut list in MetricMut<'_>, value in f64) { list.set(Metric::AVERAGE, value) }
    add_in_place(mut player in PlayerMut<'_>, value in i64) { *player.score_mut() += value }
}
