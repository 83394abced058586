//! Threads of one process queue here, first in first out, so that the process has one waiter at the heap's word.

use std::collections::VecDeque;
use std::sync::PoisonError;

use super::wait::{Limit, World};
use crate::sync::turn::{Condvar, Instant, Mutex, MutexGuard};

/// The queue before the heap's word.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    waiting: VecDeque<u64>,
}

/// The front place; given up when dropped.
#[derive(Debug)]
pub(super) struct Front<'a> {
    queue: &'a Queue,
    number: u64,
}

impl Queue {
    /// Waits for the front; `None` when the time is over first.
    pub(super) fn front<W: World>(&self, limit: Limit, world: &W) -> Option<Front<'_>> {
        let mut state = self.lock();
        if matches!(limit, Limit::Try) && !state.waiting.is_empty() {
            return None;
        }
        let number = state.next;
        state.next += 1;
        state.waiting.push_back(number);
        // The place is given up also when the wait ends by time.
        let front = Front { queue: self, number };
        while state.waiting.front() != Some(&number) {
            let step = match limit {
                Limit::Until { end, .. } => end.saturating_duration_since(Instant::now()).min(W::ATTEND_EVERY),
                _ => W::ATTEND_EVERY,
            };
            if step.is_zero() {
                drop(state);
                return None;
            }
            state = self.moved.wait_timeout(state, step).unwrap_or_else(PoisonError::into_inner).0;
            drop(state);
            world.attend();
            state = self.lock();
        }
        drop(state);
        Some(front)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Front<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.waiting.retain(|&n| n != self.number);
        let others = !state.waiting.is_empty();
        drop(state);
        // A call to the system: not for nobody.
        if others {
            self.queue.moved.notify_all();
        }
    }
}
