//! A row of sizes: prints a line for each, with its ratio to the smallest one.

use super::Failure;
use super::results::{Measured, Results};

/// Beyond this ratio to what it ought to be, a time is not straight.
const STRAIGHT: f64 = 1.5;

/// One row, whose lines are added from the smallest size on.
pub struct Curve<'a> {
    results: &'a mut Results,
    group: &'static str,
    work: &'static str,
    unit: &'static str,
    first: Option<f64>,
}

impl<'a> Curve<'a> {
    pub fn new(results: &'a mut Results, group: &'static str, work: &'static str, unit: &'static str) -> Self {
        Curve { results, group, work, unit, first: None }
    }

    /// Adds a size that ought to take as long as the smallest one. `note` is what stands beside it.
    pub fn add(&mut self, name: &str, rounds: Vec<f64>, note: &str) -> Result<(), Failure> {
        self.add_beyond(name, rounds, 0.0, note)
    }

    /// Adds a size that ought to take as long as the smallest one, and so much longer.
    pub fn add_beyond(&mut self, name: &str, rounds: Vec<f64>, longer: f64, note: &str) -> Result<(), Failure> {
        let measured = Measured::of(rounds);
        let first = *self.first.get_or_insert(measured.median);
        let straight = measured.median <= STRAIGHT * (first + longer);
        // A count or a share is not judged.
        let (ratio, verdict) = match self.unit {
            "ns" => (number(measured.median / first), if straight { "straight" } else { "not straight" }),
            _ => ("-".to_owned(), "-"),
        };
        println!(
            "{} | {name} | {} | {} to {} | {ratio} | {verdict} | {note}",
            self.work,
            with_unit(measured.median, self.unit),
            with_unit(measured.min, self.unit),
            with_unit(measured.max, self.unit),
        );
        let parts = [verdict, note].into_iter().filter(|part| !part.is_empty() && *part != "-");
        let note = parts.collect::<Vec<_>>().join("; ");
        self.results.write([self.group, self.work, name], measured, self.unit, &note)?;
        Ok(())
    }
}

/// With three digits or so.
pub fn number(value: f64) -> String {
    match value.abs() {
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// Nanoseconds in a unit that fits; everything else as it is.
pub fn with_unit(value: f64, unit: &str) -> String {
    match (unit, value) {
        ("ns", 10_000_000.0..) => format!("{} ms", number(value / 1e6)),
        ("ns", 10_000.0..) => format!("{} µs", number(value / 1e3)),
        _ => format!("{} {unit}", number(value)),
    }
}

/// 1000 as `1 k`, 10000000 as `10 M`.
pub fn count(n: usize) -> String {
    match n {
        n if n >= 1_000_000 && n % 1_000_000 == 0 => format!("{} M", n / 1_000_000),
        n if n >= 1_000 && n % 1_000 == 0 => format!("{} k", n / 1_000),
        n => n.to_string(),
    }
}

/// 65536 as `64 KiB`.
pub fn bytes(n: u64) -> String {
    match n {
        n if n >= 1 << 30 => format!("{} GiB", n >> 30),
        n if n >= 1 << 20 => format!("{} MiB", n >> 20),
        n if n >= 1 << 10 => format!("{} KiB", n >> 10),
        n => format!("{n} B"),
    }
}
