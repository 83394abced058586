//! Values that are read and written whole, because not every pattern of bytes is one of them, or because they are wider
//! than one store: `bool`, `char`, `u128`, `i128`, `usize`, `isize`, `()`.

use std::fmt;

use zerocopy::TryFromBytes;

use crate::object::schema::Kind;
use crate::object::shared::{Inline, Shared, Slot};
use crate::object::slot::SlotMut;
use crate::types::Value;
use crate::types::value::integer;

/// A value that is copied in and out whole.
pub trait Scalar:
    Inline + Copy + for<'a> Shared<Arg<'a> = Self, Ref<'a> = Self, Mut<'a> = ScalarMut<'a, Self>, Set = ()>
{
}

impl<T> Scalar for T where
    T: Inline + Copy + for<'a> Shared<Arg<'a> = T, Ref<'a> = T, Mut<'a> = ScalarMut<'a, T>, Set = ()>
{
}

/// A place in the heap that holds a scalar: what `&mut bool` would be, if every byte were a `bool`.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let flag = turn.put(&false)?;
/// let mut flag = turn.get_mut(flag)?;
/// flag.set(true);
/// flag.update(|on| !on);
/// assert_eq!(flag.replace(true), false);
/// assert!(flag.get());
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ScalarMut<'t, T: Shared> {
    slot: SlotMut<'t, T>,
}

impl<'t, T: Shared> ScalarMut<'t, T> {
    #[inline]
    pub(crate) fn new(slot: SlotMut<'t, T>) -> Self {
        ScalarMut { slot }
    }
}

/// The place of a scalar whose implementation is generated.
#[doc(hidden)]
#[inline]
pub fn scalar_mut<T: Shared>(slot: SlotMut<'_, T>) -> ScalarMut<'_, T> {
    ScalarMut::new(slot)
}

impl<T: Scalar> ScalarMut<'_, T> {
    /// The value.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value of the type.
    #[inline]
    pub fn get(&self) -> T {
        T::view(self.slot.as_ref())
    }

    /// Overwrites the value, all or nothing. Other processes see it in their next turn.
    #[inline]
    pub fn set(&mut self, value: T) {
        T::set(self.slot.reborrow(), value);
    }

    /// Overwrites the value and returns the old one.
    #[inline]
    pub fn replace(&mut self, value: T) -> T {
        let old = self.get();
        self.set(value);
        old
    }

    /// Overwrites the value by a function of it.
    #[inline]
    pub fn update(&mut self, change: impl FnOnce(T) -> T) {
        self.set(change(self.get()));
    }
}

impl<T: Scalar + fmt::Debug> fmt::Debug for ScalarMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// `$name as $in_heap`: the Rust type's name, and the one in the heap.
macro_rules! scalar {
    ($t:ty, $slot:ty, $name:literal, $kind:expr, $encode:expr, $decode:expr, $to:expr, $from:expr) => {
        $crate::types::scalar::scalar!($t, $slot, $name as $name, $kind, $encode, $decode, $to, $from);
    };
    ($t:ty, $slot:ty, $name:literal as $in_heap:expr, $kind:expr, $encode:expr, $decode:expr, $to:expr, $from:expr) => {
        // SAFETY: the slot is as the schema says; it owns nothing; `view` checks the bytes.
        unsafe impl $crate::object::shared::Shared for $t {
            type Slot = $slot;
            type Arg<'a> = $t;
            type Ref<'t> = $t;
            type Mut<'t> = $crate::types::ScalarMut<'t, $t>;
            type Set = ();
            const NAME: &'static str = $name;
            const OWNS: bool = false;

            fn schema() -> &'static $crate::object::schema::Schema {
                const { &$crate::object::schema::Schema::new::<$t>($in_heap, size_of::<$slot>(), align_of::<$slot>(), $kind) }
            }
            #[inline]
            fn to_arg(&self) -> $t {
                *self
            }
            #[inline]
            unsafe fn build(_: &$crate::journal::Writer, value: $t) -> Result<$slot, $crate::Error> {
                let encode: fn($t) -> $slot = $encode;
                Ok(encode(value))
            }
            #[inline]
            fn view(slot: $crate::object::slot::SlotRef<'_, Self>) -> $t {
                let decode: fn($slot) -> Option<$t> = $decode;
                match decode(slot.get()) {
                    Some(value) => value,
                    None => $crate::alloc::corrupt(slot.offset(), concat!("no ", $name)),
                }
            }
            #[inline]
            fn view_mut(slot: $crate::object::slot::SlotMut<'_, Self>) -> $crate::types::ScalarMut<'_, $t> {
                $crate::types::ScalarMut::new(slot)
            }
            #[inline]
            fn load(view: $t) -> $t {
                view
            }
            #[inline]
            unsafe fn release(_: $crate::object::slot::SlotRef<'_, Self>, _: &$crate::journal::Writer) -> Result<(), $crate::Error> {
                Ok(())
            }
            fn to_value(view: $t) -> Option<$crate::Value> {
                let to: fn($t) -> Option<$crate::Value> = $to;
                to(view)
            }
            fn from_value(value: $crate::Value) -> Result<$t, $crate::Value> {
                let from: fn(&$crate::Value) -> Option<$t> = $from;
                from(&value).ok_or(value)
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: $t) -> $t {
                view
            }
        }

        // SAFETY: owns nothing, and `build` never fails.
        unsafe impl $crate::object::shared::Inline for $t {}
    };
}
pub(super) use scalar;

/// Sixteen bytes with the alignment of eight: a slot's alignment is at most 8.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Wide {
    low: u64,
    high: u64,
}
// SAFETY: repr(C), two integers, zero is the number 0.
unsafe impl Slot for Wide {}
// SAFETY: no bytes at all.
unsafe impl Slot for () {}

pub(super) fn widen(n: u128) -> Wide {
    Wide { low: n as u64, high: (n >> 64) as u64 }
}

pub(super) fn narrow(wide: Wide) -> u128 {
    u128::from(wide.high) << 64 | u128::from(wide.low)
}

fn from_char(value: &Value) -> Option<char> {
    let Value::Str(text) = value else { return None };
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

scalar!(
    bool,
    u8,
    "bool",
    Kind::Bool,
    |v| v.into(),
    |b| bool::try_read_from_bytes(&[b]).ok(),
    |v| Some(Value::Bool(v)),
    |v| match v {
        Value::Bool(b) => Some(*b),
        _ => None,
    }
);
scalar!(
    char,
    u32,
    "char",
    Kind::Char,
    |v| v.into(),
    |n| char::try_read_from_bytes(&n.to_ne_bytes()).ok(),
    |v| Some(Value::Str(v.into())),
    from_char
);
scalar!(
    u128,
    Wide,
    "u128",
    Kind::Int { bits: 128, signed: false },
    widen,
    |w| Some(narrow(w)),
    |v| Some(v.into()),
    integer::unsigned
);
scalar!(
    i128,
    Wide,
    "i128",
    Kind::Int { bits: 128, signed: true },
    |v| widen(v as u128),
    |w| Some(narrow(w) as i128),
    |v| Some(v.into()),
    integer::signed
);
// Sizes lie as 64 bits whatever the program's word is.
scalar!(
    usize,
    u64,
    "usize",
    Kind::Int { bits: 64, signed: false },
    |v| v as u64,
    |n| n.try_into().ok(),
    |v| Some(v.into()),
    |value| integer::signed(value)?.try_into().ok()
);
scalar!(
    isize,
    i64,
    "isize",
    Kind::Int { bits: 64, signed: true },
    |v| v as i64,
    |n| n.try_into().ok(),
    |v| Some(v.into()),
    |value| integer::signed(value)?.try_into().ok()
);
scalar!((), (), "()", Kind::Unit, |()| (), |()| Some(()), |()| Some(Value::None), |v| matches!(v, Value::None)
    .then_some(()));
