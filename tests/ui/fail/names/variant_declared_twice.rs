//! Two variants of one name: rustc says it, and the derive says no more.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Shape {
    Circle(f64),
    //~ UNDO:    Square { side: f64 },
    Circle { side: f64 },
}

fn main() {}
