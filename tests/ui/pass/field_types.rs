//! The types of fields in every form that a name for them must keep: with parameters, of constants, from macros, deprecated, private.

#![deny(warnings, missing_docs, unused_qualifications, deprecated)]
#![forbid(unsafe_code, type_alias_bounds)]

use std::collections::HashMap;

use ipo::{Error, Heap, Shared, SharedEnum, SharedEnumIndex, SharedStruct};

/// What belongs to a type.
pub trait Unit {
    /// A shared type.
    type Number: Shared + Clone + PartialEq<i64>;
}

/// What two types have together.
pub trait Convert<U> {
    /// A shared type.
    type Result: Shared + Clone;
}

/// A length.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Metre {
    /// How many.
    pub count: i64,
}

impl Unit for Metre {
    type Number = i64;
}

impl Convert<i64> for Metre {
    type Result = String;
}

const LENGTH: usize = 2;

/// Parameters everywhere.
#[derive(SharedStruct, Clone)]
pub struct Table<T, U, const N: usize>
where
    T: Unit + Convert<U> + PartialEq<Metre>,
    U: PartialEq<U::Owned> + ToOwned,
{
    /// Of both.
    pub both: HashMap<String, (T, U)>,
    /// A parameter's, by its path.
    pub explicit: Vec<<T as Unit>::Number>,
    /// A constant parameter.
    pub fixed: [Option<T>; N],
    /// Itself.
    pub more: Vec<Table<T, U, N>>,
    /// A constant.
    pub known: [i64; LENGTH],
}

/// Bounds that say `Self`.
#[derive(SharedStruct, Clone)]
pub struct Same<T: PartialEq<Self>>
where
    Vec<T>: PartialEq<Vec<Self>>,
{
    /// A parameter.
    pub value: T,
    /// Itself.
    pub next: HashMap<String, Self>,
}

/// One that equals all.
#[derive(SharedStruct, Clone)]
pub struct All;

impl PartialEq<Same<All>> for All {
    fn eq(&self, _: &Same<All>) -> bool {
        true
    }
}

/// Not to be used.
#[deprecated]
#[derive(SharedStruct, Clone)]
pub struct Old {
    /// Itself.
    pub older: HashMap<String, Self>,
}

/// Uses what should not be used.
#[derive(SharedStruct, Clone)]
pub struct New {
    /// The old one.
    #[allow(deprecated)]
    pub old: Vec<Old>,
    /// The old one.
    #[expect(deprecated)]
    pub other: Option<Old>,
    private: Vec<Private>,
}

#[derive(SharedStruct, Clone)]
struct Private {
    count: HashMap<String, i64>,
}

/// A name that a parameter could have.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct T {
    /// Itself.
    pub t: Option<Box<T>>,
}

/// A name that begins another.
#[derive(SharedEnum, Clone)]
pub enum X {
    /// A type.
    T(T),
    /// The other.
    Other(HashMap<String, XField>),
}

/// A name that begins with another.
#[derive(SharedStruct, Clone)]
pub struct XField(pub T, pub Option<Box<X>>);

/// An index.
#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum XField0 {
    /// A type.
    #[shared(type = Option<T>)]
    First,
}

macro_rules! list_of {
    ($element:ty, $other:ty) => { Vec<$element> };
}

/// Types that macros make.
#[derive(SharedStruct)]
pub struct Made<T, U> {
    /// Of one of two parameters.
    pub list: list_of!(T, U),
    /// Of both.
    pub both: list_of!((T, U), T),
    /// Of none.
    pub none: list_of!(i64, String),
}

mod inner {
    use super::*;

    /// A name that is outside too.
    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    pub(crate) struct Metre {
        pub(crate) whole: super::Metre,
    }

    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    pub(crate) struct Way {
        pub(crate) length: Metre,
    }
}

fn main() -> Result<(), Error> {
    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    struct Local {
        way: inner::Way,
        inner: Option<Other>,
    }

    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    struct Other {
        t: T,
    }

    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let local = Local {
        way: inner::Way { length: inner::Metre { whole: Metre { count: 3 } } },
        inner: Some(Other { t: T { t: None } }),
    };
    let handle = heap.write()?.put(&local)?;
    assert_eq!(heap.read()?.get(handle)?.way().length().whole().count(), 3);
    assert_eq!(heap.read()?.load(handle)?, local);

    let same = heap.write()?.put(&Same { value: All, next: HashMap::new() })?;
    assert!(heap.read()?.get(same)?.next().is_empty());

    let new = New { old: Vec::new(), other: None, private: vec![Private { count: HashMap::new() }] };
    let new = heap.write()?.put(&new)?;
    let turn = heap.read()?;
    let private = turn.get(new)?.private().get(0).map(|private| private.count().len());
    assert_eq!(private, Some(0));
    Ok(())
}
