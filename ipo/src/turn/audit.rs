//! Compares the words through which participants meet with what the protocol allows: for `verify`. Others come, go and
//! take turns meanwhile; only what is wrong at any time is reported.

use std::mem::offset_of;

use super::word::{HAND, Me, WAIT};
use crate::region::layout::{BITMAP_WORDS, Control, Participant};
use crate::sync::AtomicU64;
use crate::sync::Ordering;

/// Reports the control words and slots that cannot be right. `holder`: the participant that asks, and whether it holds the
/// write turn; without it nobody is attached. `base`: where the control words and the slots lie.
pub(crate) fn audit(
    control: &Control,
    slots: &[Participant],
    holder: Option<(Me, bool)>,
    base: (u64, u64),
    report: &mut dyn FnMut(u64, String),
) {
    let (control_at, slots_at) = base;
    let bitmaps = [
        ("slots in use", &control.in_use.0, offset_of!(Control, in_use)),
        ("waiting participants", &control.tickets.0, offset_of!(Control, tickets)),
    ];
    for (what, bits, offset) in bitmaps {
        if beyond(bits, slots.len()) {
            report(control_at + offset as u64, format!("the bitmap of {what} names slots that do not exist"));
        }
    }
    // SeqCst, all loads here: as those of a draining writer, so that their order is one for all.
    let turn = control.turn.0.load(Ordering::SeqCst);
    let turn_at = control_at + offset_of!(Control, turn) as u64;
    let owner = Me::of(turn);
    if turn != 0 && (owner.slot as usize >= slots.len() || turn & !(WAIT | HAND) != owner.word()) {
        report(turn_at, "the turn word names no participant".into());
    } else if let Some((me, true)) = holder {
        if turn & !WAIT != me.word() {
            report(turn_at, "the turn word names another participant than the one whose turn it is".into());
        }
    }
    for (what, word, offset) in [
        ("removed", &control.dead, offset_of!(Control, dead)),
        ("left in order", &control.clean, offset_of!(Control, clean)),
    ] {
        if word.load(Ordering::SeqCst) > 1 {
            report(control_at + offset as u64, format!("the mark of a heap that was {what} is neither set nor clear"));
        }
    }
    for (i, slot) in slots.iter().enumerate() {
        let at = slots_at + (i * size_of::<Participant>()) as u64;
        if let Some(what) = slot_is_wrong(control, slot, i) {
            report(at, format!("slot {i} {what}"));
        }
        if let Some((me, writing)) = holder.filter(|(me, _)| me.slot as usize == i) {
            let word = slot.word.0.load(Ordering::SeqCst);
            if (word >> 32) as u32 != me.generation || (!writing && word as u32 == 0) {
                report(at, format!("slot {i} does not know of the turn that its participant holds"));
            }
        }
    }
}

fn slot_is_wrong(control: &Control, slot: &Participant, number: usize) -> Option<&'static str> {
    let in_use = || control.in_use.0[number / 64].load(Ordering::SeqCst) >> (number % 64) & 1 == 1;
    let word = slot.word.0.load(Ordering::SeqCst);
    let used = in_use();
    // The same tenant, with turns, before and after the bit was seen clear: it clears the bit when it has none any more,
    // and sets it before it has the first.
    if !used && word as u32 != 0 && slot.word.0.load(Ordering::SeqCst) == word {
        return Some("is free and counts read turns");
    }
    if used && word >> 32 == 0 {
        return Some("is in use and was never taken");
    }
    if used && slot.read_only.load(Ordering::SeqCst) > 1 {
        return Some("is neither read-only nor writable");
    }
    None
}

/// Whether a bitmap has bits at or behind `count`.
fn beyond(bits: &[AtomicU64; BITMAP_WORDS], count: usize) -> bool {
    bits.iter().enumerate().any(|(i, word)| {
        let first = i * 64;
        let known = match count.saturating_sub(first) {
            0 => 0,
            n if n >= 64 => u64::MAX,
            n => (1 << n) - 1,
        };
        word.load(Ordering::SeqCst) & !known != 0
    })
}
