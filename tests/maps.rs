//! Maps and sets against std's, on one heap.

use std::collections::{HashMap, HashSet};

use ipo::{Error, Handle, Heap, Value, value};
use proptest::prelude::*;

fn heap() -> Heap {
    Heap::options().capacity(8 << 20).create_anonymous().expect("an anonymous heap")
}

/// One step on a map; keys from a small range, so that they meet.
#[derive(Debug, Clone)]
enum Step {
    Insert(u8, String),
    Remove(u8),
    Change(u8, String),
    RetainBelow(u8),
    Reserve(u8),
    Clear,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = "[a-z]{0,40}";
    let step = prop_oneof![
        8 => (any::<u8>(), text).prop_map(|(k, v)| Step::Insert(k, v)),
        4 => any::<u8>().prop_map(Step::Remove),
        3 => (any::<u8>(), text).prop_map(|(k, v)| Step::Change(k, v)),
        1 => any::<u8>().prop_map(Step::RetainBelow),
        1 => any::<u8>().prop_map(Step::Reserve),
        1 => Just(Step::Clear),
    ];
    prop::collection::vec(step, 0..200)
}

/// Long enough to lie in a block, so that keys own something too.
fn key(k: u8) -> String {
    format!("a key that is longer than the slot: {k}")
}

fn apply(
    map: &mut ipo::MapMut<'_, String, String>,
    model: &mut HashMap<String, String>,
    step: Step,
) -> Result<(), Error> {
    match step {
        Step::Insert(k, v) => assert_eq!(map.insert(&key(k), &v)?, model.insert(key(k), v)),
        Step::Remove(k) => assert_eq!(map.remove(&key(k))?, model.remove(&key(k))),
        Step::Change(k, v) => {
            if let Some(mut place) = map.get_mut(&key(k)) {
                place.set(&v)?;
                model.insert(key(k), v);
            }
        }
        Step::RetainBelow(k) => {
            let limit = key(k);
            map.retain(|k, _| k < limit.as_str())?;
            model.retain(|k, _| *k < limit);
        }
        Step::Reserve(n) => map.reserve(n.into())?,
        Step::Clear => {
            map.clear()?;
            model.clear();
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_map_does_what_stds_map_does(steps in steps()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let empty = turn.stats();
        let mut model = HashMap::new();
        let handle = turn.put(&model).unwrap();
        for step in steps {
            apply(&mut turn.get_mut(handle).unwrap(), &mut model, step).unwrap();
            prop_assert_eq!(turn.get(handle).unwrap().len(), model.len());
        }
        prop_assert_eq!(&turn.load(handle).unwrap(), &model);
        for k in 0..=255 {
            prop_assert_eq!(turn.get(handle).unwrap().get(&key(k)), model.get(&key(k)).map(String::as_str));
        }
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
        turn.remove(handle).unwrap();
        prop_assert_eq!(turn.stats().objects, empty.objects);
    }

    #[test]
    fn a_rolled_back_transaction_leaves_a_map_as_it_was(before in steps(), undone in steps()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let mut model = HashMap::new();
        let handle = turn.put(&model).unwrap();
        for step in before {
            apply(&mut turn.get_mut(handle).unwrap(), &mut model, step).unwrap();
        }
        let stats = turn.stats();
        let mut scratch = model.clone();
        let outcome = turn.transaction(|tx| -> Result<(), Error> {
            for step in undone {
                apply(&mut tx.get_mut(handle)?, &mut scratch, step)?;
            }
            Err(Error::NoMessages)
        });
        prop_assert!(matches!(outcome, Err(Error::NoMessages)));
        prop_assert_eq!(&turn.load(handle).unwrap(), &model);
        prop_assert_eq!((turn.stats().used, turn.stats().blocks), (stats.used, stats.blocks));
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
    }

    #[test]
    fn a_set_does_what_stds_set_does(steps in prop::collection::vec((any::<bool>(), -40i64..40), 0..300)) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let mut model: HashSet<(i64, bool)> = HashSet::new();
        let handle = turn.put(&model).unwrap();
        for (insert, n) in steps {
            let element = (n, n % 3 == 0);
            let mut set = turn.get_mut(handle).unwrap();
            if insert {
                prop_assert_eq!(set.insert(element).unwrap(), model.insert(element));
            } else {
                prop_assert_eq!(set.remove(element).unwrap(), model.remove(&element));
            }
            prop_assert_eq!(set.contains(element), model.contains(&element));
        }
        prop_assert_eq!(turn.load(handle).unwrap(), model);
        prop_assert!(turn.verify().is_sound());
    }
}

#[test]
fn keys_of_every_kind_are_found_again() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    macro_rules! check {
        ($($t:ty: $keys:expr;)*) => {$(
            let model: HashMap<$t, u32> = $keys.into_iter().zip(0..).collect();
            let handle = turn.put(&model)?;
            for (key, value) in &model {
                let arg = <$t as ipo::Shared>::to_arg(key);
                assert_eq!(turn.get(handle)?.get(arg), Some(*value), "{key:?}");
            }
            assert_eq!(turn.load(handle)?, model);
        )*};
    }
    check! {
        u8: [0, 1, 255]; u16: [0, 65_535]; u32: [7]; u64: [0, u64::MAX]; u128: [0, u128::MAX]; usize: [1, 2];
        i8: [-128, 127]; i16: [-1]; i32: [i32::MIN, 0]; i64: [i64::MIN, -1, 0, 1]; i128: [i128::MIN]; isize: [-1];
        bool: [true, false]; char: ['a', 'ß', '\u{10FFFF}'];
        String: ["".to_owned(), "short".into(), "longer than the twenty-three bytes of a slot".into()];
        Vec<u8>: [vec![], vec![0; 100]];
        (String, i64): [("key".to_owned(), 2), ("key".into(), 3)];
        Value: [Value::None, value!(1), value!(1.0), value!(true), value!("key"), value!(("key", 2)), value!([1, [2]])];
    }
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn parts_of_a_tuple_key_do_not_run_into_each_other() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let model: HashMap<(String, String), i32> =
        HashMap::from([(("ab".into(), "c".into()), 1), (("a".into(), "bc".into()), 2)]);
    let handle = turn.put(&model)?;
    assert_eq!(turn.get(handle)?.get(("ab", "c")), Some(1));
    assert_eq!(turn.get(handle)?.get(("a", "bc")), Some(2));
    assert_eq!(turn.get(handle)?.get(("", "abc")), None);
    Ok(())
}

#[test]
fn a_large_map_grows_and_shrinks_without_a_leak() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle: Handle<HashMap<i64, i64>> = turn.put(&HashMap::new())?;
    let start = turn.stats();
    for round in 0..3 {
        let mut map = turn.get_mut(handle)?;
        for n in 0..20_000 {
            map.insert(n, n * round)?;
        }
        for n in (0..20_000).filter(|n| n % 7 != 0) {
            assert_eq!(map.remove(n)?, Some(n * round));
        }
        assert_eq!(map.len(), 20_000usize.div_ceil(7));
        assert!((0..20_000).all(|n| map.contains_key(n) == (n % 7 == 0)));
    }
    turn.get_mut(handle)?.clear()?;
    assert_eq!((turn.stats().used, turn.stats().blocks), (start.used, start.blocks));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn an_insert_without_room_changes_nothing() -> Result<(), Error> {
    let heap = Heap::options().capacity(256 << 10).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle: Handle<HashMap<i64, String>> = turn.put(&HashMap::new())?;
    let (mut n, text) = (0, "x".repeat(1_000));
    let refused = loop {
        match turn.get_mut(handle)?.insert(n, &text) {
            Ok(_) => n += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::OutOfSpace { .. }), "{refused}");
    assert!(n > 50, "{n}");
    assert_eq!(turn.get(handle)?.len() as i64, n);
    assert!(turn.verify().is_sound());
    assert!(turn.get_mut(handle)?.remove(0)?.is_some());
    turn.get_mut(handle)?.insert(-1, "short")?;
    Ok(())
}

#[derive(ipo::SharedStruct, Clone, Debug, PartialEq)]
struct Node {
    children: HashMap<u32, Node>,
}

/// So many maps, one in the other; the innermost is empty.
fn nested_maps(levels: u32) -> Node {
    (0..levels).fold(Node { children: HashMap::new() }, |inner, n| Node { children: HashMap::from([(n, inner)]) })
}

fn nested_dicts(levels: u32) -> Value {
    (0..levels).fold(value!({}), |inner, n| value!({n: inner}))
}

fn check_depth<T: ipo::Shared + PartialEq + std::fmt::Debug>(nested: fn(u32) -> T) -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let start = turn.put(&nested(0)).and_then(|node| turn.remove(node)).map(|()| turn.stats())?;
    let refused = turn.put(&nested(129));
    assert!(matches!(refused, Err(Error::TooLarge { limit: 128, .. })), "{refused:?}");
    let deepest = turn.put(&nested(128))?;
    assert_eq!(turn.load(deepest)?, nested(128));
    assert!(turn.verify().is_sound());
    turn.remove(deepest)?;
    assert_eq!((turn.stats().used, turn.stats().objects), (start.used, 0));
    Ok(())
}

#[test]
fn maps_nest_as_deep_as_can_be_loaded_and_removed_and_no_deeper() -> Result<(), Error> {
    check_depth(nested_maps)
}

#[test]
fn dicts_nest_as_deep_as_can_be_loaded_and_removed_and_no_deeper() -> Result<(), Error> {
    check_depth(nested_dicts)
}

/// Changes keys of a map through a view; grows, shrinks or moves its block on the way.
type Change = fn(&mut ipo::MapMut<'_, u32, u64>, &mut HashMap<u32, u64>) -> Result<(), Error>;

const CHANGES: [(&str, Change); 12] = [
    ("insert", |map, model| {
        (0..100).try_for_each(|k| {
            model.insert(k, 1);
            map.insert(k, 1).map(drop)
        })
    }),
    ("insert through a shorter view", |map, model| {
        (100..400).try_for_each(|k| {
            model.insert(k, 2);
            map.reborrow().insert(k, 2).map(drop)
        })
    }),
    ("insert through entries", |map, model| {
        (400..1_000).try_for_each(|k| {
            model.insert(k, 3);
            map.entry(k).or_insert(3).map(drop)
        })
    }),
    ("extend", |map, model| {
        model.extend((1_000..2_000).map(|k| (k, 4)));
        map.extend((1_000..2_000).map(|k| (k, 4)))
    }),
    ("extend in vain", |map, _| {
        let all = map.extend((0..10_000_000).map(|k| (k, 5)));
        assert!(matches!(all, Err(Error::OutOfSpace { .. } | Error::JournalFull { .. })), "{all:?}");
        Ok(())
    }),
    ("remove", |map, model| {
        (0..500).try_for_each(|k| {
            model.remove(&k);
            map.remove(k).map(drop)
        })
    }),
    ("take out through entries", |map, model| {
        (500..600).try_for_each(|k| {
            model.remove(&k);
            match map.entry(k) {
                ipo::MapEntry::Occupied(entry) => entry.remove().map(drop),
                ipo::MapEntry::Vacant(_) => panic!("{k} was there"),
            }
        })
    }),
    ("retain", |map, model| {
        model.retain(|k, _| k % 7 == 0);
        map.retain(|k, _| k % 7 == 0)
    }),
    ("shrink", |map, _| map.shrink_to_fit()),
    ("reserve", |map, _| map.reserve(5_000)),
    ("drain", |map, model| {
        model.clear();
        map.drain().map(drop)
    }),
    ("clear", |map, model| {
        model.clear();
        map.insert(1, 1)?;
        map.clear()
    }),
];

#[test]
fn a_view_finds_what_is_there_whatever_it_did_to_the_map() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let mut model: HashMap<u32, u64> = HashMap::new();
    let handle = turn.put(&model)?;
    let mut map = turn.get_mut(handle)?;
    // Twice, so that each change meets blocks of several sizes, and blocks that were freed are used for other tables.
    for round in 0..2 {
        for (what, change) in CHANGES {
            // The view knows the table as it was before.
            assert_eq!(map.get_mut(1).map(|value| *value), model.get(&1).copied(), "before: {what}");
            change(&mut map, &mut model)?;
            for k in 0..2_100 {
                let found = map.get_mut(k).map(|value| {
                    *value += 1;
                    *value - 1
                });
                assert_eq!(found, model.get(&k).copied(), "round {round}, key {k} after: {what}");
            }
            model.values_mut().for_each(|value| *value += 1);
            assert_eq!(map.len(), model.len(), "round {round} after: {what}");
        }
    }
    assert_eq!(turn.load(handle)?, model);
    assert!(turn.verify().is_sound());
    Ok(())
}
