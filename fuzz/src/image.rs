//! Target: damage in the bytes of a heap, before it is attached, or under a participant, or in the middle of a turn.
//!
//! ```text
//! base | flags | damages of five bytes: place, place, kind, argument, argument
//! ```

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Mutex;
use std::time::Duration;

use ipo::Heap;

use super::base::{self, Base};
use super::input::Input;
use super::outcome::{Outcome, attempt};
use super::walk::{self, SOON, walk};

/// Attach without the check.
pub const TRUST: u8 = 1;
/// Damage only after it was attached, a part before each use.
pub const LIVE: u8 = 2;
/// Another participant is attached before the damage and stays: nobody repairs or verifies then.
pub const JOIN: u8 = 4;
/// Attach for reading only.
pub const READ_ONLY: u8 = 8;

/// A change to some bytes.
#[derive(Debug, Clone, Copy)]
struct Damage {
    place: usize,
    kind: u8,
    argument: u16,
}

impl Damage {
    fn read(input: &mut Input<'_>, base: &Base) -> Damage {
        let place = base.places[usize::from(input.half()) % base.places.len()];
        Damage { place, kind: input.byte(), argument: input.half() }
    }

    /// The word at its place, damaged.
    fn apply(self, old: u64, base: &Base) -> u64 {
        let n = u64::from(self.argument);
        let (byte, bit, value) = ((n & 7) * 8, n >> 3 & 7, n >> 8);
        match self.kind % 12 {
            0 => old ^ 1 << (byte + bit),
            1 => old ^ 0xFF << byte,
            2 => old & !(0xFF << byte) | value << byte,
            3 => n,
            4 => u64::MAX - n,
            5 => n << 32 | old & 0xFFFF_FFFF,
            6 => old & !0xFFFF_FFFF | n,
            7 => old.wrapping_add((n as i16 as u64).wrapping_mul(8)),
            // Some other word of the heap: what points to one thing points to another.
            8 | 9 => base.word(base.places[usize::from(self.argument) % base.places.len()]),
            // Where a block could lie.
            10 => base.arena() + n % 4096 * 16,
            _ => {
                let top = base.top();
                let whole = base.bytes.len() as u64;
                [0, 1, top, top - 32, whole, whole - 8, 1 << 32, 1 << 40, 1 << 63, u64::MAX, base.arena()]
                    [self.argument as usize % 11]
            }
        }
    }
}

/// The memory file, for run after run.
static FILE: Mutex<Option<File>> = Mutex::new(None);

/// Runs one input.
///
/// # Panics
/// If it finds something.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    base::guard();
    let base = &base::all()[input.below(base::all().len())];
    let flags = input.byte();
    let mut kept = FILE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A file of its own where a run before has left a heap attached.
    let file = kept.take().unwrap_or_else(|| base::memory_file(&base.bytes));
    file.write_all_at(&base.bytes, 0).unwrap();
    let mut damages = Vec::new();
    while !input.is_empty() && damages.len() < 64 {
        damages.push(Damage::read(&mut input, base));
    }
    use_damaged(&file, base, flags, &damages);
    *kept = Some(file);
}

fn damage(file: &File, base: &Base, damages: &[Damage]) {
    for damage in damages {
        let mut old = [0; 8];
        file.read_exact_at(&mut old, damage.place as u64).unwrap();
        let new = damage.apply(u64::from_le_bytes(old), base);
        file.write_all_at(&new.to_le_bytes(), damage.place as u64).unwrap();
    }
}

fn use_damaged(file: &File, base: &Base, flags: u8, damages: &[Damage]) {
    let has = |flag| flags & flag != 0;
    // Whoever stays attached repairs the heap first; what is half done then stays so in a read-only one alone.
    let other = has(JOIN).then(|| base::attach(file, &base::options().trust(true)).expect("the base is whole"));
    if !has(LIVE) {
        damage(file, base, damages);
    }
    let mut heap = None;
    let options = base::options().trust(has(TRUST)).read_only(has(READ_ONLY));
    let attached = attempt(|| {
        heap = Some(base::attach(file, &options)?);
        Ok(())
    });
    let Some(heap) = heap else {
        assert!(!damages.is_empty() || has(READ_ONLY), "the base is refused: {attached:?}");
        return;
    };
    // What a damaged turn word says of others is believed for a moment.
    let control = damages.iter().any(|damage| damage.place < base.meta());
    let wait = if control { Duration::from_millis(2) } else { SOON };
    let (met, late) = walk(&heap, &base.handles, wait, |i| {
        if has(LIVE) {
            let (from, to) = (i * damages.len() / walk::COUNT, (i + 1) * damages.len() / walk::COUNT);
            damage(file, base, &damages[from..to]);
        }
    });
    assert!(!late || control, "a turn was not given back");
    if !has(LIVE) && !has(TRUST) && !has(JOIN) {
        assert!(met.is_empty(), "a verified heap holds bytes that cannot be right: {met:#?}");
        let sound = attempt(|| {
            let report = heap.read_timeout(SOON)?.verify();
            assert!(report.is_sound(), "what was sound is not any more: {report:#?}");
            Ok(())
        });
        assert!(matches!(sound, Outcome::Fine), "{sound:?}");
    }
    in_the_middle(file, base, flags, damages, &heap);
    drop(heap);
    drop(other);
}

/// Damage between two changes of one turn, and in a transaction.
fn in_the_middle(file: &File, base: &Base, flags: u8, damages: &[Damage], heap: &Heap) {
    // A participant whose own words were damaged is not told from one that holds a turn.
    if flags & LIVE == 0 || flags & READ_ONLY != 0 || damages.iter().any(|damage| damage.place < base.meta()) {
        return;
    }
    // Back to what it was, but for the words of those who are attached.
    let meta = base.meta();
    file.write_all_at(&base.bytes[meta..], meta as u64).unwrap();
    let (first, second) = damages.split_at(damages.len() / 2);
    let world = base.handles.world;
    let _ = attempt(|| {
        let mut turn = heap.write_timeout(SOON)?;
        turn.get_mut(world)?.texts_mut().push("a text before the damage, in a block")?;
        damage(file, base, first);
        turn.get_mut(world)?.texts_mut().remove(0)?;
        turn.get_mut(world)?.map_mut().insert("key", &[1; 20])?;
        turn.transaction(|tx| {
            tx.get_mut(world)?.parts_mut().clear()?;
            tx.get_mut(world)?.set_id(8);
            damage(file, base, second);
            tx.get_mut(world)?.ring_mut().pop_front()?;
            tx.get_mut(world)?.set_title("a title that does not fit into a slot")
        })?;
        turn.get_mut(world)?.set_id(9);
        turn.remove(world)
    });
    // Whatever came of it, the turn is back, or the heap says that it cannot be used.
    for _ in 0..2 {
        let next = attempt(|| heap.write_timeout(SOON)?.put(&5_u64).map(drop));
        assert!(!matches!(next, Outcome::Late), "a turn was not given back");
    }
}
