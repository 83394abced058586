//! Types of the program's own, and dynamic values.

use std::collections::HashMap;

use ipo::{EnumList, Handle, SharedEnum, SharedEnumIndex, SharedStruct, Value};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;

use crate::numbers::{bytes, texts};
use crate::standard;
use crate::{exact_value, kinds};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Person {
    name: String,
    age: u8,
    tags: Vec<String>,
    next: Option<Box<Person>>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Pair<A: Clone, const N: usize>(A, [A; N]);

#[derive(SharedStruct, Clone, Copy, Debug, PartialEq)]
struct Unit;

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Color {
    #[shared(type = String)]
    Red,
    #[shared(type = Option<u8>)]
    Green,
    Blue,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
enum Shape {
    Nothing,
    Circle { radius: u32, label: String },
    Group(Vec<Shape>),
    Pair(Option<String>, (u8, Vec<u8>)),
}

/// How a date is text.
mod dashed {
    use ipo::calendar::Date;

    pub(super) type Stored = String;

    pub(super) fn store(date: &Date) -> String {
        format!("{}/{}/{}", date.year(), date.month(), date.day())
    }

    pub(super) fn load(stored: String) -> Date {
        let mut parts = stored.split('/').map(|part| part.parse::<i32>().expect("a number"));
        let mut next = || parts.next().expect("three parts");
        Date::new(next(), next() as u8, next() as u8).expect("a day")
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Attributes {
    #[shared(with = dashed)]
    date: ipo::calendar::Date,
    #[shared(pod)]
    bytes: [u8; 3],
    #[shared(atomic)]
    hits: u16,
    #[shared(extra)]
    more: HashMap<String, Value>,
    #[shared(default)]
    appended: u32,
}

fn people() -> impl Strategy<Value = Person> {
    let one = (texts(), any::<u8>(), vec(texts(), 0..3));
    vec(one, 1..4).prop_map(|people| {
        let link = |next, (name, age, tags)| Some(Box::new(Person { name, age, tags, next }));
        *people.into_iter().fold(None, link).expect("one at least")
    })
}

fn shapes() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Nothing),
        (any::<u32>(), texts()).prop_map(|(radius, label)| Shape::Circle { radius, label }),
        (proptest::option::of(texts()), any::<u8>(), bytes()).prop_map(|(a, b, c)| Shape::Pair(a, (b, c))),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| vec(inner, 0..3).prop_map(Shape::Group))
}

/// Of the kinds that every program knows, nested.
pub(super) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(|bits| Value::Float(f64::from_bits(bits))),
        Just(Value::Float(-0.0)),
        texts().prop_map(Value::from),
        bytes().prop_map(Value::Bytes),
        standard::leaf_values(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::List),
            vec(inner.clone(), 0..4).prop_map(Value::Tuple),
            hash_map(inner.clone(), inner.clone(), 0..3).prop_map(Value::Dict),
            vec(inner, 0..3).prop_map(|elements| Value::Set(elements.into_iter().collect())),
        ]
    })
}

fn attributes() -> impl Strategy<Value = Attributes> {
    let more = hash_map(texts(), values(), 0..3);
    (crate::leaves::dates(), any::<[u8; 3]>(), any::<u16>(), more, any::<u32>())
        .prop_map(|(date, bytes, hits, more, appended)| Attributes { date, bytes, hits, more, appended })
}

fn exact_attributes(all: &Attributes) -> String {
    let plain = Attributes { more: HashMap::new(), ..all.clone() };
    let more: Value = Value::Dict(all.more.iter().map(|(key, value)| (key.clone().into(), value.clone())).collect());
    format!("{plain:?} {}", exact_value(&more))
}

fn lists() -> impl Strategy<Value = EnumList<Color>> {
    (texts(), any::<Option<u8>>())
        .prop_map(|(red, green)| EnumList::new().with(Color::RED, red).with(Color::GREEN, green))
}

type Generic = (Pair<String, 2>, Pair<u16, 3>, Unit);

fn generic() -> impl Strategy<Value = Generic> {
    ([texts(), texts(), texts()], any::<(u16, [u16; 3])>())
        .prop_map(|([a, b, c], (d, e))| (Pair(a, [b, c]), Pair(d, e), Unit))
}

kinds! {
    of_struct: Person = people(); [];
    of_generic_structs: Generic = generic(); [];
    of_attributes: Attributes = attributes(); [] exact_attributes;
    of_enum: Color = prop::sample::select(vec![Color::Red, Color::Green, Color::Blue]); value [key ordered];
    of_enum_with_data: Shape = shapes(); [];
    of_enum_list: EnumList<Color> = lists(); [];
    of_handle: Handle<String> = any::<u64>().prop_map(Handle::from_bits); value [key ordered];
    of_value: Value = values(); value [key] exact_value;
}
