//! The order of two keys of a tree, decided over their bytes by their schema.

use std::cmp::Ordering;

use super::Verifier;
use crate::object::describe::{Described, Shape};

/// Deeper than any type of key nests within one slot.
const DEPTHS: u32 = 64;

impl Verifier<'_> {
    /// How the keys at two places compare; `None` where their bytes, or the type, have no order. What is wrong with the
    /// bytes is reported when the keys are looked at.
    pub(super) fn order(&self, schema: &Described, number: usize, a: u64, b: u64, depth: u32) -> Option<Ordering> {
        let node = &schema.nodes[number];
        if depth > DEPTHS {
            return None;
        }
        let both = || Some((self.bytes(a, node.size)?, self.bytes(b, node.size)?));
        match &node.shape {
            Shape::Int { signed, .. } => {
                let (a, b) = both()?;
                Some(integer(a, *signed).cmp(&integer(b, *signed)))
            }
            Shape::Bool | Shape::Char | Shape::Enum { .. } | Shape::Handle { .. } => {
                let (a, b) = both()?;
                Some(integer(a, false).cmp(&integer(b, false)))
            }
            Shape::Str => Some(self.content(a)?.cmp(self.content(b)?)),
            Shape::List { element, owns: false } if schema.nodes[*element].size == 1 => {
                Some(self.content(a)?.cmp(self.content(b)?))
            }
            Shape::Tuple(parts) => {
                for part in parts {
                    let order = self.order(schema, part.node, a + part.offset, b + part.offset, depth + 1)?;
                    if order != Ordering::Equal {
                        return Some(order);
                    }
                }
                Some(Ordering::Equal)
            }
            Shape::Option { inner, offset } => {
                let (first, second) = both()?;
                match (first[0], second[0]) {
                    (1, 1) => self.order(schema, *inner, a + offset, b + offset, depth + 1),
                    (x @ (0 | 1), y @ (0 | 1)) => Some(x.cmp(&y)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The bytes of a text or list of bytes.
    pub(super) fn content(&self, at: u64) -> Option<&[u8]> {
        let tag = self.word(at + 16) >> 56;
        match tag {
            0xFF => self.bytes(self.word(at), self.word(at + 8)),
            0..=23 => self.bytes(at, tag),
            _ => None,
        }
    }
}

/// Little-endian bytes as a number that keeps their order.
fn integer(bytes: &[u8], signed: bool) -> u128 {
    let mut wide = [0; 16];
    let len = bytes.len().min(16);
    wide[..len].copy_from_slice(&bytes[..len]);
    // The sign's bit turned over puts the negative ones first.
    let sign = if signed && len > 0 { 1 << (len * 8 - 1) } else { 0 };
    u128::from_le_bytes(wide) ^ sign
}
