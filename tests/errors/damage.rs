//! Heaps whose bytes somebody else has changed.

use std::time::Duration;

use ipo::{Corrupt, Error, Handle, Heap, SharedStruct};
use ipo_workspace::{LONG, Name, RawHeap, child, say};

use super::meets_corruption;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Fragile {
    text: String,
    flag: bool,
    letter: char,
    option: Option<u8>,
    boxed: Box<i64>,
    list: Vec<i64>,
}

/// Where the fields lie in the slot.
const TEXT: u64 = 0;
const FLAG: u64 = 24;
const LETTER: u64 = 28;
const OPTION: u64 = 32;
const BOXED: u64 = 40;
const LIST: u64 = 48;

fn fragile() -> Fragile {
    Fragile {
        text: "whole".into(),
        flag: true,
        letter: 'x',
        option: Some(1),
        boxed: Box::new(5),
        list: (0..100).collect(),
    }
}

type Access = fn(FragileRef<'_>);

pub(super) fn bytes_that_cannot_be_right_end_the_accessor_and_release_the_turn() {
    let far = (1_u64 << 40).to_le_bytes();
    // Each: where, the bytes, and what meets them.
    let damages: [(u64, &[u8], Access); 10] = [
        (TEXT, b"\xFF\xFE", |it| drop(it.text().to_owned())),
        (TEXT + 23, &[24], |it| drop(it.text().to_owned())),
        (FLAG, &[2], |it| _ = it.flag()),
        (LETTER, &0xD800_u32.to_le_bytes(), |it| _ = it.letter()),
        (OPTION, &[7], |it| _ = it.option()),
        (BOXED, &[0; 8], |it| _ = it.boxed()),
        (BOXED, &far, |it| _ = it.boxed()),
        (LIST, &far, |it| _ = it.list().len()),
        (LIST + 8, &far, |it| _ = it.list().iter().count()),
        (LIST + 16, &[0, 0, 0, 0, 0, 1], |it| _ = it.list().as_slice().len()),
    ];
    for (number, (place, bytes, access)) in damages.into_iter().enumerate() {
        let name = Name::new();
        let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
        let handle = heap.write().expect("free").put(&fragile()).expect("there is room");
        let raw = RawHeap::open(&name);
        let slot = raw.slot_of(handle);
        raw.write(slot + place, bytes);
        let met = |work: &dyn Fn()| -> Corrupt {
            let Err(corrupt) = meets_corruption(work) else { panic!("damage {number} was not noticed") };
            // The turn is back: another thread gets it at once.
            std::thread::scope(|scope| {
                let free = scope.spawn(|| heap.try_write().map(drop));
                free.join().expect("no panic").unwrap_or_else(|error| panic!("damage {number}: {error}"));
            });
            corrupt
        };
        let reading = met(&|| access(heap.read().expect("free").get(handle).expect("its header is whole")));
        met(&|| access(heap.write().expect("free").get_mut(handle).expect("its header is whole").as_ref()));
        met(&|| drop(heap.read().expect("free").load(handle)));
        assert!(reading.to_string().contains(reading.what), "{reading}");
        let report = heap.read().expect("free").verify();
        assert!(!report.is_sound(), "verify does not see damage {number}");
        // Nobody attached: the next comer is told.
        drop(heap);
        match Heap::attach(&name) {
            Err(Error::Unsound { findings, .. }) => assert!(findings > 0),
            other => panic!("damage {number}: {other:?}"),
        }
        Heap::options().trust(true).attach(&name).expect("attached on trust");
    }
    fallible_calls_return_corruption();
}

fn fallible_calls_return_corruption() {
    for (place, bytes) in [(TEXT + 23, [200]), (LIST + 23, [100])] {
        let name = Name::new();
        let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&fragile()).expect("there is room");
        let raw = RawHeap::open(&name);
        let slot = raw.slot_of(handle);
        let old = raw.word((slot + place) & !7);
        raw.write(slot + place, &bytes);
        assert!(matches!(turn.remove(handle), Err(Error::Corrupt(_))));
        assert!(matches!(turn.store(handle, &fragile()), Err(Error::Corrupt(_))));
        // Nothing was changed by the attempts.
        raw.set_word((slot + place) & !7, old);
        assert_eq!(turn.load(handle).expect("it is there"), fragile());
        assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
    }
}

// ---- flips ----------------------------------------------------------------------------------------------------------

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Part {
    name: String,
    flags: [bool; 3],
    n: Option<u32>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Whole {
    id: u128,
    letter: char,
    title: String,
    parts: Vec<Part>,
    numbers: Vec<u64>,
    short: Vec<u8>,
    next: Option<Box<Whole>>,
    pair: (bool, String),
    part: Part,
    link: Option<Handle<Part>>,
}

fn part(n: u32) -> Part {
    Part { name: format!("part {n} with a name that needs its own block"), flags: [true, false, true], n: Some(n) }
}

fn whole(link: Option<Handle<Part>>) -> Whole {
    let mut whole = Whole {
        id: u128::MAX / 3,
        letter: 'ß',
        title: "a title that does not fit into its slot".into(),
        parts: (0..6).map(part).collect(),
        numbers: (0..70).collect(),
        short: vec![1, 2, 3],
        next: None,
        pair: (true, "yes".into()),
        part: part(9),
        link,
    };
    whole.next = Some(Box::new(whole.clone()));
    whole
}

fn path(name: &str) -> String {
    format!("/dev/shm/ipo.{name}")
}

/// Starts the job and waits for it; it says where it is, so that a crash can be told.
pub(super) fn watch(how: &str) {
    let name = Name::new();
    let flipper = child("flip", &[&name, how]);
    let mut last = String::from("the start");
    loop {
        let said = std::panic::catch_unwind(|| flipper.hear_within(Duration::from_secs(20)));
        match said {
            Ok(said) if said.starts_with("done") => {
                eprintln!("{how}: {said}");
                break;
            }
            Ok(said) => last = said,
            Err(_) => panic!("{how}: crashed or hung at {last}"),
        }
    }
    flipper.finish();
}

pub(super) fn flip(args: &[&str]) {
    let (name, trusted) = (args[0], args[1] == "trusted");
    let (image, handles) = populated(name);
    let (mut refused, mut accepted, mut met) = (0, 0, 0);
    // The journal's room is idle, and nothing in it means anything.
    let idle = RawHeap::open(name).journal();
    let starts = (0..image.len() - 64).step_by(64).filter(|start| !idle.contains(start) || start % 4096 == 0);
    for (i, start) in starts.enumerate() {
        let place = start + i * 37 % 64;
        for change in [1 << (i % 8), 0xFF] {
            say(format_args!("byte {place:#x} ^ {change:#x}"));
            let mut bytes = image.clone();
            bytes[place] ^= change;
            std::fs::write(path(name), &bytes).expect("the file can be written");
            let attached = Heap::options().trust(trusted).attach(name);
            let Ok(heap) = attached else {
                refused += 1;
                continue;
            };
            accepted += 1;
            let problems = exercise(&heap, &handles);
            met += problems;
            if !trusted {
                assert_eq!(problems, 0, "a verified heap has bytes that cannot be right, byte {place:#x}");
                let report = heap.read_timeout(LONG).expect("free").verify();
                assert!(report.is_sound(), "byte {place:#x}: {report:#?}");
            }
        }
    }
    assert!(accepted > 50 && if trusted { met > 50 } else { refused > 50 }, "{refused}, {accepted}, {met}");
    say(format!("done: {refused} refused, {accepted} accepted, {met} met"));
}

struct Handles {
    whole: Handle<Whole>,
    part: Handle<Part>,
}

/// A small heap with some of everything, and holes.
fn populated(name: &str) -> (Vec<u8>, Handles) {
    let heap = Heap::options().capacity(1 << 16).journal(1 << 16).participants(4).create(name).expect("a fresh name");
    let mut turn = heap.write().expect("free");
    let part_handle = turn.put(&part(1)).expect("there is room");
    let holes: Vec<_> = (0..30).map(|n| turn.put(&part(n)).expect("there is room")).collect();
    let whole_handle = turn.put(&whole(Some(part_handle))).expect("there is room");
    for hole in holes.into_iter().step_by(3) {
        turn.remove(hole).expect("it is there");
    }
    turn.bind("whole", whole_handle).expect("there is room");
    turn.bind("part", part_handle).expect("there is room");
    assert!(turn.verify().is_sound());
    drop(turn);
    drop(heap);
    (RawHeap::open(name).image(), Handles { whole: whole_handle, part: part_handle })
}

/// Does some of everything; says how often it met impossible bytes. Any other panic, a crash or a hang is a failure.
fn exercise(heap: &Heap, handles: &Handles) -> usize {
    let mut problems = 0;
    let mut check = |work: &mut dyn FnMut() -> Result<(), Error>| match meets_corruption(work) {
        Ok(Ok(())) => {}
        // The damage may have hit a root's or a handle's bits, which are then those of nothing.
        Ok(Err(Error::Stale { .. } | Error::NoSuchRoot { .. } | Error::OutOfSpace { .. })) => {}
        Ok(Err(Error::Corrupt(_) | Error::SchemaMismatch { .. })) | Err(_) => problems += 1,
        Ok(Err(other)) => panic!("{other:?}"),
    };
    check(&mut || {
        let turn = heap.read_timeout(LONG)?;
        turn.verify();
        turn.roots().map(drop)
    });
    check(&mut || heap.read_timeout(LONG)?.root::<Whole>("whole").map(drop));
    check(&mut || heap.read_timeout(LONG)?.load(handles.whole).map(drop));
    check(&mut || heap.read_timeout(LONG)?.load(handles.part).map(drop));
    check(&mut || {
        let mut turn = heap.write_timeout(LONG)?;
        let mut it = turn.get_mut(handles.whole)?;
        it.set_title("another title that does not fit into its slot")?;
        it.parts_mut().push(&part(77))?;
        it.parts_mut().remove(0)?;
        it.numbers_mut().as_mut_slice().sort_unstable();
        it.numbers_mut().extend_from_slice(&[1, 2, 3])
    });
    check(&mut || {
        let mut turn = heap.write_timeout(LONG)?;
        let spare = turn.put(&whole(None))?;
        turn.bind("spare", spare)?;
        turn.transaction(|tx| {
            tx.store(handles.part, &part(3))?;
            tx.remove(spare)?;
            tx.unbind("spare")
        })
    });
    check(&mut || {
        heap.transaction(|tx| {
            tx.remove(handles.whole)?;
            tx.remove(handles.part)
        })
    });
    check(&mut || {
        let mut turn = heap.write_timeout(LONG)?;
        for n in 0..40 {
            turn.put(&part(n))?;
        }
        turn.verify();
        Ok(())
    });
    problems
}
