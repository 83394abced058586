//! A result is no shared type; an enum with data can be one.

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedEnum)]
pub enum Outcome {
    Done(i64),
    Failed(String),
}

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: Outcome,
    pub field: Result<i64, String>,
}

fn main() {}
