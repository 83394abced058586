//! Fields of types that belong to parameters.

#![deny(warnings)]

use std::collections::HashMap;

use ipo::{Error, Heap, Shared, SharedEnum, SharedStruct};

pub trait Unit {
    type Number: Shared + Clone;
}

pub trait Convert<U> {
    type Output: Shared + Clone;
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Metre {
    pub count: i64,
}

impl Unit for Metre {
    type Number = i64;
}

impl Convert<String> for Metre {
    type Output = String;
}

#[derive(SharedStruct, Clone)]
pub struct Inline<T: Unit> {
    pub number: T::Number,
    pub numbers: HashMap<String, Vec<T::Number>>,
    pub unit: T,
}

#[derive(SharedStruct, Clone)]
pub struct Behind<T, const N: usize, V = u8>
where
    V: Clone,
    T: Unit + Clone,
{
    pub numbers: [T::Number; N],
    pub both: Option<(T::Number, V)>,
    pub unit: T,
}

/// The bound of one parameter names another.
#[derive(SharedStruct, Clone)]
pub struct Two<T, U>
where
    T: Convert<U>,
{
    pub output: T::Output,
    pub units: (T, U),
}

#[derive(SharedEnum, Clone)]
pub enum Either<T: Unit, U: Unit> {
    Left(T::Number),
    Right { number: Vec<U::Number> },
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let unit = Metre { count: 1 };
    let mut turn = heap.write()?;

    let inline = turn.put(&Inline { number: 2, numbers: HashMap::new(), unit: unit.clone() })?;
    assert_eq!(turn.get(inline)?.number(), 2);

    let behind = turn.put(&Behind::<_, 2> { numbers: [3, 4], both: Some((5, 6)), unit: unit.clone() })?;
    assert_eq!(turn.get(behind)?.both(), Some((5, 6)));

    let two = turn.put(&Two { output: "text".to_owned(), units: (unit, "unit".to_owned()) })?;
    assert_eq!(turn.get(two)?.output(), "text");

    let either = turn.put(&Either::<Metre, Metre>::Right { number: vec![7] })?;
    assert!(matches!(turn.get(either)?, EitherRef::Right { number } if number.len() == 1));
    Ok(())
}
