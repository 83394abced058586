//! `Range<T>` and `RangeInclusive<T>` as two values one behind the other, and [`Slice`], Python's slice.

use std::mem::offset_of;
use std::ops::{Range, RangeInclusive};

use super::over::{record, record_key, value_of};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Kind, Schema};
use crate::object::shared::{Inline, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;

/// The two ends of a range in the heap: their views, for reading or for changing in place.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let rows = turn.put(&(10_u64..20))?;
/// *turn.get_mut(rows)?.end += 5;
/// let ends = turn.get(rows)?;
/// assert_eq!((ends.start, ends.end), (10, 25));
/// assert_eq!(turn.load(rows)?, 10..25);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ends<E> {
    /// Where the range starts.
    pub start: E,
    /// Where it ends: before this in a `Range`, with it in a `RangeInclusive`.
    pub end: E,
}

/// The slot of a range.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct EndsSlot<S: Copy> {
    start: S,
    end: S,
}

// SAFETY: repr(C) over two slots, each of which may be any bytes and is empty when zero.
unsafe impl<S: Slot> Slot for EndsSlot<S> {}

macro_rules! range {
    ($range:ident, $name:literal, $variant:ident, $ends:expr, $new:expr) => {
        // SAFETY: the slot holds the slots of both ends at the offsets that the schema names; `release` passes on to them.
        unsafe impl<T: Shared> Shared for $range<T> {
            type Slot = EndsSlot<T::Slot>;
            type Arg<'a> = $range<T::Arg<'a>>;
            type Ref<'t> = Ends<T::Ref<'t>>;
            type Mut<'t> = Ends<T::Mut<'t>>;
            type Set = T::Set;
            const NAME: &'static str = $name;
            const OWNS: bool = T::OWNS;

            fn schema() -> &'static Schema {
                const {
                    &Schema::new::<Self>(
                        concat!("ipo::", $name),
                        size_of::<Self::Slot>(),
                        align_of::<Self::Slot>(),
                        Kind::Struct(
                            const {
                                &[
                                    Field::new("start", offset_of!(<Self as Shared>::Slot, start), T::schema),
                                    Field::new("end", offset_of!(<Self as Shared>::Slot, end), T::schema),
                                ]
                            },
                        ),
                    )
                }
            }
            fn to_arg(&self) -> Self::Arg<'_> {
                let (start, end) = $ends(self);
                $new(T::to_arg(start), T::to_arg(end))
            }
            unsafe fn build(writer: &Writer, value: Self::Arg<'_>) -> Result<Self::Slot, Error> {
                let (start, end) = value.into_ends();
                // SAFETY: by the caller.
                unsafe { Ok(EndsSlot { start: T::build(writer, start)?, end: T::build(writer, end)? }) }
            }
            #[inline]
            fn view(slot: SlotRef<'_, Self>) -> Self::Ref<'_> {
                let (start, end) = ends(slot);
                Ends { start: T::view(start), end: T::view(end) }
            }
            #[inline]
            fn view_mut(slot: SlotMut<'_, Self>) -> Self::Mut<'_> {
                // SAFETY: the ends lie at these offsets and do not overlap.
                unsafe {
                    Ends {
                        start: T::view_mut(slot.part(offset_of!(EndsSlot<T::Slot>, start))),
                        end: T::view_mut(slot.part(offset_of!(EndsSlot<T::Slot>, end))),
                    }
                }
            }
            fn load(view: Self::Ref<'_>) -> Self {
                $new(T::load(view.start), T::load(view.end))
            }
            unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
                if T::OWNS {
                    let (start, end) = ends(slot);
                    // SAFETY: by the caller.
                    unsafe {
                        T::release(start, writer)?;
                        T::release(end, writer)?;
                    }
                }
                Ok(())
            }
            fn to_value(view: Self::Ref<'_>) -> Option<Value> {
                Some(Value::$variant(Box::new($new(T::to_value(view.start)?, T::to_value(view.end)?))))
            }
            fn from_value(value: Value) -> Result<Self, Value> {
                match value {
                    Value::$variant(range) => {
                        let (start, end) = range.into_ends();
                        Ok($new(T::from_value(start)?, T::from_value(end)?))
                    }
                    other => Err(other),
                }
            }
            fn shorten<'s, 'l: 's>(view: Self::Ref<'l>) -> Self::Ref<'s> {
                Ends { start: T::shorten(view.start), end: T::shorten(view.end) }
            }
        }

        // SAFETY: owns nothing where `T` owns nothing, and `build` fails only where `T`'s does.
        unsafe impl<T: Inline> Inline for $range<T> {}

        impl<T: Key> Key for $range<T> {
            fn encode_arg(arg: &Self::Arg<'_>, out: &mut Vec<u8>) {
                let (start, end) = $ends(arg);
                T::encode_arg(start, out);
                T::encode_arg(end, out);
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                let (start, end) = ends(slot);
                T::encode_slot(start, out);
                T::encode_slot(end, out);
            }
            fn matches(slot: SlotRef<'_, Self>, arg: &Self::Arg<'_>) -> bool {
                let ((start, end), (wanted_start, wanted_end)) = (ends(slot), $ends(arg));
                T::matches(start, wanted_start) && T::matches(end, wanted_end)
            }
        }

        impl<T: Into<Value>> From<$range<T>> for Value {
            fn from(range: $range<T>) -> Value {
                let (start, end) = range.into_ends();
                Value::$variant(Box::new($new(start.into(), end.into())))
            }
        }
    };
}

/// The slots of both ends.
fn ends<'t, T: Shared, R: Shared<Slot = EndsSlot<T::Slot>>>(slot: SlotRef<'t, R>) -> (SlotRef<'t, T>, SlotRef<'t, T>) {
    // SAFETY: the ends lie at these offsets.
    unsafe { (slot.field(offset_of!(EndsSlot<T::Slot>, start)), slot.field(offset_of!(EndsSlot<T::Slot>, end))) }
}

/// Both kinds of ranges, taken apart in one way.
trait IntoEnds<T> {
    fn into_ends(self) -> (T, T);
}
impl<T> IntoEnds<T> for Range<T> {
    fn into_ends(self) -> (T, T) {
        (self.start, self.end)
    }
}
impl<T> IntoEnds<T> for RangeInclusive<T> {
    fn into_ends(self) -> (T, T) {
        self.into_inner()
    }
}

fn of_range<T>(range: &Range<T>) -> (&T, &T) {
    (&range.start, &range.end)
}
fn of_inclusive<T>(range: &RangeInclusive<T>) -> (&T, &T) {
    (range.start(), range.end())
}
fn new_range<T>(start: T, end: T) -> Range<T> {
    start..end
}

range!(Range, "Range", Range, of_range, new_range);
// One that was iterated to its end is what its `start()` and `end()` say.
range!(RangeInclusive, "RangeInclusive", RangeInclusive, of_inclusive, RangeInclusive::new);

/// Positions of a sequence as Python's slices name them: `start:stop:step`, each left out or counted from the end where
/// it is negative.
///
/// # Example
///
/// ```
/// use ipo::Slice;
///
/// // [::-2] of six elements
/// let slice = Slice { start: None, stop: None, step: Some(-2) };
/// assert_eq!(slice.positions(6).unwrap().collect::<Vec<_>>(), [5, 3, 1]);
/// // [-3:] of six elements
/// let slice = Slice { start: Some(-3), stop: None, step: None };
/// assert_eq!(slice.resolve(6), Some((3, 6, 1)));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Slice {
    /// The first position.
    pub start: Option<i64>,
    /// The position before which it stops.
    pub stop: Option<i64>,
    /// From each position to the next; 1 if left out.
    pub step: Option<i64>,
}

impl Slice {
    /// The slice of a sequence of `len` elements, as Python's `slice.indices` gives it: start, stop and step, where a
    /// stop of -1 goes down to the first element. `None` if the step is 0, which Python refuses, or if `len` is more
    /// than an `i64` holds.
    pub fn resolve(self, len: usize) -> Option<(i64, i64, i64)> {
        let len = i64::try_from(len).ok()?;
        let step = self.step.unwrap_or(1);
        if step == 0 {
            return None;
        }
        let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let place = |n: i64| if n < 0 { n.saturating_add(len).max(lowest) } else { n.min(highest) };
        let (first, last) = if step < 0 { (highest, lowest) } else { (lowest, highest) };
        Some((self.start.map_or(first, place), self.stop.map_or(last, place), step))
    }

    /// The positions in a sequence of `len` elements, in the slice's order; all are below `len`. `None` as
    /// [`resolve`](Self::resolve).
    pub fn positions(self, len: usize) -> Option<impl ExactSizeIterator<Item = usize> + Clone> {
        let (start, stop, step) = self.resolve(len)?;
        let distance = if step < 0 { start.saturating_sub(stop) } else { stop.saturating_sub(start) };
        let count = match u64::try_from(distance) {
            Ok(distance) => distance.div_ceil(step.unsigned_abs()) as usize,
            Err(_) => 0,
        };
        // Within the sequence, of which each position fits into an `i64`.
        Some((0..count).map(move |i| (start + i as i64 * step) as usize))
    }
}

/// The bits of a slice's `given`: which of its numbers are not left out.
const START: u8 = 1;
const STOP: u8 = 2;
const STEP: u8 = 4;

record!(
    Slice as SliceSlot,
    "Slice" { start: i64, stop: i64, step: i64, given: u8; fill: [u8; 7] },
    store: |slice| SliceSlot {
        start: slice.start.unwrap_or(0),
        stop: slice.stop.unwrap_or(0),
        step: slice.step.unwrap_or(0),
        given: slice.start.map_or(0, |_| START) | slice.stop.map_or(0, |_| STOP) | slice.step.map_or(0, |_| STEP),
        fill: [0; 7],
    },
    load: |slot| {
        let number = |bit, n| (slot.given & bit != 0).then_some(n);
        let (start, stop, step) = (number(START, slot.start), number(STOP, slot.stop), number(STEP, slot.step));
        (slot.given <= START | STOP | STEP).then_some(Slice { start, stop, step })
    },
    value: |slice| Some(Value::Slice(Box::new(slice))), |value| match value {
        Value::Slice(slice) => Some(**slice),
        _ => None,
    }
);
record_key!(Slice);
value_of!(Slice, |slice| Value::Slice(Box::new(slice)));
