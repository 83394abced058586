//! `NonZero<N>` of every width: the number, checked not to be 0. `Option<NonZero<N>>` is an option like any other.

use std::num::NonZero;

use super::over::value_of;
use super::scalar::{Wide, narrow, scalar, widen};
use crate::object::schema::{Field, Kind};
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::Value;
use crate::types::key::Key;

macro_rules! nonzero {
    ($($t:ident $slot:ty, $store:expr, $load:expr;)*) => {$(
        scalar!(
            NonZero<$t>,
            $slot,
            "NonZero" as "ipo::NonZero",
            Kind::Struct(const { &[Field::new("number", 0, <$t as Shared>::schema)] }),
            |number| {
                let store: fn($t) -> $slot = $store;
                store(number.get())
            },
            |slot| {
                let load: fn($slot) -> Option<$t> = $load;
                NonZero::new(load(slot)?)
            },
            |number| Some(Value::from(number.get())),
            |value| NonZero::new($t::from_value(value.clone()).ok()?)
        );
        value_of!(NonZero<$t>, |number| Value::from(number.get()));

        impl Key for NonZero<$t> {
            fn encode_arg(arg: &Self, out: &mut Vec<u8>) {
                $t::encode_arg(&arg.get(), out);
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                Self::encode_arg(&Self::view(slot), out);
            }
            fn matches(slot: SlotRef<'_, Self>, arg: &Self) -> bool {
                Self::view(slot) == *arg
            }
        }
    )*};
}

nonzero! {
    u8 u8, |n| n, Some;
    u16 u16, |n| n, Some;
    u32 u32, |n| n, Some;
    u64 u64, |n| n, Some;
    u128 Wide, widen, |wide| Some(narrow(wide));
    usize u64, |n| n as u64, |n| n.try_into().ok();
    i8 i8, |n| n, Some;
    i16 i16, |n| n, Some;
    i32 i32, |n| n, Some;
    i64 i64, |n| n, Some;
    i128 Wide, |n| widen(n as u128), |wide| Some(narrow(wide) as i128);
    isize i64, |n| n as i64, |n| n.try_into().ok();
}
