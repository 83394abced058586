//! Nothing says that the bytes are the value.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(pod)]
    pub field: Point,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

//~ UNDO:#[derive(Clone, Copy, Debug, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

fn main() {}
