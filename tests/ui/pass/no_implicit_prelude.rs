//! Generated code names everything by its full path.

#![no_implicit_prelude]

mod core {}
mod std {}

use ::ipo::{SharedEnumIndex, SharedStruct};

#[allow(dead_code)]
struct Clone;
#[allow(dead_code)]
struct Copy;
#[allow(dead_code)]
struct Result;
#[allow(non_camel_case_types, dead_code)]
type usize = ();
#[allow(non_camel_case_types, dead_code)]
type bool = ();
#[allow(non_camel_case_types, dead_code)]
type str = ();

#[derive(SharedStruct)]
pub struct Point {
    pub x: f64,
    pub label: ::std::string::String,
    pub next: ::std::option::Option<::std::boxed::Box<Point>>,
}

#[derive(SharedStruct)]
pub struct Empty {}

#[derive(SharedEnumIndex, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug)]
pub enum Index {
    #[shared(type = f64)]
    Point,
    #[shared(type = ::std::option::Option<::std::boxed::Box<::ipo::EnumList<Index>>>, key = "NEXT_ONE")]
    Next,
    Note,
}

fn main() {}
