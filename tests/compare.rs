//! Views compared with each other and with std's types: as the plain values compare.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::path::PathBuf;

use ipo::{Compact, Corrupt, Error, Handle, Heap, Shared, SharedEnum, SharedStruct, Value, value};
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec, vec_deque};
use proptest::prelude::*;

fn heap() -> Heap {
    Heap::options().capacity(1 << 20).create_anonymous().expect("an anonymous heap")
}

/// Both values in heaps of their own, with other seeds, and both views.
fn views<T: Shared, R>(a: &T, b: &T, compare: impl FnOnce(T::Ref<'_>, T::Ref<'_>) -> R) -> R {
    let (first, second) = (heap(), heap());
    let (a, b) = (first.write().unwrap().put(a).unwrap(), second.write().unwrap().put(b).unwrap());
    let (first, second) = (first.read().unwrap(), second.read().unwrap());
    compare(first.get(a).unwrap(), second.get(b).unwrap())
}

/// Two values, which are equal, or nearly so, more often than any two are.
fn two<T: Clone + Debug>(one: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = (T, T)> {
    (one.clone(), one, any::<bool>()).prop_map(|(a, b, same)| if same { (a.clone(), a) } else { (a, b) })
}

/// With the values that are none of a number, and both zeros.
fn floats() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![Just(0.0), Just(-0.0), Just(f64::NAN), Just(f64::INFINITY), Just(1.5), -2.0..2.0]
}

fn texts() -> impl Strategy<Value = String> + Clone {
    prop_oneof!["[ab]{0,2}", Just("just as long as a slot..".to_owned()), "[ab]{22,26}"]
}

fn values() -> impl Strategy<Value = Value> + Clone {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        floats().prop_map(Value::from),
        texts().prop_map(Value::from),
        vec(0..3_u8, 0..30).prop_map(Value::Bytes),
        (0..3_u64).prop_map(|seconds| std::time::Duration::from_secs(seconds).into()),
        prop_oneof![Just("a/b"), Just("a//b"), Just("c")].prop_map(|path| Value::Path(PathBuf::from(path))),
        Just((u64::MAX).into()),
        (0..2_i64, 0..2_i64).prop_map(|(a, b)| Value::from(a..b)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            vec(inner.clone(), 0..3).prop_map(Value::Tuple),
            hash_map(inner.clone(), inner.clone(), 0..3).prop_map(Value::Dict),
            hash_set(inner, 0..3).prop_map(Value::Set),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_compare_as_vectors((a, b) in two(vec(floats(), 0..5)), (c, d) in two(vec(texts(), 0..4))) {
        views(&a, &b, |x, y| {
            assert_eq!((x == y, x.partial_cmp(&y)), (a == b, a.partial_cmp(&b)));
            let borrowed = b.as_slice();
            assert_eq!((x == b, x == b[..], x == borrowed), (a == b, a == b, a == b));
        });
        views(&c, &d, |x, y| {
            assert_eq!((x == y, x.cmp(&y)), (c == d, c.cmp(&d)));
            assert_eq!(x == d, c == d);
        });
        views(&vec![c.clone(), vec![]], &vec![d.clone(), vec![]], |x, y| {
            assert_eq!((x == y, x.cmp(&y)), (c == d, c.cmp(&d)));
            assert_eq!(x == [d.clone(), vec![]], c == d);
        });
    }

    #[test]
    fn deques_compare_as_deques((a, b) in two(vec_deque(texts(), 0..5)), turns in 0..5_usize) {
        // Another place of the first element makes no difference.
        let (first, second) = (heap(), heap());
        let mut turned = b.clone();
        turned.rotate_left(turns.min(b.len()));
        let (x, y) = (first.write().unwrap().put(&a).unwrap(), second.write().unwrap().put(&turned).unwrap());
        second.write().unwrap().get_mut(y).unwrap().rotate_right(turns.min(b.len())).unwrap();
        let (first, second) = (first.read().unwrap(), second.read().unwrap());
        let (x, y) = (first.get(x).unwrap(), second.get(y).unwrap());
        assert_eq!((x == y, x.cmp(&y)), (a == b, a.cmp(&b)));
        assert_eq!((x == b, y == b), (a == b, true));
    }

    #[test]
    fn arrays_compare_as_arrays((a, b) in two([0..2_u8, 0..2, 0..2]), (c, d) in two([texts(), texts()])) {
        views(&a, &b, |x, y| {
            let borrowed = &b;
            assert_eq!((x == y, x.cmp(&y), x == b, x == borrowed), (a == b, a.cmp(&b), a == b, a == b));
        });
        views(&c, &d, |x, y| assert_eq!((x == y, x.cmp(&y), x == d), (c == d, c.cmp(&d), c == d)));
    }

    #[test]
    fn maps_compare_as_maps((a, b) in two(hash_map(texts(), floats(), 0..5))) {
        views(&a, &b, |x, y| assert_eq!((x == y, x == b), (a == b, a == b)));
        let (c, d) = (Compact::from(a.clone()), Compact::from(b.clone()));
        views(&c, &d, |x, y| assert_eq!((x == y, x == b, x == d), (a == b, a == b, a == b)));
    }

    #[test]
    fn sets_compare_as_sets((a, b) in two(hash_set(texts(), 0..4))) {
        views(&a, &b, |x, y| assert_eq!((x == y, x == b), (a == b, a == b)));
        let (c, d) = (Compact::from(a.clone()), Compact::from(b.clone()));
        views(&c, &d, |x, y| assert_eq!((x == y, x == b, x == d), (a == b, a == b, a == b)));
    }

    #[test]
    fn ordered_maps_and_sets_compare_as_theirs(
        (a, b) in two(btree_map(texts(), floats(), 0..5)),
        (c, d) in two(btree_set((0..3_i8, any::<bool>()), 0..4)),
    ) {
        views(&a, &b, |x, y| {
            assert_eq!((x == y, x.partial_cmp(&y), x == b), (a == b, a.partial_cmp(&b), a == b));
        });
        views(&c, &d, |x, y| assert_eq!((x == y, x.cmp(&y), x == d), (c == d, c.cmp(&d), c == d)));
    }

    #[test]
    fn dynamic_values_compare_by_their_rules((a, b) in two(values())) {
        views(&a, &b, |x, y| {
            assert_eq!((x == y, x == b, y == x), (a == b, a == b, b == a));
            assert!(x == a && y == b, "each equals itself");
        });
    }

    #[test]
    fn a_derived_view_compares_as_its_struct((a, b) in two(all_sorts())) {
        views(&a, &b, |x, y| assert_eq!((x == y, y == x), (a == b, a == b)));
        let (c, d) = (Nest { inner: vec![a.clone()], none: None }, Nest { inner: vec![b.clone()], none: None });
        let wrap = |nest| Nest { inner: vec![], none: Some(Box::new(nest)) };
        views(&wrap(c), &wrap(d), |x, y| assert_eq!(x == y, a == b));
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq))]
struct AllSorts {
    list: Vec<f64>,
    deque: VecDeque<String>,
    map: HashMap<u8, Option<String>>,
    set: HashSet<String>,
    tree: BTreeMap<String, [u8; 2]>,
    ordered: BTreeSet<u8>,
    value: Value,
    either: Either<Vec<u8>>,
    pair: (Vec<u8>, bool),
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq, Eq))]
enum Either<T> {
    One(T),
    Many { more: Vec<Either<T>> },
}

/// A parameter, and a struct that holds itself.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq, Debug))]
struct Nest<T: Clone> {
    inner: Vec<T>,
    none: Option<Box<Nest<T>>>,
}

fn all_sorts() -> impl Strategy<Value = AllSorts> + Clone {
    let either = vec(0..2_u8, 0..3)
        .prop_map(Either::One)
        .prop_recursive(2, 4, 2, |inner| vec(inner, 0..2).prop_map(|more| Either::Many { more }));
    let lists = (vec(floats(), 0..2), vec_deque(texts(), 0..2), vec(0..2_u8, 0..2), any::<bool>());
    let maps = (hash_map(0..3_u8, proptest::option::of(texts()), 0..2), hash_set(texts(), 0..2));
    let trees = (btree_map(texts(), [0..2_u8, 0..2], 0..2), btree_set(0..3_u8, 0..2));
    (lists, maps, trees, values(), either).prop_map(|(lists, maps, trees, value, either)| AllSorts {
        list: lists.0,
        deque: lists.1,
        map: maps.0,
        set: maps.1,
        tree: trees.0,
        ordered: trees.1,
        value,
        either,
        pair: (lists.2, lists.3),
    })
}

#[test]
fn one_field_that_differs_makes_views_differ() {
    let start = AllSorts {
        list: vec![1.0],
        deque: VecDeque::from(["a".to_owned()]),
        map: HashMap::from([(1, Some("a".to_owned()))]),
        set: HashSet::from(["a".to_owned()]),
        tree: BTreeMap::from([("a".to_owned(), [1, 2])]),
        ordered: BTreeSet::from([1]),
        value: value!({"a": [1]}),
        either: Either::Many { more: vec![Either::One(vec![1])] },
        pair: (vec![1], true),
    };
    let changes: [fn(&mut AllSorts); 10] = [
        |all| all.list[0] = 2.0,
        |all| all.deque[0].push('b'),
        |all| all.map = HashMap::from([(1, None)]),
        |all| all.set = HashSet::from(["b".to_owned()]),
        |all| all.tree.get_mut("a").unwrap()[1] = 3,
        |all| all.ordered = BTreeSet::from([2]),
        |all| all.value = value!({"a": [1.0]}),
        |all| all.either = Either::Many { more: vec![Either::One(vec![2])] },
        |all| all.either = Either::One(vec![1]),
        |all| all.pair.0.push(1),
    ];
    views(&start, &start.clone(), |x, y| assert!(x == y));
    for change in changes {
        let mut other = start.clone();
        change(&mut other);
        views(&start, &other, |x, y| assert!(x != y, "{other:?}"));
    }
}

/// Views that are of other kinds but for the elements: as far as std's types can be compared.
#[test]
fn literals_and_nested_vectors_can_be_compared_with() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let words = turn.put(&vec!["a".to_owned(), "b".to_owned()])?;
    let others = turn.put(&vec!["a".to_owned(), "c".to_owned()])?;
    let (words, others) = (turn.get(words)?, turn.get(others)?);
    assert!(words == ["a", "b"] && words != ["a"] && words == vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!((words.cmp(&others), words < others, others == ["a", "c"]), (Ordering::Less, true, true));
    let table = turn.put(&vec![vec![1_u8, 2], vec![3]])?;
    assert!(turn.get(table)? == vec![vec![1, 2], vec![3]]);
    let names = turn.put(&HashMap::from([(1_u8, "one".to_owned())]))?;
    assert!(turn.get(names)? == HashMap::from([(1, "one")]) && turn.get(names)? != HashMap::from([(2, "one")]));
    let line = turn.put(&VecDeque::from([1_u8, 2]))?;
    assert!(turn.get(line)? == [1, 2] && turn.get(line)? != vec![2, 1]);
    Ok(())
}

/// What was grown level by level may be deeper than what is copied out; comparing it ends, and in a known way.
#[test]
fn views_that_nest_too_deep_are_refused() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle: Handle<Value> = turn.put(&value!([]))?;
    fn grow(mut value: ipo::ValueMut<'_>, levels: usize) -> Result<(), Error> {
        if levels > 0 {
            value.as_list_mut().expect("a list").push(value!([]))?;
            grow(value.at_mut(0).expect("just pushed"), levels - 1)?;
        }
        Ok(())
    }
    grow(turn.get_mut(handle)?, 100)?;
    assert!(turn.get(handle)? == turn.get(handle)?);
    let deep = turn.put(&value!([]))?;
    grow(turn.get_mut(deep)?, 200)?;
    let view = turn.get(deep)?;
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| view == view)).expect_err("too deep");
    assert!(panic.downcast_ref::<Corrupt>().is_some());
    Ok(())
}
