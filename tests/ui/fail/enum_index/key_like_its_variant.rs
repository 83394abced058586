//! Rust would take the variant `X` for the const `X`.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Place {
    //~ UNDO:    #[shared(type = f64, key = "X_AXIS")]
    #[shared(type = f64)]
    X,
    //~ UNDO:    #[shared(type = f64, key = "Y_AXIS")]
    #[shared(type = f64)]
    Y,
    // Without a type there is no key.
    Z,
}

pub fn uses(place: PlaceRef<'_>) -> f64 {
    place.x() + place.y()
}

fn main() {}
