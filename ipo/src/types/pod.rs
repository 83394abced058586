//! `Pod<T>`: a type of another crate whose bytes are its value, kept as it is.

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Plain, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};

/// A value of plain bytes, stored as it is: a vector of a mathematics library, a packet's header.
///
/// The type says by the traits of `zerocopy` 0.8 that all bytes are valid and none is padding. The heap knows no more of
/// it than its name, size and alignment: fields that change places go unnoticed if these stay. A field of such a type is
/// marked `#[shared(pod)]` and needs no `Pod` around it; in containers, `Pod` is written out, and a `Vec<Pod<T>>` is read
/// and changed as a slice.
///
/// Setting it is all or nothing. Changes through the `&mut T` of its view are single stores of yours: a process that dies
/// between two leaves the first.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Pod, SharedStruct};
/// use zerocopy::{FromBytes, Immutable, IntoBytes};
///
/// #[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
/// #[repr(C)]
/// struct Point { x: f32, y: f32 }
///
/// #[derive(SharedStruct)]
/// struct Path {
///     #[shared(pod)]
///     start: Point,
///     points: Vec<Pod<Point>>,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let start = Point { x: 0.0, y: 0.5 };
/// let path = turn.put(&Path { start, points: vec![Pod(start); 100] })?;
///
/// let mut path = turn.get_mut(path)?;
/// path.start_mut().x += 2.0;
/// path.set_start(Point { y: 1.0, ..*path.start() });
/// for point in path.points_mut().as_mut_slice() {
///     point.0.y *= 2.0;
/// }
/// assert_eq!(*path.start(), Point { x: 2.0, y: 1.0 });
/// assert_eq!(path.points().get(99), Some(&Point { x: 0.0, y: 1.0 }));
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct Pod<T>(pub T);

/// Types that a [`Pod`] can hold: those whose bytes are their value, by the traits of `zerocopy`.
#[diagnostic::on_unimplemented(
    message = "the bytes of `{Self}` are not known to be its value, so it cannot be stored as it is",
    label = "not plain bytes",
    note = "add `#[derive(Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to a type of your own",
    note = "for any other type, convert it: `#[shared(with = module)]`"
)]
pub trait PlainBytes: FromBytes + IntoBytes + Immutable + Copy + 'static {}

// For a type that lacks some of the traits, rustc says the above, and not which ones.
#[diagnostic::do_not_recommend]
impl<T: FromBytes + IntoBytes + Immutable + Copy + 'static> PlainBytes for T {}

// SAFETY: `repr(transparent)` over a type that any bytes are valid for (FromBytes); zero bytes own nothing, as it owns
// nothing (Copy); the alignment is checked by `schema`.
unsafe impl<T: PlainBytes> Slot for Pod<T> {}

// SAFETY: the slot is the value itself; it owns nothing.
unsafe impl<T: PlainBytes> Shared for Pod<T> {
    type Slot = Pod<T>;
    type Arg<'a> = T;
    type Ref<'t> = &'t T;
    type Mut<'t> = &'t mut T;
    type Set = ();
    const NAME: &'static str = "Pod";
    const OWNS: bool = false;
    const PLAIN: bool = true;

    fn schema() -> &'static Schema {
        const { &pod_schema::<T>("Pod") }
    }
    #[inline]
    fn to_arg(&self) -> T {
        self.0
    }
    #[inline]
    unsafe fn build(_: &Writer, value: T) -> Result<Pod<T>, Error> {
        Ok(Pod(value))
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> &T {
        // SAFETY: a live aligned slot that nobody changes for the view's time (invariant of SlotRef); any bytes are a `T`,
        // and it has no interior that changes behind a reference (Immutable).
        unsafe { slot.ptr().cast().as_ref() }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> &mut T {
        // SAFETY: a live aligned slot that nobody else uses for the view's time (invariant of SlotMut); what is written
        // has no padding (IntoBytes), so the slot stays initialised.
        unsafe { slot.ptr().cast().as_mut() }
    }
    #[inline]
    fn load(view: &T) -> Pod<T> {
        Pod(*view)
    }
    #[inline]
    unsafe fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
        Ok(())
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: &'l T) -> &'s T {
        view
    }
}

// SAFETY: `Slot` is `Self`; no padding (IntoBytes).
unsafe impl<T: PlainBytes> Plain for Pod<T> {}
// SAFETY: owns nothing, and `build` never fails.
unsafe impl<T: PlainBytes> Inline for Pod<T> {}

/// The schema of a type that the heap does not look into, under the name that the program has for it.
#[doc(hidden)]
pub const fn pod_schema<T: PlainBytes>(name: &'static str) -> Schema {
    assert!(
        align_of::<T>() <= 8,
        "a slot is aligned to 8 bytes, and this type to more: convert it, `#[shared(with = module)]`"
    );
    Schema::new::<Pod<T>>(name, size_of::<T>(), align_of::<T>(), Kind::Pod)
}
