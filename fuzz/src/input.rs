//! Reads numbers and texts from a fuzzer's bytes; behind their end everything is zero.

use std::fmt::Write;

pub struct Input<'a> {
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Input { bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = rest;
        *first
    }

    /// One of so many.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound.max(1)
    }

    pub fn half(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    pub fn word(&mut self) -> u64 {
        u64::from_le_bytes(std::array::from_fn(|_| self.byte()))
    }

    /// A text of zero to some hundred bytes, of which few make many.
    pub fn text(&mut self) -> String {
        let (len, seed) = (self.byte(), self.byte());
        let mut text = String::new();
        // Short ones lie in their slot, longer ones in a block.
        let len = match len {
            0..=199 => usize::from(len) % 40,
            _ => usize::from(len) * 2,
        };
        while text.len() < len {
            let _ = write!(text, "{}", char::from_u32(0x61 + u32::from(seed) * 3).unwrap_or('ß'));
        }
        text
    }
}
