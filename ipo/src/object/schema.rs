//! What a type looks like in the heap: names, kinds and offsets, and the fingerprint over all of it.

use std::any::TypeId;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// A type's schema, reached through a function so that recursive types can name themselves.
pub type SchemaFn = fn() -> &'static Schema;

/// How a type lies in the heap. Made by the derives and by the kinds of this crate.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Which Rust type this is, within this program: the same type met twice is one node of the graph.
    pub(crate) id: fn() -> TypeId,
    /// The type's name in the heap.
    pub name: &'static str,
    /// Bytes of its slot.
    pub size: usize,
    /// Alignment of its slot: at most 8.
    pub align: usize,
    /// What the slot holds.
    pub kind: Kind,
}

/// What a slot holds. The numbers in the encoded form are part of the heap's format.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// An integer of so many bits.
    Int {
        /// Width in bits.
        bits: u16,
        /// Whether it has a sign.
        signed: bool,
    },
    /// An IEEE 754 number of so many bits.
    Float {
        /// Width in bits.
        bits: u16,
    },
    /// One byte, 0 or 1.
    Bool,
    /// A Unicode scalar value in four bytes.
    Char,
    /// Nothing.
    Unit,
    /// UTF-8 text: up to 23 bytes in the slot, longer text in a block.
    Str,
    /// A list: up to 23 bytes of elements that own nothing in the slot, everything else in a block.
    List {
        /// The elements' schema.
        element: SchemaFn,
        /// Whether elements own blocks of their own (such lists never lie in the slot).
        owns: bool,
    },
    /// So many elements, one behind the other.
    Array {
        /// The elements' schema.
        element: SchemaFn,
        /// Their number.
        len: usize,
    },
    /// Fields by position.
    Tuple(&'static [Field]),
    /// Fields by name.
    Struct(&'static [Field]),
    /// A byte that is 0 for none and 1 for some, and the value at an offset.
    Option {
        /// The value's schema.
        inner: SchemaFn,
        /// Where the value lies in the slot.
        offset: usize,
    },
    /// The offset of a block that holds one value; 0 only in a slot that was never filled.
    Boxed(SchemaFn),
    /// A handle, 0 for none. Objects are checked when they are reached, so the target is a name only.
    Handle {
        /// The target type's name.
        target: &'static str,
    },
    /// A table: control bytes and entries in a block.
    Map {
        /// The keys' schema.
        key: SchemaFn,
        /// The values' schema; `()` in a set.
        value: SchemaFn,
        /// Bytes of an entry.
        entry: usize,
        /// Where the value lies in an entry.
        offset: usize,
    },
    /// A value of any kind: a tag and three words.
    Value,
    /// A slot per variant of an enum.
    EnumList {
        /// The variants, each as a field.
        fields: fn() -> &'static [Field],
    },
    /// One of several variants with fields of their own: the variant's number in front, and the fields of one.
    Tagged {
        /// Where the variants' fields begin.
        offset: usize,
        /// The variants, in the order of their numbers from 0.
        variants: &'static [Variant],
    },
    /// Bytes that only the program understands.
    Pod,
    /// A number that several processes may change at once.
    Atomic(SchemaFn),
    /// One of a set of names, stored as a number of so many bytes.
    Enum {
        /// The names, in the order of their numbers from 0.
        variants: &'static [&'static str],
    },
    /// A ring of elements in a block.
    Deque {
        /// The elements' schema.
        element: SchemaFn,
    },
    /// A tree of nodes, each a block, with entries in the order of their keys.
    Tree {
        /// The keys' schema.
        key: SchemaFn,
        /// The values' schema; `()` in a set.
        value: SchemaFn,
        /// Entries that fit into a node.
        capacity: usize,
    },
    /// A table that is written once: entries without gaps, and an index behind them.
    Compact {
        /// The keys' schema.
        key: SchemaFn,
        /// The values' schema; `()` in a set.
        value: SchemaFn,
        /// Bytes of an entry.
        entry: usize,
        /// Where the value lies in an entry.
        offset: usize,
    },
    /// An array of numbers with several dimensions: a block with the elements, the shape behind them.
    NdArray {
        /// The number of the elements' type.
        dtype: u8,
        /// The number of dimensions, if it is part of the type.
        ndim: Option<usize>,
    },
    /// As `NdArray`, with the type and the number of dimensions in the slot.
    Tensor,
}

/// A field of a struct or tuple.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name; the position in a tuple.
    pub name: &'static str,
    /// Where it lies in the slot.
    pub offset: usize,
    /// Its schema.
    pub schema: SchemaFn,
    /// Whether a program can do without it: it was appended, and has a default. Not part of the fingerprint.
    pub default: bool,
}

impl Field {
    /// A field.
    pub const fn new(name: &'static str, offset: usize, schema: SchemaFn) -> Field {
        Field { name, offset, schema, default: false }
    }

    /// The same field with a default.
    #[must_use]
    pub const fn with_default(self) -> Field {
        Field { default: true, ..self }
    }
}

/// A variant of an enum with data.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Its name.
    pub name: &'static str,
    /// Its fields; their offsets count from where the variants' fields begin.
    pub fields: &'static [Field],
}

impl Variant {
    /// A variant.
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Variant {
        Variant { name, fields }
    }
}

impl Schema {
    /// The schema of `T`.
    pub const fn new<T: 'static>(name: &'static str, size: usize, align: usize, kind: Kind) -> Schema {
        Schema { id: TypeId::of::<T>, name, size, align, kind }
    }
}

/// The deep hash of one type, computed at its first use.
#[derive(Debug)]
pub struct Fingerprint(AtomicU64);

impl Fingerprint {
    /// Not computed yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Fingerprint {
        Fingerprint(AtomicU64::new(0))
    }

    /// The hash over the whole schema graph that starts at `schema`; never 0.
    #[inline]
    pub fn get(&self, schema: SchemaFn) -> u64 {
        // Relaxed: every thread computes the same number, and nothing else is published with it.
        match self.0.load(Ordering::Relaxed) {
            0 => self.compute(schema),
            hash => hash,
        }
    }

    /// The hash if it has been computed, else 0.
    #[inline]
    pub fn peek(&self) -> u64 {
        // Relaxed: see `get`.
        self.0.load(Ordering::Relaxed)
    }

    #[cold]
    fn compute(&self, schema: SchemaFn) -> u64 {
        let hash = super::encode::fingerprint(schema());
        self.0.store(hash, Ordering::Relaxed);
        hash
    }
}

/// The deep hash of a type that has no place for a static of its own (generic ones).
#[inline]
pub(crate) fn deep_of<T: 'static>(schema: SchemaFn) -> u64 {
    thread_local! {
        /// The types that this thread asked for last. Cells of their own: a look at one does not copy all.
        static LAST: [Cell<Option<(TypeId, u64)>>; 4] = const { [const { Cell::new(None) }; 4] };
    }
    let id = TypeId::of::<T>();
    LAST.with(|last| {
        for known in last {
            match known.get() {
                Some((known, hash)) if known == id => return hash,
                _ => {}
            }
        }
        let hash = deep_of_any(id, schema);
        let mut newer = Some((id, hash));
        for place in last {
            newer = place.replace(newer);
        }
        hash
    })
}

#[cold]
fn deep_of_any(id: TypeId, schema: SchemaFn) -> u64 {
    static KNOWN: OnceLock<Mutex<HashMap<TypeId, u64>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    if let Some(&hash) = known.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return hash;
    }
    // Not under the lock: a schema may ask for others.
    let hash = super::encode::fingerprint(schema());
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(id, hash);
    hash
}
