//! Floor 3: blocks of the heap by offset, in constant time, with headers that tell the truth after any death.

mod audit;
mod bins;
mod block;
mod broken;
mod classes;
mod cut;
mod lengthen;
mod lists;
mod meta;
mod rebuild;
mod space;
mod stats;

pub(crate) use block::{BLOCK_HEADER, BlockKind};
pub(crate) use broken::{Broken, What};
pub(crate) use lists::Allocator;
pub(crate) use meta::{BUCKETS, List, Names, TABLES};
pub(crate) use space::Anchor;
pub use space::Space;
pub(crate) use space::corrupt;
pub use stats::Stats;
pub(crate) use stats::Walk;
