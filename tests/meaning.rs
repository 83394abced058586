//! Every kind means the same everywhere: what one process puts, another one reads, bit by bit, wherever the value lies: in
//! a field, in each container, as a key, as a message, as a dynamic value. What fails for want of room changes nothing, and
//! what is removed leaves nothing behind.
//!
//! Each row of `kinds!` in the files below is a test of its own, with a second process.

use std::any::Any;
use std::fmt::{self, Write};
use std::ops::Range;
use std::rc::Rc;

use ipo::{EnumList, Error, Handle, Heap, Shared, Value, WriteTurn, value};
use ipo_workspace::{Child, LONG, Name, child, hear, run_job, say};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[path = "support/generate.rs"]
mod leaves;

#[path = "meaning/arrays.rs"]
mod arrays;
#[path = "meaning/containers.rs"]
mod containers;
#[path = "meaning/everywhere.rs"]
mod everywhere;
#[path = "meaning/features.rs"]
mod features;
#[path = "meaning/keys.rs"]
mod keys;
#[path = "meaning/nested.rs"]
mod nested;
#[path = "meaning/numbers.rs"]
mod numbers;
#[path = "meaning/own.rs"]
mod own;
#[path = "meaning/standard.rs"]
mod standard;

use everywhere::{Everywhere, changes};

/// Pairs of values for each kind.
const CASES: u32 = 16;

/// A kind of value, for these tests.
trait Kind: Shared + Clone + fmt::Debug {
    fn any() -> BoxedStrategy<Self>;
    /// The value to the last bit: two that differ in any way have different texts.
    fn exact(&self) -> String;
}

/// An enum with a place for the kind.
trait Place<T: Shared>: ipo::EnumIndex {
    fn list(held: &T) -> EnumList<Self>;
    fn held(list: &EnumList<Self>) -> Option<T>;
    /// As a dynamic value, if the kind has such a form.
    fn value(turn: &WriteTurn<'_>, list: Handle<EnumList<Self>>) -> Option<Value>;
    fn set_value(turn: &mut WriteTurn<'_>, list: Handle<EnumList<Self>>, value: Value) -> Result<(), Error>;
}

/// What a row of `kinds!` says: how the second process reads the kind.
type Reader = (&'static str, fn(&mut WriteTurn<'_>) -> Result<String, Error>);

/// The kinds of a file: a name, the type, any of its values; `value` if it has a form as a `Value`; `key` if it is a key of a
/// `HashMap` and `ordered` if it is one of a `BTreeMap`; and how its bits are told where `Debug` does not.
macro_rules! kinds {
    ($($name:ident: $t:ty = $any:expr; $($value:ident)? [$($form:ident)*] $($exact:expr)?;)*) => {
        pub(super) const READERS: &[crate::Reader] = &[$(
            (concat!(module_path!(), "::", stringify!($name)), crate::read::<$t, $name::Held>),
            $((
                concat!(module_path!(), "::", stringify!($name), " ", stringify!($form)),
                crate::keys::$form::read::<$t>,
            ),)*
        )*];

        $(
            impl crate::Kind for $t {
                fn any() -> BoxedStrategy<Self> {
                    Strategy::boxed($any)
                }
                fn exact(&self) -> String {
                    crate::exactly!(self $(, $exact)?)
                }
            }

            mod $name {
                #[allow(unused_imports, reason = "not all kinds have names")]
                use super::*;
                use ipo::{AnyRef, EnumList, Error, Handle, Value, WriteTurn};

                #[derive(ipo::SharedEnumIndex, Clone, Copy, Debug, PartialEq)]
                pub(super) enum Held {
                    #[shared(type = u8)]
                    Before,
                    #[shared(type = Option<$t>)]
                    Kept,
                    After,
                }

                impl crate::Place<$t> for Held {
                    fn list(held: &$t) -> EnumList<Held> {
                        EnumList::new().with(Held::KEPT, Some(held.clone()))
                    }
                    fn held(list: &EnumList<Held>) -> Option<$t> {
                        list.get(Held::KEPT).clone()
                    }
                    fn value(turn: &WriteTurn<'_>, list: Handle<EnumList<Held>>) -> Option<Value> {
                        match turn.get(list).expect("it is there").value(Held::Kept) {
                            AnyRef::Typed(_) => None,
                            any => Some(any.load()),
                        }
                    }
                    fn set_value(
                        turn: &mut WriteTurn<'_>,
                        list: Handle<EnumList<Held>>,
                        value: Value,
                    ) -> Result<(), Error> {
                        turn.get_mut(list)?.set_value(Held::Kept, value)
                    }
                }

                #[test]
                fn means_the_same_everywhere() {
                    let kind = module_path!();
                    let has_value = !concat!($(stringify!($value))?).is_empty();
                    crate::check::<$t, Held>(kind, has_value);
                    $(crate::keys::$form::check::<$t>(&format!("{kind} {}", stringify!($form)));)*
                }
            }
        )*
    };
}
pub(crate) use kinds;

/// The text of a value: `Debug`, or what the row says.
macro_rules! exactly {
    ($value:ident) => {
        format!("{:?}", $value)
    };
    ($value:ident, $exact:expr) => {{
        let exact: fn(&Self) -> String = $exact;
        exact($value)
    }};
}
pub(crate) use exactly;

#[test]
fn child_entry() {
    run_job(&[("read", answer)]);
}

/// The second process: whenever it is told to, it says what it reads.
fn answer(args: &[&str]) {
    let mut all =
        [numbers::READERS, standard::READERS, containers::READERS, arrays::READERS, own::READERS, nested::READERS]
            .concat();
    all.extend(features::readers());
    let (_, read) = all.iter().find(|(kind, _)| *kind == args[1]).unwrap_or_else(|| panic!("the kind {}", args[1]));
    let heap = Heap::options().timeout(LONG).attach(args[0]).expect("the parent made it");
    while !hear().is_empty() {
        let mut turn = heap.write_timeout(LONG).expect("turns end");
        match read(&mut turn) {
            Ok(text) => say(text),
            Err(error) => say(format!("failed: {error}")),
        }
    }
}

/// A heap, and a second process that reads a kind in it.
struct Pair {
    heap: Heap,
    reader: Child,
    _name: Name,
}

impl Pair {
    fn new(kind: &str) -> Pair {
        let name = Name::new();
        let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
        let reader = child("read", &[&name, kind]);
        Pair { heap, reader, _name: name }
    }

    /// What the second process reads.
    fn read(&mut self) -> String {
        self.reader.tell("read");
        self.reader.hear()
    }
}

/// What must be as before when all is removed. Memory that was taken from the system stays.
fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

#[track_caller]
fn assert_sound(turn: &WriteTurn<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{:?}", report.findings);
}

/// A value of any kind: so that the runner of properties is compiled once and not for each kind.
#[derive(Clone)]
struct Erased {
    value: Rc<dyn Any>,
    text: String,
}

impl Erased {
    fn of<T: Kind>() -> BoxedStrategy<Erased> {
        T::any().prop_map(|value| Erased { text: value.exact(), value: Rc::new(value) }).boxed()
    }

    fn get<T: Kind>(&self) -> &T {
        self.value.downcast_ref().expect("the kind that it was made of")
    }
}

impl fmt::Debug for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Runs a property over several values of a kind, and a number; nothing is kept on the disk.
fn property(kind: BoxedStrategy<Erased>, count: Range<usize>, test: &dyn Fn(&[Erased], usize)) {
    let config = ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
    let values = (prop::collection::vec(kind, count), 0..60_usize);
    let outcome = TestRunner::new(config).run(&values, |(values, number)| {
        test(&values, number);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

// ---- a kind --------------------------------------------------------------------------------------------------------

/// What the second process reads of a kind: all places, the object by itself, the enum's list, two messages, the value.
fn read<T: Kind, E: Place<T>>(turn: &mut WriteTurn<'_>) -> Result<String, Error> {
    let all: Everywhere<T> = turn.load(turn.root("all")?)?;
    let one: T = turn.load(turn.root("one")?)?;
    let list: Handle<EnumList<E>> = turn.root("list")?;
    let held = E::held(&turn.load(list)?).map(|held| held.exact());
    let message: T = turn.take_message()?;
    let second: Everywhere<T> = turn.take_message()?;
    let mut text = format!("{} | {} | {held:?} | {} | {}", all.exact(), one.exact(), message.exact(), second.exact());
    // The dynamic value, put by the first process, into the typed place of the list and out of it.
    let value: Value = turn.load(turn.root("value")?)?;
    if let Some(inner) = value.get("alone") {
        E::set_value(turn, list, inner.clone())?;
        let back = E::held(&turn.load(list)?).map(|held| held.exact());
        write!(text, " | {back:?} | {}", exact_value(&value)).expect("text");
        let view = turn.get(turn.root::<Value>("value")?)?;
        let found = view.get("keys").and_then(|keys| keys.as_dict()?.get(inner.clone())?.as_i64());
        let contained = view.get("set").and_then(|set| set.as_set()).is_some_and(|set| set.contains(inner.clone()));
        write!(text, " | {found:?} {contained}").expect("text");
    }
    // Then it changes every place.
    let handle: Handle<Everywhere<T>> = turn.root("all")?;
    for (change, _) in changes() {
        change(&mut turn.get_mut(handle)?, &second.field)?;
    }
    Ok(text)
}

/// A dynamic value alone, as an element, as a key, and further down.
fn embedded(value: Value) -> Value {
    // No kind has it among its values: one that is equal would take the place of the value.
    let other = value!("beside the value");
    let tuple = Value::Tuple(vec![value.clone(), Value::Int(1)]);
    value!({
        "alone": value.clone(),
        "list": [value.clone(), [value.clone()], tuple],
        "keys": Value::Dict([(value.clone(), Value::Int(7)), (other.clone(), value.clone())].into()),
        "set": Value::Set([value.clone(), other].into()),
        "range": value.clone()..value,
    })
}

/// The text of a dynamic value, to the last bit, whatever the order in its tables.
fn exact_value(value: &Value) -> String {
    fn all<'a>(values: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
        values.into_iter().map(exact_value).collect()
    }
    fn sorted(mut texts: Vec<String>) -> Vec<String> {
        texts.sort();
        texts
    }
    match value {
        Value::Float(float) => format!("Float({:x})", float.to_bits()),
        Value::Tuple(values) => format!("Tuple{:?}", all(values)),
        Value::List(values) => format!("List{:?}", all(values)),
        Value::Set(elements) => format!("Set{:?}", sorted(all(elements))),
        Value::Dict(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", exact_value(key), exact_value(value)));
            format!("Dict{:?}", sorted(entries.collect()))
        }
        // Its `Debug` shows the first bytes only.
        Value::Tensor(tensor) => format!("Tensor {} {:?} {:?}", tensor.dtype(), tensor.shape(), tensor.as_bytes()),
        Value::Range(range) => format!("Range{:?}", all([&range.start, &range.end])),
        Value::RangeInclusive(range) => format!("RangeInclusive{:?}", all([range.start(), range.end()])),
        other => format!("{other:?}"),
    }
}

/// Puts two values wherever a value can be, and asks the second process.
fn check<T: Kind, E: Place<T>>(kind: &str, has_value: bool) {
    let pair = std::cell::RefCell::new(Pair::new(kind));
    property(Erased::of::<T>(), 2..3, &|values, room| {
        let mut pair = pair.borrow_mut();
        let (a, b): (&T, &T) = (values[0].get(), values[1].get());
        let (first, second) = (Everywhere::new(a, b), Everywhere::new(b, a));
        let put_all = |turn: &mut WriteTurn<'_>| -> Result<_, Error> {
            let (all, one, list) = (turn.put(&first)?, turn.put(a)?, turn.put(&E::list(b))?);
            let value = E::value(turn, list);
            assert_eq!(value.is_some(), has_value, "the form as a value");
            let value = turn.put(&value.map_or(Value::None, embedded))?;
            turn.bind("all", all)?;
            turn.bind("one", one)?;
            turn.bind("list", list)?;
            turn.bind("value", value)?;
            Ok((all, one, list, value))
        };
        let remove_all = |turn: &mut WriteTurn<'_>, (all, one, list, value)| -> Result<(), Error> {
            ["all", "one", "list", "value"].iter().try_for_each(|name| turn.unbind(name))?;
            turn.remove(all)?;
            turn.remove(one)?;
            turn.remove::<EnumList<E>>(list)?;
            turn.remove::<Value>(value)
        };
        let mut turn = pair.heap.write().expect("free");
        // All types are known to the heap from then on.
        let handles = put_all(&mut turn).expect("there is room");
        turn.send(b).and_then(|()| turn.send(&second)).expect("there is room");
        remove_all(&mut turn, handles).expect("they are there");
        turn.take_message::<T>().and_then(|_| turn.take_message::<Everywhere<T>>()).expect("just sent");
        let start = in_use(&turn);
        let handles = put_all(&mut turn).expect("there is room");
        turn.send(b).and_then(|()| turn.send(&second)).expect("there is room");
        let in_places = E::value(&turn, handles.2).map_or(Value::None, embedded);
        drop(turn);

        let (one, other) = (a.exact(), b.exact());
        let mut expected =
            format!("{} | {one} | {:?} | {other} | {}", first.exact(), Some(other.clone()), second.exact());
        if has_value {
            // What is nothing as a value is nothing again in a place for an `Option`.
            let back = (in_places.get("alone") != Some(&Value::None)).then_some(other);
            write!(expected, " | {back:?} | {} | Some(7) true", exact_value(&in_places)).expect("text");
        }
        assert_eq!(pair.read(), expected);

        // What it changed, in each place.
        let mut turn = pair.heap.write().expect("free");
        let mut model = first.clone();
        changes().into_iter().for_each(|(_, change)| change(&mut model, b));
        assert_eq!(turn.load(handles.0).expect("it is there").exact(), model.exact());
        assert_sound(&turn);
        // Overwritten as a whole, and not.
        let undone = turn.transaction(|tx| {
            tx.store(handles.0, &second)?;
            tx.store(handles.1, b)?;
            Err::<(), Error>(Error::NoMessages)
        });
        assert!(undone.is_err());
        // Atomic numbers are no part of transactions.
        if !T::ATOMIC {
            assert_eq!(turn.load(handles.0).expect("it is there").exact(), model.exact());
            assert_eq!(turn.load(handles.1).expect("it is there").exact(), one);
        }
        turn.store(handles.0, &second).and_then(|()| turn.store(handles.1, b)).expect("there is room");
        assert_eq!(turn.load(handles.0).expect("it is there").exact(), second.exact());
        remove_all(&mut turn, handles).expect("they are there");
        assert_eq!(in_use(&turn), start, "something was left behind");
        assert_sound(&turn);
        fills_up(a, b, room);
    });
}

/// Every change in a heap that has room for some of it: made, or not at all.
fn fills_up<T: Kind>(a: &T, b: &T, room: usize) {
    let heap = Heap::options().capacity(1 << 17).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&Everywhere::new(a, b)).expect("there is room");
    let mut kept: Vec<Handle<[u64; 4]>> = Vec::new();
    while let Ok(block) = turn.put(&[0; 4]) {
        kept.push(block);
    }
    // Every other one, so that large blocks fail before small ones.
    for at in (0..kept.len()).rev().step_by(2).take(room).collect::<Vec<_>>() {
        turn.remove(kept.swap_remove(at)).expect("it is there");
    }
    let mut model = Everywhere::new(a, b);
    for (change, to_model) in changes() {
        let before = in_use(&turn);
        let changed = change(&mut turn.get_mut(handle).expect("it is there"), b);
        match changed {
            Ok(()) => to_model(&mut model, b),
            Err(Error::OutOfSpace { .. }) => assert_eq!(in_use(&turn), before, "a change that failed took memory"),
            Err(other) => panic!("{other}"),
        }
        assert_eq!(turn.load(handle).expect("it is there").exact(), model.exact());
    }
    for value in [Everywhere::new(b, a), Everywhere::new(a, a)] {
        let before = in_use(&turn);
        match turn.store(handle, &value) {
            Ok(()) => model = value.clone(),
            Err(_) => assert_eq!(in_use(&turn), before, "a store that failed took memory"),
        }
        assert_eq!(turn.load(handle).expect("it is there").exact(), model.exact());
        let before = in_use(&turn);
        if let Ok(another) = turn.put(&value) {
            turn.remove(another).expect("just put");
        }
        assert_eq!(in_use(&turn), before, "an object that was not put, or removed, took memory");
    }
    assert_sound(&turn);
}
