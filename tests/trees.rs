//! Ordered maps and sets against std's, in heaps with room, in heaps that fill up, and in transactions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::ops::Bound;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipo::{
    BTreeMapMut, EnumList, Error, Handle, Heap, OrdKey, Shared, SharedEnumIndex, SharedStruct, WriteTurn, value,
};
use ipo_workspace::{Name, RawHeap, child, run_job, say};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[path = "ordered/append.rs"]
mod append;
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

/// A step on a map whose keys are made of numbers, so that they meet.
#[derive(Debug, Clone)]
enum Op {
    Insert(u16, String),
    InsertRun(u16, u8),
    Remove(u16),
    RemoveRun(u16, u8),
    Change(u16, String),
    Entry(u16, String),
    PopFirst,
    PopLast,
    Retain(u16),
    Extend(Vec<(u16, String)>),
    SplitOff(u16),
    Range(u16, u16),
    Clear,
}

fn op() -> impl Strategy<Value = Op> {
    let key = || 0..600_u16;
    let text = || "[a-z]{0,40}";
    prop_oneof![
        6 => (key(), text()).prop_map(|(k, v)| Op::Insert(k, v)),
        6 => (key(), any::<u8>()).prop_map(|(k, n)| Op::InsertRun(k, n)),
        4 => key().prop_map(Op::Remove),
        4 => (key(), any::<u8>()).prop_map(|(k, n)| Op::RemoveRun(k, n)),
        2 => (key(), text()).prop_map(|(k, v)| Op::Change(k, v)),
        2 => (key(), text()).prop_map(|(k, v)| Op::Entry(k, v)),
        2 => Just(Op::PopFirst),
        2 => Just(Op::PopLast),
        1 => (2..40_u16).prop_map(Op::Retain),
        2 => vec((key(), text()), 0..60).prop_map(Op::Extend),
        1 => (300..700_u16).prop_map(Op::SplitOff),
        3 => (key(), key()).prop_map(|(a, b)| Op::Range(a, b)),
        1 => Just(Op::Clear),
    ]
}

/// One step on both. A step of several operations ends at the first that is refused.
fn apply<K>(
    map: &mut BTreeMapMut<'_, K, String>,
    model: &mut BTreeMap<K, String>,
    key: fn(u16) -> K,
    op: Op,
) -> Result<(), Error>
where
    K: OrdKey + Clone + Debug,
{
    match op {
        Op::Insert(k, v) => {
            let old = map.insert(key(k).to_arg(), &v)?;
            assert_eq!(old, model.insert(key(k), v));
        }
        Op::InsertRun(k, n) => {
            // Up, or down.
            for i in 0..u16::from(n) {
                let k = key(if n % 2 == 0 { k + i } else { k + 300 - i });
                let old = map.insert(k.to_arg(), "run")?;
                assert_eq!(old, model.insert(k, "run".into()));
            }
        }
        Op::Remove(k) => assert_eq!(map.remove(key(k).to_arg())?, model.remove(&key(k))),
        Op::RemoveRun(k, n) => {
            for i in 0..u16::from(n) {
                let k = key(if n % 2 == 0 { k + i } else { k + 300 - i });
                let old = map.remove(k.to_arg())?;
                assert_eq!(old, model.remove(&k));
            }
        }
        Op::Change(k, v) => {
            let place = map.get_mut(key(k).to_arg());
            assert_eq!(place.is_some(), model.contains_key(&key(k)));
            if let Some(mut place) = place {
                place.set(&v)?;
                model.insert(key(k), v);
            }
        }
        Op::Entry(k, v) => {
            let key = key(k);
            let mut text =
                map.entry(key.to_arg())?.and_modify(|text| assert!(!text.as_str().contains('!'))).or_insert(&v)?;
            assert_eq!(text.as_str(), model.entry(key.clone()).or_insert(v));
            let more = format!("{} and more", text.as_str());
            text.set(&more)?;
            model.insert(key, more);
        }
        Op::PopFirst => assert_eq!(map.pop_first()?, model.pop_first()),
        Op::PopLast => assert_eq!(map.pop_last()?, model.pop_last()),
        Op::Retain(n) => {
            let (mut i, mut j) = (0, 0);
            let keep = |i: &mut u16| {
                *i += 1;
                *i % n != 0
            };
            map.retain(|_, _| keep(&mut i))?;
            model.retain(|_, _| keep(&mut j));
        }
        Op::Extend(entries) => {
            let entries: Vec<(K, String)> = entries.into_iter().map(|(k, v)| (key(k), v)).collect();
            map.extend(entries.iter().map(|(k, v)| (k.to_arg(), v.as_str())))?;
            model.extend(entries);
        }
        Op::SplitOff(k) => assert_eq!(map.split_off(key(k).to_arg())?, model.split_off(&key(k))),
        Op::Range(a, b) => {
            let (a, b) = (key(a).min(key(b)), key(a).max(key(b)));
            let load = |(k, v): (K::Ref<'_>, &str)| (K::load(k), v.to_owned());
            let of = |bounds: (Bound<&K>, Bound<&K>)| -> Vec<(K, String)> {
                model.range::<K, _>(bounds).map(|(k, v)| (k.clone(), v.clone())).collect()
            };
            let all: Vec<_> = map.range(a.to_arg()..b.to_arg()).map(load).collect();
            assert_eq!(all, of((Bound::Included(&a), Bound::Excluded(&b))));
            let mut all: Vec<_> = map.range(a.to_arg()..=b.to_arg()).rev().map(load).collect();
            all.reverse();
            assert_eq!(all, of((Bound::Included(&a), Bound::Included(&b))));
            let open = (Bound::Excluded(a.to_arg()), Bound::Unbounded);
            assert_eq!(map.range(open).map(load).collect::<Vec<_>>(), of((Bound::Excluded(&a), Bound::Unbounded)));
            if a < b {
                assert_eq!(map.range(b.to_arg()..a.to_arg()).next().map(load), None);
                assert_eq!(map.range(b.to_arg()..=a.to_arg()).next_back().map(load), None);
            }
            // From both sides until they meet.
            let (mut ours, mut theirs) = (map.range(a.to_arg()..), model.range(a..));
            loop {
                let (front, back) = (ours.next().map(load), ours.next_back().map(load));
                let own = |e: Option<(&K, &String)>| e.map(|(k, v)| (k.clone(), v.clone()));
                assert_eq!((&front, &back), (&own(theirs.next()), &own(theirs.next_back())));
                if back.is_none() {
                    break;
                }
            }
        }
        Op::Clear => {
            map.clear()?;
            model.clear();
        }
    }
    Ok(())
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

type Batches = Vec<(Mode, Vec<Op>)>;

fn batches() -> impl Strategy<Value = Batches> {
    vec((mode(), vec(op(), 1..25)), 1..6)
}

fn run<K: OrdKey + Clone + Debug>(capacity: u64, batches: Batches, key: fn(u16) -> K) -> usize {
    let heap = heap(capacity);
    let mut turn = heap.write().expect("free");
    let first = turn.put(&BTreeMap::<K, String>::new()).expect("there is room");
    turn.remove(first).expect("it is there");
    let start = in_use(&turn);
    let handle = turn.put(&BTreeMap::<K, String>::new()).expect("there is room");
    let (mut model, mut full) = (BTreeMap::new(), 0);
    for (mode, ops) in batches {
        let mut work = |mut view: BTreeMapMut<'_, K, String>, model: &mut BTreeMap<K, String>| {
            for op in ops.clone() {
                match apply(&mut view, model, key, op) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { .. }) => full += 1,
                    Err(other) => panic!("{other}"),
                }
                // Also after an error: exactly what it was.
                assert_eq!((view.len(), view.is_empty()), (model.len(), model.is_empty()));
                assert!(view.iter().map(|(k, v)| (K::load(k), v.to_owned())).eq(model.clone()));
            }
            assert!(view.iter().rev().map(|(k, v)| (K::load(k), v.to_owned())).eq(model.clone().into_iter().rev()));
            assert!(view.keys().map(K::load).eq(model.keys().cloned()));
            assert!(view.values().eq(model.values().map(String::as_str)));
            let load = |e: Option<(K::Ref<'_>, &str)>| e.map(|(k, v)| (K::load(k), v.to_owned()));
            let own = |e: Option<(&K, &String)>| e.map(|(k, v)| (k.clone(), v.clone()));
            assert_eq!(load(view.first_key_value()), own(model.first_key_value()));
            assert_eq!(load(view.last_key_value()), own(model.last_key_value()));
            for k in (0..700).step_by(13).map(key) {
                assert_eq!(view.get(k.to_arg()), model.get(&k).map(String::as_str));
                assert_eq!(load(view.get_key_value(k.to_arg())), own(model.get_key_value(&k)));
            }
        };
        match mode {
            Mode::Plain => work(turn.get_mut(handle).expect("there"), &mut model),
            Mode::Committed => turn
                .transaction::<_, Error>(|tx| {
                    work(tx.get_mut(handle)?, &mut model);
                    Ok(())
                })
                .expect("the journal is large"),
            Mode::RolledBack => {
                let (mut inside, before) = (model.clone(), in_use(&turn));
                let result: Result<(), Error> = turn.transaction(|tx| {
                    work(tx.get_mut(handle)?, &mut inside);
                    Err(Error::ReadOnly)
                });
                assert!(matches!(result, Err(Error::ReadOnly)));
                assert_eq!(in_use(&turn), before);
            }
        }
        assert_eq!(turn.load(handle).expect("there"), model, "after a batch, {mode:?}");
        assert_sound(&turn);
    }
    turn.remove(handle).expect("there");
    assert_eq!(in_use(&turn), start);
    full
}

/// Longer than a slot, so that keys own something too.
fn text_key(n: u16) -> String {
    format!("key {n}, which is longer than its slot")
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_tree_of_numbers_is_a_btreemap(batches in batches()) {
        run(8 << 20, batches, |n| i64::from(n) - 300);
    }

    #[test]
    fn a_tree_of_texts_is_a_btreemap(batches in batches()) {
        run(8 << 20, batches, text_key);
    }

    #[test]
    fn a_tree_of_tuples_is_a_btreemap(batches in batches()) {
        run(8 << 20, batches, |n| ((n % 7) as i8 - 3, (n % 5 > 0).then(|| text_key(n)), n));
    }

    #[test]
    fn sets_are_combined_as_stds_are(
        a in prop::collection::btree_set(0..300_i32, 0..200), b in prop::collection::btree_set(0..300_i32, 0..200),
    ) {
        let heap = heap(4 << 20);
        let mut turn = heap.write().expect("free");
        let (x, y) = (turn.put(&a).expect("there is room"), turn.put(&b).expect("there is room"));
        let part: BTreeSet<i32> = a.iter().copied().filter(|n| n % 3 == 0).collect();
        let part_handle = turn.put(&part).expect("there is room");
        let (s, t, p) = (turn.get(x).unwrap(), turn.get(y).unwrap(), turn.get(part_handle).unwrap());
        prop_assert!(s.union(t).eq(a.union(&b).copied()));
        prop_assert!(s.intersection(t).eq(a.intersection(&b).copied()));
        prop_assert!(s.difference(t).eq(a.difference(&b).copied()));
        prop_assert!(s.symmetric_difference(t).eq(a.symmetric_difference(&b).copied()));
        prop_assert_eq!((s.is_subset(t), s.is_superset(t)), (a.is_subset(&b), a.is_superset(&b)));
        prop_assert_eq!((p.is_subset(s), s.is_superset(p)), (true, true));
        prop_assert_eq!((s.is_disjoint(t), p.is_disjoint(s)), (a.is_disjoint(&b), part.is_empty()));
        prop_assert_eq!((s.first(), s.last()), (a.first().copied(), a.last().copied()));
        prop_assert!(s.range(50..200).rev().eq(a.range(50..200).rev().copied()));
        let mut set = turn.get_mut(x).unwrap();
        let mut model = a;
        for n in b {
            prop_assert_eq!(set.insert(n).unwrap(), model.insert(n));
            prop_assert_eq!(set.remove(n + 1).unwrap(), model.remove(&(n + 1)));
        }
        prop_assert_eq!((set.pop_first().unwrap(), set.pop_last().unwrap()), (model.pop_first(), model.pop_last()));
        set.extend([7, 5, 7, 900]).unwrap();
        model.extend([7, 5, 7, 900]);
        set.retain(|n| n % 2 == 1).unwrap();
        model.retain(|n| n % 2 == 1);
        prop_assert_eq!(turn.load(x).unwrap(), model);
        assert_sound(&turn);
    }
}

#[test]
fn a_tree_without_room_stays_what_it_was() {
    let full = AtomicUsize::new(0);
    let outcome = TestRunner::new(config(24)).run(&batches(), |batches| {
        full.fetch_add(run(1 << 16, batches, text_key), Ordering::Relaxed);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(full.load(Ordering::Relaxed) > 20, "the heap was full {full:?} times");
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Day {
    Monday,
    Tuesday,
    Sunday,
}

/// Sorted backwards by its `Ord`; in a heap by position all the same.
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Backwards {
    A,
    B,
    C,
}

impl PartialOrd for Backwards {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Backwards {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*other as u32).cmp(&(*self as u32))
    }
}

#[test]
fn keys_of_every_kind_are_in_rusts_order() -> Result<(), Error> {
    let heap = heap(4 << 20);
    let mut turn = heap.write()?;
    macro_rules! check {
        ($($t:ty: $keys:expr;)*) => {$(
            let model: BTreeSet<$t> = $keys.into_iter().collect();
            let (built, grown) = (turn.put(&model)?, turn.put(&BTreeSet::<$t>::new())?);
            for key in model.iter().rev() {
                assert!(turn.get_mut(grown)?.insert(key.to_arg())?);
            }
            for handle in [built, grown] {
                let set = turn.get(handle)?;
                assert!(set.iter().map(<$t as Shared>::load).eq(model.iter().cloned()), "{}", stringify!($t));
                assert!(model.iter().all(|key| set.contains(key.to_arg())));
                assert!(set.is_subset(turn.get(built)?));
            }
            assert_sound(&turn);
        )*};
    }
    check! {
        u8: [0, 1, 255]; u16: [0, 256, 255]; u32: [7, 1 << 30]; u64: [0, u64::MAX, 256]; usize: [1, 2, 1 << 40];
        u128: [0, u128::MAX, 1 << 64, 1];
        i8: [-128, 127, 0, -1]; i16: [-1, 1]; i32: [i32::MIN, 0, 9]; i64: [i64::MIN, -1, 0, 1, 256]; isize: [-1, 5];
        i128: [i128::MIN, -1, 0, 1 << 64];
        bool: [true, false]; char: ['a', 'ß', '\u{10FFFF}'];
        String: ["".to_owned(), "b".into(), "a".into(), "ab".into(), "longer than the twenty-three bytes".into()];
        Vec<u8>: [vec![], vec![0; 100], vec![1], vec![0, 200]];
        (String, i64): [("key".to_owned(), 2), ("key".into(), -3), ("".into(), 9)];
        Option<u8>: [None, Some(0), Some(9)];
        Option<(String, bool)>: [None, Some(("x".to_owned(), true)), Some(("x".into(), false))];
        Day: [Day::Sunday, Day::Monday, Day::Tuesday];
        Handle<u8>: [Handle::from_bits(70_000), Handle::from_bits(16)];
    }
    let days = BTreeMap::from([(Backwards::A, 1), (Backwards::C, 3), (Backwards::B, 2)]);
    assert_eq!(days.values().copied().collect::<Vec<_>>(), [3, 2, 1]);
    let handle = turn.put(&days)?;
    assert_eq!(turn.get(handle)?.values().collect::<Vec<i32>>(), [1, 2, 3]);
    assert_eq!((turn.get(handle)?.get(Backwards::C), turn.load(handle)?), (Some(3), days));
    assert_sound(&turn);
    Ok(())
}

#[test]
fn a_large_tree_grows_and_shrinks_without_a_leak() -> Result<(), Error> {
    let heap = heap(32 << 20);
    let mut turn = heap.write()?;
    let handle: Handle<BTreeMap<u64, u64>> = turn.put(&BTreeMap::new())?;
    let start = in_use(&turn);
    for round in 0..2 {
        let mut map = turn.get_mut(handle)?;
        // An order without a pattern, each number once.
        let keys = || (0..60_000_u64).map(|n| n * 48_271 % 60_013);
        for n in keys() {
            assert_eq!(map.insert(n, n * round)?, None);
        }
        for n in keys().filter(|n| n % 7 != 0) {
            assert_eq!(map.remove(n)?, Some(n * round));
        }
        assert!(map.keys().eq(keys().filter(|n| n % 7 == 0).collect::<BTreeSet<_>>()));
        assert_sound(&turn);
        let mut map = turn.get_mut(handle)?;
        while map.pop_last()?.is_some() {}
    }
    assert_eq!(in_use(&turn), start);
    let all: BTreeMap<u64, u64> = (0..100_000).map(|n| (n * 3, n)).collect();
    turn.store(handle, &all)?;
    assert!(turn.stats().used - start.0 < 100_000 * 19, "built densely: {}", turn.stats().used - start.0);
    let mut map = turn.get_mut(handle)?;
    map.values_mut().for_each(|value| *value += 1);
    map.range_mut(30..=60).rev().for_each(|(key, value)| *value += key);
    assert_eq!(
        (map.get(30), map.get(60), map.get(63), map.range(100..).next()),
        (Some(41), Some(81), Some(22), Some((102, 35)))
    );
    turn.remove(handle)?;
    assert_sound(&turn);
    Ok(())
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    #[shared(type = BTreeMap<i64, String>)]
    Names,
    #[shared(type = Option<BTreeSet<String>>)]
    Words,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nested {
    list: Vec<BTreeMap<String, Vec<String>>>,
    maps: BTreeMap<u8, BTreeMap<(String, u8), String>>,
    maybe: Option<Box<(BTreeSet<Day>, u8)>>,
    map: std::collections::HashMap<String, BTreeSet<u32>>,
    places: EnumList<Place>,
    large: BTreeMap<u32, [u64; 40]>,
    next: BTreeMap<String, Nested>,
}

fn text(n: u32) -> String {
    format!("text {n}, which is longer than its slot")
}

fn nested(depth: u32) -> Nested {
    Nested {
        list: vec![BTreeMap::new(), BTreeMap::from([(text(1), vec![text(2)])])],
        maps: [(1, [((text(3), 1), text(4))].into()), (0, BTreeMap::new())].into(),
        maybe: Some(Box::new(([Day::Sunday].into(), 1))),
        map: [(text(5), [1, 2, 3].into())].into(),
        places: EnumList::new().with(Place::NAMES, [(1, text(7))].into()).with(Place::WORDS, Some([text(6)].into())),
        large: (0..30).map(|n| (n, [n.into(); 40])).collect(),
        next: (0..depth).map(|n| (text(n), nested(n.min(1)))).collect(),
    }
}

#[test]
fn trees_nest_in_everything_and_everything_in_them() -> Result<(), Error> {
    let heap = heap(8 << 20);
    let mut turn = heap.write()?;
    let warm = turn.put(&nested(0))?;
    turn.remove(warm)?;
    let start = in_use(&turn);
    let handle = turn.put(&nested(3))?;
    assert_eq!(turn.load(handle)?, nested(3));
    turn.store(handle, &nested(1))?;
    turn.get_mut(handle)?.next_mut().insert("a", &nested(0))?;
    turn.get_mut(handle)?.maps_mut().get_mut(1).expect("there").insert(("k", 1), "v")?;
    for n in 0..30 {
        turn.get_mut(handle)?.large_mut().remove(n * 17 % 30)?;
    }
    assert_eq!(turn.get(handle)?.places().value(Place::Names), value!({1: (text(7).as_str())}));
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
    let map: Handle<BTreeMap<String, u32>> = turn.root("map").expect("bound");
    say(format_args!("{:?}", turn.load(map).expect("there")));
}

#[test]
fn another_process_reads_the_same() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let mut model: BTreeMap<String, u32> = (0..200).map(|n| (format!("key {}", n * 7), n)).collect();
    {
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&model).expect("there is room");
        turn.bind("map", handle).expect("there is room");
        turn.get_mut(handle).and_then(|mut map| map.insert("a key", 5)).expect("there is room");
    }
    model.insert("a key".into(), 5);
    let reader = child("reads", &[&name]);
    reader.expect(&format!("{model:?}"));
    reader.finish();
}

#[test]
fn verify_sees_broken_order_wrong_counts_and_cycles() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let mut turn = heap.write().expect("free");
    let model: BTreeMap<u64, u64> = (0..500).map(|n| (n, n)).collect();
    let handle = turn.put(&model).expect("there is room");
    let raw = RawHeap::open(&name);
    let slot = raw.slot_of(handle);
    let (root, len, height) = (raw.word(slot), raw.word(slot + 8), raw.word(slot + 16));
    assert_eq!((len, height), (500, 2));
    // 32 entries per node: the children lie behind the keys and the values.
    let (keys, children) = (root + 8, root + 8 + 2 * 32 * 8);
    let child = raw.word(children);
    for (place, value, what) in [
        (keys, 1_000, "not in order"),
        (child + 8, 1_000, "not in order"),
        (slot + 8, 501, "counts 501"),
        (slot + 8, 499, "counts 499"),
        (slot + 16, 3, "cannot be right"),
        (slot + 16, 1 << 40, "impossible height"),
        (root, 1 << 16 | 33, "cannot be right"),
        (child, 5 << 16 | 20, "cannot be right"),
        (child, 0, "cannot be right"),
        (children, root, "owns too"),
        (children + 8, child, "owns too"),
        (children, 1 << 40, "no block"),
    ] {
        let old = raw.word(place);
        raw.set_word(place, value);
        let report = turn.verify();
        assert!(report.findings.iter().any(|found| found.what.contains(what)), "{what}: {report:#?}");
        // And nothing that walks the tree goes on for ever, or frees a block twice.
        if place != keys && place != child + 8 {
            assert!(matches!(turn.remove(handle), Err(Error::Corrupt(_))), "{what}");
        }
        let walked =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| turn.get(handle).map(|map| map.iter().count())));
        assert!(!matches!(walked, Ok(Ok(n)) if n > 501), "{what}: {walked:?}");
        raw.set_word(place, old);
    }
    assert_sound(&turn);
    assert_eq!(turn.load(handle).expect("there"), model);
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Victim {
    numbers: BTreeMap<u32, u32>,
    texts: BTreeSet<String>,
}

fn victim() -> Victim {
    Victim { numbers: (0..150).map(|n| (n * 2, n)).collect(), texts: (0..40).map(text_key).collect() }
}

fn use_victim(turn: &mut WriteTurn<'_>, handle: Handle<Victim>) -> Result<(), Error> {
    let mut it = turn.get_mut(handle)?;
    for n in 0..20 {
        it.numbers_mut().insert(n * 31 % 301, n)?;
        it.numbers_mut().remove(n * 14)?;
    }
    it.numbers_mut().values_mut().for_each(|value| *value += 1);
    let _ = it.numbers().range(50..100).rev().count();
    it.texts_mut().insert("a text that lies outside of its slot")?;
    it.texts_mut().remove(&text_key(7))?;
    it.texts_mut().pop_first()?;
    it.texts_mut().retain(|text| text.len() % 2 == 0)
}

fn damage_job(args: &[&str]) {
    damage::flip(args[0], victim, use_victim);
}

#[test]
fn damaged_trees_crash_nothing() {
    damage::watch();
}
