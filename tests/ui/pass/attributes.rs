//! Attributes of this derive, and those of others that it has to leave alone or to hand on.

#![deny(warnings)]

use ipo::{Error, Handle, Heap, SharedStruct};

/// A reading.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
#[shared(name = "lab.Reading")]
#[repr(C)]
pub struct Reading {
    /// In degrees.
    ///
    /// Celsius, that is.
    #[shared(rename = "degrees", accessor = "celsius")]
    pub temperature: f64,
    #[shared(rename = "x_position")]
    #[shared(accessor = "place")]
    pub x: i64,
    #[shared(accessor = "write_x")]
    pub set_x: i64,
    #[doc(hidden)]
    pub internal: i64,
    #[deprecated = "nobody reads it"]
    pub old: i64,
    #[cfg(any())]
    pub never: NoSuchType,
    #[cfg(all())]
    pub always: i64,
    #[cfg_attr(all(), shared(accessor = "conditional"))]
    pub plain: i64,
}

#[deprecated]
#[derive(SharedStruct)]
pub struct Former {
    pub field: i64,
}

pub fn uses(heap: &Heap, handle: Handle<Reading>) -> Result<f64, Error> {
    let mut turn = heap.write()?;
    let mut view = turn.get_mut(handle)?;
    view.set_celsius(view.celsius() + 1.0);
    view.set_place(1);
    view.set_write_x(2);
    view.set_internal(view.always() + view.conditional());
    let ReadingParts { temperature, .. } = view.parts();
    Ok(*temperature)
}

fn main() {}
