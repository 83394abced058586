//! A bound on recursion through boxes, lists and maps, so that no value, sound or broken, exhausts the stack.

use std::cell::Cell;

use crate::Error;
use crate::alloc::corrupt;

/// How deep boxes, lists and maps may nest.
const MAX_DEPTH: u32 = 128;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

struct Level;

impl Level {
    fn enter() -> Option<Level> {
        DEPTH.with(|depth| {
            (depth.get() < MAX_DEPTH).then(|| {
                depth.set(depth.get() + 1);
                Level
            })
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.with(|depth| depth.set(depth.get() - 1));
    }
}

/// Runs `inner` one level deeper.
///
/// # Errors
/// [`Error::TooLarge`] when the value nests too deep, and what `inner` returns.
#[inline]
pub(super) fn deeper<R>(inner: impl FnOnce() -> Result<R, Error>) -> Result<R, Error> {
    let Some(_level) = Level::enter() else {
        return Err(Error::TooLarge {
            what: "the nesting of boxes, lists and maps",
            size: u64::from(MAX_DEPTH) + 1,
            limit: MAX_DEPTH.into(),
        });
    };
    inner()
}

/// As `deeper`, for loads, which cannot return an error: what was built at once is never too deep. (What was grown level
/// by level through views may be: it can be used through views, and copied out or removed in portions.)
#[inline]
pub(super) fn deeper_or_corrupt<R>(inner: impl FnOnce() -> R) -> R {
    let Some(_level) = Level::enter() else { corrupt(0, "boxes, lists and maps nest without an end") };
    inner()
}
