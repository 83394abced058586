//! The views of a `Value` in the heap.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::slot::{BOOL, BYTES, CONTENT, DICT, FLOAT, HANDLE, INT, LIST, NONE, PATH, SET, STR, TENSOR, TUPLE};
use super::{AnyHandle, Value};
use crate::error::Error;
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::nd::{Tensor, TensorMut, TensorRef};
use crate::types::{ListMut, ListRef, MapMut, MapRef, ScalarMut, SetMut, SetRef, StrMut};

/// A value in the heap, for reading. Each `as_` method looks at the kind and gives the content in place, or `None` for
/// another kind: constant time, without a copy; text is checked to be UTF-8.
///
/// # Example
///
/// ```
/// use ipo::{Heap, value};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let order = turn.put(&value!({"id": 7, "items": ["apple", "pear"]}))?;
/// let order = turn.get(order)?;
/// assert_eq!(order.get("id").and_then(|id| id.as_i64()), Some(7));
/// assert_eq!(order.get("items").and_then(|items| items.at(1)?.as_str()), Some("pear"));
/// assert_eq!(order.as_str(), None);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct ValueRef<'t> {
    slot: SlotRef<'t, Value>,
}

impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tag() {
            NONE => f.write_str("None"),
            BOOL | INT | FLOAT | HANDLE => self.load().fmt(f),
            STR => self.as_str().fmt(f),
            BYTES => write!(f, "{:?}", self.as_bytes().map(<[u8]>::len)),
            TUPLE | LIST => self.as_list().fmt(f),
            DICT => self.as_dict().fmt(f),
            SET => self.as_set().fmt(f),
            _ => self.load().fmt(f),
        }
    }
}

impl<'t> ValueRef<'t> {
    #[inline]
    pub(super) fn new(slot: SlotRef<'t, Value>) -> Self {
        ValueRef { slot }
    }

    pub(super) fn slot(self) -> SlotRef<'t, Value> {
        self.slot
    }

    #[inline]
    pub(in crate::types) fn tag(self) -> u64 {
        self.slot.get().tag
    }

    #[inline]
    fn word(self, tag: u64) -> Option<u64> {
        let slot = self.slot.get();
        (slot.tag == tag).then_some(slot.words[0])
    }

    /// The content as the slot of another type, if the tag says so.
    #[inline]
    fn content<T: Shared>(self, tags: &[u64]) -> Option<T::Ref<'t>> {
        // SAFETY: the callers pass the tags behind which a slot of `T` lies.
        tags.contains(&self.tag()).then(|| T::view(unsafe { self.slot.field(CONTENT) }))
    }

    /// Copies the value out, in proportion to its size.
    ///
    /// # Panics
    /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no value.
    pub fn load(self) -> Value {
        Value::load(self)
    }

    /// Whether it is `None`.
    #[inline]
    pub fn is_none(self) -> bool {
        self.tag() == NONE
    }

    /// The truth value, if it is one.
    #[inline]
    pub fn as_bool(self) -> Option<bool> {
        self.word(BOOL).map(|word| word != 0)
    }

    /// The integer, if it is one.
    #[inline]
    pub fn as_i64(self) -> Option<i64> {
        self.word(INT).map(|word| word as i64)
    }

    /// The float, if it is one.
    #[inline]
    pub fn as_f64(self) -> Option<f64> {
        self.word(FLOAT).map(f64::from_bits)
    }

    /// The handle, if it is one.
    #[inline]
    pub fn as_handle(self) -> Option<AnyHandle> {
        let slot = self.slot.get();
        (slot.tag == HANDLE).then_some(AnyHandle { bits: slot.words[0], deep: slot.words[1] })
    }

    /// The text in place, if it is text.
    #[inline]
    pub fn as_str(self) -> Option<&'t str> {
        self.content::<String>(&[STR])
    }

    /// The bytes in place, if it is bytes.
    #[inline]
    pub fn as_bytes(self) -> Option<&'t [u8]> {
        self.content::<Vec<u8>>(&[BYTES]).map(ListRef::as_slice)
    }

    /// The list or tuple in place, if it is one.
    #[inline]
    pub fn as_list(self) -> Option<ListRef<'t, Value>> {
        self.content::<Vec<Value>>(&[LIST, TUPLE])
    }

    /// The dict in place, if it is one.
    #[inline]
    pub fn as_dict(self) -> Option<MapRef<'t, Value, Value>> {
        self.content::<HashMap<Value, Value>>(&[DICT])
    }

    /// The set in place, if it is one.
    #[inline]
    pub fn as_set(self) -> Option<SetRef<'t, Value>> {
        self.content::<HashSet<Value>>(&[SET])
    }

    /// The array in place, if it is one.
    #[inline]
    pub fn as_tensor(self) -> Option<TensorRef<'t>> {
        self.content::<Tensor>(&[TENSOR])
    }

    /// The path in place, if it is one.
    #[inline]
    pub fn as_path(self) -> Option<&'t Path> {
        self.content::<PathBuf>(&[PATH])
    }

    /// The entry of a dict under a text key.
    pub fn get(self, key: &str) -> Option<ValueRef<'t>> {
        self.as_dict()?.get(Value::from(key))
    }

    /// The element of a list or tuple.
    pub fn at(self, index: usize) -> Option<ValueRef<'t>> {
        self.as_list()?.get(index)
    }
}

impl PartialEq<Value> for ValueRef<'_> {
    fn eq(&self, other: &Value) -> bool {
        self.load() == *other
    }
}

/// A value in the heap, to be changed in place. Other processes see the change in their next turn.
///
/// The `as_..._mut` methods give the content's own view, in constant time, or `None` for another kind;
/// [`set`](Self::set) changes the kind. All panic with a [`Corrupt`](crate::Corrupt) payload if the bytes are no value.
///
/// # Example
///
/// ```
/// use ipo::{Heap, value};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let order = turn.put(&value!({"count": 1, "items": ["apple"], "note": null}))?;
///
/// let mut view = turn.get_mut(order)?;
/// *view.get_mut("count").and_then(|count| count.into_i64_mut()).expect("an integer") += 1;
/// view.get_mut("items").and_then(|items| items.into_list_mut()).expect("a list").push("pear".into())?;
/// view.get_mut("note").expect("a known key").set("paid")?; // another kind
/// assert_eq!(turn.load(order)?, value!({"count": 2, "items": ["apple", "pear"], "note": "paid"}));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ValueMut<'t> {
    slot: SlotMut<'t, Value>,
}

impl fmt::Debug for ValueMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t> ValueMut<'t> {
    #[inline]
    pub(super) fn new(slot: SlotMut<'t, Value>) -> Self {
        ValueMut { slot }
    }

    /// The same value for reading.
    #[inline]
    pub fn as_ref(&self) -> ValueRef<'_> {
        ValueRef { slot: self.slot.as_ref() }
    }

    /// Copies the value out, in proportion to its size.
    pub fn load(&self) -> Value {
        self.as_ref().load()
    }

    /// Overwrites the value, whatever kind it was, all or nothing. In proportion to the sizes of both.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`]; the value is unchanged then.
    pub fn set(&mut self, value: impl Into<Value>) -> Result<(), Error> {
        Value::set(self.slot.reborrow(), value.into())
    }

    /// The content as the slot of another type, if the tag says so.
    #[inline]
    fn content<T: Shared>(&mut self, tags: &[u64]) -> Option<SlotMut<'_, T>> {
        let tag = self.as_ref().tag();
        // SAFETY: the callers pass the tags behind which a slot of `T` lies.
        tags.contains(&tag).then(|| unsafe { self.slot.reborrow().field(CONTENT) })
    }

    /// As `content`, for all of the view's time.
    fn into_content<T: Shared>(self, tags: &[u64]) -> Option<SlotMut<'t, T>> {
        let tag = self.as_ref().tag();
        // SAFETY: as in `content`.
        tags.contains(&tag).then(|| unsafe { self.slot.field(CONTENT) })
    }

    /// The same value for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> ValueMut<'_> {
        ValueMut { slot: self.slot.reborrow() }
    }

    /// The truth value in place, if it is one.
    #[inline]
    pub fn as_bool_mut(&mut self) -> Option<ScalarMut<'_, bool>> {
        self.content::<bool>(&[BOOL]).map(bool::view_mut)
    }

    /// The integer in place, if it is one.
    #[inline]
    pub fn as_i64_mut(&mut self) -> Option<&mut i64> {
        self.content::<i64>(&[INT]).map(i64::view_mut)
    }

    /// The float in place, if it is one.
    #[inline]
    pub fn as_f64_mut(&mut self) -> Option<&mut f64> {
        self.content::<f64>(&[FLOAT]).map(f64::view_mut)
    }

    /// The text in place, if it is text.
    #[inline]
    pub fn as_str_mut(&mut self) -> Option<StrMut<'_>> {
        self.content::<String>(&[STR]).map(String::view_mut)
    }

    /// The bytes in place, if it is bytes.
    #[inline]
    pub fn as_bytes_mut(&mut self) -> Option<ListMut<'_, u8>> {
        self.content::<Vec<u8>>(&[BYTES]).map(Vec::view_mut)
    }

    /// The list in place, if it is one. The elements of a tuple can be changed through it too.
    #[inline]
    pub fn as_list_mut(&mut self) -> Option<ListMut<'_, Value>> {
        self.content::<Vec<Value>>(&[LIST, TUPLE]).map(Vec::view_mut)
    }

    /// The dict in place, if it is one.
    #[inline]
    pub fn as_dict_mut(&mut self) -> Option<MapMut<'_, Value, Value>> {
        self.content::<HashMap<Value, Value>>(&[DICT]).map(HashMap::view_mut)
    }

    /// The set in place, if it is one.
    #[inline]
    pub fn as_set_mut(&mut self) -> Option<SetMut<'_, Value>> {
        self.content::<HashSet<Value>>(&[SET]).map(HashSet::view_mut)
    }

    /// The array in place, if it is one.
    #[inline]
    pub fn as_tensor_mut(&mut self) -> Option<TensorMut<'_>> {
        self.content::<Tensor>(&[TENSOR]).map(Tensor::view_mut)
    }

    /// As [`as_tensor_mut`](Self::as_tensor_mut), for all of the view's time.
    pub fn into_tensor_mut(self) -> Option<TensorMut<'t>> {
        self.into_content::<Tensor>(&[TENSOR]).map(Tensor::view_mut)
    }

    /// As [`as_i64_mut`](Self::as_i64_mut), for all of the view's time.
    pub fn into_i64_mut(self) -> Option<&'t mut i64> {
        self.into_content::<i64>(&[INT]).map(i64::view_mut)
    }

    /// As [`as_f64_mut`](Self::as_f64_mut), for all of the view's time.
    pub fn into_f64_mut(self) -> Option<&'t mut f64> {
        self.into_content::<f64>(&[FLOAT]).map(f64::view_mut)
    }

    /// As [`as_str_mut`](Self::as_str_mut), for all of the view's time.
    pub fn into_str_mut(self) -> Option<StrMut<'t>> {
        self.into_content::<String>(&[STR]).map(String::view_mut)
    }

    /// As [`as_set_mut`](Self::as_set_mut), for all of the view's time.
    pub fn into_set_mut(self) -> Option<SetMut<'t, Value>> {
        self.into_content::<HashSet<Value>>(&[SET]).map(HashSet::view_mut)
    }

    /// As [`as_list_mut`](Self::as_list_mut), for all of the view's time.
    pub fn into_list_mut(self) -> Option<ListMut<'t, Value>> {
        self.into_content::<Vec<Value>>(&[LIST, TUPLE]).map(Vec::view_mut)
    }

    /// As [`as_dict_mut`](Self::as_dict_mut), for all of the view's time.
    pub fn into_dict_mut(self) -> Option<MapMut<'t, Value, Value>> {
        self.into_content::<HashMap<Value, Value>>(&[DICT]).map(HashMap::view_mut)
    }

    /// The entry of a dict under a text key, to be changed in place.
    pub fn get_mut(&mut self, key: &str) -> Option<ValueMut<'_>> {
        self.as_dict_mut()?.into_get_mut(Value::from(key))
    }

    /// The element of a list or tuple, to be changed in place.
    pub fn at_mut(&mut self, index: usize) -> Option<ValueMut<'_>> {
        self.as_list_mut()?.into_get_mut(index)
    }
}
