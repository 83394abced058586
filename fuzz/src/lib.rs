//! What the fuzz targets do with their input: ordinary code, which `tests/fuzzed.rs` runs too.
//!
//! `image` damages the bytes of a heap, under a heap that is not attached and under one that is, and uses all that lies in
//! it; `operations` does what the input says on all kinds of containers and compares them with std's, and `outside` what
//! needs no turn; `header` damages the first page and the length of a heap's file. `world` is what lies in the heaps, `base`
//! are the heaps to be damaged, `walk` uses everything in one, `outcome` says what may come of it, `input` reads the input.

#![allow(clippy::unwrap_used, reason = "an error where none may be is a finding")]
#![allow(missing_docs, unreachable_pub, reason = "a test includes this file as a module")]

pub mod base;
pub mod header;
pub mod image;
pub mod input;
pub mod operations;
pub mod outcome;
pub mod outside;
pub mod walk;
pub mod world;
