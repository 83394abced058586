//! An enum without values.

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedEnum)]
pub enum Job {
    //~ UNDO:    Waiting,
    // None so far.
}

#[derive(SharedStruct)]
pub struct Task {
    pub job: Job,
    pub name: String,
}

fn main() {}
