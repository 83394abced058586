//! The ring under a model checker: loom runs what stands in this folder's parent and in `object::ring`, as it is shipped, through
//! every order of events that its bounds allow. Liveness, the write turn with its journal, and what messages hold are played.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p ipo --release --lib queue::models`
//!
//! `plain` is about those who live, `deaths` kills a participant before each access that it makes, `hints` stores old hints at
//! any moment, `orders` weakens the source line by line and wants to see a model fail. A `log` that is told of every change of
//! a cell says what is right.

mod deaths;
mod hints;
mod log;
mod model;
mod orders;
mod place;
mod plain;
