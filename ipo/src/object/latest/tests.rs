//! The register with a writer that stores in the middle of a reader's copy, at each word, as often as it likes.

use std::cell::{Cell, RefCell};

use super::*;
use crate::Heap;

type Value = [u64; 9];
type Work = Box<dyn FnMut(usize)>;

thread_local! {
    static BETWEEN: RefCell<Option<Work>> = const { RefCell::new(None) };
    static COPIES: Cell<u32> = const { Cell::new(0) };
}

/// Stands before each word that a reader copies.
pub(super) fn between(word: usize) {
    if word == 0 {
        COPIES.set(COPIES.get() + 1);
    }
    // Taken out meanwhile: what it does copies nothing out.
    let work = BETWEEN.take();
    if let Some(mut work) = work {
        work(word);
        BETWEEN.set(Some(work));
    }
}

/// A reader's register and a writer's, with one value.
fn pair() -> (Heap, Register<Value>, Register<Value>) {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().unwrap();
    let reader = heap.latest::<Value>("value").unwrap().into_register();
    let mut writer = reader.again().unwrap();
    writer.claim().unwrap();
    writer.store([1; 9]);
    (heap, reader, writer)
}

/// A load during which `work` runs before each word of each copy: the value's number, and how many copies it took.
fn load_during(reader: &Register<Value>, work: impl FnMut(usize) + 'static) -> (u64, u32) {
    let before = reader.newest();
    COPIES.set(0);
    BETWEEN.set(Some(Box::new(work)));
    let found = reader.load().unwrap();
    BETWEEN.set(None);
    assert_eq!(found, [found[0]; 9], "half a value");
    assert!(found[0] >= before, "{} is older than {before}", found[0]);
    (found[0], COPIES.get())
}

/// Stores the next value.
fn step(writer: &mut Register<Value>) {
    let next = writer.newest() + 1;
    writer.store([next; 9]);
}

#[test]
fn a_value_is_whole_wherever_the_writer_comes_in_between() {
    for at in 0..9 {
        for stores in 0..20 {
            let (_heap, reader, mut writer) = pair();
            (0..at).for_each(|_| step(&mut writer));
            let mut left = stores;
            let (_, copies) = load_during(&reader, move |word| {
                while word == at && left > 0 {
                    step(&mut writer);
                    left -= 1;
                }
            });
            // Only eight whole stores in one copy make it worthless.
            assert_eq!(copies, if stores < BUFFERS { 1 } else { 2 }, "{stores} stores before word {at}");
        }
    }
}

#[test]
fn a_read_ends_after_six_copies_though_the_writer_overtakes_each() {
    for at in 0..9 {
        for stores in 8..11 {
            let (_heap, reader, mut writer) = pair();
            let (_, copies) = load_during(&reader, move |word| {
                if word == at {
                    (0..stores).for_each(|_| step(&mut writer));
                }
            });
            assert_eq!(copies, TRIES + 2, "{stores} stores before word {at}");
            // The next one who asks finds everything as it was.
            assert_eq!(reader.word(ASKED).load(Ordering::Relaxed), 0);
            assert!((0..ANSWERS).all(|answer| reader.word(ANSWER + 2 * answer).load(Ordering::Relaxed) == 0));
        }
    }
}

#[test]
fn a_reader_with_nobody_to_ask_goes_on_until_it_is_not_overtaken() {
    let (heap, reader, mut writer) = pair();
    let me = reader.region().me();
    for answer in 0..ANSWERS {
        reader.word(ANSWER + 2 * answer).store(me.word(), Ordering::Relaxed);
    }
    let mut overtaken = 20;
    let (_, copies) = load_during(&reader, move |word| {
        if word == 4 && overtaken > 0 {
            overtaken -= 1;
            (0..BUFFERS).for_each(|_| step(&mut writer));
        }
    });
    assert_eq!(copies, 21);
    drop(heap);
}

#[test]
fn the_place_of_a_dead_reader_is_taken_over() {
    let (_heap, reader, mut writer) = pair();
    let me = reader.region().me();
    let dead = Me { slot: me.slot, generation: me.generation.wrapping_sub(1) };
    for answer in 0..ANSWERS {
        reader.word(ANSWER + 2 * answer).store(dead.word(), Ordering::Relaxed);
        reader.word(ASKED).fetch_or(1 << answer, Ordering::Relaxed);
    }
    let (_, copies) = load_during(&reader, move |word| {
        if word == 4 {
            (0..BUFFERS).for_each(|_| step(&mut writer));
        }
    });
    assert_eq!(copies, TRIES + 2);
}

#[test]
fn a_value_with_a_wrong_number_is_damage_and_no_endless_search() {
    let (_heap, reader, _writer) = pair();
    reader.word(Register::<Value>::buffer(1)).store(77, Ordering::Relaxed);
    let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| reader.load())).unwrap_err();
    assert!(error.is::<crate::Corrupt>());
}
