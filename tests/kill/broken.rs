//! Damage done on purpose, through another mapping of the file: `verify` says what is wrong.

use ipo::{Error, Report, WriteTurn};

use crate::kill::heap::{Scratch, View};
use crate::kill::pool::Trial;
use crate::kill::types::{Lists, Mixed, Text, leaf, lists, long, mixed, named, put, seals};

/// Stands in the heap where nothing else does.
const NEEDLE: &str = "a needle of more than twenty-three bytes";
const NUMBER: u64 = 0x5EED_0FA4_EED1_E5ED;

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |name: &str, wanted: &'static str, damage: fn(&View)| {
        Trial::plain(&format!("verify reports {name}"), move || reports(wanted, damage))
    };
    vec![
        Trial::plain("verify reports nothing of a sound heap", || {
            let scratch = fresh();
            let report = verify(&scratch);
            if report.is_sound() && report.roots == 4 { Ok(()) } else { Err(format!("{report:?}")) }
        }),
        Trial::plain("a committed change that cannot be worked off is finished by the next owner", poisoned),
        trial("a leaked block", "a leaked block", |view| {
            // The list of the string is empty from now on, and its block nobody's.
            let slot = slot_of(view, NEEDLE.as_bytes());
            (0..3).for_each(|i| view.set_word(slot + i * 8, 0));
        }),
        trial("a block with two owners", "owns too", |view| {
            let (first, second) = (slot_of(view, NEEDLE.as_bytes()), slot_of(view, &[b'b'; 39]));
            view.set_word(second, view.word(first));
        }),
        trial("an owner of a free block", "points to no block in use", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            view.set_word(slot, free_block(view) as u64 + 8);
        }),
        trial("an owner of the middle of a block", "points to no block in use", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            view.set_word(slot, view.word(slot) + 16);
        }),
        trial("an owner of an object's block", "owns a block of kind", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            // The object of the string itself: handle and seal stand before its first field.
            view.set_word(slot, slot as u64 - 24);
        }),
        trial("a list that is longer than its room", "longer than its room", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            view.set_word(slot + 8, 1 << 20);
        }),
        trial("a list with more room than its block", "of a block of", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            view.set_word(slot + 16, 0xFF << 56 | 4096);
        }),
        trial("a short list of an impossible length", "an impossible length", |view| {
            let slot = slot_of(view, NEEDLE.as_bytes());
            view.set_word(slot + 16, 24 << 56);
        }),
        trial("text that is not UTF-8", "not UTF-8", |view| {
            view.write(find(view, NEEDLE.as_bytes()), &[0xC3, 0x28]);
        }),
        trial("a bool that is neither", "a bool", |view| {
            // The string, the number and the flag of one tuple lie side by side.
            view.write(slot_of(view, &[b'x'; 33]) + 32, &[7]);
        }),
        trial("an option that is neither", "neither none nor some", |view| {
            view.write(find(view, &NUMBER.to_ne_bytes()) - 8, &[2]);
        }),
        trial("a wrong number of bytes in use", "bytes in use", |view| count(view, 88)),
        trial("a wrong number of blocks", "blocks in use", |view| count(view, 96)),
        trial("a wrong number of objects", "objects: ", |view| count(view, 104)),
        trial("a list of free blocks with a wrong link back", "backward link", |view| {
            view.set_word(free_block(view) + 16, 4096);
        }),
        trial("a list of free blocks with a wrong link on", "not free, or twice", |view| {
            let at = free_block(view);
            view.set_word(at + 8, at as u64);
        }),
        trial("a list of free blocks that leads to a used one", "not free, or twice", |view| {
            view.set_word(free_block(view) + 8, find(view, NEEDLE.as_bytes()) as u64 - 8);
        }),
        trial("a free block that no list knows", "that no list knows", |view| {
            let at = free_block(view);
            (0..34 * 16)
                .map(|i| view.meta() + 400 + i * 8)
                .filter(|head| view.word(*head) == at as u64)
                .for_each(|head| view.set_word(head, 0));
        }),
        trial("a free block whose end is wrong", "another size", |view| {
            let at = free_block(view);
            view.set_word(at + size(view, at) - 8, 32);
        }),
        trial("a wrong flag for a free block before", "flag for a free block", |view| {
            let at = free_block(view);
            let next = at + size(view, at);
            view.set_word(next, view.word(next) & !2);
        }),
        trial("blocks that do not tile the heap", "impossible size", |view| {
            let at = find(view, NEEDLE.as_bytes()) - 8;
            view.set_word(at, 1 << 40 | 1);
        }),
        trial("a block of a size that is not its own", "", |view| {
            let at = find(view, NEEDLE.as_bytes()) - 8;
            view.set_word(at, view.word(at) + 16);
        }),
        trial("a bitmap that names an empty class", "bitmap is wrong", |view| {
            let second = view.meta() + 64 + 56 + 30 * 8;
            view.set_word(second, 1);
        }),
        trial("a journal that is not idle", "the journal is not idle", |view| view.set_word(view.meta(), 1)),
        trial("an allocator in the middle of a call", "in the middle of a call", |view| {
            view.set_word(view.meta() + 8, 1);
        }),
        trial("an object without a seal", "a type that the heap does not know", |view| {
            let object = slot_of(view, NEEDLE.as_bytes()) - 24;
            view.set_word(object + 8, 0);
        }),
        trial("an object with another's handle", "its own handle", |view| {
            let object = slot_of(view, NEEDLE.as_bytes()) - 24;
            view.set_word(object, view.word(object) + 16);
        }),
        trial("a broken directory", "directory entry", |view| {
            // Key and text of the name's entry stand behind its six words.
            let entry = find(view, b"the name of the text") - 48;
            view.set_word(entry + 40, 1 << 50);
        }),
        trial("a name that a look-up does not find", "", |view| {
            view.write(find(view, b"the name of the text"), b"another");
        }),
        trial("a schema that no program wrote", "a schema that no program wrote", |view| {
            // The name of a field; its length stands before it.
            view.set_word(find(view, b"before") - 8, 1 << 40);
        }),
    ]
}

/// A free fails behind the commit, at a broken list. Mended, the heap is what the commit made of it; and the one who
/// failed can go on as well.
fn poisoned() -> Result<(), String> {
    let scratch = fresh();
    let heap = scratch.attach();
    let view = &scratch.view;
    {
        let mut turn = heap.try_write().map_err(|e| e.to_string())?;
        let made: Result<_, Error> = [[0xB0u8; 1000], [0xB1; 1000]].iter().map(|bytes| turn.put(bytes)).collect();
        let made: Vec<_> = made.map_err(|e| e.to_string())?;
        turn.bind("behind the hole", made[1]).and_then(|()| turn.remove(made[0])).map_err(|e| e.to_string())?;
        // The last word of the free block, before the other's header, handle and seal.
        let end = find(view, &[0xB1; 1000]) - 32;
        let right = view.word(end);
        view.set_word(end, 48);
        let failed = turn.remove(made[1]);
        view.set_word(end, right);
        if !matches!(failed, Err(Error::Corrupt(_))) {
            return Err(format!("the free behind the hole gave {failed:?}"));
        }
        if turn.transaction(|_| Ok::<_, Error>(())).is_ok() || turn.put(&leaf(2)).is_ok() {
            return Err("the turn went on as if nothing had been".into());
        }
    }
    let in_order = |turn: &WriteTurn<'_>, leaves: u64| {
        let (report, stats) = (turn.verify(), turn.stats());
        let (objects, sealed) = (stats.objects, view.sealed(&seals()));
        let gone = matches!(named::<[u8; 1000]>(turn, "behind the hole"), Err(Error::Stale { .. }));
        if report.is_sound() && gone && objects == 4 + leaves && sealed == objects {
            return Ok(());
        }
        Err(format!("gone: {gone}, {objects} objects, {sealed} places pass for one, {:?}", report.findings))
    };
    scratch.write(|turn| in_order(turn, 0)).map_err(|e| format!("the next owner: {e}"))?;
    let mut turn = heap.try_write().map_err(|e| format!("the same owner again: {e}"))?;
    turn.put(&leaf(2)).map_err(|e| format!("the same owner again, putting: {e}"))?;
    in_order(&turn, 1).map_err(|e| format!("the same owner again: {e}"))
}

/// A heap with something of everything, and with holes.
fn fresh() -> Scratch {
    let scratch = Scratch::new(1 << 20);
    let made = scratch.write(|turn: &mut WriteTurn<'_>| {
        put(turn, "the name of the text", &Text { before: 1, text: NEEDLE.into(), after: 2 })?;
        let hole = turn.put(&[0xA5u8; 1000])?;
        put(turn, "lists", &Lists { owning: vec![long('b', 39)], ..lists() })?;
        let other = turn.put(&[0x5Au8; 240])?;
        put(turn, "mixed", &Mixed { maybe: Some(NUMBER), ..mixed() })?;
        turn.remove(hole)?;
        turn.remove(other)?;
        put(turn, "leaf", &leaf(1))?;
        named::<Lists>(turn, "lists")
    });
    made.expect("making a heap to damage");
    scratch
}

fn verify(scratch: &Scratch) -> Report {
    // A participant that was there before: one who comes anew would repair what looks like a death.
    let heap = scratch.attach();
    heap.read().expect("a read turn").verify()
}

fn reports(wanted: &str, damage: fn(&View)) -> Result<(), String> {
    let scratch = fresh();
    damage(&scratch.view);
    let report = verify(&scratch);
    if report.findings.iter().any(|f| f.what.contains(wanted)) {
        return Ok(());
    }
    Err(format!("no {wanted:?} among {:?}", report.findings))
}

pub(crate) fn find(view: &View, pattern: &[u8]) -> usize {
    let (start, top) = (view.arena(), view.top());
    let bytes = view.bytes(start, top - start);
    let at = bytes.windows(pattern.len()).position(|w| w == pattern);
    start + at.unwrap_or_else(|| panic!("{pattern:?} is not in the heap"))
}

/// The slot of the list whose block starts with this.
fn slot_of(view: &View, pattern: &[u8]) -> usize {
    let block = find(view, pattern) as u64;
    (view.arena()..view.top()).step_by(8).find(|at| view.word(*at) == block).expect("nothing points there")
}

fn size(view: &View, at: usize) -> usize {
    (view.word(at) & !15) as usize
}

/// The largest free block.
fn free_block(view: &View) -> usize {
    let mut at = view.arena() + 8;
    let mut largest = None;
    while at < view.top() {
        let header = view.word(at);
        if header & 1 == 0 && largest.is_none_or(|l| size(view, l) < size(view, at)) {
            largest = Some(at);
        }
        at += size(view, at);
    }
    largest.expect("a free block")
}

fn count(view: &View, offset: usize) {
    let at = view.meta() + offset;
    view.set_word(at, view.word(at) + 1);
}
