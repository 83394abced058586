//! 3,000 players, made by one process and changed in place by a second one that this program starts itself.
//!
//! `cargo run --release --example players`: the second process finds the players by name and adds 1 to nine of their
//! numbers, in four forms: structs through a handle to each, one list of all structs, lists indexed by an enum, and dicts.
//! It does the same to plain Rust values, alternating, and the last line tells how the speeds compare: 1.00 is as fast as
//! a `Vec` of plain structs, and for dicts as fast as hashbrown tables with the same hash.

mod model;

use std::process::Command;
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap};
use model::{Form, Game, INCREMENTS, Plain, pass_dicts, pass_list, pass_plain, pass_stats, pass_structs, pass_tables};

/// Passes over all players per measurement.
const PASSES: usize = 200;
/// Measurements of each kind; the median counts.
const ROUNDS: usize = 15;

/// How long `PASSES` passes took: over plain structs, then each form of ours, then hashbrown's tables.
struct Times {
    plain: Duration,
    structs: Duration,
    list: Duration,
    stats: Duration,
    dicts: Duration,
    tables: Duration,
}

fn measure(heap: &Heap, handle: Handle<Game>, plain: &mut Plain) -> Result<Times, Error> {
    let mut turn = heap.write()?;
    let game = turn.load(handle)?;
    Ok(Times {
        plain: time(|| pass_plain(&mut plain.players))?,
        structs: time(|| pass_structs(&mut turn, &game.players))?,
        list: time(|| pass_list(&mut turn, handle))?,
        stats: time(|| pass_stats(&mut turn, &game.stats))?,
        dicts: time(|| pass_dicts(&mut turn, &game.dicts))?,
        tables: time(|| pass_tables(&mut plain.dicts, &plain.hasher))?,
    })
}

fn time(mut pass: impl FnMut() -> Result<(), Error>) -> Result<Duration, Error> {
    let start = Instant::now();
    for _ in 0..PASSES {
        pass()?;
    }
    Ok(start.elapsed())
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// The second process.
fn change(name: &str) -> Result<(), Error> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(name)?;
    let game: Handle<Game> = heap.read()?.root("game")?;
    let mut plain = Plain::new(heap.read()?.load(game)?.roster);
    let mut ratios = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        let times = measure(&heap, game, &mut plain)?;
        let pairs = [
            (times.plain, times.structs),
            (times.plain, times.list),
            (times.plain, times.stats),
            (times.tables, times.dicts),
        ];
        for (ratios, (reference, ours)) in ratios.iter_mut().zip(pairs) {
            ratios.push(reference.as_secs_f64() / ours.as_secs_f64());
        }
    }
    let increments = INCREMENTS * PASSES * ROUNDS;
    println!("{increments} increments of each form by process {}", std::process::id());
    let [structs, list, stats, dicts] = ratios.map(median);
    println!("ratio struct {structs:.2} list {list:.2} enum {stats:.2} dict {dicts:.2}");
    Ok(())
}

/// The first process: makes the players, lets the second one change them, checks every value.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(name) = std::env::args().nth(1) {
        return Ok(change(&name)?);
    }
    let name = format!("players-{}", std::process::id());
    let heap = Heap::options().capacity(64 << 20).create(&name)?;
    let checked = start_and_check(&heap, &name);
    Heap::remove(&name)?;
    checked
}

fn start_and_check(heap: &Heap, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let game = Game::create(heap)?;
    let mut expected = heap.read()?.load(game)?.roster;
    let status = Command::new(std::env::current_exe()?).arg(name).status()?;
    if !status.success() {
        return Err(format!("the second process ended with {status}").into());
    }
    for player in &mut expected {
        (0..PASSES * ROUNDS).for_each(|_| player.increment());
    }
    for form in [Form::Struct, Form::List, Form::Enum, Form::Dict] {
        if !Game::check(heap, game, form, &expected)? {
            return Err(format!("{form:?}: the players have other values than expected").into());
        }
    }
    Ok(())
}
