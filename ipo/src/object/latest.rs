//! Latest values: a register with one writer and any number of readers, used outside of turns.
//!
//! ```text
//! claim of the writer | newest, on a line of its own | asked | 4 × (claim, answer) | 8 × (number, value) | 4 answers
//! ```
//!
//! Store number `s` goes into buffer `s % 8`, which it takes the number away from at first and gives `s` at last; then `newest`
//! becomes `s`: one store publishes it, so a writer that is killed anywhere leaves the last whole value. A reader loads
//! `newest`, copies that buffer, and looks whether its number is still `s`; the number lies beside the value, so that the look
//! costs nothing, where the writer takes `newest` away all the time. Buffer `s % 8` is touched again by store `s + 8`, which
//! begins after `newest` was `s + 7`: the copy is whole unless seven stores were completed meanwhile. A reader to which that
//! happens often asks: the writer, which looks at `asked` after each store, copies the value to an answer that nobody
//! overwrites until the reader is through.
//!
//! **Bound.** A read copies at most `TRIES + 2` times. The reader sets its bit in `asked`, makes a SeqCst fence, and loads
//! `newest` = `s`. The writer publishes `s + 1`, makes a SeqCst fence, and loads `asked`. If that load missed the bit, the
//! reader's fence was the later one, and its load would have found `s + 1`. So `s + 1` is answered before `s + 2` begins. The
//! next copy that fails does so because store `s + 8` was seen to have begun, and with it the answer and that `newest` is
//! `s + 7` or more; a `newest` that has not moved so far then is damage. This holds for as many readers at once as there are
//! answers; one more may have to copy again until one of them is through. A reader of a read-only attachment cannot ask: it
//! copies again.
//!
//! An answer is as new as the read asks for: the writer does one thing at a time, so what it answers with is the newest value
//! until the answer is there.

#[cfg(test)]
mod tests;

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::fence;

use super::directory::Use;
use super::shared::Shared;
use super::slot::SlotRef;
use crate::Error;
use crate::alloc::{BlockKind, Space, corrupt};
use crate::journal::Writer;
use crate::region::Region;
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// Buffers that the writer goes through.
const BUFFERS: u64 = 8;
/// Readers that can be answered at once.
const ANSWERS: usize = 4;
/// Copies that a reader makes before it asks.
const TRIES: u32 = 4;

/// Offsets in the block, in words; a cache line has 8.
const CLAIM: usize = 0;
const NEWEST: usize = 8;
const ASKED: usize = 16;
const ANSWER: usize = 24;
const VALUES: usize = 32;

/// What a buffer's number is while its value is written.
const UNFINISHED: u64 = 0;

/// Words from one buffer to the next, for a number and a value of `size` bytes: whole cache lines.
fn stride(size: usize) -> usize {
    (size + 8).div_ceil(64) * 8
}

/// Bytes of the block for values of `size` bytes.
pub(super) fn block_len(size: u64) -> u64 {
    (VALUES as u64 + (BUFFERS + ANSWERS as u64) * stride(size as usize) as u64) * 8
}

/// A value's bytes in private memory, as whole words.
#[repr(C, align(8))]
struct Copied<S>(MaybeUninit<S>);

impl<S> Copied<S> {
    const WORDS: usize = size_of::<S>().div_ceil(8);

    fn words(&mut self) -> *mut u64 {
        std::ptr::from_mut(self).cast()
    }
}

/// The words of a register of `T`s, and the heap that they lie in.
#[derive(Debug)]
pub(crate) struct Register<T> {
    region: Arc<Region>,
    space: Space,
    words: NonNull<AtomicU64>,
    value: PhantomData<fn() -> T>,
}

// SAFETY: the words are atomics of a shared mapping that the region keeps.
unsafe impl<T> Send for Register<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Register<T> {}

impl<T> Register<T> {
    pub(crate) fn region(&self) -> &Region {
        &self.region
    }

    pub(crate) fn shared_region(&self) -> Arc<Region> {
        self.region.clone()
    }

    #[inline]
    fn word(&self, index: usize) -> &AtomicU64 {
        // SAFETY: `new` checked the block's length, and every index is below it; the region keeps the mapping; the words are
        // used as atomics only, outside of the creation.
        unsafe { self.words.add(index).as_ref() }
    }

    /// The writer leaves. In a forked child there is none.
    pub(crate) fn give_up(&self) {
        if !self.region.forked() {
            // Release: the next writer sees this one's stores. Nobody takes the word from one who lives.
            self.word(CLAIM).store(0, Ordering::Release);
        }
    }
}

impl<T: Shared> Register<T> {
    /// The register whose block has this payload.
    pub(crate) fn new(region: Arc<Region>, payload: u64) -> Result<Register<T>, Error> {
        const {
            assert!(
                !T::OWNS,
                "a latest value is copied word by word: its type must own no block, as `String` and `Vec` do"
            )
        };
        let base = NonNull::new(region.base()).expect("a mapping is never at address 0");
        // SAFETY: the region maps the heap that its header describes, and is kept beside the space.
        let space = unsafe { Space::new(base, region.header(), region.read_only()) };
        space.refresh()?;
        let words = space.check(payload, block_len(size_of::<T::Slot>() as u64), 64);
        let words = words.ok_or_else(|| Error::corrupt(payload, "a latest value where none can lie"))?;
        Ok(Register { region, space, words: words.cast(), value: PhantomData })
    }

    /// The same register once more.
    pub(crate) fn again(&self) -> Result<Register<T>, Error> {
        Register::new(self.region.clone(), self.space.offset_of(self.words.as_ptr().cast()))
    }

    /// The word of a buffer's number; the value's lie behind it.
    #[inline]
    fn buffer(number: u64) -> usize {
        VALUES + (number % BUFFERS) as usize * stride(size_of::<T::Slot>())
    }

    /// The first word of an answer.
    fn answer_buffer(answer: usize) -> usize {
        VALUES + (BUFFERS as usize + answer) * stride(size_of::<T::Slot>())
    }

    /// Stores so far.
    #[inline]
    pub(crate) fn newest(&self) -> u64 {
        // Acquire: pairs with the Release in `store`.
        self.word(NEWEST).load(Ordering::Acquire)
    }

    // ---- reading ------------------------------------------------------------------------------------------------

    /// A copy of the newest value; `None` before the first store.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload.
    #[inline]
    pub(crate) fn load(&self) -> Option<T> {
        let mut copy = Copied::<T::Slot>(MaybeUninit::uninit());
        let number = self.newest();
        if number == 0 {
            return None;
        }
        if !self.copy_of(number, copy.words()) {
            self.copy_again(copy.words());
        }
        // SAFETY: the words of a slot of `T` that was stored whole, in memory of this call; any bytes are a valid slot. What
        // it refers to, if anything, lies in `space`.
        Some(T::load(T::view(unsafe { SlotRef::new(NonNull::from(&mut copy.0).cast(), &self.space) })))
    }

    /// Copies the value with that number, which was the newest; false if it is or was overwritten.
    #[inline]
    fn copy_of(&self, number: u64, into: *mut u64) -> bool {
        let buffer = Self::buffer(number);
        self.copy_out(buffer + 1, into);
        // Acquire: who copied a word of store `number + 8` sees that the number was taken away; pairs with the fence in
        // `store`.
        fence(Ordering::Acquire);
        self.word(buffer).load(Ordering::Relaxed) == number
    }

    /// Copies the newest value; false if it was overwritten meanwhile.
    fn try_copy(&self, into: *mut u64) -> bool {
        let number = self.newest();
        if self.copy_of(number, into) {
            return true;
        }
        // Acquire: who saw that store `number + 8` has begun sees what was done before it; pairs with the fence in `store`.
        fence(Ordering::Acquire);
        if self.word(NEWEST).load(Ordering::Relaxed).wrapping_sub(number) < BUFFERS - 1 {
            let at = self.space.offset_of(std::ptr::from_ref(self.word(Self::buffer(number))).cast());
            corrupt(at, "the number of a latest value is not that of its place");
        }
        false
    }

    #[cold]
    #[inline(never)]
    fn copy_again(&self, into: *mut u64) {
        if !(1..TRIES).any(|_| self.try_copy(into)) {
            self.ask_and_copy(into);
        }
    }

    #[inline]
    fn copy_out(&self, first: usize, into: *mut u64) {
        for i in 0..Copied::<T::Slot>::WORDS {
            #[cfg(test)]
            tests::between(i);
            // Relaxed: ordered by the callers. SAFETY: `into` has so many words.
            unsafe { into.add(i).write(self.word(first + i).load(Ordering::Relaxed)) };
        }
    }

    fn ask_and_copy(&self, into: *mut u64) {
        loop {
            let Some(answer) = self.ask() else {
                // Nobody can be asked for the moment.
                if self.try_copy(into) {
                    return;
                }
                continue;
            };
            // SeqCst: see the bound in the module's text.
            fence(Ordering::SeqCst);
            while !self.try_copy(into) {
                // Acquire: pairs with the Release in `answer_those_who_ask`.
                if self.word(ANSWER + 2 * answer + 1).load(Ordering::Acquire) != 0 {
                    self.copy_out(Self::answer_buffer(answer), into);
                    break;
                }
            }
            // The other way round the next one's bit could be taken away. Release: the copy is through.
            self.word(ASKED).fetch_and(!(1 << answer), Ordering::SeqCst);
            self.word(ANSWER + 2 * answer).store(0, Ordering::Release);
            return;
        }
    }

    /// Takes a place for an answer and asks for it.
    fn ask(&self) -> Option<usize> {
        if self.region.read_only() {
            return None;
        }
        let me = self.region.me().word();
        let free = (0..ANSWERS).find(|answer| {
            let claim = self.word(ANSWER + 2 * answer);
            // Acquire: pairs with the Release that gave the place back.
            let owner = claim.load(Ordering::Acquire);
            (owner == 0 || self.is_dead(owner))
                && claim.compare_exchange(owner, me, Ordering::AcqRel, Ordering::Relaxed).is_ok()
        })?;
        // Relaxed: published by the bit. A writer that still answers the place's last owner answers with the newest value.
        self.word(ANSWER + 2 * free + 1).store(0, Ordering::Relaxed);
        self.word(ASKED).fetch_or(1 << free, Ordering::SeqCst);
        Some(free)
    }

    fn is_dead(&self, owner: u64) -> bool {
        let who = Me::of(owner);
        who != self.region.me() && !self.region.is_alive(who.slot, who.generation)
    }

    // ---- writing ------------------------------------------------------------------------------------------------

    /// Makes this participant the writer; the owner's word if there is another one.
    pub(crate) fn claim(&self) -> Result<(), Me> {
        let claim = self.word(CLAIM);
        // Acquire: pairs with the Release in `give_up`.
        let owner = claim.load(Ordering::Acquire);
        if owner != 0 && !self.is_dead(owner) {
            return Err(Me::of(owner));
        }
        shim::step();
        // AcqRel: the dead writer's stores are there; the kernel dropped its lock after they were made.
        match claim.compare_exchange(owner, self.region.me().word(), Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(()),
            Err(other) => Err(Me::of(other)),
        }
    }

    /// Publishes a value. For the one writer; `builder` is not used for anything else.
    #[inline]
    pub(crate) fn build_and_store(&mut self, builder: &Writer, value: &T) -> Result<(), Error> {
        // SAFETY: a type that owns no block needs no scope: its slot is made of the value alone.
        let slot = unsafe { T::build_ref(builder, value)? };
        self.store(slot);
        Ok(())
    }

    #[inline]
    fn store(&mut self, slot: T::Slot) {
        let mut copy = Copied::<T::Slot>(MaybeUninit::uninit());
        // SAFETY: the words hold a slot, and are aligned for it. The last one may have bytes behind the slot: zeroed.
        unsafe {
            copy.words().write_bytes(0, Copied::<T::Slot>::WORDS);
            copy.words().cast::<T::Slot>().write(slot);
        }
        // Padding has any bits, and from here on the same ones for everybody who looks.
        let copy = std::hint::black_box(&mut copy).words().cast_const();
        // Relaxed: this writer's own, or a dead one's that was seen by `claim`.
        let number = self.word(NEWEST).load(Ordering::Relaxed).wrapping_add(1);
        let buffer = Self::buffer(number);
        self.word(buffer).store(UNFINISHED, Ordering::Relaxed);
        // Release: who sees a word of this value sees that the last one's number is gone, and what was done before; pairs with
        // the fences in `copy_of` and `try_copy`.
        fence(Ordering::Release);
        self.copy_in(copy, buffer + 1);
        shim::step();
        // Relaxed: published with `newest`.
        self.word(buffer).store(number, Ordering::Relaxed);
        shim::step();
        // Release: who finds the number finds the value.
        self.word(NEWEST).store(number, Ordering::Release);
        // SeqCst: see the bound in the module's text.
        fence(Ordering::SeqCst);
        let asked = self.word(ASKED).load(Ordering::Relaxed);
        if asked != 0 {
            self.answer_those_who_ask(asked, copy, number);
        }
    }

    #[inline]
    fn copy_in(&self, copy: *const u64, first: usize) {
        for i in 0..Copied::<T::Slot>::WORDS {
            shim::step();
            // Relaxed: ordered by the callers. SAFETY: `copy` has so many words.
            self.word(first + i).store(unsafe { copy.add(i).read() }, Ordering::Relaxed);
        }
    }

    #[cold]
    #[inline(never)]
    fn answer_those_who_ask(&self, asked: u64, copy: *const u64, number: u64) {
        for answer in (0..ANSWERS).filter(|answer| asked >> answer & 1 == 1) {
            let word = self.word(ANSWER + 2 * answer + 1);
            // Acquire: the last owner has read before this one asks.
            if word.load(Ordering::Acquire) == 0 {
                self.copy_in(copy, Self::answer_buffer(answer));
                shim::step();
                // Release: pairs with the Acquire in `ask_and_copy`.
                word.store(number, Ordering::Release);
            }
        }
    }
}

impl Space {
    /// The payload of the latest value with that name, if there is one.
    pub(crate) fn latest<T: Shared>(&self, name: &str) -> Result<Option<u64>, Error> {
        let Some(entry) = self.look_up(Use::Latest, name.as_bytes())? else { return Ok(None) };
        if entry.extra == T::deep() {
            return Ok(Some(entry.value));
        }
        let unknown = || Error::corrupt(entry.at, "a latest value of a type that the heap does not know");
        Err(self.schema_mismatch(T::schema(), entry.extra).unwrap_or_else(unknown))
    }
}

impl Writer {
    /// The payload of the latest value with that name, which is made if there is none.
    pub(crate) fn open_latest<T: Shared>(&self, name: &str) -> Result<u64, Error> {
        if let Some(payload) = self.space().latest::<T>(name)? {
            return Ok(payload);
        }
        self.scope(|| {
            self.register(T::schema(), T::deep())?;
            let len = block_len(size_of::<T::Slot>() as u64);
            let (payload, ptr) = self.allocate(len, true, BlockKind::System)?;
            // SAFETY: a fresh block of `len` bytes, which nobody knows yet.
            unsafe { shim::zero(ptr.as_ptr(), len as usize) };
            self.enter_name(Use::Latest, name.as_bytes(), payload, T::deep(), &[])?;
            Ok(payload)
        })
    }
}
