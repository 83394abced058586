//! Enums with data: every form of variant, matched on, changed in place, switched, and in containers.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::HashMap;

use ipo::{Error, Heap, SharedEnum, SharedStruct};

/// What is drawn.
#[derive(SharedEnum, Clone, Debug, PartialEq, Default)]
pub enum Shape {
    /// Nothing.
    #[default]
    Empty,
    /// A circle.
    Circle {
        /// In meters.
        radius: f64,
        label: Option<String>,
    },
    Polygon(Vec<(f64, f64)>),
    Group(Vec<Shape>, u8),
    Named { shape: HashMap<String, Self> },
    Unit(),
    Nothing {},
}

#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    pub main: Shape,
    pub all: Vec<Shape>,
    pub maybe: Option<Shape>,
    pub boxed: Box<Shape>,
    pub pair: (Shape, i64),
    pub by_name: HashMap<String, Shape>,
}

impl ShapeRef<'_> {
    pub fn count(self) -> usize {
        match self {
            ShapeRef::Empty | ShapeRef::Unit() | ShapeRef::Nothing {} => 0,
            ShapeRef::Circle { .. } => 1,
            ShapeRef::Polygon(points) => points.len(),
            ShapeRef::Group(shapes, _) => shapes.iter().map(ShapeRef::count).sum(),
            ShapeRef::Named { shape } => shape.values().map(ShapeRef::count).sum(),
        }
    }
}

pub fn grow(shape: ShapeMut<'_>) -> Result<(), Error> {
    match shape {
        ShapeMut::Circle { radius, mut label } => {
            *radius += 1.0;
            label.set(Some("larger"))?;
        }
        ShapeMut::Group(shapes, count) => {
            *count += 1;
            for shape in shapes {
                grow(shape)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let drawing = turn.put(&Drawing::default())?;
    let mut view = turn.get_mut(drawing)?;
    let circle = Shape::Circle { radius: 1.0, label: None };
    view.set_main(&Shape::Group(vec![circle.clone(), Shape::Empty], 0))?;
    grow(view.main_mut())?;
    view.all_mut().push(&circle)?;
    view.set_maybe(Some(&Shape::Polygon(vec![(0.0, 1.0)])))?;
    view.boxed_mut();
    view.by_name_mut().insert("a", &Shape::Unit())?;
    assert_eq!((view.main().count(), view.maybe().map(ShapeRef::count)), (1, Some(1)));
    let read = view.as_ref();
    let (first, second) = (read.main(), read.main());
    println!("{first:?} {second:?} {:?}", view.pair());
    assert_eq!(turn.load(drawing)?.all, [circle]);
    Ok(())
}
