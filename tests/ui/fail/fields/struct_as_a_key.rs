//! A struct is no key; a tuple can be one.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct, Clone, PartialEq, Eq, Hash)]
pub struct Point {
    pub x: i64,
    pub y: i64,
}

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    pub field: HashMap<(i64, i64), Point>,
    pub field: HashMap<Point, i64>,
    pub number: i64,
}

fn main() {}
