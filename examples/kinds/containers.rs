//! Tuples, arrays, lists, deques, maps, sets, boxes, and containers in containers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use ipo::{Compact, SharedStruct};

use crate::stop::{Stop, kind};

/// A list that is linked by boxes.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Chain {
    link: u32,
    next: Option<Box<Chain>>,
}

type Nested = HashMap<String, Vec<BTreeMap<u8, VecDeque<Option<HashSet<String>>>>>>;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| word.to_string()).collect()
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    let mut stops = sequences();
    stops.extend(maps());
    stops.extend(nested());
    stops
}

fn sequences() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(String, i64, (bool, f64))>(
            "tuple",
            || ("a".into(), 1, (false, 0.5)),
            |(mut text, number, (mut flag, float))| {
                *number += 1;
                *float += 1.0;
                flag.set(true);
                text.push('b')
            },
            || ("ab".into(), 2, (true, 1.5)),
        ),
        kind::<([[i64; 3]; 2], [String; 2])>(
            "array",
            || ([[1, 2, 3], [4, 5, 6]], ["one".into(), "two".into()]),
            |(mut matrix, mut names)| {
                matrix.get_mut(1).expect("two rows").as_mut_slice().iter_mut().for_each(|n| *n *= 10);
                names.set(0, "first")?;
                names.swap(0, 1)
            },
            || ([[1, 2, 3], [40, 50, 60]], ["two".into(), "first".into()]),
        ),
        kind::<Vec<String>>(
            "list",
            || words(&["pear", "apple"]),
            |mut list| {
                list.push("fig")?;
                list.insert(0, "plum")?;
                list.get_mut(1).expect("four").push_str("s")?;
                list.sort()?;
                list.remove(0).map(drop)
            },
            || words(&["fig", "pears", "plum"]),
        ),
        kind::<VecDeque<u32>>(
            "deque",
            || VecDeque::from([1, 2, 3]),
            |mut line| {
                line.push_front(0)?;
                line.push_back(4)?;
                line.pop_front()?;
                *line.back_mut().expect("four") += 10;
                line.rotate_left(1)
            },
            || VecDeque::from([2, 3, 14, 1]),
        ),
    ]
}

fn maps() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<HashMap<String, i64>>(
            "dict",
            || HashMap::from([("apples".into(), 3), ("pears".into(), 1)]),
            |mut stock| {
                *stock.get_mut("apples").expect("known") += 1;
                stock.insert("plums", 7)?;
                stock.remove("pears")?;
                *stock.entry("figs").or_insert(0)? += 2;
                Ok(())
            },
            || HashMap::from([("apples".into(), 4), ("plums".into(), 7), ("figs".into(), 2)]),
        ),
        kind::<HashSet<(u8, char)>>(
            "set",
            || HashSet::from([(1, 'a'), (2, 'b')]),
            |mut set| {
                set.insert((3, 'c'))?;
                set.remove((1, 'a')).map(drop)
            },
            || HashSet::from([(2, 'b'), (3, 'c')]),
        ),
        kind::<BTreeMap<i32, String>>(
            "ordered map",
            || (0..40).map(|n| (n, n.to_string())).collect(),
            |mut tree| {
                tree.get_mut(3).expect("known").push_str(" changed")?;
                tree.insert(-1, "first")?;
                tree.retain(|key, _| key < 5)
            },
            || {
                let kept = (0..5).map(|n| (n, if n == 3 { "3 changed".into() } else { n.to_string() }));
                kept.chain([(-1, "first".into())]).collect()
            },
        ),
        kind::<BTreeSet<String>>(
            "ordered set",
            || words(&["b", "d"]).into_iter().collect(),
            |mut set| {
                set.extend(["a", "c"])?;
                set.remove("d").map(drop)
            },
            || words(&["a", "b", "c"]).into_iter().collect(),
        ),
        kind::<(Compact<HashMap<String, u8>>, Compact<HashSet<u64>>)>(
            "compact",
            || (HashMap::from([("one".into(), 1)]).into(), HashSet::from([1, 2]).into()),
            |(mut map, mut set)| {
                // Replaced as a whole.
                map.set(&HashMap::from([("two".into(), 2), ("three".into(), 3)]))?;
                set.set(&HashSet::from([7]))
            },
            || (HashMap::from([("two".into(), 2), ("three".into(), 3)]).into(), HashSet::from([7]).into()),
        ),
    ]
}

fn nested() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<Chain>(
            "box",
            || Chain { link: 1, next: Some(Box::new(Chain { link: 2, next: None })) },
            |mut chain| {
                let mut next = chain.next_mut();
                let mut second = next.as_mut().expect("a second link");
                second.set_link(20);
                second.set_next(Some(&Chain { link: 3, next: None }))
            },
            || {
                let third = Chain { link: 3, next: None };
                Chain { link: 1, next: Some(Box::new(Chain { link: 20, next: Some(Box::new(third)) })) }
            },
        ),
        kind::<Vec<Vec<i64>>>(
            "list of lists",
            || vec![vec![], vec![1], vec![1, 2]],
            |mut lists| {
                lists.get_mut(0).expect("three").push(7)?;
                lists.push(&[])?;
                let mut lists = lists.iter_mut();
                let (first, mut last) = (lists.next().expect("four"), lists.next_back().expect("four"));
                last.extend_from_list(first.as_ref())?; // a copy of what the view shows
                last.push(8)
            },
            || vec![vec![7], vec![1], vec![1, 2], vec![7, 8]],
        ),
        kind::<Nested>(
            "any nesting",
            || {
                let line = VecDeque::from([None, Some(HashSet::from(["in a set".to_owned()]))]);
                HashMap::from([("key".into(), vec![BTreeMap::from([(1, line)])])])
            },
            |mut map| {
                let mut list = map.get_mut("key").expect("known");
                let mut tree = list.get_mut(0).expect("one");
                let mut line = tree.get_mut(1).expect("known");
                let mut set = line.back_mut().expect("two");
                set.as_mut().expect("some").insert("in a deque in a tree in a list in a dict").map(drop)
            },
            || {
                let set = HashSet::from(["in a set".to_owned(), "in a deque in a tree in a list in a dict".to_owned()]);
                HashMap::from([("key".into(), vec![BTreeMap::from([(1, VecDeque::from([None, Some(set)]))])])])
            },
        ),
    ]
}
