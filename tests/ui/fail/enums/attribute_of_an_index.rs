//! The variants of an enum with data have no keys and no accessors.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Shape {
    //~ UNDO:    #[shared(rename = "Round")]
    #[shared(key = "ROUND")]
    Circle(f64),
    //~ UNDO:
    #[shared(accessor = "square")]
    Square(f64),
}

fn main() {}
