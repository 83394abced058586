//! Whether a schema that was read from a heap can be one: everything that later walks by it relies on this.

use super::{Described, Node, Shape, number_len};

/// A walk over one value looks at no more than so many parts, and `PER_BYTE` for each of its bytes.
const PARTS: u64 = 1 << 20;
const PER_BYTE: u64 = 64;

impl Described {
    /// Whether every number names a node, every part lies in its whole and is aligned there, and no value is a part of
    /// itself, or of so many others that a walk would have no end.
    pub(super) fn is_possible(&self) -> bool {
        // First: what follows divides by it.
        let aligned = |node: &Node| node.align.is_power_of_two() && node.align <= 8 && node.size % node.align == 0;
        !self.nodes.is_empty()
            && self.nodes.iter().all(aligned)
            && self.nodes.iter().all(|node| self.fits(node))
            && self.can_be_walked()
    }

    fn fits(&self, node: &Node) -> bool {
        // A part in place.
        let inside = |number: usize, offset: u64| {
            self.nodes.get(number).is_some_and(|part| {
                offset.checked_add(part.size).is_some_and(|end| end <= node.size)
                    && offset % part.align == 0
                    && part.align <= node.align
            })
        };
        // A key or a value in an entry of a table.
        let in_entry = |number: usize, offset: u64, entry: u64| {
            self.nodes.get(number).is_some_and(|part| {
                offset.checked_add(part.size).is_some_and(|end| end <= entry)
                    && offset % part.align == 0
                    && entry % part.align == 0
            })
        };
        // Words, of which there are so many.
        let words = |n: u64| node.size == n * 8 && node.align == 8;
        let exists = |number: usize| number < self.nodes.len();
        match &node.shape {
            Shape::Tuple(parts) | Shape::Struct(parts) | Shape::EnumList(parts) => {
                parts.iter().all(|p| inside(p.node, p.offset))
            }
            Shape::Option { inner, offset } => *offset > 0 && inside(*inner, *offset),
            Shape::Array { element, len } => {
                inside(*element, 0) && self.nodes[*element].size.checked_mul(*len) == Some(node.size)
                    || *len == 0 && node.size == 0 && exists(*element)
            }
            Shape::List { element, .. } | Shape::Deque { element } => words(3) && exists(*element),
            Shape::Str | Shape::Tensor => words(3),
            Shape::Value => words(4),
            Shape::Map { key, value, entry, offset } => {
                words(3) && *entry < 1 << 40 && in_entry(*key, 0, *entry) && in_entry(*value, *offset, *entry)
            }
            Shape::Compact { key, value, entry, offset } => {
                words(2) && *entry < 1 << 40 && in_entry(*key, 0, *entry) && in_entry(*value, *offset, *entry)
            }
            Shape::Boxed(inner) => words(1) && exists(*inner),
            Shape::Handle { .. } => node.size == 8,
            Shape::Int { bits, .. } | Shape::Float { bits } => node.size * 8 == *bits,
            Shape::Bool => node.size == 1,
            Shape::Char => node.size == 4,
            Shape::Unit | Shape::Pod => true,
            Shape::Enum { .. } => matches!(node.size, 1 | 2 | 4),
            Shape::Tagged { offset, variants } => {
                *offset >= number_len(variants.len())
                    && *offset <= node.size
                    && variants
                        .iter()
                        .flat_map(|variant| &variant.parts)
                        .all(|part| offset.checked_add(part.offset).is_some_and(|start| inside(part.node, start)))
            }
            Shape::NdArray { ndim, .. } => words(3) && ndim.is_none_or(|ndim| (1..=6).contains(&ndim)),
            Shape::Atomic(inner) => inside(*inner, 0) && self.nodes[*inner].size == node.size,
            Shape::Tree { key, value, capacity } => {
                let sized = |number: &usize| self.nodes.get(*number).map(|n| n.size);
                words(3)
                    && sized(key).is_some_and(|size| size > 0 && size < 1 << 40)
                    && sized(value).is_some_and(|size| size < 1 << 40)
                    && (2..1 << 16).contains(capacity)
            }
        }
    }

    /// The nodes that lie in place in a node, and how often.
    fn parts_in_place<'a>(&self, node: &'a Node) -> Box<dyn Iterator<Item = (usize, u64)> + 'a> {
        match &node.shape {
            Shape::Tuple(parts) | Shape::Struct(parts) | Shape::EnumList(parts) => {
                Box::new(parts.iter().map(|part| (part.node, 1)))
            }
            Shape::Tagged { variants, .. } => {
                Box::new(variants.iter().flat_map(|variant| &variant.parts).map(|part| (part.node, 1)))
            }
            Shape::Option { inner, .. } | Shape::Atomic(inner) => Box::new(std::iter::once((*inner, 1))),
            // Elements without bytes are not looked at.
            Shape::Array { element, len } if node.size > 0 => Box::new(std::iter::once((*element, *len))),
            Shape::Array { element, .. } => Box::new(std::iter::once((*element, 1))),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Whether no node lies in place in itself, and a walk over what lies in place ends soon. Not a recursion: a broken
    /// schema may nest deeper than the stack is.
    fn can_be_walked(&self) -> bool {
        let mut holders = vec![0_u32; self.nodes.len()];
        for node in &self.nodes {
            self.parts_in_place(node).for_each(|(part, _)| holders[part] += 1);
        }
        // Wholes before their parts.
        let mut order: Vec<usize> = (0..self.nodes.len()).filter(|&n| holders[n] == 0).collect();
        let mut done = 0;
        while let Some(&number) = order.get(done) {
            done += 1;
            for (part, _) in self.parts_in_place(&self.nodes[number]) {
                holders[part] -= 1;
                if holders[part] == 0 {
                    order.push(part);
                }
            }
        }
        if done < self.nodes.len() {
            return false;
        }
        let mut weights = vec![1_u64; self.nodes.len()];
        order.iter().rev().all(|&number| {
            let node = &self.nodes[number];
            let weight = self
                .parts_in_place(node)
                .fold(1_u64, |sum, (part, times)| sum.saturating_add(weights[part].saturating_mul(times)));
            weights[number] = weight;
            weight <= node.size.saturating_mul(PER_BYTE).saturating_add(PARTS)
        })
    }
}
