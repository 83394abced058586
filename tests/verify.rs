//! `verify` sees each kind of damage: one thing is broken, and the report names it, at its place.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ipo::{
    Compact, EnumList, Error, Finding, Handle, Heap, SharedEnum, SharedEnumIndex, SharedStruct, Value, WriteTurn, value,
};
use ipo_workspace::{Name, RawHeap};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Setting {
    #[shared(type = Option<u32>)]
    Limit,
    #[shared(type = bool)]
    Active,
    #[shared(type = String)]
    Title,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
enum Shape {
    Point,
    Named { name: String, corners: u8 },
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct World {
    first: Vec<u64>,
    second: Vec<u64>,
    numbers: HashMap<u32, u64>,
    texts: HashMap<String, u8>,
    pairs: HashSet<(u16, Option<bool>)>,
    values: HashMap<Value, u8>,
    ordered: BTreeMap<u32, u16>,
    compact: Compact<HashMap<u64, u64>>,
    settings: EnumList<Setting>,
    shape: Shape,
}

/// Where the fields lie in the slot.
const FIRST: u64 = 0;
const SECOND: u64 = 24;
const NUMBERS: u64 = 48;
const TEXTS: u64 = 72;
const PAIRS: u64 = 96;
const VALUES: u64 = 120;
const ORDERED: u64 = 144;
const COMPACT: u64 = 168;
const SETTINGS: u64 = 184;
const SHAPE: u64 = 224;

/// Where the heap's words lie from the start of its own page on; the control words and the slots from the file's.
const META: u64 = 40;
const JOURNAL: u64 = 0;
const BUSY: u64 = 8;
const JOURNAL_COMMITTED: u64 = 16;
const USED: u64 = 88;
const BLOCKS: u64 = 96;
const FIRST_LEVEL: u64 = 112;
const SECOND_LEVEL: u64 = 120;
const HEADS: u64 = 392;
const WAITING: u64 = 4744;
const BINS: u64 = 4752;
const BUCKETS: u64 = 5824;
const LAST_MESSAGE: u64 = 7880;
const MESSAGES: u64 = 7888;
const TURN: u64 = 4096;
const IN_USE: u64 = 4096 + 64;
const TICKETS: u64 = 4096 + 192;
const DEAD: u64 = 4096 + 448;
const SLOTS: u64 = 4096 + 768;

fn world() -> World {
    World {
        first: (0..20).collect(),
        second: (0..20).collect(),
        numbers: (0..20).map(|n| (n, 1)).collect(),
        texts: (0..9).map(|n| (format!("a key {n} that is too long for a slot"), n)).collect(),
        pairs: (0..9).map(|n| (n, (n > 4).then_some(true))).collect(),
        values: [value!(1), value!("text"), value!(2.5), value!(null)].into_iter().map(|key| (key, 1)).collect(),
        ordered: (0..200).map(|n| (n, 1)).collect(),
        compact: Compact::new((0..50).map(|n| (n, 1)).collect()),
        settings: EnumList::new().with(Setting::TITLE, "a title that does not fit into a slot".into()),
        shape: Shape::Named { name: "a name that does not fit into a slot".into(), corners: 3 },
    }
}

/// A heap with some of everything, free blocks among it.
struct Victim {
    name: Name,
    heap: Heap,
    raw: RawHeap,
    world: Handle<World>,
    holes: Vec<Handle<Vec<u64>>>,
}

impl Victim {
    fn new() -> Victim {
        let name = Name::new();
        let heap = Heap::options().capacity(1 << 18).participants(3).create(&name).expect("a fresh name");
        let raw = RawHeap::open(&name);
        let (world, holes) = {
            let mut turn = heap.write().expect("free");
            let all: Vec<_> = (0..9).map(|n| turn.put(&vec![n; 50]).expect("there is room")).collect();
            let world = turn.put(&world()).expect("there is room");
            turn.bind("world", world).expect("there is room");
            turn.bind("list", all[1]).expect("there is room");
            for n in [3, 6] {
                turn.remove(all[n]).expect("it is there");
            }
            // Enough in use that small free blocks wait in bins.
            let filler = turn.put(&vec![0_u64; 4_000]).expect("there is room");
            turn.bind("filler", filler).expect("there is room");
            let pair = [7, 8].map(|n| turn.put(&[n; 150]).expect("there is room"));
            turn.bind("behind those that wait", all[2]).expect("there is room");
            for waiting in pair {
                turn.remove(waiting).expect("it is there");
            }
            for n in 0..3_u64 {
                turn.send(&n).expect("there is room");
            }
            assert_sound(&turn);
            (world, all)
        };
        Victim { name, heap, raw, world, holes }
    }

    fn meta(&self) -> u64 {
        self.raw.word(META)
    }

    fn slot(&self) -> u64 {
        self.raw.slot_of(self.world)
    }

    fn findings(&self) -> Vec<Finding> {
        self.heap.read().expect("free").verify().findings
    }

    /// The word of the first bin that is not empty, and the block that it names.
    fn waiting_block(&self) -> (u64, u64) {
        let bins = self.meta() + BINS;
        let found = (0..129).map(|i| bins + i * 8).find(|&bin| self.raw.word(bin) != 0);
        let bin = found.expect("some wait");
        (bin, self.raw.word(bin) & !15 | 8)
    }

    /// The first free block of some class, the word that names it, and its class.
    fn free_block(&self) -> (u64, u64, (u64, u64)) {
        let heads = self.meta() + HEADS;
        let found = (0..34 * 16).map(|i| (i, self.raw.word(heads + i * 8))).find(|&(_, head)| head != 0);
        let (i, head) = found.expect("there are holes");
        (head, heads + i * 8, (i / 16, i % 16))
    }
}

#[track_caller]
fn assert_sound(turn: &WriteTurn<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

/// Breaks one thing in a fresh heap: a participant's `verify` names it, and the next one to come is refused.
#[track_caller]
fn breaks(what: &str, damage: impl FnOnce(&Victim)) {
    let victim = Victim::new();
    damage(&victim);
    let findings = victim.findings();
    assert!(findings.iter().any(|found| found.what.contains(what)), "`{what}` is not among {findings:#?}");
    let Victim { name, heap, .. } = victim;
    drop(heap);
    match Heap::options().timeout(std::time::Duration::ZERO).attach(&name) {
        Err(Error::Unsound { findings, .. }) => assert!(findings > 0),
        other => panic!("`{what}`: {other:?}"),
    }
}

/// As `breaks`, for what the next one to come mends.
#[track_caller]
fn breaks_until_mended(what: &str, damage: impl FnOnce(&Victim)) {
    let victim = Victim::new();
    damage(&victim);
    let findings = victim.findings();
    assert!(findings.iter().any(|found| found.what.contains(what)), "`{what}` is not among {findings:#?}");
    let Victim { name, heap, world: handle, .. } = victim;
    drop(heap);
    let heap = Heap::attach(&name).expect("it can be mended");
    let turn = heap.write().expect("free");
    assert_sound(&turn);
    assert_eq!(turn.load(handle).expect("it is there"), world());
}

#[test]
fn free_lists_and_bitmaps_are_compared_with_the_blocks() {
    breaks("no list knows", |v| v.raw.set_word(v.free_block().1, 0));
    breaks("the first-level bitmap is wrong", |v| {
        v.raw.set_word(v.meta() + FIRST_LEVEL, v.raw.word(v.meta() + FIRST_LEVEL) ^ 1 << 20);
    });
    breaks("the second-level bitmap is wrong", |v| {
        let word = v.meta() + SECOND_LEVEL + v.free_block().2.0 * 8;
        v.raw.set_word(word, v.raw.word(word) ^ 1 << 3);
    });
    breaks("that is not free, or twice", |v| {
        // The list's end points to its beginning.
        let head = v.free_block().0;
        v.raw.set_word(head + 8, head);
    });
    breaks("backward link is wrong", |v| v.raw.set_word(v.free_block().0 + 16, 64));
    breaks("end names another size", |v| {
        let head = v.free_block().0;
        v.raw.set_word(head + (v.raw.word(head) & !15) - 8, 32);
    });
    breaks("the flag for a free block before it is wrong", |v| {
        let header = v.slot() - 24;
        v.raw.set_word(header, v.raw.word(header) ^ 2);
    });
    breaks("waits in no bin", |v| v.raw.set_word(v.waiting_block().0, 0));
    breaks("does not wait, or twice", |v| {
        let (bin, at) = v.waiting_block();
        v.raw.set_word(at + 8, v.raw.word(bin));
    });
    breaks("counts its blocks wrong", |v| v.raw.set_word(v.waiting_block().0, v.raw.word(v.waiting_block().0) + 1));
    breaks("in bin 1", |v| {
        let (bin, word) = (v.waiting_block().0, v.raw.word(v.waiting_block().0));
        v.raw.set_word(bin, 0);
        v.raw.set_word(v.meta() + BINS + 8, word);
    });
    breaks("bytes that wait", |v| v.raw.set_word(v.meta() + WAITING, v.raw.word(v.meta() + WAITING) + 16));
    breaks("bytes in use", |v| v.raw.set_word(v.meta() + USED, v.raw.word(v.meta() + USED) + 16));
    breaks("blocks in use", |v| v.raw.set_word(v.meta() + BLOCKS, 0));
    breaks("a block of an impossible size", |v| v.raw.set_word(v.slot() - 24, 1 << 40 | 5));
}

#[test]
fn a_block_has_one_owner() {
    breaks("nobody's", |v| (0..3).for_each(|i| v.raw.set_word(v.slot() + FIRST + i * 8, 0)));
    breaks("owns too", |v| {
        (0..3).for_each(|i| v.raw.set_word(v.slot() + SECOND + i * 8, v.raw.word(v.slot() + FIRST + i * 8)));
    });
    breaks("points to no block in use", |v| v.raw.set_word(v.slot() + FIRST, v.raw.word(v.slot() + FIRST) + 16));
    breaks("bytes of a block of", |v| {
        v.raw.set_word(v.slot() + FIRST + 16, v.raw.word(v.slot() + FIRST + 16) + 100);
    });
    breaks("a list longer than its room", |v| v.raw.set_word(v.slot() + FIRST + 8, 1 << 30));
    breaks("its own handle does not name", |v| {
        v.raw.set_word(v.slot() - 16, v.raw.word(v.slot() - 16) ^ 64);
    });
    breaks("the heap does not know", |v| v.raw.set_word(v.slot() - 8, v.raw.word(v.slot() - 8) ^ 1));
}

#[test]
fn the_journal_and_the_mark_of_an_allocator_call_are_looked_at() {
    breaks_until_mended("the journal is not idle", |v| v.raw.set_word(v.meta() + JOURNAL, 1));
    breaks_until_mended("the allocator is in the middle", |v| v.raw.set_word(v.meta() + BUSY, 1));
    breaks("longer than its memory", |v| v.raw.set_word(v.meta() + JOURNAL_COMMITTED, 1 << 40));
}

/// The control bytes of a map, and the first full bucket.
fn table(v: &Victim, field: u64) -> (u64, u64, u64) {
    let (block, groups) = (v.raw.word(v.slot() + field), v.raw.word(v.slot() + field + 16));
    let full = (0..groups * 16).find(|bucket| byte(v, block + bucket) < 0x80).expect("an entry");
    (block, groups, full)
}

fn byte(v: &Victim, at: u64) -> u8 {
    (v.raw.word(at & !7) >> (at % 8 * 8)) as u8
}

#[test]
fn keys_of_maps_are_hashed_again() {
    for field in [NUMBERS, TEXTS, PAIRS, VALUES] {
        breaks("its hash does not lead to", |v| {
            let (block, _, full) = table(v, field);
            v.raw.write(block + full, &[byte(v, block + full) ^ 1]);
        });
    }
    // Keys that somebody has changed.
    breaks("its hash does not lead to", |v| {
        let (block, groups, full) = table(v, NUMBERS);
        v.raw.write(block + groups * 16 + full * 16, &77_u32.to_le_bytes());
    });
    breaks("its hash does not lead to", |v| {
        let (block, groups, full) = table(v, TEXTS);
        let text = v.raw.word(block + groups * 16 + full * 32);
        v.raw.write(text, b"A");
    });
    breaks("has a key twice", |v| {
        let (block, groups, full) = table(v, NUMBERS);
        let other = (full + 1..).find(|bucket| byte(v, block + bucket) < 0x80).expect("another entry");
        let (from, to) = (block + groups * 16 + full * 16, block + groups * 16 + other * 16);
        v.raw.set_word(to, v.raw.word(from));
    });
    breaks("a table that counts", |v| v.raw.set_word(v.slot() + NUMBERS + 8, 19));
    breaks("a compact map with a key that its hash does not lead to", |v| {
        let block = v.raw.word(v.slot() + COMPACT);
        v.raw.set_word(block, v.raw.word(block) + 1000);
    });
    breaks("a compact map with a key that its hash does not lead to", |v| {
        // Of the thirteen buckets twelve.
        let numbers = v.raw.word(v.slot() + COMPACT) + 50 * 16;
        for at in (numbers..numbers + 48).step_by(8) {
            v.raw.set_word(at, v.raw.word(at) ^ (2 << 32 | 2));
        }
    });
}

#[test]
fn trees_are_walked_in_order() {
    let root = |v: &Victim| v.raw.word(v.slot() + ORDERED);
    breaks("keys are not in order", |v| v.raw.write(root(v) + 8, &9_999_u32.to_le_bytes()));
    breaks("a tree that counts", |v| v.raw.set_word(v.slot() + ORDERED + 8, 199));
    breaks("a tree of an impossible height", |v| v.raw.set_word(v.slot() + ORDERED + 16, 40));
    breaks("node that cannot be right", |v| v.raw.set_word(root(v), v.raw.word(root(v)) | 0xFFFF));
}

#[test]
fn enum_lists_and_enums_with_data_are_looked_into() {
    // An option's first byte, a bool, the length of a short text; a variant.
    breaks("neither none nor some", |v| v.raw.write(v.slot() + SETTINGS, &[7]));
    breaks("a bool that is neither", |v| v.raw.write(v.slot() + SETTINGS + 8, &[2]));
    breaks("points to no block in use", |v| v.raw.set_word(v.slot() + SETTINGS + 16, 8));
    breaks("an enum without such a variant", |v| v.raw.write(v.slot() + SHAPE, &[2]));
    breaks("nobody's", |v| v.raw.write(v.slot() + SHAPE, &[0]));
}

/// The entry of a name, found by its bytes.
fn entry(v: &Victim, key: &[u8]) -> u64 {
    let image = v.raw.image();
    let buckets = v.meta() + BUCKETS;
    for bucket in 0..256 {
        let mut at = v.raw.word(buckets + bucket * 8);
        while at != 0 {
            if image[at as usize + 48..].starts_with(key) && v.raw.word(at + 16) >> 8 == key.len() as u64 {
                return at;
            }
            at = v.raw.word(at);
        }
    }
    panic!("there is no such entry");
}

#[test]
fn the_directory_is_counted_and_its_chains_are_found() {
    // Behind the chains: the list of messages, the first of the condemned, how many names, how many chains were added, where
    // their tables lie.
    let words = |v: &Victim| v.meta() + BUCKETS + 256 * 8 + 4 * 8;
    breaks("the directory counts", |v| v.raw.set_word(words(v), v.raw.word(words(v)) + 1));
    breaks("more chains than there can be", |v| v.raw.set_word(words(v) + 8, u64::MAX));
    breaks("where none can lie", |v| v.raw.set_word(words(v) + 8, 1));
    // A table in an entry.
    breaks("needs 2048 bytes of a block", |v| {
        v.raw.set_word(words(v) + 8, 1);
        v.raw.set_word(words(v) + 16, entry(v, b"world"));
    });
}

#[test]
fn roots_and_types_are_looked_up_as_programs_do() {
    breaks("a look-up does not find", |v| v.raw.write(entry(v, b"world") + 48, b"W"));
    breaks("a root's name is not UTF-8", |v| v.raw.write(entry(v, b"world") + 48, b"\xFF"));
    breaks("a root of a type that the heap does not know", |v| v.raw.set_word(entry(v, b"world") + 32, 5));
    breaks("a root of another type than its object", |v| {
        let list = v.raw.word(entry(v, b"list") + 32);
        v.raw.set_word(entry(v, b"world") + 32, list);
    });
    let of = |v: &Victim| {
        let tag = v.raw.word(v.slot() - 8) ^ v.raw.word(v.slot() - 16) ^ v.raw.word(112);
        entry(v, &tag.to_le_bytes())
    };
    // A letter of a field's name: nothing that an accessor would notice.
    breaks("that its hash is not of", |v| {
        let (image, at) = (v.raw.image(), of(v) as usize);
        let name = image[at..].windows(7).position(|bytes| bytes == b"ordered").expect("a field");
        v.raw.write((at + name) as u64, b"O");
    });
    breaks("a schema that no program wrote", |v| v.raw.write(of(v) + 56, &[0xFF; 8]));
    breaks("a directory entry of a kind", |v| v.raw.write(of(v) + 16, &[9]));
    breaks("owns too", |v| {
        // A chain without an end.
        let at = entry(v, b"world");
        v.raw.set_word(at, at);
    });
}

#[test]
fn no_bytes_of_a_type_description_end_a_verification() {
    let v = Victim::new();
    let tag = v.raw.word(v.slot() - 8) ^ v.raw.word(v.slot() - 16) ^ v.raw.word(112);
    let first = entry(&v, &tag.to_le_bytes()) + 56;
    let end = first + v.raw.word(first - 56 + 40);
    let image = v.raw.image();
    let (mut tried, mut seen) = (0, 0);
    for (at, value) in (first..end - 8).step_by(5).zip([0, u64::MAX, 1, 8, 1 << 20, 3].into_iter().cycle()) {
        v.raw.write(at, &value.to_le_bytes());
        // Some are the bytes that were there, or say whether a field has a default, which is no part of the type.
        (tried, seen) = (tried + 1, seen + usize::from(!v.findings().is_empty()));
        v.raw.write(at, &image[at as usize..at as usize + 8]);
    }
    assert!(tried > 200 && seen * 10 > tried * 8, "{seen} of {tried}");
    assert_eq!(v.findings(), []);
}

#[test]
fn messages_are_counted_to_the_last() {
    breaks("messages: 2 are noted, 3 counted", |v| v.raw.set_word(v.meta() + MESSAGES, 2));
    breaks("the last message of a queue is another", |v| v.raw.set_word(v.meta() + LAST_MESSAGE, v.slot()));
    breaks("owns too", |v| {
        let last = v.raw.word(v.meta() + LAST_MESSAGE);
        v.raw.set_word(last, last);
    });
    breaks("the heap does not know", |v| v.raw.set_word(v.raw.word(v.meta() + LAST_MESSAGE) + 16, 3));
}

#[test]
fn the_words_of_the_participants_are_looked_at() {
    breaks("the bitmap of slots in use names slots that do not exist", |v| {
        v.raw.set_word(IN_USE, v.raw.word(IN_USE) | 1 << 3);
    });
    breaks("the bitmap of waiting participants names slots", |v| v.raw.set_word(TICKETS + 8, 1));
    breaks("slot 2 is free and counts read turns", |v| v.raw.set_word(SLOTS + 2 * 256, 5 << 32 | 7));
    breaks("slot 1 is in use and was never taken", |v| v.raw.set_word(IN_USE, v.raw.word(IN_USE) | 2));
    breaks("slot 1 is neither read-only nor writable", |v| {
        v.raw.set_word(SLOTS + 256, 1 << 32);
        v.raw.set_word(IN_USE, v.raw.word(IN_USE) | 2);
        v.raw.set_word(SLOTS + 256 + 72, 2 << 32);
    });
}

#[test]
fn the_turn_word_names_who_has_the_turn() {
    let victim = Victim::new();
    let turn = victim.heap.write().expect("free");
    assert_sound(&turn);
    let word = victim.raw.word(TURN);
    for (wrong, what) in [
        (word + (1 << 2), "another participant"),
        (word ^ 1 << 2, "no participant"),
        (word ^ 1 << 40, "another participant"),
        (word | 1 << 14, "no participant"),
        (word | 1 << 20, "no participant"),
        (0, "another participant"),
    ] {
        victim.raw.set_word(TURN, wrong);
        let findings = turn.verify().findings;
        assert!(findings.iter().any(|found| found.offset == TURN && found.what.contains(what)), "{findings:#?}");
    }
    victim.raw.set_word(TURN, word);
    let slot = victim.raw.word(SLOTS);
    victim.raw.set_word(SLOTS, slot + (1 << 32));
    assert!(turn.verify().findings.iter().any(|found| found.what.contains("does not know of the turn")));
    victim.raw.set_word(SLOTS, slot);
    victim.raw.set_word(DEAD, 2);
    assert!(turn.verify().findings.iter().any(|found| found.what.contains("neither set nor clear")));
    victim.raw.set_word(DEAD, 0);
    assert_sound(&turn);
}

#[test]
fn what_is_at_work_or_gone_is_no_finding() {
    let victim = Victim::new();
    // A name whose object was removed, other participants, one of them reading in another thread.
    let mut turn = victim.heap.write().expect("free");
    turn.remove(victim.holes[1]).expect("it is there");
    assert_sound(&turn);
    drop(turn);
    let other = Heap::options().read_only(true).attach(&victim.name).expect("a slot is free");
    std::thread::scope(|scope| {
        let reading = other.read().expect("free");
        let report = scope.spawn(|| victim.heap.read().expect("free").verify()).join().expect("no panic");
        assert!(report.is_sound(), "{report:#?}");
        drop(reading);
    });
    drop(other);
    assert_eq!(victim.findings(), []);
}

/// Its `Heap` goes by another thread than the one that forgot a turn of it.
#[test]
fn a_turn_that_was_forgotten_leaves_no_trace_in_its_slot() {
    let victim = Victim::new();
    let other = Arc::new(Heap::attach(&victim.name).expect("a slot is free"));
    let (forgot, forgotten) = std::sync::mpsc::channel();
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let theirs = other.clone();
    let thread = std::thread::spawn(move || {
        std::mem::forget(theirs.read().expect("free"));
        drop(theirs);
        forgot.send(()).expect("the test listens");
        // It lives on: the end of a thread gives its turns back.
        let _ = ended.recv();
    });
    forgotten.recv().expect("the thread speaks");
    drop(other);
    assert_eq!(victim.findings(), []);
    victim.heap.write_timeout(ipo_workspace::LONG).expect("free");
    drop(end);
    thread.join().expect("no panic");
}
