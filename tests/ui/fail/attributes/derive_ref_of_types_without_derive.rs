//! What is compared is of types that are not shared ones.

use ipo::{SharedEnum, SharedStruct};

//~ UNDO:#[derive(SharedStruct)] #[shared(derive_ref(Debug, PartialEq, Eq))]
#[derive(Debug, PartialEq, Eq)]
pub struct Point {
    pub x: i64,
}

#[derive(SharedStruct)]
#[shared(derive_ref(Debug, PartialEq, Eq))]
pub struct Line {
    pub points: Vec<Point>,
    pub label: Option<String>,
}

#[derive(SharedEnum)]
#[shared(derive_ref(PartialEq, Eq))]
pub enum Shape<T> {
    Dot(Vec<Point>),
    Other(T),
}

pub fn uses(line: LineRef<'_>, shape: &ShapeRef<'_, String>) -> bool {
    line == line && shape == shape
}

fn main() {}

//~ ERRORS: 2, there are two fields of the type
