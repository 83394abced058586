//! What a map's key needs: a hash over this crate's own byte encoding, the same in every program, and equality.
//!
//! The encoding is part of the heap's format. Numbers are their little-endian bytes, text and bytes come after their
//! length unless they are the whole key, parts of a tuple follow each other.

use std::hash::Hash;

use rapidhash::v3::{RapidSecrets, rapidhash_v3_inline};

use super::bytes;
use crate::object::Handle;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;

/// Hashes keys with the seed of one heap. Maps use it by themselves; it is public for code that compares itself with
/// them.
#[derive(Debug, Clone, Copy)]
pub struct KeyHasher {
    secrets: RapidSecrets,
}

impl KeyHasher {
    /// The hasher of heaps with this seed.
    pub fn new(seed: u64) -> KeyHasher {
        KeyHasher { secrets: RapidSecrets::seed(seed) }
    }

    /// The hash of encoded bytes.
    #[inline(always)]
    pub fn hash(&self, bytes: &[u8]) -> u64 {
        rapidhash_v3_inline::<true, false, false>(bytes, &self.secrets)
    }

    fn hash_encoded(&self, encode: impl FnOnce(&mut Vec<u8>)) -> u64 {
        let mut out = Vec::with_capacity(64);
        encode(&mut out);
        self.hash(&out)
    }
}

/// What an enum needs to be a [`Key`], besides its derive.
///
/// Where it is missing, rustc names now this trait and now the other; what it says is the same, word by word, and so shown once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key in a shared heap",
    label = "not a key",
    note = "keys are integers, `bool`, `char`, `String`, `Vec<u8>`, `Handle`, `Value`, tuples and `Option`s of these, and enums with `#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]`",
    note = "a float is a key as a `Value` only; for a parameter `K` of a type of your own, add `#[shared(bound = \"K: ipo::Key\")]`"
)]
pub trait KeyTraits: Eq + Hash {}

#[diagnostic::do_not_recommend]
impl<T: Eq + Hash> KeyTraits for T {}

/// A type that can be a key of `HashMap` and an element of `HashSet`.
///
/// Integers (also in `NonZero`, `Wrapping`, `Saturating`, and of any size), `bool`, `char`, `String`, `Vec<u8>`,
/// `PathBuf`, `CString`, `Duration`, moments and calendar fields, addresses, `Ordering`, [`Slice`](crate::Slice), ranges,
/// `Uuid`, [`Handle`], [`Value`](crate::Value), enums with `SharedEnumIndex`, and tuples and `Option`s of these. Not those whose Rust
/// type says of different values that they are equal: decimals, and moments with an offset or a zone. Not floats: those are keys as a [`Value`](crate::Value) only, whose rules make each equal to
/// itself. In a heap keys are hashed by their bytes, with a seed of the heap, whatever hasher the Rust `HashMap` has;
/// so all programs agree. `K: Key` is all that `HashMap<K, V>` asks of a parameter. Not to be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key in a shared heap",
    label = "not a key",
    note = "keys are integers, `bool`, `char`, `String`, `Vec<u8>`, `Handle`, `Value`, tuples and `Option`s of these, and enums with `#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]`",
    note = "a float is a key as a `Value` only; for a parameter `K` of a type of your own, add `#[shared(bound = \"K: ipo::Key\")]`"
)]
pub trait Key: Shared + Eq + Hash {
    /// Appends a key's bytes, as its look-up is given.
    #[doc(hidden)]
    fn encode_arg(arg: &Self::Arg<'_>, out: &mut Vec<u8>);
    /// Appends the same bytes for a key in the heap.
    #[doc(hidden)]
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>);
    /// Whether a key in the heap is the one that is looked for.
    #[doc(hidden)]
    fn matches(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> bool;
    /// Whether two keys, in whatever heaps they are, are the same.
    #[doc(hidden)]
    fn same(slot: SlotRef<'_, Self>, other: SlotRef<'_, Self>) -> bool {
        Self::matches(slot, &Self::load(Self::view(other)).to_arg())
    }
    #[doc(hidden)]
    #[inline]
    fn hash_arg(arg: &Self::Arg<'_>, hasher: &KeyHasher) -> u64 {
        hasher.hash_encoded(|out| Self::encode_arg(arg, out))
    }
    #[doc(hidden)]
    #[inline]
    fn hash_slot(slot: SlotRef<'_, Self>, hasher: &KeyHasher) -> u64 {
        hasher.hash_encoded(|out| Self::encode_slot(slot, out))
    }
}

macro_rules! number_key {
    ($($t:ty as $wide:ty),*) => {$(
        impl Key for $t {
            #[inline]
            fn encode_arg(arg: &$t, out: &mut Vec<u8>) {
                out.extend_from_slice(&(*arg as $wide).to_le_bytes());
            }
            #[inline]
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                Self::encode_arg(&Self::view(slot), out);
            }
            #[inline]
            fn matches(slot: SlotRef<'_, Self>, arg: &$t) -> bool {
                Self::view(slot) == *arg
            }
            #[inline]
            fn same(slot: SlotRef<'_, Self>, other: SlotRef<'_, Self>) -> bool {
                Self::view(slot) == Self::view(other)
            }
            #[inline]
            fn hash_arg(arg: &$t, hasher: &KeyHasher) -> u64 {
                hasher.hash(&(*arg as $wide).to_le_bytes())
            }
            #[inline]
            fn hash_slot(slot: SlotRef<'_, Self>, hasher: &KeyHasher) -> u64 {
                Self::hash_arg(&Self::view(slot), hasher)
            }
        }
    )*};
}

number_key!(
    u8 as u8,
    u16 as u16,
    u32 as u32,
    u64 as u64,
    u128 as u128,
    usize as u64,
    i8 as i8,
    i16 as i16,
    i32 as i32,
    i64 as i64,
    i128 as i128,
    isize as i64,
    bool as u8,
    char as u32
);

/// Whether two texts are equal, without a call for the lengths of most keys.
#[inline(always)]
fn equal(a: &[u8], b: &[u8]) -> bool {
    let len = a.len();
    if len != b.len() {
        return false;
    }
    match len {
        8..=16 => ends_differ(a, b) == 0,
        17..=32 => ends_differ(&a[..16], &b[..16]) | ends_differ(&a[len - 16..], &b[len - 16..]) == 0,
        _ => a == b,
    }
}

/// The bits in which the first and the last 8 bytes differ.
#[inline(always)]
fn ends_differ(a: &[u8], b: &[u8]) -> u64 {
    let word = |bytes: &[u8]| u64::from_ne_bytes(*bytes.first_chunk::<8>().expect("eight bytes at least"));
    let behind = a.len() - 8;
    (word(a) ^ word(b)) | (word(&a[behind..]) ^ word(&b[behind..]))
}

fn encode_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(bytes);
}

macro_rules! bytes_key {
    ($t:ty, $arg:ident => $bytes:expr) => {
        impl Key for $t {
            fn encode_arg($arg: &Self::Arg<'_>, out: &mut Vec<u8>) {
                encode_bytes($bytes, out);
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                encode_bytes(bytes::elements::<u8, Self>(slot).as_slice(), out);
            }
            #[inline]
            fn matches(slot: SlotRef<'_, Self>, $arg: &Self::Arg<'_>) -> bool {
                equal(bytes::elements::<u8, Self>(slot).as_slice(), $bytes)
            }
            #[inline]
            fn same(slot: SlotRef<'_, Self>, other: SlotRef<'_, Self>) -> bool {
                bytes::elements::<u8, Self>(slot).as_slice() == bytes::elements::<u8, Self>(other).as_slice()
            }
            #[inline]
            fn hash_arg($arg: &Self::Arg<'_>, hasher: &KeyHasher) -> u64 {
                hasher.hash($bytes)
            }
            #[inline]
            fn hash_slot(slot: SlotRef<'_, Self>, hasher: &KeyHasher) -> u64 {
                hasher.hash(bytes::elements::<u8, Self>(slot).as_slice())
            }
        }
    };
}

bytes_key!(String, arg => arg.as_bytes());
bytes_key!(Vec<u8>, arg => *arg);

impl<T: Shared> Key for Handle<T> {
    fn encode_arg(arg: &Handle<T>, out: &mut Vec<u8>) {
        out.extend_from_slice(&arg.to_bits().to_le_bytes());
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        out.extend_from_slice(&slot.get().to_le_bytes());
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &Handle<T>) -> bool {
        slot.get() == arg.to_bits()
    }
}

/// The three methods of a unit enum's implementation, which is generated.
#[doc(hidden)]
pub fn encode_variant(index: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&(index as u32).to_le_bytes());
}
