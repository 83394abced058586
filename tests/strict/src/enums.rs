//! Enums with data, and enums of names.

use ::core::clone::Clone;
use ::core::cmp::{Eq, Ord, PartialEq, PartialOrd};
use ::core::default::Default;
use ::core::fmt::Debug;
use ::core::hash::Hash;
use ::core::marker::Copy;
use ::core::option::Option;
use ::heap::{SharedEnum, SharedEnumIndex};
use ::std::collections::BTreeMap;
use ::std::string::String;
use ::std::vec::Vec;

use crate::structs::{Meters, Point, Secret};

/// What is drawn.
#[derive(Clone, Debug, Default, PartialEq, SharedEnum)]
#[shared(crate = "::heap", name = "strict.Shape", derive_ref(PartialEq))]
pub enum Shape {
    /// Nothing.
    #[default]
    Empty,
    /// A circle.
    #[shared(rename = "Round")]
    Circle {
        /// In meters.
        #[shared(rename = "r")]
        radius: f64,
        /// Where.
        #[shared(pod)]
        place: (),
        /// What for.
        label: Option<String>,
        #[doc(hidden)]
        #[shared(skip)]
        cache: Option<String>,
    },
    /// Names of generated code.
    Slot {
        /// One.
        slot: u8,
        /// Another.
        writer: u16,
        /// A third.
        value: u32,
        /// A fourth.
        number: u64,
    },
    /// Numbers.
    Square(f64, u8),
    #[cfg(never)]
    Never(NoSuchType),
    /// Named like variants of std.
    Some(u8),
    /// Named like variants of std.
    None,
    /// Named like variants of std.
    Ok(i8),
    /// Named like variants of std.
    Err(String),
}

/// What others may change.
#[derive(Debug, SharedEnum)]
#[shared(crate = "::heap")]
pub enum Counter {
    /// How often.
    Hits(#[shared(atomic)] u64),
    /// Where.
    At(#[shared(pod)] Point, Vec<Self>),
}

/// Of what is equal to itself.
#[derive(Clone, Debug, PartialEq, Eq, SharedEnum)]
#[shared(crate = "::heap", derive_ref(PartialEq))]
pub enum Word {
    /// One.
    One(String),
    /// Two.
    Two(u8, char),
}

/// Names alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SharedEnum)]
#[shared(crate = "::heap", derive_ref(PartialEq, Eq))]
pub enum Answer {
    /// One.
    Yes,
    /// The other.
    No,
}

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, SharedEnumIndex)]
#[shared(crate = "::heap", name = "strict.Metric")]
#[non_exhaustive]
#[repr(u8)]
pub enum Metric {
    /// In degrees.
    #[default]
    #[shared(type = f64)]
    Temperature = 0,
    /// Where.
    #[shared(type = Option<Meters>, rename = "x", key = "X_AXIS", accessor = "place")]
    X,
    /// Itself.
    #[shared(type = BTreeMap<Self, Vec<Option<Self>>>)]
    Others,
    /// Of nobody's business.
    #[shared(type = Option<Secret>)]
    Hidden,
    /// What nobody reads any more.
    #[deprecated = "see `Temperature`"]
    #[shared(type = i64)]
    Former,
    #[doc(hidden)]
    #[shared(type = (u8, String))]
    Internal,
    /// A keyword as an accessor.
    #[shared(type = bool)]
    Type,
    /// Anything.
    Note,
    #[cfg(never)]
    #[shared(type = NoSuchType)]
    Never,
}

impl MetricRef<'_> {
    /// What others are told of a secret.
    #[must_use]
    pub fn told(self) -> Option<i64> {
        self.hidden().map(Secret::number_of)
    }
}
