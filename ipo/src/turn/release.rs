//! Giving the word back: to nobody, or to a waiter that has been passed often enough. Tickets say who waits.

use super::lock::Turns;
use super::wait::{Seat, World};
use super::word::{HAND, Me, WAIT};
use crate::sync::AtomicU64;
use crate::sync::Ordering;
use crate::sync::turn::MODEL;

/// A waiter that was passed so often is handed the word. In a model nobody comes by so often.
const PATIENCE: u32 = if MODEL { 0 } else { 2 };

/// This participant's ticket; given back when dropped.
pub(super) struct Ticket<'a, W: World> {
    turns: &'a Turns<W>,
}

impl<W: World> Turns<W> {
    /// Gives the write turn back.
    #[inline]
    pub(crate) fn release_word(&self) {
        if !self.release_at_once() {
            self.release_slow();
        }
    }

    /// Gives the write turn back if nobody waits for it, as far as one look tells; or does nothing, and says so.
    #[inline(always)]
    pub(crate) fn release_at_once(&self) -> bool {
        // Release: pairs with the SeqCst CAS of the next owner and with readers' loads.
        let (word, me) = (self.world.turn(), self.world.my_word());
        self.nobody_waits() && word.compare_exchange(me, 0, Ordering::Release, Ordering::Relaxed).is_ok()
    }

    /// False in the few heaps whose waiters have more than one word, too: `release_slow` looks at all.
    #[inline]
    fn nobody_waits(&self) -> bool {
        // Relaxed: a hint; a waiter that comes now finds the word free, or sets WAIT and makes the CAS fail.
        self.world.tickets()[0].load(Ordering::Relaxed) == 0 && self.world.seats().len() <= 64
    }

    #[cold]
    fn release_slow(&self) {
        match self.oldest_waiter() {
            Some(heir) => {
                let word = self.world.turn();
                // Relaxed: the word is this participant's; others only add WAIT, at any time.
                let mut old = word.load(Ordering::Relaxed);
                // Release: as above, to the heir's SeqCst CAS. Without WAIT nobody sleeps, and there is no one to wake.
                while let Err(now) =
                    word.compare_exchange(old, heir.word() | HAND | old & WAIT, Ordering::Release, Ordering::Relaxed)
                {
                    old = now;
                }
                if old & WAIT != 0 {
                    self.world.wake(word);
                }
            }
            None => self.free_word(),
        }
    }

    /// Frees the word whatever its flags, and wakes everyone: a wake-up of one could be eaten by a death.
    pub(super) fn free_word(&self) {
        let word = self.world.turn();
        // SeqCst: a reader that took over has raised its count before.
        if word.swap(0, Ordering::SeqCst) & WAIT != 0 {
            self.world.wake(word);
        }
    }

    /// Makes every ticket one release older, and names the oldest waiter if it was passed too often.
    fn oldest_waiter(&self) -> Option<Me> {
        let slots = self.world.seats();
        let words = slots.len().div_ceil(64);
        let mut oldest: Option<(u32, Me)> = None;
        for (i, bits) in self.world.tickets()[..words].iter().enumerate() {
            // Relaxed: a hint; the ticket is the truth.
            let mut bits = bits.load(Ordering::Relaxed);
            while bits != 0 {
                let slot = i * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let Some(participant) = slots.get(slot) else { break };
                // Acquire: pairs with the Release that made the ticket.
                let ticket = participant.ticket().load(Ordering::Acquire);
                if ticket == 0 {
                    self.unmark(slot as u32);
                    continue;
                }
                let who = Me { slot: slot as u32, generation: (ticket >> 32) as u32 };
                let age = ticket as u32;
                // Relaxed: ageing publishes nothing; a failure means that the ticket was given back.
                let aged = ticket & !0xFFFF_FFFF | u64::from(age.saturating_add(1));
                let kept =
                    participant.ticket().compare_exchange(ticket, aged, Ordering::Relaxed, Ordering::Relaxed).is_ok();
                if kept && age > PATIENCE && oldest.is_none_or(|(o, _)| age > o) {
                    oldest = Some((age, who));
                }
            }
        }
        oldest.map(|(_, who)| who)
    }

    // ---- tickets ------------------------------------------------------------------------------------------------

    /// Says that this participant waits. One ticket per process: its threads queue before.
    pub(super) fn take_ticket(&self) -> Ticket<'_, W> {
        let me = self.world.me();
        // Release: pairs with the Acquire in `oldest_waiter`.
        self.world.seats()[me.slot as usize].ticket().store(me.ticket(0), Ordering::Release);
        let (word, bit) = self.ticket_bit(me.slot);
        // SeqCst: a release after this sees the bit, or its word was seen by this waiter's next load.
        word.fetch_or(bit, Ordering::SeqCst);
        Ticket { turns: self }
    }

    /// Takes a dead participant's ticket away, and only its own.
    pub(super) fn drop_ticket_of(&self, who: Me) {
        let Some(participant) = self.world.seats().get(who.slot as usize) else { return };
        // Relaxed: tickets publish nothing.
        let ticket = participant.ticket().load(Ordering::Relaxed);
        if ticket != 0 && (ticket >> 32) as u32 == who.generation {
            let _ = participant.ticket().compare_exchange(ticket, 0, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// Takes away the mark of a participant without a ticket: one that died while it waited leaves it behind, and every
    /// release would look for that ticket.
    fn unmark(&self, slot: u32) {
        let (word, bit) = self.ticket_bit(slot);
        // AcqRel: pairs with the `fetch_or` of whoever waits now. If that came first, the look below sees its ticket.
        word.fetch_and(!bit, Ordering::AcqRel);
        // Acquire: as in `oldest_waiter`.
        if self.world.seats()[slot as usize].ticket().load(Ordering::Acquire) != 0 {
            // Release: as in `take_ticket`. Where the ticket is given back meanwhile, the next release unmarks it.
            word.fetch_or(bit, Ordering::Release);
        }
    }

    fn ticket_bit(&self, slot: u32) -> (&AtomicU64, u64) {
        (&self.world.tickets()[slot as usize / 64], 1 << (slot % 64))
    }
}

impl<W: World> Drop for Ticket<'_, W> {
    fn drop(&mut self) {
        let turns = self.turns;
        let me = turns.world.me();
        // Relaxed: see `drop_ticket_of`.
        turns.world.seats()[me.slot as usize].ticket().store(0, Ordering::Relaxed);
        let (word, bit) = turns.ticket_bit(me.slot);
        word.fetch_and(!bit, Ordering::Relaxed);
        // A word that was handed over in the last moment must not wait for its hand to expire.
        let turn = turns.world.turn();
        let now = turn.load(Ordering::SeqCst);
        // SeqCst: as any release of the word.
        if me.owns(now) && now & HAND != 0 && turn.compare_exchange(now, 0, Ordering::SeqCst, Ordering::Relaxed).is_ok()
        {
            turns.world.wake(turn);
        }
    }
}
