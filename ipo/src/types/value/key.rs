//! Values as keys and their equality: by kind and content. An integer never equals a float or a bool. Floats are equal
//! by their bits, except that 0.0 equals -0.0 and every NaN equals every NaN, so that each value equals itself. The kinds
//! beyond the first ones are equal by what lies in the heap.

use std::hash::{Hash, Hasher};

use super::slot::Storage;
use super::view::ValueRef;
use super::{Content, Opaque, Value};
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::key::Key;
use crate::types::nd::Tensor;

/// The bits that stand for a float among keys.
fn float_bits(f: f64) -> u64 {
    if f.is_nan() {
        f64::NAN.to_bits()
    } else if f == 0.0 {
        0
    } else {
        f.to_bits()
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => float_bits(*a) == float_bits(*b),
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Bytes(a), Value::Bytes(b)) => a == b,
            (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => a == b,
            (Value::Dict(a), Value::Dict(b)) => a == b,
            (Value::Handle(a), Value::Handle(b)) => a == b,
            (Value::Set(a), Value::Set(b)) => a == b,
            (Value::Tensor(a), Value::Tensor(b)) => a == b,
            (a, b) => a.stored().is_some_and(|a| b.stored() == Some(a)),
        }
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::None => {}
            Value::Bool(b) => b.hash(state),
            Value::Int(i) => i.hash(state),
            Value::Float(f) => float_bits(*f).hash(state),
            Value::Str(text) => text.hash(state),
            Value::Bytes(bytes) => bytes.hash(state),
            Value::Tuple(values) | Value::List(values) => values.hash(state),
            // Entries have no order.
            Value::Dict(entries) => entries.len().hash(state),
            Value::Handle(handle) => handle.hash(state),
            Value::Set(elements) => elements.len().hash(state),
            Value::Tensor(tensor) => tensor.hash(state),
            other => other.stored().hash(state),
        }
    }
}

/// An array as a key: its type, its shape, and its elements' bytes.
fn array(tensor: &Tensor) -> Vec<u8> {
    let mut bytes = vec![tensor.dtype().number(), tensor.ndim() as u8];
    bytes.extend(tensor.shape().iter().flat_map(|&len| (len as u64).to_le_bytes()));
    bytes.extend_from_slice(tensor.as_bytes());
    bytes
}

fn encode(value: &Value, out: &mut Vec<u8>) {
    let mut put = |tag: u64, bytes: &[u8]| {
        out.extend_from_slice(&tag.to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        out.extend_from_slice(bytes);
    };
    use super::slot::{BOOL, BYTES, DICT, FLOAT, HANDLE, INT, LIST, NONE, SET, STR, TENSOR, TUPLE};
    match value {
        Value::None => put(NONE, &[]),
        Value::Bool(b) => put(BOOL, &[u8::from(*b)]),
        Value::Int(i) => put(INT, &i.to_le_bytes()),
        Value::Float(f) => put(FLOAT, &float_bits(*f).to_le_bytes()),
        Value::Str(text) => put(STR, text.as_bytes()),
        Value::Bytes(bytes) => put(BYTES, bytes),
        Value::Handle(handle) => put(HANDLE, &handle.bits.to_le_bytes()),
        Value::Tuple(values) | Value::List(values) => {
            let tag = if matches!(value, Value::Tuple(_)) { TUPLE } else { LIST };
            put(tag, &(values.len() as u64).to_le_bytes());
            values.iter().for_each(|value| encode(value, out));
        }
        // Entries have no order: their number must do.
        Value::Dict(entries) => put(DICT, &(entries.len() as u64).to_le_bytes()),
        Value::Set(elements) => put(SET, &(elements.len() as u64).to_le_bytes()),
        Value::Tensor(tensor) => put(TENSOR, &array(tensor)),
        other => {
            let Some(Opaque { tag, content }) = other.stored() else { return };
            match content {
                Content::Words(words) => put(tag, &words.map(u64::to_le_bytes).concat()),
                Content::Bytes(bytes) => put(tag, &bytes),
                Content::Values(values) => {
                    put(tag, &(values.len() as u64).to_le_bytes());
                    values.iter().for_each(|value| encode(value, out));
                }
                Content::Entries(entries) => put(tag, &(entries.len() as u64).to_le_bytes()),
                Content::Elements(elements) => put(tag, &(elements.len() as u64).to_le_bytes()),
                Content::Array(tensor) => put(tag, &array(&tensor)),
            }
        }
    }
}

/// The bytes of a value whose content is at most one word, as a key has them.
pub(crate) enum Encoded {
    Nothing,
    Byte(u8),
    Word(u64),
}

/// The same as `encode` for a value that lies in a heap, by its tag and its first word; `None` for kinds with more.
pub(crate) fn encoded_words(tag: u64, word: u64) -> Option<Encoded> {
    use super::slot::{BOOL, FLOAT, HANDLE, INT, NONE};
    Some(match tag {
        NONE => Encoded::Nothing,
        BOOL => Encoded::Byte(u8::from(word != 0)),
        INT | HANDLE => Encoded::Word(word),
        FLOAT => Encoded::Word(float_bits(f64::from_bits(word))),
        _ => return None,
    })
}

impl Key for Value {
    fn encode_arg(arg: &Value, out: &mut Vec<u8>) {
        encode(arg, out);
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        encode(&Value::load(Value::view(slot)), out);
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &Value) -> bool {
        let view: ValueRef<'_> = Value::view(slot);
        match arg {
            // Without a copy, where that is easy.
            Value::Str(text) => view.as_str() == Some(text),
            Value::Int(i) => view.as_i64() == Some(*i),
            other => Storage::of(slot.get().tag).is_some() && view.load() == *other,
        }
    }
}
