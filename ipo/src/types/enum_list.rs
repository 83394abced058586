//! `EnumList<E>`: a fixed slot per variant of an enum, each with its own type, at offsets that the compiler knows.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Fingerprint, Kind, Schema};
use crate::object::shared::{Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::value::{AnyRef, Value};

/// An enum without data whose variants index an [`EnumList`]. Derive it with `#[derive(SharedEnumIndex)]`.
///
/// # Example
///
/// ```
/// use ipo::{EnumIndex, SharedEnumIndex};
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq)]
/// enum Color {
///     Red,
///     #[shared(rename = "grass")]
///     Green,
/// }
///
/// assert_eq!((Color::COUNT, Color::NAMES), (2, &["Red", "grass"][..]));
/// assert_eq!((Color::Green.index(), Color::from_index(2)), (1, None));
/// assert_eq!((Color::Green.name(), Color::from_name("Red")), ("grass", Some(Color::Red)));
/// assert!(Color::all().rev().eq([Color::Green, Color::Red]));
/// ```
///
/// # Safety
/// `fields` describes `ListSlot` exactly, one field per variant in their order, and the other methods treat it so;
/// `index` is below `COUNT`. Implemented by the derive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not index an `EnumList`",
    label = "not the index of a list",
    note = "add `#[derive(SharedEnumIndex, Clone, Copy, Debug)]` to an enum whose variants hold no data",
    note = "for a parameter `E` of a type of your own, add `#[shared(bound = \"E: ipo::EnumIndex\")]`"
)]
pub unsafe trait EnumIndex: Copy + fmt::Debug + 'static {
    /// Number of variants.
    const COUNT: usize;
    /// The variants' names in the heap, in their order: their own, or what `rename` says.
    const NAMES: &'static [&'static str];

    /// A value per variant, as a plain Rust struct.
    #[doc(hidden)]
    type Values: Clone + fmt::Debug + PartialEq + Default + 'static;
    /// The list's bytes in the heap.
    #[doc(hidden)]
    type ListSlot: Slot;
    /// The list's view for reading.
    type ListRef<'t>: Copy;
    /// The list's view for changing in place.
    type ListMut<'t>;

    /// The variant's position, from 0.
    fn index(self) -> usize;
    /// The variant at a position.
    fn from_index(index: usize) -> Option<Self>;

    /// The variant's name in the heap.
    fn name(self) -> &'static str {
        Self::NAMES[self.index()]
    }
    /// The variant of that name in the heap, found by comparing it with each.
    fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|&n| n == name).and_then(Self::from_index)
    }
    /// All variants in order.
    fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        (0..Self::COUNT).map(|i| Self::from_index(i).expect("every index below COUNT is a variant"))
    }

    #[doc(hidden)]
    fn fields() -> &'static [Field];
    /// Keeps the deep hash of the enum's list.
    #[doc(hidden)]
    fn fingerprint() -> &'static Fingerprint;
    #[doc(hidden)]
    const OWNS: bool;
    #[doc(hidden)]
    const ATOMIC: bool;
    /// # Safety
    /// As `Shared::build`.
    #[doc(hidden)]
    unsafe fn build_list(writer: &Writer, values: &Self::Values) -> Result<Self::ListSlot, Error>;
    #[doc(hidden)]
    fn view_list(slot: SlotRef<'_, EnumList<Self>>) -> Self::ListRef<'_>;
    #[doc(hidden)]
    fn view_list_mut(slot: SlotMut<'_, EnumList<Self>>) -> Self::ListMut<'_>;
    #[doc(hidden)]
    fn load_list(view: Self::ListRef<'_>) -> Self::Values;
    /// # Safety
    /// As `Shared::release`.
    #[doc(hidden)]
    unsafe fn release_list(slot: SlotRef<'_, EnumList<Self>>, writer: &Writer) -> Result<(), Error>;
    #[doc(hidden)]
    fn shorten_list<'s, 'l: 's>(view: Self::ListRef<'l>) -> Self::ListRef<'s>;
    /// The value of a variant that is known only at run time.
    #[doc(hidden)]
    fn value_of(slot: SlotRef<'_, EnumList<Self>>, variant: Self) -> AnyRef<'_>;
    /// Sets the value of a variant that is known only at run time.
    #[doc(hidden)]
    fn set_value_of(slot: SlotMut<'_, EnumList<Self>>, variant: Self, value: Value) -> Result<(), Error>;
    /// The plain value of a variant without a type.
    #[doc(hidden)]
    fn untyped(values: &Self::Values, variant: Self) -> Option<&Value>;
    /// As `untyped`.
    #[doc(hidden)]
    fn untyped_mut(values: &mut Self::Values, variant: Self) -> Option<&mut Value>;
}

/// The key of one typed variant: what `CompanyMetrics::AVG_SALARY` is. Names the enum and the value's type, so that the
/// compiler refuses another enum's key and another type's value. The value's place is known when the program is
/// compiled: an access by a key costs what an access to a struct's field does.
pub struct Index<E: EnumIndex, T> {
    variant: E,
    offset: usize,
    get: fn(&E::Values) -> &T,
    get_mut: fn(&mut E::Values) -> &mut T,
}

impl<E: EnumIndex, T> Index<E, T> {
    /// # Safety
    /// A slot of `T` lies `offset` bytes into `E::ListSlot`, the one of `variant`.
    #[doc(hidden)]
    pub const unsafe fn new(
        variant: E,
        offset: usize,
        get: fn(&E::Values) -> &T,
        get_mut: fn(&mut E::Values) -> &mut T,
    ) -> Index<E, T> {
        Index { variant, offset, get, get_mut }
    }

    /// The variant.
    #[inline]
    pub fn variant(self) -> E {
        self.variant
    }
}

impl<E: EnumIndex, T: Shared> Index<E, T> {
    /// The value's slot in a list.
    #[doc(hidden)]
    #[inline]
    pub fn slot(self, list: SlotRef<'_, EnumList<E>>) -> SlotRef<'_, T> {
        // SAFETY: the contract of `new`.
        unsafe { list.field(self.offset) }
    }

    /// The value's slot in a list, for changing.
    #[doc(hidden)]
    #[inline]
    pub fn slot_mut(self, list: SlotMut<'_, EnumList<E>>) -> SlotMut<'_, T> {
        // SAFETY: the contract of `new`.
        unsafe { list.field(self.offset) }
    }
}

impl<E: EnumIndex, T> Clone for Index<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E: EnumIndex, T> Copy for Index<E, T> {}

impl<E: EnumIndex, T: Shared> fmt::Debug for Index<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({:?}: {})", self.variant, T::NAME)
    }
}

/// A value per variant of `E`, as a plain Rust value: what is put into the heap and loaded from it. There, the derive's
/// views read and change it in place; see [`SharedEnumIndex`](macro@crate::SharedEnumIndex).
///
/// In Rust the values lie in one allocation of their own: making, loading and cloning a list costs one. It is `Send`, `Sync` and
/// unwind-safe if they all are.
///
/// # Example
///
/// ```
/// use ipo::{EnumList, SharedEnumIndex};
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
/// enum Metric {
///     #[shared(type = f64)]
///     Temperature,
///     #[shared(type = Option<i64>)]
///     Visitors,
///     Note,
/// }
///
/// let metrics = EnumList::new().with(Metric::TEMPERATURE, 20.5);
/// assert_eq!(metrics.get(Metric::TEMPERATURE), &20.5);
/// assert_eq!(metrics.get(Metric::VISITORS), &None);
///
/// // A variant without a type holds any `Value`.
/// let metrics = metrics.with_value(Metric::Note, "sunny");
/// assert_eq!(metrics.value(Metric::Note), Some(&"sunny".into()));
/// ```
pub struct EnumList<E> {
    // Of the type `E::Values`. Not named here, and so not asked for: a struct with a list in it can be cloned, compared and
    // shown also where `E` lacks its derive, and the one message about that is the one that the struct's own derive leads to.
    values: Box<dyn AnyValues>,
    index: PhantomData<E>,
}

/// What a list does with its values without knowing their type.
trait AnyValues: Any {
    fn any(&self) -> &dyn Any;
    fn any_mut(&mut self) -> &mut dyn Any;
    fn cloned(&self) -> Box<dyn AnyValues>;
    fn equals(&self, other: &dyn Any) -> bool;
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<V: Clone + fmt::Debug + PartialEq + 'static> AnyValues for V {
    fn any(&self) -> &dyn Any {
        self
    }
    fn any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn cloned(&self) -> Box<dyn AnyValues> {
        Box::new(self.clone())
    }
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<V>() == Some(self)
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

const OF_ITS_ENUM: &str = "a list holds the values of its enum";

impl<E> EnumList<E> {
    /// Every variant at its type's default; untyped ones at `Value::None`.
    // A bound of the function, not of the block: where it does not hold, the compiler then says what `EnumIndex` says of itself.
    pub fn new() -> EnumList<E>
    where
        E: EnumIndex,
    {
        EnumList::from_values(E::Values::default())
    }
}

impl<E: EnumIndex> EnumList<E> {
    /// The same with one variant's value.
    #[must_use]
    pub fn with<T: Shared>(mut self, key: Index<E, T>, value: T) -> EnumList<E> {
        self.set(key, value);
        self
    }

    /// The value of a variant.
    pub fn get<T: Shared>(&self, key: Index<E, T>) -> &T {
        (key.get)(self.values())
    }

    /// The value of a variant, to be changed.
    pub fn get_mut<T: Shared>(&mut self, key: Index<E, T>) -> &mut T {
        (key.get_mut)(self.values_mut())
    }

    /// Sets the value of a variant.
    pub fn set<T: Shared>(&mut self, key: Index<E, T>, value: T) {
        *self.get_mut(key) = value;
    }

    /// The same with the value of a variant that has no type.
    ///
    /// # Panics
    /// If the variant has one: [`with`](Self::with) takes its key.
    #[must_use]
    #[track_caller]
    pub fn with_value(mut self, variant: E, value: impl Into<Value>) -> EnumList<E> {
        match self.value_mut(variant) {
            Some(there) => *there = value.into(),
            None => panic!("{variant:?} has a type: set it by its key"),
        }
        self
    }

    /// The value of a variant that has no type; `None` of one that has.
    pub fn value(&self, variant: E) -> Option<&Value> {
        E::untyped(self.values(), variant)
    }

    /// As [`value`](Self::value), to be changed.
    pub fn value_mut(&mut self, variant: E) -> Option<&mut Value> {
        E::untyped_mut(self.values_mut(), variant)
    }

    /// For generated code.
    #[doc(hidden)]
    pub fn values(&self) -> &E::Values {
        // Not of the box, which is `AnyValues` as well.
        (*self.values).any().downcast_ref().expect(OF_ITS_ENUM)
    }

    fn values_mut(&mut self) -> &mut E::Values {
        (*self.values).any_mut().downcast_mut().expect(OF_ITS_ENUM)
    }

    /// For generated code.
    #[doc(hidden)]
    pub fn from_values(values: E::Values) -> EnumList<E> {
        EnumList { values: Box::new(values), index: PhantomData }
    }
}

// SAFETY: what the box holds is an `E::Values` and nothing else: `from_values` alone makes a list, `clone` copies one, and no
// reference to the box is given out.
unsafe impl<E: EnumIndex> Send for EnumList<E> where E::Values: Send {}
// SAFETY: as above.
unsafe impl<E: EnumIndex> Sync for EnumList<E> where E::Values: Sync {}
impl<E: EnumIndex> UnwindSafe for EnumList<E> where E::Values: UnwindSafe {}
impl<E: EnumIndex> RefUnwindSafe for EnumList<E> where E::Values: RefUnwindSafe {}

impl<E: EnumIndex> Default for EnumList<E> {
    fn default() -> Self {
        EnumList::new()
    }
}
impl<E> Clone for EnumList<E> {
    fn clone(&self) -> Self {
        EnumList { values: (*self.values).cloned(), index: PhantomData }
    }
}
impl<E> PartialEq for EnumList<E> {
    fn eq(&self, other: &Self) -> bool {
        (*self.values).equals((*other.values).any())
    }
}
impl<E> fmt::Debug for EnumList<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (*self.values).show(f)
    }
}

// SAFETY: the slot is the enum's list slot, which `E::fields` describes; all methods pass on to the enum's.
unsafe impl<E: EnumIndex> Shared for EnumList<E> {
    type Slot = E::ListSlot;
    type Arg<'a> = &'a EnumList<E>;
    type Ref<'t> = E::ListRef<'t>;
    type Mut<'t> = E::ListMut<'t>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "EnumList";
    const OWNS: bool = E::OWNS;
    const ATOMIC: bool = E::ATOMIC;

    fn schema() -> &'static Schema {
        const {
            &Schema::new::<Self>(
                "EnumList",
                size_of::<E::ListSlot>(),
                align_of::<E::ListSlot>(),
                Kind::EnumList { fields: E::fields },
            )
        }
    }
    #[inline]
    fn deep() -> u64 {
        E::fingerprint().get(Self::schema)
    }
    #[inline]
    fn deep_hint() -> u64 {
        E::fingerprint().peek()
    }
    #[inline]
    fn deep_key() -> usize {
        std::ptr::from_ref(E::fingerprint()) as usize
    }
    #[inline]
    fn to_arg(&self) -> &EnumList<E> {
        self
    }
    unsafe fn build(writer: &Writer, value: &EnumList<E>) -> Result<E::ListSlot, Error> {
        // SAFETY: by the caller.
        unsafe { E::build_list(writer, value.values()) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> E::ListRef<'_> {
        E::view_list(slot)
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> E::ListMut<'_> {
        E::view_list_mut(slot)
    }
    fn load(view: E::ListRef<'_>) -> EnumList<E> {
        EnumList::from_values(E::load_list(view))
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { E::release_list(slot, writer) }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: E::ListRef<'l>) -> E::ListRef<'s> {
        E::shorten_list(view)
    }
}

/// What a generated view's `value` does.
#[doc(hidden)]
pub fn value_of<E: EnumIndex>(slot: SlotRef<'_, EnumList<E>>, variant: E) -> AnyRef<'_> {
    E::value_of(slot, variant)
}

/// What a generated view's `set_value` does.
#[doc(hidden)]
pub fn set_value_of<E: EnumIndex>(slot: SlotMut<'_, EnumList<E>>, variant: E, value: Value) -> Result<(), Error> {
    E::set_value_of(slot, variant, value)
}

/// What a generated view's `iter` does.
#[doc(hidden)]
pub fn values_of<E: EnumIndex>(
    slot: SlotRef<'_, EnumList<E>>,
) -> impl DoubleEndedIterator<Item = (E, AnyRef<'_>)> + ExactSizeIterator {
    E::all().map(move |variant| (variant, E::value_of(slot, variant)))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::{RefUnwindSafe, UnwindSafe};

    use super::EnumList;
    use crate::{SharedEnumIndex, SharedStruct};

    #[derive(SharedEnumIndex, Clone, Copy, Debug)]
    #[shared(crate = "crate")]
    enum Part {
        #[shared(type = Option<String>)]
        Name,
        Note,
    }

    #[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
    #[shared(crate = "crate")]
    struct OfOneThread {
        #[shared(skip)]
        seen: Cell<bool>,
    }

    #[derive(SharedEnumIndex, Clone, Copy, Debug)]
    #[shared(crate = "crate")]
    enum Local {
        #[shared(type = OfOneThread)]
        Inner,
    }

    trait OtherThreads {
        const MAY_LOOK: bool = false;
    }
    impl<T> OtherThreads for T {}
    struct Of<T>(T);
    impl<T: Sync> Of<T> {
        const MAY_LOOK: bool = true;
    }

    #[test]
    fn a_list_may_go_where_its_values_may() {
        fn anywhere<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}
        fn to_a_thread<T: Send>() {}
        anywhere::<EnumList<Part>>();
        to_a_thread::<EnumList<Local>>();
        const { assert!(Of::<EnumList<Part>>::MAY_LOOK) };
        const { assert!(!Of::<EnumList<Local>>::MAY_LOOK) };
    }

    #[test]
    fn a_clone_has_values_of_its_own() {
        let first = EnumList::new().with(Part::NAME, Some("one".to_owned())).with_value(Part::Note, 2);
        let mut second = first.clone();
        assert_eq!(first, second);
        second.set(Part::NAME, None);
        assert_ne!(first, second);
        assert_eq!(first.get(Part::NAME).as_deref(), Some("one"));
        assert_eq!(second.value(Part::Note), Some(&2.into()));
        assert_eq!(format!("{second:?}"), "Part { Name: None, Note: Int(2) }");
        assert_eq!(EnumList::<Part>::default(), EnumList::new());
    }
}
