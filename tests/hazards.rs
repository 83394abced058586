//! What goes wrong in heaps of other make, and must not here: look-ups that depend on a process's hash seeds, lengths that
//! are old, containers that are emptied or shared by being stored twice, kinds that turn into others, wrong slices and
//! comparisons, and failed assignments that leave nothing.

use std::collections::{HashMap, HashSet};

use ipo::{Error, Handle, Heap, SharedStruct, Slice, Value, value};
use ipo_workspace::{LONG, Name, child, hear, run_job, say};

#[test]
fn child_entry() {
    run_job(&[("change", change), ("tell", tell)]);
}

/// As many as are inserted by one process and looked up by another one.
const KEYS: u32 = 1_200;

type Tables = (HashMap<String, u32>, HashMap<Value, u32>, HashSet<(u32, String)>);

fn text(n: u32) -> String {
    format!("the key {n}")
}

/// A key of a kind by its number.
fn any_key(n: u32) -> Value {
    match n % 4 {
        0 => n.into(),
        1 => text(n).into(),
        2 => (n, text(n)).into(),
        _ => value!([f64::from(n), null]),
    }
}

/// The second process: puts keys in, and takes some out, whenever it is told to.
fn change(args: &[&str]) {
    let heap = Heap::options().timeout(LONG).attach(args[0]).expect("the parent made it");
    for from in [0, KEYS / 2] {
        hear();
        let mut turn = heap.write_timeout(LONG).expect("turns end");
        let tables: Handle<Tables> = turn.root("tables").expect("bound");
        let (mut texts, mut values, mut set) = turn.get_mut(tables).expect("it is there");
        for n in from..from + KEYS / 2 {
            texts.insert(&text(n), n).expect("there is room");
            values.insert(any_key(n), n).expect("there is room");
            set.insert((n, text(n).as_str())).expect("there is room");
        }
        for n in (from..from + KEYS / 2).step_by(3) {
            texts.remove(&text(n)).expect("needs no room");
            values.remove(any_key(n)).expect("needs no room");
            set.remove((n, text(n).as_str())).expect("needs no room");
        }
        drop(turn);
        say("done");
    }
}

#[test]
fn keys_are_found_whatever_process_put_them_in_and_lengths_are_never_old() {
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
    // This handle was there before anything was changed.
    let tables: Handle<Tables> = {
        let mut turn = heap.write().expect("free");
        let tables = turn.put(&Tables::default()).expect("there is room");
        turn.bind("tables", tables).expect("there is room");
        tables
    };
    let mut other = child("change", &[&name]);
    for known in [KEYS / 2, KEYS] {
        other.tell("go on");
        other.expect("done");
        let turn = heap.read_timeout(LONG).expect("turns end");
        let (texts, values, set) = turn.get(tables).expect("it is there");
        let there = |n: u32| n < known && n % 3 != 0;
        let len = (0..KEYS).filter(|&n| there(n)).count();
        assert_eq!((texts.len(), values.len(), set.len()), (len, len, len));
        assert_eq!((texts.iter().count(), values.keys().count(), set.iter().count()), (len, len, len));
        for n in 0..KEYS {
            assert_eq!(texts.get(&text(n)), there(n).then_some(n), "{n}");
            assert_eq!(values.get(any_key(n)), there(n).then_some(n), "{n}");
            assert_eq!(set.contains((n, text(n).as_str())), there(n), "{n}");
        }
    }
    other.finish();
}

/// The second process: what it finds, in its own words.
fn tell(args: &[&str]) {
    let heap = Heap::options().timeout(LONG).attach(args[0]).expect("the parent made it");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let list: Handle<Vec<Value>> = turn.root("list").expect("bound");
    say(format!("{:?}", turn.load(list).expect("it is there")));
    say(format!("{:?}", turn.take_message::<Value>().expect("sent")));
}

#[test]
fn a_bool_is_no_integer_and_an_integer_no_float_in_another_process() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let all = || vec![true.into(), 1.into(), 1.0.into(), "1".into(), Value::None, false.into(), 0.into()];
    {
        let mut turn = heap.write().expect("free");
        let list = turn.put(&all()).expect("there is room");
        turn.bind("list", list).expect("there is room");
        let mut view = turn.get_mut(list).expect("it is there");
        // Set to the same, one by one.
        for (n, value) in all().into_iter().enumerate() {
            view.set(n, value).expect("there is room");
        }
        turn.send(&Value::from(HashMap::from([(Value::from(true), false)]))).expect("there is room");
    }
    let other = child("tell", &[&name]);
    other.expect(r#"[Bool(true), Int(1), Float(1.0), Str("1"), None, Bool(false), Int(0)]"#);
    other.expect("Dict({Bool(true): Bool(false)})");
    other.finish();
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Two {
    first: Vec<String>,
    second: Vec<Vec<String>>,
    text: String,
    option: Option<String>,
    any: Value,
}

fn two() -> Two {
    let any = value!({"list": ["kept", 1]});
    let first = vec!["a".repeat(40), "b".into()];
    Two { first, second: vec![vec!["c".into()]], text: "kept".into(), option: Some("kept".into()), any }
}

#[test]
fn a_container_that_is_stored_in_another_one_is_neither_emptied_nor_shared() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle = turn.put(&two())?;
    let mut view = turn.get_mut(handle)?;
    let mut parts = view.parts();
    for _ in 0..2 {
        parts.second.push_from(parts.first.as_ref())?;
    }
    // Each is changed after it was stored.
    parts.first.push("only in the first")?;
    parts.second.get_mut(1).expect("three").get_mut(0).expect("two").push('!')?;
    parts.second.get_mut(2).expect("three").clear()?;
    let (long, mut expected) = ("a".repeat(40), two());
    expected.first.push("only in the first".into());
    expected.second.extend([vec![long.clone() + "!", "b".into()], vec![]]);
    assert_eq!(turn.load(handle)?, expected);
    // A dynamic value into itself.
    let mut any = turn.get_mut(handle)?.into_parts().any;
    let copy = any.as_ref().load();
    any.get_path_mut(["list"]).and_then(|list| list.into_list_mut()).expect("a list").push(copy)?;
    assert_eq!(turn.load(handle)?.any, value!({"list": ["kept", 1, {"list": ["kept", 1]}]}));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn an_assignment_that_fails_leaves_what_was_there() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle = turn.put(&two())?;
    let large = "x".repeat(1 << 17);
    let list = vec![large.clone()];
    let mut view = turn.get_mut(handle)?;
    let failed = [
        view.set_text(&large),
        view.set_option(Some(&large)),
        view.set_first(&list),
        view.first_mut().set(0, &large),
        view.second_mut().set(0, &list),
        view.set_any(large.as_str().into()),
        view.any_mut().get_path_mut(("list", 0)).expect("two").set(large.as_str()),
        view.any_mut().as_dict_mut().expect("a dict").insert("list".into(), large.as_str().into()).map(drop),
    ];
    for (n, failed) in failed.iter().enumerate() {
        assert!(matches!(failed, Err(Error::OutOfSpace { .. })), "{n}: {failed:?}");
    }
    assert_eq!(turn.load(handle)?, two());
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn slices_and_comparisons_of_lists_are_right() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let (one, two) = (turn.put(&vec![0, 1, 2, 3, 4_i64])?, turn.put(&vec![0, 1, 3_i64])?);
    let list = turn.get(one)?;
    let slice = |start, stop, step| Slice { start, stop, step };
    for (slice, expected) in [
        (slice(Some(-2), None, None), vec![3, 4]),
        (slice(None, Some(-3), None), vec![0, 1]),
        (slice(None, None, Some(-2)), vec![4, 2, 0]),
        (slice(Some(-100), Some(100), Some(3)), vec![0, 3]),
        (slice(Some(3), Some(1), None), vec![]),
    ] {
        let found: Vec<i64> = slice.positions(list.len()).expect("a step").filter_map(|at| list.get(at)).collect();
        assert_eq!(found, expected, "{slice:?}");
    }
    let (shorter, longer) = (turn.get(two)?, list);
    assert_eq!((longer < shorter, shorter > longer, longer > shorter), (true, true, false));
    assert!(longer == vec![0, 1, 2, 3, 4] && longer != vec![0, 1, 2, 3]);
    assert_eq!(list.get(usize::MAX), None);
    Ok(())
}
