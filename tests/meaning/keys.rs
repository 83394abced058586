//! Kinds as keys: found by another process, each by itself, in tables and in trees, and in Rust's order there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;

use ipo::{Error, Handle, Shared, WriteTurn};

use crate::{Erased, Kind, Pair, assert_sound, in_use, property};

/// What both processes say of keys that were found.
fn said(found: &[impl Debug], order: &[String]) -> String {
    format!("{found:?} {order:?}")
}

/// Puts keys with their positions in containers that `make` makes of them, and asks the second process.
fn in_both<T: Kind, C: Shared>(kind: &str, make: fn(&[T]) -> C, expected: fn(&[T], &C) -> String) {
    let pair = std::cell::RefCell::new(Pair::new(kind));
    property(Erased::of::<T>(), 0..12, &|values, _| {
        let mut pair = pair.borrow_mut();
        let keys: Vec<T> = values.iter().map(|value| value.get::<T>().clone()).collect();
        let containers = make(&keys);
        let put = |turn: &mut WriteTurn<'_>| -> Result<_, Error> {
            let (all, containers) = (turn.put(&keys)?, turn.put(&containers)?);
            turn.bind("keys", all)?;
            turn.bind("containers", containers)?;
            Ok((all, containers))
        };
        let remove = |turn: &mut WriteTurn<'_>, (all, containers): (Handle<Vec<T>>, Handle<C>)| -> Result<(), Error> {
            turn.unbind("keys")?;
            turn.unbind("containers")?;
            turn.remove(all)?;
            turn.remove(containers)
        };
        let mut turn = pair.heap.write().expect("free");
        let handles = put(&mut turn).expect("there is room");
        remove(&mut turn, handles).expect("they are there");
        let start = in_use(&turn);
        let handles = put(&mut turn).expect("there is room");
        assert_sound(&turn);
        drop(turn);
        assert_eq!(pair.read(), expected(&keys, &containers));
        let mut turn = pair.heap.write().expect("free");
        remove(&mut turn, handles).expect("they are there");
        assert_eq!(in_use(&turn), start, "something was left behind");
    });
}

/// Keys of `HashMap`.
pub(super) mod key {
    use super::*;
    use std::hash::Hash;

    /// Keys with the position at which each was met last, and a set of pairs.
    type Tables<T> = (HashMap<T, u32>, HashSet<(u8, Option<T>)>);

    fn tables<T: Kind + Hash + Eq>(keys: &[T]) -> Tables<T> {
        let pairs = keys.iter().map(|key| (3, Some(key.clone())));
        (keys.iter().cloned().zip(0..).collect(), pairs.collect())
    }

    pub(crate) fn check<T: Kind + ipo::Key + Hash + Eq>(kind: &str) {
        in_both::<T, Tables<T>>(kind, tables, |keys, tables| {
            let found: Vec<_> = keys.iter().map(|key| (tables.0.get(key).copied(), true)).collect();
            said(&found, &[format!("{} {}", tables.0.len(), tables.1.len())])
        });
    }

    pub(crate) fn read<T: Kind + ipo::Key + Hash + Eq>(turn: &mut WriteTurn<'_>) -> Result<String, Error> {
        let keys: Vec<T> = turn.load(turn.root("keys")?)?;
        let tables: Handle<Tables<T>> = turn.root("containers")?;
        let (map, pairs) = turn.get(tables)?;
        let find = |key: &T| (map.get(key.to_arg()), pairs.contains((3, Some(key.to_arg()))));
        let found: Vec<_> = keys.iter().map(find).collect();
        let text = said(&found, &[format!("{} {}", map.len(), pairs.len())]);
        // What is taken out is not found any more; what is put in again is.
        let (mut map, mut pairs) = turn.get_mut(tables)?;
        for key in &keys {
            let value = map.remove(key.to_arg())?;
            assert!(!map.contains_key(key.to_arg()), "{key:?} is gone");
            map.insert(key.to_arg(), value.unwrap_or(0))?;
            pairs.remove((3, Some(key.to_arg())))?;
        }
        assert!(pairs.is_empty());
        Ok(text)
    }
}

/// Keys of `BTreeMap`.
pub(super) mod ordered {
    use super::*;
    use ipo::OrdKey;

    type Trees<T> = (BTreeMap<T, u32>, BTreeSet<Option<T>>);

    fn trees<T: Kind + Ord>(keys: &[T]) -> Trees<T> {
        let options = keys.iter().map(|key| Some(key.clone())).chain([None]);
        (keys.iter().cloned().zip(0..).collect(), options.collect())
    }

    pub(crate) fn check<T: Kind + OrdKey + Ord>(kind: &str) {
        in_both::<T, Trees<T>>(kind, trees, |keys, trees| {
            let find = |key: &T| (trees.0.get(key).copied(), trees.0.range(key..).count());
            let found: Vec<_> = keys.iter().map(find).collect();
            let order: Vec<String> = trees.1.iter().flatten().map(T::exact).collect();
            said(&found, &order)
        });
    }

    pub(crate) fn read<T: Kind + OrdKey + Ord>(turn: &mut WriteTurn<'_>) -> Result<String, Error> {
        let keys: Vec<T> = turn.load(turn.root("keys")?)?;
        let trees: Handle<Trees<T>> = turn.root("containers")?;
        let (map, options) = turn.get(trees)?;
        assert!(options.first().is_some_and(|first| first.is_none()), "nothing comes first");
        let find = |key: &T| (map.get(key.to_arg()), map.range(key.to_arg()..).count());
        let found: Vec<_> = keys.iter().map(find).collect();
        let order: Vec<String> = options.iter().flatten().map(|key| T::load(key).exact()).collect();
        let text = said(&found, &order);
        let (mut map, _) = turn.get_mut(trees)?;
        for key in &keys {
            map.remove(key.to_arg())?;
            assert!(!map.contains_key(key.to_arg()), "{key:?} is gone");
        }
        assert!(map.is_empty());
        Ok(text)
    }
}
