//! How most kinds are made: from numbers in a slot of their own (`record!`), or over another kind through two functions
//! (`over!` for values that are copied whole, `owned!` for those that may own a block).
//!
//! In the heap a record is a struct with named fields, so that the inspector and the words for types that differ need to
//! know nothing of it. Its name there starts with `ipo::`, as that of no struct of a user does.

use std::fmt;

use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};

/// A value in the heap that is copied out to be used: numbers of any size, moments with a time zone.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "num-bigint")]
/// # fn main() -> Result<(), ipo::Error> {
/// use ipo::{Heap, num_bigint::BigInt};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let number = turn.put(&BigInt::from(7).pow(100))?;
/// turn.get_mut(number)?.update(|number| number + 1)?;
/// assert_eq!(turn.get(number)?.load(), BigInt::from(7).pow(100) + 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "num-bigint"))]
/// # fn main() {}
/// ```
pub struct WholeRef<'t, T: Shared> {
    slot: SlotRef<'t, T>,
}

impl<T: Shared> Clone for WholeRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for WholeRef<'_, T> {}

impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>>> WholeRef<'t, T> {
    /// Copies the value out, in proportion to its size.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value of the type, or one that the type cannot hold.
    pub fn load(self) -> T {
        T::load(self)
    }
}

impl<'t, T: Shared> WholeRef<'t, T> {
    #[allow(dead_code, reason = "what uses it has a feature")]
    pub(super) fn new(slot: SlotRef<'t, T>) -> Self {
        WholeRef { slot }
    }

    #[allow(dead_code, reason = "what uses it has a feature")]
    pub(super) fn slot(self) -> SlotRef<'t, T> {
        self.slot
    }
}

impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>> + PartialEq> PartialEq<T> for WholeRef<'t, T> {
    fn eq(&self, other: &T) -> bool {
        self.load() == *other
    }
}

impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>> + fmt::Debug> fmt::Debug for WholeRef<'t, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load().fmt(f)
    }
}

/// The place of a value that is read in place or copied out, and overwritten whole, all or nothing. Other processes see
/// the change in their next turn.
///
/// # Example
///
/// ```
/// use std::path::{Path, PathBuf};
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let path = turn.put(&PathBuf::from("/var/log"))?;
/// let mut path = turn.get_mut(path)?;
/// path.update(|path| path.join("today"))?;
/// assert_eq!(path.get(), Path::new("/var/log/today"));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct WholeMut<'t, T: Shared> {
    slot: SlotMut<'t, T>,
}

impl<'t, T: Shared> WholeMut<'t, T> {
    pub(super) fn new(slot: SlotMut<'t, T>) -> Self {
        WholeMut { slot }
    }

    /// The value's view for reading.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value of the type.
    pub fn get(&self) -> T::Ref<'_> {
        T::view(self.slot.as_ref())
    }

    /// Copies the value out, in proportion to its size.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub fn load(&self) -> T {
        T::load(self.get())
    }

    /// Overwrites the value.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`](crate::Error::OutOfSpace), [`Error::JournalFull`](crate::Error::JournalFull); the value is
    /// unchanged then.
    pub fn set(&mut self, value: T::Arg<'_>) -> T::Set {
        T::set(self.slot.reborrow(), value)
    }

    /// Overwrites the value by a function of it.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub fn update(&mut self, change: impl FnOnce(T) -> T) -> T::Set {
        let value = change(self.load());
        T::set(self.slot.reborrow(), value.to_arg())
    }
}

impl<T: Shared> fmt::Debug for WholeMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.slot)
    }
}

/// A copied value with a slot of its own: `$name { fields }`, and what fills the slot up to its alignment.
macro_rules! record {
    (
        $t:ty as $slot:ident, $name:literal { $($field:ident: $type:ty),+ $(; $fill:ident: $fill_type:ty)? },
        store: $store:expr,
        load: $load:expr,
        value: $to:expr, $from:expr
    ) => {
        #[doc = concat!("The slot of `", stringify!($t), "`.")]
        #[repr(C)]
        #[derive(Debug, Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
        pub struct $slot {
            $(pub(in crate::types) $field: $type,)+
            $(pub(in crate::types) $fill: $fill_type,)?
        }

        // SAFETY: repr(C) over integers, so any bytes are valid; it has no `Drop`, owns nothing, and is aligned to 8 at most.
        unsafe impl $crate::object::shared::Slot for $slot {}

        $crate::types::scalar::scalar!(
            $t,
            $slot,
            $name as concat!("ipo::", $name),
            $crate::object::schema::Kind::Struct(
                const {
                    &[$($crate::object::schema::Field::new(
                        stringify!($field),
                        std::mem::offset_of!($slot, $field),
                        <$type as $crate::object::shared::Shared>::schema,
                    )),+]
                }
            ),
            $store,
            $load,
            $to,
            $from
        );

        impl $crate::types::over::Record for $t {
            fn bytes(self) -> Vec<u8> {
                let store: fn($t) -> $slot = $store;
                zerocopy::IntoBytes::as_bytes(&store(self)).to_vec()
            }
            fn from_bytes(bytes: &[u8]) -> Option<Self> {
                let load: fn($slot) -> Option<$t> = $load;
                let (slot, _) = <$slot as zerocopy::FromBytes>::read_from_prefix(bytes).ok()?;
                load(slot)
            }
        }
    };
}
pub(super) use record;

/// The bytes of a record's slot: what a `Value` keeps of it, and what is hashed.
pub(super) trait Record: Sized {
    fn bytes(self) -> Vec<u8>;
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

/// A record as a key: by the bytes of its slot.
macro_rules! record_key {
    ($($t:ty),+) => {$(
        impl $crate::types::key::Key for $t {
            fn encode_arg(arg: &$t, out: &mut Vec<u8>) {
                out.extend_from_slice(&$crate::types::over::Record::bytes(*arg));
            }
            fn encode_slot(slot: $crate::object::slot::SlotRef<'_, Self>, out: &mut Vec<u8>) {
                Self::encode_arg(&<$t as $crate::object::shared::Shared>::view(slot), out);
            }
            fn matches(slot: $crate::object::slot::SlotRef<'_, Self>, arg: &$t) -> bool {
                <$t as $crate::object::shared::Shared>::view(slot) == *arg
            }
        }
    )+};
}
pub(super) use record_key;

/// A copied value that lies as another kind does, under that kind's name.
macro_rules! over {
    ($t:ty as $under:ty, store: $store:expr, load: $load:expr) => {
        // SAFETY: the slot is that of the other kind, as its schema says; everything passes on to it.
        unsafe impl $crate::object::shared::Shared for $t {
            type Slot = <$under as $crate::object::shared::Shared>::Slot;
            type Arg<'a> = $t;
            type Ref<'t> = $t;
            type Mut<'t> = $crate::types::ScalarMut<'t, $t>;
            type Set = ();
            const NAME: &'static str = <$under as $crate::object::shared::Shared>::NAME;
            const OWNS: bool = false;

            fn schema() -> &'static $crate::object::schema::Schema {
                <$under as $crate::object::shared::Shared>::schema()
            }
            #[inline]
            fn to_arg(&self) -> $t {
                *self
            }
            #[inline]
            unsafe fn build(writer: &$crate::journal::Writer, value: $t) -> Result<Self::Slot, $crate::Error> {
                let store: fn($t) -> $under = $store;
                // SAFETY: by the caller.
                unsafe { <$under as $crate::object::shared::Shared>::build(writer, store(value)) }
            }
            #[inline]
            fn view(slot: $crate::object::slot::SlotRef<'_, Self>) -> $t {
                let load: fn($under) -> Option<$t> = $load;
                // SAFETY: the slot is that of the other kind.
                match load(<$under as $crate::object::shared::Shared>::view(unsafe { slot.field(0) })) {
                    Some(value) => value,
                    None => $crate::alloc::corrupt(slot.offset(), concat!("outside of the range of ", stringify!($t))),
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
            unsafe fn release(
                _: $crate::object::slot::SlotRef<'_, Self>,
                _: &$crate::journal::Writer,
            ) -> Result<(), $crate::Error> {
                Ok(())
            }
            fn to_value(view: $t) -> Option<$crate::Value> {
                let store: fn($t) -> $under = $store;
                <$under as $crate::object::shared::Shared>::to_value(store(view))
            }
            fn from_value(value: $crate::Value) -> Result<$t, $crate::Value> {
                let load: fn($under) -> Option<$t> = $load;
                match <$under as $crate::object::shared::Shared>::from_value(value.clone()).map(load) {
                    Ok(Some(found)) => Ok(found),
                    _ => Err(value),
                }
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: $t) -> $t {
                view
            }
        }

        // SAFETY: the other kind owns nothing, and its `build` never fails.
        unsafe impl $crate::object::shared::Inline for $t {}

        $crate::types::over::value_of!($t, |value| {
            let store: fn($t) -> $under = $store;
            store(value).into()
        });
    };
}
pub(super) use over;

/// A key that is one through the kind that it lies as.
macro_rules! over_key {
    ($t:ty as $under:ty, store: $store:expr) => {
        impl $crate::types::key::Key for $t {
            fn encode_arg(arg: &$t, out: &mut Vec<u8>) {
                let store: fn($t) -> $under = $store;
                <$under as $crate::types::key::Key>::encode_arg(&store(*arg), out);
            }
            fn encode_slot(slot: $crate::object::slot::SlotRef<'_, Self>, out: &mut Vec<u8>) {
                // SAFETY: the slot is that of the other kind.
                <$under as $crate::types::key::Key>::encode_slot(unsafe { slot.field(0) }, out);
            }
            fn matches(slot: $crate::object::slot::SlotRef<'_, Self>, arg: &$t) -> bool {
                let store: fn($t) -> $under = $store;
                // SAFETY: as in `encode_slot`.
                <$under as $crate::types::key::Key>::matches(unsafe { slot.field(0) }, &store(*arg))
            }
        }
    };
}
pub(super) use over_key;

/// A value that may own a block, as a struct `$name` with one field that is of another kind.
macro_rules! owned {
    (
        $t:ty as $name:literal { $field:literal: $under:ty },
        store: $store:expr,
        load: $load:expr,
        value: $to:expr, $from:expr
    ) => {
        // SAFETY: the slot is that of the other kind, in a struct of one field as the schema says; all passes on to it.
        unsafe impl $crate::object::shared::Shared for $t {
            type Slot = <$under as $crate::object::shared::Shared>::Slot;
            type Arg<'a> = &'a $t;
            type Ref<'t> = $crate::types::WholeRef<'t, $t>;
            type Mut<'t> = $crate::types::WholeMut<'t, $t>;
            type Set = Result<(), $crate::Error>;
            const NAME: &'static str = $name;
            const OWNS: bool = true;

            fn schema() -> &'static $crate::object::schema::Schema {
                const {
                    &$crate::object::schema::Schema::new::<$t>(
                        concat!("ipo::", $name),
                        size_of::<Self::Slot>(),
                        align_of::<Self::Slot>(),
                        $crate::object::schema::Kind::Struct(
                            const {
                                &[$crate::object::schema::Field::new(
                                    $field,
                                    0,
                                    <$under as $crate::object::shared::Shared>::schema,
                                )]
                            },
                        ),
                    )
                }
            }
            #[inline]
            fn to_arg(&self) -> &$t {
                self
            }
            unsafe fn build(writer: &$crate::journal::Writer, value: &$t) -> Result<Self::Slot, $crate::Error> {
                let store: fn(&$t) -> $under = $store;
                // SAFETY: by the caller.
                unsafe { <$under as $crate::object::shared::Shared>::build_ref(writer, &store(value)) }
            }
            #[inline]
            fn view(slot: $crate::object::slot::SlotRef<'_, Self>) -> Self::Ref<'_> {
                $crate::types::WholeRef::new(slot)
            }
            #[inline]
            fn view_mut(slot: $crate::object::slot::SlotMut<'_, Self>) -> Self::Mut<'_> {
                $crate::types::WholeMut::new(slot)
            }
            fn load(view: Self::Ref<'_>) -> $t {
                let load: fn($under) -> Option<$t> = $load;
                let slot = view.slot();
                // SAFETY: the slot is that of the other kind.
                let under = <$under as $crate::object::shared::Shared>::view(unsafe { slot.field(0) });
                match load(<$under as $crate::object::shared::Shared>::load(under)) {
                    Some(value) => value,
                    None => $crate::alloc::corrupt(slot.offset(), concat!("no ", $name, " that this type can hold")),
                }
            }
            unsafe fn release(
                slot: $crate::object::slot::SlotRef<'_, Self>,
                writer: &$crate::journal::Writer,
            ) -> Result<(), $crate::Error> {
                // SAFETY: the slot is that of the other kind; the rest by the caller.
                unsafe { <$under as $crate::object::shared::Shared>::release(slot.field(0), writer) }
            }
            fn to_value(view: Self::Ref<'_>) -> Option<$crate::Value> {
                let to: fn($t) -> $crate::Value = $to;
                Some(to(Self::load(view)))
            }
            fn from_value(value: $crate::Value) -> Result<$t, $crate::Value> {
                let from: fn($crate::Value) -> Result<$t, $crate::Value> = $from;
                from(value)
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: Self::Ref<'l>) -> Self::Ref<'s> {
                view
            }
        }

        $crate::types::over::value_of!($t, $to);
    };
}
#[allow(unused_imports, reason = "what uses it has a feature")]
pub(super) use owned;

/// `From` to a `Value` by a function, and `TryFrom` back by what the kind takes.
macro_rules! value_of {
    ($t:ty, $to:expr) => {
        impl From<$t> for $crate::Value {
            fn from(value: $t) -> $crate::Value {
                let to: fn($t) -> $crate::Value = $to;
                to(value)
            }
        }

        impl TryFrom<$crate::Value> for $t {
            type Error = $crate::WrongKind;
            fn try_from(value: $crate::Value) -> Result<$t, $crate::WrongKind> {
                $crate::types::value::typed(value)
            }
        }
    };
}
pub(super) use value_of;
