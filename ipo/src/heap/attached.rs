//! A counted hold on an attachment. The last one ends the thread that waits for the attachment's futures.

use std::ops::Deref;
use std::sync::Arc;

use super::inner::Inner;

/// What heaps, queues and the like hold.
pub(crate) struct Attached(Arc<Inner>);

impl Attached {
    pub(crate) fn new(inner: Arc<Inner>) -> Attached {
        #[cfg(feature = "async")]
        inner.service().enter();
        Attached(inner)
    }
}

impl Clone for Attached {
    fn clone(&self) -> Self {
        Attached::new(self.0.clone())
    }
}

impl Deref for Attached {
    type Target = Arc<Inner>;

    #[inline]
    fn deref(&self) -> &Arc<Inner> {
        &self.0
    }
}

#[cfg(feature = "async")]
impl Drop for Attached {
    fn drop(&mut self) {
        self.0.service().leave(self.0.check_process().is_err());
    }
}
