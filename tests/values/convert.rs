//! Rust types and dynamic values, each as the other.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ffi::CString;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{Compact, Handle, Ix2, NdArray, Shared, SharedEnumIndex, Slice, Tensor, Value, WrongKind, value};

use super::heap;

/// As a value it is of that kind, in Rust and as what the place in a heap gives; and it is the same again out of it.
#[track_caller]
fn converts<T>(rust: T, kind: &str)
where
    T: Clone + PartialEq + Debug + Into<Value> + TryFrom<Value, Error = WrongKind> + Shared,
{
    let value: Value = rust.clone().into();
    assert_eq!(value.kind(), kind, "{rust:?}");
    assert_eq!(T::try_from(value.clone()).expect("the value of one"), rust);
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&rust).expect("there is room");
    assert_eq!(T::to_value(turn.get(handle).expect("it is there")), Some(value.clone()), "{rust:?}");
    // No other kind becomes one.
    let other = if kind == "Handle" { value!(1) } else { Value::from(Handle::<Option<T>>::from_bits(5)) };
    let wrong = T::try_from(other.clone()).expect_err("a value of another kind");
    // A handle's error names the object's type.
    if kind != "Handle" {
        assert_eq!((wrong.expected, wrong.found), (T::NAME, "Handle"));
    }
    // In a place for it, too.
    assert!(Vec::<T>::try_from(Value::List(vec![other])).is_err());
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Color {
    #[shared(type = u8)]
    Red,
    Blue,
}

#[test]
fn numbers_and_text_are_values_and_come_back() {
    converts((), "None");
    converts(true, "Bool");
    converts('ß', "Str");
    converts(-1_i8, "Int");
    converts(-1_i16, "Int");
    converts(-1_i32, "Int");
    converts(i64::MIN, "Int");
    converts(u8::MAX, "Int");
    converts(u16::MAX, "Int");
    converts(u32::MAX, "Int");
    converts(u64::from(u32::MAX), "Int");
    converts(1_usize, "Int");
    converts(-1_isize, "Int");
    converts(-1_i128, "Int");
    converts(1_u128, "Int");
    converts(0.5_f32, "Float");
    converts(-0.5_f64, "Float");
    converts(NonZero::new(7_u16).expect("not 0"), "Int");
    converts(Wrapping(7_i64), "Int");
    converts(Saturating(7_u8), "Int");
    converts(String::from("text"), "Str");
    converts(Box::<str>::from("text"), "Str");
    converts(Color::Blue, "Str");
    assert_eq!(Value::from(Color::Red), value!("Red"));
    assert!(Color::try_from(value!("Green")).is_err_and(|wrong| (wrong.expected, wrong.found) == ("Color", "Str")));
    assert_eq!(
        [Value::from("a"), Value::from(&String::from("a")), Cow::Borrowed("a").into()],
        ["a", "a", "a"].map(Value::from)
    );
    // What does not fit is refused, and not cut off.
    assert!(u8::try_from(value!(256)).is_err() && u8::try_from(value!(-1)).is_err());
    assert!(u64::try_from(value!(-1)).is_err() && i64::try_from(value!(u64::MAX)).is_err());
    assert_eq!(u64::try_from(value!(u64::MAX)), Ok(u64::MAX));
    assert!(NonZero::<u8>::try_from(value!(0)).is_err());
    assert!(char::try_from(value!("two")).is_err() && char::try_from(value!("")).is_err());
    // Nothing turns into something else by itself.
    assert!(bool::try_from(value!(1)).is_err() && i64::try_from(value!(true)).is_err());
    assert!(f64::try_from(value!(1)).is_err() && i64::try_from(value!(1.0)).is_err());
    assert!(String::try_from(value!(1)).is_err());
}

#[test]
fn containers_are_values_and_come_back() {
    converts(vec![1_i64, -2], "List");
    converts(vec![String::from("a")], "List");
    converts(vec![value!(1), value!("two")], "List");
    converts(vec![1_u8, 255], "Bytes");
    converts(Vec::<u8>::new(), "Bytes");
    converts(Vec::<u16>::new(), "List");
    converts(vec![vec![1_u8], vec![]], "List");
    converts(Box::<[u8]>::from([1, 2]), "Bytes");
    converts(Box::<[u32]>::from([1, 2]), "List");
    converts(VecDeque::from([1_u8, 2]), "List");
    converts([1_u16, 2, 3], "Tuple");
    converts([1_u8, 2, 3], "Bytes");
    converts([[String::from("a")], [String::from("b")]], "Tuple");
    converts(CString::from(c"bytes"), "Bytes");
    converts((1_u8,), "Tuple");
    converts((1_u8, String::from("two"), (3.0, vec![4_u32])), "Tuple");
    converts((1_u8, 2_u16, 3_u32, 4_u64, 5_i8, 6_i16, 7_i32, 8_i64, 'i', true, 0.5, ()), "Tuple");
    converts(HashMap::from([(String::from("a"), 1_u8)]), "Dict");
    converts(HashMap::from([(value!(1), value!([2]))]), "Dict");
    converts(BTreeMap::from([((1_u8, 'a'), vec![1_u8])]), "Dict");
    converts(HashSet::from([1_i64, 2]), "Set");
    converts(BTreeSet::from([String::from("a")]), "Set");
    converts(Compact::new(HashMap::from([(1_u8, String::from("a"))])), "Dict");
    converts(Compact::new(HashSet::from([1_u8])), "Set");
    converts(1_u8..3, "Range");
    converts(String::from("a")..=String::from("b"), "RangeInclusive");
    assert_eq!(Value::from(Some(1)), value!(1));
    assert_eq!(Value::from(None::<u8>), Value::None);
    assert_eq!(Value::from(Box::new((1, "two"))), value!((1, "two")));
    assert_eq!(Value::from(vec!["a", "b"]), value!(["a", "b"]));
    assert_eq!(value!({"list": vec![1, 2]}), value!({"list": [1, 2]}));
    // A tuple is no list, and an array of another length is none.
    assert!(Vec::<i64>::try_from(value!((1, 2))).is_err() && <(i64, i64)>::try_from(value!([1, 2])).is_err());
    assert!(<[i64; 3]>::try_from(value!((1, 2))).is_err() && <[u8; 3]>::try_from(Value::Bytes(vec![1, 2])).is_err());
    assert!(<(u8, u8)>::try_from(value!((1, 2, 3))).is_err() && <[u8; 1]>::try_from(value!(1)).is_err());
    // A part that does not fit spoils the whole.
    assert!(Vec::<u8>::try_from(value!([1, 256])).is_err());
    assert_eq!(Vec::<u8>::try_from(value!([1, 255])), Ok(vec![1, 255]));
    assert!(HashMap::<String, u8>::try_from(value!({"a": 1, 2: 3})).is_err());
}

#[test]
fn the_kinds_of_std_and_of_the_calendar_are_values_and_come_back() {
    let (date, time) = (Date::new(2024, 2, 29).expect("a day"), Time::new(1, 2, 3, 4).expect("a time"));
    let moment = Timestamp::new(-5, 6).expect("a moment");
    let offset = UtcOffset::new(3_600).expect("an hour");
    let local = OffsetDateTime { timestamp: moment, offset };
    let address = Ipv6Addr::LOCALHOST;
    converts(Duration::from_millis(5), "Duration");
    converts(SystemTime::UNIX_EPOCH + Duration::from_nanos(7), "Timestamp");
    converts(Ordering::Greater, "Ordering");
    converts(PathBuf::from("/a/b"), "Path");
    converts(Ipv4Addr::LOCALHOST, "Ip");
    converts(address, "Ip");
    converts(IpAddr::from(address), "Ip");
    converts(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80), "Socket");
    converts(SocketAddrV6::new(address, 80, 1, 2), "Socket");
    converts(SocketAddr::from((address, 80)), "Socket");
    converts(Slice { start: Some(1), stop: None, step: Some(-1) }, "Slice");
    converts(Handle::<String>::from_bits(77), "Handle");
    converts(moment, "Timestamp");
    converts(SignedDuration::new(-1, -2).expect("one sign"), "SignedDuration");
    converts(date, "Date");
    converts(time, "Time");
    converts(DateTime { date, time }, "DateTime");
    converts(offset, "UtcOffset");
    converts(local, "OffsetDateTime");
    converts(ZonedDateTime { moment: local, zone: "Europe/Berlin".into() }, "Zoned");
    converts(Tensor::from_vec(&[2, 1], vec![1_u8, 2]).expect("two"), "Tensor");
    converts(NdArray::<i16, Ix2>::from_vec([1, 2], vec![1, 2]).expect("two"), "Tensor");
    assert_eq!(Value::from(Path::new("/a")), value!(PathBuf::from("/a")));
    assert!(Ipv4Addr::try_from(value!(address)).is_err());
    assert!(NdArray::<u16, Ix2>::try_from(value!(NdArray::<i16, Ix2>::default())).is_err());
}
