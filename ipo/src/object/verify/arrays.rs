//! Arrays with several dimensions, and tensors.

use super::Verifier;
use crate::alloc::BlockKind;
use crate::types::nd::{DType, Layout};

impl Verifier<'_> {
    /// An array of this type and number of dimensions, where they are known: its block, its shape, its truth values.
    pub(super) fn array(&mut self, at: u64, dtype: Option<DType>, ndim: Option<usize>) {
        let words = [self.word(at), self.word(at + 8), self.word(at + 16)];
        let Some(layout) = Layout::of(words, dtype, ndim) else {
            return self.report.add(at, "an array that cannot be right");
        };
        let block = layout.block;
        if block == 0 {
            return;
        }
        if block % 64 != 0 {
            self.report.add(at, "an array whose elements are not aligned");
        }
        if !self.own(block, layout.total, BlockKind::Data, at) {
            return;
        }
        let dims: Vec<usize> =
            (0..2 * layout.ndim as u64).map(|axis| self.word(block + layout.dims + 8 * axis) as usize).collect();
        let (shape, steps) = dims.split_at(layout.ndim);
        if !layout.fits(shape, steps) {
            self.report.add(at, format!("an array of {} elements with another shape: {shape:?}", layout.len));
        }
        if layout.dtype == DType::Bool
            && self.bytes(block, layout.bytes).is_some_and(|bytes| bytes.iter().any(|&b| b > 1))
        {
            self.report.add(at, "a bool that is neither");
        }
    }
}
