//! A module whose functions the struct cannot reach.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(with = milliseconds)]
    pub field: std::time::Duration,
}

mod milliseconds {
    use std::time::Duration;

    pub type Stored = u64;
    pub fn store(value: &Duration) -> u64 {
        value.as_millis() as u64
    }
    //~ UNDO:    pub fn load(stored: u64) -> Duration {
    fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

fn main() {}
