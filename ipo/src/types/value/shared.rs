//! `Value` as a shared type.

use std::collections::{HashMap, HashSet};

use super::slot::{
    BOOL, BYTES, CONTENT, DICT, FLOAT, HANDLE, INT, LIST, NONE, SET, STR, Storage, TENSOR, TUPLE, ValueSlot,
};
use super::view::{ValueMut, ValueRef};
use super::{AnyHandle, Content, Opaque, Value};
use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::map::table::Table;
use crate::types::nd::Tensor;

/// Three words of a slot, whichever type they belong to.
fn words<S: Copy>(slot: S) -> [u64; 3] {
    const { assert!(size_of::<S>() == 24) };
    // SAFETY: slots of lists and maps are three integers.
    unsafe { std::mem::transmute_copy(&slot) }
}

/// # Safety
/// As `Shared::build`.
unsafe fn entries<'v>(
    writer: &Writer,
    len: usize,
    entries: impl Iterator<Item = (&'v Value, &'v Value)>,
) -> Result<[u64; 3], Error> {
    // SAFETY: by the caller.
    unsafe { Table::<Value, Value>::build(writer, len, entries) }.map(words)
}

/// # Safety
/// As `Shared::build`.
unsafe fn build_content(writer: &Writer, content: &Content) -> Result<[u64; 3], Error> {
    // SAFETY: by the caller.
    unsafe {
        Ok(match content {
            Content::Words(words) => *words,
            Content::Bytes(bytes) => words(Vec::<u8>::build(writer, bytes)?),
            Content::Values(values) => words(Vec::<Value>::build(writer, values)?),
            Content::Entries(map) => entries(writer, map.len(), map.iter())?,
            Content::Elements(set) => words(HashSet::<Value>::build(writer, set)?),
            Content::Array(array) => words(Tensor::build(writer, array)?),
        })
    }
}

// SAFETY: the slot is a tag and three words, which the tag explains; `release` frees what they own.
unsafe impl Shared for Value {
    type Slot = ValueSlot;
    type Arg<'a> = Value;
    type Ref<'t> = ValueRef<'t>;
    type Mut<'t> = ValueMut<'t>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Value";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Value>("Value", size_of::<ValueSlot>(), 8, Kind::Value) }
    }
    fn to_arg(&self) -> Value {
        self.clone()
    }
    unsafe fn build(writer: &Writer, value: Value) -> Result<ValueSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Self::build_ref(writer, &value) }
    }
    unsafe fn build_ref(writer: &Writer, value: &Value) -> Result<ValueSlot, Error> {
        // SAFETY: all that is built is stored by the caller, in the open scope.
        let (tag, words) = unsafe {
            match value {
                Value::None => (NONE, [0; 3]),
                Value::Bool(b) => (BOOL, [u64::from(*b), 0, 0]),
                Value::Int(i) => (INT, [*i as u64, 0, 0]),
                Value::Float(f) => (FLOAT, [f.to_bits(), 0, 0]),
                Value::Handle(AnyHandle { bits, deep }) => (HANDLE, [*bits, *deep, 0]),
                Value::Str(text) => (STR, words(String::build(writer, text)?)),
                Value::Bytes(bytes) => (BYTES, words(Vec::<u8>::build(writer, bytes)?)),
                Value::Tuple(values) => (TUPLE, words(Vec::<Value>::build(writer, values)?)),
                Value::List(values) => (LIST, words(Vec::<Value>::build(writer, values)?)),
                Value::Dict(map) => (DICT, entries(writer, map.len(), map.iter())?),
                Value::Tensor(tensor) => (TENSOR, words(Tensor::build(writer, tensor)?)),
                Value::Set(set) => (SET, words(HashSet::<Value>::build(writer, set)?)),
                other => match other.stored() {
                    Some(Opaque { tag, content }) => (tag, build_content(writer, &content)?),
                    None => unreachable!("the first kinds are above, all others are stored"),
                },
            }
        };
        Ok(ValueSlot { tag, words })
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> ValueRef<'_> {
        ValueRef::new(slot)
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> ValueMut<'_> {
        ValueMut::new(slot)
    }
    fn load(view: ValueRef<'_>) -> Value {
        let slot = view.slot();
        let ValueSlot { tag, words } = slot.get();
        match tag {
            NONE => Value::None,
            BOOL => Value::Bool(words[0] != 0),
            INT => Value::Int(words[0] as i64),
            FLOAT => Value::Float(f64::from_bits(words[0])),
            HANDLE => Value::Handle(AnyHandle { bits: words[0], deep: words[1] }),
            // SAFETY: the tag says that text lies there.
            STR => Value::Str(String::load(String::view(unsafe { slot.field(CONTENT) }))),
            BYTES => Value::Bytes(load_bytes(slot)),
            TUPLE => Value::Tuple(load_values(slot)),
            LIST => Value::List(load_values(slot)),
            DICT => Value::Dict(load_entries(slot)),
            SET => Value::Set(load_elements(slot)),
            TENSOR => Value::Tensor(Box::new(load_array(slot))),
            unknown => {
                let content = match Storage::of(unknown) {
                    Some(Storage::Words) => Content::Words(words),
                    Some(Storage::Bytes) => Content::Bytes(load_bytes(slot)),
                    Some(Storage::Values) => Content::Values(load_values(slot)),
                    Some(Storage::Entries) => Content::Entries(Box::new(load_entries(slot))),
                    Some(Storage::Elements) => Content::Elements(Box::new(load_elements(slot))),
                    Some(Storage::Array) => Content::Array(Box::new(load_array(slot))),
                    None => corrupt(slot.offset(), "a value of an impossible storage"),
                };
                match Value::from_stored(unknown, content) {
                    Some(value) => value,
                    None => corrupt(slot.offset(), "a value whose content is none of its kind"),
                }
            }
        }
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        let broken = || Error::corrupt(slot.offset(), "a value of an impossible storage");
        // SAFETY: the tag says what lies behind it; the rest by the caller.
        unsafe {
            match Storage::of(slot.get().tag).ok_or_else(broken)? {
                Storage::Words => Ok(()),
                Storage::Bytes => Vec::<u8>::release(slot.field(CONTENT), writer),
                Storage::Values => Vec::<Value>::release(slot.field(CONTENT), writer),
                Storage::Entries => HashMap::<Value, Value>::release(slot.field(CONTENT), writer),
                Storage::Elements => HashSet::<Value>::release(slot.field(CONTENT), writer),
                Storage::Array => Tensor::release(slot.field(CONTENT), writer),
            }
        }
    }
    fn to_value(view: ValueRef<'_>) -> Option<Value> {
        Some(Value::load(view))
    }
    fn from_value(value: Value) -> Result<Value, Value> {
        Ok(value)
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: ValueRef<'l>) -> ValueRef<'s> {
        view
    }
}

fn load_bytes(slot: SlotRef<'_, Value>) -> Vec<u8> {
    // SAFETY: the caller saw in the tag that a list of bytes lies there.
    Vec::<u8>::load(Vec::<u8>::view(unsafe { slot.field(CONTENT) }))
}

fn load_values(slot: SlotRef<'_, Value>) -> Vec<Value> {
    // SAFETY: the caller saw in the tag that a list of values lies there.
    Vec::<Value>::load(Vec::<Value>::view(unsafe { slot.field(CONTENT) }))
}

fn load_entries(slot: SlotRef<'_, Value>) -> HashMap<Value, Value> {
    // SAFETY: the caller saw in the tag that a table of values lies there.
    HashMap::load(HashMap::<Value, Value>::view(unsafe { slot.field(CONTENT) }))
}

fn load_elements(slot: SlotRef<'_, Value>) -> HashSet<Value> {
    // SAFETY: the caller saw in the tag that a set of values lies there.
    HashSet::load(HashSet::<Value>::view(unsafe { slot.field(CONTENT) }))
}

fn load_array(slot: SlotRef<'_, Value>) -> Tensor {
    // SAFETY: the caller saw in the tag that an array lies there.
    Tensor::load(Tensor::view(unsafe { slot.field(CONTENT) }))
}
