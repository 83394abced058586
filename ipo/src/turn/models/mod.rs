//! The turns under a model checker: loom runs what stands in this folder's parent, as it is shipped, through every order
//! of events that its bounds allow. Liveness locks, futexes and time are played.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p ipo --release --lib turn::models`
//!
//! `plain` is about those who live, `deaths` kills a process before each access that it makes to a shared word, `orders`
//! weakens the source line by line and wants to see a model fail.

mod deaths;
mod orders;
mod place;
mod plain;
