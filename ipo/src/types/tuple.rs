//! Tuples of up to twelve: their slots one behind the other. A setter writes all of them, all or nothing.

use std::cmp::Ordering;
use std::mem::offset_of;

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Kind, Schema};
use crate::object::shared::{Inline, Outcome, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;
use crate::types::ord_key::OrdKey;

macro_rules! and {
    ($a:ident) => { <$a as Shared>::Set };
    ($a:ident $($rest:ident)+) => { <<$a as Shared>::Set as Outcome>::And<and!($($rest)+)> };
}

macro_rules! tuple {
    ($slot:ident: $($t:ident $i:tt $s:literal),+) => {
        /// The slot of a tuple.
        #[repr(C)]
        #[derive(Debug, Clone, Copy)]
        pub struct $slot<$($t),+>($($t),+);

        // SAFETY: repr(C) over slots, each of which may be any bytes and is empty when zero.
        unsafe impl<$($t: Slot),+> Slot for $slot<$($t),+> {}

        // SAFETY: the slot holds the parts' slots at the offsets that the schema names; `release` passes on to them.
        unsafe impl<$($t: Shared),+> Shared for ($($t,)+) {
            type Slot = $slot<$($t::Slot),+>;
            type Arg<'a> = ($($t::Arg<'a>,)+);
            type Ref<'t> = ($($t::Ref<'t>,)+);
            type Mut<'t> = ($($t::Mut<'t>,)+);
            type Set = and!($($t)+);
            const NAME: &'static str = "tuple";
            const OWNS: bool = $($t::OWNS)||+;
            const ATOMIC: bool = $($t::ATOMIC)||+;

            fn schema() -> &'static Schema {
                const {
                    &Schema::new::<Self>(
                        "tuple",
                        size_of::<Self::Slot>(),
                        align_of::<Self::Slot>(),
                        Kind::Tuple(const { &[$(Field::new($s, offset_of!(<Self as Shared>::Slot, $i), $t::schema)),+] }),
                    )
                }
            }
            #[inline]
            fn to_arg(&self) -> Self::Arg<'_> {
                ($(self.$i.to_arg(),)+)
            }
            #[inline]
            unsafe fn build(writer: &Writer, value: Self::Arg<'_>) -> Result<Self::Slot, Error> {
                // SAFETY: by the caller.
                unsafe { Ok($slot($($t::build(writer, value.$i)?),+)) }
            }
            #[inline]
            fn view(slot: SlotRef<'_, Self>) -> Self::Ref<'_> {
                // SAFETY: the parts lie at these offsets.
                unsafe { ($($t::view(slot.field(offset_of!(<Self as Shared>::Slot, $i))),)+) }
            }
            #[inline]
            fn view_mut(slot: SlotMut<'_, Self>) -> Self::Mut<'_> {
                // SAFETY: the parts lie at these offsets and do not overlap.
                unsafe { ($($t::view_mut(slot.part(offset_of!(<Self as Shared>::Slot, $i))),)+) }
            }
            #[inline]
            fn load(view: Self::Ref<'_>) -> Self {
                ($($t::load(view.$i),)+)
            }
            #[inline]
            unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
                $(if $t::OWNS {
                    // SAFETY: the offset as in `view`, the rest by the caller.
                    unsafe { $t::release(slot.field(offset_of!(<Self as Shared>::Slot, $i)), writer)? };
                })+
                Ok(())
            }
            fn to_value(view: Self::Ref<'_>) -> Option<Value> {
                Some(Value::Tuple(vec![$($t::to_value(view.$i)?),+]))
            }
            fn from_value(value: Value) -> Result<Self, Value> {
                const LEN: usize = [$($s),+].len();
                match value {
                    Value::Tuple(parts) if parts.len() == LEN => {
                        let mut parts = parts.into_iter();
                        Ok(($($t::from_value(parts.next().unwrap_or_default())?,)+))
                    }
                    other => Err(other),
                }
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: Self::Ref<'l>) -> Self::Ref<'s> {
                ($($t::shorten(view.$i),)+)
            }
        }

        impl<$($t: Key),+> Key for ($($t,)+) {
            fn encode_arg(arg: &Self::Arg<'_>, out: &mut Vec<u8>) {
                $($t::encode_arg(&arg.$i, out);)+
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                // SAFETY: the parts lie at these offsets.
                unsafe { $($t::encode_slot(slot.field(offset_of!(<Self as Shared>::Slot, $i)), out);)+ }
            }
            fn matches(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> bool {
                // SAFETY: the parts lie at these offsets.
                unsafe { $($t::matches(slot.field(offset_of!(<Self as Shared>::Slot, $i)), &arg.$i))&&+ }
            }
            fn same(slot: SlotRef<'_, Self>, other: SlotRef<'_, Self>) -> bool {
                // SAFETY: the parts lie at these offsets.
                unsafe {
                    ($({
                        let offset = offset_of!(<Self as Shared>::Slot, $i);
                        $t::same(slot.field(offset), other.field(offset))
                    })&&+)
                }
            }
        }

        impl<$($t: OrdKey),+> OrdKey for ($($t,)+) {
            fn order(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> Ordering {
                // SAFETY: the parts lie at these offsets.
                unsafe {
                    Ordering::Equal
                        $(.then_with(|| $t::order(slot.field(offset_of!(<Self as Shared>::Slot, $i)), &arg.$i)))+
                }
            }
            fn order_slots(a: SlotRef<'_, Self>, b: SlotRef<'_, Self>) -> Ordering {
                // SAFETY: the parts lie at these offsets.
                unsafe {
                    Ordering::Equal$(.then_with(|| {
                        let offset = offset_of!(<Self as Shared>::Slot, $i);
                        $t::order_slots(a.field(offset), b.field(offset))
                    }))+
                }
            }
            fn order_args(a: &Self::Arg<'_>, b: &Self::Arg<'_>) -> Ordering {
                Ordering::Equal$(.then_with(|| $t::order_args(&a.$i, &b.$i)))+
            }
        }

        // SAFETY: owns nothing where no part does, and `build` fails only where a part's does.
        unsafe impl<$($t: Inline),+> Inline for ($($t,)+) {}
    };
}

tuple!(Slot1: A 0 "0");
tuple!(Slot2: A 0 "0", B 1 "1");
tuple!(Slot3: A 0 "0", B 1 "1", C 2 "2");
tuple!(Slot4: A 0 "0", B 1 "1", C 2 "2", D 3 "3");
tuple!(Slot5: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4");
tuple!(Slot6: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5");
tuple!(Slot7: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6");
tuple!(Slot8: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6", H 7 "7");
tuple!(Slot9: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6", H 7 "7", I 8 "8");
tuple!(Slot10: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6", H 7 "7", I 8 "8", J 9 "9");
tuple!(Slot11: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6", H 7 "7", I 8 "8", J 9 "9", K 10 "10");
tuple!(Slot12: A 0 "0", B 1 "1", C 2 "2", D 3 "3", E 4 "4", F 5 "5", G 6 "6", H 7 "7", I 8 "8", J 9 "9", K 10 "10", L 11 "11");
