//! The kinds as dynamic values.

use super::generate::{everything, values_of};
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_value_of_any_kind_is_kept_compared_and_found(first in everything(), second in everything()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let values: Vec<Value> = values_of(&first).into_iter().chain(values_of(&second)).collect();
        let model: HashMap<Value, u32> = values.iter().cloned().zip(0..).collect();
        // All types are known to the heap from then on.
        turn.put(&values).and_then(|h| turn.remove(h)).unwrap();
        turn.put(&model).and_then(|h| turn.remove(h)).unwrap();
        let start = turn.put(&values[0]).and_then(|h| turn.remove(h)).map(|()| turn.stats()).unwrap();
        let handle = turn.put(&values).unwrap();
        prop_assert_eq!(&turn.load(handle).unwrap(), &values);
        let keyed = turn.put(&model).unwrap();
        for value in &values {
            prop_assert_eq!(turn.get(keyed).unwrap().get(value.clone()), model.get(value).copied(), "{:?}", value);
        }
        let set: HashSet<Value> = values.iter().cloned().collect();
        let set = turn.put(&Value::Set(set)).unwrap();
        turn.get_mut(set).unwrap().as_set_mut().unwrap().insert(value!("one more")).unwrap();
        prop_assert_eq!(turn.get(set).unwrap().as_set().unwrap().len(), model.len() + 1);
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
        turn.get_mut(handle).unwrap().set(0, value!(null)).unwrap();
        turn.remove(handle).unwrap();
        turn.remove(keyed).unwrap();
        turn.remove(set).unwrap();
        prop_assert_eq!(turn.stats(), start);
    }

    #[test]
    fn a_value_converts_back_to_its_type(every in everything()) {
        macro_rules! back {
            ($($t:ty, $value:expr;)*) => {$(
                prop_assert_eq!(<$t>::try_from(Value::from($value.clone())).unwrap(), $value);
            )*};
        }
        back! {
            Duration, every.duration;
            SystemTime, every.time;
            Ipv4Addr, every.v4;
            Ipv6Addr, every.v6;
            IpAddr, every.ip;
            SocketAddrV4, every.socket_v4;
            SocketAddrV6, every.socket_v6;
            SocketAddr, every.socket;
            PathBuf, every.path;
            CString, every.c_text;
            NonZero<u8>, every.nonzero.0;
            NonZero<i64>, every.nonzero.1;
            NonZero<u128>, every.nonzero.2;
            NonZero<isize>, every.nonzero.3;
            Slice, every.slice;
            Wrapping<u8>, every.wrapping.0;
            Wrapping<i128>, every.wrapping.1;
            Ordering, every.ordering;
            Timestamp, every.calendar.0;
            ZonedDateTime, every.calendar.7;
            u64, every.range.start;
        }
        let range: Range<Value> = Value::from(every.names.clone()).try_into().unwrap();
        prop_assert_eq!(String::try_from(range.end).unwrap(), every.names.end);
        prop_assert!(Duration::try_from(value!(1)).is_err());
        prop_assert!(NonZero::<u8>::try_from(value!(0)).is_err());
    }
}

#[test]
fn a_value_takes_few_words() {
    assert!(size_of::<Value>() <= 56, "{}", size_of::<Value>());
}

#[test]
fn integers_of_any_width_are_one_kind_where_they_fit() {
    assert_eq!(value!(7_u128), value!(7));
    assert_eq!(value!(u64::MAX), value!(i128::from(u64::MAX)));
    assert_eq!(u64::try_from(value!(u64::MAX)), Ok(u64::MAX));
    assert_eq!(u128::try_from(value!(u128::MAX)), Ok(u128::MAX));
    assert_eq!(i128::try_from(value!(i128::MIN)), Ok(i128::MIN));
    assert!(i128::try_from(value!(u128::MAX)).is_err() && u64::try_from(value!(-1)).is_err());
}

#[test]
fn the_rules_of_equality_are_as_written() {
    assert_eq!(HashSet::from([value!(1), value!(1.0), value!(true)]).len(), 3);
    assert_ne!(value!(Path::new("a//b")), value!(Path::new("a/b")));
    assert_ne!(value!(Duration::ZERO), value!(SignedDuration::new(0, 0).expect("none")));
    assert_eq!(Value::Set(HashSet::from([value!(1), value!(2)])), Value::Set(HashSet::from([value!(2), value!(1)])));
    assert_ne!(Value::Set(HashSet::from([value!(1)])), value!([1]));
}

#[test]
fn a_path_through_dicts_and_lists_is_walked_and_changed_in_place() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let mut plain = value!({"a": {"b": [1, {"c": "text"}], 7: "seven"}});
    let handle = turn.put(&plain)?;
    let mut view = turn.get_mut(handle)?;
    view.get_path_mut(("a", "b", 1, "c")).expect("a text").as_str_mut().expect("a text").push_str(" and more")?;
    view.get_path_mut(("a", "b")).expect("a list").as_list_mut().expect("a list").push(value!(true))?;
    view.get_path_mut(("a", "b", 2)).expect("a bool").as_bool_mut().expect("a bool").set(false);
    view.get_path_mut(["a"])
        .expect("a dict")
        .as_dict_mut()
        .expect("a dict")
        .insert("new".into(), value!({"d": 1.5}))?;
    *view.into_path_mut(("a", "new", "d")).and_then(|d| d.into_f64_mut()).expect("a float") += 1.0;
    *plain.get_path_mut(("a", "b", 1, "c")).expect("a text") = value!("text and more");
    let view = turn.get(handle)?;
    assert_eq!(view.get_path(("a", "b", 1)).map(|it| it.load()).as_ref(), plain.get_path(("a", "b", 1)));
    assert_eq!(view.get_path(("a", 7)).and_then(|text| text.as_str()), Some("seven"));
    assert_eq!(view.get_path(("a", &value!(7))).and_then(|text| text.as_str()), Some("seven"));
    assert!(view.get_path(("a", "b", 9)).is_none() && view.get_path(("a", "b", "c")).is_none());
    assert!(view.get_path(["a", "b", "c"]).is_none() && view.get_path(["a", "z"]).is_none());
    assert_eq!(
        turn.load(handle)?,
        value!({"a": {"b": [1, {"c": "text and more"}, false], 7: "seven", "new": {"d": 2.5}}})
    );

    // In a transaction that fails, each level is as it was.
    let before = turn.load(handle)?;
    let undone = turn.transaction(|tx| {
        let mut view = tx.get_mut(handle)?;
        view.get_path_mut(("a", "b", 0)).expect("an integer").set("another kind, and a block of its own")?;
        view.get_path_mut(("a", "new")).expect("a dict").as_dict_mut().expect("a dict").clear()?;
        Err::<(), Error>(Error::NoMessages)
    });
    assert!(undone.is_err());
    assert_eq!(turn.load(handle)?, before);
    Ok(())
}
