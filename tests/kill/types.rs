//! The types that the cases work on, and the whole content of a heap as text.

use ipo::{Error, Handle, Shared, SharedStruct, Tensor, Value, WriteTurn};

use crate::kill::cases::arrays::Arrays;
use crate::kill::cases::ordered::{Compacts, Ordered};
use crate::kill::dynamic::{Dynamic, Maps};
use crate::kill::kinds::{Attributes, Drawing, Pair, Places, Values, new, old};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) name: String,
    pub(crate) n: u32,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Person {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) tags: Vec<String>,
    pub(crate) home: Leaf,
    pub(crate) friend: Option<Box<Leaf>>,
    pub(crate) trusted: bool,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub(crate) before: u64,
    pub(crate) text: String,
    pub(crate) after: u64,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Lists {
    pub(crate) plain: Vec<u64>,
    pub(crate) owning: Vec<String>,
    pub(crate) nested: Vec<Vec<u64>>,
    pub(crate) leaves: Vec<Leaf>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Mixed {
    pub(crate) pair: (u64, u64),
    pub(crate) triple: (String, i64, bool),
    pub(crate) array: [u64; 5],
    pub(crate) names: [String; 2],
    pub(crate) bytes: [u8; 3],
    pub(crate) wide: u128,
    pub(crate) maybe: Option<u64>,
    pub(crate) perhaps: Option<String>,
    pub(crate) boxed: Box<Leaf>,
    pub(crate) choice: Option<Box<Leaf>>,
    pub(crate) inner: Leaf,
}

/// Longer than what lies in a slot; `n` letters.
pub(crate) fn long(letter: char, n: usize) -> String {
    letter.to_string().repeat(n)
}

pub(crate) fn leaf(seed: u32) -> Leaf {
    Leaf { name: format!("leaf number {seed}, whose name needs a block"), n: seed }
}

pub(crate) fn person(seed: u64) -> Person {
    Person {
        id: seed,
        name: format!("person number {seed}, by a name that needs a block"),
        tags: vec!["short".into(), long('t', 40), long('u', 100)],
        home: leaf(1),
        friend: Some(Box::new(leaf(2))),
        trusted: true,
    }
}

pub(crate) fn lists() -> Lists {
    Lists {
        plain: vec![1, 2],
        owning: vec![long('a', 30), "b".into(), long('c', 50)],
        nested: vec![vec![1, 2, 3, 4], vec![], vec![5]],
        leaves: vec![leaf(1), leaf(2)],
    }
}

pub(crate) fn mixed() -> Mixed {
    Mixed {
        pair: (1, 2),
        triple: (long('x', 33), -1, true),
        array: [1, 2, 3, 4, 5],
        names: ["one".into(), long('2', 44)],
        bytes: [1, 2, 3],
        wide: u128::MAX / 3,
        maybe: None,
        perhaps: Some(long('p', 25)),
        boxed: Box::new(leaf(7)),
        choice: None,
        inner: leaf(8),
    }
}

macro_rules! known {
    ($($t:ty = $name:literal),* $(,)?) => {
        /// The content of every object that has a name.
        pub(crate) fn content(turn: &WriteTurn<'_>) -> Result<String, Error> {
            let mut text = String::new();
            for root in turn.roots()? {
                let value = match root.type_name.as_str() {
                    "Vec<u8>" => turn.get(Handle::<Vec<u8>>::from_bits(root.handle)).map_or_else(failed, |l| bytes(l.as_slice())),
                    $($name => shown(turn.load(Handle::<$t>::from_bits(root.handle))),)*
                    other => format!("of the unknown type {other}"),
                };
                let frozen = match root.type_name.as_str() {
                    $($name => turn.is_frozen(Handle::<$t>::from_bits(root.handle)),)*
                    _ => Ok(false),
                };
                let frozen = if matches!(frozen, Ok(true)) { ", frozen" } else { "" };
                text += &format!("{}: {value}{frozen}\n", root.name);
            }
            text += &format!("{} messages, first {:?}\n", turn.message_count(), turn.peek_message::<Leaf>().ok().map(Leaf::load));
            Ok(text)
        }

        /// What seals the objects of each type.
        pub(crate) fn seals() -> Vec<u64> {
            let mut seals = vec![<Vec<u8>>::deep(), $(<$t>::deep()),*];
            // Those of frozen objects.
            seals.extend_from_within(..);
            let half = seals.len() / 2;
            seals[half..].iter_mut().for_each(|seal| *seal ^= ipo::__private::FROZEN);
            seals
        }
    };
}

known! {
    Leaf = "Leaf",
    Person = "Person",
    Text = "Text",
    Lists = "Lists",
    Mixed = "Mixed",
    Maps = "Maps",
    Dynamic = "Dynamic",
    Value = "Value",
    Ordered = "Ordered",
    Compacts = "Compacts",
    Arrays = "Arrays",
    Tensor = "Tensor",
    Places = "Places",
    Values = "Values",
    Drawing = "Drawing",
    Pair<String> = "Pair",
    Attributes = "Attributes",
    new::Player = "kill.Player",
    // Shown as the newer one, which reads both.
    old::Player = "an older kill.Player",
    [u8; 24] = "[u8; 24]",
    [u8; 112] = "[u8; 112]",
    [u8; 128] = "[u8; 128]",
    [u8; 240] = "[u8; 240]",
    [u8; 1000] = "[u8; 1000]",
}

/// There can be many, and debug builds are slow.
fn bytes(bytes: &[u8]) -> String {
    match bytes.first() {
        Some(first) if vec![*first; bytes.len()] == bytes => format!("{} times {first}", bytes.len()),
        _ => format!("{bytes:?}"),
    }
}

fn failed(error: Error) -> String {
    format!("({})", variant(&error))
}

fn shown<T: std::fmt::Debug>(loaded: Result<T, Error>) -> String {
    match loaded {
        Ok(value) => squeezed(&format!("{value:?}")),
        Err(error) => failed(error),
    }
}

/// Long runs of one character are counted: a failure stays readable.
fn squeezed(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut n = 1;
        while chars.next_if_eq(&c).is_some() {
            n += 1;
        }
        if n > 8 { out += &format!("{c}*{n}") } else { out.extend(std::iter::repeat_n(c, n)) }
    }
    out
}

/// The name of an error's variant.
pub(crate) fn variant(error: &Error) -> String {
    let text = format!("{error:?}");
    text.split(['(', '{', ' ']).next().unwrap_or_default().to_owned()
}

/// The object with this name.
pub(crate) fn named<T: Shared>(turn: &WriteTurn<'_>, name: &str) -> Result<Handle<T>, Error> {
    turn.root(name)
}

/// Makes an object with a name.
pub(crate) fn put<T: Shared>(turn: &mut WriteTurn<'_>, name: &str, value: &T) -> Result<(), Error> {
    let handle = turn.put(value)?;
    turn.bind(name, handle)
}
