//! Deques that wrap and grow, trees whose nodes split and merge, compact maps that are replaced.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;

use ipo::{Compact, Error, Handle, SharedStruct, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Leaf, leaf, long, named, put};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Ordered {
    numbers: VecDeque<u64>,
    texts: VecDeque<String>,
    /// Ten entries to a node.
    tree: BTreeMap<u32, [u64; 6]>,
    leaves: BTreeMap<String, Leaf>,
    set: BTreeSet<u64>,
}

#[derive(SharedStruct, Clone, PartialEq)]
pub(crate) struct Compacts {
    map: Compact<HashMap<String, String>>,
    set: Compact<HashSet<u64>>,
}

impl fmt::Debug for Compacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (map, set) = (self.map.iter().collect::<BTreeMap<_, _>>(), self.set.iter().collect::<BTreeSet<_>>());
        write!(f, "{map:?}; {set:?}")
    }
}

/// `deque` numbers and about a fourth as many texts, `tree` entries.
fn start(deque: u64, tree: u32) -> Ordered {
    Ordered {
        numbers: (0..deque).collect(),
        texts: (0..deque / 4).map(|n| long('t', 20 + n as usize)).collect(),
        tree: (0..tree).map(|n| (n * 2, [n.into(); 6])).collect(),
        leaves: (0..tree.min(8)).map(|n| (format!("key {n}, which needs a block"), leaf(n))).collect(),
        set: (0..u64::from(tree)).collect(),
    }
}

fn ordered(
    what: &str,
    start: Ordered,
    change: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static,
) -> Case {
    Case::new(
        what,
        move |turn| put(turn, "ordered", &start),
        move |turn| {
            let handle = named::<Ordered>(turn, "ordered")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

fn deque(what: &str, n: u64, change: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static) -> Case {
    ordered(&format!("deque: {what}"), start(n, 0), change)
}

/// Of nine numbers, `first` is in the start state.
fn after(
    what: &str,
    first: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static,
    change: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static,
) -> Case {
    let prepare = move |turn: &mut WriteTurn<'_>| {
        put(turn, "ordered", &start(9, 0))?;
        let handle = named::<Ordered>(turn, "ordered")?;
        first(&mut turn.get_mut(handle)?)
    };
    Case { prepare: Box::new(prepare), ..ordered(what, start(9, 0), change) }
}

/// In a ring whose numbers go on at its start.
fn turned(what: &str, change: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static) -> Case {
    let turn = |o: &mut OrderedMut<'_>| {
        let mut numbers = o.numbers_mut();
        (0..5).try_for_each(|_| numbers.pop_front().map(drop))?;
        numbers.extend(20..24)
    };
    after(&format!("deque: {what} around the end"), turn, change)
}

fn tree(what: &str, n: u32, change: impl for<'t> Fn(&mut OrderedMut<'t>) -> Result<(), Error> + 'static) -> Case {
    ordered(&format!("tree: {what}"), start(0, n), change)
}

fn compacts(n: u64) -> Compacts {
    let map: HashMap<String, String> =
        (0..n).map(|n| (format!("key {n}, which needs a block"), long('v', n as usize * 9))).collect();
    Compacts { map: map.into(), set: (0..n).collect::<HashSet<_>>().into() }
}

fn compact(what: &str, change: impl for<'t> Fn(&mut CompactsMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        format!("compact: {what}"),
        |turn| put(turn, "compacts", &compacts(7)),
        move |turn| {
            let handle = named::<Compacts>(turn, "compacts")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        deque("first push", 0, |o| o.numbers_mut().push_front(7)),
        // Eight numbers leave room for a ninth.
        deque("push back with room", 8, |o| o.numbers_mut().push_back(7)),
        deque("push front with room", 8, |o| o.numbers_mut().push_front(7)),
        // 23 numbers fill their block.
        deque("push to a larger block", 23, |o| o.numbers_mut().push_front(7)),
        deque("pop front", 9, |o| o.numbers_mut().pop_front().map(drop)),
        deque("insert in the middle", 13, |o| o.numbers_mut().insert(4, 7)),
        deque("remove near the end", 13, |o| o.numbers_mut().remove(9).map(drop)),
        deque("rotate", 13, |o| o.numbers_mut().rotate_right(5)),
        turned("push back", |o| o.numbers_mut().push_back(7)),
        turned("insert", |o| o.numbers_mut().insert(2, 7)),
        turned("make_contiguous", |o| o.numbers_mut().make_contiguous().map(drop)),
        deque("set", 9, |o| o.numbers_mut().set(4, 70)),
        deque("swap", 9, |o| o.numbers_mut().swap(1, 7)),
        deque("extend to a larger block", 9, |o| o.numbers_mut().extend(100..130)),
        deque("drain", 13, |o| o.numbers_mut().drain(3..9).map(drop)),
        deque("truncate", 13, |o| o.numbers_mut().truncate(4)),
        deque("clear", 13, |o| o.numbers_mut().clear()),
        deque("reserve", 9, |o| o.numbers_mut().reserve(60)),
        after("deque: shrink_to_fit", |o| o.numbers_mut().truncate(3), |o| o.numbers_mut().shrink_to_fit()),
        deque("texts: set", 13, |o| o.texts_mut().set(1, &long('n', 60))),
        deque("texts: drain", 21, |o| o.texts_mut().drain(1..4).map(drop)),
        deque("texts: clear", 21, |o| o.texts_mut().clear()),
        deque("texts: push front", 13, |o| o.texts_mut().push_front(&long('n', 50))),
        deque("texts: pop back", 13, |o| o.texts_mut().pop_back().map(drop)),
        deque("texts: retain", 21, |o| o.texts_mut().retain(|text| text.len() % 2 == 0)),
        tree("first insert", 0, |o| o.tree_mut().insert(1, &[7; 6]).map(drop)),
        tree("insert with room", 7, |o| o.tree_mut().insert(5, &[7; 6]).map(drop)),
        tree("insert over a value", 7, |o| o.tree_mut().insert(4, &[7; 6]).map(drop)),
        tree("insert that splits the root", 9, |o| o.tree_mut().insert(5, &[7; 6]).map(drop)),
        tree("insert that splits two levels", 99, |o| o.tree_mut().insert(61, &[7; 6]).map(drop)),
        tree("remove from a leaf", 7, |o| o.tree_mut().remove(4).map(drop)),
        // Eleven entries lie in a root and two leaves of five.
        tree("remove that merges", 11, |o| o.tree_mut().remove(0).map(drop)),
        tree("remove that fills up from a neighbour", 16, |o| o.tree_mut().remove(18).map(drop)),
        tree("remove of the root's entry", 20, |o| o.tree_mut().remove(20).map(drop)),
        tree("pop of the only one", 1, |o| o.tree_mut().pop_last().map(drop)),
        tree("retain", 25, |o| o.tree_mut().retain(|key, _| key % 3 == 0)),
        tree("extend", 12, |o| o.set_mut().extend([100, 3, 50])),
        tree("leaves: insert", 5, |o| o.leaves_mut().insert(&long('k', 40), &leaf(9)).map(drop)),
        tree("leaves: remove", 5, |o| o.leaves_mut().remove("key 2, which needs a block").map(drop)),
        tree("clear", 25, |o| o.tree_mut().clear()),
        tree("leaves: clear", 8, |o| o.leaves_mut().clear()),
        tree("leaves: change in place", 5, |o| {
            let mut leaves = o.leaves_mut();
            leaves.get_mut("key 2, which needs a block").map_or(Ok(()), |mut leaf| leaf.set_name(&long('n', 70)))
        }),
        tree("set: remove", 25, |o| o.set_mut().remove(7).map(drop)),
        tree("set: pop", 25, |o| o.set_mut().pop_first().map(drop)),
        tree("set: retain", 40, |o| o.set_mut().retain(|n| n % 3 == 0)),
        tree("set: clear", 40, |o| o.set_mut().clear()),
        tree("set: insert", 5, |o| o.set_mut().insert(77).map(drop)),
        Case::new(
            "tree: splits and merges of a transaction",
            |turn| put(turn, "ordered", &start(0, 9)),
            |turn| {
                let handle: Handle<Ordered> = named(turn, "ordered")?;
                turn.transaction(|tx| {
                    let mut ordered = tx.get_mut(handle)?;
                    let mut tree = ordered.tree_mut();
                    (0..4).try_for_each(|n| tree.insert(n * 2 + 1, &[7; 6]).map(drop))?;
                    (0..6).try_for_each(|n| tree.remove(n).map(drop))
                })
            },
        ),
        Case::new("ordered: put", |_| Ok(()), |turn| turn.put(&start(9, 15)).map(drop)),
        Case::new(
            "ordered: remove of the object",
            |turn| put(turn, "ordered", &start(9, 15)),
            |turn| {
                let handle: Handle<Ordered> = named(turn, "ordered")?;
                turn.remove(handle)
            },
        ),
        compact("replace", |c| {
            c.map_mut().set(&HashMap::from([("a".to_owned(), long('b', 40)), (long('c', 50), "d".into())]))
        }),
        compact("set to nothing", |c| c.set_set(&HashSet::new())),
        Case::new("compact: put", |_| Ok(()), |turn| turn.put(&compacts(5)).map(drop)),
        Case::new(
            "compact: remove of the object",
            |turn| put(turn, "compacts", &compacts(5)),
            |turn| {
                let handle: Handle<Compacts> = named(turn, "compacts")?;
                turn.remove(handle)
            },
        ),
    ]
}
