//! The fields of a variant have no accessors, and no extra attributes.

use std::collections::HashMap;

use ipo::{SharedEnum, Value};

#[derive(SharedEnum)]
pub enum Shape {
    Circle {
        //~ UNDO:        #[shared(rename = "r")]
        #[shared(accessor = "r")]
        radius: f64,
        //~ UNDO:
        #[shared(extra)]
        more: HashMap<String, Value>,
    },
    Point,
}

fn main() {}
