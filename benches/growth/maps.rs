//! Maps of `i64` keys: insert, find and increment, remove, with 1 k to 10 M keys; and hashbrown's table with the same hash
//! beside them.

use std::collections::HashMap;

use hashbrown::HashTable;
use ipo::{Heap, KeyHasher};

use super::Failure;
use super::curve::{Curve, count};
use super::memory::shuffled;
use super::objects::{median, time};
use super::results::Results;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

#[derive(Default)]
struct Rounds {
    insert: Vec<f64>,
    find: Vec<f64>,
    remove: Vec<f64>,
}

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let mut sizes = Vec::new();
    for n in SIZES {
        let (mut ours, mut table, mut huge) = (Rounds::default(), Rounds::default(), Rounds::default());
        for round in 0..if n > 1_000_000 { 2 } else { 6 } {
            let order = shuffled(n);
            one(n, false, &order, &mut ours)?;
            reference(n, &order, &mut table)?;
            // Warmed up.
            if round == 0 {
                (ours, table) = Default::default();
            }
        }
        if n >= 1_000_000 && Heap::options().huge_pages(true).create_anonymous()?.huge_pages() {
            one(n, true, &shuffled(n), &mut huge)?;
        }
        sizes.push((n, ours, table, huge));
    }
    type Pick = fn(&Rounds) -> &Vec<f64>;
    let rows: [(&'static str, Pick); 3] = [
        ("map: insert, growing from empty", |r| &r.insert),
        ("map: find and increment, in random order", |r| &r.find),
        ("map: remove, in random order", |r| &r.remove),
    ];
    for (work, pick) in rows {
        let mut curve = Curve::new(results, "growth", work, "ns");
        for (n, ours, table, huge) in &sizes {
            let reference = median(pick(table));
            let first = median(pick(&sizes[0].2));
            let mut note = format!("hashbrown, same hash: {reference:.1} ns, {:.2} to its smallest", reference / first);
            if let Some(huge) = pick(huge).first() {
                note += &format!("; ipo with huge pages {huge:.1} ns");
            }
            curve.add(&count(*n), pick(ours).clone(), &note)?;
        }
    }
    Ok(())
}

fn one(n: usize, huge: bool, order: &[u32], rounds: &mut Rounds) -> Result<(), Failure> {
    let heap = Heap::options().capacity(2 << 30).huge_pages(huge).create_anonymous()?;
    let mut turn = heap.write()?;
    let map = turn.put(&HashMap::<i64, i64>::new())?;
    let mut map = turn.get_mut(map)?;
    rounds.insert.push(time(n, || {
        for key in 0..n as i64 {
            map.insert(key, 0)?;
        }
        Ok(())
    })?);
    rounds.find.push(time(n, || {
        for &key in order {
            *map.get_mut(i64::from(key)).ok_or("no such key")? += 1;
        }
        Ok(())
    })?);
    if map.as_ref().values().sum::<i64>() != n as i64 {
        return Err("the map has other numbers".into());
    }
    rounds.remove.push(time(n, || {
        for &key in order {
            map.remove(i64::from(key))?.ok_or("no such key")?;
        }
        Ok(())
    })?);
    if map.is_empty() { Ok(()) } else { Err("keys were left".into()) }
}

fn reference(n: usize, order: &[u32], rounds: &mut Rounds) -> Result<(), Failure> {
    let hasher = KeyHasher::new(1);
    let hash = |key: i64| hasher.hash(&key.to_le_bytes());
    let mut table: HashTable<(i64, i64)> = HashTable::new();
    rounds.insert.push(time(n, || {
        for key in 0..n as i64 {
            table.insert_unique(hash(key), (key, 0), |entry| hash(entry.0));
        }
        Ok(())
    })?);
    rounds.find.push(time(n, || {
        for &key in order {
            let key = i64::from(key);
            table.find_mut(hash(key), |entry| entry.0 == key).ok_or("no such key")?.1 += 1;
        }
        Ok(())
    })?);
    rounds.remove.push(time(n, || {
        for &key in order {
            let key = i64::from(key);
            table.find_entry(hash(key), |entry| entry.0 == key).map_err(|_| "no such key")?.remove();
        }
        Ok(())
    })?);
    Ok(())
}
