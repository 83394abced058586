//! Keys with an order: what the trees of `BTreeMap` and `BTreeSet` sort by. It is Rust's own order of the type, decided
//! over the slots, so that every program sorts in the same way.

use std::cmp::Ordering;

use super::bytes;
use super::key::Key;
use super::option;
use crate::object::Handle;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;

/// What an enum needs to be an [`OrdKey`], besides its derive.
///
/// Where it is missing, rustc names now this trait and now the other; what it says is the same, word by word, and so shown once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an ordered key in a shared heap",
    label = "not an ordered key",
    note = "ordered keys are integers, `bool`, `char`, `String`, `Vec<u8>`, `Handle`, tuples and `Option`s of these, and enums with `#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]`",
    note = "a `Value` has no order, and is a key of a `HashMap` only; for a parameter `K` of a type of your own, add `#[shared(bound = \"K: ipo::OrdKey\")]`"
)]
pub trait OrdKeyTraits: Ord {}

#[diagnostic::do_not_recommend]
impl<T: Ord> OrdKeyTraits for T {}

/// A type that can be a key of `BTreeMap` and an element of `BTreeSet`.
///
/// Integers, `bool`, `char`, `String`, `Vec<u8>`, [`Handle`], enums with `SharedEnumIndex`, and tuples and `Option`s of
/// these. The order in a heap is the one that Rust gives these types, and that of the variants' positions for an enum,
/// whatever `Ord` the enum has. `K: OrdKey` is all that `BTreeMap<K, V>` asks of a parameter. Not to be implemented by hand.
///
/// # Example
///
/// ```
/// use std::collections::BTreeSet;
/// use ipo::{Error, Heap, OrdKey, BTreeSetRef};
///
/// // Code over any kind of ordered key.
/// fn smallest<'t, T: OrdKey>(set: BTreeSetRef<'t, T>) -> Option<T::Ref<'t>> {
///     set.first()
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let set = heap.write()?.put(&BTreeSet::from([Some((2_u8, 'b')), Some((1, 'c')), None]))?;
/// assert_eq!(smallest(heap.read()?.get(set)?), Some(None));
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an ordered key in a shared heap",
    label = "not an ordered key",
    note = "ordered keys are integers, `bool`, `char`, `String`, `Vec<u8>`, `Handle`, tuples and `Option`s of these, and enums with `#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]`",
    note = "a `Value` has no order, and is a key of a `HashMap` only; for a parameter `K` of a type of your own, add `#[shared(bound = \"K: ipo::OrdKey\")]`"
)]
pub trait OrdKey: Shared + Ord {
    /// A key in the heap against one that is looked for.
    #[doc(hidden)]
    fn order(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> Ordering;
    /// Two keys in the heap.
    #[doc(hidden)]
    fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering;
    /// Two keys as look-ups are given them.
    #[doc(hidden)]
    fn order_args(a: &Self::Arg<'_>, b: &Self::Arg<'_>) -> Ordering;
}

macro_rules! number {
    ($($t:ty),*) => {$(
        impl OrdKey for $t {
            #[inline]
            fn order(slot: SlotRef<'_, Self>, arg: &$t) -> Ordering {
                Self::view(slot).cmp(arg)
            }
            #[inline]
            fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering {
                Self::view(a).cmp(&Self::view(b))
            }
            #[inline]
            fn order_args(a: &$t, b: &$t) -> Ordering {
                a.cmp(b)
            }
        }
    )*};
}

number!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, bool, char);

macro_rules! text {
    ($t:ty, $arg:ident => $bytes:expr) => {
        impl OrdKey for $t {
            #[inline]
            fn order(slot: SlotRef<'_, Self>, $arg: &Self::Arg<'_>) -> Ordering {
                bytes::elements::<u8, Self>(slot).as_slice().cmp($bytes)
            }
            #[inline]
            fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering {
                bytes::elements::<u8, Self>(a).as_slice().cmp(bytes::elements::<u8, Self>(b).as_slice())
            }
            #[inline]
            fn order_args(a: &Self::Arg<'_>, b: &Self::Arg<'_>) -> Ordering {
                a.cmp(b)
            }
        }
    };
}

// The order of text is that of its bytes.
text!(String, arg => arg.as_bytes());
text!(Vec<u8>, arg => *arg);

impl<T: Shared> OrdKey for Handle<T> {
    #[inline]
    fn order(slot: SlotRef<'_, Self>, arg: &Handle<T>) -> Ordering {
        Self::view(slot).cmp(arg)
    }
    #[inline]
    fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering {
        Self::view(a).cmp(&Self::view(b))
    }
    #[inline]
    fn order_args(a: &Handle<T>, b: &Handle<T>) -> Ordering {
        a.cmp(b)
    }
}

impl<T: Key> Key for Option<T> {
    fn encode_arg(arg: &Self::Arg<'_>, out: &mut Vec<u8>) {
        out.push(arg.is_some().into());
        if let Some(arg) = arg {
            T::encode_arg(arg, out);
        }
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        let inner = option::some_or_panic(slot);
        out.push(inner.is_some().into());
        if let Some(inner) = inner {
            T::encode_slot(inner, out);
        }
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> bool {
        match (option::some_or_panic(slot), arg) {
            (None, None) => true,
            (Some(inner), Some(arg)) => T::matches(inner, arg),
            _ => false,
        }
    }
}

/// None comes before some.
fn order_options<A, B>(a: Option<A>, b: Option<B>, order: impl FnOnce(A, B) -> Ordering) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(a), Some(b)) => order(a, b),
    }
}

impl<T: OrdKey> OrdKey for Option<T> {
    fn order(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> Ordering {
        order_options(option::some_or_panic(slot), arg.as_ref(), T::order)
    }
    fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering {
        order_options(option::some_or_panic(a), option::some_or_panic(b), T::order_slots)
    }
    fn order_args(a: &Self::Arg<'_>, b: &Self::Arg<'_>) -> Ordering {
        order_options(a.as_ref(), b.as_ref(), T::order_args)
    }
}
