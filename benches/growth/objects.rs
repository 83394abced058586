//! Objects: put, get and increment, remove, with 1 k to 10 M of them in one heap.

use ipo::{Handle, Heap, SharedStruct};

use super::Failure;
use super::curve::{Curve, count};
use super::machine;
use super::memory::{Cells, faults, shuffled};
use super::results::Results;

const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

#[derive(SharedStruct, Clone, Debug)]
struct Point {
    x: i64,
    y: i64,
    z: i64,
    hits: i64,
}

/// The rounds of one size.
#[derive(Default)]
struct Rounds {
    put: Vec<f64>,
    in_order: Vec<f64>,
    random: Vec<f64>,
    remove: Vec<f64>,
    again: Vec<f64>,
    remove_in_order: Vec<f64>,
    plain: Vec<f64>,
    plain_in_order: Vec<f64>,
    chase: Vec<f64>,
    /// In random order, on huge pages, if the system grants them.
    huge: Option<f64>,
    faults: f64,
    bytes: f64,
}

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let mut sizes = Vec::new();
    for n in SIZES {
        sizes.push((n, measure(n)?));
    }
    let bytes = sizes[0].1.bytes;
    type Pick = fn(&Rounds) -> (&Vec<f64>, String);
    let rows: [(&'static str, Pick); 6] = [
        ("objects: put into new memory", |r| (&r.put, format!("{:.3} page faults an object", r.faults))),
        ("objects: get and increment, in order of address", |r| {
            (&r.in_order, format!("plain memory, as many bytes in order: {:.1} ns", median(&r.plain_in_order)))
        }),
        ("objects: get and increment, in random order", |r| {
            let plain = format!("plain memory, as many bytes in the same order: {:.1} ns", median(&r.plain));
            (&r.random, r.huge.map_or(plain.clone(), |huge| format!("{plain}; ipo with huge pages {huge:.1} ns")))
        }),
        ("objects: remove, in random order", |r| {
            (&r.remove, format!("one access to plain memory that waits for the one before: {:.1} ns", median(&r.chase)))
        }),
        ("objects: put again, where removed ones were", |r| (&r.again, String::new())),
        ("objects: remove, in order of address", |r| (&r.remove_in_order, String::new())),
    ];
    for (work, pick) in rows {
        let mut curve = Curve::new(results, "growth", work, "ns");
        for (n, rounds) in &sizes {
            let (times, note) = pick(rounds);
            curve.add(&count(*n), times.clone(), &note)?;
        }
    }
    println!("objects: each of these, of 32 bytes, takes {bytes:.0} bytes of the heap");
    Ok(())
}

fn measure(n: usize) -> Result<Rounds, Failure> {
    let mut all = Rounds::default();
    let order = shuffled(n);
    // The first one warms up.
    all.huge = on_huge_pages(n, &order)?;
    for round in 0..if n > 1_000_000 { 3 } else { 8 } {
        let heap = heap()?;
        let mut turn = heap.write()?;
        // Brings the type's schema in.
        turn.put(&point(0))?;
        let before = turn.stats().used;
        let mut handles: Vec<Handle<Point>> = Vec::with_capacity(n);
        let faulted = faults();
        let put = time(n, || {
            for i in 0..n {
                handles.push(turn.put(&point(i))?);
            }
            Ok(())
        })?;
        let faulted = faults() - faulted;
        let used = turn.stats().used - before;
        let in_order = time(n, || {
            for &handle in &handles {
                let mut point = turn.get_mut(handle)?;
                point.set_hits(point.hits() + 1);
            }
            Ok(())
        })?;
        let random = time(n, || {
            for &i in &order {
                let mut point = turn.get_mut(handles[i as usize])?;
                point.set_hits(point.hits() + 1);
            }
            Ok(())
        })?;
        for i in [0, n / 2, n - 1] {
            if turn.load(handles[i])?.hits != 2 {
                return Err("an object has another value".into());
            }
        }
        let remove = time(n, || {
            for &i in &order {
                turn.remove(handles[i as usize])?;
            }
            Ok(())
        })?;
        if turn.stats().used != before {
            return Err("removed objects left something behind".into());
        }
        handles.clear();
        let again = time(n, || {
            for i in 0..n {
                handles.push(turn.put(&point(i))?);
            }
            Ok(())
        })?;
        drop(turn);
        drop(heap);
        let remove_in_order = remove_in_order(n)?;
        let mut cells = Cells::new(n, (used as usize / n).next_multiple_of(8));
        let straight: Vec<u32> = (0..n as u32).collect();
        cells.increment(&straight);
        let plain_in_order = cells.increment(&straight);
        let plain = cells.increment(&order);
        let chase = cells.chase(&order);
        if round > 0 {
            all.put.push(put);
            all.in_order.push(in_order);
            all.random.push(random);
            all.remove.push(remove);
            all.again.push(again);
            all.remove_in_order.push(remove_in_order);
            all.plain.push(plain);
            all.plain_in_order.push(plain_in_order);
            all.chase.push(chase);
        }
        all.faults = faulted as f64 / n as f64;
        all.bytes = used as f64 / n as f64;
    }
    Ok(all)
}

/// The time of removing objects that lie one behind the other, in that order.
fn remove_in_order(n: usize) -> Result<f64, Failure> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let handles = (0..n).map(|i| turn.put(&point(i))).collect::<Result<Vec<_>, _>>()?;
    time(n, || Ok(handles.into_iter().try_for_each(|handle| turn.remove(handle))?))
}

/// With as much room as the largest size needs.
fn heap() -> Result<Heap, Failure> {
    Ok(Heap::options().capacity(2 << 30).create_anonymous()?)
}

/// The time of a look in random order on huge pages, from a size on where pages matter.
fn on_huge_pages(n: usize, order: &[u32]) -> Result<Option<f64>, Failure> {
    let heap = Heap::options().capacity(2 << 30).huge_pages(true).create_anonymous()?;
    if !heap.huge_pages() || n < 1_000_000 {
        return Ok(None);
    }
    let mut turn = heap.write()?;
    let handles = (0..n).map(|i| turn.put(&point(i))).collect::<Result<Vec<_>, _>>()?;
    let random = time(n, || {
        for &i in order {
            let mut point = turn.get_mut(handles[i as usize])?;
            point.set_hits(point.hits() + 1);
        }
        Ok(())
    })?;
    Ok(Some(random))
}

fn point(i: usize) -> Point {
    Point { x: i as i64, y: 1, z: 2, hits: 0 }
}

/// Nanoseconds that this thread ran for each of the operations.
pub fn time(operations: usize, work: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let start = machine::time_run();
    work()?;
    Ok((machine::time_run() - start) as f64 / operations as f64)
}

pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
