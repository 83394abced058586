//! Fields, variants and attributes that a condition leaves out.

#![deny(warnings)]

use ipo::{EnumIndex, Error, Heap, Shared, SharedEnum, SharedEnumIndex, SharedStruct};

#[derive(SharedStruct, Debug, PartialEq)]
#[cfg_attr(all(), shared(name = "lab.Record"))]
pub struct Record {
    #[cfg(any())]
    pub never: NoSuchType,
    #[cfg(all())]
    pub always: i64,
    #[cfg_attr(any(), shared(pod))]
    #[cfg_attr(all(), shared(accessor = "text"))]
    pub name: String,
    #[cfg(any())]
    #[shared(no_such_attribute)]
    pub neither: std::rc::Rc<str>,
}

#[derive(SharedStruct, Debug, PartialEq)]
pub struct Pair(pub i64, #[cfg(any())] pub NoSuchType, #[cfg(all())] pub String);

#[derive(SharedEnum, Debug, PartialEq)]
pub enum Shape {
    Circle {
        radius: f64,
        #[cfg(any())]
        never: NoSuchType,
    },
    #[cfg(any())]
    Never(NoSuchType),
    #[cfg(all())]
    Square(f64, #[cfg(any())] NoSuchType),
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[cfg(any())]
    #[shared(type = NoSuchType)]
    Never,
    #[cfg_attr(all(), shared(type = i64))]
    Always,
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let record = turn.put(&Record { always: 1, name: "a".into() })?;
    turn.get_mut(record)?.set_text("b")?;
    assert_eq!(turn.load(record)?, Record { always: 1, name: "b".into() });
    let pair = turn.put(&Pair(1, "a".into()))?;
    assert_eq!(turn.get(pair)?._1(), "a");
    let shape = turn.put(&Shape::Square(1.0))?;
    assert_eq!(turn.load(shape)?, Shape::Square(1.0));
    turn.store(shape, &Shape::Circle { radius: 2.0 })?;
    assert_eq!((<Record as Shared>::NAME, Metric::NAMES), ("lab.Record", &["Always"][..]));
    Ok(())
}
