//! Random operations, compared with what std's types do.

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};

use ipo::{Error, Handle, Heap, Shared, SharedStruct, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

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

// ---- blocks ---------------------------------------------------------------------------------------------------------

#[derive(Debug, Clone)]
enum BlockOp {
    Put(usize),
    Remove(usize),
    Grow(usize, usize),
    Shrink(usize),
}

fn block_len() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..64_usize, 4 => 0..2_000_usize, 1 => 0..40_000_usize]
}

fn block_op() -> impl Strategy<Value = BlockOp> {
    prop_oneof![
        4 => block_len().prop_map(BlockOp::Put),
        3 => any::<usize>().prop_map(BlockOp::Remove),
        2 => (any::<usize>(), block_len()).prop_map(|(i, len)| BlockOp::Grow(i, len)),
        1 => any::<usize>().prop_map(BlockOp::Shrink),
    ]
}

#[test]
fn blocks_keep_their_content_and_all_space_comes_back() {
    let full = AtomicUsize::new(0);
    let batches = vec(vec(block_op(), 1..40), 1..6);
    let mut runner = TestRunner::new(config(30));
    let outcome = runner.run(&batches, |batches| {
        let heap = heap(1 << 16);
        let mut turn = heap.write().expect("free");
        // The type's description stays in the heap.
        let first = turn.put(&Vec::<u8>::new()).expect("there is room");
        turn.remove(first).expect("it is there");
        let empty = in_use(&turn);
        let mut model: Vec<(Handle<Vec<u8>>, Vec<u8>)> = Vec::new();
        let mut stamp = 0_u8;
        for batch in batches {
            for op in batch {
                stamp = stamp.wrapping_add(1);
                let before = in_use(&turn);
                let done = match op {
                    BlockOp::Put(len) => {
                        let bytes = vec![stamp; len];
                        turn.put(&bytes).map(|handle| model.push((handle, bytes)))
                    }
                    BlockOp::Remove(i) if !model.is_empty() => {
                        let (handle, _) = model.swap_remove(i % model.len());
                        turn.remove(handle)
                    }
                    BlockOp::Grow(i, len) if !model.is_empty() => {
                        let i = i % model.len();
                        let (handle, bytes) = &mut model[i];
                        let done = turn.get_mut(*handle).expect("it is there").extend_from_plain(&vec![stamp; len]);
                        done.map(|()| bytes.extend(vec![stamp; len]))
                    }
                    BlockOp::Shrink(i) if !model.is_empty() => {
                        let i = i % model.len();
                        let (handle, bytes) = &mut model[i];
                        bytes.truncate(bytes.len() / 2);
                        turn.store(*handle, bytes)
                    }
                    _ => Ok(()),
                };
                match done {
                    Ok(()) => {}
                    // To store a shorter copy takes a second block for a moment.
                    Err(Error::OutOfSpace { .. }) => {
                        full.fetch_add(1, Ordering::Relaxed);
                        assert_eq!(in_use(&turn), before);
                        if let BlockOp::Shrink(i) = op {
                            let i = i % model.len();
                            model[i].1 = turn.load(model[i].0).expect("it is there");
                        }
                    }
                    Err(other) => panic!("{other}"),
                }
            }
            assert_sound(&turn);
            for (handle, bytes) in &model {
                assert!(turn.get(*handle).expect("it is there").as_slice() == bytes.as_slice(), "another content");
            }
        }
        for (handle, _) in model {
            turn.remove(handle).expect("it is there");
        }
        assert_eq!(in_use(&turn), empty);
        assert_sound(&turn);
        let stats = turn.stats();
        assert!(stats.largest_free > stats.capacity - 1_000, "{stats:?}: the free space is in pieces");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(full.load(Ordering::Relaxed) > 0, "the heap was never full");
}

// ---- lists ----------------------------------------------------------------------------------------------------------

#[derive(Debug, Clone)]
enum ListOp<T> {
    Push(T),
    Pop,
    Set(usize, T),
    Insert(usize, T),
    Remove(usize),
    Truncate(usize),
    Clear,
    Extend(Vec<T>),
    Assign(Vec<T>),
}

/// How a batch of operations is run.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Plain,
    Committed,
    RolledBack,
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![2 => Just(Mode::Plain), 1 => Just(Mode::Committed), 1 => Just(Mode::RolledBack)]
}

fn list_op<T: Debug + Clone>(value: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = ListOp<T>> {
    let several = vec(value.clone(), 0..40);
    prop_oneof![
        5 => value.clone().prop_map(ListOp::Push),
        3 => Just(ListOp::Pop),
        2 => (any::<usize>(), value.clone()).prop_map(|(i, v)| ListOp::Set(i, v)),
        2 => (any::<usize>(), value).prop_map(|(i, v)| ListOp::Insert(i, v)),
        2 => any::<usize>().prop_map(ListOp::Remove),
        1 => any::<usize>().prop_map(ListOp::Truncate),
        1 => Just(ListOp::Clear),
        2 => several.clone().prop_map(ListOp::Extend),
        1 => several.prop_map(ListOp::Assign),
    ]
}

/// A list between neighbours that must not change.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Fenced {
    before: u64,
    numbers: Vec<i64>,
    texts: Vec<String>,
    bytes: Vec<u8>,
    after: u64,
}

const FENCE: u64 = 0x0123_4567_89AB_CDEF;

fn fenced() -> Fenced {
    Fenced { before: FENCE, numbers: vec![], texts: vec![], bytes: vec![], after: !FENCE }
}

/// Applies one operation to the list in the heap and, if it succeeds, to the model.
fn apply<T>(list: &mut ipo::ListMut<'_, T>, model: &mut Vec<T>, op: ListOp<T>) -> Result<(), Error>
where
    T: Shared + Clone + PartialEq + Debug,
{
    let len = model.len();
    let out_of_bounds = |result: Result<(), Error>, index: usize| match result {
        Err(Error::OutOfBounds { index: i, len: l }) if (i, l) == (index, len) => Ok(()),
        other => panic!("index {index} of {len}: {other:?}"),
    };
    match op {
        ListOp::Push(value) => list.push(value.to_arg()).map(|()| model.push(value)),
        ListOp::Pop => list.pop().map(|popped| assert_eq!(popped, model.pop())),
        ListOp::Set(i, value) => {
            // One in so many is out of bounds.
            let i = i % (len + 2);
            let done = list.set(i, value.to_arg());
            if i < len { done.map(|()| model[i] = value) } else { out_of_bounds(done, i) }
        }
        ListOp::Insert(i, value) => {
            let i = i % (len + 3);
            let done = list.insert(i, value.to_arg());
            if i <= len { done.map(|()| model.insert(i, value)) } else { out_of_bounds(done, i) }
        }
        ListOp::Remove(i) => {
            let i = i % (len + 2);
            let done = list.remove(i);
            if i < len {
                done.map(|removed| assert_eq!(removed, model.remove(i)))
            } else {
                out_of_bounds(done.map(drop), i)
            }
        }
        ListOp::Truncate(to) => {
            let to = to % (len + 5);
            list.truncate(to).map(|()| model.truncate(to))
        }
        ListOp::Clear => list.clear().map(|()| model.clear()),
        ListOp::Extend(values) => list.extend_from_slice(&values).map(|()| model.extend(values)),
        ListOp::Assign(values) => list.assign(&values).map(|()| *model = values),
    }
}

type Batches<T> = Vec<(Mode, Vec<ListOp<T>>)>;

fn batches<T: Debug + Clone>(value: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = Batches<T>> {
    vec((mode(), vec(list_op(value), 1..25)), 1..6)
}

/// Runs batches on a list and on a `Vec`; says how often there was no room.
fn run_list<T>(capacity: u64, batches: Batches<T>, list: fn(FencedMut<'_>) -> ipo::ListMut<'_, T>) -> usize
where
    T: Shared + Clone + PartialEq + Debug,
    for<'t> T::Ref<'t>: Copy,
{
    let heap = heap(capacity);
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&fenced()).expect("there is room");
    let empty = in_use(&turn);
    let mut model = Vec::new();
    let mut full = 0;
    for (mode, ops) in batches {
        let mut run = |mut view: ipo::ListMut<'_, T>, model: &mut Vec<T>| {
            for op in ops.clone() {
                match apply(&mut view, model, op) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { needed, available, .. }) => {
                        assert!(needed > available, "{needed} needed, {available} available");
                        full += 1;
                    }
                    Err(other) => panic!("{other}"),
                }
                // Also after an error: exactly what it was.
                assert_eq!(view.len(), model.len());
                assert!(view.capacity() >= view.len());
                assert_eq!(view.iter().map(T::load).collect::<Vec<_>>(), *model);
            }
        };
        match mode {
            Mode::Plain => run(list(turn.get_mut(handle).expect("it is there")), &mut model),
            Mode::Committed => turn
                .transaction::<_, Error>(|tx| {
                    run(list(tx.get_mut(handle)?), &mut model);
                    Ok(())
                })
                .expect("the journal is large"),
            Mode::RolledBack => {
                let mut inside = model.clone();
                let result: Result<(), Error> = turn.transaction(|tx| {
                    run(list(tx.get_mut(handle)?), &mut inside);
                    Err(Error::ReadOnly)
                });
                assert!(matches!(result, Err(Error::ReadOnly)));
            }
        }
        let now = list(turn.get_mut(handle).expect("it is there"));
        assert_eq!(now.iter().map(T::load).collect::<Vec<_>>(), model, "after a batch, {mode:?}");
        assert_sound(&turn);
    }
    // Neighbours are as they were, and everything comes back.
    list(turn.get_mut(handle).expect("it is there")).assign(&[]).expect("needs no room");
    turn.store(handle, &fenced()).expect("there is room");
    assert_eq!(turn.load(handle).expect("it is there"), fenced());
    assert_eq!(in_use(&turn), empty);
    full
}

fn text() -> impl Strategy<Value = String> + Clone {
    let chars = prop_oneof![Just('a'), Just('ß'), Just('世'), Just('🦀'), Just('\0'), any::<char>()];
    vec(chars, 0..30).prop_map(|chars| chars.into_iter().collect())
}

/// Longer, so that little room is soon gone.
fn long_text() -> impl Strategy<Value = String> + Clone {
    (text(), 0..60_usize).prop_map(|(text, times)| text.repeat(times))
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_list_of_numbers_is_a_vec(batches in batches(any::<i64>())) {
        run_list(1 << 20, batches, |view| view.into_parts().numbers);
    }

    #[test]
    fn a_list_of_strings_is_a_vec(batches in batches(text())) {
        run_list(1 << 20, batches, |view| view.into_parts().texts);
    }

    #[test]
    fn a_list_of_bytes_is_a_vec(batches in batches(any::<u8>())) {
        run_list(1 << 20, batches, |view| view.into_parts().bytes);
    }
}

#[test]
fn a_list_without_room_to_grow_stays_what_it_was() {
    let full = AtomicUsize::new(0);
    let mut runner = TestRunner::new(config(30));
    let outcome = runner.run(&batches(long_text()), |batches| {
        full.fetch_add(run_list(1 << 16, batches, |view| view.into_parts().texts), Ordering::Relaxed);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(full.load(Ordering::Relaxed) > 20, "the heap was full {full:?} times");
}

// ---- strings --------------------------------------------------------------------------------------------------------

#[derive(Debug, Clone)]
enum TextOp {
    Set(String),
    PushStr(String),
    Push(char),
    InsertStr(usize, String),
    Truncate(usize),
    Clear,
}

fn text_op() -> impl Strategy<Value = TextOp> {
    let any_text = prop_oneof![3 => text(), 1 => long_text()].boxed();
    prop_oneof![
        2 => any_text.clone().prop_map(TextOp::Set),
        3 => any_text.clone().prop_map(TextOp::PushStr),
        3 => any::<char>().prop_map(TextOp::Push),
        3 => (any::<usize>(), any_text).prop_map(|(at, text)| TextOp::InsertStr(at, text)),
        3 => any::<usize>().prop_map(TextOp::Truncate),
        1 => Just(TextOp::Clear),
    ]
}

fn apply_text(view: &mut ipo::StrMut<'_>, model: &mut String, op: TextOp) -> Result<(), Error> {
    let len = model.len();
    let refused = |result: Result<(), Error>, at: usize| match result {
        Err(Error::OutOfBounds { index, len: l }) if (index, l) == (at, len) => Ok(()),
        other => panic!("byte {at} of {len}: {other:?}"),
    };
    match op {
        TextOp::Set(text) => view.set(&text).map(|()| *model = text),
        TextOp::PushStr(text) => view.push_str(&text).map(|()| model.push_str(&text)),
        TextOp::Push(c) => view.push(c).map(|()| model.push(c)),
        TextOp::InsertStr(at, text) => {
            let at = at % (len + 2);
            let done = view.insert_str(at, &text);
            if model.is_char_boundary(at) { done.map(|()| model.insert_str(at, &text)) } else { refused(done, at) }
        }
        TextOp::Truncate(to) => {
            let to = to % (len + 2);
            let done = view.truncate(to);
            if to > len || model.is_char_boundary(to) { done.map(|()| model.truncate(to)) } else { refused(done, to) }
        }
        TextOp::Clear => view.clear().map(|()| model.clear()),
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Line {
    before: u8,
    text: String,
    after: u64,
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn a_string_is_a_string(
        capacity in prop_oneof![Just(1 << 20), Just(1 << 16)],
        batches in vec((mode(), vec(text_op(), 1..20)), 1..6),
    ) {
        let heap = heap(capacity);
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&Line { before: 7, text: String::new(), after: FENCE }).expect("there is room");
        let mut model = String::new();
        for (mode, ops) in batches {
            let run = |view: &mut ipo::StrMut<'_>, model: &mut String| {
                for op in ops.clone() {
                    match apply_text(view, model, op) {
                        Ok(()) | Err(Error::OutOfSpace { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                    assert_eq!(view.as_str(), model);
                }
            };
            match mode {
                Mode::Plain => run(&mut turn.get_mut(handle).expect("there").text_mut(), &mut model),
                Mode::Committed => turn.transaction::<_, Error>(|tx| {
                    run(&mut tx.get_mut(handle)?.text_mut(), &mut model);
                    Ok(())
                }).expect("the journal is large"),
                Mode::RolledBack => {
                    let mut inside = model.clone();
                    let _: Result<(), Error> = turn.transaction(|tx| {
                        run(&mut tx.get_mut(handle)?.text_mut(), &mut inside);
                        Err(Error::ReadOnly)
                    });
                }
            }
            prop_assert_eq!(turn.load(handle).expect("there"), Line { before: 7, text: model.clone(), after: FENCE });
            assert_sound(&turn);
        }
    }
}

// ---- every kind -----------------------------------------------------------------------------------------------------

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Integers {
    a: u8,
    b: i8,
    c: u16,
    d: i16,
    e: u32,
    f: i32,
    g: u64,
    h: i64,
    i: u128,
    j: i128,
    k: usize,
    l: isize,
}

#[derive(SharedStruct, Clone, Debug)]
struct Floats {
    single: f32,
    double: f64,
    many: Vec<f64>,
    few: [f32; 3],
}

impl Floats {
    /// Not-a-numbers included.
    fn bits(&self) -> (u32, u64, Vec<u64>, [u32; 3]) {
        let many = self.many.iter().map(|f| f.to_bits()).collect();
        (self.single.to_bits(), self.double.to_bits(), many, self.few.map(f32::to_bits))
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Containers {
    text: String,
    bytes: Vec<u8>,
    words: Vec<String>,
    nested: Vec<Vec<u16>>,
    flags: Vec<bool>,
    wide: Vec<u128>,
    units: Vec<()>,
    array: [u16; 5],
    texts: [String; 2],
    none_or: Option<Box<Containers>>,
    option: Option<Option<i64>>,
    maybe: Vec<Option<String>>,
    boxed: Box<(char, String)>,
    link: Handle<Integers>,
    links: Vec<Option<Handle<Integers>>>,
    unit: (),
    integers: Integers,
}

type Twelve = (u8, bool, u16, char, u32, i64, String, i8, u128, bool, Vec<u8>, u64);
type Nested = ((u8, (u32, String)), [(bool, u64); 2]);

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Tuples {
    one: (String,),
    two: (u8, u64),
    three: (bool, char, i16),
    six: (u8, u16, u32, u64, u128, String),
    twelve: Twelve,
    nested: Nested,
}

fn integers() -> impl Strategy<Value = Integers> + Clone {
    any::<((u8, i8, u16, i16, u32, i32), (u64, i64, u128, i128, usize, isize))>()
        .prop_map(|((a, b, c, d, e, f), (g, h, i, j, k, l))| Integers { a, b, c, d, e, f, g, h, i, j, k, l })
}

fn floats() -> impl Strategy<Value = Floats> {
    (any::<u32>(), any::<u64>(), vec(any::<u64>(), 0..20), any::<[u32; 3]>()).prop_map(|(single, double, many, few)| {
        Floats {
            single: f32::from_bits(single),
            double: f64::from_bits(double),
            many: many.into_iter().map(f64::from_bits).collect(),
            few: few.map(f32::from_bits),
        }
    })
}

fn containers(depth: u32) -> BoxedStrategy<Containers> {
    let inner = if depth == 0 {
        Just(None).boxed()
    } else {
        proptest::option::of(containers(depth - 1).prop_map(Box::new)).boxed()
    };
    let handle = any::<u64>().prop_map(Handle::from_bits);
    (
        (text(), any::<Vec<u8>>(), vec(text(), 0..6), vec(vec(any::<u16>(), 0..20), 0..5), any::<Vec<bool>>()),
        (vec(any::<u128>(), 0..5), vec(Just(()), 0..9), any::<[u16; 5]>(), [text(), text()], inner),
        (any::<Option<Option<i64>>>(), vec(proptest::option::of(text()), 0..5), (any::<char>(), text())),
        (handle.clone(), vec(proptest::option::of(handle), 0..5), integers()),
    )
        .prop_map(|(a, b, c, d)| Containers {
            text: a.0,
            bytes: a.1,
            words: a.2,
            nested: a.3,
            flags: a.4,
            wide: b.0,
            units: b.1,
            array: b.2,
            texts: b.3,
            none_or: b.4,
            option: c.0,
            maybe: c.1,
            boxed: Box::new(c.2),
            link: d.0,
            links: d.1,
            unit: (),
            integers: d.2,
        })
        .boxed()
}

fn tuples() -> impl Strategy<Value = Tuples> {
    (
        text(),
        any::<((u8, u64), (bool, char, i16))>(),
        (any::<(u8, u16, u32, u64, u128)>(), text()),
        (any::<(u8, bool, u16, char, u32, i64)>(), text(), any::<(i8, u128, bool, Vec<u8>, u64)>()),
        (any::<(u8, u32)>(), text(), any::<[(bool, u64); 2]>()),
    )
        .prop_map(|(one, (two, three), (six, s), (t, text, u), (pair, p, array))| Tuples {
            one: (one,),
            two,
            three,
            six: (six.0, six.1, six.2, six.3, six.4, s),
            twelve: (t.0, t.1, t.2, t.3, t.4, t.5, text, u.0, u.1, u.2, u.3, u.4),
            nested: ((pair.0, (pair.1, p)), array),
        })
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn what_is_put_is_what_is_loaded(
        integers in integers(), floats in floats(), one in containers(2), two in containers(1), tuples in tuples(),
    ) {
        let heap = heap(4 << 20);
        let mut turn = heap.write().expect("free");
        let a = turn.put(&integers).expect("there is room");
        prop_assert_eq!(turn.load(a).expect("there"), integers);
        let b = turn.put(&floats).expect("there is room");
        prop_assert_eq!(turn.load(b).expect("there").bits(), floats.bits());
        let c = turn.put(&one).expect("there is room");
        prop_assert_eq!(&turn.load(c).expect("there"), &one);
        let d = turn.put(&tuples).expect("there is room");
        prop_assert_eq!(&turn.load(d).expect("there"), &tuples);
        // Overwritten, and overwritten again.
        turn.store(c, &two).expect("there is room");
        prop_assert_eq!(&turn.load(c).expect("there"), &two);
        turn.store(c, &one).expect("there is room");
        prop_assert_eq!(&turn.load(c).expect("there"), &one);
        // As a part of something else.
        let e = turn.put(&vec![one.clone(), two.clone()]).expect("there is room");
        prop_assert_eq!(turn.load(e).expect("there"), vec![one, two]);
        assert_sound(&turn);
        turn.remove(a).expect("there");
        turn.remove(b).expect("there");
        turn.remove(c).expect("there");
        turn.remove(d).expect("there");
        turn.remove(e).expect("there");
        prop_assert_eq!(turn.stats().objects, 0);
        assert_sound(&turn);
    }
}
