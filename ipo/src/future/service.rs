//! The thread that waits for all futures of an attachment. It starts with the first one that cannot go on at once.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::Ordering::{AcqRel, Relaxed};
use std::sync::atomic::{AtomicU32, AtomicUsize};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use event_listener::EventListener;

use super::request::{Granted, Request};
use super::watch::Watches;
use super::world::Waiting;
use crate::error::Error;
use crate::region::Region;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::futex;
use crate::turn::{Limit, Mode, TurnWorld, Turns, World};

/// A wait for a turn looks so often whether anybody still wants it.
const PART: Duration = Duration::from_millis(100);

/// What the thread needs of the attachment that it serves.
pub(crate) trait Attachment: Send + Sync + 'static {
    fn region(&self) -> &Arc<Region>;
    /// The attachment's turns, as another world sees them; both queue in one line.
    fn turns_beside<W: World>(&self, world: W) -> Turns<W>;
    /// Takes a turn that no thread owns; whether a dead owner's change was undone.
    fn take<W: World>(&self, turns: &Turns<W>, mode: Mode, limit: Limit) -> Result<bool, Error>;
    /// Gives such a turn back.
    fn give(&self, mode: Mode);
}

/// The waiting thread of one attachment, if it was needed so far.
#[derive(Default)]
pub(crate) struct Service {
    running: OnceLock<Running>,
    starting: Mutex<()>,
    /// Heaps, queues and the like that may ask for something.
    users: AtomicUsize,
}

struct Running {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("running", &self.running.get().is_some()).finish_non_exhaustive()
    }
}

/// What tasks and the thread have in common.
pub(super) struct Shared {
    state: Mutex<State>,
    watches: Watches,
    /// Counts calls; the thread sleeps on it. Private to the process.
    bell: AtomicU32,
    /// Gives a turn back.
    give: Box<dyn Fn(Mode) + Send + Sync>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("watches", &self.watches).finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Arc<Request>>,
    granted: Vec<Arc<Request>>,
    stopped: bool,
}

impl Service {
    /// Whether no task waits for a turn.
    pub(crate) fn is_idle(&self) -> bool {
        self.running.get().is_none_or(|running| running.shared.lock().waiting.is_empty())
    }

    /// Waits for a turn in the name of a task.
    pub(crate) fn submit<A: Attachment>(&self, attachment: &Arc<A>, request: Arc<Request>) -> Result<(), Error> {
        let shared = self.start(attachment)?;
        shared.lock().waiting.push_back(request);
        shared.call();
        Ok(())
    }

    /// Hears when a word of the heap is not `seen` any more, or that it is time to look again; `None` if it is not now.
    pub(crate) fn listen<A: Attachment>(
        &self,
        attachment: &Arc<A>,
        word: &AtomicU64,
        seen: u64,
    ) -> Result<Option<EventListener>, Error> {
        let shared = self.start(attachment)?;
        let listener = shared.watches.listen(attachment.region(), word, seen);
        if listener.is_some() {
            shared.call();
        }
        Ok(listener)
    }

    fn start<A: Attachment>(&self, attachment: &Arc<A>) -> Result<&Arc<Shared>, Error> {
        let _one = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = self.running.get() {
            return Ok(&running.shared);
        }
        let giver: Weak<A> = Arc::downgrade(attachment);
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            watches: Watches::default(),
            bell: AtomicU32::new(0),
            give: Box::new(move |mode| {
                if let Some(attachment) = giver.upgrade() {
                    attachment.give(mode);
                }
            }),
        });
        let (of_thread, attachment) = (shared.clone(), attachment.clone());
        let thread = std::thread::Builder::new()
            .name("ipo-waiting".into())
            .spawn(move || run(&*attachment, of_thread))
            .map_err(|source| Error::Os { op: "starting the thread that waits for futures", path: None, source })?;
        let running = Running { shared, thread: Mutex::new(Some(thread)) };
        Ok(&self.running.get_or_init(|| running).shared)
    }

    /// Counts a user.
    pub(crate) fn enter(&self) {
        // Relaxed: made from one that is counted, or the first.
        self.users.fetch_add(1, Relaxed);
    }

    /// Takes a user from the count; the last one ends the thread. `forked`: this is a forked child, which has no such thread.
    pub(crate) fn leave(&self, forked: bool) {
        // AcqRel: the last one comes after what all others did.
        if self.users.fetch_sub(1, AcqRel) == 1 {
            self.stop(forked);
        }
    }

    fn stop(&self, forked: bool) {
        let Some(running) = self.running.get() else { return };
        let thread = running.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if forked {
            std::mem::forget(thread);
            return;
        }
        running.shared.lock().stopped = true;
        running.shared.call();
        // A waker may be the last to know of its task, which may own the last user: then this is the thread, and it ends by itself.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            // A thread that panicked has said so, and there is nothing of it to be kept.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn watches(&self) -> &Watches {
        &self.watches
    }

    pub(super) fn bell(&self) -> &AtomicU32 {
        &self.bell
    }

    /// Calls so far.
    pub(super) fn calls(&self) -> u32 {
        // SeqCst: pairs with `call`; what was done before a call that is seen here is seen, too.
        self.bell.load(Ordering::SeqCst)
    }

    /// Makes the thread look around.
    fn call(&self) {
        // SeqCst: see `calls`.
        self.bell.fetch_add(1, Ordering::SeqCst);
        futex::wake_all(&self.bell);
    }

    /// Takes turns away from tasks that do not come for them. When to look again.
    pub(super) fn attend(&self) -> Option<Duration> {
        let mut next: Option<Duration> = None;
        let granted = std::mem::take(&mut self.lock().granted);
        let mut kept = Vec::new();
        for request in granted {
            match request.revoke_if_late() {
                Granted::Fetched => {}
                Granted::Revoked => (self.give)(request.mode()),
                Granted::For(left) => {
                    next = Some(next.map_or(left, |next| next.min(left)));
                    kept.push(request);
                }
            }
        }
        self.lock().granted.append(&mut kept);
        next
    }

    fn stopped(&self) -> bool {
        self.lock().stopped
    }
}

/// The thread's life.
fn run<A: Attachment>(attachment: &A, shared: Arc<Shared>) {
    let region = attachment.region().clone();
    let world = || Waiting { region: region.clone(), turns: TurnWorld::new(region.clone()), shared: shared.clone() };
    let (turns, world) = (attachment.turns_beside(world()), world());
    loop {
        // Before the queue is looked at: a request behind it ends the rest.
        let called = shared.calls();
        let (next, stopped) = {
            let mut state = shared.lock();
            (state.waiting.pop_front(), state.stopped)
        };
        match next {
            _ if stopped => break,
            Some(request) => serve(attachment, &shared, &turns, &request),
            None => world.rest(called),
        }
    }
    // Futures that were forgotten: no task will ever come for these.
    for request in std::mem::take(&mut shared.lock().granted) {
        if request.give_up() {
            attachment.give(request.mode());
        }
    }
}

/// Waits for one turn, as long as its task does.
fn serve<A: Attachment, W: World>(attachment: &A, shared: &Shared, turns: &Turns<W>, request: &Arc<Request>) {
    while request.waits() && !shared.stopped() {
        match attachment.take(turns, request.mode(), Limit::after(PART)) {
            Ok(recovered) => {
                if request.grant(recovered) {
                    shared.lock().granted.push(request.clone());
                } else {
                    attachment.give(request.mode());
                }
                return;
            }
            Err(Error::TimedOut { .. }) => {}
            Err(error) => return request.fail(error),
        }
    }
}
