//! Containers in containers: what is appended deep inside lies there and nowhere else, and what a view shows is copied into
//! another container, which neither aliases nor empties where it came from.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};

use ipo::{Error, Handle, ListMut, Value, ValueMut, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::numbers::texts;
use crate::own::values;
use crate::{Pair, Reader, assert_sound, exact_value, in_use};

pub(super) const READERS: &[Reader] = &[("typed", read_typed), ("dynamic", read_dynamic)];

/// Five containers deep.
type Deep = HashMap<u8, Trees>;
type Trees = Vec<BTreeMap<u8, VecDeque<Vec<String>>>>;
/// On each level, which way to go.
type Way = (u8, usize, u8, usize);

fn exact(deep: &Deep) -> String {
    format!("{:?}", deep.iter().collect::<BTreeMap<_, _>>())
}

fn read_typed(turn: &mut WriteTurn<'_>) -> Result<String, Error> {
    let both: [Deep; 2] = [turn.load(turn.root("first")?)?, turn.load(turn.root("second")?)?];
    Ok(both.map(|deep| exact(&deep)).join(" "))
}

fn read_dynamic(turn: &mut WriteTurn<'_>) -> Result<String, Error> {
    turn.load(turn.root::<Value>("value")?).map(|value| exact_value(&value))
}

#[derive(Debug, Clone)]
enum Op {
    /// Makes the containers on the way that are not there, and appends to the last one.
    Append(usize, Way, String),
    /// Appends what the view of one object's list shows to a list of the other one.
    CopyList(usize, Way, Way),
    /// Appends a tree of one object, as its view shows it, to a list of trees of the other one.
    CopyTree(usize, Way, Way),
    /// Takes a whole subtree out.
    Remove(usize, Way),
}

fn ways() -> impl Strategy<Value = Way> {
    (0..2_u8, 0..2_usize, 0..2_u8, 0..2_usize)
}

fn ops() -> impl Strategy<Value = Op> {
    prop_oneof![
        5 => (0..2_usize, ways(), texts()).prop_map(|(object, way, text)| Op::Append(object, way, text)),
        3 => (0..2_usize, ways(), ways()).prop_map(|(object, from, to)| Op::CopyList(object, from, to)),
        2 => (0..2_usize, ways(), ways()).prop_map(|(object, from, to)| Op::CopyTree(object, from, to)),
        1 => (0..2_usize, ways()).prop_map(|(object, way)| Op::Remove(object, way)),
    ]
}

/// The list at the end of a way, with every container before it.
fn innermost(model: &mut Deep, way: Way) -> &mut Vec<String> {
    let trees = model.entry(way.0).or_default();
    trees.resize_with(trees.len().max(way.1 + 1), BTreeMap::new);
    let line = trees[way.1].entry(way.2).or_default();
    line.resize_with(line.len().max(way.3 + 1), Vec::new);
    &mut line[way.3]
}

/// As `innermost`, in the heap; then `change` is done to the list there.
fn with_innermost(
    map: &mut ipo::MapMut<'_, u8, Trees>,
    way: Way,
    change: impl FnOnce(ListMut<'_, String>) -> Result<(), Error>,
) -> Result<(), Error> {
    if !map.contains_key(way.0) {
        map.insert(way.0, &[])?;
    }
    let mut trees = map.get_mut(way.0).expect("just put there");
    while trees.len() <= way.1 {
        trees.push(&BTreeMap::new())?;
    }
    let mut tree = trees.get_mut(way.1).expect("long enough");
    if !tree.contains_key(way.2) {
        tree.insert(way.2, &VecDeque::new())?;
    }
    let mut line = tree.get_mut(way.2).expect("just put there");
    while line.len() <= way.3 {
        line.push_back(&[])?;
    }
    change(line.get_mut(way.3).expect("long enough"))
}

fn apply(turn: &mut WriteTurn<'_>, objects: [Handle<Deep>; 2], op: &Op) -> Result<(), Error> {
    match op {
        Op::Append(object, way, text) => {
            with_innermost(&mut turn.get_mut(objects[*object])?, *way, |mut list| list.push(text))
        }
        Op::CopyList(object, from, to) => {
            let [mut source, mut target] = turn.get_disjoint_mut([objects[*object], objects[1 - *object]])?;
            with_innermost(&mut source, *from, |list| {
                with_innermost(&mut target, *to, |mut into| into.extend_from_list(list.as_ref()))
            })
        }
        Op::CopyTree(object, from, to) => {
            let [source, mut target] = turn.get_disjoint_mut([objects[*object], objects[1 - *object]])?;
            let Some(tree) = source.get(from.0).and_then(|trees| trees.get(from.1)) else { return Ok(()) };
            if !target.contains_key(to.0) {
                target.insert(to.0, &[])?;
            }
            target.get_mut(to.0).expect("just put there").push_from(tree)
        }
        Op::Remove(object, way) => turn.get_mut(objects[*object])?.remove(way.0).map(drop),
    }
}

fn apply_to_models(models: &mut [Deep; 2], op: &Op) {
    match op {
        Op::Append(object, way, text) => innermost(&mut models[*object], *way).push(text.clone()),
        Op::CopyList(object, from, to) => {
            let copy = innermost(&mut models[*object], *from).clone();
            innermost(&mut models[1 - *object], *to).extend(copy);
        }
        Op::CopyTree(object, from, to) => {
            let Some(tree) = models[*object].get(&from.0).and_then(|trees| trees.get(from.1)).cloned() else { return };
            models[1 - *object].entry(to.0).or_default().push(tree);
        }
        Op::Remove(object, way) => drop(models[*object].remove(&way.0)),
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn what_a_view_shows_is_copied_and_what_is_appended_deep_inside_lies_there() {
    let pair = RefCell::new(Pair::new("typed"));
    let outcome = TestRunner::new(config()).run(&vec((ops(), any::<bool>()), 1..25), |steps| {
        let mut pair = pair.borrow_mut();
        let mut turn = pair.heap.write().expect("free");
        // The type is known to the heap from then on.
        turn.put(&Deep::new()).and_then(|handle| turn.remove(handle)).expect("there is room");
        let start = in_use(&turn);
        let objects = [turn.put(&Deep::new()).expect("there is room"), turn.put(&Deep::new()).expect("there is room")];
        let mut models = [Deep::new(), Deep::new()];
        for (op, keep) in &steps {
            apply(&mut turn, objects, op).expect("there is room");
            apply_to_models(&mut models, op);
            if !keep {
                // The same once more, and all of it back.
                let undone = turn.transaction(|tx| {
                    tx.get_mut(objects[0])?.clear()?;
                    with_innermost(&mut tx.get_mut(objects[1])?, (1, 1, 1, 1), |mut list| list.push("undone"))?;
                    Err::<(), Error>(Error::NoMessages)
                });
                assert!(undone.is_err());
            }
            for (object, model) in objects.iter().zip(&models) {
                assert_eq!(exact(&turn.load(*object).expect("it is there")), exact(model), "after {op:?}");
            }
        }
        assert_sound(&turn);
        turn.bind("first", objects[0]).and_then(|()| turn.bind("second", objects[1])).expect("there is room");
        drop(turn);
        assert_eq!(pair.read(), models.each_ref().map(exact).join(" "));
        let mut turn = pair.heap.write().expect("free");
        turn.unbind("first").and_then(|()| turn.unbind("second")).expect("they are bound");
        objects.iter().for_each(|object| turn.remove(*object).expect("it is there"));
        assert_eq!(in_use(&turn), start, "something was left behind");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

// ---- dynamic values ------------------------------------------------------------------------------------------------

/// Keys of a dict in an order that does not depend on the table.
fn keys(dict: &HashMap<Value, Value>) -> Vec<Value> {
    let mut keys: Vec<Value> = dict.keys().cloned().collect();
    keys.sort_by_key(exact_value);
    keys
}

/// Goes down as the steps say, as long as there is something below, and does `change` there.
fn at<R>(model: &mut Value, steps: &[usize], change: impl FnOnce(&mut Value) -> R) -> R {
    let Some((step, rest)) = steps.split_first() else { return change(model) };
    match model {
        Value::List(values) | Value::Tuple(values) if !values.is_empty() => {
            let index = step % values.len();
            at(&mut values[index], rest, change)
        }
        Value::Dict(dict) if !dict.is_empty() => {
            let keys = keys(dict);
            at(dict.get_mut(&keys[step % keys.len()]).expect("a key of it"), rest, change)
        }
        _ => change(model),
    }
}

/// As `at`, in the heap.
fn at_view<R>(mut view: ValueMut<'_>, steps: &[usize], change: impl FnOnce(ValueMut<'_>) -> R) -> R {
    let Some((step, rest)) = steps.split_first() else { return change(view) };
    if let Some(len) = view.as_ref().as_list().map(|list| list.len()).filter(|&len| len > 0) {
        return at_view(view.at_mut(step % len).expect("within its length"), rest, change);
    }
    if let Some(dict) = view.as_ref().as_dict().filter(|dict| !dict.is_empty()) {
        let mut keys: Vec<Value> = dict.keys().map(|key| key.load()).collect();
        keys.sort_by_key(exact_value);
        let key = keys.swap_remove(step % keys.len());
        let below = view.as_dict_mut().expect("just seen").into_get_mut(key).expect("a key of it");
        return at_view(below, rest, change);
    }
    change(view)
}

/// Appends a value to what is there: an element, an entry, letters; anything else becomes the value.
fn append(model: &mut Value, value: &Value) {
    match model {
        Value::List(values) | Value::Tuple(values) => values.push(value.clone()),
        Value::Dict(dict) => drop(dict.insert(Value::from("new"), value.clone())),
        Value::Set(set) => drop(set.insert(value.clone())),
        Value::Str(text) => text.push_str(", and more"),
        other => *other = value.clone(),
    }
}

fn append_to_view(mut view: ValueMut<'_>, value: &Value) -> Result<(), Error> {
    if let Some(mut list) = view.as_list_mut() {
        list.push(value.clone())
    } else if let Some(mut dict) = view.as_dict_mut() {
        dict.insert("new".into(), value.clone()).map(drop)
    } else if let Some(mut set) = view.as_set_mut() {
        set.insert(value.clone()).map(drop)
    } else if let Some(mut text) = view.as_str_mut() {
        text.push_str(", and more")
    } else {
        view.set(value.clone())
    }
}

#[test]
fn dynamic_values_are_appended_to_and_copied_at_any_depth() {
    let pair = RefCell::new(Pair::new("dynamic"));
    let way = || vec(0..4_usize, 0..5);
    let steps = vec((way(), way(), proptest::option::of(values())), 1..16);
    let outcome = TestRunner::new(config()).run(&(values(), steps), |(mut model, steps)| {
        let mut pair = pair.borrow_mut();
        let mut turn = pair.heap.write().expect("free");
        turn.put(&Value::None).and_then(|handle| turn.remove(handle)).expect("there is room");
        let start = in_use(&turn);
        let handle = turn.put(&model).expect("there is room");
        for (from, to, new) in &steps {
            // A new value, or a copy of what lies elsewhere in the same one.
            let value = match new {
                Some(new) => new.clone(),
                None => {
                    let copied = at_view(turn.get_mut(handle).expect("it is there"), from, |view| view.load());
                    assert_eq!(exact_value(&copied), at(&mut model, from, |there| exact_value(there)));
                    copied
                }
            };
            // What grows out of copies of itself ends somewhere.
            if exact_value(&value).len() > 4_000 {
                continue;
            }
            at(&mut model, to, |there| append(there, &value));
            let appended = at_view(turn.get_mut(handle).expect("it is there"), to, |view| append_to_view(view, &value));
            appended.expect("there is room");
            let found = turn.load(handle).expect("it is there");
            assert_eq!(exact_value(&found), exact_value(&model));
            assert_eq!(found, model);
        }
        assert_sound(&turn);
        turn.bind("value", handle).expect("there is room");
        drop(turn);
        assert_eq!(pair.read(), exact_value(&model));
        let mut turn = pair.heap.write().expect("free");
        turn.unbind("value").and_then(|()| turn.remove(handle)).expect("it is there");
        assert_eq!(in_use(&turn), start, "something was left behind");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
