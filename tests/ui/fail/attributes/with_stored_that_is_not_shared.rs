//! What is stored has to be a shared type.

use std::time::Duration;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(with = milliseconds)]
    pub field: Duration,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

/// Milliseconds in the heap.
pub mod milliseconds {
    #[allow(unused_imports)]
    use std::rc::Rc;
    use std::time::Duration;

    //~ UNDO:    pub type Stored = u64;
    pub type Stored = Rc<u64>;

    pub fn store(value: &Duration) -> Stored {
        (value.as_millis() as u64).into()
    }

    pub fn load(stored: Stored) -> Duration {
        Duration::from_millis(super::to_number(stored))
    }
}

/// Of a number, or of what points to one.
pub fn to_number(number: impl std::borrow::Borrow<u64>) -> u64 {
    *number.borrow()
}

fn main() {}
