//! Compact maps and sets against std's.

use std::collections::{HashMap, HashSet};

use ipo::{Compact, EnumList, Error, Handle, Heap, SharedEnumIndex, SharedStruct, Value, WriteTurn, value};
use ipo_workspace::{Name, RawHeap, child, run_job, say};
use proptest::prelude::*;

#[path = "ordered/damage.rs"]
mod damage;

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

type Texts = HashMap<String, String>;

fn texts() -> impl Strategy<Value = Texts> {
    prop::collection::hash_map("[a-z]{0,40}", "[a-z]{0,60}", 0..300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_compact_map_is_the_map_that_it_was_made_of(
        first in texts(), rest in prop::collection::vec((texts(), 0..3), 1..6), small in prop_oneof![Just(16), Just(20)],
    ) {
        let heap = heap(1 << small);
        let mut turn = heap.write().expect("free");
        let empty = turn.put(&Compact::<Texts>::default()).expect("there is room");
        turn.remove(empty).expect("it is there");
        let start = in_use(&turn);
        let mut model = HashMap::new();
        let handle = turn.put(&Compact::new(model.clone())).expect("there is room");
        for (next, mode) in std::iter::once((first, 0)).chain(rest) {
            let before = in_use(&turn);
            let done = match mode {
                0 => turn.get_mut(handle).expect("there").set(&next),
                1 => turn.get_mut(handle).expect("there").replace(&next).map(|old| assert_eq!(old, model)),
                _ => turn.transaction(|tx| {
                    tx.get_mut(handle)?.set(&next)?;
                    assert_eq!(tx.get(handle)?.len(), next.len());
                    Err(Error::ReadOnly)
                }),
            };
            match done {
                Ok(()) => model = next,
                Err(Error::OutOfSpace { .. } | Error::ReadOnly) => prop_assert_eq!(in_use(&turn), before),
                Err(other) => panic!("{other}"),
            }
            let map = turn.get(handle).expect("there");
            prop_assert_eq!(map.len(), model.len());
            prop_assert_eq!(&map.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect::<Texts>(), &model);
            prop_assert!(map.keys().all(|key| map.contains_key(key)) && map.values().count() == model.len());
            for (key, value) in &model {
                prop_assert_eq!(map.get(key), Some(value.as_str()));
                let other = format!("{key}x");
                prop_assert_eq!(map.get(&other), model.get(&other).map(String::as_str));
            }
            prop_assert_eq!(&turn.load(handle).expect("there").into_inner(), &model);
            assert_sound(&turn);
        }
        turn.remove(handle).expect("there");
        prop_assert_eq!(in_use(&turn), start);
    }

    #[test]
    fn a_compact_set_has_its_elements_and_no_others(set in prop::collection::hash_set(0..2_000_u32, 0..900)) {
        let heap = heap(1 << 20);
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&Compact::from(set.clone())).expect("there is room");
        let view = turn.get(handle).expect("there");
        prop_assert!((0..2_100).all(|n| view.contains(n) == set.contains(&n)));
        prop_assert_eq!(view.iter().collect::<HashSet<u32>>(), set);
        assert_sound(&turn);
    }
}

#[test]
fn every_size_finds_all_of_its_keys() -> Result<(), Error> {
    let heap = heap(64 << 20);
    let mut turn = heap.write()?;
    for len in (0..70_u64).chain([100, 1_000, 10_000, 200_000]) {
        let map: HashMap<u64, u64> = (0..len).map(|n| (n.wrapping_mul(0x1234_5678_9ABC), n)).collect();
        let handle = turn.put(&Compact::from(map.clone()))?;
        let view = turn.get(handle)?;
        assert!(map.iter().all(|(&key, &value)| view.get(key) == Some(value)), "of {len}");
        assert!((1..1_000).all(|n| view.get(n).is_none()), "of {len}");
        turn.remove(handle)?;
    }
    assert_sound(&turn);
    Ok(())
}

#[test]
fn a_compact_map_takes_less_than_a_live_one() -> Result<(), Error> {
    let heap = heap(64 << 20);
    let mut turn = heap.write()?;
    for len in [10, 1_000, 100_000] {
        let map: HashMap<u64, u64> = (0..len).map(|n| (n, n)).collect();
        let mut used = |compact: bool| -> Result<u64, Error> {
            let before = turn.stats().used;
            if compact {
                turn.put(&Compact::from(map.clone())).map(drop)?
            } else {
                turn.put(&map).map(drop)?
            }
            Ok(turn.stats().used - before)
        };
        // The types' descriptions are written once.
        used(true)?;
        used(false)?;
        let (compact, live) = (used(true)?, used(false)?);
        assert!(compact <= 17 * len + 80, "{compact} bytes for {len}");
        assert!(compact * 10 < live * 9, "{compact} and {live} bytes for {len}");
    }
    Ok(())
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    #[shared(type = Compact<HashMap<String, i64>>)]
    Counts,
    #[shared(type = Option<Compact<HashSet<String>>>)]
    Words,
}

type Inner = Compact<HashMap<(String, u8), String>>;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nested {
    list: Vec<Compact<HashMap<String, Vec<String>>>>,
    maps: Compact<HashMap<u8, Inner>>,
    maybe: Option<Box<Compact<HashSet<Place>>>>,
    map: HashMap<String, Compact<HashSet<u32>>>,
    values: Compact<HashMap<Value, Value>>,
    places: EnumList<Place>,
    next: Compact<HashMap<String, Nested>>,
}

fn text(n: u32) -> String {
    format!("text {n}, which is longer than its slot")
}

fn nested(depth: u32) -> Nested {
    let counts = HashMap::from([(text(9), 4)]);
    Nested {
        list: vec![Compact::default(), HashMap::from([(text(1), vec![text(2)])]).into()],
        maps: HashMap::from([(1, HashMap::from([((text(3), 1), text(4))]).into()), (0, Compact::default())]).into(),
        maybe: Some(Box::new(HashSet::from([Place::Words]).into())),
        map: [(text(5), HashSet::from([1, 2, 3]).into())].into(),
        values: HashMap::from([(value!(1), value!([1, "two"])), (value!("k"), value!(null))]).into(),
        places: EnumList::new()
            .with(Place::COUNTS, counts.into())
            .with(Place::WORDS, Some(HashSet::from([text(6)]).into())),
        next: (0..depth).map(|n| (text(n), nested(n.min(1)))).collect::<HashMap<_, _>>().into(),
    }
}

#[test]
fn compact_maps_nest_in_everything_and_everything_in_them() -> Result<(), Error> {
    let heap = heap(8 << 20);
    let mut turn = heap.write()?;
    let warm = turn.put(&nested(0))?;
    turn.remove(warm)?;
    let start = in_use(&turn);
    let handle = turn.put(&nested(3))?;
    assert_eq!(turn.load(handle)?, nested(3));
    turn.store(handle, &nested(1))?;
    assert_eq!(turn.load(handle)?, nested(1));
    turn.get_mut(handle)?.set_next(&HashMap::from([(text(8), nested(0))]))?;
    assert_eq!(turn.get(handle)?.next().get(&text(8)).expect("set").load(), nested(0));
    assert_eq!(turn.get(handle)?.places().value(Place::Counts), value!({(text(9).as_str()): 4}));
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
    let map: Handle<Compact<HashMap<String, u32>>> = turn.root("map").expect("bound");
    let map = turn.get(map).expect("there");
    for n in 0..300 {
        assert_eq!(map.get(&format!("key {n}")), (n < 200).then_some(n));
    }
    say(map.len());
}

#[test]
fn the_view_for_changing_reads_as_well() -> Result<(), Error> {
    let heap = heap(1 << 18);
    let mut turn = heap.write()?;
    let both = (Compact::new(HashMap::from([(7_u32, "seven".to_owned())])), Compact::new(HashSet::from([7_u32])));
    let handle = turn.put(&both)?;
    let (map, mut set) = turn.get_mut(handle)?;
    assert_eq!((map.get(7), map.contains_key(8), map.len()), (Some("seven"), false, 1));
    assert_eq!(
        (map.keys().next(), map.values().next(), map.iter().next()),
        (Some(7), Some("seven"), Some((7, "seven")))
    );
    set.set(&HashSet::from([8]))?;
    assert_eq!((set.contains(8), set.contains(7), set.iter().collect::<Vec<_>>()), (true, false, vec![8]));
    Ok(())
}

#[test]
fn another_process_reads_the_same() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let map: HashMap<String, u32> = (0..200).map(|n| (format!("key {n}"), n)).collect();
    {
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&Compact::from(map)).expect("there is room");
        turn.bind("map", handle).expect("there is room");
    }
    let reader = child("reads", &[&name]);
    reader.expect("200");
    reader.finish();
}

#[test]
fn verify_sees_places_outside_and_wrong_counts() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let mut turn = heap.write().expect("free");
    let map: HashMap<u64, u64> = (0..100).map(|n| (n, n)).collect();
    let handle = turn.put(&Compact::from(map)).expect("there is room");
    let raw = RawHeap::open(&name);
    let slot = raw.slot_of(handle);
    let block = raw.word(slot);
    for (place, value) in
        [(slot, block + 16), (slot + 8, 1_000), (slot + 8, 101 << 32 | 100), (slot + 8, 0), (block + 1_600, u64::MAX)]
    {
        let old = raw.word(place);
        raw.set_word(place, value);
        assert!(!turn.verify().is_sound(), "{place:#x}");
        raw.set_word(place, old);
    }
    assert_sound(&turn);
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Victim {
    numbers: Compact<HashMap<u32, u32>>,
    texts: Compact<HashSet<String>>,
}

fn victim() -> Victim {
    let numbers: HashMap<u32, u32> = (0..100).map(|n| (n * 2, n)).collect();
    Victim { numbers: numbers.into(), texts: (0..40).map(text).collect::<HashSet<_>>().into() }
}

fn use_victim(turn: &mut WriteTurn<'_>, handle: Handle<Victim>) -> Result<(), Error> {
    let mut it = turn.get_mut(handle)?;
    let _ = (0..200).filter(|&n| it.numbers().contains_key(n)).count();
    let _ = (0..60).filter(|&n| it.texts().contains(&text(n))).count();
    it.set_numbers(&HashMap::from([(1, 2)]))?;
    it.texts_mut().set(&HashSet::from([text(1)]))
}

fn damage_job(args: &[&str]) {
    damage::flip(args[0], victim, use_victim);
}

#[test]
fn damaged_compact_maps_crash_nothing() {
    damage::watch();
}
