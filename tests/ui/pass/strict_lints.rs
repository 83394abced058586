//! Generated code is silent under every lint that a crate may turn on, used or not.

#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused,
    unused_qualifications,
    unused_results,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    trivial_casts,
    let_underscore_drop,
    non_local_definitions,
    private_interfaces,
    private_bounds
)]
#![deny(rust_2018_idioms, rust_2024_compatibility, nonstandard_style, future_incompatible)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::undocumented_unsafe_blocks, clippy::missing_safety_doc)]

use ipo::{SharedEnumIndex, SharedStruct};

/// Never used.
#[derive(SharedStruct, Debug)]
struct Unused {
    number: i64,
    text: String,
    list: Vec<Self>,
}

/// Holds nothing.
#[derive(SharedStruct, Clone, Copy, Debug)]
struct Empty {}

/// Never used either, its list and its keys.
#[derive(SharedEnumIndex, Clone, Copy, Debug)]
enum Index {
    #[shared(type = i64)]
    Number,
    #[shared(type = Option<Vec<Secret>>)]
    Secrets,
    Note,
}

/// Of no type that others see.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Secret {
    number: i64,
}

/// What other crates see.
pub mod public {
    use ipo::{SharedEnumIndex, SharedStruct};

    /// What is measured.
    #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Metric {
        /// In degrees, of a `Point`.
        #[shared(type = f64)]
        Temperature,
        /// Of nobody's business.
        #[shared(type = Option<super::Secret>)]
        Secret,
        /// Anything.
        Note,
    }

    /// A point.
    #[derive(SharedStruct, Debug)]
    pub struct Point {
        /// To the right.
        pub x: f64,
        /// Down, for `Point`s on a screen.
        pub y: f64,
        label: String,
        pub(crate) hidden: Option<i64>,
    }

    /// Nothing.
    #[derive(SharedStruct, Clone, Copy, Debug)]
    pub struct Empty {}
}

fn main() {
    println!("{:?} {}", Index::Note, Secret { number: 1 }.number);
    let unused = Unused { number: 0, text: String::new(), list: Vec::new() };
    println!("{unused:?} {:?} {:?} {:?} {:?}", unused.number, unused.text, unused.list, Empty {});
}
