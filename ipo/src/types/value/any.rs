//! The value of an enum's variant that is known at run time only.

use super::view::ValueRef;
use super::{Value, WrongKind};
use crate::error::Error;
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};

/// A variant's value, where the variant is known at run time only: in place for an untyped variant, a copy for a typed
/// one. An array or a struct has no form as a [`Value`]: those are `Typed`.
///
/// # Example
///
/// ```
/// use ipo::{AnyRef, EnumIndex, EnumList, Heap, SharedEnumIndex, value};
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug)]
/// enum Metric {
///     #[shared(type = f64)]
///     Temperature,
///     Note,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let metrics = turn.put(&EnumList::new().with(Metric::TEMPERATURE, 20.5))?;
/// let mut metrics = turn.get_mut(metrics)?;
/// metrics.set_value(Metric::Note, value!("sunny"))?;
///
/// for (variant, any) in metrics.iter() {
///     match any {
///         AnyRef::InHeap(view) => println!("{}: {view:?}", variant.name()),
///         other => println!("{}: {:?}", variant.name(), other.load()),
///     }
/// }
/// assert_eq!(metrics.value(Metric::Temperature), value!(20.5));
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AnyRef<'t> {
    /// The value of an untyped variant.
    InHeap(ValueRef<'t>),
    /// The value of a typed variant, copied.
    Copied(Value),
    /// A typed variant whose type has no form as a [`Value`]: its name.
    Typed(&'static str),
}

impl AnyRef<'_> {
    /// The value, copied, in proportion to its size; `Value::None` also for types that have no form as a [`Value`].
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value.
    pub fn load(&self) -> Value {
        match self {
            AnyRef::InHeap(view) => view.load(),
            AnyRef::Copied(value) => value.clone(),
            AnyRef::Typed(_) => Value::None,
        }
    }
}

impl PartialEq<Value> for AnyRef<'_> {
    fn eq(&self, other: &Value) -> bool {
        !matches!(self, AnyRef::Typed(_)) && self.load() == *other
    }
}

/// The value of an untyped variant.
#[doc(hidden)]
pub fn untyped_value(slot: SlotRef<'_, Value>) -> AnyRef<'_> {
    AnyRef::InHeap(Value::view(slot))
}

/// The value of a typed variant.
#[doc(hidden)]
pub fn typed_value<T: Shared>(slot: SlotRef<'_, T>) -> AnyRef<'_> {
    T::to_value(T::view(slot)).map_or(AnyRef::Typed(T::NAME), AnyRef::Copied)
}

/// Sets the value of an untyped variant.
#[doc(hidden)]
pub fn set_untyped_value(slot: SlotMut<'_, Value>, value: Value) -> Result<(), Error> {
    Value::set(slot, value)
}

/// Sets the value of a typed variant, if the value is of its type.
#[doc(hidden)]
pub fn set_typed_value<T: Shared>(slot: SlotMut<'_, T>, value: Value) -> Result<(), Error> {
    match T::from_value(value) {
        Ok(value) => slot.replace(value.to_arg()),
        Err(value) => Err(WrongKind { expected: T::NAME, found: value.kind() }.into()),
    }
}
