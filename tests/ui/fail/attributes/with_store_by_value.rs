//! `store` borrows what it stores.

use ipo::SharedStruct;

/// A type of another crate.
pub struct Address(pub String);

/// Text in the heap.
pub mod text {
    use super::Address;

    pub type Stored = String;

    //~ UNDO:    pub fn store(address: &Address) -> String {
    pub fn store(address: Address) -> String {
        address.0.clone()
    }

    pub fn load(text: String) -> Address {
        Address(text)
    }
}

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(with = text)]
    pub address: Address,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
