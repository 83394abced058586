//! Out of a `Value` into a format, and out of any type into a `Value`.

use std::collections::HashMap;

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::SerdeError;
use crate::types::value::{Value, integer};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(plain) = self.plain().map_err(S::Error::custom)? {
            return plain.serialize(serializer);
        }
        match self {
            Value::None => serializer.serialize_unit(),
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Int(i) => serializer.serialize_i64(*i),
            Value::Float(f) => serializer.serialize_f64(*f),
            Value::Str(text) => serializer.serialize_str(text),
            Value::Bytes(bytes) => serializer.serialize_bytes(bytes),
            Value::Tuple(values) => {
                let mut tuple = serializer.serialize_tuple(values.len())?;
                values.iter().try_for_each(|value| tuple.serialize_element(value))?;
                tuple.end()
            }
            Value::List(values) => serializer.collect_seq(values),
            Value::Set(values) => serializer.collect_seq(values),
            Value::Dict(entries) => serializer.collect_map(entries),
            // What is left are integers of up to 128 bits.
            other => match (integer::unsigned(other), integer::signed(other)) {
                (Some(number), _) => match u64::try_from(number) {
                    Ok(number) => serializer.serialize_u64(number),
                    Err(_) => serializer.serialize_u128(number),
                },
                (_, Some(number)) => serializer.serialize_i128(number),
                _ => Err(S::Error::custom(format_args!("a value of kind {} has no form here", other.kind()))),
            },
        }
    }
}

/// The serializer that makes a `Value`.
pub(super) struct ToValue;

/// Elements, and what becomes of them.
pub(super) struct Elements {
    values: Vec<Value>,
    finish: fn(Vec<Value>) -> Value,
    variant: Option<&'static str>,
}

/// Entries, and the key that waits for its value.
pub(super) struct Entries {
    entries: HashMap<Value, Value>,
    key: Option<Value>,
    variant: Option<&'static str>,
}

fn of_variant(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(name) => Value::Dict(HashMap::from([(name.into(), value)])),
        None => value,
    }
}

impl Elements {
    fn new(finish: fn(Vec<Value>) -> Value, variant: Option<&'static str>) -> Result<Elements, SerdeError> {
        Ok(Elements { values: Vec::new(), finish, variant })
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerdeError> {
        self.values.push(Value::from_serde(value)?);
        Ok(())
    }

    fn finish(self) -> Result<Value, SerdeError> {
        Ok(of_variant(self.variant, (self.finish)(self.values)))
    }
}

impl Entries {
    fn new(variant: Option<&'static str>) -> Result<Entries, SerdeError> {
        Ok(Entries { entries: HashMap::new(), key: None, variant })
    }

    fn insert<T: Serialize + ?Sized>(&mut self, key: Value, value: &T) -> Result<(), SerdeError> {
        self.entries.insert(key, Value::from_serde(value)?);
        Ok(())
    }

    fn finish(self) -> Result<Value, SerdeError> {
        Ok(of_variant(self.variant, Value::Dict(self.entries)))
    }
}

macro_rules! converted {
    ($($method:ident $t:ty;)*) => {$(
        fn $method(self, value: $t) -> Result<Value, SerdeError> {
            Ok(value.into())
        }
    )*};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = SerdeError;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    converted! {
        serialize_bool bool;
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
        serialize_f32 f32;
        serialize_f64 f64;
        serialize_char char;
        serialize_str &str;
        serialize_bytes &[u8];
    }

    fn serialize_none(self) -> Result<Value, SerdeError> {
        Ok(Value::None)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, SerdeError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Value, SerdeError> {
        Ok(Value::None)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, SerdeError> {
        Ok(Value::None)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Value, SerdeError> {
        Ok(variant.into())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Value, SerdeError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, SerdeError> {
        Ok(of_variant(Some(variant), value.serialize(self)?))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, SerdeError> {
        Elements::new(Value::List, None)
    }
    fn serialize_tuple(self, _: usize) -> Result<Elements, SerdeError> {
        Elements::new(Value::Tuple, None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements, SerdeError> {
        Elements::new(Value::Tuple, None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements, SerdeError> {
        Elements::new(Value::Tuple, Some(variant))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Entries, SerdeError> {
        Entries::new(None)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, SerdeError> {
        Entries::new(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries, SerdeError> {
        Entries::new(Some(variant))
    }
}

macro_rules! elements {
    ($($of:ident $push:ident;)*) => {$(
        impl $of for Elements {
            type Ok = Value;
            type Error = SerdeError;
            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerdeError> {
                self.push(value)
            }
            fn end(self) -> Result<Value, SerdeError> {
                self.finish()
            }
        }
    )*};
}
elements! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

impl SerializeMap for Entries {
    type Ok = Value;
    type Error = SerdeError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerdeError> {
        self.key = Some(Value::from_serde(key)?);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerdeError> {
        let key = self.key.take().ok_or_else(|| SerdeError("a value without a key".into()))?;
        self.insert(key, value)
    }
    fn end(self) -> Result<Value, SerdeError> {
        self.finish()
    }
}

macro_rules! entries {
    ($($of:ident)*) => {$(
        impl $of for Entries {
            type Ok = Value;
            type Error = SerdeError;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), SerdeError> {
                self.insert(name.into(), value)
            }
            fn end(self) -> Result<Value, SerdeError> {
                self.finish()
            }
        }
    )*};
}
entries!(SerializeStruct SerializeStructVariant);
