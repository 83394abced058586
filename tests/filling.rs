//! Random operations on kinds whose own tests have no room to fail, in heaps that fill up midway, in turns, in transactions
//! and in ones that are undone: each operation is done as Rust's type does it, or leaves everything as it was; at the end
//! nothing is left behind.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipo::{
    Compact, EnumList, Error, Handle, Heap, Ix1, NdArray, Shared, SharedEnumIndex, Value, ValueMut, WriteTurn, value,
};
use proptest::collection::{hash_set, vec};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Between numbers, which notice who writes too far.
type Fenced<T> = (u64, T, u64);
const FENCES: (u64, u64) = (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210);

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

/// Applies an operation to the view, and to the model if that succeeds.
type Apply<T, Op> = for<'t> fn(<T as Shared>::Mut<'t>, &mut T, &Op) -> Result<(), Error>;

/// Applies operations, one after the other; says how many found no room.
fn apply_all<T, Op>(
    ops: &[Op],
    model: &mut T,
    mut change: impl FnMut(&Op, &mut T) -> Result<(), Error>,
    mut found: impl FnMut() -> Fenced<T>,
) -> usize
where
    T: Shared + Clone + PartialEq + Debug,
    Op: Debug,
{
    let mut full = 0;
    for op in ops {
        let before = model.clone();
        match change(op, model) {
            Ok(()) => {}
            Err(Error::OutOfSpace { .. }) => {
                full += 1;
                assert_eq!(*model, before, "the model of {op:?}");
            }
            Err(error) => panic!("{op:?}: {error}"),
        }
        assert_eq!(found(), (FENCES.0, model.clone(), FENCES.1), "after {op:?}");
    }
    full
}

/// Runs batches of operations in a heap that has so much room; says how often there was none.
fn run<T, Op>(first: &T, room: u64, batches: &[(u8, Vec<Op>)], apply: Apply<T, Op>) -> usize
where
    T: Shared + Clone + PartialEq + Debug,
    Op: Debug,
{
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let fenced = (FENCES.0, first.clone(), FENCES.1);
    let known = turn.put(&fenced).expect("there is room");
    turn.remove(known).expect("it is there");
    let filler = turn.stats().largest_free.saturating_sub(room);
    turn.put(&vec![0_u8; filler as usize]).expect("it was free");
    let start = in_use(&turn);
    let handle: Handle<Fenced<T>> = turn.put(&fenced).expect("there is room");
    let (mut model, mut full) = (first.clone(), 0);
    for (mode, ops) in batches {
        let used = in_use(&turn);
        match mode {
            0 | 1 => {
                // Both are borrowed in turns.
                let turn = std::cell::RefCell::new(&mut turn);
                full += apply_all(
                    ops,
                    &mut model,
                    |op, model| {
                        let mut turn = turn.borrow_mut();
                        let before = in_use(&turn);
                        let done = apply(turn.get_mut(handle).expect("it is there").1, model, op);
                        assert!(done.is_ok() || in_use(&turn) == before, "{op:?} failed and took memory");
                        done
                    },
                    || turn.borrow().load(handle).expect("it is there"),
                );
            }
            _ => {
                let mut inside = model.clone();
                let done = turn.transaction(|tx| {
                    let tx = std::cell::RefCell::new(tx);
                    full += apply_all(
                        ops,
                        &mut inside,
                        |op, model| apply(tx.borrow_mut().get_mut(handle)?.1, model, op),
                        || tx.borrow().load(handle).expect("it is there"),
                    );
                    if *mode == 2 { Ok(()) } else { Err(Error::NoMessages) }
                });
                match done {
                    Ok(()) => model = inside,
                    Err(Error::NoMessages) => assert_eq!(in_use(&turn), used, "what was undone took memory"),
                    Err(error) => panic!("{error}"),
                }
            }
        }
        assert_eq!(turn.load(handle).expect("it is there"), (FENCES.0, model.clone(), FENCES.1));
        let report = turn.verify();
        assert!(report.is_sound(), "{:?}", report.findings);
    }
    turn.remove(handle).expect("it is there");
    assert_eq!(in_use(&turn), start, "something was left behind");
    full
}

/// How often a heap has to be full in a test.
const ENOUGH: usize = 20;

/// With room for all, and with room for some.
fn in_much_and_little_room<T, Op>(first: T, op: impl Strategy<Value = Op>, little: u64, apply: Apply<T, Op>)
where
    T: Shared + Clone + PartialEq + Debug,
    Op: Debug,
{
    let batches = vec((0..4_u8, vec(op, 1..20)), 1..7);
    let some = |room| {
        let full = AtomicUsize::new(0);
        let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&batches, |batches| {
            full.fetch_add(run(&first, room, &batches, apply), Ordering::Relaxed);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        full.into_inner()
    };
    assert_eq!(some(1 << 19), 0, "much room was not enough");
    // As many runs as it takes, so that chance does not decide whether enough of the operations had no room.
    let mut full = 0;
    for round in 0.. {
        full += some(little);
        if round > 0 && full >= ENOUGH {
            break;
        }
        assert!(round < 100, "the heap was full {full} times only: {little} bytes are too many for this test");
    }
}

/// Short ones, and such that need a block.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof!["[a-d]{0,2}", "[a-c]{1,2}".prop_map(|text| text.repeat(40))]
}

#[derive(Debug, Clone)]
enum SetOp {
    Insert(String),
    Remove(String),
    Take(String),
    PopFirst,
    PopLast,
    Extend(Vec<String>),
    Retain(usize),
    Clear,
}

#[test]
fn an_ordered_set_does_what_a_btreeset_does() {
    let op = prop_oneof![
        5 => texts().prop_map(SetOp::Insert),
        3 => texts().prop_map(SetOp::Remove),
        1 => texts().prop_map(SetOp::Take),
        1 => Just(SetOp::PopFirst),
        1 => Just(SetOp::PopLast),
        4 => vec(texts(), 0..20).prop_map(SetOp::Extend),
        1 => (2..5_usize).prop_map(SetOp::Retain),
        1 => Just(SetOp::Clear),
    ];
    in_much_and_little_room(BTreeSet::new(), op, 3_000, |mut set, model, op| match op {
        SetOp::Insert(text) => set.insert(text.as_str()).map(|new| assert_eq!(new, model.insert(text.clone()))),
        SetOp::Remove(text) => set.remove(text.as_str()).map(|there| assert_eq!(there, model.remove(text))),
        SetOp::Take(text) => set.take(text.as_str()).map(|taken| assert_eq!(taken, model.take(text))),
        SetOp::PopFirst => set.pop_first().map(|first| assert_eq!(first, model.pop_first())),
        SetOp::PopLast => set.pop_last().map(|last| assert_eq!(last, model.pop_last())),
        SetOp::Extend(texts) => {
            set.extend(texts.iter().map(String::as_str)).map(|()| model.extend(texts.iter().cloned()))
        }
        SetOp::Retain(n) => set.retain(|text| text.len() % n > 0).map(|()| model.retain(|text| text.len() % n > 0)),
        SetOp::Clear => set.clear().map(|()| model.clear()),
    });
}

#[test]
fn a_compact_set_is_the_one_that_was_set_last() {
    let op = (hash_set(texts(), 0..40), any::<bool>());
    in_much_and_little_room(Compact::new(HashSet::new()), op, 3_000, |mut set, model, (new, replaced)| {
        if *replaced {
            set.replace(new).map(|old| assert_eq!(old, **model))?;
        } else {
            set.set(new)?;
        }
        *model = Compact::new(new.clone());
        assert!(new.iter().all(|text| set.as_ref().contains(text)) && set.len() == new.len());
        Ok(())
    });
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    #[shared(type = u8)]
    Number,
    #[shared(type = Vec<String>)]
    Names,
    #[shared(type = Option<String>)]
    Title,
    Any,
}

#[derive(Debug, Clone)]
enum PlaceOp {
    Number(u8),
    Name(String),
    Names(Vec<String>),
    Title(Option<String>),
    Dynamic(Place, Value),
    Whole(u8, String, Value),
}

/// A dynamic value for a place, of its type or not.
fn dynamic() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<u8>().prop_map(Value::from),
        texts().prop_map(Value::from),
        Just(Value::None),
        vec(texts(), 0..9).prop_map(Value::from),
        vec(texts(), 0..9).prop_map(|texts| value!({"texts": texts, "n": 1})),
    ]
}

#[test]
fn an_enum_list_does_what_a_plain_one_does() {
    let place = prop::sample::select(vec![Place::Number, Place::Names, Place::Title, Place::Any]);
    let op = prop_oneof![
        1 => any::<u8>().prop_map(PlaceOp::Number),
        4 => texts().prop_map(PlaceOp::Name),
        2 => vec(texts(), 0..20).prop_map(PlaceOp::Names),
        2 => prop::option::of(texts()).prop_map(PlaceOp::Title),
        4 => (place, dynamic()).prop_map(|(place, value)| PlaceOp::Dynamic(place, value)),
        1 => (any::<u8>(), texts(), dynamic()).prop_map(|(n, text, any)| PlaceOp::Whole(n, text, any)),
    ];
    in_much_and_little_room(EnumList::<Place>::new(), op, 1_500, |mut list, model, op| match op {
        PlaceOp::Number(n) => {
            list.set(Place::NUMBER, *n);
            model.set(Place::NUMBER, *n);
            Ok(())
        }
        PlaceOp::Name(name) => list.names_mut().push(name).map(|()| model.get_mut(Place::NAMES).push(name.clone())),
        PlaceOp::Names(names) => list.set(Place::NAMES, names).map(|()| model.set(Place::NAMES, names.clone())),
        PlaceOp::Title(title) => list.set_title(title.as_deref()).map(|()| model.set(Place::TITLE, title.clone())),
        PlaceOp::Whole(n, text, any) => {
            let whole = EnumList::new().with(Place::NUMBER, *n).with(Place::TITLE, Some(text.clone()));
            let whole = whole.with_value(Place::Any, any.clone());
            list.store(&whole).map(|()| *model = whole)
        }
        PlaceOp::Dynamic(place, value) => {
            let taken = match place {
                Place::Number => u8::try_from(value.clone()).map(|n| model.clone().with(Place::NUMBER, n)),
                Place::Names => Vec::try_from(value.clone()).map(|names| model.clone().with(Place::NAMES, names)),
                Place::Title if *value == Value::None => Ok(model.clone().with(Place::TITLE, None)),
                Place::Title => {
                    String::try_from(value.clone()).map(|text| model.clone().with(Place::TITLE, Some(text)))
                }
                Place::Any => Ok(model.clone().with_value(Place::Any, value.clone())),
            };
            match (list.set_value(*place, value.clone()), taken) {
                (Ok(()), Ok(changed)) => *model = changed,
                (Err(Error::WrongKind { .. }), Err(_)) => {}
                (Err(full @ Error::OutOfSpace { .. }), Ok(_)) => return Err(full),
                (done, taken) => panic!("{done:?} and {taken:?}"),
            }
            Ok(())
        }
    });
}

/// One of a dict's levels: a key, or a position.
type Way = Vec<usize>;

#[derive(Debug, Clone)]
enum ValueOp {
    /// Overwrites what is at the end of a way.
    Set(Way, Value),
    /// Appends to a list, a tuple, bytes or a text there.
    Append(Way, Value),
    /// An entry of a dict or a set there.
    Insert(Way, Value, Value),
    /// Takes the last element of a list out, or the entry of a dict.
    Remove(Way, Value),
    /// Adds to each element of an array there.
    Add(Way, i64),
}

const KEYS: [&str; 4] = ["list", "dict", "array", "text"];

/// What a way leads to, as far as it goes.
fn at<'v>(value: &'v mut Value, way: &[usize]) -> &'v mut Value {
    let Some((step, rest)) = way.split_first() else { return value };
    // Looked up twice, for the borrow's sake.
    let index = match value {
        Value::List(values) | Value::Tuple(values) if !values.is_empty() => step % values.len(),
        Value::Dict(dict) if dict.contains_key(&KEYS[step % 4].into()) => *step,
        _ => return value,
    };
    match value {
        Value::List(values) | Value::Tuple(values) => at(&mut values[index], rest),
        Value::Dict(dict) => at(dict.get_mut(&KEYS[step % 4].into()).expect("just seen"), rest),
        _ => unreachable!("looked at above"),
    }
}

/// As `at`, in the heap.
fn at_view<'t>(view: ValueMut<'t>, way: &[usize]) -> ValueMut<'t> {
    let Some((step, rest)) = way.split_first() else { return view };
    let len = view.as_ref().as_list().map_or(0, |list| list.len());
    if len > 0 {
        return at_view(view.into_list_mut().and_then(|list| list.into_get_mut(step % len)).expect("inside"), rest);
    }
    let key = Value::from(KEYS[step % 4]);
    if view.as_ref().as_dict().is_some_and(|dict| dict.contains_key(key.clone())) {
        return at_view(view.into_dict_mut().and_then(|dict| dict.into_get_mut(key)).expect("just seen"), rest);
    }
    view
}

fn apply_to_value(mut view: ValueMut<'_>, model: &mut Value, op: &ValueOp) -> Result<(), Error> {
    match op {
        ValueOp::Set(_, value) => view.set(value.clone()).map(|()| *model = value.clone()),
        ValueOp::Append(_, value) => match model {
            Value::List(values) | Value::Tuple(values) => {
                view.as_list_mut().expect("as in the model").push(value.clone()).map(|()| values.push(value.clone()))
            }
            Value::Bytes(bytes) => {
                let more = [7; 30];
                view.as_bytes_mut().expect("as in the model").extend_from_plain(&more).map(|()| bytes.extend(more))
            }
            Value::Str(text) => {
                let more = "a longer text";
                view.as_str_mut().expect("as in the model").push_str(more).map(|()| text.push_str(more))
            }
            _ => Ok(()),
        },
        ValueOp::Insert(_, key, value) => match model {
            Value::Dict(dict) => {
                let old = view.as_dict_mut().expect("as in the model").insert(key.clone(), value.clone())?;
                assert_eq!(old, dict.insert(key.clone(), value.clone()));
                Ok(())
            }
            Value::Set(set) => {
                let new = view.as_set_mut().expect("as in the model").insert(value.clone())?;
                assert_eq!(new, set.insert(value.clone()));
                Ok(())
            }
            _ => Ok(()),
        },
        ValueOp::Remove(_, key) => match model {
            Value::List(values) | Value::Tuple(values) => {
                view.as_list_mut().expect("as in the model").pop().map(|last| assert_eq!(last, values.pop()))
            }
            Value::Dict(dict) => {
                let old = view.as_dict_mut().expect("as in the model").remove(key.clone())?;
                assert_eq!(old, dict.remove(key));
                Ok(())
            }
            _ => Ok(()),
        },
        ValueOp::Add(_, more) => {
            if let Value::Tensor(tensor) = model {
                let mut there = view.as_tensor_mut().expect("as in the model");
                there.as_mut_slice::<i64>()?.iter_mut().for_each(|n| *n = n.wrapping_add(*more));
                tensor.as_mut_slice::<i64>()?.iter_mut().for_each(|n| *n = n.wrapping_add(*more));
            }
            Ok(())
        }
    }
}

#[test]
fn a_dynamic_value_does_what_a_plain_one_does() {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        texts().prop_map(Value::from),
        vec(any::<u8>(), 0..40).prop_map(Value::from),
        Just(Value::None),
        vec(any::<i64>(), 0..30).prop_map(|numbers| NdArray::<i64, Ix1>::from(numbers).into()),
    ];
    let values = leaf.prop_recursive(3, 16, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::List),
            vec(inner.clone(), 0..4).prop_map(Value::Tuple),
            vec((prop::sample::select(KEYS.to_vec()), inner.clone()), 0..5)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<HashMap<_, _>>())),
            vec(inner, 0..5).prop_map(|elements| Value::from(elements.into_iter().collect::<HashSet<Value>>())),
        ]
    });
    let values = values.boxed();
    let key = prop_oneof![4 => prop::sample::select(KEYS.to_vec()).prop_map(Value::from), 1 => values.clone()].boxed();
    let way = || vec(0..8_usize, 0..4);
    let op = prop_oneof![
        2 => (way(), values.clone()).prop_map(|(way, value)| ValueOp::Set(way, value)),
        5 => (way(), values.clone()).prop_map(|(way, value)| ValueOp::Append(way, value)),
        5 => (way(), key.clone(), values.clone()).prop_map(|(way, key, value)| ValueOp::Insert(way, key, value)),
        2 => (way(), key).prop_map(|(way, key)| ValueOp::Remove(way, key)),
        2 => (way(), any::<i64>()).prop_map(|(way, more)| ValueOp::Add(way, more)),
    ];
    let first = value!({"list": [1, "two", [3]], "dict": {"text": "t"}, "array": NdArray::<i64, Ix1>::from([1, 2, 3])});
    in_much_and_little_room(first, op, 4_500, |view, model, op| {
        let (ValueOp::Set(way, _)
        | ValueOp::Append(way, _)
        | ValueOp::Insert(way, ..)
        | ValueOp::Remove(way, _)
        | ValueOp::Add(way, _)) = op;
        apply_to_value(at_view(view, way), at(model, way), op)
    });
}
