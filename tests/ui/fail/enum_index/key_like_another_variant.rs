//! A key with the name of another variant.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[allow(clippy::upper_case_acronyms)]
pub enum Protocol {
    //~ UNDO:    #[shared(type = i64, key = "HTTP_1")]
    #[shared(type = i64)]
    Http,
    #[shared(accessor = "others")]
    HTTP,
}

fn main() {}
