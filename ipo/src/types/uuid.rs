//! `uuid::Uuid`: its sixteen bytes.

use uuid::Uuid;

use super::over::{record, record_key, value_of};
use crate::types::Value;

record!(
    Uuid as UuidSlot,
    "Uuid" { bytes: [u8; 16] },
    store: |uuid| UuidSlot { bytes: uuid.into_bytes() },
    load: |slot| Some(Uuid::from_bytes(slot.bytes)),
    value: |uuid| Some(Value::Uuid(uuid)), |value| match value {
        Value::Uuid(uuid) => Some(*uuid),
        _ => None,
    }
);
record_key!(Uuid);
value_of!(Uuid, Value::Uuid);
