//! The tables of `ipo/KINDS.md`, row by row, against the real things: bytes, ownership, keys, types of the views. A row
//! without a check fails, and so does a check without a row.

use std::any::type_name;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ffi::CString;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{
    Atomic, Compact, EnumList, Handle, Ix1, IxDyn, NdArray, Pod, Shared, SharedEnum, SharedEnumIndex, SharedStruct,
    Slice, Tensor, Value,
};

#[path = "table/values.rs"]
mod values;

const TABLES: &str = include_str!("../ipo/KINDS.md");

// ---- what the rows are about ---------------------------------------------------------------------------------------

mod plain {
    use super::*;

    /// Owns nothing.
    #[derive(SharedStruct, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(super) struct Foo {
        a: u8,
        b: u64,
    }

    #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(super) enum Index {
        #[shared(type = u8)]
        First,
        #[shared(type = u64)]
        Second,
    }
}

mod owning {
    use super::*;

    #[derive(SharedStruct, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(super) struct Foo {
        name: String,
        a: bool,
    }

    pub(super) mod list {
        use super::*;

        #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Foo {
            #[shared(type = String)]
            Name,
            Any,
        }
    }
}

/// As the tables call them.
mod named {
    use super::*;

    #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub(super) enum Foo {
        #[shared(type = u16)]
        First,
        #[shared(type = u16)]
        Second,
    }

    pub(super) mod data {
        use super::*;

        #[derive(SharedEnum, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Foo {
            Nothing,
            Number(u32),
        }
    }

    pub(super) mod texts {
        use super::*;

        #[derive(SharedEnum, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Foo {
            Nothing,
            Text(String, u8),
        }
    }
}

// ---- facts ---------------------------------------------------------------------------------------------------------

/// Whether a type is a shared one: the inherent method is taken where its bounds hold.
struct Probe<T>(PhantomData<T>);

impl<T: Shared> Probe<T> {
    fn is_shared(&self) -> bool {
        true
    }
}

trait Otherwise {
    fn is_shared(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Probe<T> {}

impl<T> Probe<T> {
    fn new() -> Self {
        Probe(PhantomData)
    }
}

/// Whether a type makes a `Value`, in the same way.
impl<T: Into<Value>> Probe<T> {
    fn has_value(&self) -> bool {
        true
    }
}

trait NoValue {
    fn has_value(&self) -> bool {
        false
    }
}

impl<T> NoValue for Probe<T> {}

/// What is so of one type.
struct Facts {
    bytes: usize,
    owns: bool,
    /// Whether overwriting it is one store.
    store: bool,
    hash_key: bool,
    tree_key: bool,
    getter: String,
    view: String,
    setter: String,
    returns: &'static str,
}

/// A type's name as the tables write it: without paths and parameters.
fn spell(name: &str, own: &str) -> String {
    let base = |name: &str| {
        let name = name.split('<').next().unwrap_or_default();
        name.rsplit("::").next().unwrap_or_default().to_owned()
    };
    if name.starts_with('(') && name != "()" {
        return "a tuple".into();
    }
    match base(name).as_str() {
        "Option" => return "an `Option`".into(),
        "Range" | "RangeInclusive" => return "a range".into(),
        _ if name == own => return "the value".into(),
        _ => {}
    }
    if let Some(target) = name.strip_prefix("&mut ") {
        return if target == own { "`&mut` value".into() } else { format!("`&mut {}`", base(target)) };
    }
    if let Some(target) = name.strip_prefix('&') {
        return match target.strip_prefix('[') {
            Some(array) if array.contains("; ") => "`&[T; N]`".into(),
            Some(_) => "`&[T]`".into(),
            None => format!("`&{}`", base(target)),
        };
    }
    format!("`{}`", base(name))
}

/// The facts of a type; `inner` is what its views are those of, where it is only a wrapper.
fn facts<T: Shared, Inner: Shared>(hash_key: bool, tree_key: bool) -> Facts {
    let (schema, own) = (T::schema(), type_name::<T>());
    assert_eq!((schema.size, schema.align), (size_of::<T::Slot>(), align_of::<T::Slot>()), "{own}");
    let as_inner = |name: &str, inner: &str| {
        let wrapped = type_name::<Inner>();
        match name.strip_suffix(wrapped) {
            _ if wrapped == own => spell(name, own),
            _ if name == inner => "as `T`".into(),
            Some(reference) => format!("`{reference}T`"),
            None => spell(name, own),
        }
    };
    Facts {
        bytes: schema.size,
        owns: T::OWNS,
        store: !T::OWNS && matches!(schema.size, 0 | 1 | 2 | 4 | 8) && schema.size <= schema.align,
        hash_key,
        tree_key,
        getter: as_inner(type_name::<T::Ref<'static>>(), type_name::<Inner::Ref<'static>>()),
        view: as_inner(type_name::<T::Mut<'static>>(), type_name::<Inner::Mut<'static>>()),
        setter: as_inner(type_name::<T::Arg<'static>>(), type_name::<Inner::Arg<'static>>()),
        returns: if type_name::<T::Set>() == type_name::<()>() { "`()`" } else { "`Result`" },
    }
}

/// A row's check: its name, the number of bytes in words where it is not one number, the feature, and the facts of some
/// types of the kind, each with its bytes; none where the feature is off.
struct Check {
    name: &'static str,
    bytes: Option<&'static str>,
    feature: Option<&'static str>,
    facts: Vec<(Facts, Option<usize>)>,
}

macro_rules! first {
    () => {
        None
    };
    ($first:expr) => {
        Some($first)
    };
}

macro_rules! inner {
    ($t:ty) => {
        $t
    };
    ($t:ty, $inner:ty) => {
        $inner
    };
}

macro_rules! checks {
    ($($(@$feature:literal)? $name:literal $(($bytes:literal))?: $($t:ty $(= $size:literal)? $(as $inner:ty)?),+;)*) => {
        fn checks() -> Vec<Check> {
            let mut checks = Vec::new();
            $(
                #[allow(unused_mut, reason = "without the feature there are none")]
                let mut found = Vec::new();
                $(#[cfg(feature = $feature)])?
                {
                    $({
                        let hash_key = Probe::<HashMap<$t, ()>>(PhantomData).is_shared();
                        let tree_key = Probe::<BTreeMap<$t, ()>>(PhantomData).is_shared();
                        let facts = facts::<$t, inner!($t $(, $inner)?)>(hash_key, tree_key);
                        found.push((facts, first!($($size)?)));
                    })+
                }
                let (bytes, feature) = (first!($($bytes)?), first!($($feature)?));
                checks.push(Check { name: $name, bytes, feature, facts: found });
            )*
            checks
        }
    };
}

// The types after a name are of the kind: where it has a parameter, one that owns blocks and one that does not, one that is
// a key and one that is not. `as`: whose views they have.
checks! {
    "`u8`, `i8`": u8, i8;
    "`u16`, `i16`": u16, i16;
    "`u32`, `i32`": u32, i32;
    "`u64`, `i64`": u64, i64;
    "`u128`, `i128`": u128, i128;
    "`usize`, `isize`": usize, isize;
    "`f32`": f32;
    "`f64`": f64;
    "`bool`": bool;
    "`char`": char;
    "`()`": ();
    "`String`": String;
    "`Box<str>`": Box<str>;
    "`Vec<u8>`": Vec<u8>;
    "`Vec<T>`": Vec<u16>, Vec<String>;
    "`Box<[T]>`": Box<[u8]>, Box<[String]>;
    "`VecDeque<T>`": VecDeque<u8>, VecDeque<String>;
    "`[T; N]`" ("N × `T`"): [u16; 3] = 6, [String; 2] = 48;
    "tuples" ("the parts"): (u8, u8) = 2, (u8, u64, u8) = 24, (String, bool) = 32, (f32, f32) = 8;
    "`Option<T>`" ("a tag and `T`"): Option<u8> = 2, Option<u64> = 16, Option<String> = 32, Option<f32> = 8;
    "`Box<T>`": Box<u64> as u64, Box<String> as String, Box<plain::Foo> as plain::Foo;
    "`HashMap<K, V>`": HashMap<u8, String>, HashMap<String, ()>;
    "`HashSet<T>`": HashSet<u8>, HashSet<String>;
    "`BTreeMap<K, V>`": BTreeMap<u8, String>, BTreeMap<String, ()>;
    "`BTreeSet<T>`": BTreeSet<u8>, BTreeSet<String>;
    "`Compact<HashMap<K, V>>`": Compact<HashMap<u8, String>>;
    "`Compact<HashSet<T>>`": Compact<HashSet<String>>;
    "`NdArray<T, D>`": NdArray<u8, Ix1>, NdArray<f64, IxDyn>;
    "`Tensor`": Tensor;
    "`Value`": Value;
    "a struct `Foo`" ("the fields"): plain::Foo = 16, owning::Foo = 32;
    "an enum `Foo` of plain names": named::Foo, plain::Index;
    "an enum `Foo` with data" ("a number and the largest variant"): named::data::Foo = 8, named::texts::Foo = 40;
    "`EnumList<Foo>`" ("the values"): EnumList<named::Foo> = 4, EnumList<owning::list::Foo> = 56;
    "`Handle<T>`": Handle<u8>, Handle<String>;
    "`Slice`": Slice;
    "`NonZero<N>`" ("as `N`"): NonZero<u8> = 1, NonZero<i64> = 8, NonZero<u128> = 16, NonZero<usize> = 8;
    "`Wrapping<N>`, `Saturating<N>`" ("as `N`"): Wrapping<u8> = 1, Saturating<i64> = 8;
    "`Wrapping<N>`, `Saturating<N>` of other widths" ("as `N`"): Wrapping<u128> = 16, Saturating<isize> = 8;
    "`Ordering`": Ordering;
    "`PhantomData<T>`": PhantomData<u8>, PhantomData<str>;
    "`Duration`": Duration;
    "`SystemTime`": SystemTime;
    "`Ipv4Addr`": Ipv4Addr;
    "`Ipv6Addr`": Ipv6Addr;
    "`IpAddr`": IpAddr;
    "`SocketAddrV4`": SocketAddrV4;
    "`SocketAddrV6`": SocketAddrV6;
    "`SocketAddr`": SocketAddr;
    "`PathBuf`": PathBuf;
    "`CString`": CString;
    "`Range<T>`, `RangeInclusive<T>`" ("2 × `T`"): Range<u16> = 4, RangeInclusive<String> = 48, Range<f64> = 16;
    "`calendar::Timestamp`": Timestamp;
    "`calendar::SignedDuration`": SignedDuration;
    "`calendar::Date`": Date;
    "`calendar::Time`": Time;
    "`calendar::DateTime`": DateTime;
    "`calendar::UtcOffset`": UtcOffset;
    "`calendar::OffsetDateTime`": OffsetDateTime;
    "`calendar::ZonedDateTime`": ZonedDateTime;
    "`Atomic<T>`" ("as `T`"): Atomic<u8> = 1 as u8, Atomic<i64> = 8 as i64, Atomic<bool> = 1 as bool;
    "`Pod<T>`" ("as `T`"): Pod<[u16; 3]> = 6 as [u16; 3], Pod<[f64; 1]> = 8 as [f64; 1];
    @"num-bigint" "`BigInt`": ipo::num_bigint::BigInt;
    @"num-bigint" "`BigUint`": ipo::num_bigint::BigUint;
    @"bigdecimal" "`BigDecimal`": ipo::bigdecimal::BigDecimal;
    @"num-complex" "`Complex<f32>`": ipo::num_complex::Complex32;
    @"num-complex" "`Complex<f64>`": ipo::num_complex::Complex64;
    @"uuid" "`Uuid`": ipo::uuid::Uuid;
    @"jiff" "`jiff::Timestamp`": ipo::jiff::Timestamp;
    @"jiff" "`jiff::SignedDuration`": ipo::jiff::SignedDuration;
    @"jiff" "`jiff::Span`": ipo::jiff::Span;
    @"jiff" "`jiff::Zoned`": ipo::jiff::Zoned;
    @"jiff" "`jiff::civil::Date`": ipo::jiff::civil::Date;
    @"jiff" "`jiff::civil::Time`": ipo::jiff::civil::Time;
    @"jiff" "`jiff::civil::DateTime`": ipo::jiff::civil::DateTime;
    @"jiff" "`jiff::tz::Offset`": ipo::jiff::tz::Offset;
    @"chrono" "`chrono::NaiveDate`": ipo::chrono::NaiveDate;
    @"chrono" "`chrono::NaiveTime`": ipo::chrono::NaiveTime;
    @"chrono" "`chrono::NaiveDateTime`": ipo::chrono::NaiveDateTime;
    @"chrono" "`chrono::DateTime<Utc>`": ipo::chrono::DateTime<ipo::chrono::Utc>;
    @"chrono" "`chrono::DateTime<FixedOffset>`": ipo::chrono::DateTime<ipo::chrono::FixedOffset>;
    @"chrono" "`chrono::TimeDelta`": ipo::chrono::TimeDelta;
    @"chrono" "`chrono::FixedOffset`": ipo::chrono::FixedOffset;
}

// ---- the tables ----------------------------------------------------------------------------------------------------

/// The rows of the table under a heading, each as its cells.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = TABLES.split_once(heading).unwrap_or_else(|| panic!("the heading {heading:?}"));
    let lines = rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &'static str| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>();
    // Behind the titles and the line under them.
    let rows: Vec<_> = lines.skip(2).map(cells).collect();
    assert!(!rows.is_empty(), "no table under {heading:?}");
    rows
}

/// One answer for all types of a kind.
fn one<'a>(mut all: impl Iterator<Item = &'a str>, mixed: &'a str) -> &'a str {
    let first = all.next().expect("a row has a type");
    if all.all(|other| other == first) { first } else { mixed }
}

fn yes(whether: bool) -> &'static str {
    if whether { "yes" } else { "no" }
}

#[test]
fn every_row_has_a_check_and_every_check_has_its_rows() {
    let names: Vec<&str> = checks().iter().map(|check| check.name).collect();
    for heading in ["\n## How they lie\n", "\n## How they are used\n"] {
        let found: Vec<&str> = rows(heading).iter().map(|row| row[0]).collect();
        assert_eq!(found, names, "under {heading:?}");
    }
}

#[test]
fn bytes_blocks_and_keys_are_as_the_table_says() {
    for (row, check) in rows("\n## How they lie\n").iter().zip(checks()) {
        let [name, layout, bytes, blocks, get, set, hash_key, tree_key] = row[..] else { panic!("cells of {row:?}") };
        assert!(!layout.is_empty() && !get.is_empty(), "{name}");
        assert!(check.bytes.is_none_or(|words| words == bytes), "{name} takes {bytes:?}");
        if check.facts.is_empty() {
            continue;
        }
        for (facts, size) in &check.facts {
            let size = size.unwrap_or_else(|| bytes.parse().unwrap_or_else(|_| panic!("{name} takes {bytes:?}")));
            assert_eq!(facts.bytes, size, "{name}");
        }
        let all = |fact: fn(&Facts) -> bool| one(check.facts.iter().map(|(facts, _)| yes(fact(facts))), "as `T`");
        assert_eq!(blocks, all(|facts| facts.owns), "blocks of {name}");
        assert_eq!(hash_key, all(|facts| facts.hash_key), "{name} in a HashMap");
        assert_eq!(tree_key, all(|facts| facts.tree_key), "{name} in a BTreeMap");
        let written = |facts: &Facts| match (facts.store, facts.owns) {
            (true, _) => "a store",
            (_, false) => "journal",
            (_, true) => "journal, blocks",
        };
        assert_eq!(
            set,
            one(check.facts.iter().map(|(facts, _)| written(facts)), "by bytes and blocks"),
            "setting {name}"
        );
    }
}

#[test]
fn views_and_setters_are_as_the_table_says() {
    for (row, check) in rows("\n## How they are used\n").iter().zip(checks()) {
        let [name, getter, view, setter, returns, feature] = row[..] else { panic!("cells of {row:?}") };
        assert_eq!(feature, check.feature.map_or(String::new(), |feature| format!("`{feature}`")), "{name}");
        for (facts, _) in &check.facts {
            assert_eq!((getter, view, setter), (&*facts.getter, &*facts.view, &*facts.setter), "{name}");
        }
        if !check.facts.is_empty() {
            assert_eq!(returns, one(check.facts.iter().map(|(facts, _)| facts.returns), "as `T`"), "{name}");
        }
    }
}

/// Of the features, those that add kinds are in the table, and the table has no others.
#[test]
fn the_features_are_those_of_the_package() {
    let manifest = include_str!("../ipo/Cargo.toml");
    let (_, features) = manifest.split_once("[features]\n").expect("there are some");
    let lines = features.lines().take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split(" = ").next());
    // Without kinds of their own; programs that are built with `async`, `tracing` or `cli` have none either.
    let others = ["default", "async", "ndarray", "serde", "tracing", "cli", ""];
    let of_package: BTreeSet<&str> = names.filter(|name| !others.contains(name)).collect();
    let of_table: BTreeSet<&str> = checks().iter().filter_map(|check| check.feature).collect();
    assert_eq!(of_table, of_package);
}
