//! compact/…: look-ups in a compact map against those in a live one of the same content, and the bytes that both take per
//! entry. tree/…: an ordered map against std's.

use std::collections::{BTreeMap, HashMap};

use ipo::{Compact, Handle};

use super::maps::shuffled;
use super::other::CORES;
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[
    Row { name: "compact/10", goal: Goal::SpeedAtLeast(1.0), run: || compact(10, 20_000) },
    Row { name: "compact/1k", goal: Goal::SpeedAtLeast(1.0), run: || compact(1_000, 200) },
    Row { name: "compact/1m", goal: Goal::SpeedAtLeast(1.0), run: || compact(1_000_000, 1) },
    Row { name: "tree/get-1k", goal: Goal::SpeedAtLeast(0.7), run: || tree(1_000, 200) },
    Row { name: "tree/get-1m", goal: Goal::SpeedAtLeast(0.7), run: || tree(1_000_000, 1) },
    Row { name: "tree/insert-1m", goal: Goal::TimeAtMost(8.0), run: inserts },
];

/// Every key is looked up: ours is the compact map, the reference the live one.
fn compact(n: usize, passes: usize) -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("compact")?;
    let keys = shuffled(n);
    let map: HashMap<i64, i64> = keys.iter().map(|&key| (key, key)).collect();
    let mut turn = heap.write()?;
    // The types' descriptions are written once.
    let first = turn.put(&Compact::new(HashMap::<i64, i64>::new()))?;
    turn.remove(first)?;
    let first = turn.put(&HashMap::<i64, i64>::new())?;
    turn.remove(first)?;
    let start = turn.stats().used;
    let live = turn.put(&map)?;
    let between = turn.stats().used;
    let mut compact = None;
    let writing = time(n, || {
        compact = Some(turn.put(&Compact::from(map.clone()))?);
        Ok(())
    })?;
    let compact = compact.ok_or("it was put")?;
    let each = |bytes: u64| bytes as f64 / n as f64;
    let (ours, theirs) = (each(turn.stats().used - between), each(between - start));
    println!("compact, {n} entries: {ours:.1} bytes each, live {theirs:.1}; written in {writing:.0} ns each");
    let expected: i64 = keys.iter().sum();
    let check = |sum: i64| if sum == expected { Ok(()) } else { Err("another value was found".into()) };
    let (compact, live) = (turn.get(compact)?, turn.get(live)?);
    alternate(
        || {
            time(n * passes, || {
                (0..passes).try_for_each(|_| check(keys.iter().filter_map(|&key| compact.get(key)).sum()))
            })
        },
        || time(n * passes, || (0..passes).try_for_each(|_| check(keys.iter().filter_map(|&key| live.get(key)).sum()))),
    )
}

fn tree(n: usize, passes: usize) -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("tree")?;
    let keys = shuffled(n);
    let map: BTreeMap<i64, i64> = keys.iter().map(|&key| (key, key)).collect();
    let mut turn = heap.write()?;
    let tree = turn.put(&map)?;
    let tree = turn.get(tree)?;
    let expected: i64 = keys.iter().sum();
    let check = |sum: i64| if sum == expected { Ok(()) } else { Err("another value was found".into()) };
    alternate(
        || time(n * passes, || (0..passes).try_for_each(|_| check(keys.iter().filter_map(|&key| tree.get(key)).sum()))),
        || time(n * passes, || (0..passes).try_for_each(|_| check(keys.iter().filter_map(|key| map.get(key)).sum()))),
    )
}

/// New keys all over a tree of a million; they are taken out again, which is not measured.
fn inserts() -> Result<Vec<Round>, Failure> {
    const MORE: usize = 10_000;
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("tree")?;
    let keys = shuffled(1_000_000);
    let mut model: BTreeMap<i64, i64> = keys.iter().map(|&key| (key * 2, key)).collect();
    let mut turn = heap.write()?;
    let tree: Handle<BTreeMap<i64, i64>> = turn.put(&model)?;
    let new = &keys[..MORE];
    alternate(
        || {
            let mut tree = turn.get_mut(tree)?;
            let took = time(MORE, || {
                new.iter().try_for_each(|&key| tree.insert(key * 2 + 1, key).map(drop)).map_err(Failure::from)
            })?;
            new.iter().try_for_each(|&key| tree.remove(key * 2 + 1).map(drop))?;
            Ok(took)
        },
        || {
            let took = time(MORE, || {
                new.iter().for_each(|&key| _ = model.insert(key * 2 + 1, key));
                Ok(())
            })?;
            new.iter().for_each(|&key| _ = model.remove(&(key * 2 + 1)));
            Ok(took)
        },
    )
}
