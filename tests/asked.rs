//! What a program does to other views while an operation asks its iterator or closure: that is an operation of its own, and
//! stays, also if the one that asks fails.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct All {
    list: Vec<u64>,
    texts: Vec<String>,
    deque: VecDeque<String>,
    map: HashMap<u64, String>,
    set: HashSet<u64>,
    tree: BTreeMap<u64, String>,
    tree_set: BTreeSet<u64>,
    pushed: Vec<u64>,
}

const LEN: u64 = 200;
/// So often an operation asks before the program panics.
const PATIENCE: u64 = 100;

fn text(n: u64) -> String {
    format!("a text that has a block of its own, number {n}")
}

fn all() -> All {
    let numbers = 0..LEN;
    All {
        list: numbers.clone().collect(),
        texts: numbers.clone().map(text).collect(),
        deque: numbers.clone().map(text).collect(),
        map: numbers.clone().map(|n| (n, text(n))).collect(),
        set: numbers.clone().collect(),
        tree: numbers.clone().map(|n| (n, text(n))).collect(),
        tree_set: numbers.collect(),
        pushed: vec![],
    }
}

/// Calls `operation`, which asks: each time a number is pushed to a list of another object, whose block grows again and
/// again, and at last the program panics.
fn check(name: &str, operation: impl Fn(AllMut<'_>, &mut dyn FnMut() -> u64) -> Result<(), Error>) {
    let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("there is memory");
    let mut turn = heap.write().expect("free");
    let [object, other] = [(); 2].map(|()| turn.put(&all()).expect("there is room"));
    let [view, mut other_view] = turn.get_disjoint_mut([object, other]).expect("both are there");
    let mut pushed = other_view.pushed_mut();
    let mut asked = 0;
    let end = catch_unwind(AssertUnwindSafe(|| {
        operation(view, &mut || {
            pushed.push(asked).expect("there is room");
            asked += 1;
            assert!(asked < PATIENCE, "that was enough");
            asked
        })
    }));
    assert!(end.is_err(), "{name}: asked {asked} times");
    // The view is as good as before.
    pushed.push(PATIENCE).expect("there is room");
    assert_eq!(pushed.as_slice(), (0..=PATIENCE).collect::<Vec<_>>(), "{name}");
    assert_eq!(turn.load(object).expect("it is there"), all(), "{name}");
    let report = turn.verify();
    assert!(report.is_sound(), "{name}: {:?}", report.findings);
}

#[test]
fn a_push_to_another_list_stays_if_the_iterator_of_an_extend_panics() {
    check("list", |mut all, ask| all.list_mut().extend((0..LEN).map(|_| ask())));
    check("texts", |mut all, ask| {
        all.texts_mut().extend((0..LEN).map(|_| {
            ask();
            "one more text that has a block of its own"
        }))
    });
    check("deque", |mut all, ask| {
        all.deque_mut().extend((0..LEN).map(|_| {
            ask();
            "one more text that has a block of its own"
        }))
    });
    check("map", |mut all, ask| all.map_mut().extend((0..LEN).map(|_| (LEN + ask(), "one more"))));
    check("set", |mut all, ask| all.set_mut().extend((0..LEN).map(|_| LEN + ask())));
    check("tree", |mut all, ask| all.tree_mut().extend((0..LEN).map(|_| (LEN + ask(), "one more"))));
    check("tree_set", |mut all, ask| all.tree_set_mut().extend((0..LEN).map(|_| LEN + ask())));
}

#[test]
fn a_push_to_another_list_stays_if_what_is_asked_by_a_retain_panics() {
    check("list", |mut all, ask| all.list_mut().retain(|_| ask() % 2 == 0));
    check("texts", |mut all, ask| all.texts_mut().retain(|_| ask() % 2 == 0));
    check("dedup_by", |mut all, ask| all.texts_mut().dedup_by(|_, _| ask() % 2 == 0));
    check("dedup_by_key", |mut all, ask| all.texts_mut().dedup_by_key(|_| ask()));
    check("sort_by_key", |mut all, ask| all.texts_mut().sort_by_key(|_| ask() % 7));
    check("deque", |mut all, ask| all.deque_mut().retain(|_| ask() % 2 == 0));
    check("map", |mut all, ask| all.map_mut().retain(|_, _| ask() % 2 == 0));
    check("set", |mut all, ask| all.set_mut().retain(|_| ask() % 2 == 0));
    check("tree", |mut all, ask| all.tree_mut().retain(|_, _| ask() % 2 == 0));
    check("tree_set", |mut all, ask| all.tree_set_mut().retain(|_| ask() % 2 == 0));
}

#[test]
fn a_push_to_another_list_stays_if_what_asks_finds_no_room() -> Result<(), Error> {
    let heap = Heap::options().capacity(64 << 10).create_anonymous()?;
    let mut turn = heap.write()?;
    let lists = turn.put(&(Vec::<String>::new(), Vec::<u64>::new()))?;
    let (mut texts, mut numbers) = turn.get_mut(lists)?;
    let large = "x".repeat(1 << 10);
    let mut pushed = 0;
    let full = texts.extend((0..100).map(|_| {
        numbers.push(pushed).expect("there is room for numbers");
        pushed += 1;
        large.as_str()
    }));
    assert!(matches!(full, Err(Error::OutOfSpace { .. })), "{full:?}");
    assert!(texts.is_empty());
    numbers.push(pushed)?;
    assert_eq!(numbers.as_slice(), (0..=pushed).collect::<Vec<_>>());
    let report = turn.verify();
    assert!(report.is_sound(), "{:?}", report.findings);
    Ok(())
}

#[test]
fn a_view_that_was_opened_while_an_operation_asked_stays_in_the_list_if_that_fails() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let lists = turn.put(&(vec![1_u64; 100], vec![2_u64; 100]))?;
    let (mut list, other) = turn.get_mut(lists)?;
    let (mut other, mut number) = (Some(other), None);
    let end = catch_unwind(AssertUnwindSafe(|| {
        list.retain(|_| {
            let mut other = other.take().expect("asked once");
            // Into another block.
            other.reserve(10_000).expect("there is room");
            number = other.into_get_mut(99);
            panic!("that was enough");
        })
    }));
    assert!(end.is_err());
    *number.expect("there are 100") = 7;
    assert_eq!(turn.get(lists)?.1.last(), Some(7));
    assert!(turn.verify().is_sound());
    Ok(())
}

/// What is written for a field of another type runs inside of the operation that stores it. A view that is changed there, by
/// a program that lends its heap for ever, has to be right behind it all the same.
mod told {
    use std::cell::RefCell;

    use ipo::ListMut;

    thread_local! {
        pub(crate) static PUSHED: RefCell<Option<ListMut<'static, u64>>> = const { RefCell::new(None) };
    }

    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Told(pub(crate) u64);

    pub(crate) type Stored = u64;

    pub(crate) fn store(told: &Told) -> u64 {
        PUSHED.with_borrow_mut(|list| list.as_mut().map(|list| list.push(told.0)));
        told.0
    }

    pub(crate) fn load(stored: u64) -> Told {
        Told(stored)
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Teller {
    #[shared(with = told)]
    told: told::Told,
    text: String,
}

#[test]
fn a_view_that_an_operation_changed_while_it_stored_is_right_when_that_was_undone() -> Result<(), Error> {
    let heap: &'static Heap = Box::leak(Box::new(Heap::options().capacity(256 << 10).create_anonymous()?));
    let mut turn = heap.write()?;
    let lists = turn.put(&(Vec::<u64>::new(), Vec::<Teller>::new()))?;
    let turn = Box::leak(Box::new(turn));
    let (numbers, mut tellers) = turn.get_mut(lists)?;
    told::PUSHED.set(Some(numbers));
    let large = Teller { told: told::Told(7), text: "x".repeat(1 << 10) };
    let full = tellers.extend_from_slice(&vec![large; 300]);
    assert!(matches!(full, Err(Error::OutOfSpace { .. })), "{full:?}");
    let mut numbers = told::PUSHED.take().expect("it was set");
    let before = numbers.as_slice().to_vec();
    // It takes the memory that was given back.
    tellers.extend_from_slice(&vec![Teller { told: told::Told(8), text: "y".repeat(1 << 10) }; 100])?;
    for number in 0..300 {
        numbers.push(number)?;
    }
    assert_eq!(numbers.as_slice(), before.into_iter().chain(0..300).collect::<Vec<_>>());
    assert!(tellers.iter().all(|teller| teller.told() == told::Told(8) && teller.text().len() == 1 << 10));
    Ok(())
}
