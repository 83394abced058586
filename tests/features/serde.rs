//! `serde`: values as JSON, and any type as a value.

use serde::{Deserialize, Serialize};

use super::*;

/// Values that JSON has a form for.
fn json_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|n| Value::from(f64::from(n) / 8.0)),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::hash_map(".{0,9}".prop_map(Value::from), inner, 0..6).prop_map(Value::Dict),
        ]
    })
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
enum Shape {
    Point,
    Circle(f64),
    Line(i8, i8),
    Text { text: String, size: Option<u64> },
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Wrapped(i128);

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Everything {
    shapes: Vec<Shape>,
    wrapped: Wrapped,
    large: u128,
    by_number: HashMap<i32, char>,
    by_pair: HashMap<(u8, bool), Option<()>>,
    duration: std::time::Duration,
    range: std::ops::Range<u8>,
    address: std::net::SocketAddr,
    unit: (),
}

fn everything() -> impl Strategy<Value = Everything> {
    let shape = prop_oneof![
        Just(Shape::Point),
        any::<i32>().prop_map(|n| Shape::Circle(n.into())),
        any::<(i8, i8)>().prop_map(|(a, b)| Shape::Line(a, b)),
        (".{0,20}", any::<Option<u64>>()).prop_map(|(text, size)| Shape::Text { text, size }),
    ];
    let maps = (any::<HashMap<i32, char>>(), any::<HashMap<(u8, bool), Option<()>>>());
    (prop::collection::vec(shape, 0..6), any::<(i128, u128, u64, u8, u16)>(), maps).prop_map(|(shapes, n, maps)| {
        Everything {
            shapes,
            wrapped: Wrapped(n.0),
            large: n.1,
            by_number: maps.0,
            // What is none is none, whatever would be in it.
            by_pair: maps.1.into_keys().map(|key| (key, None)).collect(),
            duration: std::time::Duration::from_nanos(n.2),
            range: 0..n.3,
            address: ([127, 0, 0, 1], n.4).into(),
            unit: (),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_value_survives_json(value in json_values()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
        // By way of JSON's own values, both ways.
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&Value::from_serde(&json).unwrap(), &value);
        prop_assert_eq!(value.to_serde::<serde_json::Value>().unwrap(), json);
    }

    #[test]
    fn any_type_is_a_value_and_comes_back(everything in everything()) {
        let value = Value::from_serde(&everything).unwrap();
        prop_assert_eq!(&value.to_serde::<Everything>().unwrap(), &everything);
        // Also by way of a heap.
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let handle = turn.put(&value).unwrap();
        prop_assert_eq!(turn.load(handle).unwrap().to_serde::<Everything>().unwrap(), everything);
    }
}

#[test]
fn kinds_of_this_crate_have_the_forms_that_are_customary() {
    use std::time::Duration;
    let json = |value: Value| serde_json::to_string(&value).expect("a form");
    assert_eq!(json(value!([1, u64::MAX, null, true])), r#"[1,18446744073709551615,null,true]"#);
    assert_eq!(json(value!(std::path::Path::new("/a"))), r#""/a""#);
    assert_eq!(json(value!(std::net::IpAddr::from([127, 0, 0, 1]))), r#""127.0.0.1""#);
    let date = ipo::calendar::Date::new(2024, 2, 29).expect("a day");
    assert_eq!(json(value!(date)), r#""2024-02-29""#);
    assert_eq!(json(value!(("a", 1))), r#"["a",1]"#);
    assert_eq!(value!(Duration::new(1, 2)).to_serde::<Duration>(), Ok(Duration::new(1, 2)));
    let duration: Duration = serde_json::from_str(&json(value!(Duration::new(1, 2)))).expect("as serde has it");
    assert_eq!(duration, Duration::new(1, 2));
    assert_eq!(value!(1_u8..4).to_serde::<std::ops::Range<u8>>(), Ok(1..4));
    assert_eq!(Value::from_serde(&Shape::Line(1, 2)), Ok(value!({"Line": (1, 2)})));
    assert_eq!(Value::from_serde(&Shape::Point), Ok(value!("Point")));
}

#[test]
fn what_means_nothing_elsewhere_is_an_error_and_so_is_another_form() -> Result<(), Error> {
    let heap = heap();
    let handle = heap.write()?.put(&1_u8)?;
    assert!(serde_json::to_string(&Value::from(handle)).is_err());
    assert!(value!([1, 2]).to_serde::<(u8,)>().is_err(), "an element too many");
    assert!(value!(300).to_serde::<u8>().is_err());
    assert!(value!({"Nothing": 1}).to_serde::<Shape>().is_err());
    assert!(value!({"Point": 1, "Circle": 2.0}).to_serde::<Shape>().is_err());
    assert!(value!(true).to_serde::<Shape>().is_err());
    Ok(())
}
