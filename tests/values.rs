//! Dynamic values: into the heap, out of it, and changed in place at any depth.

use std::collections::HashMap;

use ipo::{Error, Handle, Heap, SharedEnumIndex, SharedStruct, Value, value};
use proptest::prelude::*;

#[path = "values/convert.rs"]
mod convert;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Holder {
    value: Value,
    extra: HashMap<String, Value>,
}

fn heap() -> Heap {
    Heap::options().capacity(8 << 20).create_anonymous().expect("an anonymous heap")
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..60).prop_map(Value::Bytes),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::List),
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Tuple),
            prop::collection::hash_map(inner.clone(), inner, 0..8).prop_map(Value::Dict),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_value_comes_out_as_it_went_in(first in values(), second in values()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let start = turn.put(&0u8).and_then(|h| turn.remove(h)).map(|()| turn.stats()).unwrap();
        let handle = turn.put(&first).unwrap();
        prop_assert_eq!(&turn.load(handle).unwrap(), &first);
        turn.get_mut(handle).unwrap().set(second.clone()).unwrap();
        prop_assert_eq!(&turn.load(handle).unwrap(), &second);
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
        turn.remove(handle).unwrap();
        prop_assert_eq!(turn.stats().objects, start.objects);
        prop_assert!(turn.verify().is_sound());
    }

    #[test]
    fn a_value_is_found_as_a_key(keys in prop::collection::vec(values(), 0..20)) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let model: HashMap<Value, u32> = keys.into_iter().zip(0..).collect();
        let handle = turn.put(&model).unwrap();
        for (key, n) in &model {
            prop_assert_eq!(turn.get(handle).unwrap().get(key.clone()), Some(*n), "{:?}", key);
        }
    }
}

#[test]
fn nested_values_change_in_place() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let holder = Holder { value: value!({"a": {"b": [1, "two", null]}}), extra: HashMap::new() };
    let handle = turn.put(&holder)?;
    {
        let mut holder = turn.get_mut(handle)?;
        let mut root = holder.value_mut();
        let mut a = root.get_mut("a").expect("a");
        let mut list = a.get_mut("b").expect("b");
        *list.at_mut(0).and_then(|v| v.into_i64_mut()).expect("an integer") += 41;
        list.at_mut(1).expect("text").as_str_mut().expect("text").push_str(" and more than twenty-three bytes")?;
        list.at_mut(2).expect("none").set(value!({"deep": [true]}))?;
        list.as_list_mut().expect("a list").push(value!(2.5))?;
    }
    let expected = value!({"a": {"b": [42, "two and more than twenty-three bytes", {"deep": [true]}, 2.5]}});
    assert_eq!(turn.load(handle)?.value, expected);
    assert_eq!(turn.get(handle)?.value().get("a").and_then(|a| a.get("b")).and_then(|b| b.at(0)?.as_i64()), Some(42));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn kinds_do_not_turn_into_each_other() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&value!([true, 1, 1.0, "1"]))?;
    let list = turn.get(handle)?;
    assert_eq!(list.at(0).and_then(|v| v.as_bool()), Some(true));
    assert_eq!(list.at(0).and_then(|v| v.as_i64()), None);
    assert_eq!(list.at(1).and_then(|v| v.as_f64()), None);
    assert_ne!(value!(1), value!(1.0));
    assert_ne!(value!(1), value!(true));
    assert_eq!(i64::try_from(value!(7)), Ok(7));
    assert!(u8::try_from(value!(300)).is_err());
    assert!(String::try_from(value!(7)).is_err());
    Ok(())
}

#[test]
fn floats_that_are_keys_follow_the_written_rules() {
    assert_eq!(value!(0.0), value!(-0.0));
    assert_eq!(Value::Float(f64::NAN), Value::Float(-f64::NAN));
    let map = HashMap::from([(value!(0.0), 1), (Value::Float(f64::NAN), 2)]);
    assert_eq!(map.get(&value!(-0.0)), Some(&1));
    assert_eq!(map.get(&Value::Float(f64::NAN)), Some(&2));
}

#[test]
fn a_handle_in_a_value_is_typed() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let holder = turn.put(&Holder { value: Value::None, extra: HashMap::new() })?;
    let value = turn.put(&Value::from(holder))?;
    let loaded = turn.load(value)?;
    assert_eq!(Handle::<Holder>::try_from(loaded.clone()).ok(), Some(holder));
    assert!(Handle::<Value>::try_from(loaded).is_err());
    Ok(())
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    #[shared(type = Vec<String>)]
    Names,
    Note,
}

/// A step on an enum list.
#[derive(Debug, Clone)]
enum Step {
    Temperature(f64),
    Visitors(Option<i64>),
    Name(String),
    Names(Vec<String>),
    Note(Value),
    Store(f64, Value),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        any::<i32>().prop_map(|n| Step::Temperature(n.into())),
        any::<Option<i64>>().prop_map(Step::Visitors),
        ".{0,40}".prop_map(Step::Name),
        prop::collection::vec(".{0,40}", 0..4).prop_map(Step::Names),
        values().prop_map(Step::Note),
        (any::<i32>(), values()).prop_map(|(n, note)| Step::Store(n.into(), note)),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_enum_list_does_what_a_plain_one_does(steps in steps()) {
        use ipo::EnumList;
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let mut model: EnumList<Metric> = EnumList::new();
        let mut note = Value::None;
        let handle = turn.put(&model).unwrap();
        for step in steps {
            let mut list = turn.get_mut(handle).unwrap();
            match step {
                Step::Temperature(n) => {
                    list.set_temperature(n);
                    model.set(Metric::TEMPERATURE, n);
                }
                Step::Visitors(n) => {
                    list.set(Metric::VISITORS, n);
                    model.set(Metric::VISITORS, n);
                }
                Step::Name(name) => {
                    list.names_mut().push(&name).unwrap();
                    model.get_mut(Metric::NAMES).push(name);
                }
                Step::Names(names) => {
                    list.set(Metric::NAMES, &names).unwrap();
                    model.set(Metric::NAMES, names);
                }
                Step::Note(value) => {
                    list.set_value(Metric::Note, value.clone()).unwrap();
                    note = value;
                }
                Step::Store(n, value) => {
                    model = EnumList::new().with(Metric::TEMPERATURE, n);
                    list.store(&model).unwrap();
                    list.set_note(value.clone()).unwrap();
                    note = value;
                }
            }
            let list = turn.get(handle).unwrap();
            prop_assert_eq!(list.temperature(), *model.get(Metric::TEMPERATURE));
            prop_assert_eq!(list.visitors(), *model.get(Metric::VISITORS));
            prop_assert_eq!(list.names().iter().collect::<Vec<_>>(), model.get(Metric::NAMES).iter().collect::<Vec<_>>());
            prop_assert_eq!(list.value(Metric::Note).load(), note.clone());
        }
        prop_assert!(turn.verify().is_sound());
        turn.remove(handle).unwrap();
        prop_assert_eq!(turn.stats().objects, 0);
    }
}

#[test]
fn an_enum_list_is_reached_by_accessor_key_and_variant() -> Result<(), Error> {
    use ipo::{EnumIndex, EnumList};
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&EnumList::new().with(Metric::TEMPERATURE, 20.5))?;
    {
        let mut metrics = turn.get_mut(handle)?;
        metrics.set_temperature(metrics.temperature() + 0.5);
        metrics.set(Metric::VISITORS, Some(7));
        metrics.names_mut().push("Ada")?;
        metrics.set_value(Metric::Note, value!(["seen", 1]))?;
        metrics.set_value(Metric::Visitors, value!(8))?;
        let wrong = metrics.set_value(Metric::Temperature, value!("hot"));
        assert!(matches!(wrong, Err(Error::WrongKind { expected: "f64", found: "Str" })), "{wrong:?}");
    }
    let metrics = turn.get(handle)?;
    assert_eq!(metrics.temperature(), 21.0);
    assert_eq!(metrics.get(Metric::VISITORS), Some(8));
    assert_eq!(metrics.value(Metric::Names).load(), value!(["Ada"]));
    assert_eq!(metrics.value(Metric::Note).load(), value!(["seen", 1]));
    assert_eq!(metrics.iter().count(), Metric::COUNT);
    assert_eq!(Metric::all().map(Metric::name).collect::<Vec<_>>(), ["Temperature", "Visitors", "Names", "Note"]);
    assert_eq!((Metric::from_index(3), Metric::from_name("Visitors")), (Some(Metric::Note), Some(Metric::Visitors)));
    assert_eq!(Metric::from_index(4), None);
    let loaded = turn.load(handle)?;
    turn.store(handle, &loaded)?;
    assert_eq!(turn.load(handle)?, loaded);
    assert!(turn.verify().is_sound());
    turn.remove(handle)?;
    assert_eq!(turn.stats().objects, 0);
    Ok(())
}

#[test]
fn a_unit_enum_is_a_field_an_element_and_a_key() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let model: HashMap<Metric, Vec<Option<Metric>>> =
        HashMap::from([(Metric::Note, vec![None, Some(Metric::Names)]), (Metric::Temperature, vec![])]);
    let handle = turn.put(&model)?;
    assert_eq!(turn.get(handle)?.get(Metric::Note).and_then(|list| list.get(1)), Some(Some(Metric::Names)));
    turn.get_mut(handle)?.get_mut(Metric::Temperature).expect("a known key").push(Some(Metric::Visitors))?;
    assert_eq!(turn.load(handle)?[&Metric::Temperature], [Some(Metric::Visitors)]);
    Ok(())
}
