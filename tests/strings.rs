//! Strings and options: random operations beside std's types, in heaps that fill up midway.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use ipo::{Error, Heap, OptionMut, SharedStruct, StrMut, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Page {
    before: u64,
    text: String,
    title: Option<String>,
    number: Option<u32>,
    after: u64,
}

fn page() -> Page {
    Page { before: 7, text: String::new(), title: None, number: None, after: !7 }
}

fn heap() -> Heap {
    Heap::options().capacity(1 << 20).create_anonymous().expect("memory")
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

#[derive(Debug, Clone)]
enum Op {
    Push(char),
    Insert(usize, char),
    InsertStr(usize, String),
    Pop,
    Remove(usize),
    ReplaceRange(usize, usize, String),
    Drain(usize, usize),
    Retain(u32),
    Write(i64, String),
    Truncate(usize),
    Clear,
    Reserve(usize),
    Shrink,
}

fn text() -> impl Strategy<Value = String> + Clone {
    let chars = vec(prop_oneof![Just('a'), Just('ß'), Just('世'), Just('🦀'), any::<char>()], 0..20);
    (chars, prop_oneof![4 => 0..3_usize, 1 => 0..200_usize])
        .prop_map(|(chars, times)| chars.into_iter().collect::<String>().repeat(times))
}

fn op() -> impl Strategy<Value = Op> {
    let at = || any::<usize>();
    prop_oneof![
        2 => any::<char>().prop_map(Op::Push),
        2 => (at(), any::<char>()).prop_map(|(at, c)| Op::Insert(at, c)),
        3 => (at(), text()).prop_map(|(at, text)| Op::InsertStr(at, text)),
        2 => Just(Op::Pop),
        3 => at().prop_map(Op::Remove),
        4 => (at(), at(), text()).prop_map(|(a, b, text)| Op::ReplaceRange(a, b, text)),
        3 => (at(), at()).prop_map(|(a, b)| Op::Drain(a, b)),
        2 => (2..6_u32).prop_map(Op::Retain),
        3 => (any::<i64>(), text()).prop_map(|(n, text)| Op::Write(n, text)),
        1 => at().prop_map(Op::Truncate),
        1 => Just(Op::Clear),
        1 => (0..2_000_usize).prop_map(Op::Reserve),
        1 => Just(Op::Shrink),
    ]
}

/// A position that is often the start of a character, seldom behind the end.
fn position(model: &str, at: usize) -> usize {
    let starts: Vec<usize> = model.char_indices().map(|(at, _)| at).chain([model.len()]).collect();
    if at % 4 == 0 { at % (model.len() + 2) } else { starts[at % starts.len()] }
}

/// What a call that cannot be done says; `None` if it can.
fn refusal(model: &str, positions: &[usize]) -> Option<usize> {
    positions.iter().copied().find(|&at| !model.is_char_boundary(at))
}

fn refused<R: fmt::Debug>(done: Result<R, Error>, index: usize, len: usize) -> Result<(), Error> {
    match done {
        Err(Error::OutOfBounds { index: i, len: l }) if (i, l) == (index, len) => Ok(()),
        other => panic!("byte {index} of {len}: {other:?}"),
    }
}

fn apply(view: &mut StrMut<'_>, model: &mut String, op: Op) -> Result<(), Error> {
    let len = model.len();
    let range = |model: &str, a, b| {
        let (a, b) = (position(model, a), position(model, b));
        (a.min(b), a.max(b))
    };
    match op {
        Op::Push(c) => view.push(c).map(|()| model.push(c)),
        Op::Insert(at, c) => {
            let at = position(model, at);
            let done = view.insert(at, c);
            match refusal(model, &[at]) {
                Some(at) => refused(done, at, len),
                None => done.map(|()| model.insert(at, c)),
            }
        }
        Op::InsertStr(at, text) => {
            let at = position(model, at);
            let done = view.insert_str(at, &text);
            match refusal(model, &[at]) {
                Some(at) => refused(done, at, len),
                None => done.map(|()| model.insert_str(at, &text)),
            }
        }
        Op::Pop => view.pop().map(|c| assert_eq!(c, model.pop())),
        Op::Remove(at) => {
            let at = position(model, at);
            let done = view.remove(at);
            if at >= len || !model.is_char_boundary(at) {
                return refused(done, at, len);
            }
            done.map(|c| assert_eq!(c, model.remove(at)))
        }
        Op::ReplaceRange(a, b, text) => {
            let (a, b) = range(model, a, b);
            let done = view.replace_range(a..b, &text);
            match if b > len { Some(b) } else { refusal(model, &[a, b]) } {
                Some(at) => refused(done, at, len),
                None => done.map(|()| model.replace_range(a..b, &text)),
            }
        }
        Op::Drain(a, b) => {
            let (a, b) = range(model, a, b);
            let done = view.drain(a..b);
            match if b > len { Some(b) } else { refusal(model, &[a, b]) } {
                Some(at) => refused(done, at, len),
                None => done.map(|gone| assert_eq!(gone, model.drain(a..b).collect::<String>())),
            }
        }
        Op::Retain(n) => view.retain(|c| c as u32 % n != 0).map(|()| model.retain(|c| c as u32 % n != 0)),
        Op::Write(n, text) => {
            write!(view, "{n:>8}|{text:?}")?;
            fmt::Write::write_fmt(model, format_args!("{n:>8}|{text:?}")).expect("a String takes it");
            Ok(())
        }
        Op::Truncate(to) => {
            let to = position(model, to);
            let done = view.truncate(to);
            match refusal(model, &[to.min(len)]) {
                Some(at) => refused(done, at, len),
                None => done.map(|()| model.truncate(to)),
            }
        }
        Op::Clear => view.clear().map(|()| model.clear()),
        Op::Reserve(more) => view.reserve(more).map(|()| assert!(view.capacity() >= len + more)),
        Op::Shrink => view.shrink_to_fit(),
    }
}

/// In a heap with so much room; says how often that was too little.
fn run(room: u64, batches: Vec<(u8, Vec<Op>)>) -> usize {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&page()).expect("there is room");
    fill_up(&mut turn, room);
    let start = in_use(&turn);
    let (mut model, mut full) = (String::new(), 0);
    for (mode, ops) in batches {
        let mut batch = |mut page: PageMut<'_>, model: &mut String| {
            for op in ops.clone() {
                let mut view = page.text_mut();
                match apply(&mut view, model, op.clone()) {
                    Ok(()) => {}
                    Err(Error::OutOfSpace { .. }) => full += 1,
                    Err(error) => panic!("{op:?}: {error}"),
                }
                assert_eq!(view.as_str(), model, "after {op:?}");
                assert!(view.capacity() >= view.len() && view.is_empty() == model.is_empty());
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
        assert_eq!(turn.load(handle).expect("there"), Page { text: model.clone(), ..page() });
        assert!(turn.verify().is_sound());
    }
    let mut page = turn.get_mut(handle).expect("there");
    page.text_mut().clear().and_then(|()| page.text_mut().shrink_to_fit()).expect("needs no room");
    assert_eq!(in_use(&turn), start);
    full
}

#[test]
fn a_string_does_what_a_string_does() {
    for (room, cases) in [(1 << 19, 16), (3_000, 32)] {
        let full = AtomicUsize::new(0);
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&vec((0..4_u8, vec(op(), 1..20)), 1..6), |batches| {
            full.fetch_add(run(room, batches), Relaxed);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
        assert!(room == 1 << 19 || full.load(Relaxed) > 5, "the heap was full {full:?} times");
    }
}

/// Fails after its first part.
struct Broken;
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("half")?;
        Err(fmt::Error)
    }
}

#[test]
fn formatting_that_fails_appends_nothing() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle = turn.put(&"start".to_owned())?;
    let mut view = turn.get_mut(handle)?;
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| write!(view, "{}", Broken)));
    assert!(caught.is_err());
    assert_eq!(view.as_str(), "start");
    let long = "x".repeat(1 << 16);
    assert!(matches!(write!(view, "{}{long}", 1), Err(Error::OutOfSpace { .. })));
    assert_eq!(view.as_str(), "start");
    writeln!(view)?;
    assert_eq!(view.as_str(), "start\n");
    Ok(())
}

#[derive(Debug, Clone)]
enum Choice {
    Set(Option<String>),
    Insert(String),
    Replace(String),
    GetOrInsert(String),
    GetOrInsertWith(String),
    Take,
    Change,
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        proptest::option::of(text()).prop_map(Choice::Set),
        text().prop_map(Choice::Insert),
        text().prop_map(Choice::Replace),
        text().prop_map(Choice::GetOrInsert),
        text().prop_map(Choice::GetOrInsertWith),
        Just(Choice::Take),
        Just(Choice::Change),
    ]
}

fn choose(view: &mut OptionMut<'_, String>, model: &mut Option<String>, choice: Choice) -> Result<(), Error> {
    match choice {
        Choice::Set(value) => view.set(value.as_deref()).map(|()| *model = value),
        Choice::Insert(value) => {
            assert_eq!(view.insert(&value)?.as_str(), value);
            *model = Some(value);
            Ok(())
        }
        Choice::Replace(value) => view.replace(&value).map(|old| assert_eq!(old, model.replace(value))),
        Choice::GetOrInsert(value) => {
            view.get_or_insert(&value).map(|now| assert_eq!(now.as_str(), model.get_or_insert(value)))
        }
        Choice::GetOrInsertWith(value) => {
            let (mut made, missing) = (false, model.is_none());
            let now = view.get_or_insert_with(|| {
                made = true;
                value.clone()
            })?;
            assert_eq!(now.as_str(), model.get_or_insert(value));
            assert_eq!(made, missing);
            Ok(())
        }
        Choice::Take => view.take().map(|old| assert_eq!(old, model.take())),
        Choice::Change => {
            let Some(mut text) = view.as_mut() else { return Ok(()) };
            text.push('!')?;
            model.as_mut().expect("as the view").push('!');
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_option_does_what_an_option_does(
        room in prop_oneof![Just(1 << 19), Just(3_000)],
        choices in vec(choice(), 1..40),
        numbers in vec(any::<(u8, u32)>(), 1..20),
    ) {
        let heap = heap();
        let mut turn = heap.write().expect("free");
        let handle = turn.put(&page()).expect("there is room");
        fill_up(&mut turn, room);
        let start = in_use(&turn);
        let mut model = page();
        for choice in choices {
            let mut page = turn.get_mut(handle).expect("there");
            let mut view = page.title_mut();
            match choose(&mut view, &mut model.title, choice) {
                Ok(()) | Err(Error::OutOfSpace { .. }) => {}
                Err(error) => panic!("{error}"),
            }
            let long = |text: &str| text.len() > 9;
            prop_assert_eq!(view.as_ref(), model.title.as_deref());
            prop_assert_eq!(view.is_some_and(long), model.title.as_deref().is_some_and(long));
            prop_assert_eq!(view.is_none_or(long), model.title.as_deref().is_none_or(long));
        }
        for (which, n) in numbers {
            let mut page = turn.get_mut(handle).expect("there");
            let mut view = page.number_mut();
            match which % 4 {
                0 => prop_assert_eq!(view.replace(n).expect("needs no room"), model.number.replace(n)),
                1 => prop_assert_eq!(*view.insert(n).expect("needs no room"), *model.number.insert(n)),
                2 => prop_assert_eq!(*view.get_or_insert(n).expect("needs no room"), *model.number.get_or_insert(n)),
                _ => prop_assert_eq!(view.take().expect("needs no room"), model.number.take()),
            }
        }
        prop_assert_eq!(turn.load(handle).expect("there"), model);
        turn.get_mut(handle).expect("there").title_mut().take().expect("needs no room");
        prop_assert_eq!(in_use(&turn), start);
        prop_assert!(turn.verify().is_sound());
    }
}
