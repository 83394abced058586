//! A turn that a task asked for: who has it, step by step.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::turn::Mode;

/// A task that does not come for its turn within this time loses it for now. It doubles each time, up to `LONGEST`: a busy
/// executor gets through.
const PATIENCE: Duration = Duration::from_millis(20);
/// See `PATIENCE`.
const LONGEST: Duration = Duration::from_secs(1);

/// One turn, asked for by a future and waited for by the service.
#[derive(Debug)]
pub(crate) struct Request {
    mode: Mode,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    step: Step,
    patience: Duration,
}

#[derive(Debug)]
enum Step {
    /// The service waits for the turn, or will.
    Waiting(Waker),
    /// The process has the turn since then, and the task was woken.
    Granted { since: Instant, recovered: bool, waker: Waker },
    /// The task did not come, and the turn was given back. The next poll asks again.
    Parked,
    /// There will be no turn.
    Failed(Error),
    /// The task has its answer, or is gone.
    Over,
}

/// What a poll finds.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Nothing yet; the waker is noted.
    Pending,
    /// As before, and the service must be asked again.
    AskAgain,
    /// The turn is the task's; whether a dead owner's change was undone.
    Taken { recovered: bool },
    /// There will be no turn.
    Failed(Error),
}

impl Request {
    pub(crate) fn new(mode: Mode, waker: Waker) -> Request {
        Request { mode, state: Mutex::new(State { step: Step::Waiting(waker), patience: PATIENCE }) }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // ---- the task's side ----------------------------------------------------------------------------------------

    /// Looks for the answer.
    pub(crate) fn poll(&self, waker: &Waker) -> Answer {
        let mut state = self.lock();
        match std::mem::replace(&mut state.step, Step::Over) {
            Step::Waiting(mut known) => {
                known.clone_from(waker);
                state.step = Step::Waiting(known);
                Answer::Pending
            }
            Step::Parked => {
                state.step = Step::Waiting(waker.clone());
                Answer::AskAgain
            }
            Step::Granted { recovered, .. } => Answer::Taken { recovered },
            Step::Failed(error) => Answer::Failed(error),
            Step::Over => unreachable!("a future is not polled after its end"),
        }
    }

    /// Gives the request up. Whether the process has a turn that must be given back now.
    pub(crate) fn give_up(&self) -> bool {
        matches!(std::mem::replace(&mut self.lock().step, Step::Over), Step::Granted { .. })
    }

    // ---- the service's side -------------------------------------------------------------------------------------

    /// Whether the task still waits for a turn.
    pub(super) fn waits(&self) -> bool {
        matches!(self.lock().step, Step::Waiting(_))
    }

    /// Gives the task a turn that the process has just taken; false if it does not want it any more.
    pub(super) fn grant(&self, recovered: bool) -> bool {
        let mut state = self.lock();
        let Step::Waiting(waker) = std::mem::replace(&mut state.step, Step::Over) else { return false };
        state.step = Step::Granted { since: Instant::now(), recovered, waker: waker.clone() };
        // Without the lock: the waker is the executor's code.
        drop(state);
        waker.wake();
        true
    }

    /// Tells the task that there will be no turn.
    pub(super) fn fail(&self, error: Error) {
        let mut state = self.lock();
        if let Step::Waiting(waker) = std::mem::replace(&mut state.step, Step::Over) {
            state.step = Step::Failed(error);
            drop(state);
            waker.wake();
        }
    }

    /// Looks after a turn that was granted.
    pub(super) fn revoke_if_late(&self) -> Granted {
        let mut state = self.lock();
        let Step::Granted { since, waker, .. } = &state.step else { return Granted::Fetched };
        let left = state.patience.saturating_sub(since.elapsed());
        if !left.is_zero() {
            return Granted::For(left);
        }
        let waker = waker.clone();
        state.patience = (state.patience * 2).min(LONGEST);
        state.step = Step::Parked;
        drop(state);
        // Once more: a wake-up that came while the task was being polled elsewhere may be spent.
        waker.wake();
        Granted::Revoked
    }
}

/// What became of a turn that was granted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Granted {
    /// The task has it, or has given it back.
    Fetched,
    /// It waits for the task, and may do so for that long.
    For(Duration),
    /// It was taken away from the task: the caller gives it back.
    Revoked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_that_nobody_fetches_is_taken_away_and_asked_for_again() {
        let request = Request::new(Mode::Write, Waker::noop().clone());
        assert!(request.grant(true));
        assert!(matches!(request.revoke_if_late(), Granted::For(_)));
        std::thread::sleep(PATIENCE);
        assert_eq!(request.revoke_if_late(), Granted::Revoked);
        assert!(!request.waits(), "nobody waits for it until its task looks");
        assert!(matches!(request.poll(Waker::noop()), Answer::AskAgain));
        assert!(request.waits());
        assert!(request.grant(false));
        std::thread::sleep(PATIENCE);
        assert!(matches!(request.revoke_if_late(), Granted::For(_)), "the second time it may take longer");
        assert!(matches!(request.poll(Waker::noop()), Answer::Taken { recovered: false }));
    }

    #[test]
    fn a_request_that_was_given_up_is_granted_nothing() {
        let request = Request::new(Mode::Read, Waker::noop().clone());
        assert!(!request.give_up(), "there is nothing to give back");
        assert!(!request.grant(false));
        let request = Request::new(Mode::Read, Waker::noop().clone());
        assert!(request.grant(false));
        assert!(request.give_up(), "the turn that it was granted");
        assert_eq!(request.revoke_if_late(), Granted::Fetched);
    }
}
