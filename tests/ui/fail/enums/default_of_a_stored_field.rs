//! A default of a field that is in the heap: nothing is appended to a variant.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Shape {
    Circle {
        radius: f64,
        //~ UNDO:        #[shared(skip, default)]
        #[shared(default)]
        weight: f64,
    },
    Point,
}

fn main() {}
