//! Lists: random operations beside `Vec`, in heaps that fill up midway, in turns, in transactions, and rolled back.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ipo::{Error, Heap, ListMut, Shared, SharedStruct, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn heap(capacity: u64) -> Heap {
    Heap::options().capacity(capacity).create_anonymous().expect("memory")
}

/// Leaves about so many bytes free.
fn fill_up(turn: &mut WriteTurn<'_>, free: u64) {
    let filler = turn.stats().largest_free.saturating_sub(free);
    turn.put(&vec![0_u8; filler as usize]).expect("it was free");
}

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

type Pair = (u16, bool);

/// Lists side by side, so that elements can move between them; in bounds, nothing else changes.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Lists {
    before: u64,
    numbers: (Vec<i64>, Vec<i64>),
    texts: (Vec<String>, Vec<String>),
    nested: (Vec<Vec<String>>, Vec<Vec<String>>),
    pairs: (Vec<Pair>, Vec<Pair>),
    nothing: (Vec<()>, Vec<()>),
    after: u64,
}

const FENCE: u64 = 0x0123_4567_89AB_CDEF;

fn empty() -> Lists {
    Lists {
        before: FENCE,
        numbers: (vec![], vec![]),
        texts: (vec![], vec![]),
        nested: (vec![], vec![]),
        pairs: (vec![], vec![]),
        nothing: (vec![], vec![]),
        after: !FENCE,
    }
}

#[derive(Debug, Clone)]
enum Op<T> {
    Extend(Vec<T>),
    Push(Vec<T>, bool),
    PushFrom(usize),
    ExtendFromOther,
    Append,
    MoveTo(usize, usize, usize),
    MoveBack(usize, usize, usize),
    Resize(usize, T),
    Fill(T),
    SwapRemove(usize),
    Drain(usize, usize),
    Insert(usize, T),
    Remove(usize),
    Retain(u8),
    Dedup,
    Sort,
    SortByKey(u8),
    Reverse,
    Rotate(usize, bool),
    Swap(usize, usize),
    Reserve(usize),
    ReserveExact(usize),
    Shrink,
    Truncate(usize),
    Look(T, usize, usize),
}

fn op<T: Debug + Clone + 'static>(value: impl Strategy<Value = T> + Clone + 'static) -> impl Strategy<Value = Op<T>> {
    let at = || any::<usize>();
    let many = vec(value.clone(), 0..30);
    prop_oneof![
        6 => many.clone().prop_map(Op::Extend),
        6 => (many, any::<bool>()).prop_map(|(values, other_view)| Op::Push(values, other_view)),
        2 => at().prop_map(Op::PushFrom),
        1 => Just(Op::ExtendFromOther),
        1 => Just(Op::Append),
        2 => (at(), at(), at()).prop_map(|(a, b, c)| Op::MoveTo(a, b, c)),
        2 => (at(), at(), at()).prop_map(|(a, b, c)| Op::MoveBack(a, b, c)),
        1 => (at(), value.clone()).prop_map(|(n, v)| Op::Resize(n, v)),
        1 => value.clone().prop_map(Op::Fill),
        2 => at().prop_map(Op::SwapRemove),
        2 => (at(), at()).prop_map(|(a, b)| Op::Drain(a, b)),
        2 => (at(), value.clone()).prop_map(|(i, v)| Op::Insert(i, v)),
        2 => at().prop_map(Op::Remove),
        2 => any::<u8>().prop_map(Op::Retain),
        1 => Just(Op::Dedup),
        2 => Just(Op::Sort),
        2 => any::<u8>().prop_map(Op::SortByKey),
        1 => Just(Op::Reverse),
        1 => (at(), any::<bool>()).prop_map(|(n, left)| Op::Rotate(n, left)),
        2 => (at(), at()).prop_map(|(a, b)| Op::Swap(a, b)),
        1 => (0..300_usize).prop_map(Op::Reserve),
        1 => (0..300_usize).prop_map(Op::ReserveExact),
        1 => Just(Op::Shrink),
        1 => at().prop_map(Op::Truncate),
        2 => (value, at(), at()).prop_map(|(v, a, b)| Op::Look(v, a, b)),
    ]
}

/// A number by which elements are sifted and sorted: few values, so that many are equal.
trait Weight {
    fn weight(&self) -> u8;
}
impl Weight for i64 {
    fn weight(&self) -> u8 {
        self.to_le_bytes()[0] % 7
    }
}
impl Weight for String {
    fn weight(&self) -> u8 {
        self.len() as u8 % 5
    }
}
impl Weight for Vec<String> {
    fn weight(&self) -> u8 {
        self.len() as u8
    }
}
impl Weight for (u16, bool) {
    fn weight(&self) -> u8 {
        self.0 as u8 % 4
    }
}
impl Weight for () {
    fn weight(&self) -> u8 {
        0
    }
}

/// Checks what a call says of a position that there may not be.
fn bounded<R>(result: Result<R, Error>, index: usize, len: usize, fits: bool) -> Result<Option<R>, Error> {
    match result {
        Err(Error::OutOfBounds { index: i, len: l }) if !fits => {
            assert_eq!((i, l), (index, len));
            Ok(None)
        }
        Ok(_) if !fits => panic!("index {index} of {len} was accepted"),
        other => other.map(Some),
    }
}

/// One operation on both; the model changes only if the list did.
fn apply<T>(
    list: &mut ListMut<'_, T>,
    other: &mut ListMut<'_, T>,
    model: &mut Vec<T>,
    aside: &mut Vec<T>,
    op: Op<T>,
) -> Result<(), Error>
where
    T: Shared + Clone + PartialEq + Ord + Debug + Weight,
    for<'a> T::Arg<'a>: Clone,
{
    let len = model.len();
    let weight = |view: T::Ref<'_>| T::load(view).weight();
    // A range that may end behind the list.
    let range = |a: usize, b: usize, len: usize| {
        let (a, b) = (a % (len + 2), b % (len + 2));
        a.min(b)..a.max(b)
    };
    match op {
        Op::Extend(values) => list.extend(values.iter().map(T::to_arg)).map(|()| model.extend(values)),
        // One view for all of them, which pushed before, too, or two.
        Op::Push(values, other_view) => values.into_iter().enumerate().try_for_each(|(i, value)| {
            let done = match i % 3 {
                1 if other_view => list.reborrow().push(value.to_arg()),
                _ => list.push(value.to_arg()),
            };
            done.map(|()| model.push(value))
        }),
        Op::PushFrom(i) if !aside.is_empty() => {
            let i = i % aside.len();
            list.push_from(other.get(i).expect("below the length")).map(|()| model.push(aside[i].clone()))
        }
        Op::PushFrom(_) => Ok(()),
        Op::ExtendFromOther => list.extend_from_list(other.as_ref()).map(|()| model.extend_from_slice(aside)),
        Op::Append => list.append(other).map(|()| model.append(aside)),
        Op::MoveTo(a, b, at) => {
            let (range, at) = (range(a, b, len), at % (aside.len() + 1));
            let done = list.move_to(range.clone(), other, at);
            if bounded(done, range.end, len, range.end <= len)?.is_some() {
                aside.splice(at..at, model.drain(range));
            }
            Ok(())
        }
        Op::MoveBack(a, b, at) => {
            let (range, at) = (range(a, b, aside.len()), at % (len + 2));
            let fits = range.end <= aside.len();
            let done = other.move_to(range.clone(), list, at);
            let (index, of) = if fits { (at, len) } else { (range.end, aside.len()) };
            if bounded(done, index, of, fits && at <= len)?.is_some() {
                model.splice(at..at, aside.drain(range));
            }
            Ok(())
        }
        Op::Resize(to, value) => {
            let to = to % (2 * len + 9);
            list.resize(to, value.to_arg()).map(|()| model.resize(to, value))
        }
        Op::Fill(value) => list.fill(value.to_arg()).map(|()| model.fill(value)),
        Op::SwapRemove(i) => {
            let i = i % (len + 2);
            let gone = bounded(list.swap_remove(i), i, len, i < len)?;
            gone.map_or(Ok(()), |gone| {
                assert_eq!(gone, model.swap_remove(i));
                Ok(())
            })
        }
        Op::Drain(a, b) => {
            let range = range(a, b, len);
            if let Some(gone) = bounded(list.drain(range.clone()), range.end, len, range.end <= len)? {
                assert_eq!(gone, model.drain(range).collect::<Vec<_>>());
            }
            Ok(())
        }
        Op::Insert(i, value) => {
            let i = i % (len + 1);
            list.insert(i, value.to_arg()).map(|()| model.insert(i, value))
        }
        Op::Remove(i) if len > 0 => list.remove(i % len).map(|gone| assert_eq!(gone, model.remove(i % len))),
        Op::Remove(_) => Ok(()),
        Op::Retain(n) => list.retain(|v| weight(v) != n % 7).map(|()| model.retain(|v| v.weight() != n % 7)),
        Op::Dedup => list
            .dedup_by(|a, b| T::load(a) == T::load(b))
            .and_then(|()| {
                model.dedup();
                list.dedup_by_key(weight)
            })
            .map(|()| model.dedup_by_key(|v| v.weight())),
        Op::Sort => list.sort_by(|a, b| T::load(a).cmp(&T::load(b))).map(|()| model.sort()),
        Op::SortByKey(n) => {
            list.sort_by_key(|v| weight(v) ^ (n % 4)).map(|()| model.sort_by_key(|v| v.weight() ^ (n % 4)))
        }
        Op::Reverse => list.reverse().map(|()| model.reverse()),
        Op::Rotate(n, left) => {
            let n = n % (len + 2);
            let done = if left { list.rotate_left(n) } else { list.rotate_right(n) };
            if bounded(done, n, len, n <= len)?.is_some() {
                if left { model.rotate_left(n) } else { model.rotate_right(n) }
            }
            Ok(())
        }
        Op::Swap(a, b) => {
            let (a, b) = (a % (len + 1), b % (len + 1));
            let index = if a >= len { a } else { b };
            if bounded(list.swap(a, b), index, len, a.max(b) < len)?.is_some() {
                model.swap(a, b);
            }
            Ok(())
        }
        Op::Reserve(more) => list.reserve(more).map(|()| assert!(list.capacity() >= len + more)),
        Op::ReserveExact(more) => list.reserve_exact(more).map(|()| assert!(list.capacity() >= len + more)),
        Op::Shrink => list.shrink_to_fit(),
        Op::Truncate(to) => list.truncate(to % (len + 2)).map(|()| model.truncate(to % (len + 2))),
        Op::Look(value, a, b) => {
            look(list, model, &value, range(a, b, len));
            Ok(())
        }
    }
}

/// What only reads.
fn look<T: Shared + Ord + Debug + Weight>(
    list: &mut ListMut<'_, T>,
    model: &[T],
    value: &T,
    range: std::ops::Range<usize>,
) {
    let part = list.range(range.clone()).map(|part| part.map(T::load).collect::<Vec<_>>());
    assert_eq!(part.as_deref(), model.get(range.clone()));
    let back = list.as_ref().range(range.clone()).map(|part| part.rev().map(T::load).collect::<Vec<_>>());
    assert_eq!(back, model.get(range.clone()).map(|_| part.into_iter().flatten().rev().collect::<Vec<_>>()));
    assert_eq!(list.range_mut(range.clone()).map(|part| part.len()), model.get(range).map(<[T]>::len));
    assert_eq!(list.first().map(T::load).as_ref(), model.first());
    assert_eq!(list.last().map(T::load).as_ref(), model.last());
    assert_eq!(list.first_mut().is_some(), !model.is_empty());
    assert_eq!(list.last_mut().is_some(), !model.is_empty());
    assert_eq!(list.iter().position(|v| T::load(v) == *value), model.iter().position(|v| v == value));
    if model.is_sorted() {
        let found = list.binary_search_by(|v| T::load(v).cmp(value));
        assert!(found.map_or_else(|at| model.partition_point(|v| v < value) == at, |at| model[at] == *value));
        assert_eq!(list.partition_point(|v| T::load(v) < *value), model.partition_point(|v| v < value));
    }
    if model.is_sorted_by_key(Weight::weight) {
        match list.as_ref().binary_search_by_key(&value.weight(), |v| T::load(v).weight()) {
            Ok(at) => assert_eq!(model[at].weight(), value.weight()),
            Err(at) => assert_eq!(at, model.partition_point(|v| v.weight() < value.weight())),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Plain,
    Committed,
    RolledBack,
}

type Batches<T> = Vec<(Mode, Vec<Op<T>>)>;

fn batches<T: Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Batches<T>> {
    let mode = prop_oneof![2 => Just(Mode::Plain), 1 => Just(Mode::Committed), 1 => Just(Mode::RolledBack)];
    vec((mode, vec(op(value), 1..25)), 1..6)
}

/// Both lists of one kind.
type Two<T> = for<'t> fn(ListsMut<'t>) -> (ListMut<'t, T>, ListMut<'t, T>);

/// In a heap with so much room; says how often that was too little.
fn run<T>(room: u64, batches: Batches<T>, two: Two<T>) -> usize
where
    T: Shared + Clone + Ord + Debug + Weight,
    for<'a> T::Arg<'a>: Clone,
{
    let heap = heap(room.next_power_of_two().max(1 << 16));
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&empty()).expect("there is room");
    fill_up(&mut turn, room);
    let start = in_use(&turn);
    let (mut model, mut aside): (Vec<T>, Vec<T>) = (vec![], vec![]);
    let mut full = 0;
    for (mode, ops) in batches {
        let mut batch = |lists: ListsMut<'_>, model: &mut Vec<T>, aside: &mut Vec<T>| {
            let (mut list, mut other) = two(lists);
            for op in ops.clone() {
                match apply(&mut list, &mut other, model, aside, op.clone()) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { .. }) => full += 1,
                    Err(error) => panic!("{op:?}: {error}"),
                }
                // Also after an error: exactly what they were.
                assert_eq!(list.iter().map(T::load).collect::<Vec<_>>(), *model, "after {op:?}");
                assert_eq!(other.iter().map(T::load).collect::<Vec<_>>(), *aside, "after {op:?}");
                assert!(list.capacity() >= list.len());
            }
        };
        match mode {
            Mode::Plain => batch(turn.get_mut(handle).expect("there"), &mut model, &mut aside),
            Mode::Committed => turn
                .transaction::<_, Error>(|tx| {
                    batch(tx.get_mut(handle)?, &mut model, &mut aside);
                    Ok(())
                })
                .expect("the journal is large"),
            Mode::RolledBack => {
                let before = turn.load(handle).expect("there");
                let used = in_use(&turn);
                let result: Result<(), Error> = turn.transaction(|tx| {
                    batch(tx.get_mut(handle)?, &mut model.clone(), &mut aside.clone());
                    Err(Error::ReadOnly)
                });
                assert!(matches!(result, Err(Error::ReadOnly)));
                assert_eq!(turn.load(handle).expect("there"), before);
                assert_eq!(in_use(&turn), used);
            }
        }
        let report = turn.verify();
        assert!(report.is_sound(), "after a batch, {mode:?}: {report:#?}");
    }
    {
        let (mut list, mut other) = two(turn.get_mut(handle).expect("there"));
        for list in [&mut list, &mut other] {
            list.clear().expect("needs no room");
            list.shrink_to_fit().expect("needs no room");
        }
    }
    assert_eq!(turn.load(handle).expect("there"), empty(), "what stands beside the lists");
    assert_eq!(in_use(&turn), start);
    full
}

/// In a large heap, and in one that is soon full.
fn check<T>(value: impl Strategy<Value = T> + Clone + 'static, room: u64, two: Two<T>)
where
    T: Shared + Clone + Ord + Debug + Weight,
    for<'a> T::Arg<'a>: Clone,
{
    for (room, cases) in [(4 << 20, 12), (room, 24)] {
        let full = AtomicUsize::new(0);
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&batches(value.clone()), |batches| {
            full.fetch_add(run(room, batches, two), Relaxed);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        assert!(room == 4 << 20 || full.load(Relaxed) > 5, "the heap was full {full:?} times");
    }
}

fn text() -> impl Strategy<Value = String> + Clone {
    (prop_oneof![Just('a'), Just('ß'), Just('世')], prop_oneof![3 => 0..30_usize, 1 => 0..900_usize])
        .prop_map(|(c, n)| String::from(c).repeat(n))
}

#[test]
fn a_list_of_numbers_does_what_a_vec_does() {
    check(-40..40_i64, 3_000, |lists| lists.into_parts().numbers);
}

#[test]
fn a_list_of_texts_does_what_a_vec_does() {
    check(text(), 12_000, |lists| lists.into_parts().texts);
}

#[test]
fn a_list_of_lists_does_what_a_vec_does() {
    check(vec(text(), 0..5), 40_000, |lists| lists.into_parts().nested);
}

#[test]
fn a_list_of_tuples_does_what_a_vec_does() {
    check(any::<(u16, bool)>(), 1_500, |lists| lists.into_parts().pairs);
}

#[test]
fn a_list_of_nothing_does_what_a_vec_does() {
    for batches in [Op::Extend(vec![(); 9]), Op::Append, Op::Reserve(7), Op::SwapRemove(0), Op::Sort, Op::Shrink]
        .map(|op| vec![(Mode::Plain, vec![Op::Extend(vec![(); 3]), op, Op::Fill(()), Op::Drain(0, 2), Op::Reverse])])
    {
        run(1 << 20, batches, |lists| lists.into_parts().nothing);
    }
}

/// What is sorted keeps the blocks that it owns, and equal elements keep their order.
#[test]
fn sorting_moves_slots_and_no_blocks() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let long = |n: usize| (n % 3, format!("{n:060}"));
    let handle = turn.put(&(0..100).map(long).collect::<Vec<(usize, String)>>())?;
    let used = in_use(&turn);
    let blocks = |turn: &WriteTurn<'_>| -> Result<Vec<*const u8>, Error> {
        let mut blocks: Vec<_> = turn.get(handle)?.iter().map(|(_, text)| text.as_ptr()).collect();
        blocks.sort();
        Ok(blocks)
    };
    let before = blocks(&turn)?;
    turn.get_mut(handle)?.sort_by_key(|(n, _)| n)?;
    let mut model: Vec<_> = (0..100).map(long).collect();
    model.sort_by_key(|(n, _)| *n);
    assert_eq!(turn.load(handle)?, model);
    assert_eq!(blocks(&turn)?, before);
    assert_eq!(in_use(&turn), used);
    turn.get_mut(handle)?.sort_by(|a, b| b.cmp(&a).then(Ordering::Equal))?;
    assert_eq!(blocks(&turn)?, before);
    Ok(())
}

#[test]
fn a_list_that_is_larger_than_the_journal_can_be_sorted_and_sifted() -> Result<(), Error> {
    let heap = Heap::options().capacity(16 << 20).journal(64 << 10).create_anonymous()?;
    let mut turn = heap.write()?;
    let mut model: Vec<i64> = (0..200_000).map(|n| n * 7_919 % 200_003).collect();
    let handle = turn.put(&model)?;
    let used = in_use(&turn);
    turn.get_mut(handle)?.sort()?;
    model.sort();
    turn.get_mut(handle)?.insert(5, -1)?;
    model.insert(5, -1);
    turn.get_mut(handle)?.retain(|n| n % 3 != 1)?;
    model.retain(|n| n % 3 != 1);
    assert_eq!(turn.get(handle)?.as_slice(), model);
    turn.transaction::<_, Error>(|tx| tx.get_mut(handle)?.reverse())?;
    model.reverse();
    assert_eq!(turn.get(handle)?.as_slice(), model);
    assert_eq!(in_use(&turn).1, used.1);
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn a_function_that_panics_leaves_the_list_as_it_was() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let model: Vec<String> = (0..9).map(|n| format!("{n:040}")).collect();
    let handle = turn.put(&model)?;
    let used = in_use(&turn);
    type Work = fn(&mut ListMut<'_, String>) -> Result<(), Error>;
    let works: [Work; 3] = [
        |list| list.retain(|text| if text.ends_with('7') { panic!("retain") } else { text.ends_with('1') }),
        |list| list.sort_by(|_, b| if b.ends_with('3') { panic!("sort") } else { Ordering::Greater }),
        |list| {
            list.extend((0..9).map(|n| if n == 8 { panic!("extend") } else { "a text that needs a block of its own" }))
        },
    ];
    for work in works {
        let mut list = turn.get_mut(handle)?;
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&mut list)));
        assert!(caught.is_err());
        assert_eq!(turn.load(handle)?, model);
        assert_eq!(in_use(&turn), used);
    }
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn ranges_that_are_none_are_refused() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&vec![1, 2, 3])?;
    let mut list = turn.get_mut(handle)?;
    #[expect(clippy::reversed_empty_ranges)]
    let backwards = list.drain(2..1);
    assert!(matches!(backwards, Err(Error::OutOfBounds { index: 2, len: 3 })), "{backwards:?}");
    assert!(matches!(list.drain(..=3), Err(Error::OutOfBounds { index: 3, len: 3 })));
    assert!(matches!(list.drain(..=usize::MAX), Err(Error::OutOfBounds { .. })));
    assert!(matches!(list.drain(7..), Err(Error::OutOfBounds { index: 7, len: 3 })));
    assert!(list.range(4..).is_none() && list.range(3..).is_some_and(|part| part.len() == 0));
    assert!(matches!(list.resize(usize::MAX, 0), Err(Error::OutOfSpace { .. } | Error::TooLarge { .. })));
    assert!(matches!(list.reserve(usize::MAX), Err(Error::OutOfSpace { .. } | Error::TooLarge { .. })));
    assert_eq!(list.as_slice(), [1, 2, 3]);
    Ok(())
}

#[test]
fn a_full_list_grows_in_its_place_where_what_lies_behind_it_is_free() {
    let heap = heap(1 << 20);
    let mut turn = heap.write().expect("free");
    let list = turn.put(&Vec::<u64>::new()).expect("there is room");
    let start = |turn: &WriteTurn<'_>| turn.get(list).expect("there").as_slice().as_ptr();
    turn.get_mut(list).expect("there").extend_from_slice(&[1; 4]).expect("there is room");
    let (place, used) = (start(&turn), in_use(&turn));
    // A rollback takes the room back.
    let failed: Result<(), Error> = turn.transaction(|tx| {
        let mut list = tx.get_mut(list)?;
        (0..1_000).try_for_each(|n| list.push(n))?;
        assert!(list.as_slice().as_ptr() == place && list.capacity() >= 1_004);
        Err(Error::ReadOnly)
    });
    assert!(matches!(failed, Err(Error::ReadOnly)));
    assert_eq!((start(&turn), in_use(&turn)), (place, used));
    let mut view = turn.get_mut(list).expect("there");
    (0..1_000).try_for_each(|n| view.push(n)).expect("there is room");
    view.reserve(2_000).expect("there is room");
    assert_eq!(start(&turn), place);
    // Something behind it, and it has to move.
    let behind = turn.put(&vec![7_u8; 3_000]).expect("there is room");
    turn.get_mut(list).expect("there").reserve(9_000).expect("there is room");
    assert_ne!(start(&turn), place);
    assert_eq!(turn.get(behind).expect("there").as_slice(), [7; 3_000]);
    let numbers: Vec<u64> = [1; 4].into_iter().chain(0..1_000).collect();
    assert_eq!(turn.get(list).expect("there").as_slice(), numbers);
    assert!(turn.verify().is_sound());
}
