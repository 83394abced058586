//! Objects that another version of a program stored: whether they can be read all the same.
//!
//! The rule: a struct that an object is may have fields appended, if each of them has a default. Everything else, all that
//! lies inside of other values included, has one layout.

use std::collections::HashSet;

use super::describe::{Described, Part, Shape};

/// How the type in the heap stands to the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// It lacks the fields from this number on, which begin at this byte of the slot.
    Older { fields: usize, end: u64 },
    /// It has fields behind those that the program knows.
    Newer,
}

/// How an object of the type `heap` can be read as one of the type `program`; `None`: not at all.
pub(crate) fn version(heap: &Described, program: &Described) -> Option<Version> {
    let (theirs, ours) = (&heap.nodes[0], &program.nodes[0]);
    let (Shape::Struct(stored), Shape::Struct(known)) = (&theirs.shape, &ours.shape) else { return None };
    if theirs.name != ours.name {
        return None;
    }
    let mut same = Same { heap, program, met: HashSet::new() };
    if !stored.iter().zip(known).all(|(a, b)| same.parts(a, b)) {
        return None;
    }
    let (missing, more) = (known.get(stored.len()..), stored.get(known.len()..));
    match (missing, more) {
        (Some(missing @ [first, ..]), _) if missing.iter().all(|part| part.default) => {
            Some(Version::Older { fields: stored.len(), end: first.offset.min(theirs.size) })
        }
        (_, Some(more @ [_, ..])) if more.iter().all(|part| part.default) && theirs.size >= ours.size => {
            Some(Version::Newer)
        }
        _ => None,
    }
}

/// Compares parts of two graphs, in which types may contain themselves.
struct Same<'a> {
    heap: &'a Described,
    program: &'a Described,
    /// Pairs of nodes that were compared, or are being compared: equal unless something else is not.
    met: HashSet<(usize, usize)>,
}

impl Same<'_> {
    fn parts(&mut self, a: &Part, b: &Part) -> bool {
        a.name == b.name && a.offset == b.offset && self.nodes(a.node, b.node)
    }

    fn all(&mut self, a: &[Part], b: &[Part]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.parts(a, b))
    }

    fn nodes(&mut self, a: usize, b: usize) -> bool {
        if !self.met.insert((a, b)) {
            return true;
        }
        let (x, y) = (&self.heap.nodes[a], &self.program.nodes[b]);
        if (&x.name, x.size, x.align) != (&y.name, y.size, y.align) {
            return false;
        }
        match (&x.shape, &y.shape) {
            (Shape::List { element: a, owns: c }, Shape::List { element: b, owns: d }) => c == d && self.nodes(*a, *b),
            (Shape::Array { element: a, len: c }, Shape::Array { element: b, len: d }) => c == d && self.nodes(*a, *b),
            (Shape::Tuple(a), Shape::Tuple(b))
            | (Shape::Struct(a), Shape::Struct(b))
            | (Shape::EnumList(a), Shape::EnumList(b)) => self.all(a, b),
            (Shape::Option { inner: a, offset: c }, Shape::Option { inner: b, offset: d }) => {
                c == d && self.nodes(*a, *b)
            }
            (Shape::Boxed(a), Shape::Boxed(b)) | (Shape::Atomic(a), Shape::Atomic(b)) => self.nodes(*a, *b),
            (
                Shape::Map { key: ak, value: av, entry: ae, offset: ao },
                Shape::Map { key: bk, value: bv, entry: be, offset: bo },
            ) => ae == be && ao == bo && self.nodes(*ak, *bk) && self.nodes(*av, *bv),
            (Shape::Deque { element: a }, Shape::Deque { element: b }) => self.nodes(*a, *b),
            (Shape::Tree { key: ak, value: av, capacity: ac }, Shape::Tree { key: bk, value: bv, capacity: bc }) => {
                ac == bc && self.nodes(*ak, *bk) && self.nodes(*av, *bv)
            }
            (
                Shape::Compact { key: ak, value: av, entry: ae, offset: ao },
                Shape::Compact { key: bk, value: bv, entry: be, offset: bo },
            ) => ae == be && ao == bo && self.nodes(*ak, *bk) && self.nodes(*av, *bv),
            (Shape::Tagged { offset: c, variants: a }, Shape::Tagged { offset: d, variants: b }) => {
                c == d
                    && a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| a.name == b.name && self.all(&a.parts, &b.parts))
            }
            // What names no other node is what it says.
            (a, b) => a.is_leaf() && a == b,
        }
    }
}
