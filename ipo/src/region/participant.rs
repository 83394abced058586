//! One process's place in a heap: claiming a slot, being alive in it, leaving it.

use crate::error::{Error, Result};
use crate::region::heap_file::HeapFile;
use crate::region::layout::{Control, Participant, liveness_byte};
use crate::sync::Ordering;
use crate::sys::map::HoldPage;
use crate::sys::{ofd, process, shim};
use std::time::{Duration, Instant, SystemTime};

/// How long a program that is being spawned may keep copies of our descriptors.
const GHOSTS_STAY: Duration = Duration::from_millis(100);

/// A participant's name for itself: never used by another one, as the slot's generation moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Me {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
}

/// What a participant noted about itself, for messages to people, and whether it lives.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// for participant in heap.participants() {
///     println!("slot {}: process {}, alive: {}", participant.slot, participant.pid, participant.alive);
/// }
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParticipantInfo {
    /// Its slot in the participant table.
    pub slot: u32,
    /// Its process id when it attached, in its own pid namespace.
    pub pid: u32,
    /// When it attached.
    pub attached: SystemTime,
    /// Whether it attached for reading only.
    pub read_only: bool,
    /// Whether it lives. One that does not has left its traces for the next writer or tenant to clear.
    pub alive: bool,
}

/// A claimed slot. The page keeps the lock.
#[derive(Debug)]
pub(crate) struct Seat {
    pub(crate) me: Me,
    hold: HoldPage,
}

impl Seat {
    /// Claims the lowest free slot.
    pub(crate) fn claim(heap: &HeapFile, control: &Control, slots: &[Participant], read_only: bool) -> Result<Seat> {
        let start = Instant::now();
        let (slot, hold) = loop {
            let claimed = heap.hold(|fd| {
                for slot in 0..slots.len() as u32 {
                    if ofd::try_lock(fd, liveness_byte(slot))? {
                        return Ok(Some(slot));
                    }
                }
                Ok(None)
            })?;
            if let Some(claimed) = claimed {
                break claimed;
            }
            // The lock of one who has left may stay for a moment: see `HeapFile::alive`.
            if heap.alive(slots.len() as u32)?.len() == slots.len() || start.elapsed() > GHOSTS_STAY {
                return Err(Error::TooManyParticipants { limit: slots.len() as u32 });
            }
            std::thread::sleep(Duration::from_millis(1));
        };

        Ok(Seat { me: occupy(control, slots, slot, read_only), hold })
    }

    /// Leaves: first the bit, then the lock. The other way round the next tenant's bit could be cleared.
    pub(crate) fn leave(self, control: &Control, slots: &[Participant]) {
        vacate(control, slots, self.me);
        drop(self.hold);
    }

    /// Forgets the seat in a forked child, to which nothing of it belongs.
    pub(crate) fn forget(self) {
        self.hold.forget();
    }
}

/// Moves into a slot whose liveness lock this process holds.
pub(crate) fn occupy(control: &Control, slots: &[Participant], slot: u32, read_only: bool) -> Me {
    let place = &slots[slot as usize];
    // Relaxed: nobody but the holder of the lock writes a generation, and the lock orders the holders.
    let old = (place.word.0.load(Ordering::Relaxed) >> 32) as u32;
    let generation = old.wrapping_add(1).max(1);
    // From this store on the old tenant is dead to everybody, and its read turns are gone. Release pairs with the
    // Acquire in `Region::is_alive`: who sees the new generation sees what the kernel did before this claim.
    shim::step();
    place.word.0.store(u64::from(generation) << 32, Ordering::Release);
    shim::step();
    // Relaxed, the four: the ticket names a generation and is void without it; the others are for people.
    place.ticket.store(0, Ordering::Relaxed);
    place.pid.store(process::pid(), Ordering::Relaxed);
    place.attached.store(now(), Ordering::Relaxed);
    place.read_only.store(u32::from(read_only), Ordering::Relaxed);
    // Relaxed: what the old tenant pinned is free from the new generation on. Somebody who still sees a pin and the new
    // generation only keeps the object for longer.
    place.pins.0.iter().for_each(|pin| pin.store(0, Ordering::Relaxed));
    // Last, and SeqCst: pairs with the SeqCst loads of a draining writer. Before it the participant takes no turn,
    // after it the drain looks at its count.
    shim::step();
    control.in_use.0[slot as usize / 64].fetch_or(1 << (slot % 64), Ordering::SeqCst);
    Me { slot, generation }
}

/// Moves out, with the lock still held.
pub(crate) fn vacate(control: &Control, slots: &[Participant], me: Me) {
    let slot = me.slot as usize;
    // Relaxed, both: a ticket seen too long is void once the lock is free. Turns that another thread forgot end here: a free
    // slot counts none.
    slots[slot].ticket.store(0, Ordering::Relaxed);
    slots[slot].word.0.store(u64::from(me.generation) << 32, Ordering::Relaxed);
    shim::step();
    // SeqCst as in `claim`. Also Release: the turns of this participant are over before its bit is gone.
    control.in_use.0[slot / 64].fetch_and(!(1 << (slot % 64)), Ordering::SeqCst);
}

/// Nanoseconds since the Unix epoch.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// The time of `now`.
pub(crate) fn time(nanos: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_nanos(nanos)
}
