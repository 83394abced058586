//! Values whose kind is known at run time only.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use ipo::{Error, Value, ValueMut, value};

use crate::stop::{Stop, kind};

/// What is at a path, which is there.
fn at<'v>(value: &'v mut ValueMut<'_>, path: (&str, &str, usize)) -> ValueMut<'v> {
    value.get_path_mut(path).expect("a known path")
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<Vec<Value>>(
            "one of each",
            || {
                let tuple = Value::Tuple(vec![1.into(), "two".into()]);
                let set = Value::Set(HashSet::from([value!(1), value!("one")]));
                vec![
                    value!(null),
                    value!(true),
                    value!(1),
                    value!(1.5),
                    value!("text"),
                    Value::Bytes(vec![1]),
                    tuple,
                    set,
                ]
            },
            |mut values| {
                values.set(0, value!(["no more nothing"]))?;
                for mut value in values.iter_mut().skip(1) {
                    next(&mut value)?;
                }
                Ok(())
            },
            || {
                let tuple = Value::Tuple(vec![2.into(), "two".into()]);
                let set = Value::Set(HashSet::from([value!("one"), value!([2])]));
                let first = [value!(["no more nothing"]), value!(false), value!(2), value!(2.5), value!("text!")];
                first.into_iter().chain([Value::Bytes(vec![1, 2]), tuple, set]).collect()
            },
        ),
        kind::<Value>(
            "dicts of dicts",
            || value!({"a": {"list": [1, {"deep": "text"}], 7: "seven"}, "b": {}}),
            |mut value| {
                let mut deep = at(&mut value, ("a", "list", 1));
                deep.get_mut("deep").expect("known").as_str_mut().expect("text").push_str(", changed")?;
                *at(&mut value, ("a", "list", 0)).into_i64_mut().expect("an integer") += 41;
                value.get_mut("b").expect("known").set(value!([null]))?;
                value.as_dict_mut().expect("a dict").insert("c".into(), value!({"new": true})).map(drop)
            },
            || {
                value!({
                    "a": {"list": [42, {"deep": "text, changed"}], 7: "seven"},
                    "b": [null],
                    "c": {"new": true},
                })
            },
        ),
        kind::<HashMap<Value, Value>>(
            "keys of any kind",
            || HashMap::from([(1.into(), "int".into()), (1.0.into(), "float".into()), (("a", 2).into(), 3.into())]),
            |mut dict| {
                dict.insert(value!(f64::NAN), value!("found again"))?;
                *dict.get_mut(("a", 2).into()).expect("known").as_i64_mut().expect("an integer") += 1;
                dict.insert(value!([1, 2]), value!("a list")).map(drop)
            },
            || {
                HashMap::from([
                    (1.into(), "int".into()),
                    (1.0.into(), "float".into()),
                    (("a", 2).into(), 4.into()),
                    (value!(f64::NAN), value!("found again")),
                    (value!([1, 2]), value!("a list")),
                ])
            },
        ),
        kind::<Value>(
            "of std's kinds",
            || value!([Duration::from_secs(1), IpAddr::from([127, 0, 0, 1]), Path::new("/var"), u64::MAX]),
            |mut value| {
                value.at_mut(0).expect("four").set(Duration::from_secs(2))?;
                value.at_mut(2).expect("four").set(Path::new("/var/log"))?;
                value.as_list_mut().expect("a list").push((1..9).into())
            },
            || value!([Duration::from_secs(2), IpAddr::from([127, 0, 0, 1]), Path::new("/var/log"), u64::MAX, 1..9]),
        ),
    ]
}

/// Changes a value in place, by its kind.
fn next(value: &mut ValueMut<'_>) -> Result<(), Error> {
    if let Some(mut flag) = value.as_bool_mut() {
        flag.update(|flag| !flag);
    } else if let Some(number) = value.as_i64_mut() {
        *number += 1;
    } else if let Some(number) = value.as_f64_mut() {
        *number += 1.0;
    } else if let Some(mut text) = value.as_str_mut() {
        text.push('!')?;
    } else if let Some(mut bytes) = value.as_bytes_mut() {
        bytes.push(2)?;
    } else if let Some(mut elements) = value.as_list_mut() {
        *elements.get_mut(0).expect("not empty").as_i64_mut().expect("an integer") += 1;
    } else if let Some(mut set) = value.as_set_mut() {
        set.insert(value!([2]))?;
        set.remove(value!(1))?;
    }
    Ok(())
}
