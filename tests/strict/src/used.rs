//! What the crate has for itself: used, and unused.

use ::core::fmt::Debug;
use ::core::option::Option;
use ::heap::{SharedEnum, SharedEnumIndex, SharedStruct};
use ::std::string::String;

#[derive(Debug, SharedStruct)]
#[shared(crate = "heap")]
pub(crate) struct Private {
    pub(crate) number: i64,
    pub(crate) text: String,
}

#[derive(Debug, SharedEnum)]
#[shared(crate = "heap")]
pub(crate) enum Choice {
    One(Private),
    Two { text: Option<String> },
}

#[derive(Clone, Copy, Debug, SharedEnumIndex)]
#[shared(crate = "heap")]
pub(crate) enum List {
    #[shared(type = i64)]
    Number,
    Note,
}

use ::core::clone::Clone;
use ::core::marker::Copy;
