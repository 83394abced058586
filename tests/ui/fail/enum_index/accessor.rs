//! Two spellings of one name, as accessors.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Answer {
    HttpCode,
    //~ UNDO:    #[shared(accessor = "other_http_code")]

    HTTPCode,
}

fn main() {}
