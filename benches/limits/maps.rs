//! map/…: a key is found and its value incremented, against a hashbrown table with the same hash. The keys come in a
//! random order, the same for both.

use hashbrown::HashTable;
use ipo::{Handle, KeyHasher, WriteTurn};
use std::collections::HashMap;

use super::other::CORES;
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[
    Row { name: "map/1k", goal: Goal::SpeedAtLeast(0.7), run: || numbers(1_000, 200) },
    Row { name: "map/1m", goal: Goal::SpeedAtLeast(0.7), run: || numbers(1_000_000, 1) },
    Row { name: "map/str", goal: Goal::SpeedAtLeast(0.7), run: texts },
];

/// 0..n in an order without a pattern.
pub fn shuffled(n: usize) -> Vec<i64> {
    let mut order: Vec<i64> = (0..n as i64).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for i in (1..n).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (state >> 33) as usize % (i + 1));
    }
    order
}

fn numbers(n: usize, passes: usize) -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("map")?;
    let keys = shuffled(n);
    let hasher = KeyHasher::new(1);
    let hash = |key: &i64| hasher.hash(&key.to_le_bytes());
    let mut table = HashTable::with_capacity(n);
    for &key in &keys {
        table.insert_unique(hash(&key), (key, 0_i64), |entry| hash(&entry.0));
    }
    let mut turn = heap.write()?;
    let map: HashMap<i64, i64> = keys.iter().map(|&key| (key, 0)).collect();
    let map = turn.put(&map)?;
    let rounds = alternate(
        || time(n * passes, || (0..passes).try_for_each(|_| pass_map(&mut turn, map, &keys))),
        || {
            time(n * passes, || {
                for _ in 0..passes {
                    for key in &keys {
                        table.find_mut(hash(key), |entry| entry.0 == *key).ok_or("no such key")?.1 += 1;
                    }
                }
                Ok(())
            })
        },
    )?;
    let found: i64 = turn.get(map)?.values().sum();
    let expected: i64 = table.iter().map(|entry| entry.1).sum();
    if found == expected { Ok(rounds) } else { Err("the map has other numbers than the table".into()) }
}

#[inline(never)]
fn pass_map(turn: &mut WriteTurn<'_>, map: Handle<HashMap<i64, i64>>, keys: &[i64]) -> Result<(), Failure> {
    let mut map = turn.get_mut(map)?;
    for &key in keys {
        *map.get_mut(key).ok_or("no such key")? += 1;
    }
    Ok(())
}

fn texts() -> Result<Vec<Round>, Failure> {
    const KEYS: usize = 1_000;
    const PASSES: usize = 200;
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("map")?;
    let keys: Vec<String> = shuffled(KEYS).iter().map(|n| format!("sixteen {n:08}")).collect();
    let hasher = KeyHasher::new(1);
    let mut table = HashTable::with_capacity(KEYS);
    for key in &keys {
        table.insert_unique(hasher.hash(key.as_bytes()), (key.clone(), 0_i64), |entry| hasher.hash(entry.0.as_bytes()));
    }
    let mut turn = heap.write()?;
    let map: HashMap<String, i64> = keys.iter().map(|key| (key.clone(), 0)).collect();
    let map = turn.put(&map)?;
    alternate(
        || {
            time(KEYS * PASSES, || {
                for _ in 0..PASSES {
                    let mut map = turn.get_mut(map)?;
                    for key in &keys {
                        *map.get_mut(key).ok_or("no such key")? += 1;
                    }
                }
                Ok(())
            })
        },
        || {
            time(KEYS * PASSES, || {
                for _ in 0..PASSES {
                    for key in &keys {
                        let hash = hasher.hash(key.as_bytes());
                        table.find_mut(hash, |entry| entry.0 == *key).ok_or("no such key")?.1 += 1;
                    }
                }
                Ok(())
            })
        },
    )
}
