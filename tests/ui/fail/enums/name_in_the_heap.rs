//! Two variants with one name in the heap, and two fields.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Shape {
    Circle(f64),
    //~ UNDO:    #[shared(rename = "Square")]
    #[shared(rename = "Circle")]
    Square {
        left: f64,
        //~ UNDO:        #[shared(rename = "above")]
        #[shared(rename = "left")]
        top: f64,
    },
}

fn main() {}
