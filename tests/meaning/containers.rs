//! Containers, which hold each other: every place that a value can have is a container's too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use ipo::Compact;
use proptest::collection::{btree_map, btree_set, hash_map, hash_set, vec, vec_deque};
use proptest::prelude::*;

use crate::kinds;
use crate::numbers::{bytes, texts};

/// The text of what has no order.
fn sorted<T: std::fmt::Debug>(values: impl IntoIterator<Item = T>) -> String {
    let mut texts: Vec<String> = values.into_iter().map(|value| format!("{value:?}")).collect();
    texts.sort();
    format!("{texts:?}")
}

type Tables = (HashMap<String, Vec<u16>>, HashSet<(u8, String)>);
type Compacts = (Compact<HashMap<String, Vec<u8>>>, Compact<HashSet<u64>>);

fn tables() -> impl Strategy<Value = Tables> {
    let map = hash_map(texts(), vec(any::<u16>(), 0..20), 0..4);
    (map, hash_set((any::<u8>(), texts()), 0..5))
}

fn compacts() -> impl Strategy<Value = Compacts> {
    (hash_map(texts(), bytes(), 0..5).prop_map(Compact::from), hash_set(any::<u64>(), 0..9).prop_map(Compact::from))
}

type Arrays = ([String; 3], [[i16; 2]; 3], [u8; 4]);

fn arrays() -> impl Strategy<Value = Arrays> {
    ([texts(), texts(), texts()], any::<[[i16; 2]; 3]>(), any::<[u8; 4]>())
}

kinds! {
    of_numbers: (Vec<u16>, Vec<()>) = (vec(any::<u16>(), 0..20), vec(Just(()), 0..5)); value [];
    of_lists: Vec<Vec<String>> = vec(vec(texts(), 0..3), 0..3); value [];
    of_deques: (VecDeque<u8>, VecDeque<String>) =
        (vec_deque(any::<u8>(), 0..40), vec_deque(texts(), 0..4)); value [];
    of_arrays: Arrays = arrays(); value [];
    of_tuple: (u8, (u64, (String,)), i8) = (any::<u8>(), (any::<u64>(), (texts(),)), any::<i8>()); value [key ordered];
    of_option: Option<Vec<u8>> = proptest::option::of(bytes()); value [key ordered];
    of_box: Box<Option<Box<u64>>> = proptest::option::of(any::<u64>().prop_map(Box::new)).prop_map(Box::new); value [];
    of_tables: Tables = tables(); value [] |tables| sorted(&tables.0) + &sorted(&tables.1);
    of_trees: (BTreeMap<String, Vec<u8>>, BTreeSet<i16>) =
        (btree_map(texts(), bytes(), 0..5), btree_set(any::<i16>(), 0..60)); value [];
    of_compacts: Compacts = compacts(); value [] |tables| sorted(&*tables.0) + &sorted(&*tables.1);
}
