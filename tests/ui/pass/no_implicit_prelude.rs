//! Generated code names everything by its full path.

#![no_implicit_prelude]

mod core {}
mod std {}

use ::ipo::{SharedEnum, SharedEnumIndex, SharedStruct};

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

#[derive(SharedStruct)]
#[shared(bound = "T: ::ipo::Key", derive_ref(Debug))]
pub struct Generic<T, const N: ::core::primitive::usize = 2> {
    pub array: [T; N],
    pub map: ::std::collections::HashMap<T, ::std::string::String>,
    #[shared(atomic)]
    pub hits: u64,
    #[shared(pod)]
    pub bytes: [u8; 4],
    #[shared(extra)]
    pub more: ::std::collections::HashMap<::std::string::String, ::ipo::Value>,
    #[shared(with = text)]
    pub text: Text,
    #[shared(skip)]
    pub skipped: ::std::option::Option<::std::rc::Rc<u8>>,
    #[shared(default)]
    pub last: ::std::option::Option<u8>,
}

#[derive(::std::fmt::Debug)]
pub struct Text(::std::string::String);

mod text {
    pub type Stored = ::std::string::String;

    pub fn store(text: &super::Text) -> Stored {
        ::std::clone::Clone::clone(&text.0)
    }

    pub fn load(text: Stored) -> super::Text {
        super::Text(text)
    }
}

#[derive(SharedStruct)]
pub struct Tuple(pub u8, pub ::std::vec::Vec<Tuple>);

#[derive(SharedStruct)]
pub struct Unit;

#[derive(SharedEnum)]
#[shared(derive_ref(PartialEq, Eq))]
pub enum Shape<T> {
    None,
    Some(T),
    Ok { err: u8 },
}

#[derive(SharedEnum)]
pub enum Plain {
    Err,
}

fn main() {}
