//! The names of types are misspelt, in variants.

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedStruct, Clone)]
pub struct Point {
    pub x: f64,
}

#[derive(SharedEnum, Clone)]
pub enum Shape {
    //~ UNDO:    Circle(Point, f64),
    Circle(Pont, f64),
    Path {
        //~ UNDO:        points: Vec<Point>,
        points: Vec<Poimt>,
        closed: bool,
    },
    Nothing,
}

pub fn uses(shape: ShapeRef<'_>) -> bool {
    match shape {
        ShapeRef::Circle(_, radius) => radius > 0.0,
        ShapeRef::Path { closed, .. } => closed,
        ShapeRef::Nothing => false,
    }
}

fn main() {}
