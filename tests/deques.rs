//! Deques against std's, in heaps with room, in heaps that fill up, and in transactions.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipo::{DequeMut, EnumList, Error, Handle, Heap, Shared, SharedEnumIndex, SharedStruct, WriteTurn, value};
use ipo_workspace::{Name, child, run_job, say};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[path = "ordered/damage.rs"]
mod damage;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn heap(capacity: u64) -> Heap {
    Heap::options().capacity(capacity).create_anonymous().expect("memory")
}

#[track_caller]
fn assert_sound(turn: &WriteTurn<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

#[derive(Debug, Clone)]
enum Op<T> {
    PushBack(T),
    PushFront(T),
    PopBack,
    PopFront,
    Insert(usize, T),
    Remove(usize),
    Set(usize, T),
    Swap(usize, usize),
    Truncate(usize),
    Clear,
    Extend(Vec<T>),
    Retain(usize),
    Drain(usize, usize),
    RotateLeft(usize),
    RotateRight(usize),
    Reserve(usize),
    Shrink,
}

fn op<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Op<T>> {
    let i = any::<usize>;
    prop_oneof![
        6 => value.clone().prop_map(Op::PushBack),
        6 => value.clone().prop_map(Op::PushFront),
        3 => Just(Op::PopBack),
        3 => Just(Op::PopFront),
        3 => (i(), value.clone()).prop_map(|(i, v)| Op::Insert(i, v)),
        3 => i().prop_map(Op::Remove),
        2 => (i(), value.clone()).prop_map(|(i, v)| Op::Set(i, v)),
        2 => (i(), i()).prop_map(|(i, j)| Op::Swap(i, j)),
        1 => i().prop_map(Op::Truncate),
        1 => Just(Op::Clear),
        2 => vec(value, 0..30).prop_map(Op::Extend),
        1 => i().prop_map(Op::Retain),
        1 => (i(), i()).prop_map(|(i, j)| Op::Drain(i, j)),
        2 => i().prop_map(Op::RotateLeft),
        2 => i().prop_map(Op::RotateRight),
        1 => (0..40_usize).prop_map(Op::Reserve),
        1 => Just(Op::Shrink),
    ]
}

/// One operation on both. Indices are taken modulo a little more than the length, so that some are out of bounds.
fn apply<T>(deque: &mut DequeMut<'_, T>, model: &mut VecDeque<T>, op: Op<T>) -> Result<(), Error>
where
    T: Shared + Clone + PartialEq + std::fmt::Debug,
{
    let len = model.len();
    let refused = |done: Result<(), Error>| match done {
        Err(Error::OutOfBounds { len: l, .. }) if l == len => Ok(()),
        other => panic!("out of bounds of {len}: {other:?}"),
    };
    match op {
        Op::PushBack(v) => deque.push_back(v.to_arg()).map(|()| model.push_back(v)),
        Op::PushFront(v) => deque.push_front(v.to_arg()).map(|()| model.push_front(v)),
        Op::PopBack => deque.pop_back().map(|v| assert_eq!(v, model.pop_back())),
        Op::PopFront => deque.pop_front().map(|v| assert_eq!(v, model.pop_front())),
        Op::Insert(i, v) => {
            let i = i % (len + 2);
            let done = deque.insert(i, v.to_arg());
            if i <= len { done.map(|()| model.insert(i, v)) } else { refused(done) }
        }
        Op::Remove(i) => {
            let i = i % (len + 2);
            deque.remove(i).map(|v| assert_eq!(v, model.remove(i)))
        }
        Op::Set(i, v) => {
            let i = i % (len + 2);
            let done = deque.set(i, v.to_arg());
            if i < len { done.map(|()| model[i] = v) } else { refused(done) }
        }
        Op::Swap(i, j) => {
            let (i, j) = (i % (len + 1), j % (len + 1));
            let done = deque.swap(i, j);
            if i < len && j < len { done.map(|()| model.swap(i, j)) } else { refused(done) }
        }
        Op::Truncate(to) => {
            let to = to % (len + 3);
            deque.truncate(to).map(|()| model.truncate(to))
        }
        Op::Clear => deque.clear().map(|()| model.clear()),
        Op::Extend(values) => deque.extend(values.iter().map(T::to_arg)).map(|()| model.extend(values)),
        Op::Retain(n) => {
            let n = n % 5 + 1;
            let (mut i, mut j) = (0, 0);
            let keep = |i: &mut usize| {
                *i += 1;
                *i % n != 0
            };
            deque.retain(|_| keep(&mut i)).map(|()| model.retain(|_| keep(&mut j)))
        }
        Op::Drain(i, j) => {
            let (i, j) = (i % (len + 2), j % (len + 2));
            let done = deque.drain(i..j);
            if i <= j && j <= len {
                done.map(|gone| assert_eq!(gone, model.drain(i..j).collect::<Vec<_>>()))
            } else {
                refused(done.map(drop))
            }
        }
        Op::RotateLeft(n) => {
            let n = n % (len + 2);
            let done = deque.rotate_left(n);
            if n <= len { done.map(|()| model.rotate_left(n)) } else { refused(done) }
        }
        Op::RotateRight(n) => {
            let n = n % (len + 2);
            let done = deque.rotate_right(n);
            if n <= len { done.map(|()| model.rotate_right(n)) } else { refused(done) }
        }
        Op::Reserve(n) => {
            deque.reserve(n).map(|()| assert!(deque.capacity() >= len + n, "{} for {len} + {n}", deque.capacity()))
        }
        Op::Shrink => deque.shrink_to_fit(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Plain,
    Committed,
    RolledBack,
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![2 => Just(Mode::Plain), 1 => Just(Mode::Committed), 1 => Just(Mode::RolledBack)]
}

type Batches<T> = Vec<(Mode, Vec<Op<T>>)>;

fn batches<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Batches<T>> {
    vec((mode(), vec(op(value), 1..40)), 1..6)
}

/// Between neighbours that must not change.
type Fenced<T> = (u64, VecDeque<T>, u64);

fn run<T: Shared + Clone + PartialEq + std::fmt::Debug>(capacity: u64, batches: Batches<T>) -> usize {
    let heap = heap(capacity);
    let mut turn = heap.write().expect("free");
    let empty: Fenced<T> = (7, VecDeque::new(), 9);
    let first = turn.put(&empty).expect("there is room");
    turn.remove(first).expect("it is there");
    // Little is left of a small heap.
    let filler = (capacity < 1 << 17).then(|| turn.put(&vec![0_u8; 56_000]).expect("there is room"));
    let start = in_use(&turn);
    let handle = turn.put(&empty).expect("there is room");
    let (mut model, mut full) = (VecDeque::new(), 0);
    for (mode, ops) in batches {
        let mut work = |mut view: DequeMut<'_, T>, model: &mut VecDeque<T>| {
            for op in ops.clone() {
                match apply(&mut view, model, op) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { .. }) => full += 1,
                    Err(other) => panic!("{other}"),
                }
                // Also after an error: exactly what it was.
                assert_eq!((view.len(), view.is_empty()), (model.len(), model.is_empty()));
                assert_eq!(view.iter().map(T::load).collect::<VecDeque<_>>(), *model);
                assert!(view.iter().rev().map(T::load).eq(model.iter().rev().cloned()));
                assert_eq!(view.front().map(T::load).as_ref(), model.front());
                assert_eq!(view.back().map(T::load).as_ref(), model.back());
            }
        };
        match mode {
            Mode::Plain => work(turn.get_mut(handle).expect("there").1, &mut model),
            Mode::Committed => turn
                .transaction::<_, Error>(|tx| {
                    work(tx.get_mut(handle)?.1, &mut model);
                    Ok(())
                })
                .expect("the journal is large"),
            Mode::RolledBack => {
                let mut inside = model.clone();
                let result: Result<(), Error> = turn.transaction(|tx| {
                    work(tx.get_mut(handle)?.1, &mut inside);
                    Err(Error::ReadOnly)
                });
                assert!(matches!(result, Err(Error::ReadOnly)));
            }
        }
        let now = turn.load(handle).expect("there");
        assert_eq!(now, (7, model.clone(), 9), "after a batch, {mode:?}");
        assert_sound(&turn);
    }
    turn.remove(handle).expect("there");
    assert_eq!(in_use(&turn), start);
    filler.map(|filler| turn.remove(filler)).transpose().expect("it is there");
    assert_sound(&turn);
    full
}

fn long_text() -> impl Strategy<Value = String> + Clone {
    ("[a-z]{0,12}", 0..80_usize).prop_map(|(text, times)| text.repeat(times))
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_deque_of_numbers_is_a_deque(batches in batches(any::<i64>())) {
        run(1 << 20, batches);
    }

    #[test]
    fn a_deque_of_bytes_is_a_deque(batches in batches(any::<u8>())) {
        run(1 << 20, batches);
    }

    #[test]
    fn a_deque_of_nothing_is_a_deque(batches in batches(Just(()))) {
        run(1 << 20, batches);
    }

    #[test]
    fn a_deque_of_texts_is_a_deque(batches in batches("[a-z]{0,40}")) {
        run(1 << 20, batches);
    }
}

#[test]
fn a_deque_without_room_to_grow_stays_what_it_was() {
    let full = AtomicUsize::new(0);
    let outcome = TestRunner::new(config(30)).run(&batches(long_text()), |batches| {
        full.fetch_add(run(1 << 16, batches), Ordering::Relaxed);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(full.load(Ordering::Relaxed) > 20, "the heap was full {full:?} times");
}

#[test]
fn numbers_are_slices_and_become_one() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle: Handle<VecDeque<u16>> = turn.put(&VecDeque::new())?;
    let mut deque = turn.get_mut(handle)?;
    for n in 0..40 {
        if n % 3 == 0 { deque.push_front(n)? } else { deque.push_back(n)? }
    }
    let model: Vec<u16> = deque.iter().collect();
    let (front, back) = deque.as_slices();
    assert!(!front.is_empty() && !back.is_empty(), "what was put in front lies at the block's end");
    assert_eq!([front, back].concat(), model);
    for half in <[&mut [u16]; 2]>::from(deque.as_mut_slices()) {
        half.iter_mut().for_each(|n| *n += 1);
    }
    let more: Vec<u16> = model.iter().map(|n| n + 1).collect();
    let capacity = deque.capacity();
    assert_eq!(deque.make_contiguous()?, more);
    assert_eq!((deque.as_slices(), deque.capacity()), ((&more[..], &[][..]), capacity));
    deque.iter_mut().rev().zip(0..).for_each(|(n, i)| *n = i);
    assert_eq!((deque.get(0), deque.get(39), deque.get(40)), (Some(39), Some(0), None));
    *deque.back_mut().expect("not empty") = 7;
    *deque.front_mut().expect("not empty") = 8;
    assert!(deque.contains(8) && deque.contains(7) && !deque.contains(1_000));
    assert_eq!((deque.iter().nth(38), deque.iter().nth(39), deque.iter().nth(40)), (Some(1), Some(7), None));
    assert_sound(&turn);
    Ok(())
}

#[test]
fn a_slice_in_a_transaction_comes_back() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let start: VecDeque<i64> = (0..100).collect();
    let handle = turn.put(&start)?;
    let outcome: Result<(), Error> = turn.transaction(|tx| {
        let mut deque = tx.get_mut(handle)?;
        deque.iter_mut().for_each(|n| *n = -1);
        deque.rotate_left(30)?;
        deque.as_mut_slices().0.fill(5);
        deque.make_contiguous()?.fill(3);
        Err(Error::NoMessages)
    });
    assert!(matches!(outcome, Err(Error::NoMessages)));
    assert_eq!(turn.load(handle)?, start);
    Ok(())
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    #[shared(type = VecDeque<i64>)]
    Numbers,
    #[shared(type = Option<VecDeque<String>>)]
    Texts,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nested {
    list: Vec<VecDeque<String>>,
    deques: VecDeque<VecDeque<u8>>,
    lists: VecDeque<Vec<String>>,
    maybe: Option<Box<(VecDeque<Option<String>>, u8)>>,
    map: std::collections::HashMap<String, VecDeque<u32>>,
    places: EnumList<Place>,
    next: VecDeque<Nested>,
}

fn nested(depth: u32) -> Nested {
    let text = |n: u32| format!("text {n}, which is longer than its slot");
    Nested {
        list: vec![VecDeque::new(), VecDeque::from([text(1), text(2)])],
        deques: VecDeque::from([VecDeque::from([1, 2]), VecDeque::new()]),
        lists: VecDeque::from([vec![text(3)], vec![]]),
        maybe: Some(Box::new((VecDeque::from([None, Some(text(4))]), 1))),
        map: [(text(5), VecDeque::from([1, 2, 3]))].into(),
        places: EnumList::new().with(Place::NUMBERS, VecDeque::from([1])).with(Place::TEXTS, Some([text(6)].into())),
        next: (0..depth).map(|n| nested(n.min(1))).collect(),
    }
}

#[test]
fn deques_nest_in_everything_and_everything_in_them() -> Result<(), Error> {
    let heap = heap(4 << 20);
    let mut turn = heap.write()?;
    let warm = turn.put(&nested(0))?;
    turn.remove(warm)?;
    let start = in_use(&turn);
    let handle = turn.put(&nested(3))?;
    assert_eq!(turn.load(handle)?, nested(3));
    turn.store(handle, &nested(1))?;
    turn.get_mut(handle)?.next_mut().push_front(&nested(0))?;
    turn.get_mut(handle)?.deques_mut().get_mut(0).expect("two").push_front(0)?;
    turn.get_mut(handle)?.set_deques(&VecDeque::from([VecDeque::from([9])]))?;
    assert_eq!(turn.get(handle)?.places().value(Place::Numbers), value!([1]));
    assert_sound(&turn);
    turn.remove(handle)?;
    assert_eq!(in_use(&turn), start);
    Ok(())
}

#[test]
fn child_entry() {
    run_job(&[("reads", reads), ("damage", damage_job)]);
}

fn reads(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it is there");
    let turn = heap.read().expect("free");
    let deque: Handle<VecDeque<String>> = turn.root("deque").expect("bound");
    say(format_args!("{:?}", turn.load(deque).expect("there")));
}

#[test]
fn another_process_reads_the_same() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let mut model: VecDeque<String> = (0..30).map(|n| format!("text {n} {}", "x".repeat(n))).collect();
    {
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&model).expect("there is room");
        turn.bind("deque", handle).expect("there is room");
        turn.get_mut(handle).and_then(|mut deque| deque.rotate_left(11)).expect("there is room");
        turn.get_mut(handle).and_then(|mut deque| deque.push_front("first")).expect("there is room");
    }
    model.rotate_left(11);
    model.push_front("first".into());
    let reader = child("reads", &[&name]);
    reader.expect(&format!("{model:?}"));
    reader.finish();
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Victim {
    numbers: VecDeque<u32>,
    texts: VecDeque<String>,
}

fn victim() -> Victim {
    let text = |n: i32| format!("text {n}, which is longer than its slot");
    Victim { numbers: (0..40).collect(), texts: (0..9).map(text).collect() }
}

fn use_victim(turn: &mut WriteTurn<'_>, handle: Handle<Victim>) -> Result<(), Error> {
    let mut it = turn.get_mut(handle)?;
    it.numbers_mut().rotate_left(7)?;
    it.numbers_mut().push_front(1)?;
    it.numbers_mut().make_contiguous()?.fill(2);
    it.texts_mut().push_front("a text that lies outside of its slot")?;
    it.texts_mut().retain(|text| text.len() % 2 == 0)?;
    it.texts_mut().remove(1)?;
    it.texts_mut().shrink_to_fit()
}

fn damage_job(args: &[&str]) {
    damage::flip(args[0], victim, use_victim);
}

#[test]
fn damaged_deques_crash_nothing() {
    damage::watch();
}
