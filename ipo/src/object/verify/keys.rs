//! Keys of maps, hashed over their bytes by their schema, as programs hash them by their types: whether a look-up finds
//! each, and only once.
//!
//! That is done for integers, `bool`, `char`, text, bytes, handles, enums, and tuples and options of these, and for values of
//! such kinds. Other keys are looked at like any value.

use std::collections::HashSet;

use super::Verifier;
use crate::object::describe::{Described, Shape};
use crate::types::value::{BYTES, Encoded, STR, encoded_words};

/// Deeper than any type of key nests within one slot.
const DEPTH: u32 = 64;
/// Buckets per group of a table.
const GROUP: u64 = 16;
/// The control byte of a bucket at which a search ends.
const EMPTY: u8 = 0xFF;

impl Verifier<'_> {
    /// The hash of the key at a place; `None` where it is of a kind that is not hashed here, or broken.
    pub(super) fn key_hash(&self, schema: &Described, key: usize, at: u64) -> Option<u64> {
        // Text that is the whole key is hashed without its length.
        if is_bytes(schema, key) {
            return Some(self.space.hasher().hash(self.content(at)?));
        }
        let mut bytes = Vec::with_capacity(64);
        self.encode_key(schema, key, at, &mut bytes, DEPTH)?;
        Some(self.space.hasher().hash(&bytes))
    }

    /// Whether two of the keys at these places are the same.
    pub(super) fn has_twice(&self, schema: &Described, key: usize, places: impl Iterator<Item = u64>) -> bool {
        let mut met = HashSet::new();
        for at in places {
            let mut bytes = Vec::new();
            if self.encode_key(schema, key, at, &mut bytes, DEPTH).is_some() && !met.insert(bytes) {
                return true;
            }
        }
        false
    }

    /// Appends a key's bytes as `Key::encode_slot` does.
    fn encode_key(&self, schema: &Described, number: usize, at: u64, out: &mut Vec<u8>, depth: u32) -> Option<()> {
        let node = &schema.nodes[number];
        let bytes = self.bytes(at, node.size)?;
        let depth = depth.checked_sub(1)?;
        match &node.shape {
            Shape::Int { .. } | Shape::Bool | Shape::Char | Shape::Handle { .. } => out.extend_from_slice(bytes),
            _ if is_bytes(schema, number) => {
                let content = self.content(at)?;
                out.extend_from_slice(&(content.len() as u64).to_le_bytes());
                out.extend_from_slice(content);
            }
            // By its position, whatever it takes in the heap. Those of this crate have numbers of their own.
            Shape::Enum { .. } if !node.name.starts_with("ipo::") => {
                let mut wide = [0; 4];
                wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
                out.extend_from_slice(&wide);
            }
            Shape::Tuple(parts) => {
                for part in parts {
                    self.encode_key(schema, part.node, at + part.offset, out, depth)?;
                }
            }
            Shape::Option { inner, offset } => {
                let some = match bytes[0] {
                    some @ (0 | 1) => some,
                    _ => return None,
                };
                out.push(some);
                if some == 1 {
                    self.encode_key(schema, *inner, at + offset, out, depth)?;
                }
            }
            Shape::Value => {
                let (tag, content) = (self.word(at), at + 8);
                let mut put = |bytes: &[u8]| {
                    out.extend_from_slice(&tag.to_le_bytes());
                    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                    out.extend_from_slice(bytes);
                };
                match encoded_words(tag, self.word(content)) {
                    Some(Encoded::Nothing) => put(&[]),
                    Some(Encoded::Byte(byte)) => put(&[byte]),
                    Some(Encoded::Word(word)) => put(&word.to_le_bytes()),
                    None if tag == STR || tag == BYTES => put(self.content(content)?),
                    None => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }
}

fn is_bytes(schema: &Described, number: usize) -> bool {
    match schema.nodes[number].shape {
        Shape::Str => true,
        Shape::List { element, owns: false } => {
            matches!(schema.nodes[element].shape, Shape::Int { bits: 8, signed: false })
        }
        _ => false,
    }
}

/// Whether a search for the hash in a table with these control bytes comes to that bucket.
pub(super) fn leads_to(ctrl: &[u8], hash: u64, bucket: u64) -> bool {
    let groups = ctrl.len() as u64 / GROUP;
    let mask = groups.wrapping_sub(1);
    if ctrl.get(bucket as usize) != Some(&((hash >> 57) as u8)) {
        return false;
    }
    let mut group = hash & mask;
    for step in 1..=groups {
        if group == bucket / GROUP {
            return true;
        }
        let first = (group * GROUP) as usize;
        if ctrl[first..first + GROUP as usize].contains(&EMPTY) {
            return false;
        }
        group = (group + step) & mask;
    }
    false
}
