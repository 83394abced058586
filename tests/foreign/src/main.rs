//! Writes, carries, or checks values of kinds that need a feature, in a heap that programs built otherwise use too.
//!
//! `write NAME` and `check NAME` need the feature `all-kinds`; `carry NAME` is for a program without it.

use std::collections::HashMap;

use ipo::{Handle, Heap, Value};

/// Where the values, a dict with the values as keys, and the copies are found.
const VALUES: &str = "values";
const KEYS: &str = "keys";
const COPIES: &str = "copies";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [job, name] = args.as_slice() else { return Err("a job and a heap's name are wanted".into()) };
    let heap = Heap::attach(name)?;
    match job.as_str() {
        #[cfg(feature = "all-kinds")]
        "write" => write(&heap),
        #[cfg(feature = "all-kinds")]
        "check" => check(&heap),
        "carry" => carry(&heap),
        _ => Err("there is no such job here".into()),
    }
}

/// A value of each kind that needs a feature, and some that do not.
#[cfg(feature = "all-kinds")]
fn all() -> Vec<Value> {
    use ipo::bigdecimal::BigDecimal;
    use ipo::jiff::{Span, Timestamp, Zoned, tz};
    use ipo::num_bigint::BigInt;
    use ipo::num_complex::Complex;
    let zone = tz::TimeZone::fixed(tz::offset(2));
    let zoned = Zoned::new(Timestamp::from_second(1_700_000_000).expect("in range"), zone);
    let nested = HashMap::from([(Value::from("uuid"), Value::from(ipo::uuid::Uuid::from_u128(7)))]);
    vec![
        BigInt::from(7).pow(300).into(),
        (-BigInt::from(7).pow(30)).into(),
        u128::MAX.into(),
        BigDecimal::new((-12345).into(), 3).into(),
        Complex::new(1.5, f64::NAN).into(),
        Complex::new(-0.0, 0.0).into(),
        ipo::uuid::Uuid::from_u128(u128::MAX / 7).into(),
        Span::new().years(1).days(-3).into(),
        zoned.into(),
        ipo::jiff::civil::date(2024, 2, 29).into(),
        Value::List(vec![BigInt::from(2).pow(64).into(), Value::Dict(nested)]),
        complex_array(),
        "text".into(),
    ]
}

/// Its elements have no Rust type without the feature; that they are complex, every program knows.
#[cfg(feature = "all-kinds")]
fn complex_array() -> Value {
    use ipo::num_complex::Complex;
    let elements = vec![Complex::new(0.5_f32, -1.0), Complex::I, Complex::new(f32::NAN, -0.0)];
    ipo::NdArray::<Complex<f32>, ipo::Ix2>::from_vec([3, 1], elements).expect("three").into()
}

#[cfg(feature = "all-kinds")]
fn write(heap: &Heap) -> Result<()> {
    let mut turn = heap.write()?;
    let values = turn.put(&all())?;
    turn.bind(VALUES, values)?;
    let keys: HashMap<Value, u32> = all().into_iter().zip(0..).collect();
    let keys = turn.put(&keys)?;
    turn.bind(KEYS, keys)?;
    Ok(())
}

/// Knows none of the kinds, and loses nothing: finds them as keys, copies them, sends them on.
fn carry(heap: &Heap) -> Result<()> {
    let mut turn = heap.write()?;
    let (values, keys): (Handle<Vec<Value>>, Handle<HashMap<Value, u32>>) = (turn.root(VALUES)?, turn.root(KEYS)?);
    let values = turn.load(values)?;
    let opaque = values.iter().filter(|value| matches!(value, Value::Opaque(_))).count();
    println!("{opaque} of {} are opaque", values.len());
    for (value, n) in values.iter().zip(0..) {
        if turn.get(keys)?.get(value.clone()) != Some(n) || *value != value.clone() {
            return Err(format!("value {n} is not found as a key: {value:?}").into());
        }
    }
    let arrays: Vec<_> =
        values.iter().filter_map(|value| if let Value::Tensor(array) = value { Some(array) } else { None }).collect();
    let [array] = arrays[..] else { return Err("one array is there".into()) };
    if (array.dtype(), array.shape(), array.as_bytes().len()) != (ipo::DType::Complex64, &[3, 1][..], 24) {
        return Err(format!("another array: {array:?}").into());
    }
    // The Rust map of such keys is put into a table of its own.
    let copies: HashMap<Value, Value> = values.iter().cloned().zip(values.iter().cloned()).collect();
    if copies.len() != values.len() {
        return Err("values that are equal and should not be".into());
    }
    let copies = turn.put(&copies)?;
    turn.bind(COPIES, copies)?;
    for value in &values {
        turn.send(value)?;
    }
    let report = turn.verify();
    if report.is_sound() { Ok(()) } else { Err(format!("{report:?}").into()) }
}

#[cfg(feature = "all-kinds")]
fn check(heap: &Heap) -> Result<()> {
    let mut turn = heap.write()?;
    let copies: Handle<HashMap<Value, Value>> = turn.root(COPIES)?;
    for value in all() {
        if matches!(value, Value::Opaque(_)) {
            return Err("a kind whose feature is on is opaque".into());
        }
        if turn.get(copies)?.get(value.clone()).map(|found| found.load()).as_ref() != Some(&value) {
            return Err(format!("{value:?} has not come back").into());
        }
        if turn.take_message::<Value>()? != value {
            return Err(format!("{value:?} was sent otherwise").into());
        }
    }
    if !turn.verify().is_sound() {
        return Err("the heap is not sound".into());
    }
    println!("all have come back");
    Ok(())
}
