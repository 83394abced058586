//! A parameter means something.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Point<T> {
    pub x: f64,
    //~ UNDO:    pub tag: Option<T>,
    pub y: f64,
}

pub fn uses(point: PointRef<'_, i64>) -> f64 {
    point.x()
}

fn main() {}
