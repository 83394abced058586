//! A queue reduced to its words, a number for what each cell and buffer holds, and the participants that meet there.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::rc::Rc;

use loom::cell::UnsafeCell;
use loom::sync::atomic::AtomicBool;
use zerocopy::FromZeros;

use super::log::{Log, PARTICIPANTS};
use crate::alloc::{List, Space};
use crate::object::ring::{Content, Facts, Lists, Moving, QueueWords, Ring, Word};
use crate::queue::cells::Claim;
use crate::queue::seen::{Next, Seen};
use crate::region::layout::{Header, Line};
use crate::region::participant::Me;
use crate::sync::turn::{self, Mutex};
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// Where the queue's block lies.
const AT: u64 = 4096;
/// Who comes when all others have gone.
pub(super) const LAST: usize = PARTICIPANTS - 1;
/// Who died before.
const FORMER: usize = PARTICIPANTS - 2;

/// What kind of queue it is, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) cells: u64,
    pub(super) buffers: u64,
    pub(super) bounded: bool,
    /// Messages that were sent and taken before.
    pub(super) first: u64,
}

/// What the participants share.
pub(super) struct Place {
    memory: NonNull<u8>,
    layout: Layout,
    space: Space,
    facts: Facts,
    /// What cells and buffers hold: the numbers of messages.
    cells: Vec<UnsafeCell<u64>>,
    buffers: Vec<UnsafeCell<u64>>,
    /// Who has died, as the kernel says.
    gone: Vec<AtomicBool>,
    /// The write turn, and the messages behind the ring, which are changed in it.
    turn: Mutex<Vec<u64>>,
    pub(super) log: Rc<RefCell<Log>>,
}

// SAFETY: all threads of a model run in one thread of the system, one at a time, and loom checks their accesses to the cells;
// the memory is made of its atomics.
unsafe impl Sync for Place {}
// SAFETY: as above.
unsafe impl Send for Place {}

impl Drop for Place {
    fn drop(&mut self) {
        turn::witnessed_by(None);
        // SAFETY: allocated so; the atomics in it have nothing to drop.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) };
    }
}

fn number() -> AtomicU64 {
    AtomicU64::new(0)
}

fn line() -> Line<AtomicU64> {
    Line(number())
}

fn list() -> List {
    List { first: number(), last: number(), count: number() }
}

const _: () = assert!(size_of::<AtomicU64>() == 8, "the words of a model lie as those of a heap do");

impl Place {
    pub(super) fn new(kind: Kind) -> Place {
        let Kind { cells, buffers, bounded, first } = kind;
        let facts = Facts { deep: 1, cells, stride: 64, bound: if bounded { cells } else { 0 }, buffers };
        let layout = Layout::from_size_align((AT + facts.len()) as usize, 4096).unwrap();
        // SAFETY: not of size 0.
        let memory = NonNull::new(unsafe { alloc_zeroed(layout) }).expect("memory");
        let header = Header { total_len: AT + facts.len(), arena_off: AT, ..Header::new_zeroed() };
        // SAFETY: so many bytes are there for as long as the place; nothing asks for the heap's own words, at 0.
        let space = unsafe { Space::new(memory, &header, false) };
        let words = QueueWords {
            facts: Line(std::array::from_fn(|_| number())),
            lists: Line(Lists { front: list(), back: list(), returned: number(), closed: number() }),
            tail: line(),
            head: line(),
            leased: Line(list()),
            arrivals: line(),
            departures: line(),
            moving: line(),
        };
        let make = |offset: usize| {
            // SAFETY: a word inside the block, which is nobody else's yet.
            unsafe { memory.byte_add(AT as usize + offset).cast::<AtomicU64>().write(number()) }
        };
        // SAFETY: the block starts with them.
        unsafe { memory.byte_add(AT as usize).cast().write(words) };
        for cell in 0..cells as usize {
            let at = size_of::<QueueWords>() + cell * 64;
            [at, at + 8].into_iter().for_each(make);
        }
        let behind = size_of::<QueueWords>() + cells as usize * 64;
        for buffer in 0..buffers as usize {
            let rooms = behind + buffers as usize * 64 + buffer * 16;
            [behind + buffer * 64, rooms, rooms + 8].into_iter().for_each(make);
        }

        // SAFETY: the block of so many bytes was just made.
        let ring = unsafe { Ring::known(&space, AT, facts) };
        ring.format();
        for position in first..first + cells {
            shim::store(ring.word(position), Word::empty(position).0);
        }
        shim::hint(&ring.words().tail.0, first);
        shim::hint(&ring.words().head.0, first);
        let words = (0..cells).map(|cell| {
            let position = (first..first + cells).find(|&position| ring.is_cell_of(cell, position)).expect("a lap");
            (std::ptr::from_ref(ring.word(cell)).addr(), Word::empty(position))
        });
        let log = Rc::new(RefCell::new(Log::new(first, words)));
        let witness = log.clone();
        turn::witnessed_by(Some(Rc::new(move |address, value| witness.borrow_mut().changed(address, value))));
        Place {
            memory,
            layout,
            space,
            facts,
            cells: (0..cells).map(|_| UnsafeCell::new(0)).collect(),
            buffers: (0..buffers).map(|_| UnsafeCell::new(0)).collect(),
            gone: (0..PARTICIPANTS).map(|_| AtomicBool::new(false)).collect(),
            turn: Mutex::new(Vec::new()),
            log,
        }
    }

    pub(super) fn ring(&self) -> Ring<'_> {
        // SAFETY: the block was made so in `new`.
        unsafe { Ring::known(&self.space, AT, self.facts) }
    }

    /// Works in the write turn, with the messages behind the ring. Who dies in it leaves it.
    fn in_turn<R>(&self, work: impl FnOnce(&mut Vec<u64>) -> R) -> R {
        let mut turn = self.turn.lock().unwrap();
        let end = catch_unwind(AssertUnwindSafe(|| work(&mut turn)));
        // Before the death goes on: no lock of loom's is ever poisoned.
        drop(turn);
        end.unwrap_or_else(|death| resume_unwind(death))
    }

    /// The kernel's part of a death: after all that the process did.
    pub(super) fn died(&self, who: usize) {
        self.gone[who].store(true, Ordering::Release);
    }

    fn is_dead(&self, who: Me) -> bool {
        // Acquire: as in `Region::is_alive`.
        self.gone[who.slot as usize].load(Ordering::Acquire)
    }
}

fn read(number: &UnsafeCell<u64>) -> u64 {
    // SAFETY: loom has checked that nobody writes, and panics otherwise.
    number.with(|number| unsafe { *number })
}

fn write(number: &UnsafeCell<u64>, value: u64) {
    // SAFETY: loom has checked that nobody else reads or writes, and panics otherwise.
    number.with_mut(|number| unsafe { *number = value });
}

/// What came of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Done,
    /// No message waited.
    Empty,
    /// There was no room.
    Full,
}

/// One participant at the place.
pub(super) struct Participant<'p> {
    place: &'p Place,
    who: usize,
    me: Me,
    seen: Seen,
}

impl<'p> Participant<'p> {
    pub(super) fn new(place: &'p Place, who: usize) -> Participant<'p> {
        Participant { place, who, me: Me { slot: who as u32, generation: 1 }, seen: Seen::new() }
    }

    fn cell(&self, position: u64) -> &UnsafeCell<u64> {
        &self.place.cells[(position % self.place.facts.cells) as usize]
    }

    // ---- without a turn -----------------------------------------------------------------------------------------------

    /// As `Queue::send_once` does for what fits into a cell.
    pub(super) fn send(&self) -> Done {
        let (ring, log) = (self.place.ring(), &self.place.log);
        let known = log.borrow().known(self.who);
        let message = log.borrow_mut().begin(self.who);
        let sent = ring.is_straight()
            && ring.put(self.me, |claim| {
                write(self.cell(claim.position), message);
                Content::Block(message << 4)
            });
        if !sent {
            log.borrow().check_full(&known);
            log.borrow_mut().give_up(self.who);
            return Done::Full;
        }
        log.borrow_mut().sent(self.who, message);
        Done::Done
    }

    /// As `Reserved::commit` does.
    pub(super) fn send_long(&self) -> Done {
        let (ring, log) = (self.place.ring(), &self.place.log);
        let Some((number, _)) = ring.claim_buffer(self.me, 0) else { return Done::Full };
        let message = log.borrow_mut().begin(self.who);
        write(&self.place.buffers[number as usize], message);
        if !ring.put(self.me, |_| Content::Buffer { number, len: message }) {
            log.borrow_mut().give_up(self.who);
            ring.free_buffer(number);
            return Done::Full;
        }
        log.borrow_mut().sent(self.who, message);
        Done::Done
    }

    /// As `Queue::take_once` does.
    pub(super) fn take(&self) -> Done {
        let ring = self.place.ring();
        let known = self.place.log.borrow().known(self.who);
        if !self.seen.caught_up(&ring) {
            self.seen.catch_up(&ring, || Ok(true)).unwrap();
        }
        loop {
            let found = match self.seen.next(&ring) {
                Next::Found(found) => found,
                Next::Behind => return self.take_in_turn(),
                Next::Nowhere => {
                    self.place.log.borrow().check_empty(&known);
                    return Done::Empty;
                }
            };
            let _ = Content::of(ring.content(found.0).load(Ordering::Relaxed));
            let Some(claim) = ring.claim_full(self.me, found) else { continue };
            self.open(&ring, claim);
            return Done::Done;
        }
    }

    /// As `take`, of one who has waited for long.
    pub(super) fn take_from_all(&self) -> Done {
        self.seen.look_everywhere(&self.place.ring());
        self.take()
    }

    /// In a turn, as one whose handle is new or has waited for long.
    pub(super) fn take_from_all_in_turn(&self) -> Done {
        self.seen.look_everywhere(&self.place.ring());
        self.take_in_turn()
    }

    /// Takes what a claimed cell holds.
    fn open(&self, ring: &Ring<'_>, claim: Claim) {
        match Content::of(ring.content(claim.position).load(Ordering::Relaxed)) {
            Content::Block(at) => {
                assert_eq!(read(self.cell(claim.position)), at >> 4, "what the cell says, and what it holds");
                self.check_content(claim, at >> 4);
                ring.empty(claim);
            }
            Content::Buffer { number, len } => {
                self.check_content(claim, len);
                ring.hold_buffer(self.me, number);
                ring.empty(claim);
                assert_eq!(read(&self.place.buffers[number as usize]), len, "another message's buffer");
                ring.free_buffer(number);
            }
            Content::Inline => panic!("nobody has sent that"),
        }
    }

    fn check_content(&self, claim: Claim, message: u64) {
        self.place.log.borrow().check_content(claim.position, message);
    }

    /// Claims a message and puts it back.
    pub(super) fn claim_and_return(&self) -> Done {
        let ring = self.place.ring();
        let Some(claim) = self.seen.look(&ring).and_then(|found| ring.claim_full(self.me, found)) else {
            return Done::Empty;
        };
        ring.put_back(claim);
        Done::Done
    }

    /// As `Inside::take` does with the message that was sent last.
    pub(super) fn take_last(&self) -> Done {
        let ring = self.place.ring();
        self.place.log.borrow_mut().take_last(self.who);
        let Some(claim) = ring.highest_full().and_then(|found| ring.claim_full(self.me, found)) else {
            return Done::Empty;
        };
        self.open(&ring, claim);
        Done::Done
    }

    /// Looks at all messages.
    pub(super) fn look(&self) -> Done {
        let known = self.place.log.borrow().known(self.who);
        let full: Vec<u64> = self.place.ring().snapshot().iter().map(|&(position, _)| position).collect();
        self.place.log.borrow().check_snapshot(&known, &full);
        if full.is_empty() { Done::Empty } else { Done::Done }
    }

    /// Another one sends a message in a buffer, and is gone.
    pub(super) fn die_after_sending(&self) -> Done {
        let former = Participant::new(self.place, FORMER);
        let done = former.send_long();
        self.place.died(FORMER);
        done
    }

    /// Another one claims something, and is gone.
    pub(super) fn die(&self, claim: impl FnOnce(&Ring<'_>, Me) -> Option<Claim>) -> Done {
        claim(&self.place.ring(), Me { slot: FORMER as u32, generation: 1 }).expect("something to claim");
        self.place.died(FORMER);
        Done::Done
    }

    /// Stores hints as one that was stopped long ago may.
    pub(super) fn hint(&self, head: Option<u64>, tail: Option<u64>) -> Done {
        let words = self.place.ring().words();
        for (word, value) in [(&words.head.0, head), (&words.tail.0, tail)] {
            if let Some(value) = value {
                shim::hint(word, value);
            }
        }
        Done::Done
    }

    // ---- in a turn ----------------------------------------------------------------------------------------------------

    /// As `Inside::recover` does.
    pub(super) fn recover(&self) -> Done {
        let ring = self.place.ring();
        self.place.in_turn(|_| {
            ring.moving(Moving::Nothing);
            ring.recover(|who| self.place.is_dead(who)).unwrap();
        });
        self.seen.look_everywhere(&ring);
        Done::Done
    }

    /// As `send`, in a turn if that does not do, as `Inside::send`: no message is refused.
    pub(super) fn send_anyhow(&self) -> Done {
        let (ring, log) = (self.place.ring(), &self.place.log);
        if self.send_if_straight(&ring) {
            return Done::Done;
        }
        self.place.in_turn(|behind| {
            ring.moving(Moving::Nothing);
            if !behind.is_empty() {
                self.refill(&ring, behind);
            }
            let message = log.borrow_mut().begin(self.who);
            let claim = if behind.is_empty() { ring.claim_empty(self.me) } else { None };
            match claim {
                Some(claim) => self.put_in(&ring, claim, message),
                None => {
                    log.borrow_mut().put_behind(message);
                    behind.push(message);
                    shim::store(&ring.words().lists.0.back.count, behind.len() as u64);
                }
            }
            log.borrow_mut().sent(self.who, message);
        });
        Done::Done
    }

    fn send_if_straight(&self, ring: &Ring<'_>) -> bool {
        let log = &self.place.log;
        if !ring.is_straight() {
            return false;
        }
        let message = log.borrow_mut().begin(self.who);
        let sent = ring.put(self.me, |claim| {
            write(self.cell(claim.position), message);
            Content::Block(message << 4)
        });
        if sent {
            log.borrow_mut().sent(self.who, message)
        } else {
            log.borrow_mut().give_up(self.who)
        }
        sent
    }

    /// As `Inside::put_in` and its commit do.
    fn put_in(&self, ring: &Ring<'_>, claim: Claim, message: u64) {
        self.place.log.borrow_mut().send_now(self.who, message);
        write(self.cell(claim.position), message);
        shim::store(ring.content(claim.position), Content::Block(message << 4).word());
        assert!(shim::exchange(ring.word(claim.position), claim.word.0, ring.sent(claim).0));
    }

    /// As `Inside::refill` does.
    fn refill(&self, ring: &Ring<'_>, behind: &mut Vec<u64>) {
        ring.moving(Moving::In);
        while !behind.is_empty() {
            let Some(claim) = ring.claim_empty(self.me) else { break };
            let message = behind.remove(0);
            shim::store(&ring.words().lists.0.back.count, behind.len() as u64);
            self.put_in(ring, claim, message);
        }
        ring.moving(Moving::Nothing);
    }

    /// As `Inside::take` does with the first message.
    fn take_in_turn(&self) -> Done {
        let ring = self.place.ring();
        let known = self.place.log.borrow().known(self.who);
        let caught_up = self.seen.caught_up(&ring);
        self.place.in_turn(|behind| {
            ring.moving(Moving::Nothing);
            while let Some(found) = ring.first_of_all(caught_up) {
                if let Some(claim) = ring.claim_full(self.me, found) {
                    self.open(&ring, claim);
                    return Done::Done;
                }
            }
            if behind.is_empty() {
                self.place.log.borrow().check_empty(&known);
                return Done::Empty;
            }
            ring.moving(Moving::Out);
            let message = behind.remove(0);
            shim::store(&ring.words().lists.0.back.count, behind.len() as u64);
            self.place.log.borrow_mut().taken_from_behind(self.who, message);
            if !behind.is_empty() {
                self.refill(&ring, behind);
            }
            Done::Done
        })
    }

    // ---- when all others have gone ------------------------------------------------------------------------------------

    /// What the others left is whole: nothing is lost, everything is free, and the queue goes on.
    pub(super) fn close(&self) {
        let ring = self.place.ring();
        self.place.log.borrow_mut().learn_all(self.who);
        self.recover();
        assert!(!ring.something_left(|who| self.place.is_dead(who)));
        while self.take() == Done::Done {}
        self.place.log.borrow().check_nothing_left();
        assert_eq!(ring.in_use(), 0);
        assert_eq!(ring.words().lists.0.back.len(), 0);
        // What the takes have raised is lowered.
        self.recover();
        // All of it can be used: a lap and one more.
        for _ in 0..=self.place.facts.cells {
            assert_eq!((self.send(), self.take(), self.take()), (Done::Done, Done::Done, Done::Empty));
        }
        let free = (0..self.place.facts.buffers).all(|_| ring.claim_buffer(self.me, 0).is_some());
        assert!(free, "a buffer is lost");
    }
}
