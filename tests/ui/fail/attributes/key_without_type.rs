//! A key needs a type.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = ipo::Value, key = "REMARK")]
    #[shared(key = "REMARK")]
    Note,
}

fn main() {}
