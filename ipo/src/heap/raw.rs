//! Blocks without a value, for the benchmark of the allocator: made and freed as values make and free theirs.

use super::WriteTurn;
use crate::Error;
use crate::alloc::BlockKind;

/// A block for `len` bytes, in a journal scope of its own. Nothing owns it: `verify` reports it.
///
/// # Errors
/// As [`WriteTurn::put`].
#[inline]
pub fn allocate_block(turn: &mut WriteTurn<'_>, len: u64) -> Result<u64, Error> {
    let writer = turn.writer();
    writer.scope(|| Ok(writer.allocate(len, false, BlockKind::Data)?.0))
}

/// Frees such a block, in a journal scope of its own.
///
/// # Errors
/// As [`WriteTurn::remove`].
///
/// # Safety
/// `allocate_block` gave it, and it was not freed since: otherwise a value loses its block.
#[inline]
pub unsafe fn free_block(turn: &mut WriteTurn<'_>, block: u64) -> Result<(), Error> {
    let writer = turn.writer();
    writer.scope(|| writer.free(block, BlockKind::Data))
}
