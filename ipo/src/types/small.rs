//! Small wrappers: `Wrapping`, `Saturating`, `Ordering`, `PhantomData`, `Box<str>`, `Box<[T]>`.

use std::cmp::Ordering;
use std::marker::PhantomData;
use std::num::{Saturating, Wrapping};

use super::ScalarMut;
use super::bytes::ListSlot;
use super::number::plain;
use super::over::value_of;
use super::scalar::{Wide, narrow, scalar, widen};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Kind, Schema};
use crate::object::shared::{Inline, Shared};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::{Key, KeyHasher};

macro_rules! wrapped {
    ($t:ident) => {
        Kind::Struct(const { &[Field::new("number", 0, <$t as Shared>::schema)] })
    };
}

macro_rules! wrapper_key {
    ($w:ty, $t:ident) => {
        value_of!($w, |number| Value::from(number.0));

        impl Key for $w {
            fn encode_arg(arg: &Self, out: &mut Vec<u8>) {
                $t::encode_arg(&arg.0, out);
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                Self::encode_arg(&Self::view(slot), out);
            }
            fn matches(slot: SlotRef<'_, Self>, arg: &Self) -> bool {
                Self::view(slot) == *arg
            }
        }
    };
}

/// A number in a wrapper of the standard library: the number itself, under the wrapper's name.
macro_rules! wrapper {
    ($w:ident $name:literal: $($t:ident)*) => {$(
        // The standard library promises the layout of the number.
        plain!(
            $w<$t>,
            $name,
            concat!("ipo::", $name),
            wrapped!($t),
            |view| Some(view.into()),
            |value| $t::from_value(value).map($w)
        );
        wrapper_key!($w<$t>, $t);
    )*};
}

wrapper!(Wrapping "Wrapping": u8 u16 u32 u64 i8 i16 i32 i64);
wrapper!(Saturating "Saturating": u8 u16 u32 u64 i8 i16 i32 i64);

/// The same for numbers that are no slots themselves.
macro_rules! wide_wrapper {
    ($w:ident $name:literal: $($t:ident $slot:ty, $store:expr, $load:expr;)*) => {$(
        scalar!(
            $w<$t>,
            $slot,
            $name as concat!("ipo::", $name),
            wrapped!($t),
            |number| {
                let store: fn($t) -> $slot = $store;
                store(number.0)
            },
            |slot| {
                let load: fn($slot) -> Option<$t> = $load;
                load(slot).map($w)
            },
            |number| Some(number.into()),
            |value| $t::from_value(value.clone()).ok().map($w)
        );
        wrapper_key!($w<$t>, $t);
    )*};
    ($($w:ident $name:literal)*) => {$(
        wide_wrapper! { $w $name:
            u128 Wide, widen, |wide| Some(narrow(wide));
            i128 Wide, |n| widen(n as u128), |wide| Some(narrow(wide) as i128);
            usize u64, |n| n as u64, |n| n.try_into().ok();
            isize i64, |n| n as i64, |n| n.try_into().ok();
        }
    )*};
}
wide_wrapper!(Wrapping "Wrapping" Saturating "Saturating");

scalar!(
    Ordering,
    u8,
    "Ordering" as "ipo::Ordering",
    Kind::Enum { variants: &["Less", "Equal", "Greater"] },
    |ordering| match ordering {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    },
    |byte| match byte {
        0 => Some(Ordering::Less),
        1 => Some(Ordering::Equal),
        2 => Some(Ordering::Greater),
        _ => None,
    },
    |ordering| Some(Value::Ordering(ordering)),
    |value| match value {
        Value::Ordering(ordering) => Some(*ordering),
        _ => None,
    }
);
value_of!(Ordering, Value::Ordering);

impl Key for Ordering {
    fn encode_arg(arg: &Ordering, out: &mut Vec<u8>) {
        out.push(*arg as i8 as u8);
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        Self::encode_arg(&Self::view(slot), out);
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &Ordering) -> bool {
        Self::view(slot) == *arg
    }
}

// SAFETY: the slot is nothing, as the schema says.
unsafe impl<T: ?Sized + 'static> Shared for PhantomData<T> {
    type Slot = ();
    type Arg<'a> = PhantomData<T>;
    type Ref<'t> = PhantomData<T>;
    type Mut<'t> = ScalarMut<'t, PhantomData<T>>;
    type Set = ();
    const NAME: &'static str = "PhantomData";
    const OWNS: bool = false;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("ipo::PhantomData", 0, 1, Kind::Unit) }
    }
    fn to_arg(&self) -> Self {
        PhantomData
    }
    unsafe fn build(_: &Writer, _: Self) -> Result<(), Error> {
        Ok(())
    }
    fn view(_: SlotRef<'_, Self>) -> Self {
        PhantomData
    }
    fn view_mut(slot: SlotMut<'_, Self>) -> ScalarMut<'_, Self> {
        ScalarMut::new(slot)
    }
    fn load(_: Self) -> Self {
        PhantomData
    }
    unsafe fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
        Ok(())
    }
    fn to_value(_: Self) -> Option<Value> {
        Some(Value::None)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        if matches!(value, Value::None) { Ok(PhantomData) } else { Err(value) }
    }
    fn shorten<'s, 'l: 's>(_: Self) -> Self {
        PhantomData
    }
}

// SAFETY: owns nothing, and `build` never fails.
unsafe impl<T: ?Sized + 'static> Inline for PhantomData<T> {}

/// A box of something without a size is in the heap what the growing kind is, so a program with the one reads what a
/// program with the other wrote.
macro_rules! boxed {
    ([$($generic:tt)*] $t:ty as $under:ty, arg: $arg:ty) => {
        // SAFETY: the slot is that of the growing kind, as its schema says; everything passes on to it.
        unsafe impl<$($generic)*> Shared for $t {
            type Slot = ListSlot;
            type Arg<'a> = &'a $arg;
            type Ref<'t> = <$under as Shared>::Ref<'t>;
            type Mut<'t> = <$under as Shared>::Mut<'t>;
            type Set = Result<(), Error>;
            const NAME: &'static str = <$under as Shared>::NAME;
            const OWNS: bool = true;

            fn schema() -> &'static Schema {
                <$under as Shared>::schema()
            }
            fn to_arg(&self) -> &$arg {
                self
            }
            unsafe fn build(writer: &Writer, value: &$arg) -> Result<ListSlot, Error> {
                // SAFETY: by the caller.
                unsafe { <$under as Shared>::build(writer, value) }
            }
            fn view(slot: SlotRef<'_, Self>) -> Self::Ref<'_> {
                // SAFETY: the slot is that of the growing kind.
                <$under as Shared>::view(unsafe { slot.field(0) })
            }
            fn view_mut(slot: SlotMut<'_, Self>) -> Self::Mut<'_> {
                // SAFETY: the slot is that of the growing kind.
                <$under as Shared>::view_mut(unsafe { slot.field(0) })
            }
            fn load(view: Self::Ref<'_>) -> Self {
                <$under as Shared>::load(view).into()
            }
            unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
                // SAFETY: by the caller.
                unsafe { <$under as Shared>::release(slot.field(0), writer) }
            }
            fn to_value(view: Self::Ref<'_>) -> Option<Value> {
                <$under as Shared>::to_value(view)
            }
            fn from_value(value: Value) -> Result<Self, Value> {
                <$under as Shared>::from_value(value).map(Into::into)
            }
            fn shorten<'s, 'l: 's>(view: Self::Ref<'l>) -> Self::Ref<'s> {
                <$under as Shared>::shorten(view)
            }
        }
    };
}
boxed!([] Box<str> as String, arg: str);
boxed!([T: Shared] Box<[T]> as Vec<T>, arg: [T]);

impl Key for Box<str> {
    fn encode_arg(arg: &&str, out: &mut Vec<u8>) {
        String::encode_arg(arg, out);
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        // SAFETY: the slot is that of a `String`.
        String::encode_slot(unsafe { slot.field(0) }, out);
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &&str) -> bool {
        Self::view(slot) == *arg
    }
    // As keys too they are what a `String` is.
    fn hash_arg(arg: &&str, hasher: &KeyHasher) -> u64 {
        String::hash_arg(arg, hasher)
    }
    fn hash_slot(slot: SlotRef<'_, Self>, hasher: &KeyHasher) -> u64 {
        // SAFETY: as in `encode_slot`.
        String::hash_slot(unsafe { slot.field(0) }, hasher)
    }
}
