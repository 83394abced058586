//! A module that is not there.

use std::time::Duration;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(with = milliseconds)]
    #[shared(with = microseconds)]
    pub field: Duration,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

/// Milliseconds in the heap.
pub mod milliseconds {
    use std::time::Duration;

    pub type Stored = u64;

    pub fn store(value: &Duration) -> u64 {
        value.as_millis() as u64
    }

    pub fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

fn main() {}
