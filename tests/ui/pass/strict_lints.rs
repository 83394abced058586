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

use ipo::{SharedEnum, SharedEnumIndex, SharedStruct};

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
#[shared(derive_ref(PartialEq))]
struct Secret {
    number: i64,
}

/// With data, and without.
#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq))]
enum Choice<T> {
    One(T),
    Two { text: String, more: Vec<Secret> },
    Three,
}

/// With parameters.
#[derive(SharedStruct, Clone, Debug)]
struct Generic<T, const N: usize> {
    array: [T; N],
    choice: Option<Choice<T>>,
}

/// What other crates see.
pub mod public {
    use std::collections::HashMap;

    use ipo::{SharedEnum, SharedEnumIndex, SharedStruct, Value};

    /// What is drawn.
    #[derive(SharedEnum, Clone, Debug)]
    pub enum Shape {
        /// Nothing.
        Empty,
        /// A circle.
        Circle {
            /// In meters.
            radius: f64,
        },
        /// Something.
        Other(String, i64),
    }

    /// Meters, and more.
    #[derive(SharedStruct, Clone, Debug)]
    pub struct Meters(pub f64, pub(crate) String, #[shared(skip)] pub Option<u8>);

    /// Nothing.
    #[derive(SharedStruct, Clone, Copy, Debug, Default)]
    pub struct Unit;

    /// Everything.
    #[derive(SharedStruct, Debug)]
    #[shared(derive_ref(Debug, PartialEq))]
    pub struct Counters<T> {
        /// How often.
        #[shared(pod)]
        pub bytes: [u8; 4],
        /// Of all kinds.
        pub value: Option<T>,
    }

    /// Changed by many.
    #[derive(SharedStruct, Debug)]
    pub struct Hits {
        /// How often.
        #[shared(atomic)]
        pub hits: u64,
        /// Anything.
        #[shared(extra)]
        pub more: HashMap<String, Value>,
        /// Appended.
        #[shared(default)]
        pub last: u8,
    }

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
    let generic = Generic { array: [0_u8; 2], choice: Some(Choice::One(1)) };
    println!("{generic:?} {:?} {:?} {:?}", generic.array, generic.choice, Choice::<u8>::Three);
    println!("{:?}", Choice::<u8>::Two { text: String::new(), more: Vec::new() });
    println!("{unused:?} {:?} {:?} {:?} {:?}", unused.number, unused.text, unused.list, Empty {});
}
