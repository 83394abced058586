//! A key is found and its value incremented. The keys come in an order without a pattern, the same for all.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

use ipo::{Handle, WriteTurn};

use super::boost::{self, Segment};
use super::contest::{Measured, contest, ours, peer};
use super::report::{Row, Unit};
use super::second::CORES;
use super::{Failure, common, machine};

pub const ROWS: &[Row] = &[
    Row {
        group: "maps",
        work: "a value incremented, 1,000 i64 keys",
        unit: Unit::Nanoseconds,
        run: || numbers(1_000, 200),
    },
    Row {
        group: "maps",
        work: "a value incremented, 1,000,000 i64 keys",
        unit: Unit::Nanoseconds,
        run: || numbers(1_000_000, 1),
    },
    Row {
        group: "maps",
        work: "a value incremented, 1,000 keys of 16 bytes of text",
        unit: Unit::Nanoseconds,
        run: texts,
    },
];

const HASHBROWN: &str = concat!("hashbrown ", env!("VERSION_HASHBROWN"), ", foldhash ", env!("VERSION_FOLDHASH"));
const PRIVATE: &str = "hashbrown and std in private memory";

/// 0..n in an order without a pattern.
fn shuffled(n: usize) -> Vec<i64> {
    let mut order: Vec<i64> = (0..n as i64).collect();
    let mut random = common::Random(3);
    for i in (1..n).rev() {
        order.swap(i, random.below(i as u64 + 1) as usize);
    }
    order
}

/// The keys of a party's next round: all of a small map, and of a large one the eighth part that comes next, so that each
/// key was last touched eight rounds ago.
struct Windows {
    len: usize,
    round: Cell<usize>,
}

impl Windows {
    fn new(keys: usize) -> Windows {
        Windows { len: if keys > 100_000 { keys / 8 } else { keys }, round: Cell::new(0) }
    }

    fn next(&self, keys: usize) -> Range<usize> {
        let start = self.round.get() * self.len % keys;
        self.round.set(self.round.get() + 1);
        start..start + self.len
    }
}

fn numbers(n: usize, passes: usize) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = common::heap("maps")?;
    let keys = shuffled(n);
    let steps = Windows::new(n).len * passes;
    let mut std_map: HashMap<i64, i64> = keys.iter().map(|&key| (key, 0)).collect();
    let mut hashbrown_map: hashbrown::HashMap<i64, i64> = keys.iter().map(|&key| (key, 0)).collect();
    let mut turn = heap.write()?;
    let map = turn.put(&std_map)?;
    let segment = Segment::create(&common::name("maps"), 256 << 20);
    let mut boost_map = segment.and_then(|segment| segment.numbers(&keys));

    let windows = [const { Cell::new(0) }; 4].map(|round| Windows { round, ..Windows::new(n) });
    let [w0, w1, w2, w3] = &windows;
    let keys = keys.as_slice();
    let boost_run = match &mut boost_map {
        Ok(map) => Ok(|| {
            let keys = &keys[w3.next(n)];
            common::time(steps, || (0..passes).try_for_each(|_| map.pass(keys)))
        }),
        Err(why) => Err(why.to_string().into()),
    };
    let measured = contest(vec![
        ours("", || {
            let keys = &keys[w0.next(n)];
            common::time(steps, || (0..passes).try_for_each(|_| pass_ours(&mut turn, map, keys)))
        }),
        peer(
            HASHBROWN,
            Ok(|| {
                let keys = &keys[w1.next(n)];
                common::time(steps, || (0..passes).try_for_each(|_| pass_hashbrown(&mut hashbrown_map, keys)))
            }),
        )
        .note(PRIVATE),
        peer(
            "std HashMap",
            Ok(|| {
                let keys = &keys[w2.next(n)];
                common::time(steps, || (0..passes).try_for_each(|_| pass_std(&mut std_map, keys)))
            }),
        ),
        peer(boost::name("unordered_map"), boost_run),
    ])?;
    let expected: i64 = std_map.values().sum();
    let found: i64 = turn.get(map)?.values().sum();
    let same = found == expected
        && hashbrown_map.values().sum::<i64>() == expected
        && boost_map.map_or(true, |map| map.sum() == expected);
    if same { Ok(measured) } else { Err("the maps have different numbers".into()) }
}

#[inline(never)]
fn pass_ours(turn: &mut WriteTurn<'_>, map: Handle<HashMap<i64, i64>>, keys: &[i64]) -> Result<(), Failure> {
    let mut map = turn.get_mut(map)?;
    for &key in keys {
        *map.get_mut(key).ok_or("no such key")? += 1;
    }
    Ok(())
}

#[inline(never)]
fn pass_hashbrown<K: Eq + Hash, S: BuildHasher>(
    map: &mut hashbrown::HashMap<K, i64, S>,
    keys: &[K],
) -> Result<(), Failure> {
    for key in keys {
        *map.get_mut(key).ok_or("no such key")? += 1;
    }
    Ok(())
}

#[inline(never)]
fn pass_std<K: Eq + Hash, S: BuildHasher>(map: &mut HashMap<K, i64, S>, keys: &[K]) -> Result<(), Failure> {
    for key in keys {
        *map.get_mut(key).ok_or("no such key")? += 1;
    }
    Ok(())
}

fn texts() -> Result<Vec<Measured>, Failure> {
    const KEYS: usize = 1_000;
    const PASSES: usize = 200;
    machine::pin(CORES.0);
    let (_name, heap) = common::heap("maps")?;
    let keys: Vec<String> = shuffled(KEYS).iter().map(|n| format!("sixteen {n:08}")).collect();
    let bytes: Vec<[u8; 16]> = keys.iter().map(|key| key.as_bytes().try_into()).collect::<Result<_, _>>()?;
    let mut std_map: HashMap<String, i64> = keys.iter().map(|key| (key.clone(), 0)).collect();
    let mut hashbrown_map: hashbrown::HashMap<String, i64> = keys.iter().map(|key| (key.clone(), 0)).collect();
    let mut turn = heap.write()?;
    let map = turn.put(&std_map)?;
    let segment = Segment::create(&common::name("maps"), 16 << 20);
    let mut boost_map = segment.and_then(|segment| segment.texts(&bytes));
    let boost_run = match &mut boost_map {
        Ok(map) => Ok(|| common::time(KEYS * PASSES, || (0..PASSES).try_for_each(|_| map.pass(&bytes)))),
        Err(why) => Err(why.to_string().into()),
    };
    let measured = contest(vec![
        ours("", || {
            common::time(KEYS * PASSES, || {
                for _ in 0..PASSES {
                    let mut map = turn.get_mut(map)?;
                    for key in &keys {
                        *map.get_mut(key).ok_or("no such key")? += 1;
                    }
                }
                Ok(())
            })
        }),
        peer(
            HASHBROWN,
            Ok(|| {
                let pass = |_| pass_hashbrown(&mut hashbrown_map, &keys);
                common::time(KEYS * PASSES, || (0..PASSES).try_for_each(pass))
            }),
        )
        .note(PRIVATE),
        peer(
            "std HashMap",
            Ok(|| common::time(KEYS * PASSES, || (0..PASSES).try_for_each(|_| pass_std(&mut std_map, &keys)))),
        ),
        peer(boost::name("unordered_map"), boost_run),
    ])?;
    let expected: i64 = std_map.values().sum();
    let found: i64 = turn.get(map)?.values().sum();
    let same = found == expected
        && hashbrown_map.values().sum::<i64>() == expected
        && boost_map.map_or(true, |map| map.sum() == expected);
    if same { Ok(measured) } else { Err("the maps have different numbers".into()) }
}
