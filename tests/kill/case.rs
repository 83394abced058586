//! A case: a start state and one operation that must be all or nothing.

use ipo::{Error, WriteTurn};

type Work = Box<dyn Fn(&mut WriteTurn<'_>) -> Result<(), Error>>;

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) capacity: u64,
    /// Makes the start state.
    pub(crate) prepare: Work,
    /// What is cut off. May fail: then it must have changed nothing.
    pub(crate) change: Work,
}

impl Case {
    pub(crate) fn new(
        name: impl Into<String>,
        prepare: impl Fn(&mut WriteTurn<'_>) -> Result<(), Error> + 'static,
        change: impl Fn(&mut WriteTurn<'_>) -> Result<(), Error> + 'static,
    ) -> Case {
        Case { name: name.into(), capacity: 1 << 20, prepare: Box::new(prepare), change: Box::new(change) }
    }

    pub(crate) fn capacity(mut self, bytes: u64) -> Case {
        self.capacity = bytes;
        self
    }
}
