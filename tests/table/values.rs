//! The table of what the kinds are as a `Value`: each row names the kinds of the values that its types make, part by part.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ffi::CString;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{Compact, EnumList, Heap, Ix1, IxDyn, NdArray, Shared, Slice, Tensor, Value};

use super::{NoValue, Probe, named, owning, plain, rows};

const HEADING: &str = "\n## As a `Value`\n";

/// The value that a plain one makes, after it was made into the plain one again.
fn there_and_back<T>(plain: T) -> Value
where
    T: Clone + PartialEq + Debug + Into<Value> + TryFrom<Value, Error: Debug>,
{
    let value: Value = plain.clone().into();
    assert_eq!(T::try_from(value.clone()).expect("it was made of one"), plain, "{value:?}");
    value
}

/// A row's name and, for each part of it, what values of its types are as a `Value`.
type Check = (&'static str, Vec<Vec<Value>>);

macro_rules! each {
    ($($plain:expr),* $(,)?) => {
        vec![$(there_and_back($plain)),*]
    };
}

fn checks() -> Vec<Check> {
    let key = |n: u8| (n, "text".to_owned());
    // `TryFrom` of an `Option` is the standard library's.
    let nothing = vec![there_and_back(()), there_and_back(PhantomData::<u8>), Value::from(None::<u8>)];
    let mut others = each![
        7_u8..9,
        "a".to_owned()..="b".to_owned(),
        Slice { start: Some(1), stop: None, step: None },
        std::cmp::Ordering::Less,
        Duration::from_millis(7),
        SignedDuration::new(-7, -1).expect("of one sign"),
        Timestamp::new(7, 1).expect("less than a second"),
        Date::new(2024, 2, 29).expect("a day"),
        Time::new(23, 59, 58, 7).expect("a time"),
        UtcOffset::new(3_600).expect("an hour"),
        IpAddr::V4(Ipv4Addr::LOCALHOST),
        SocketAddr::from(([127, 0, 0, 1], 80)),
        PathBuf::from("a/b"),
    ];
    others.extend(moments());
    others.extend(of_other_crates());
    others.push(handle());
    vec![
        ("`()`, `PhantomData`, an `Option` that is none", vec![nothing]),
        (
            "`bool`; `char`, text, the variant of an enum of plain names",
            vec![
                each![true, false],
                each!['a', "text".to_owned(), Box::<str>::from("text"), plain::Index::Second, named::Foo::First],
            ],
        ),
        (
            "integers of every width, `NonZero`, `Wrapping`, `Saturating`",
            vec![
                [
                    each![1_i8, 1_i16, 1_i32, 1_i64, 1_i128, 1_isize, 1_u8, 1_u16, 1_u32, 1_u64, 1_u128, 1_usize],
                    each![NonZero::<u8>::MIN, Wrapping(7_u16), Saturating(7_i32), NonZero::<i128>::MIN],
                    each![u64::MAX, i128::MIN, u128::MAX, usize::MAX, NonZero::<u64>::MAX, Wrapping(u128::MAX)],
                ]
                .concat(),
            ],
        ),
        ("`f32`, `f64`", vec![each![1.5_f32, 1.5_f64]]),
        (
            "`Vec<u8>`, `Box<[u8]>`, `[u8; N]`, `CString`",
            vec![each![vec![1_u8], Box::<[u8]>::from([1]), [1_u8, 2], c"text".to_owned() as CString]],
        ),
        (
            "`Vec`, `Box<[T]>`, `VecDeque` of others",
            vec![each![vec![1_i8], Box::<[String]>::from(["a".to_owned()]), VecDeque::from([1_u16])]],
        ),
        ("tuples, `[T; N]` of others", vec![each![(1_u8, 'a'), [1_u16, 2], ["a".to_owned()]]]),
        (
            "`HashMap`, `BTreeMap`; `HashSet`, `BTreeSet`; also `Compact`",
            vec![
                [
                    each![HashMap::from([key(1)]), BTreeMap::from([key(2)])],
                    each![Compact::from(HashMap::from([key(3)]))],
                ]
                .concat(),
                [
                    each![HashSet::from([1_u8]), BTreeSet::from(['a'])],
                    each![Compact::from(HashSet::from(["a".to_owned()]))],
                ]
                .concat(),
            ],
        ),
        (
            "`NdArray`, `Tensor`",
            vec![each![
                NdArray::<i64, Ix1>::from([1, 2]),
                NdArray::<f32, IxDyn>::from_vec(&[1, 2][..], vec![1.0, 2.0]).expect("as many"),
                Tensor::from_vec(&[2], vec![true, false]).expect("as many"),
            ]],
        ),
        ("`Handle<T>`, ranges, `Slice`, `Ordering`, times, addresses, paths, the kinds of other crates", vec![others]),
    ]
}

/// Moments that are made of others.
fn moments() -> Vec<Value> {
    let (date, time) = (Date::new(2024, 2, 29).expect("a day"), Time::new(1, 2, 3, 4).expect("a time"));
    let (moment, hour) = (Timestamp::new(7, 1).expect("a moment"), UtcOffset::new(3_600).expect("an hour"));
    each![
        DateTime { date, time },
        OffsetDateTime { timestamp: moment, offset: hour },
        ZonedDateTime { moment: OffsetDateTime { timestamp: moment, offset: hour }, zone: "Europe/Berlin".into() },
    ]
}

/// Those that are no kind of this crate in another dress.
fn of_other_crates() -> Vec<Value> {
    #[allow(unused_mut, reason = "without their features there are none")]
    let mut all = Vec::new();
    #[cfg(feature = "bigdecimal")]
    all.extend(each![ipo::bigdecimal::BigDecimal::from(7)]);
    #[cfg(feature = "num-complex")]
    all.extend(each![ipo::num_complex::Complex64::new(1.0, 2.0)]);
    #[cfg(feature = "uuid")]
    all.extend(each![ipo::uuid::Uuid::from_u128(7)]);
    #[cfg(feature = "jiff")]
    all.extend([Value::from(ipo::jiff::Span::new().days(7))]);
    all
}

/// An object's.
fn handle() -> Value {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let handle = heap.write().expect("free").put(&7_u8).expect("there is room");
    there_and_back(handle)
}

/// The kinds of some values, each once.
fn kinds(values: &[Value]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = values.iter().map(Value::kind).collect();
    kinds.dedup();
    kinds
}

/// What a part of the row says.
fn words(values: &[Value]) -> String {
    match kinds(values)[..] {
        [one] => format!("`{one}`"),
        // Without the feature, a big integer is of a kind that this program does not know.
        ["Int", big] if big == if cfg!(feature = "num-bigint") { "BigInt" } else { "Opaque" } => {
            "`Int`, or `BigInt` where it does not fit".into()
        }
        ref many => {
            assert_eq!(many.len(), values.len(), "one of each: {many:?}");
            "one of each".into()
        }
    }
}

#[test]
fn every_kind_is_the_value_that_the_table_says() {
    let said: Vec<_> = rows(HEADING).iter().map(|row| (row[0], row[1].to_owned())).collect();
    let found = checks().into_iter().map(|(name, parts)| {
        let parts: Vec<_> = parts.iter().map(|values| words(values)).collect();
        (name, parts.join("; "))
    });
    assert_eq!(said, found.collect::<Vec<_>>());
}

#[test]
fn no_kind_of_a_value_is_left_out_of_the_table() {
    let all = checks().into_iter().flat_map(|(_, parts)| parts).flatten().map(|value| value.kind());
    let found: BTreeSet<&str> = all.filter(|kind| *kind != "Opaque").collect();
    let mut expected = BTreeSet::from([
        "None",
        "Bool",
        "Int",
        "Float",
        "Str",
        "Bytes",
        "Tuple",
        "List",
        "Dict",
        "Set",
        "Handle",
        "Ordering",
        "Duration",
        "SignedDuration",
        "Timestamp",
        "Date",
        "Time",
        "DateTime",
        "UtcOffset",
        "OffsetDateTime",
        "Zoned",
        "Ip",
        "Socket",
        "Path",
        "Tensor",
        "Slice",
        "Range",
        "RangeInclusive",
    ]);
    let features = [
        (cfg!(feature = "num-bigint"), "BigInt"),
        (cfg!(feature = "bigdecimal"), "Decimal"),
        (cfg!(feature = "num-complex"), "Complex"),
        (cfg!(feature = "jiff"), "Span"),
        (cfg!(feature = "uuid"), "Uuid"),
    ];
    expected.extend(features.into_iter().filter_map(|(on, kind)| on.then_some(kind)));
    assert_eq!(found, expected);
}

/// Several types of Rust share the kind of one.
#[test]
fn times_and_addresses_share_the_kinds_of_the_table() {
    let shared = [
        (there_and_back(SystemTime::UNIX_EPOCH), "Timestamp"),
        (there_and_back(Ipv4Addr::LOCALHOST), "Ip"),
        (there_and_back(Ipv6Addr::LOCALHOST), "Ip"),
        (there_and_back(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80)), "Socket"),
        (there_and_back(SocketAddrV6::new(Ipv6Addr::LOCALHOST, 80, 0, 0)), "Socket"),
    ];
    for (value, kind) in shared {
        assert_eq!(value.kind(), kind);
    }
}

#[test]
fn structs_enums_with_data_and_lists_of_enums_have_no_form_as_a_value() {
    assert!(Probe::<(u8, Value)>::new().has_value(), "the probe tells");
    assert!(!Probe::<plain::Foo>::new().has_value());
    assert!(!Probe::<owning::Foo>::new().has_value());
    assert!(!Probe::<named::data::Foo>::new().has_value());
    assert!(!Probe::<EnumList<named::Foo>>::new().has_value());
    // Nor has one in the heap.
    for value in [Value::None, 7_i64.into(), Value::Dict(HashMap::new()), vec![1_i64].into()] {
        assert_eq!(plain::Foo::from_value(value.clone()), Err(value));
    }
}
