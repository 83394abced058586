//! Everything that can be refused is refused with its reason, and leaves the heap as it was.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ipo::{Corrupt, Error, Handle, Heap, SharedStruct, WriteTurn};
use ipo_workspace::{Name, RawHeap, child, run_job};

#[path = "errors/damage.rs"]
mod damage;
#[path = "errors/full.rs"]
mod full;

#[test]
fn child_entry() {
    run_job(&[("flip", damage::flip), ("fill_file_system", full::fill_file_system)]);
}

fn heap() -> Heap {
    Heap::options().capacity(1 << 20).create_anonymous().expect("memory")
}

#[track_caller]
fn assert_sound(turn: &WriteTurn<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

// ---- types ----------------------------------------------------------------------------------------------------------

/// A program as it was built once ...
mod before {
    use ipo::SharedStruct;

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Desk {
        pub(crate) room: u16,
        pub(crate) floor: i64,
    }

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Employee {
        pub(crate) name: String,
        pub(crate) age: i64,
        pub(crate) retired: bool,
        pub(crate) salary: f64,
        pub(crate) desk: Desk,
    }

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Company {
        pub(crate) staff: Vec<Employee>,
        pub(crate) desks: [Desk; 2],
    }
}

/// ... and as it is built now.
mod after {
    use ipo::SharedStruct;

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Desk {
        pub(crate) room: u32,
        pub(crate) floor: i64,
    }

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Employee {
        pub(crate) name: String,
        pub(crate) age: i32,
        pub(crate) email: String,
        pub(crate) salary: f64,
        pub(crate) desk: Desk,
    }

    #[derive(SharedStruct, Clone, Debug)]
    pub(crate) struct Company {
        pub(crate) staff: Vec<Employee>,
        pub(crate) desks: [Desk; 2],
    }
}

#[track_caller]
fn differences<T>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(error @ Error::SchemaMismatch { .. }) => {
            let text = error.to_string();
            let Error::SchemaMismatch { differences, .. } = error else { unreachable!() };
            assert!(differences.iter().all(|difference| text.contains(difference)), "{text}");
            differences
        }
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("a struct of another program was let through"),
    }
}

#[test]
fn a_struct_of_another_program_is_refused_with_each_field_that_differs() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let desk = before::Desk { room: 7, floor: 2 };
    let employee = before::Employee { name: "Ada".into(), age: 36, retired: false, salary: 1.0, desk: desk.clone() };
    let company = before::Company { staff: vec![employee.clone()], desks: [desk.clone(), desk] };
    let employee = turn.put(&employee).expect("there is room");
    turn.bind("ada", employee).expect("there is room");
    let company = turn.put(&company).expect("there is room");

    let expected = [
        "field `age` is `i64` in the heap and `i32` here",
        "field `retired`: `bool` in the heap, missing here",
        "field `salary` moved from byte 40 in the heap to 56 here",
        "field `desk.room` is `u16` in the heap and `u32` here",
        "field `email`: missing in the heap, `String` here",
    ];
    let wrong: Handle<after::Employee> = Handle::from_bits(employee.to_bits());
    assert_eq!(differences(turn.get(wrong)), expected);
    assert_eq!(differences(turn.get_mut(wrong)), expected);
    assert_eq!(differences(turn.load(wrong)), expected);
    assert_eq!(differences(turn.remove(wrong)), expected);
    assert_eq!(differences(turn.bind("wrong", wrong)), expected);
    assert_eq!(differences(turn.root::<after::Employee>("ada")), expected);
    assert_eq!(differences(turn.transaction(|tx| tx.get_mut(wrong).map(|_| ()))), expected);
    // Also where the difference lies inside of containers.
    let wrong: Handle<after::Company> = Handle::from_bits(company.to_bits());
    let found = differences(turn.get(wrong));
    for part in ["staff.age", "staff.desk.room", "staff.email", "desks.room"] {
        assert!(found.iter().any(|difference| difference.contains(&format!("`{part}`"))), "{part}: {found:#?}");
    }
    // Nothing was changed by all that.
    assert_eq!(turn.load(employee).expect("the right type").age, 36);
    assert_sound(&turn);
}

#[test]
fn the_same_struct_in_another_module_is_the_same_type() {
    mod twin {
        #[derive(ipo::SharedStruct)]
        pub(crate) struct Desk {
            pub(crate) room: u16,
            pub(crate) floor: i64,
        }
    }
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let desk = turn.put(&before::Desk { room: 7, floor: 2 }).expect("there is room");
    let twin = turn.load(Handle::<twin::Desk>::from_bits(desk.to_bits())).expect("the same layout and names");
    assert_eq!((twin.room, twin.floor), (7, 2));
}

// ---- handles --------------------------------------------------------------------------------------------------------

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Item {
    n: i64,
    name: String,
}

impl Item {
    fn new(n: i64) -> Item {
        Item { n, name: format!("item number {n}, with a name that needs a block") }
    }
}

#[track_caller]
fn assert_stale(turn: &mut WriteTurn<'_>, handle: Handle<Item>) {
    assert!(matches!(turn.get(handle), Err(Error::Stale { handle: bits }) if bits == handle.to_bits()), "{handle:?}");
    assert!(matches!(turn.get_mut(handle), Err(Error::Stale { .. })));
    assert!(matches!(turn.remove(handle), Err(Error::Stale { .. })));
    assert!(matches!(turn.store(handle, &Item::new(0)), Err(Error::Stale { .. })));
    assert!(matches!(turn.bind("stale", handle), Err(Error::Stale { .. })));
}

#[test]
fn a_handle_is_stale_once_its_object_is_gone_and_in_every_other_heap() {
    let (one, two) = (heap(), heap());
    let mut turn = one.write().expect("free");
    let removed = turn.put(&Item::new(1)).expect("there is room");
    turn.bind("removed", removed).expect("there is room");
    turn.remove(removed).expect("it is there");
    assert_stale(&mut turn, removed);
    assert!(matches!(turn.root::<Item>("removed"), Err(Error::Stale { .. })));
    // The next object lies in the same place.
    let next = turn.put(&Item::new(2)).expect("there is room");
    assert_stale(&mut turn, removed);
    assert_eq!(turn.load(next).expect("it is there"), Item::new(2));

    let mut undone = None;
    let result: Result<(), Error> = turn.transaction(|tx| {
        let handle = tx.put(&Item::new(3))?;
        assert_eq!(tx.load(handle)?, Item::new(3));
        undone = Some(handle);
        Err(Error::ReadOnly)
    });
    assert!(matches!(result, Err(Error::ReadOnly)));
    assert_stale(&mut turn, undone.expect("made in the transaction"));
    turn.put(&Item::new(4)).expect("there is room");
    assert_stale(&mut turn, undone.expect("made in the transaction"));

    // In a transaction a removed object is gone at once, and back after a rollback.
    let result: Result<(), Error> = turn.transaction(|tx| {
        tx.remove(next)?;
        assert!(matches!(tx.get(next), Err(Error::Stale { .. })));
        Err(Error::ReadOnly)
    });
    assert!(matches!(result, Err(Error::ReadOnly)));
    assert_eq!(turn.load(next).expect("it is back"), Item::new(2));

    let mut other = two.write().expect("free");
    for n in 0..8 {
        other.put(&Item::new(n)).expect("there is room");
    }
    assert_stale(&mut other, next);
    assert_sound(&turn);
}

#[test]
fn random_bits_are_no_handle() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let handles: Vec<_> = (0..200).map(|n| turn.put(&Item::new(n)).expect("there is room")).collect();
    for bits in [0, 1, 15, 16, u64::MAX, 1 << 63, (1 << 20) - 16] {
        assert_stale(&mut turn, Handle::from_bits(bits));
    }
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..50_000 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        assert!(matches!(turn.get(Handle::<Item>::from_bits(random)), Err(Error::Stale { .. })), "{random:#x}");
    }
    // Each single bit of a good one counts.
    for handle in &handles[..20] {
        for bit in 0..64 {
            let wrong = Handle::<Item>::from_bits(handle.to_bits() ^ 1 << bit);
            assert!(matches!(turn.get(wrong), Err(Error::Stale { .. })), "{handle:?}, bit {bit}");
        }
    }
}

#[test]
fn handles_stay_distinct_and_stale_when_the_generation_counter_wraps() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let raw = RawHeap::open(&name);
    let place = raw.generation_counter();
    let mut turn = heap.write().expect("free");
    // 2^20 bytes of places leave 44 bits, and four more as places are multiples of 16.
    let last = (1_u64 << 48) - 1;
    let before = raw.word(place);
    let first = turn.put(&Item::new(0)).expect("there is room");
    assert_eq!(raw.word(place), (before + 1) & last, "this is not the generation counter");
    turn.remove(first).expect("it is there");
    raw.set_word(place, last - 4);
    let mut old = HashSet::from([first]);
    for n in 0..10 {
        let handle = turn.put(&Item::new(n)).expect("there is room");
        assert_ne!(raw.word(place), 0, "generation 0 is never used");
        assert_eq!(turn.load(handle).expect("it is there"), Item::new(n));
        old.iter().for_each(|&stale| assert!(matches!(turn.get(stale), Err(Error::Stale { .. }))));
        assert!(old.insert(handle), "{handle:?} was given out twice");
        turn.remove(handle).expect("it is there");
    }
    assert!(raw.word(place) < 20, "the counter has wrapped: {:#x}", raw.word(place));
    assert_sound(&turn);
}

#[test]
fn one_object_twice_is_not_disjoint() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let [a, b, c] = [1, 2, 3].map(|n| turn.put(&Item::new(n)).expect("there is room"));
    for handles in [[a, a, b], [a, b, a], [b, a, a]] {
        let error = turn.get_disjoint_mut(handles).map(|_| ());
        assert!(matches!(error, Err(Error::Overlapping { handle }) if handle == a.to_bits()), "{error:?}");
        let error = turn.transaction(|tx| tx.get_disjoint_mut(handles).map(|_| ()));
        assert!(matches!(error, Err(Error::Overlapping { .. })), "{error:?}");
    }
    let [mut x, mut y, z] = turn.get_disjoint_mut([a, b, c]).expect("three objects");
    x.set_n(y.n() + z.n());
    y.name_mut().set("changed").expect("there is room");
    assert_eq!((turn.load(a).expect("there").n, turn.load(b).expect("there").name.as_str()), (5, "changed"));
    turn.remove(b).expect("it is there");
    assert!(matches!(turn.get_disjoint_mut([a, b]).map(|_| ()), Err(Error::Stale { .. })));
}

// ---- names and options ----------------------------------------------------------------------------------------------

#[test]
fn what_cannot_name_a_heap_is_refused() {
    for bad in ["", ".", "..", "a/b", "/a", "../x", "a\0b", &"x".repeat(252), &"x".repeat(100_000), &"ü".repeat(126)] {
        for result in [Heap::create(bad).map(drop), Heap::attach(bad).map(drop), Heap::remove(bad)] {
            let error = result.expect_err("no heap can have this name");
            assert!(matches!(error, Error::InvalidName { .. }), "{error:?}");
            assert!(error.to_string().len() < 400, "the message repeats a long name");
        }
    }
    let name = Name::new();
    for good in [format!("{}-größe 世界 🦀", &*name), format!("{:x<251}", &*name)] {
        let heap = Heap::options().capacity(1 << 16).create(&good).expect("a name");
        assert_eq!(heap.name(), good);
        drop(heap);
        assert!(Heap::attach(&good).is_ok());
        assert!(Heap::list().expect("it can be listed").iter().any(|info| info.name == good));
        Heap::remove(&good).expect("it exists");
    }
}

#[test]
fn options_that_no_heap_can_have_are_refused_by_name() {
    let with = Heap::options;
    let bad = [
        ("capacity", "0", with().capacity(0)),
        ("capacity", "65535", with().capacity(65_535)),
        ("capacity", "1099511627777", with().capacity((1 << 40) + 1)),
        ("capacity", "18446744073709551615", with().capacity(u64::MAX)),
        ("journal", "0", with().journal(0)),
        ("journal", "18446744073709551615", with().journal(u64::MAX)),
        ("participants", "0", with().participants(0)),
        ("participants", "4294967295", with().participants(u32::MAX)),
        ("mode", "0o77777", with().mode(0o77777)),
    ];
    let name = Name::new();
    for (wrong, given, options) in bad {
        for result in [options.create(&name), options.create_anonymous(), options.open_or_create(&name)] {
            match result {
                Err(Error::InvalidOption { option, value, .. }) => assert_eq!((option, &*value), (wrong, given)),
                other => panic!("{wrong} of {given}: {other:?}"),
            }
        }
        assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })), "something was created");
    }
    let largest = with().capacity(1 << 40).journal(1 << 16).participants(1).create_anonymous();
    assert_eq!(largest.expect("address space only").capacity(), 1 << 40);
}

#[test]
fn the_name_of_an_object_can_be_anything_of_up_to_4096_bytes() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let item = turn.put(&Item::new(1)).expect("there is room");
    let blocks = turn.stats().blocks;
    for bad in ["x".repeat(4097), "ü".repeat(2049), "x".repeat(1 << 19)] {
        let error = turn.bind(&bad, item);
        assert!(
            matches!(error, Err(Error::TooLarge { size, limit: 4096, .. }) if size == bad.len() as u64),
            "{error:?}"
        );
    }
    assert_eq!(turn.stats().blocks, blocks);
    let good = [String::new(), "a/b\0c".into(), "größe".into(), "x".repeat(4096)];
    for name in &good {
        turn.bind(name, item).expect("a name");
        assert_eq!(turn.root::<Item>(name).expect("just bound"), item);
    }
    assert_eq!(turn.roots().expect("sound").len(), good.len());
    assert_sound(&turn);
    good.iter().for_each(|name| turn.unbind(name).expect("it is bound"));
    assert!(matches!(turn.unbind("größe"), Err(Error::NoSuchRoot { .. })));
    assert_eq!(turn.stats().blocks, blocks);
}

// ---- depth ----------------------------------------------------------------------------------------------------------

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Node {
    n: u32,
    next: Option<Box<Node>>,
    children: Vec<Node>,
}

fn chain(len: u32) -> Node {
    (0..len).fold(Node { n: 0, next: None, children: vec![] }, |next, n| Node {
        n,
        next: Some(Box::new(next)),
        children: vec![],
    })
}

fn tree(depth: u32) -> Node {
    (0..depth).fold(Node { n: 0, next: None, children: vec![] }, |child, n| Node {
        n,
        next: None,
        children: vec![child],
    })
}

#[test]
fn values_nest_five_hundred_deep_and_not_six_hundred() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    turn.put(&chain(0)).expect("there is room");
    let before = turn.stats();
    for (make, what) in [(chain as fn(u32) -> Node, "boxes"), (tree, "lists")] {
        let value = make(120);
        let handle = turn.put(&value).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(turn.load(handle).expect("it is there"), value, "{what}");
        assert_sound(&turn);
        turn.remove(handle).unwrap_or_else(|error| panic!("{what}: {error}"));
        let deep = turn.put(&make(200));
        assert!(matches!(deep, Err(Error::TooLarge { limit: 128, .. })), "{what}: {deep:?}");
        assert_eq!((turn.stats().used, turn.stats().blocks), (before.used, before.blocks), "{what}");
    }
    assert_sound(&turn);
}

#[test]
fn what_could_just_be_built_can_be_copied_out_and_removed() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let root = turn.put(&chain(0)).expect("there is room");
    for make in [chain as fn(u32) -> Node, tree] {
        let deepest =
            (120..200).take_while(|&depth| turn.store(root, &make(depth)).is_ok()).last().expect("120 at least");
        assert_eq!(deepest, 128);
        assert_eq!(turn.load(root).expect("it is there"), make(deepest));
        assert_sound(&turn);
        turn.store(root, &chain(0)).expect("what could be built can be overwritten");
    }
    turn.remove(root).expect("it is there");
    assert_eq!(turn.stats().objects, 0);
}

#[test]
fn what_grows_deep_through_views_is_a_sound_heap_all_the_same() {
    const LEVELS: u32 = 3_000;
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
    let mut turn = heap.write().expect("free");
    let root = turn.put(&chain(0)).expect("there is room");
    let mut end = turn.get_mut(root).expect("it is there");
    for n in 0..LEVELS {
        end.set_next(Some(&Node { n, next: None, children: vec![] })).expect("there is room");
        end = end.into_parts().next.into_mut().expect("just set");
    }
    assert_sound(&turn);
    // In portions it can be taken apart; at once it cannot, and that changes nothing.
    assert!(matches!(turn.remove(root), Err(Error::TooLarge { .. })));
    assert_sound(&turn);
    drop(turn);
    drop(heap);
    let heap = Heap::attach(&name).expect("sound");
    let turn = heap.read().expect("free");
    let mut view = turn.get(root).expect("it is there");
    let mut levels = 0;
    while let Some(next) = view.next() {
        (view, levels) = (next, levels + 1);
    }
    assert_eq!(levels, LEVELS);
}

#[test]
fn bytes_that_cannot_be_right_end_the_accessor_and_release_the_turn() {
    damage::bytes_that_cannot_be_right_end_the_accessor_and_release_the_turn();
}

/// Runs what may meet impossible bytes; a panic must carry `Corrupt`.
fn meets_corruption<R>(work: impl FnOnce() -> R) -> Result<R, Corrupt> {
    static QUIET: std::sync::Once = std::sync::Once::new();
    // They are many, and on purpose.
    QUIET.call_once(|| {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !info.payload().is::<Corrupt>() {
                default(info);
            }
        }));
    });
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<Corrupt>() {
        Ok(corrupt) => *corrupt,
        Err(other) => std::panic::resume_unwind(other),
    })
}

#[test]
fn flipped_bytes_are_found_or_harmless() {
    damage::watch("verified");
}

#[test]
fn flipped_bytes_of_a_heap_attached_on_trust_crash_nothing() {
    damage::watch("trusted");
}

#[test]
fn a_full_file_system_is_an_error_and_nothing_is_lost() {
    let filler = child("fill_file_system", &[]);
    let said = filler.hear();
    if said.starts_with("skipped") {
        eprintln!("{said}");
    } else {
        assert_eq!(said, "done");
    }
    filler.finish();
}
