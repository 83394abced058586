//! Whom a turn belongs to: the thread that took it, or the task that awaited it.

use std::fmt::Debug;

use crate::object::one_thread::LeavesItsThread;

/// Whom a turn belongs to: [`OfThread`] or [`OfTask`]. Nothing else implements it.
pub trait TurnOwner: sealed::Owner + Debug + 'static {}

/// Of a turn that was taken by a blocking call, such as [`Heap::write`](crate::Heap::write): it stays on that thread.
#[derive(Debug)]
pub struct OfThread(());

/// Of a turn that was awaited, such as by `Heap::write_async` (feature `async`): it goes to whatever thread runs its task.
#[derive(Debug)]
pub struct OfTask(());

impl TurnOwner for OfThread {}
impl TurnOwner for OfTask {}
impl LeavesItsThread for OfTask {}

pub(super) mod sealed {
    /// What differs between the two.
    pub trait Owner {
        /// Whether the thread's list of turns has it.
        const LISTED: bool;
    }

    impl Owner for super::OfThread {
        const LISTED: bool = true;
    }

    impl Owner for super::OfTask {
        const LISTED: bool = false;
    }
}
