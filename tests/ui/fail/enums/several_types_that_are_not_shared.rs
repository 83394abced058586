//! Each field of a variant that is not of a shared type is one error.

use ipo::SharedEnum;

pub struct Point {
    pub x: i64,
}

#[derive(SharedEnum)]
pub enum Shape {
    //~ UNDO:    Path(Vec<i64>),
    Path(Vec<Point>),
    Line {
        //~ UNDO:        from: i64,
        from: Point,
        //~ UNDO:        to: Option<i64>,
        to: Option<Point>,
    },
    Nothing,
}

pub fn uses(shape: &ShapeRef<'_>) -> String {
    format!("{shape:?}")
}

fn main() {}
