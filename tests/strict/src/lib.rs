//! Every derive with every attribute, in a crate without a prelude, where every warning is an error, `unsafe` is forbidden,
//! and `ipo` has another name.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, missing_copy_implementations)]
#![deny(unreachable_pub, unused, unused_qualifications, unused_results, single_use_lifetimes, unnameable_types)]
#![deny(let_underscore_drop, trivial_casts, trivial_numeric_casts, explicit_outlives_requirements)]
#![deny(rust_2018_idioms, rust_2024_compatibility, nonstandard_style, future_incompatible)]
#![deny(clippy::all, clippy::pedantic, clippy::cargo_common_metadata)]
#![deny(clippy::undocumented_unsafe_blocks, clippy::missing_safety_doc, clippy::missing_panics_doc)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::todo, clippy::as_conversions)]
#![deny(clippy::allow_attributes, clippy::allow_attributes_without_reason)]

// What generated code names by these names, it has to name by their paths.
mod core {}
mod std {}
mod ipo {}

pub mod enums;
pub mod generics;
pub mod structs;
pub mod used;

#[cfg(test)]
mod tests;
