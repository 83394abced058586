//! A crate of another name.

use std::collections::HashMap;

use ipo::{SharedEnum, SharedEnumIndex, SharedStruct, Value};

#[derive(SharedStruct)]
//~ UNDO:#[shared(crate = "ipo")]
#[shared(crate = "heap")]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub scores: HashMap<String, f64>,
    #[shared(atomic)]
    pub count: u64,
    #[shared(pod)]
    pub pair: [u8; 2],
    #[shared(extra)]
    pub more: HashMap<String, Value>,
}

#[derive(SharedEnum)]
//~ UNDO:#[shared(crate = "ipo")]
#[shared(crate = "heap")]
pub enum Tree {
    Leaf(HashMap<String, f64>),
    Node { left: Box<Tree>, right: Box<Tree> },
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
//~ UNDO:#[shared(crate = "ipo")]
#[shared(crate = "heap")]
pub enum Metric {
    #[shared(type = f64)]
    Income,
    #[shared(type = HashMap<String, f64>)]
    Salaries,
    Notes,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
