//! Containers in containers: changed in place at any depth; what is stored from a view is a copy; what is moved is not.

use std::collections::{HashMap, HashSet};

use ipo::{Error, Heap, SharedStruct, Value, WriteTurn, value};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Item {
    name: String,
    tags: Vec<String>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Tree {
    item: Item,
    children: Vec<Tree>,
    by_name: HashMap<String, Vec<Vec<Option<String>>>>,
}

fn item(n: usize) -> Item {
    Item { name: format!("item {n}, by a name that needs a block"), tags: vec![format!("tag {n}"), "x".repeat(40)] }
}

fn tree(n: usize) -> Tree {
    Tree { item: item(n), children: vec![], by_name: HashMap::new() }
}

fn heap() -> Heap {
    Heap::options().capacity(4 << 20).create_anonymous().expect("memory")
}

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks)
}

/// The node at the end of a chain of first children.
fn descend(mut node: TreeMut<'_>, depth: usize) -> TreeMut<'_> {
    for _ in 0..depth {
        let children = node.into_parts().children;
        node = children.into_get_mut(0).expect("made before");
    }
    node
}

#[test]
fn containers_at_any_depth_are_changed_in_place() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let empty = turn.put(&tree(0)).and_then(|handle| turn.remove(handle)).map(|()| in_use(&turn))?;
    let handle = turn.put(&tree(0))?;
    for depth in 0..40 {
        let mut node = descend(turn.get_mut(handle)?, depth);
        node.children_mut().extend([&tree(depth + 1), &tree(99)])?;
        let mut by_name = node.by_name_mut();
        let mut lists = by_name.entry("some key").or_default()?;
        lists.resize(3, &[])?;
        lists.last_mut().expect("three").extend([Some("deep"), None])?;
        lists
            .last_mut()
            .expect("three")
            .get_mut(1)
            .expect("two")
            .insert("deeper, and longer than a slot")?
            .push('!')?;
    }
    let mut expected = tree(40);
    for depth in (0..40).rev() {
        let lists = vec![vec![], vec![], vec![Some("deep".into()), Some("deeper, and longer than a slot!".into())]];
        expected = Tree {
            children: vec![expected, tree(99)],
            by_name: HashMap::from([("some key".into(), lists)]),
            ..tree(depth)
        };
    }
    assert_eq!(turn.load(handle)?, expected);
    assert!(turn.verify().is_sound());
    turn.remove(handle)?;
    assert_eq!(in_use(&turn), empty);
    Ok(())
}

/// Each is stored, then changed; its source is neither emptied nor changed with it, nor the other way round.
#[test]
fn a_view_that_is_stored_elsewhere_is_copied() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let empty = turn.put(&tree(0)).and_then(|handle| turn.remove(handle)).map(|()| in_use(&turn))?;
    let (from, to) = (turn.put(&tree(1))?, turn.put(&tree(2))?);
    for through_transaction in [false, true] {
        let copy = |source: &mut TreeMut<'_>, target: &mut TreeMut<'_>| -> Result<(), Error> {
            // Text, as its getter gives it.
            let source = source.as_ref();
            target.item_mut().tags_mut().push(source.item().name())?;
            target.item_mut().tags_mut().extend(source.item().tags().iter())?;
            target.item_mut().tags_mut().extend_from_list(source.item().tags())?;
            target.item_mut().set_name(source.item().tags().last().expect("two"))?;
            target.by_name_mut().entry(source.item().name()).or_default()?;
            // A struct.
            target.children_mut().push_from(source)?;
            target.children_mut().push(&source.load())
        };
        if through_transaction {
            turn.transaction::<_, Error>(|tx| {
                let [mut source, mut target] = tx.get_disjoint_mut([from, to])?;
                copy(&mut source, &mut target)
            })?;
        } else {
            let [mut source, mut target] = turn.get_disjoint_mut([from, to])?;
            copy(&mut source, &mut target)?;
        }
        assert_eq!(turn.load(from)?, tree(1));
        let source = item(1);
        let expected = Tree {
            item: Item {
                name: source.tags[1].clone(),
                tags: [item(2).tags, vec![source.name.clone()], source.tags.clone(), source.tags.clone()].concat(),
            },
            children: vec![tree(1), tree(1)],
            by_name: HashMap::from([(source.name.clone(), vec![])]),
        };
        assert_eq!(turn.load(to)?, expected);

        turn.get_mut(to)?.children_mut().first_mut().expect("two").item_mut().name_mut().push('!')?;
        turn.get_mut(to)?.item_mut().tags_mut().get_mut(2).expect("seven").clear()?;
        assert_eq!(turn.load(from)?, tree(1));
        turn.get_mut(from)?.item_mut().tags_mut().clear()?;
        assert_eq!(turn.load(to)?.children[1], tree(1));
        assert!(turn.verify().is_sound());
        turn.store(from, &tree(1))?;
        turn.store(to, &tree(2))?;
    }
    turn.remove(from)?;
    turn.remove(to)?;
    assert_eq!(in_use(&turn), empty);
    Ok(())
}

#[test]
fn elements_move_between_lists_with_what_they_own() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let (one, two) = (turn.put(&(0..6).map(item).collect::<Vec<_>>())?, turn.put(&vec![item(9)])?);
    let used = in_use(&turn);
    let names = |turn: &WriteTurn<'_>| -> Result<HashSet<usize>, Error> {
        let all = turn.get(one)?.iter().chain(turn.get(two)?.iter());
        Ok(all.map(|item| item.name().as_ptr() as usize).collect())
    };
    let before = names(&turn)?;
    // Room for them first, so that no block is added by the move.
    turn.get_mut(two)?.reserve(9)?;
    let reserved = in_use(&turn);
    let [mut from, mut to] = turn.get_disjoint_mut([one, two])?;
    from.move_to(1..4, &mut to, 0)?;
    to.append(&mut from)?;
    assert!(from.is_empty());
    assert_eq!(to.iter().map(|item| item.load()).collect::<Vec<_>>(), [1, 2, 3, 9, 0, 4, 5].map(item));
    assert_eq!(names(&turn)?, before, "what was owned was copied");
    assert_eq!(in_use(&turn), reserved);
    assert!(turn.verify().is_sound());

    let undone: Result<(), Error> = turn.transaction(|tx| {
        let [mut from, mut to] = tx.get_disjoint_mut([one, two])?;
        to.move_to(2.., &mut from, 0)?;
        from.push(&item(7))?;
        Err(Error::NoMessages)
    });
    assert!(undone.is_err());
    assert_eq!(turn.load(two)?, [1, 2, 3, 9, 0, 4, 5].map(item));
    assert_eq!(turn.get(one)?.len(), 0);
    turn.get_mut(two)?.shrink_to_fit()?;
    assert!(in_use(&turn).1 <= used.1 && turn.verify().is_sound());
    Ok(())
}

#[test]
fn elements_move_between_heaps_by_copies() -> Result<(), Error> {
    let (here, there) = (heap(), heap());
    let (mut here, mut there) = (here.write()?, there.write()?);
    let empty = (in_use(&here).1, in_use(&there).1);
    let (from, to) = (here.put(&(0..4).map(item).collect::<Vec<_>>())?, there.put(&vec![item(9)])?);
    here.get_mut(from)?.move_to(..2, &mut there.get_mut(to)?, 1)?;
    there.get_mut(to)?.append(&mut here.get_mut(from)?)?;
    assert_eq!(there.load(to)?, [9, 0, 1, 2, 3].map(item));
    assert_eq!(here.load(from)?, []);
    assert!(here.verify().is_sound() && there.verify().is_sound());
    here.remove(from)?;
    there.remove(to)?;
    assert!(in_use(&here).1 >= empty.0 && here.stats().objects == 0 && there.stats().objects == 0);
    Ok(())
}

#[test]
fn values_are_appended_to_at_any_depth() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&value!({"list": [[1, [2]]], "text": "t"}))?;
    let mut view = turn.get_mut(handle)?;
    let mut list = view.get_mut("list").and_then(|v| v.into_list_mut()).expect("a list");
    let mut inner = list.get_mut(0).and_then(|v| v.into_list_mut()).expect("a list");
    inner.extend([Value::from("x".repeat(50)), value!({"k": 1})])?;
    inner.get_mut(1).and_then(|v| v.into_list_mut()).expect("a list").insert(0, value!([3]))?;
    inner.reverse()?;
    assert_eq!(inner.iter().position(|v| v == value!(1)), Some(3));
    let long = "x".repeat(50);
    let expected = value!({"list": [[{"k": 1}, long, [[3], 2], 1]], "text": "t"});
    assert_eq!(turn.load(handle)?, expected);
    assert!(turn.verify().is_sound());
    Ok(())
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Arrays {
    numbers: [u64; 5],
    flags: [bool; 3],
    texts: [String; 3],
    lists: [Vec<u8>; 2],
    after: u64,
}

#[test]
fn lists_of_arrays_are_slices_too() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    for len in [0, 1, 2, 40] {
        let mut model: Vec<[f32; 3]> = (0..len).map(|n| [n as f32, -1.5, 1.0 / n as f32]).rev().collect();
        let points = turn.put(&model)?;
        let later = turn.put(&(1_u8, model.clone(), [model.clone(), vec![[7.0; 3]]]))?;
        assert_eq!(turn.get(points)?.as_slice(), model);
        let failed = turn.transaction(|tx| {
            tx.get_mut(points)?.as_mut_slice().fill([9.0; 3]);
            Err::<(), Error>(Error::NoMessages)
        });
        assert!(failed.is_err());
        assert_eq!(turn.load(points)?, model, "the transaction was not undone");
        turn.get_mut(points)?.as_mut_slice().sort_by(|a, b| a[0].total_cmp(&b[0]));
        model.sort_by(|a, b| a[0].total_cmp(&b[0]));
        turn.get_mut(points)?.push(&[1.0, 2.0, 3.0])?;
        model.push([1.0, 2.0, 3.0]);
        assert_eq!((turn.load(points)?, turn.load(later)?.2[1][0]), (model, [7.0; 3]));
    }
    Ok(())
}

#[test]
fn arrays_are_filled_swapped_and_sorted() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
    let mut turn = heap.write()?;
    let mut model = Arrays {
        numbers: [5, 1, 4, 2, 3],
        flags: [true, false, false],
        texts: ["a".into(), "b".repeat(40), "c".into()],
        lists: [vec![1; 50], vec![]],
        after: 7,
    };
    let handle = turn.put(&model)?;
    for in_transaction in [false, true] {
        let change = |arrays: &mut ArraysMut<'_>, model: &mut Arrays| -> Result<(), Error> {
            arrays.numbers_mut().as_mut_slice().sort();
            model.numbers.sort();
            arrays.numbers_mut().swap(0, 4)?;
            model.numbers.swap(0, 4);
            arrays.flags_mut().swap(0, 1)?;
            model.flags.swap(0, 1);
            arrays.texts_mut().swap(2, 1)?;
            model.texts.swap(2, 1);
            arrays.lists_mut().swap(1, 1)?;
            arrays.texts_mut().set(0, "a longer text, which needs a block")?;
            model.texts[0] = "a longer text, which needs a block".into();
            Ok(())
        };
        if in_transaction {
            turn.transaction(|tx| change(&mut tx.get_mut(handle)?, &mut model))?;
        } else {
            change(&mut turn.get_mut(handle)?, &mut model)?;
        }
        assert_eq!(turn.load(handle)?, model);
    }
    let (used, much) = (in_use(&turn), "m".repeat(20_000));
    let mut arrays = turn.get_mut(handle)?;
    assert!(matches!(arrays.texts_mut().fill(&much), Ok(())), "room for three");
    model.texts.fill(much.clone());
    assert!(matches!(arrays.texts_mut().fill(&much), Err(Error::OutOfSpace { .. })), "but not for six");
    assert!(matches!(arrays.texts_mut().swap(0, 3), Err(Error::OutOfBounds { index: 3, len: 3 })));
    assert!(matches!(arrays.flags_mut().set(3, true), Err(Error::OutOfBounds { index: 3, len: 3 })));
    assert!(arrays.numbers_mut().get_mut(5).is_none());
    arrays.numbers_mut().fill(9)?;
    arrays.flags_mut().fill(true)?;
    arrays.lists_mut().fill(&[1, 2])?;
    (model.numbers, model.flags, model.lists) = ([9; 5], [true; 3], [vec![1, 2], vec![1, 2]]);
    assert_eq!(turn.load(handle)?, model);
    turn.get_mut(handle)?.texts_mut().fill("")?;
    assert!(in_use(&turn) < used && turn.verify().is_sound());
    Ok(())
}

#[test]
fn what_cannot_be_reserved_is_an_error() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&HashMap::from([(1_u8, 2_u8)]))?;
    let mut map = turn.get_mut(handle)?;
    for more in [usize::MAX, usize::MAX / 2, 1 << 40, 1 << 31] {
        assert!(matches!(map.reserve(more), Err(Error::TooLarge { .. } | Error::OutOfSpace { .. })), "{more}");
    }
    map.reserve(100)?;
    assert!(map.capacity() >= 101 && map.get(1) == Some(2));
    Ok(())
}
