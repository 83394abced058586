//! A row of sizes: prints a line for each, with its ratio to the smallest one.

use super::Failure;
use super::results::{Measured, Results};

/// What the time ought to follow.
#[derive(Clone, Copy, PartialEq)]
pub enum Law {
    /// The same time for every size.
    Same,
    /// The time of the smallest size, and a constant for each unit of the size more.
    Linear,
    /// A count or a share: not judged.
    None,
}

/// Beyond this ratio to what the law says, the row is not straight.
const STRAIGHT: f64 = 1.5;

/// One row, whose lines are added from the smallest size on.
pub struct Curve<'a> {
    results: &'a mut Results,
    group: &'static str,
    work: &'static str,
    unit: &'static str,
    law: Law,
    first: Option<(f64, f64)>,
    /// The least that a unit of the size has cost so far, beyond the smallest size.
    rate: Option<f64>,
}

impl<'a> Curve<'a> {
    pub fn new(
        results: &'a mut Results,
        group: &'static str,
        work: &'static str,
        unit: &'static str,
        law: Law,
    ) -> Self {
        Curve { results, group, work, unit, law, first: None, rate: None }
    }

    /// Adds a size, whose name says what it is of. `note` explains it.
    pub fn add(&mut self, size: f64, name: &str, rounds: Vec<f64>, note: &str) -> Result<(), Failure> {
        let measured = Measured::of(rounds);
        let (ratio, verdict) = self.judge(size, measured.median);
        println!(
            "{} | {name} | {} | {} to {} | {ratio} | {verdict} | {note}",
            self.work,
            with_unit(measured.median, self.unit),
            number(measured.min),
            number(measured.max)
        );
        self.results.write([self.group, self.work, name], measured, self.unit, note)?;
        Ok(())
    }

    fn judge(&mut self, size: f64, value: f64) -> (String, &'static str) {
        if self.law == Law::None {
            return ("-".to_owned(), "-");
        }
        let Some((least, first)) = self.first else {
            self.first = Some((size, value));
            return ("1.00".to_owned(), "-");
        };
        let expected = match self.law {
            Law::Linear => {
                let rate = ((value - first) / (size - least)).max(0.0);
                // Small sizes are all constant; from there on, what a unit costs must not rise.
                let judged =
                    self.rate.filter(|_| value > 2.0 * first).map_or(value, |rate| first + rate * (size - least));
                if value > 2.0 * first {
                    self.rate = Some(self.rate.map_or(rate, |known| known.min(rate)));
                }
                judged
            }
            _ => first,
        };
        let straight = value <= STRAIGHT * expected;
        (format!("{:.2}", value / first), if straight { "straight" } else { "not straight" })
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
