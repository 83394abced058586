//! Structs of every shape, with every attribute, and with fields of odd names.

use ::core::clone::Clone;
use ::core::cmp::{Eq, PartialEq};
use ::core::default::Default;
use ::core::fmt::Debug;
use ::core::iter::Iterator;
use ::core::marker::Copy;
use ::core::option::Option;
use ::core::time::Duration;
use ::heap::{SharedStruct, Value};
use ::std::boxed::Box;
use ::std::collections::HashMap;
use ::std::rc::Rc;
use ::std::string::String;
use ::std::vec::Vec;

/// How a time is stored.
mod milliseconds {
    use ::core::convert::TryFrom;
    use ::std::time::Duration;

    pub(super) type Stored = u64;

    pub(super) fn store(value: &Duration) -> u64 {
        u64::try_from(value.as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) const fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

/// A place, as another crate might have it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, ::zerocopy::FromBytes, ::zerocopy::IntoBytes, ::zerocopy::Immutable,
)]
#[repr(C)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// Everything that can be said of a field.
#[derive(Clone, Debug, Default, PartialEq, SharedStruct)]
#[shared(crate = "::heap", name = "strict.Everything", derive_ref(Debug))]
pub struct Everything {
    /// With another name in the heap.
    #[shared(rename = "title", accessor = "heading")]
    pub name: String,
    /// By a module.
    #[shared(with = milliseconds)]
    pub timeout: Duration,
    /// As its bytes.
    #[shared(pod)]
    pub place: Point,
    /// Changed by many.
    #[shared(atomic)]
    pub hits: u64,
    /// Anything.
    #[shared(extra)]
    pub more: HashMap<String, Value>,
    /// Not in the heap.
    #[shared(skip)]
    pub cache: Option<Rc<str>>,
    /// Not in the heap, and not nothing.
    #[shared(skip, default = seven)]
    pub level: u8,
    /// Itself.
    pub parent: Option<Box<Self>>,
    /// What nobody reads any more.
    #[deprecated = "see `name`"]
    pub former: i64,
    #[doc(hidden)]
    pub internal: i64,
    pub(crate) seen_here: i64,
    secret: (i64, String),
    #[cfg(never)]
    never: NoSuchType,
    /// Appended.
    #[shared(default)]
    pub note: Option<String>,
    /// Appended later.
    #[shared(default = seven)]
    pub rank: u8,
}

const fn seven() -> u8 {
    7
}

impl EverythingRef<'_> {
    /// What only this module can read.
    #[must_use]
    pub fn open(self) -> i64 {
        self.secret().0
    }
}

impl EverythingMut<'_> {
    /// What only this module can change.
    pub fn close(&mut self) {
        *self.secret_mut().0 = 0;
    }
}

/// Fields named like what generated code uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, SharedStruct)]
#[shared(crate = "::heap", derive_ref(Debug))]
pub struct Names {
    /// A method of the views.
    pub load: i64,
    /// A method of the views.
    pub store: String,
    /// A method of the views.
    pub as_ref: i64,
    /// A method of the views.
    pub reborrow: i64,
    /// A method of the views.
    pub parts: i64,
    /// A method of the views.
    pub into_parts: i64,
    /// A name of generated code.
    pub handle: i64,
    /// A name of generated code.
    pub self_: i64,
    /// A name of the crate.
    pub heap: i64,
    /// A name of generated code.
    pub slot: i64,
    /// A name of generated code.
    pub writer: i64,
    /// A name of generated code.
    pub place: i64,
    /// A name of generated code.
    pub value: i64,
    /// A name of generated code.
    pub number: i64,
    /// A name of generated code.
    pub field: i64,
    /// A name of generated code.
    pub view: String,
    /// A keyword.
    pub r#type: i64,
    /// A keyword.
    pub r#match: Option<i64>,
    /// A name of another module.
    pub core: i64,
    /// A type.
    pub u64: u64,
}

/// Meters.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, SharedStruct)]
#[shared(crate = "::heap")]
pub struct Meters(pub f64);

/// A way.
#[derive(Clone, Debug, Default, PartialEq, SharedStruct)]
#[shared(crate = "::heap", derive_ref(PartialEq))]
pub struct Way(
    /// Its name.
    pub String,
    #[shared(accessor = "length")] pub u64,
    #[shared(skip)] pub Option<Rc<str>>,
    pub(crate) Option<Box<Self>>,
    i64,
);

/// Nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, SharedStruct)]
#[shared(crate = "::heap", derive_ref(PartialEq, Eq))]
pub struct Nothing;

/// Nothing either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, SharedStruct)]
#[shared(crate = "::heap")]
pub struct Empty {}

/// Of no type that others see.
#[derive(Clone, Debug, Default, PartialEq, SharedStruct)]
#[shared(crate = "::heap")]
pub(crate) struct Secret {
    number: i64,
    list: Vec<Self>,
}

impl Secret {
    /// The number in a shared one.
    pub(crate) fn number_of(secret: SecretRef<'_>) -> i64 {
        secret.number() + secret.list().iter().map(Self::number_of).sum::<i64>()
    }
}
