//! Maps and sets: random operations beside std's types, in heaps that fill up midway, in turns, in transactions, and
//! rolled back.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ipo::{Error, Heap, MapEntry, MapMut, SetMut, SharedStruct, Value, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

type Map = HashMap<String, String>;
type Numbers = HashSet<(u8, bool)>;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Tables {
    before: u64,
    map: Map,
    set: Numbers,
    other: Numbers,
    after: u64,
}

fn empty() -> Tables {
    Tables { before: 7, map: Map::new(), set: Numbers::new(), other: Numbers::new(), after: !7 }
}

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

/// Leaves about so many bytes free.
fn fill_up(turn: &mut WriteTurn<'_>, free: u64) {
    let filler = turn.stats().largest_free.saturating_sub(free);
    turn.put(&vec![0_u8; filler as usize]).expect("it was free");
}

/// Every other one needs a block.
fn key(k: u8) -> String {
    if k % 2 == 0 { format!("key {k}") } else { format!("a key that is longer than its slot: {k}") }
}

#[derive(Debug, Clone)]
enum Op {
    Insert(u8, String),
    Remove(u8),
    RemoveEntry(u8),
    OrInsert(u8, String),
    OrInsertWith(u8, String),
    OrDefault(u8),
    Modify(u8, String),
    Occupied(u8, String),
    Extend(Vec<(u8, String)>),
    Retain(u8),
    ChangeAll(char),
    ChangeValues(char),
    Drain,
    Clear,
    Reserve(usize),
    Shrink,
    Look(u8),
    SetInsert(u8, bool),
    SetTake(u8, bool),
    SetExtend(Vec<(u8, bool)>),
    SetRetain(u8),
    SetDrain,
    SetShrink,
    OtherExtend(Vec<(u8, bool)>),
    Compare,
}

fn op() -> impl Strategy<Value = Op> {
    let k = || 0..40_u8;
    let text = || "[a-z]{0,60}";
    let elements = || vec((0..20_u8, any::<bool>()), 0..20);
    prop_oneof![
        4 => (k(), text()).prop_map(|(k, v)| Op::Insert(k, v)),
        2 => k().prop_map(Op::Remove),
        2 => k().prop_map(Op::RemoveEntry),
        3 => (k(), text()).prop_map(|(k, v)| Op::OrInsert(k, v)),
        2 => (k(), text()).prop_map(|(k, v)| Op::OrInsertWith(k, v)),
        2 => k().prop_map(Op::OrDefault),
        3 => (k(), text()).prop_map(|(k, v)| Op::Modify(k, v)),
        3 => (k(), text()).prop_map(|(k, v)| Op::Occupied(k, v)),
        3 => vec((k(), text()), 0..20).prop_map(Op::Extend),
        1 => (2..5_u8).prop_map(Op::Retain),
        1 => any::<char>().prop_map(Op::ChangeAll),
        1 => any::<char>().prop_map(Op::ChangeValues),
        1 => Just(Op::Drain),
        1 => Just(Op::Clear),
        1 => (0..60_usize).prop_map(Op::Reserve),
        2 => Just(Op::Shrink),
        3 => k().prop_map(Op::Look),
        3 => (0..20_u8, any::<bool>()).prop_map(|(n, b)| Op::SetInsert(n, b)),
        3 => (0..20_u8, any::<bool>()).prop_map(|(n, b)| Op::SetTake(n, b)),
        3 => elements().prop_map(Op::SetExtend),
        1 => (2..5_u8).prop_map(Op::SetRetain),
        1 => Just(Op::SetDrain),
        1 => Just(Op::SetShrink),
        3 => elements().prop_map(Op::OtherExtend),
        3 => Just(Op::Compare),
    ]
}

fn sorted<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort();
    values
}

/// One operation on both; the model changes only if the tables did.
fn apply(tables: &mut TablesMut<'_>, model: &mut Tables, op: Op) -> Result<(), Error> {
    match op {
        Op::SetInsert(..) | Op::SetTake(..) | Op::SetExtend(_) | Op::SetRetain(_) | Op::SetDrain | Op::SetShrink => {
            apply_set(&mut tables.set_mut(), &mut model.set, op)
        }
        Op::OtherExtend(values) => {
            tables.other_mut().extend(values.iter().copied()).map(|()| model.other.extend(values))
        }
        Op::Compare => {
            compare(tables, model);
            Ok(())
        }
        op => apply_map(&mut tables.map_mut(), &mut model.map, op),
    }
}

fn apply_map(map: &mut MapMut<'_, String, String>, model: &mut Map, op: Op) -> Result<(), Error> {
    match op {
        Op::Insert(k, v) => map.insert(&key(k), &v).map(|old| assert_eq!(old, model.insert(key(k), v))),
        Op::Remove(k) => map.remove(&key(k)).map(|old| assert_eq!(old, model.remove(&key(k)))),
        Op::RemoveEntry(k) => map.remove_entry(&key(k)).map(|old| assert_eq!(old, model.remove_entry(&key(k)))),
        Op::OrInsert(k, v) => {
            map.entry(&key(k)).or_insert(&v).map(|now| assert_eq!(now.as_str(), model.entry(key(k)).or_insert(v)))
        }
        Op::OrInsertWith(k, v) => map
            .entry(&key(k))
            .or_insert_with(|| v.clone())
            .map(|now| assert_eq!(now.as_str(), model.entry(key(k)).or_insert(v))),
        Op::OrDefault(k) => {
            map.entry(&key(k)).or_default().map(|now| assert_eq!(now.as_str(), model.entry(key(k)).or_default()))
        }
        Op::Modify(k, v) => {
            map.entry(&key(k)).and_try_modify(|mut text| text.push_str(&v))?;
            model.entry(key(k)).and_modify(|text| text.push_str(&v));
            let mut seen = None;
            let key = key(k);
            let entry = map.entry(&key).and_modify(|text| seen = Some(text.as_str().to_owned()));
            assert_eq!(matches!(entry, MapEntry::Occupied(_)), model.contains_key(&key));
            assert_eq!(seen.as_ref(), model.get(&key));
            Ok(())
        }
        Op::Occupied(k, v) => match map.entry(&key(k)) {
            MapEntry::Occupied(mut entry) => {
                assert_eq!((entry.key(), entry.get()), (key(k).as_str(), model[&key(k)].as_str()));
                entry.get_mut().push_str(&v)?;
                model.get_mut(&key(k)).expect("as the map").push_str(&v);
                if k % 3 == 0 {
                    return entry.remove().map(|old| assert_eq!(Some(old), model.remove(&key(k))));
                }
                entry.insert(&v).map(|old| assert_eq!(Some(old), model.insert(key(k), v)))
            }
            MapEntry::Vacant(entry) => {
                assert_eq!((entry.key(), model.get(&key(k))), (&key(k).as_str(), None));
                if k % 3 == 0 {
                    assert_eq!(entry.into_key(), key(k));
                    return Ok(());
                }
                let mut now = entry.insert(&v)?;
                model.insert(key(k), v.clone());
                now.push('+')?;
                model.insert(key(k), v + "+");
                Ok(())
            }
        },
        Op::Extend(entries) => {
            let entries: Vec<(String, String)> = entries.into_iter().map(|(k, v)| (key(k), v)).collect();
            map.extend(entries.iter().map(|(k, v)| (k.as_str(), v.as_str()))).map(|()| model.extend(entries))
        }
        Op::Retain(n) => {
            map.retain(|k, v| (k.len() + v.len()) % usize::from(n) != 0)?;
            model.retain(|k, v| (k.len() + v.len()) % usize::from(n) != 0);
            Ok(())
        }
        Op::ChangeAll(c) => {
            for (k, mut v) in map.iter_mut() {
                // Each for itself: what was done before a failure stays.
                v.push(c)?;
                model.get_mut(k).expect("as the map").push(c);
            }
            Ok(())
        }
        Op::ChangeValues(c) => {
            assert_eq!(map.values_mut().len(), model.len());
            map.values_mut().try_for_each(|mut v| v.truncate(v.as_str().find(c).unwrap_or(usize::MAX)))?;
            model.values_mut().for_each(|v| v.truncate(v.find(c).unwrap_or(usize::MAX)));
            Ok(())
        }
        Op::Drain => map.drain().map(|gone| assert_eq!(sorted(gone), sorted(model.drain()))),
        Op::Clear => map.clear().map(|()| model.clear()),
        Op::Reserve(more) => map.reserve(more).map(|()| assert!(map.capacity() >= model.len() + more)),
        Op::Shrink => map.shrink_to_fit().map(|()| assert!(map.capacity() <= (2 * model.len()).max(14))),
        Op::Look(k) => {
            let (key, found) = (key(k), model.get_key_value(&key(k)));
            assert_eq!(map.get_key_value(&key), found.map(|(k, v)| (k.as_str(), v.as_str())));
            assert_eq!(map.as_ref().get_key_value(&key), map.get_key_value(&key));
            assert_eq!((map.get(&key).is_some(), map.contains_key(&key)), (found.is_some(), found.is_some()));
            assert_eq!(sorted(map.keys()), sorted(model.keys()));
            assert_eq!(sorted(map.values()), sorted(model.values()));
            assert_eq!((map.iter().len(), map.is_empty()), (model.len(), model.is_empty()));
            Ok(())
        }
        other => unreachable!("{other:?}"),
    }
}

fn apply_set(set: &mut SetMut<'_, (u8, bool)>, model: &mut Numbers, op: Op) -> Result<(), Error> {
    match op {
        Op::SetInsert(n, b) => set.insert((n, b)).map(|new| assert_eq!(new, model.insert((n, b)))),
        Op::SetTake(n, true) => set.take((n, true)).map(|old| assert_eq!(old, model.take(&(n, true)))),
        Op::SetTake(n, b) => set.remove((n, b)).map(|there| assert_eq!(there, model.remove(&(n, b)))),
        Op::SetExtend(values) => set.extend(values.iter().copied()).map(|()| model.extend(values)),
        Op::SetRetain(n) => set.retain(|v| v.0 % n != 0).map(|()| model.retain(|v| v.0 % n != 0)),
        Op::SetDrain => set.drain().map(|gone| assert_eq!(sorted(gone), sorted(model.drain()))),
        Op::SetShrink => set.shrink_to_fit().map(|()| assert!(set.capacity() <= (2 * model.len()).max(14))),
        other => unreachable!("{other:?}"),
    }
}

/// The two sets with each other, both ways.
fn compare(tables: &mut TablesMut<'_>, model: &Tables) {
    let (mut set, mut other) = (model.set.clone(), model.other.clone());
    let tables = tables.as_ref();
    let (mut one, mut two) = (tables.set(), tables.other());
    for _ in 0..2 {
        assert_eq!(sorted(one.union(two)), sorted(set.union(&other).copied()));
        assert_eq!(sorted(one.intersection(two)), sorted(set.intersection(&other).copied()));
        assert_eq!(sorted(one.difference(two)), sorted(set.difference(&other).copied()));
        assert_eq!(sorted(one.symmetric_difference(two)), sorted(set.symmetric_difference(&other).copied()));
        assert_eq!(one.is_subset(two), set.is_subset(&other));
        assert_eq!(one.is_superset(two), set.is_superset(&other));
        assert_eq!(one.is_disjoint(two), set.is_disjoint(&other));
        assert!(set.iter().all(|&v| one.get(v) == Some(v) && one.contains(v)));
        std::mem::swap(&mut set, &mut other);
        std::mem::swap(&mut one, &mut two);
    }
}

/// In a heap with so much room; says how often that was too little.
fn run(room: u64, batches: Vec<(u8, Vec<Op>)>) -> usize {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&empty()).expect("there is room");
    fill_up(&mut turn, room);
    let start = in_use(&turn);
    let (mut model, mut full) = (empty(), 0);
    for (mode, ops) in batches {
        let mut batch = |mut tables: TablesMut<'_>, model: &mut Tables| {
            for op in ops.clone() {
                match apply(&mut tables, model, op.clone()) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { .. }) => full += 1,
                    Err(error) => panic!("{op:?}: {error}"),
                }
                // Also after an error: exactly what they were.
                assert_eq!(tables.as_ref().load(), *model, "after {op:?}");
            }
        };
        match mode {
            0 | 1 => batch(turn.get_mut(handle).expect("there"), &mut model),
            2 => turn
                .transaction::<_, Error>(|tx| {
                    batch(tx.get_mut(handle)?, &mut model);
                    Ok(())
                })
                .expect("the journal is large"),
            _ => {
                let used = in_use(&turn);
                let result: Result<(), Error> = turn.transaction(|tx| {
                    batch(tx.get_mut(handle)?, &mut model.clone());
                    Err(Error::ReadOnly)
                });
                assert!(matches!(result, Err(Error::ReadOnly)));
                assert_eq!(in_use(&turn), used);
            }
        }
        assert_eq!(turn.load(handle).expect("there"), model, "after batch of mode {mode}");
        let report = turn.verify();
        assert!(report.is_sound(), "{report:#?}");
    }
    let mut tables = turn.get_mut(handle).expect("there");
    tables.map_mut().drain().expect("needs no room");
    tables.set_mut().clear().expect("needs no room");
    tables.other_mut().retain(|_| false).expect("needs no room");
    tables.other_mut().shrink_to_fit().expect("needs no room");
    assert_eq!(in_use(&turn), start);
    full
}

#[test]
fn maps_and_sets_do_what_stds_do() {
    for (room, cases) in [(1 << 19, 16), (4_500, 32)] {
        let full = AtomicUsize::new(0);
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&vec((0..4_u8, vec(op(), 1..30)), 1..6), |batches| {
            full.fetch_add(run(room, batches), Relaxed);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        assert!(room == 1 << 19 || full.load(Relaxed) > 5, "the heap was full {full:?} times");
    }
}

#[test]
fn sets_of_two_heaps_and_of_every_kind_of_key_can_be_compared() -> Result<(), Error> {
    let heap = |capacity| Heap::options().capacity(capacity).create_anonymous();
    let (one, two) = (heap(1 << 20)?, heap(2 << 20)?);
    let (mut one, mut two) = (one.write()?, two.write()?);
    macro_rules! check {
        ($($t:ty: $a:expr, $b:expr;)*) => {$(
            let (a, b): (HashSet<$t>, HashSet<$t>) = (HashSet::from($a), HashSet::from($b));
            let (in_one, in_two) = (one.put(&a)?, two.put(&b)?);
            let (in_one, in_two) = (one.get(in_one)?, two.get(in_two)?);
            let load = <$t as ipo::Shared>::load;
            assert_eq!(in_one.intersection(in_two).map(load).collect::<HashSet<_>>(), &a & &b);
            assert_eq!(in_one.union(in_two).map(load).collect::<HashSet<_>>(), &a | &b);
            assert_eq!(in_two.difference(in_one).map(load).collect::<HashSet<_>>(), &b - &a);
            assert!(!in_one.is_disjoint(in_two) && in_one.is_subset(in_one) && !in_one.is_superset(in_two));
        )*};
    }
    check! {
        i64: [1, 2, -3], [-3, 4];
        bool: [true], [true, false];
        char: ['a', 'ß'], ['ß', '世'];
        u128: [0, u128::MAX], [1, u128::MAX];
        String: ["".to_owned(), "longer than the twenty-three bytes of a slot".into()], ["x".to_owned(), "".into()];
        Vec<u8>: [vec![], vec![7; 99]], [vec![7; 99], vec![8]];
        (String, u16): [("k".to_owned(), 1), ("k".into(), 2)], [("k".to_owned(), 2), ("l".into(), 2)];
        Value: [ipo::value!(1), ipo::value!([1, "two"])], [ipo::value!([1, "two"]), ipo::value!(1.0)];
    }
    Ok(())
}

/// Some entries are there, some are new, and the table grows in between; then one cannot be stored.
#[test]
fn an_extend_that_fails_changes_nothing() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    let model: HashMap<u32, (u8, u8)> = (0..10).map(|n| (n, (1, 2))).collect();
    let handle = turn.put(&model)?;
    let used = in_use(&turn);
    let endless = (5..).map(|n| (n, (3, 4)));
    let refused = turn.get_mut(handle)?.extend(endless);
    assert!(matches!(refused, Err(Error::OutOfSpace { .. })), "{refused:?}");
    assert_eq!(turn.load(handle)?, model);
    assert_eq!(in_use(&turn), used);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut map = turn.get_mut(handle).expect("there");
        map.extend((0..40).map(|n| if n == 30 { panic!("no more") } else { (n, (5, 6)) }))
    }));
    assert!(caught.is_err());
    assert_eq!(turn.load(handle)?, model);
    assert_eq!(in_use(&turn), used);
    assert!(turn.verify().is_sound());
    Ok(())
}

/// Values of eight bytes or fewer are otherwise set by one store, without the journal.
#[test]
fn an_extend_that_fails_takes_small_values_back() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    let model: HashMap<u32, u64> = (0..10).map(|n| (n, 1)).collect();
    let handle = turn.put(&model)?;
    assert!(matches!(turn.get_mut(handle)?.extend((0..).map(|n| (n, 2))), Err(Error::OutOfSpace { .. })));
    assert_eq!(turn.load(handle)?, model);
    Ok(())
}
