//! A slot is aligned to eight bytes.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(pod)]
    pub field: Wide,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

#[derive(Clone, Copy, Debug, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
//~ UNDO:#[repr(C)]
#[repr(C, align(16))]
pub struct Wide {
    pub values: [u64; 2],
}

fn main() {}

//~ BUILT
