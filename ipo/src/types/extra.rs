//! What the generated accessors of a struct's extra attributes call.

use crate::error::Error;
use crate::types::{MapMut, MapRef, Value, ValueMut, ValueRef};

/// What `get_extra` does.
#[doc(hidden)]
pub fn extra<'t>(map: MapRef<'t, String, Value>, name: &str) -> Option<ValueRef<'t>> {
    map.get(name)
}

/// What `get_extra_mut` does.
#[doc(hidden)]
pub fn extra_mut<'t>(map: MapMut<'t, String, Value>, name: &str) -> Option<ValueMut<'t>> {
    map.into_get_mut(name)
}

/// What `set_extra` does.
///
/// # Errors
/// As [`MapMut::insert`].
#[doc(hidden)]
pub fn set_extra(mut map: MapMut<'_, String, Value>, name: &str, value: Value) -> Result<(), Error> {
    map.insert(name, value).map(drop)
}

/// What `remove_extra` does.
///
/// # Errors
/// As [`MapMut::remove`].
#[doc(hidden)]
pub fn remove_extra(mut map: MapMut<'_, String, Value>, name: &str) -> Result<Option<Value>, Error> {
    map.remove(name)
}
