//! The kinds of std and `Value`s of them, enums with data, generic structs, attributes of fields, and an object that a newer
//! program removes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::time::Duration;

use ipo::calendar::{OffsetDateTime, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{Error, Handle, Shared, Value, value};

use crate::kill::case::Case;
use crate::kill::kinds::{
    Attributes, AttributesMut, Drawing, DrawingMut, Pair, PairMut, Places, PlacesMut, Shape, ShapeMut, Values,
    ValuesMut, new, old,
};
use crate::kill::types::{long, named, put};

/// A change of the only object, which starts as `start` makes it.
fn change<T: Shared>(
    what: String,
    start: fn() -> T,
    change: impl for<'t> Fn(T::Mut<'t>) -> Result<(), Error> + 'static,
) -> Case {
    Case::new(
        what,
        move |turn| put(turn, "object", &start()),
        move |turn| {
            let handle = named::<T>(turn, "object")?;
            change(turn.get_mut(handle)?)
        },
    )
}

/// Putting one, another one, and removing, replacing one by a larger and a smaller one.
fn whole<T: Shared>(kind: &str, start: fn() -> T, larger: fn() -> T, smaller: fn() -> T) -> Vec<Case> {
    let store = |what: &str, value: fn() -> T| {
        Case::new(
            format!("{kind}: {what}"),
            move |turn| put(turn, "object", &start()),
            move |turn| {
                let handle = named::<T>(turn, "object")?;
                turn.store(handle, &value())
            },
        )
    };
    vec![
        Case::new(format!("{kind}: put"), |_| Ok(()), move |turn| turn.put(&start()).map(drop)),
        Case::new(
            format!("{kind}: remove"),
            move |turn| {
                put(turn, "object", &start())?;
                put(turn, "other", &larger())
            },
            |turn| {
                let handle = named::<T>(turn, "object")?;
                turn.remove(handle)
            },
        ),
        store("replace by a larger one", larger),
        store("replace by a smaller one", smaller),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = std_kinds();
    cases.extend(values());
    cases.extend(enums());
    cases.extend(generic());
    cases.extend(attributes());
    cases.extend(versions());
    cases
}

// ---- the kinds of std ----------------------------------------------------------------------------------------------

fn zoned(zone: &str) -> ZonedDateTime {
    let timestamp = Timestamp::new(7, 5).expect("a moment");
    let moment = OffsetDateTime { timestamp, offset: UtcOffset::new(3600).expect("an offset") };
    ZonedDateTime { moment, zone: zone.into() }
}

fn places() -> Places {
    Places {
        timeout: Duration::from_millis(1_500),
        path: "/a/path/that/lies/outside/of/its/slot".into(),
        c_text: c"short".into(),
        names: "a".into()..long('z', 30),
        socket: ([127, 0, 0, 1], 80).into(),
        numbers: 1..=9,
        zoned: zoned("Europe/Berlin"),
        text: long('t', 40).into(),
        texts: [long('u', 30), "v".into()].into(),
    }
}

fn more_places() -> Places {
    Places {
        path: long('/', 100).into(),
        c_text: c"a C text that lies outside of its slot".into(),
        names: long('n', 60)..long('o', 70),
        zoned: zoned("America/Argentina/Buenos_Aires"),
        texts: [long('w', 50), long('x', 60), long('y', 70)].into(),
        ..places()
    }
}

fn fewer_places() -> Places {
    Places { path: "/".into(), names: String::new().."b".into(), text: "".into(), texts: [].into(), ..places() }
}

fn std_kinds() -> Vec<Case> {
    fn place(what: &str, work: impl for<'t> Fn(PlacesMut<'t>) -> Result<(), Error> + 'static) -> Case {
        change::<Places>(format!("std kinds: {what}"), places, work)
    }
    let mut cases = whole("std kinds", places, more_places, fewer_places);
    cases.extend([
        place("set a path", |mut all| all.set_path(Path::new(&long('p', 90)))),
        place("set a short path", |mut all| all.set_path(Path::new("/"))),
        place("update a path", |mut all| all.path_mut().update(|path| path.join("below"))),
        place("set a C text", |mut all| all.set_c_text(c"a C text that lies outside of its slot")),
        place("set a range of texts", |mut all| all.set_names(&long('n', 60)..&long('o', 70))),
        place("an end of a range", |mut all| all.names_mut().end.push_str("and more")),
        place("set a range of numbers", |mut all| {
            all.set_numbers(10..=20);
            Ok(())
        }),
        place("set an address", |mut all| {
            all.set_socket("[fe80::1%3]:8080".parse().expect("an address"));
            Ok(())
        }),
        place("set a moment with a zone", |mut all| all.set_zoned(&zoned("America/Argentina/Buenos_Aires"))),
        place("append to boxed texts", |mut all| all.texts_mut().push(&long('n', 50))),
        Case::new(
            "std kinds: several in a transaction",
            |turn| put(turn, "object", &places()),
            |turn| {
                let handle = named::<Places>(turn, "object")?;
                turn.transaction(|tx| {
                    let mut all = tx.get_mut(handle)?;
                    all.set_timeout(Duration::MAX);
                    all.set_socket("[::1]:8080".parse().expect("an address"));
                    all.set_path(Path::new("short"))?;
                    all.names_mut().start.set(&long('m', 60))
                })
            },
        ),
    ]);
    cases
}

// ---- values --------------------------------------------------------------------------------------------------------

/// A set of `n` numbers and some that own blocks.
fn set_of(n: i64) -> Value {
    let others = [value!(long('s', 40)), value!([1, "a list"]), value!(Path::new("/a/path/that/lies/outside/of/it"))];
    Value::Set((0..n).map(Value::from).chain(others).collect())
}

fn start_values() -> Values {
    Values { set: set_of(3), big: (value!(long('f', 30))..value!([1, [2]])).into(), after: 7 }
}

fn values() -> Vec<Case> {
    fn missing() -> Error {
        Error::WrongKind { expected: "a set", found: "another kind" }
    }
    fn with(what: &str, work: impl for<'t> Fn(ValuesMut<'t>) -> Result<(), Error> + 'static) -> Case {
        change::<Values>(format!("set value: {what}"), start_values, work)
    }
    fn big(what: &str, value: impl Fn() -> Value + 'static) -> Case {
        let start = || Values { set: Value::None, big: value!(Path::new(&long('p', 40))), after: 7 };
        change::<Values>(format!("big value: {what}"), start, move |mut all| all.set_big(value()))
    }
    let larger = || Values { set: set_of(12), big: zoned("America/Argentina/Buenos_Aires").into(), after: 8 };
    let smaller = || Values { set: Value::Set(HashSet::new()), big: Value::None, after: 9 };
    let mut cases = whole("set value", start_values, larger, smaller);
    cases.extend([
        with("insert", |mut all| all.set_mut().as_set_mut().ok_or_else(missing)?.insert(value!(77)).map(drop)),
        with("insert of what is there", |mut all| {
            all.set_mut().as_set_mut().ok_or_else(missing)?.insert(value!(2)).map(drop)
        }),
        with("insert of a list", |mut all| {
            let mut value = all.set_mut();
            value.as_set_mut().ok_or_else(missing)?.insert(value!([long('n', 30), {"a": 1}])).map(drop)
        }),
        change::<Values>(
            "set value: insert into a full table".into(),
            || Values { set: set_of(11), ..start_values() },
            |mut all| all.set_mut().as_set_mut().ok_or_else(missing)?.insert(value!(77)).map(drop),
        ),
        with("remove", |mut all| all.set_mut().as_set_mut().ok_or_else(missing)?.remove(value!(2)).map(drop)),
        with("remove of a list", |mut all| {
            all.set_mut().as_set_mut().ok_or_else(missing)?.remove(value!([1, "a list"])).map(drop)
        }),
        with("clear", |mut all| all.set_mut().as_set_mut().ok_or_else(missing)?.clear()),
        with("by another set", |mut all| all.set_set(set_of(2))),
        with("by another kind", |mut all| all.set_set(value!({"a": [1, 2]}))),
        change::<Values>("big value: from a range of values".into(), start_values, |mut all| all.set_big(value!(1))),
        big("to a range of values", || (value!([long('r', 30)])..value!(long('s', 40))).into()),
        big("to a moment with a zone", || zoned("America/Argentina/Buenos_Aires").into()),
        big("to a longer path", || value!(Path::new(&long('p', 60)))),
        big("to a large integer", || u128::MAX.into()),
        big("to an address", || value!("[fe80::1%3]:80".parse::<std::net::SocketAddr>().expect("an address"))),
        big("to a slice", || ipo::Slice { start: Some(1), stop: None, step: Some(-1) }.into()),
        big("to a length of time", || value!(Duration::MAX)),
        big("to a set of such", || Value::Set([value!(u128::MAX), value!(1..5), set_of(2)].into())),
    ]);
    cases
}

// ---- enums with data -----------------------------------------------------------------------------------------------

fn circle() -> Shape {
    Shape::Circle { radius: 2.0, label: "a label that lies outside of its slot".into() }
}

fn polygon() -> Shape {
    Shape::Polygon(vec![(1, 2); 5], Some(long('p', 30)))
}

fn group() -> Shape {
    Shape::Group(vec![circle(), Shape::Empty, polygon()])
}

fn drawing(main: Shape) -> Drawing {
    Drawing { before: 1, main, others: vec![circle(), Shape::Empty], by_number: BTreeMap::from([(1, polygon())]) }
}

fn enums() -> Vec<Case> {
    fn with(
        what: &str,
        main: fn() -> Shape,
        work: impl for<'t> Fn(DrawingMut<'t>) -> Result<(), Error> + 'static,
    ) -> Case {
        Case::new(
            format!("enum with data: {what}"),
            move |turn| put(turn, "object", &drawing(main())),
            move |turn| {
                let handle = named::<Drawing>(turn, "object")?;
                work(turn.get_mut(handle)?)
            },
        )
    }
    fn other_variant() -> Error {
        Error::WrongKind { expected: "the prepared variant", found: "another" }
    }
    let larger = || Drawing { others: vec![group(); 3], ..drawing(group()) };
    let smaller = || Drawing { before: 2, main: Shape::Empty, others: vec![], by_number: BTreeMap::new() };
    let mut cases = whole("enum with data", || drawing(circle()), larger, smaller);
    cases.extend([
        with("from nothing to one with text", || Shape::Empty, |mut all| all.set_main(&circle())),
        with("from one with text to a list", circle, |mut all| all.set_main(&polygon())),
        with("from a list to more of itself", polygon, |mut all| all.set_main(&group())),
        with("from more of itself to nothing", group, |mut all| all.set_main(&Shape::Empty)),
        with("to the same with other fields", circle, |mut all| {
            all.set_main(&Shape::Circle { radius: 3.0, label: long('n', 70) })
        }),
        with("a number of the active one", circle, |mut all| match all.main_mut() {
            ShapeMut::Circle { radius, .. } => {
                *radius += 1.0;
                Ok(())
            }
            _ => Err(other_variant()),
        }),
        with("text of the active one", circle, |mut all| match all.main_mut() {
            ShapeMut::Circle { mut label, .. } => label.push_str(&long('n', 60)),
            _ => Err(other_variant()),
        }),
        with("a list of the active one", polygon, |mut all| match all.main_mut() {
            ShapeMut::Polygon(mut points, _) => points.push((7, 8)),
            _ => Err(other_variant()),
        }),
        with("an option of the active one", polygon, |mut all| match all.main_mut() {
            ShapeMut::Polygon(_, mut name) => name.set(None),
            _ => Err(other_variant()),
        }),
        with("an inner one", group, |mut all| match all.main_mut() {
            ShapeMut::Group(mut shapes) => shapes.set(0, &polygon()),
            _ => Err(other_variant()),
        }),
        with("an element", || Shape::Empty, |mut all| all.others_mut().set(1, &group())),
        with("an element more", || Shape::Empty, |mut all| all.others_mut().push(&polygon())),
        with("a value of a map", || Shape::Empty, |mut all| all.by_number_mut().insert(1, &circle()).map(drop)),
        Case::new(
            "enum with data: switched twice in a transaction",
            |turn| put(turn, "object", &drawing(circle())),
            |turn| {
                let handle: Handle<Drawing> = named(turn, "object")?;
                turn.transaction(|tx| {
                    tx.get_mut(handle)?.set_main(&group())?;
                    if let ShapeMut::Group(mut shapes) = tx.get_mut(handle)?.main_mut() {
                        shapes.remove(0)?;
                    }
                    tx.get_mut(handle)?.others_mut().set(0, &Shape::Empty)?;
                    tx.get_mut(handle)?.set_main(&polygon())
                })
            },
        ),
    ]);
    cases
}

// ---- generic structs -----------------------------------------------------------------------------------------------

fn pair(n: usize, next: Option<Pair<String>>) -> Pair<String> {
    Pair { items: [long('i', n), "short".into()], spare: vec![long('s', n + 5); n / 10], next: next.map(Box::new) }
}

fn generic() -> Vec<Case> {
    fn with(what: &str, work: impl for<'t> Fn(PairMut<'t, String>) -> Result<(), Error> + 'static) -> Case {
        change::<Pair<String>>(format!("generic struct: {what}"), || pair(30, Some(pair(10, None))), work)
    }
    let mut cases =
        whole("generic struct", || pair(30, None), || pair(60, Some(pair(30, Some(pair(5, None))))), || pair(3, None));
    cases.extend([
        with("an item", |mut pair| pair.items_mut().set(1, &long('n', 50))),
        with("all items", |mut pair| pair.set_items(&[long('a', 40), long('b', 50)])),
        with("append", |mut pair| pair.spare_mut().push(&long('n', 50))),
        with("another one inside", |mut all| all.set_next(Some(&pair(40, None)))),
        with("none inside", |mut pair| pair.set_next(None)),
    ]);
    cases
}

// ---- attributes ----------------------------------------------------------------------------------------------------

fn some_attributes(n: usize) -> Attributes {
    Attributes {
        words: (0..n).map(|n| format!("word{n}")).collect(),
        bytes: [n as u8; 12],
        hits: 7,
        more: (0..n).map(|n| (format!("attribute {n}, which is long"), value!([1, "two"]))).collect(),
    }
}

fn attributes() -> Vec<Case> {
    fn with(what: &str, work: impl for<'t> Fn(AttributesMut<'t>) -> Result<(), Error> + 'static) -> Case {
        change::<Attributes>(format!("attribute: {what}"), || some_attributes(4), work)
    }
    const KNOWN: &str = "attribute 2, which is long";
    let mut cases = whole("attribute", || some_attributes(4), || some_attributes(6), || some_attributes(0));
    cases.extend([
        with("with: set", |mut all| all.set_words(&BTreeSet::from([long('w', 40), "x".into()]))),
        with("with: what is stored", |mut all| all.words_mut().push_str(&long('n', 50))),
        with("pod: set", |mut all| {
            all.set_bytes([9; 12]);
            Ok(())
        }),
        with("atomic: set", |mut all| {
            all.set_hits(8);
            Ok(())
        }),
        with("extra: a new one", |mut all| all.set_extra("new", value!({"a": [long('n', 30)]}))),
        with("extra: over another", |mut all| all.set_extra(KNOWN, value!("another kind, and a block of its own"))),
        with("extra: remove", |mut all| all.remove_extra(KNOWN).map(drop)),
        with("extra: remove of none", |mut all| all.remove_extra("unknown").map(drop)),
        with("extra: changed in place", |mut all| {
            let list = all.get_extra_mut(KNOWN).and_then(|list| list.into_list_mut());
            list.ok_or(Error::WrongKind { expected: "a list", found: "another kind" })?.push(value!([3]))
        }),
        change::<Attributes>(
            "attribute: extra: a new one in a full table".into(),
            || some_attributes(14),
            |mut all| all.set_extra("new", value!(1)),
        ),
        with("extra: all of them", |mut all| {
            all.more_mut().extend([("a", value!(1)), (KNOWN, value!(2)), ("c", value!([3]))])
        }),
    ]);
    cases
}

// ---- versions ------------------------------------------------------------------------------------------------------

fn old_player() -> old::Player {
    old::Player { name: "a name that lies outside of its slot".into(), tags: vec![long('t', 30), "u".into()] }
}

fn new_player() -> new::Player {
    let old::Player { name, tags } = old_player();
    new::Player { name, tags, level: 3, notes: vec![long('n', 40)] }
}

fn versions() -> Vec<Case> {
    fn of_old(what: &str, work: fn(&mut ipo::WriteTurn<'_>) -> Result<(), Error>) -> Case {
        Case::new(format!("version: {what}"), |turn| put(turn, "object", &old_player()), work)
    }
    vec![
        of_old("remove by a newer program", |turn| {
            let handle = named::<new::Player>(turn, "object")?;
            turn.remove(handle)
        }),
        of_old("the first object of a newer program", |turn| turn.put(&new_player()).map(drop)),
        of_old("made new in a transaction", |turn| {
            let handle = named::<new::Player>(turn, "object")?;
            turn.transaction(|tx| {
                let player = tx.load(handle)?;
                tx.remove(handle)?;
                let player = tx.put(&new::Player { level: player.level + 1, ..player })?;
                tx.bind("object", player)
            })
        }),
        Case::new(
            "version: both removed by a newer program",
            |turn| {
                put(turn, "object", &old_player())?;
                put(turn, "other", &new_player())
            },
            |turn| {
                let players = ["object", "other"].map(|name| named::<new::Player>(turn, name));
                turn.transaction(|tx| players.into_iter().try_for_each(|player| tx.remove(player?)))
            },
        ),
    ]
}
