//! A heap's memory: a file that several processes map, with a name or without, and this process's place in it.
//!
//! `options`, with its `choices`, and `name` say what is wanted, `header` and `layout` what lies where, `heap_file` is the file
//! without a mapping, `create` and `attach` are the two ways to a [`Region`], `participant` is the place in it, `commit` its
//! space, `remove` and `list` deal with heaps that this process need not be attached to.

mod attach;
mod choices;
mod commit;
mod create;
mod header;
mod heap_file;
pub(crate) mod layout;
pub(crate) mod list;
pub(crate) mod name;
pub(crate) mod options;
pub(crate) mod participant;
#[cfg(feature = "async")]
mod place;
pub(crate) mod remove;
#[cfg(test)]
mod tests;

#[cfg(feature = "async")]
pub(crate) use place::Place;

use crate::error::{Error, Result};
use crate::region::heap_file::{AttachLock, HeapFile};
use crate::region::layout::{Control, Header, PAGE, Participant};
use crate::region::options::{HeapOptions, Lifetime, Wait};
use crate::region::participant::{Me, ParticipantInfo, Seat};
use crate::sync::{AtomicU32, AtomicU64, Ordering};
use crate::sys::fork::Cookie;
use crate::sys::map::{Map, huge_pages_possible};
use crate::sys::{futex, process};
use std::os::fd::BorrowedFd;
use std::time::Duration;

/// How long leaving waits for somebody who is just attaching or removing. Whoever that is sees to the name.
const LEAVE_WAIT: Duration = Duration::from_secs(2);

/// How this process came to a heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It made the heap.
    Created,
    /// The heap existed and no live participant was attached.
    First,
    /// Others were attached.
    Joined,
}

/// What a new heap, or one that nobody watched over, is put through before others can reach it.
pub(crate) type Prepare<'a> = &'a mut dyn FnMut(&Region) -> Result<()>;

/// A mapped heap with this process as a participant. Dropping it detaches.
#[derive(Debug)]
pub(crate) struct Region {
    map: Map,
    header: Header,
    cookie: Cookie,
    me: Me,
    /// Taken by `drop` only.
    seat: Option<Seat>,
    file: HeapFile,
    read_only: bool,
    huge_pages: bool,
    /// How this participant waits, a `Wait`.
    wait: AtomicU32,
    /// How long its calls wait for a turn that have no limit of their own, in nanoseconds; `NO_TIMEOUT` for as long as it takes.
    turn_timeout: AtomicU64,
}

/// See `Region::turn_timeout`.
const NO_TIMEOUT: u64 = u64::MAX;

fn nanoseconds(timeout: Option<Duration>) -> u64 {
    timeout.map_or(NO_TIMEOUT, |timeout| timeout.as_nanos().min(u128::from(NO_TIMEOUT - 1)) as u64)
}

impl Region {
    /// Maps the file, whose header has been checked, and claims a slot.
    fn enter(file: HeapFile, header: Header, options: &HeapOptions) -> Result<Region> {
        let cookie = Cookie::take().map_err(|e| Error::os("mapping the fork cookie", e))?;
        let map = Map::new(file.fd()?, header.total_len).map_err(|e| file.os("mapping the heap", e))?;
        if options.read_only {
            map.protect_from(header.meta_off as usize).map_err(|e| file.os("write-protecting the heap", e))?;
        }
        let huge_pages = options.huge_pages
            && map.prefer_huge_pages().is_ok()
            && huge_pages_possible(file.identity().0, header.anonymous());
        let (control, slots) = control_words(&map, &header);
        let seat = Seat::claim(&file, control, slots, options.read_only)?;
        // Relaxed: a hint. Noted by who is attached, so that what nobody can spin for is not spun for.
        control.processors.fetch_or(process::processors(), Ordering::Relaxed);
        // SeqCst: who counted the participants before this one finds the number changed.
        control.arrivals.fetch_add(1, Ordering::SeqCst);
        futex::wake_all(futex::low_half(&control.arrivals));
        Ok(Region {
            me: seat.me,
            seat: Some(seat),
            map,
            header,
            cookie,
            file,
            read_only: options.read_only,
            huge_pages,
            wait: AtomicU32::new(options.wait as u32),
            turn_timeout: AtomicU64::new(nanoseconds(options.turn_timeout)),
        })
    }

    /// The header, read and checked when the heap was opened.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The first byte of the mapping, page-aligned.
    #[inline]
    pub(crate) fn base(&self) -> *mut u8 {
        self.map.base()
    }

    /// Bytes of the mapping.
    #[inline]
    pub(crate) fn len(&self) -> u64 {
        self.map.len() as u64
    }

    /// The words through which participants meet.
    #[inline]
    pub(crate) fn control(&self) -> &Control {
        control_words(&self.map, &self.header).0
    }

    /// The participant table.
    #[inline]
    pub(crate) fn participants(&self) -> &[Participant] {
        control_words(&self.map, &self.header).1
    }

    /// Where the control words and the participant table lie, as offsets in the file.
    pub(crate) fn control_places(&self) -> (u64, u64) {
        (PAGE, header::participants_off())
    }

    /// This participant.
    #[inline]
    pub(crate) fn me(&self) -> Me {
        self.me
    }

    /// Whether the participant (slot, generation) lives. "No" is final; "yes" may be over by the time it is heard,
    /// and is also the answer where the system cannot be asked.
    pub(crate) fn is_alive(&self, slot: u32, generation: u32) -> bool {
        let Some(place) = self.participants().get(slot as usize) else {
            return false; // no such slot, so nobody in it
        };
        // Acquire pairs with the Release of the generation in `Seat::claim`: a new tenant means that the old one's
        // stores are all there to be seen.
        let current = (place.word.0.load(Ordering::Acquire) >> 32) as u32;
        if current != generation {
            return false;
        }
        // Our own lock is not probed, and need not be.
        slot == self.me.slot || self.file.slot_is_locked(slot).unwrap_or(true)
    }

    /// Whether this is a forked child of the process that attached: then nothing here may be used.
    #[inline]
    pub(crate) fn forked(&self) -> bool {
        self.cookie.forked()
    }

    /// Tells a forked child from the process that attached.
    pub(crate) fn cookie(&self) -> Cookie {
        self.cookie
    }

    /// Whether everything from `meta_off` on is mapped without write permission.
    #[inline]
    pub(crate) fn read_only(&self) -> bool {
        self.read_only
    }

    /// Device and inode of the heap's file: equal for every attached `Region` of one heap, and no other's meanwhile.
    pub(crate) fn identity(&self) -> (u64, u64) {
        self.file.identity()
    }

    /// For messages: the name or path by which the heap was found.
    pub(crate) fn name(&self) -> &str {
        self.file.target().map_or("(heap without a name)", |t| &t.name)
    }

    /// Whether huge pages were asked for and the system's settings let it use them.
    pub(crate) fn huge_pages_granted(&self) -> bool {
        self.huge_pages
    }

    /// How this participant waits.
    pub(crate) fn wait(&self) -> Wait {
        // Relaxed: a wish, which orders nothing.
        if self.wait.load(Ordering::Relaxed) == Wait::LowLatency as u32 { Wait::LowLatency } else { Wait::SaveCpu }
    }

    /// How this participant waits from now on.
    pub(crate) fn set_wait(&self, wait: Wait) {
        // Relaxed: as above.
        self.wait.store(wait as u32, Ordering::Relaxed);
    }

    /// How long calls of this participant wait for a turn if they have no limit of their own; `None`: as long as it takes.
    pub(crate) fn turn_timeout(&self) -> Option<Duration> {
        // Relaxed, here and below: a wish, which orders nothing.
        match self.turn_timeout.load(Ordering::Relaxed) {
            NO_TIMEOUT => None,
            nanoseconds => Some(Duration::from_nanos(nanoseconds)),
        }
    }

    /// The same from now on.
    pub(crate) fn set_turn_timeout(&self, timeout: Option<Duration>) {
        self.turn_timeout.store(nanoseconds(timeout), Ordering::Relaxed);
    }

    /// How many processors the participants may run on together.
    pub(crate) fn processors(&self) -> u32 {
        // Relaxed: a hint.
        self.control().processors.load(Ordering::Relaxed).count_ones()
    }

    /// A descriptor of the heap's file, to hand to another process.
    pub(crate) fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.raw_fd()
    }

    /// Everybody whose in-use bit is set, dead or alive.
    pub(crate) fn participant_infos(&self) -> Vec<ParticipantInfo> {
        let control = self.control();
        let in_use = |slot: usize| {
            // Acquire pairs with the setting of the bit in `Seat::claim`: the notes were written before it.
            control.in_use.0[slot / 64].load(Ordering::Acquire) >> (slot % 64) & 1 == 1
        };
        let used = self.participants().iter().enumerate().filter(|(slot, _)| in_use(*slot));
        used.map(|(slot, place)| ParticipantInfo {
            slot: slot as u32,
            // Relaxed, the three: notes for people, ordered by the bit.
            pid: place.pid.load(Ordering::Relaxed),
            attached: participant::time(place.attached.load(Ordering::Relaxed)),
            read_only: place.read_only.load(Ordering::Relaxed) != 0,
            // Relaxed: `is_alive` looks again with Acquire.
            alive: self.is_alive(slot as u32, (place.word.0.load(Ordering::Relaxed) >> 32) as u32),
        })
        .collect()
    }

    fn file(&self) -> &HeapFile {
        &self.file
    }

    /// Of a heap on a disk: notes that it is open in this boot, on the disk, before anything else is changed.
    fn mark_open(&self, boot: [u64; 2]) -> Result<()> {
        let control = self.control();
        // Relaxed, here and in `mark_clean`: the ATTACH byte orders those who use the marks.
        control.opened_boot[0].store(boot[0], Ordering::Relaxed);
        control.opened_boot[1].store(boot[1], Ordering::Relaxed);
        control.clean.store(0, Ordering::Relaxed);
        self.flush_control()
    }

    /// Of a heap on a disk: everything first, and only then the mark that says so.
    fn mark_clean(&self) -> Result<()> {
        let all = 0..self.map.len();
        self.map.flush(all).map_err(|e| self.file.os("writing the heap to the disk", e))?;
        self.control().clean.store(1, Ordering::Relaxed);
        self.flush_control()
    }

    fn flush_control(&self) -> Result<()> {
        let range = PAGE as usize..2 * PAGE as usize;
        self.map.flush(range).map_err(|e| self.file.os("writing the heap's marks to the disk", e))
    }

    /// What falls to the last participant.
    fn leave_last(&self, attach: &AttachLock) {
        if self.header.on_disk() {
            // Without the mark the heap is `Unclean` after a crash of the machine, which is then the truth.
            let _ = self.mark_clean();
        }
        if self.header.lifetime() == Lifetime::UntilLastLeaves {
            // Not allowed, perhaps, in a sticky directory: then the owner's next process does it.
            let _ = self.file.bury(attach);
        }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let Some(seat) = self.seat.take() else { return };
        if self.forked() {
            seat.forget(); // slot, lock and name are the parent's
            return;
        }
        let matters = self.header.on_disk() || self.header.lifetime() == Lifetime::UntilLastLeaves;
        // Held until the slot is free, so that of two who leave at once one is the last.
        let attach = if matters { self.file.lock_attach(LEAVE_WAIT).ok() } else { None };
        if let Some(attach) = &attach {
            let alive = self.file.alive(self.header.participants);
            // Our own lock is among those that the file's other description sees.
            if alive.is_ok_and(|slots| slots == [self.me.slot]) {
                self.leave_last(attach);
            }
        }
        seat.leave(self.control(), self.participants());
        drop(attach);
    }
}

/// The control words and the participant table of a mapped heap.
#[inline]
fn control_words<'a>(map: &'a Map, header: &Header) -> (&'a Control, &'a [Participant]) {
    const { assert!(size_of::<Control>() as u64 + PAGE <= header::participants_off()) };
    let len = header.participants as usize;
    // SAFETY: the header was checked: it holds `len` participants between `participants_off` and `meta_off`, which is
    // below `total_len`, and all of that is mapped, readable and writable, for as long as `map` lives, and backed since
    // the creation. The mapping starts at a page and both offsets are multiples of the types' alignment. Control and
    // Participant consist of atomics, for which any bytes are a value, and every process only uses them as atomics.
    unsafe {
        let control = map.base().add(PAGE as usize).cast::<Control>();
        let slots = map.base().add(header::participants_off() as usize).cast::<Participant>();
        (&*control, std::slice::from_raw_parts(slots, len))
    }
}
