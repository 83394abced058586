//! A field named like an accessor of extra attributes.

use std::collections::HashMap;

use ipo::{SharedStruct, Value};

#[derive(SharedStruct)]
pub struct Record {
    #[shared(extra)]
    pub attributes: HashMap<String, Value>,
    //~ UNDO:    #[shared(accessor = "extra_number")]
    #[shared(rename = "extra_number")]
    pub get_extra: i64,
}

pub fn uses(mut record: RecordMut<'_>) -> Result<(), ipo::Error> {
    record.set_extra("color", Value::None)
}

fn main() {}
