//! A row of the table, its rounds, and its line.

use std::time::{Duration, Instant};

use super::Failure;
use super::machine::{self, Watch};
use super::neighbour;
use super::results::{Measured, Results};

/// Rounds per row; an odd number, so that the median is a round.
const ROUNDS: usize = 31;
/// So many times as many are run at most, for that many without a neighbour.
const MOST: usize = 4;
/// How long a row waits for neighbours to go.
const PATIENCE: Duration = Duration::from_secs(6);
/// Fewer without a neighbour say less than all.
const FEWEST: usize = 7;

/// One round: times per operation, in nanoseconds.
#[derive(Clone, Copy)]
pub struct Round {
    pub ours: f64,
    pub reference: f64,
}

/// What a row's ratio must reach.
#[derive(Clone, Copy)]
pub enum Goal {
    /// The ratio is reference time / our time.
    SpeedAtLeast(f64),
    /// The ratio is our time / reference time.
    TimeAtMost(f64),
}

pub struct Row {
    pub name: &'static str,
    pub goal: Goal,
    pub run: fn() -> Result<Vec<Round>, Failure>,
}

impl Goal {
    fn ratio(self, round: Round) -> f64 {
        match self {
            Goal::SpeedAtLeast(_) => round.reference / round.ours,
            Goal::TimeAtMost(_) => round.ours / round.reference,
        }
    }

    fn holds(self, ratio: f64) -> bool {
        match self {
            Goal::SpeedAtLeast(goal) => ratio >= goal,
            Goal::TimeAtMost(goal) => ratio <= goal,
        }
    }

    fn text(self) -> String {
        match self {
            Goal::SpeedAtLeast(goal) => format!("≥ {goal:.2} × speed"),
            Goal::TimeAtMost(goal) => format!("≤ {goal:.2} × time"),
        }
    }
}

/// Rounds of a row whose two halves run in this process. Each half always follows the other, so that both find the
/// caches as the other one left them. Each says how many nanoseconds one of its operations took. One round more is run
/// before, to warm up. Rounds in which somebody else computed on the same core do not count, unless all do so.
pub fn alternate(
    mut ours: impl FnMut() -> Result<f64, Failure>,
    mut reference: impl FnMut() -> Result<f64, Failure>,
) -> Result<Vec<Round>, Failure> {
    let mut rounds = Vec::with_capacity(ROUNDS);
    let end = Instant::now() + PATIENCE;
    for i in 0..=MOST * ROUNDS {
        let before = neighbour::wait(end);
        let round = Round { ours: ours()?, reference: reference()? };
        if i > 0 {
            rounds.push((round, before.max(neighbour::share())));
        }
        if i % ROUNDS == 0 && alone(&rounds).count() >= ROUNDS {
            break;
        }
    }
    let kept: Vec<Round> = alone(&rounds).collect();
    neighbour::count(rounds.len(), rounds.len() - kept.len());
    Ok(if kept.len() < FEWEST { rounds.into_iter().map(|(round, _)| round).collect() } else { kept })
}

/// Those that had the core for themselves.
fn alone(rounds: &[(Round, f64)]) -> impl Iterator<Item = Round> {
    rounds.iter().filter(|&&(_, share)| neighbour::is_alone(share)).map(|&(round, _)| round)
}

/// Nanoseconds per operation of `work`, which makes `operations` of them and never sleeps. What counts is the time that
/// this thread ran: others that take the core away in between then cost nothing but warm caches.
pub fn time(operations: usize, work: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let start = machine::time_run();
    work()?;
    Ok((machine::time_run() - start) as f64 / operations as f64)
}

/// Runs and prints the rows whose names contain `filter`.
pub fn print(families: &[&[Row]], filter: &str, results: &mut Results) -> Result<(), Failure> {
    neighbour::calibrate();
    println!("name | ours | reference | ratio | goal | ok or short | rounds, and what else the machine did");
    for row in families.iter().copied().flatten().filter(|row| row.name.contains(filter)) {
        let watch = Watch::start();
        let rounds = (row.run)()?;
        println!("{}", line(row, &rounds, &(watch.note() + &neighbour::note())));
        write(row, &rounds, results)?;
    }
    Ok(())
}

/// Three results: our time, the reference's, and the ratio with what it had to be.
fn write(row: &Row, rounds: &[Round], results: &mut Results) -> Result<(), Failure> {
    let ratio = Measured::of(rounds.iter().map(|&round| row.goal.ratio(round)).collect());
    let note = format!("{}: {}", row.goal.text(), if row.goal.holds(ratio.median) { "ok" } else { "short" });
    let mut line = |name, measured, unit, note: &str| results.write(["limits", row.name, name], measured, unit, note);
    line("ipo", Measured::of(rounds.iter().map(|round| round.ours).collect()), "ns", "")?;
    line("reference", Measured::of(rounds.iter().map(|round| round.reference).collect()), "ns", "")?;
    line("ratio", ratio, "×", &note)?;
    Ok(())
}

fn line(row: &Row, rounds: &[Round], note: &str) -> String {
    let ratios = sorted(rounds.iter().map(|&round| row.goal.ratio(round)));
    let ratio = median(&ratios);
    let ours = median(&sorted(rounds.iter().map(|round| round.ours)));
    let reference = median(&sorted(rounds.iter().map(|round| round.reference)));
    format!(
        "{} | {} | {} | {ratio:.2} | {} | {} | {:.2} to {:.2} in {} rounds{note}",
        row.name,
        nanoseconds(ours),
        nanoseconds(reference),
        row.goal.text(),
        if row.goal.holds(ratio) { "ok" } else { "short" },
        ratios[0],
        ratios[ratios.len() - 1],
        ratios.len(),
    )
}

fn nanoseconds(time: f64) -> String {
    match time {
        ..10.0 => format!("{time:.2} ns"),
        ..10_000.0 => format!("{time:.0} ns"),
        _ => format!("{:.0} µs", time / 1000.0),
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
