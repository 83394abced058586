//! All mistakes of one enum are reported at once.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[repr(u8)]
//~ UNDO:#[shared(name = "Metric")]
#[shared(nam = "Metric")]
pub enum Metric {
    //~ UNDO:    #[shared(type = f64)]
    #[shared(tpye = f64)]
    Temperature,
    //~ UNDO:    #[shared(type = (f64, f64))] Position = 1,
    Position(f64, f64) = 4,
    //~ UNDO:    #[shared(type = String, key = "NAME_OF_IT")]
    #[shared(type = &'static str, key = "name of it")]
    Name,
    //~ UNDO:    Note = 3,
    Note = 7,
}

fn main() {}

//~ ERRORS: 7, some lines have several mistakes
