//! What a program's iterator gives, taken in before an operation opens its scope. While the iterator runs, it may change what
//! other views show; in an open scope that would be part of it, and be taken back with it.

use crate::alloc::Allocator;
use crate::error::Error;
use crate::journal::Writer;

/// All that `values` gives, each of which takes `size` bytes in the heap at least; of an iterator without an end, as much as
/// the heap could hold.
///
/// # Errors
/// [`Error::OutOfSpace`] if there is more; what `values` returns.
pub(super) fn taken_in<V>(
    writer: &Writer,
    size: usize,
    values: impl Iterator<Item = Result<V, Error>>,
) -> Result<Vec<V>, Error> {
    let most = writer.space().total_len() / size.max(1) as u64;
    // Hints may be wrong.
    let mut taken = Vec::with_capacity(values.size_hint().0.min(1 << 16));
    for value in values {
        if taken.len() as u64 >= most {
            let needed = (taken.len() as u64 + 1).saturating_mul(size.max(1) as u64);
            let available = Allocator::new(writer.space()).largest_free();
            return Err(Error::OutOfSpace { needed, available, cause: "the heap's capacity" });
        }
        taken.push(value?);
    }
    Ok(taken)
}
