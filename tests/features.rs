//! The kinds of values that need a feature: each alone, none, and all of them together.

#![allow(unused_imports, unused_mut, dead_code, reason = "some helpers are for some features")]

use std::collections::HashMap;
use std::fmt::Debug;

use ipo::{Corrupt, Error, Handle, Heap, Shared, SharedStruct, Value, value};
use ipo_workspace::{LONG, Name, child, run_job, say};
use proptest::prelude::*;

#[cfg(all(feature = "chrono", feature = "jiff"))]
#[path = "features/both_times.rs"]
mod both_times;
#[cfg(feature = "num-complex")]
#[path = "features/complex.rs"]
mod complex;
#[cfg(feature = "bigdecimal")]
#[path = "features/bigdecimal.rs"]
mod decimals;
#[cfg(feature = "num-bigint")]
#[path = "features/bigint.rs"]
mod integers;
#[cfg(feature = "chrono")]
#[path = "features/chrono.rs"]
mod of_chrono;
#[cfg(feature = "jiff")]
#[path = "features/jiff.rs"]
mod of_jiff;
#[cfg(feature = "serde")]
#[path = "features/serde.rs"]
mod of_serde;
#[cfg(feature = "uuid")]
#[path = "features/uuid.rs"]
mod uuids;

fn heap() -> Heap {
    Heap::options().capacity(4 << 20).create_anonymous().expect("an anonymous heap")
}

/// Into the heap, out of it, overwritten, in a list and an option, undone, and nothing left behind.
#[track_caller]
fn comes_back<T: Shared + Clone + PartialEq + Debug>(first: &T, second: &T) {
    let heap = heap();
    let mut turn = heap.write().unwrap();
    let many = vec![Some(first.clone()), None, Some(second.clone())];
    turn.put(first).and_then(|h| turn.remove(h)).unwrap();
    let start = turn.put(&many).and_then(|h| turn.remove(h)).map(|()| turn.stats()).unwrap();
    let (one, list) = (turn.put(first).unwrap(), turn.put(&many).unwrap());
    assert_eq!(&turn.load(one).unwrap(), first);
    assert_eq!(turn.load(list).unwrap(), many);
    let undone = turn.transaction(|tx| {
        tx.store(one, second)?;
        Err::<(), Error>(Error::NoMessages)
    });
    assert!(undone.is_err());
    assert_eq!(&turn.load(one).unwrap(), first);
    turn.store(one, second).unwrap();
    assert_eq!(&turn.load(one).unwrap(), second);
    let report = turn.verify();
    assert!(report.is_sound(), "{report:?}");
    turn.remove(one).unwrap();
    turn.remove(list).unwrap();
    assert_eq!(turn.stats(), start);
}

/// A value is the same in a heap, as a key there, and converted back.
#[track_caller]
fn is_a_value<T>(rust: &T)
where
    T: Clone + PartialEq + Debug + Into<Value> + TryFrom<Value, Error: Debug>,
{
    let value: Value = rust.clone().into();
    assert_eq!(value, rust.clone().into());
    assert_eq!(&T::try_from(value.clone()).unwrap(), rust);
    let heap = heap();
    let mut turn = heap.write().unwrap();
    let handle = turn.put(&HashMap::from([(value.clone(), vec![value.clone()])])).unwrap();
    let found = turn.get(handle).unwrap().get(value.clone()).unwrap_or_else(|| panic!("{value:?} is no key"));
    assert_eq!(found.get(0).unwrap().load(), value);
    assert_eq!(turn.load(handle).unwrap()[&value], [value]);
    assert!(turn.verify().is_sound());
}

/// Values that are equal to themselves are found as keys.
#[track_caller]
fn is_a_key<K>(keys: &[K])
where
    K: ipo::Key + Clone + Eq + std::hash::Hash + Debug,
{
    let heap = heap();
    let mut turn = heap.write().unwrap();
    let model: HashMap<K, u32> = keys.iter().cloned().zip(0..).collect();
    let handle = turn.put(&model).unwrap();
    for key in keys {
        assert_eq!(turn.get(handle).unwrap().get(key.to_arg()), model.get(key).copied(), "{key:?}");
    }
    assert_eq!(turn.load(handle).unwrap(), model);
}

/// A value in the heap that the type has no room for ends its reader with a `Corrupt` panic.
#[track_caller]
fn is_refused<Stored: Shared, T: Shared>(stored: &Stored) {
    let heap = heap();
    let handle = {
        let mut turn = heap.write().unwrap();
        let handle = turn.put(stored).unwrap();
        turn.bind("stored", handle).unwrap();
        turn.root::<T>("stored").expect("one layout and one name")
    };
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| heap.read().unwrap().load(handle).map(drop)));
    assert!(read.expect_err("out of range").downcast_ref::<Corrupt>().is_some());
    assert!(heap.read().unwrap().verify().is_sound(), "for another program it is a value");
}

#[test]
fn child_entry() {
    run_job(&[("look", look)]);
}

/// Everything that the features of this build have, the same in both processes.
fn all_values() -> Vec<Value> {
    vec![
        value!(1),
        #[cfg(feature = "num-bigint")]
        ipo::num_bigint::BigInt::from(3).pow(200).into(),
        #[cfg(feature = "bigdecimal")]
        "12.50".parse::<ipo::bigdecimal::BigDecimal>().expect("a number").into(),
        #[cfg(feature = "num-complex")]
        ipo::num_complex::Complex::new(1.0, -2.0).into(),
        #[cfg(feature = "uuid")]
        ipo::uuid::Uuid::from_u128(5).into(),
        #[cfg(feature = "jiff")]
        of_jiff::berlin().into(),
        #[cfg(feature = "chrono")]
        ipo::chrono::NaiveDate::MIN.into(),
    ]
}

fn look(args: &[&str]) {
    let heap = Heap::options().timeout(LONG).attach(args[0]).expect("the parent made it");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let all: Handle<Vec<Value>> = turn.root("all").expect("bound");
    assert_eq!(turn.load(all).expect("whole"), all_values());
    #[cfg(feature = "jiff")]
    assert_eq!(turn.take_message::<ipo::jiff::Zoned>().expect("sent"), of_jiff::berlin());
    #[cfg(feature = "num-bigint")]
    assert_eq!(turn.take_message::<Vec<ipo::num_bigint::BigInt>>().expect("sent"), vec![3.into(); 4]);
    say(turn.message_count());
}

#[test]
fn another_process_reads_them() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    {
        let mut turn = heap.write().expect("free");
        let all = turn.put(&all_values()).expect("there is room");
        turn.bind("all", all).expect("there is room");
        #[cfg(feature = "jiff")]
        turn.send(&of_jiff::berlin()).expect("there is room");
        #[cfg(feature = "num-bigint")]
        turn.send(&vec![ipo::num_bigint::BigInt::from(3); 4]).expect("there is room");
    }
    let reader = child("look", &[&name]);
    reader.expect("0");
    reader.finish();
}

/// Name, size, alignment and fingerprint, as in `layout.rs`: these change with the format's version only.
#[test]
fn the_kinds_behind_features_are_those_of_the_format() {
    fn facts<T: Shared>() -> String {
        let schema = T::schema();
        assert_eq!((schema.size, schema.align), (size_of::<T::Slot>(), align_of::<T::Slot>()));
        format!("{} {}/{} {:016x}", T::NAME, schema.size, schema.align, T::deep())
    }
    let found: &[(String, &str)] = &[
        #[cfg(feature = "num-bigint")]
        (facts::<ipo::num_bigint::BigInt>(), "BigInt 24/8 2cf38c1d149fcd72"),
        #[cfg(feature = "num-bigint")]
        (facts::<ipo::num_bigint::BigUint>(), "BigUint 24/8 a9c7c2c0b79aeb27"),
        #[cfg(feature = "bigdecimal")]
        (facts::<ipo::bigdecimal::num_bigint::BigInt>(), "BigInt 24/8 2cf38c1d149fcd72"),
        #[cfg(feature = "bigdecimal")]
        (facts::<ipo::bigdecimal::BigDecimal>(), "Decimal 32/8 e1a3090434062e79"),
        #[cfg(feature = "num-complex")]
        (facts::<ipo::num_complex::Complex32>(), "Complex32 8/4 7c5fd1fc8940d878"),
        #[cfg(feature = "num-complex")]
        (facts::<ipo::num_complex::Complex64>(), "Complex64 16/8 f2e2571f0e2d5cbf"),
        #[cfg(feature = "num-complex")]
        (facts::<ipo::NdArray<ipo::num_complex::Complex32, ipo::Ix1>>(), "NdArray 24/8 9efe138549d345a7"),
        #[cfg(feature = "num-complex")]
        (facts::<ipo::NdArray<ipo::num_complex::Complex64, ipo::IxDyn>>(), "NdArray 24/8 66705294f15d42e4"),
        #[cfg(feature = "uuid")]
        (facts::<ipo::uuid::Uuid>(), "Uuid 16/1 557063a86a0050ba"),
        #[cfg(feature = "jiff")]
        (facts::<ipo::jiff::Span>(), "Span 64/8 bc6cd57d0e621716"),
        #[cfg(feature = "jiff")]
        (facts::<ipo::jiff::Zoned>(), "Zoned 40/8 923e9ac8d2fc158c"),
    ];
    for (found, expected) in found {
        assert_eq!(found, expected);
    }
}
