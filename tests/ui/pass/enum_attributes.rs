//! Attributes of this derive on enums, and those of others that it has to leave alone or to hand on.

#![deny(warnings)]

use ipo::{EnumIndex, Error, Shared, SharedEnumIndex};

/// Where something is.
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[shared(name = "map.Place")]
#[repr(u8)]
#[non_exhaustive]
pub enum Place {
    /// To the right.
    #[shared(type = f64, key = "X_AXIS", rename = "x")]
    X = 0,
    #[shared(type = f64, key = "Y_AXIS")]
    #[shared(accessor = "down")]
    Y,
    #[default]
    Z = 2,
    #[deprecated = "nobody reads it"]
    #[shared(type = i64)]
    Old,
    #[doc(hidden)]
    #[shared(type = i64)]
    Internal,
    #[cfg(any())]
    Never,
    #[cfg_attr(all(), shared(type = i64))]
    Conditional,
    #[shared(type = Option<i64>)]
    HTTPCode,
    #[shared(key = "HTTP_2", accessor = "http_2", type = Option<i64>)]
    HttpCode,
}

#[deprecated]
#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Former {
    #[shared(type = i64)]
    Note,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq)]
enum T {
    #[shared(type = Option<Vec<Self>>)]
    First,
}

pub fn uses(mut place: PlaceMut<'_>) -> Result<(), Error> {
    place.set_x(place.down() + place.get(Place::X_AXIS) + place.get(Place::Y_AXIS));
    place.set_conditional(place.internal());
    place.set(Place::CONDITIONAL, 1);
    place.set(Place::HTTP_CODE, place.http_2());
    place.set(Place::HTTP_2, place.http_code());
    place.set_z(1.into())
}

pub(crate) fn private(mut list: TMut<'_>) -> Result<(), Error> {
    list.set(T::FIRST, Some(&[T::First]))
}

fn main() {
    let _ = private;
    assert_eq!(<Place as Shared>::NAME, "map.Place");
    assert_eq!(Place::NAMES[..3], ["x", "Y", "Z"]);
    assert_eq!(Place::Y.index(), 1);
    assert_eq!(Place::from_index(2), Some(Place::default()));
}
