//! The end of a queue.

use super::Queue;
use crate::Error;
use crate::alloc::BlockKind;
use crate::object::Shared;
use crate::object::ring::Ring;
use crate::sync::Ordering;
use crate::sys::shim;
use crate::turn::Limit;

/// Longest reason in bytes.
const MAX_REASON: usize = 4096;

impl<T: Shared> Queue<T> {
    /// Closes the queue for ever: from now on sending is [`Error::Closed`], with the reason, and so is taking once all
    /// messages are taken. Those who wait are woken. Closing it again changes nothing: the first reason stays. What other
    /// processes send at the same moment may still arrive. Takes a write turn; waiting for it is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// As [`Heap::write`](crate::Heap::write); [`Error::TooLarge`] for a reason of more than 4,096 bytes.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let jobs = heap.queue::<u8>("jobs")?;
    /// jobs.send(&1)?;
    /// jobs.close("the day is over")?;
    /// assert!(matches!(jobs.send(&2), Err(Error::Closed { reason }) if reason == "the day is over"));
    /// assert_eq!(jobs.take()?, 1);
    /// assert!(matches!(jobs.take(), Err(Error::Closed { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn close(&self, reason: &str) -> Result<(), Error> {
        if reason.len() > MAX_REASON {
            let size = reason.len() as u64;
            return Err(Error::TooLarge { what: "a reason", size, limit: MAX_REASON as u64 });
        }
        self.inside(Limit::Never, |inside| {
            let closed = &inside.ring.words().lists.0.closed;
            if closed.load(Ordering::Relaxed) != 0 {
                return Ok(());
            }
            inside.writer.scope(|| {
                let (at, ptr) = inside.writer.allocate(8 + reason.len() as u64, false, BlockKind::System)?;
                // SAFETY: a fresh block of so many bytes.
                unsafe {
                    shim::write(ptr.as_ptr().cast(), reason.len() as u64);
                    shim::copy(reason.as_ptr(), ptr.as_ptr().add(8), reason.len());
                }
                inside.writer.change_word(closed, at)
            })?;
            inside.ring_later();
            Ok(())
        })
    }

    /// Why the queue was closed, if it was.
    pub fn close_reason(&self) -> Option<String> {
        reason(&self.ring())
    }

    #[cold]
    pub(super) fn closed(&self) -> Error {
        Error::Closed { reason: self.close_reason().unwrap_or_default() }
    }

    /// # Errors
    /// [`Error::Closed`] if the queue is closed, and empty when looked at behind that.
    #[cold]
    pub(super) fn check_drained(&self) -> Result<(), Error> {
        if self.ring().words().lists.0.closed.load(Ordering::Acquire) != 0 && !self.has_some() {
            return Err(self.closed());
        }
        Ok(())
    }
}

pub(super) fn reason(ring: &Ring<'_>) -> Option<String> {
    // Acquire: pairs with the store of the close, behind which the reason stands.
    let at = ring.words().lists.0.closed.load(Ordering::Acquire);
    if at == 0 {
        return None;
    }
    let space = ring.space();
    // Another process may have committed the memory since this one's last turn.
    let text =
        |at, len| space.check(at, len, 1).or_else(|| space.refresh().ok().and_then(|()| space.check(at, len, 1)));
    let len = text(at, 8).filter(|_| at % 8 == 0).map(|word| {
        // SAFETY: just checked.
        unsafe { word.cast::<u64>().read() }
    })?;
    let bytes = text(at + 8, len.min(MAX_REASON as u64))?;
    // SAFETY: just checked; the reason never changes and is never freed.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.as_ptr(), len.min(MAX_REASON as u64) as usize) };
    Some(String::from_utf8_lossy(bytes).into_owned())
}
