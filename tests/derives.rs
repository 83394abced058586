//! The derives: every shape of struct and enum, and every attribute, as a user's program has them.

#![allow(clippy::non_minimal_cfg, reason = "conditions that always hold are what some tests are about")]

use std::collections::HashMap;
use std::time::Duration;

use ipo::{Error, Handle, Heap, SharedEnum, SharedEnumIndex, SharedStruct, Value, value};
use zerocopy::{FromBytes, Immutable, IntoBytes};

fn heap() -> Heap {
    Heap::options().capacity(4 << 20).create_anonymous().expect("an anonymous heap")
}

/// Runs `change` on a fresh object, and checks that the heap is as empty as before once the object is removed.
fn with_object<T: ipo::Shared>(
    value: &T,
    change: impl FnOnce(&mut ipo::WriteTurn<'_>, Handle<T>) -> Result<(), Error>,
) {
    let heap = heap();
    let mut turn = heap.write().expect("a turn");
    // The first object of a type makes the heap know the type.
    let first = turn.put(value).expect("room");
    turn.remove(first).expect("it is there");
    let before = turn.stats();
    let handle = turn.put(value).expect("room");
    change(&mut turn, handle).expect("the change succeeds");
    assert!(turn.verify().is_sound(), "{:?}", turn.verify().findings);
    turn.remove(handle).expect("it is there");
    assert_eq!((turn.stats().used, turn.stats().blocks), (before.used, before.blocks));
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Pair<T, const N: usize = 2>
where
    T: Clone,
{
    items: [T; N],
    spare: Vec<T>,
    parent: Option<Box<Self>>,
}

impl<T: Clone + ipo::Shared, const N: usize> PairMut<'_, T, N> {
    fn depth(&self) -> usize {
        fn of<T: Clone + ipo::Shared, const N: usize>(pair: PairRef<'_, T, N>) -> usize {
            1 + pair.parent().map_or(0, of)
        }
        of(self.as_ref())
    }
}

#[test]
fn a_generic_struct_is_one_type_for_each_argument() {
    let leaf = Pair { items: ["a".to_owned(), "b".to_owned()], spare: vec![], parent: None };
    let tree = Pair { items: leaf.items.clone(), spare: vec!["c".repeat(40)], parent: Some(Box::new(leaf)) };
    with_object(&tree, |turn, handle| {
        assert_eq!(turn.load(handle)?, tree);
        let mut view = turn.get_mut(handle)?;
        assert_eq!(view.depth(), 2);
        view.spare_mut().push("d")?;
        let PairParts { mut items, mut spare, .. } = view.parts();
        spare.push("e")?;
        items.set(0, "changed")?;
        assert_eq!(turn.get(handle)?.spare().len(), 3);
        assert_eq!(turn.get(handle)?.items().get(0), Some("changed"));
        turn.bind("pair", handle)?;
        let other = turn.root::<Pair<String, 3>>("pair");
        assert!(matches!(other, Err(Error::SchemaMismatch { .. })), "{other:?}");
        turn.unbind("pair")
    });
    with_object(&Pair::<u8, 3> { items: [1, 2, 3], spare: vec![4], parent: None }, |turn, handle| {
        turn.get_mut(handle)?.items_mut().as_mut_slice()[0] = 9;
        assert_eq!(turn.load(handle)?.items, [9, 2, 3]);
        Ok(())
    });
}

#[derive(SharedStruct, Clone, Debug)]
#[shared(bound = "K: ipo::Key")]
struct Index<K, V> {
    entries: HashMap<K, V>,
}

#[test]
fn bounds_can_be_given_for_the_heap_alone() {
    let index = Index { entries: HashMap::from([("a".to_owned(), vec![1_u16])]) };
    with_object(&index, |turn, handle| {
        turn.get_mut(handle)?.entries_mut().insert("b", &[2, 3])?;
        assert_eq!(turn.get(handle)?.entries().len(), 2);
        Ok(())
    });
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Meters(f64);

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Named(String, #[shared(accessor = "length")] Meters, Vec<Self>);

#[derive(SharedStruct, Clone, Copy, Debug, PartialEq)]
struct Marker;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nothing();

#[test]
fn tuple_and_unit_structs() {
    let inner = Named("in".into(), Meters(1.0), vec![]);
    let named = Named("out".into(), Meters(2.5), vec![inner]);
    with_object(&named, |turn, handle| {
        let mut view = turn.get_mut(handle)?;
        assert_eq!((view._0(), view.length()._0(), view._2().len()), ("out", 2.5, 1));
        view.set_0("changed")?;
        view.length_mut().set_0(4.0);
        *view.length_mut()._0_mut() += 1.0;
        let NamedParts(mut name, mut length, _) = view.parts();
        name.push_str("!")?;
        length.set_0(length._0() * 2.0);
        assert_eq!(turn.load(handle)?, Named("changed!".into(), Meters(10.0), named.2.clone()));
        Ok(())
    });
    with_object(&Marker, |turn, handle| {
        assert_eq!(turn.load(handle)?, Marker);
        Ok(())
    });
    with_object(&Nothing(), |turn, handle| {
        assert_eq!(turn.load(handle)?, Nothing());
        Ok(())
    });
}

#[derive(SharedStruct, Debug, PartialEq)]
struct Conditional {
    always: i32,
    #[cfg(not(unix))]
    never: std::rc::Rc<str>,
    #[cfg(unix)]
    also: i32,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq)]
enum Choice {
    A,
    #[cfg(not(unix))]
    Never,
    #[cfg(unix)]
    #[shared(type = i64)]
    Second,
}

#[test]
fn conditional_fields_and_variants() {
    with_object(&Conditional { always: 1, also: 2 }, |turn, handle| {
        assert_eq!((turn.get(handle)?.always(), turn.get(handle)?.also()), (1, 2));
        Ok(())
    });
    assert_eq!(<Choice as ipo::EnumIndex>::NAMES, ["A", "Second"]);
    assert_eq!((Choice::A as u8, Choice::SECOND.variant()), (0, Choice::Second));
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
enum Shape {
    Empty,
    Circle { radius: f64, label: String },
    Polygon(Vec<(f64, f64)>, Option<String>),
    Group(Vec<Shape>),
}

impl ShapeRef<'_> {
    fn area(self) -> f64 {
        match self {
            ShapeRef::Empty => 0.0,
            ShapeRef::Circle { radius, .. } => radius * radius * 3.0,
            ShapeRef::Polygon(points, _) => points.len() as f64,
            ShapeRef::Group(shapes) => shapes.iter().map(ShapeRef::area).sum(),
        }
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Drawing {
    main: Shape,
    others: Vec<Shape>,
    by_name: HashMap<String, Shape>,
}

fn shapes() -> Vec<Shape> {
    vec![
        Shape::Empty,
        Shape::Circle { radius: 2.0, label: "a label that is longer than any slot".into() },
        Shape::Polygon(vec![(0.0, 1.0); 50], Some("p".into())),
        Shape::Group(vec![Shape::Empty, Shape::Circle { radius: 1.0, label: "c".into() }]),
    ]
}

#[test]
fn an_enum_with_data_is_matched_on_changed_and_switched() {
    for shape in shapes() {
        with_object(&shape, |turn, handle| {
            assert_eq!(turn.load(handle)?, shape);
            assert_eq!(turn.get(handle)?.load(), shape);
            Ok(())
        });
    }
    let drawing = Drawing {
        main: Shape::Empty,
        others: shapes(),
        by_name: HashMap::from([("x".to_owned(), Shape::Circle { radius: 1.0, label: String::new() })]),
    };
    with_object(&drawing, |turn, handle| {
        let mut view = turn.get_mut(handle)?;
        view.set_main(&Shape::Circle { radius: 2.0, label: "main".into() })?;
        match view.main_mut() {
            ShapeMut::Circle { radius, mut label } => {
                *radius += 1.0;
                label.push_str(", changed")?;
            }
            other => panic!("another variant: {other:?}"),
        }
        assert_eq!(view.main().area(), 27.0);
        view.set_main(&Shape::Group(shapes()))?;
        let ShapeMut::Group(mut inner) = view.main_mut() else { panic!("another variant") };
        inner.set(0, &Shape::Polygon(vec![(1.0, 1.0)], None))?;
        assert_eq!(view.main().area(), 1.0 + 12.0 + 50.0 + 3.0);
        view.others_mut().push(&Shape::Empty)?;
        view.by_name_mut().insert("x", &Shape::Empty)?;
        assert_eq!(format!("{:?}", view.by_name().get("x").expect("just set")), "Empty");
        turn.store(handle, &drawing)?;
        assert_eq!(turn.load(handle)?, drawing);
        let failed: Result<(), Error> = turn.transaction(|tx| {
            tx.get_mut(handle)?.set_main(&Shape::Group(shapes()))?;
            if let ShapeMut::Group(mut shapes) = tx.get_mut(handle)?.main_mut() {
                shapes.clear()?;
            }
            Err(Error::NoMessages)
        });
        assert!(failed.is_err());
        assert_eq!(turn.load(handle)?, drawing);
        Ok(())
    });
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(name = "lab.Reply")]
enum Reply<T, E = String> {
    Done(T),
    Failed {
        #[shared(rename = "why")]
        error: E,
        #[shared(skip)]
        trace: Vec<String>,
    },
    #[shared(rename = "Later")]
    Pending,
}

#[derive(SharedEnum, Clone, Copy, Debug, PartialEq)]
#[shared(derive_ref(PartialEq, Eq))]
enum Plain {
    A = 3,
    B,
}

#[test]
fn generic_enums_and_enums_without_data() {
    let failed: Reply<u32> = Reply::Failed { error: "no".into(), trace: vec!["here".into()] };
    with_object(&failed, |turn, handle| {
        assert_eq!(turn.load(handle)?, Reply::Failed { error: "no".into(), trace: vec![] });
        turn.store(handle, &Reply::Done(3))?;
        if let ReplyMut::Done(number) = turn.get_mut(handle)? {
            *number += 1;
        }
        assert_eq!(turn.load(handle)?, Reply::Done(4));
        turn.bind("reply", handle)?;
        assert_eq!(turn.roots()?[0].type_name, "lab.Reply");
        let wrong = turn.root::<Reply<u32, u64>>("reply").expect_err("another type");
        assert!(wrong.to_string().contains("field `Failed.why`"), "{wrong}");
        turn.unbind("reply")
    });
    with_object(&Plain::B, |turn, handle| {
        assert!(turn.get(handle)? == PlainRef::B && PlainRef::A != PlainRef::B);
        turn.store(handle, &Plain::A)?;
        assert_eq!(turn.load(handle)?, Plain::A);
        Ok(())
    });
}

/// Milliseconds in the heap.
mod milliseconds {
    use std::time::Duration;

    pub(super) type Stored = u64;

    pub(super) fn store(value: &Duration) -> u64 {
        value.as_millis() as u64
    }

    pub(super) fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

/// A set of words as one text.
mod words {
    use std::collections::BTreeSet;

    pub(super) type Stored = String;

    pub(super) fn store(value: &BTreeSet<String>) -> String {
        value.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn load(stored: String) -> BTreeSet<String> {
        stored.split_whitespace().map(str::to_owned).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
struct Point {
    x: f32,
    y: f32,
    id: u64,
}

fn ten() -> u8 {
    10
}

#[derive(SharedStruct, Debug, PartialEq)]
#[shared(derive_ref(Debug))]
struct Everything {
    #[shared(with = milliseconds)]
    timeout: Duration,
    #[shared(with = "words", rename = "tags")]
    words: std::collections::BTreeSet<String>,
    #[shared(pod)]
    place: Point,
    #[shared(extra)]
    more: HashMap<String, Value>,
    #[shared(skip)]
    cache: Option<std::rc::Rc<str>>,
    #[shared(skip, default = ten)]
    level: u8,
}

#[test]
fn foreign_types_plain_bytes_extra_attributes_and_fields_left_out() {
    let all = Everything {
        timeout: Duration::from_millis(1_500),
        words: ["b", "a"].map(str::to_owned).into(),
        place: Point { x: 1.0, y: 2.0, id: 3 },
        more: HashMap::from([("color".to_owned(), value!("red"))]),
        cache: Some("cached".into()),
        level: 1,
    };
    with_object(&all, |turn, handle| {
        let mut view = turn.get_mut(handle)?;
        assert_eq!(view.timeout(), Duration::from_millis(1_500));
        view.set_timeout(&(view.timeout() * 2));
        *view.timeout_mut() += 1;
        let mut words = view.words();
        words.insert("c".into());
        view.set_words(&words)?;
        view.words_mut().push_str(" d")?;
        view.place_mut().x += 1.0;
        view.set_place(Point { id: 4, ..*view.place() });
        view.set_extra("size", value!([1, 2]))?;
        view.get_extra_mut("size").and_then(|size| size.into_list_mut()).expect("a list").push(value!(3))?;
        assert_eq!(view.get_extra("color").map(|color| color.load()), Some(value!("red")));
        assert_eq!(view.remove_extra("color")?, Some(value!("red")));
        assert!(view.get_extra("color").is_none() && view.more().len() == 1);
        let loaded = turn.load(handle)?;
        assert_eq!(loaded.timeout, Duration::from_millis(3_001));
        assert_eq!(loaded.words, ["a", "b", "c", "d"].map(str::to_owned).into());
        assert_eq!(loaded.place, Point { x: 2.0, y: 2.0, id: 4 });
        assert_eq!(loaded.more, HashMap::from([("size".to_owned(), value!([1, 2, 3]))]));
        assert_eq!((loaded.cache, loaded.level), (None, 10));
        let view = turn.get(handle)?;
        assert!(format!("{view:?}").starts_with("Everything { timeout: 3.001s, words: {"), "{view:?}");
        Ok(())
    });
}

#[derive(SharedStruct, Debug, PartialEq, Default)]
struct Counters {
    #[shared(atomic)]
    hits: u64,
    note: String,
    #[shared(atomic)]
    open: bool,
    many: [(i32, ipo::Atomic<i16>); 2],
}

#[test]
fn atomic_fields_are_changed_in_read_turns_by_many_threads() {
    let heap = heap();
    let handle = heap.write().expect("a turn").put(&Counters::default()).expect("room");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..1_000 {
                    let turn = heap.read().expect("a turn");
                    let view = turn.get(handle).expect("it is there");
                    view.hits().fetch_add(1).expect("a writable heap");
                    view.many().get(1).expect("two").1.fetch_sub(1).expect("a writable heap");
                }
            });
        }
    });
    let mut turn = heap.write().expect("a turn");
    let mut view = turn.get_mut(handle).expect("it is there");
    assert_eq!((view.hits().load(), view.many().get(1).expect("two").1.load()), (4_000, -4_000));
    view.set_hits(7);
    view.set_open(true);
    changes(view.as_ref()).expect("a writable heap");
}

fn changes(view: CountersRef<'_>) -> Result<(), Error> {
    assert!(view.open().swap(false)?);
    assert_eq!(view.hits().compare_exchange(7, 8)?, Ok(7));
    assert_eq!(view.hits().fetch_update(|n| n.checked_sub(9))?, Err(8));
    assert_eq!((view.hits().fetch_max(20)?, view.hits().fetch_min(3)?, view.hits().load()), (8, 20, 3));
    Ok(())
}

#[test]
fn a_failed_transaction_restores_all_but_atomic_fields() {
    let heap = heap();
    let handle = heap.write().expect("a turn").put(&Counters::default()).expect("room");
    let failed: Result<(), Error> = heap.transaction(|tx| {
        let mut view = tx.get_mut(handle)?;
        view.hits().fetch_add(5)?;
        view.set_open(true);
        view.set_note("a note that is longer than any slot")?;
        let mut many = view.many_mut();
        let (plain, atomic) = many.get_mut(1).expect("two");
        *plain = 3;
        atomic.fetch_add(4)?;
        Err(Error::NoMessages)
    });
    assert!(failed.is_err());
    let expected =
        Counters { hits: 5, open: true, many: [(0, ipo::Atomic(0)), (0, ipo::Atomic(4))], ..Counters::default() };
    assert_eq!(heap.read().expect("a turn").load(handle).expect("it is there"), expected);
}

#[test]
fn atomics_of_a_heap_that_is_attached_to_be_read_refuse_changes() {
    let name = ipo_workspace::Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a heap");
    let handle = heap.write().expect("a turn").put(&Counters::default()).expect("room");
    let reader = Heap::options().read_only(true).attach(&name).expect("the heap");
    let turn = reader.read().expect("a turn");
    let view = turn.get(handle).expect("it is there");
    assert_eq!((view.hits().load(), view.hits().fetch_add(1).is_err()), (0, true));
    assert!(matches!(view.open().store(true), Err(Error::ReadOnly)));
}
