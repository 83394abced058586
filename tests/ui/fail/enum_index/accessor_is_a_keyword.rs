//! A keyword that cannot even be a raw identifier.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Part {
    //~ UNDO:    #[shared(accessor = "package")]

    Crate,
    Type,
}

fn main() {}
