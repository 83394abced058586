//! The places where a value can lie, for any kind: a struct of all of them, and a change of each, in the heap and in Rust.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use ipo::{Error, Outcome, SharedStruct};

use crate::Kind;

/// A kind in every place. The numbers around it notice a neighbour that writes too far.
#[derive(SharedStruct, Clone, Debug)]
pub(super) struct Everywhere<T: Clone> {
    before: u8,
    pub(super) field: T,
    after: u8,
    list: Vec<T>,
    deque: VecDeque<T>,
    option: Option<T>,
    boxed: Box<T>,
    tuple: (u16, T, u8),
    array: [T; 2],
    map: HashMap<u32, T>,
    tree: BTreeMap<i16, T>,
    lists: Vec<Vec<T>>,
    last: u8,
}

impl<T: Kind> Everywhere<T> {
    pub(super) fn new(a: &T, b: &T) -> Self {
        let (a, b) = (|| a.clone(), || b.clone());
        Everywhere {
            before: 0xA5,
            field: a(),
            after: 0x5A,
            list: vec![a(), b(), a()],
            deque: VecDeque::from([b(), a()]),
            option: Some(b()),
            boxed: Box::new(a()),
            tuple: (0xA5A5, b(), 0x5A),
            array: [a(), b()],
            map: HashMap::from([(1, a()), (2, b())]),
            tree: (-3..6).map(|n| (n, if n % 2 == 0 { a() } else { b() })).collect(),
            lists: vec![vec![], vec![b(), a()]],
            last: 0xA5,
        }
    }

    /// The text of all of it: one that differs in any bit has another text.
    pub(super) fn exact(&self) -> String {
        fn texts<'a, T: Kind>(values: impl IntoIterator<Item = &'a T>) -> String {
            format!("[{}]", values.into_iter().map(T::exact).collect::<Vec<_>>().join(", "))
        }
        let numbers = (self.before, self.after, self.last, self.tuple.0, self.tuple.2);
        let rows = [
            texts([&self.field, &*self.boxed, &self.tuple.1]),
            texts(&self.list),
            texts(&self.deque),
            texts(&self.option),
            texts(&self.array),
            texts(&self.lists[0]),
            texts(&self.lists[1]),
            texts(self.tree.values()),
            texts(self.map.iter().collect::<BTreeMap<_, _>>().into_values()),
        ];
        let keys: (Vec<_>, BTreeSet<_>) = (self.tree.keys().collect(), self.map.keys().collect());
        format!("{numbers:?} {} {keys:?}", rows.join(" "))
    }
}

/// A change in the heap, and the same one in Rust.
type Change<T> = (fn(&mut EverywhereMut<'_, T>, &T) -> Result<(), Error>, fn(&mut Everywhere<T>, &T));

/// One of each place.
pub(super) fn changes<T: Kind>() -> Vec<Change<T>> {
    vec![
        (|all, b| all.set_field(b.to_arg()).into_result(), |all, b| all.field = b.clone()),
        (|all, b| all.list_mut().push(b.to_arg()), |all, b| all.list.push(b.clone())),
        (|all, b| all.list_mut().set(0, b.to_arg()), |all, b| all.list[0] = b.clone()),
        (|all, b| all.list_mut().insert(1, b.to_arg()), |all, b| all.list.insert(1, b.clone())),
        (|all, b| all.deque_mut().push_front(b.to_arg()), |all, b| all.deque.push_front(b.clone())),
        (|all, _| all.set_option(None).into_result(), |all, _| all.option = None),
        (|all, b| all.set_option(Some(b.to_arg())).into_result(), |all, b| all.option = Some(b.clone())),
        (|all, b| all.set_boxed(b.to_arg()), |all, b| *all.boxed = b.clone()),
        (|all, b| all.set_tuple((7, b.to_arg(), 8)).into_result(), |all, b| all.tuple = (7, b.clone(), 8)),
        (|all, b| all.array_mut().set(0, b.to_arg()), |all, b| all.array[0] = b.clone()),
        (|all, b| all.map_mut().insert(9, b.to_arg()).map(drop), |all, b| drop(all.map.insert(9, b.clone()))),
        (|all, b| all.map_mut().insert(1, b.to_arg()).map(drop), |all, b| drop(all.map.insert(1, b.clone()))),
        (|all, _| all.map_mut().remove(2).map(drop), |all, _| drop(all.map.remove(&2))),
        (|all, b| all.tree_mut().insert(50, b.to_arg()).map(drop), |all, b| drop(all.tree.insert(50, b.clone()))),
        (
            |all, b| all.lists_mut().get_mut(0).expect("two lists").push(b.to_arg()),
            |all, b| all.lists[0].push(b.clone()),
        ),
    ]
}
