//! The table on the screen, and the same figures as lines for another program.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::Failure;
use super::contest::Measured;
use super::machine::Watch;
use super::neighbour;

/// A piece of work.
pub struct Row {
    pub group: &'static str,
    pub work: &'static str,
    pub unit: Unit,
    pub run: fn() -> Result<Vec<Measured>, Failure>,
}

/// What the figures of a row are.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Nanoseconds per operation: less is better.
    Nanoseconds,
    /// GiB per second, of operations that move so many bytes: more is better.
    GibPerSecond(usize),
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Nanoseconds => "ns",
            Unit::GibPerSecond(_) => "GiB/s",
        }
    }

    /// The figure of a time per operation.
    fn figure(self, nanoseconds: f64) -> f64 {
        match self {
            Unit::Nanoseconds => nanoseconds,
            Unit::GibPerSecond(bytes) => bytes as f64 / nanoseconds * 1e9 / f64::from(1 << 30),
        }
    }

    fn text(self, nanoseconds: f64) -> String {
        let figure = self.figure(nanoseconds);
        let digits = match figure {
            ..10.0 => 2,
            ..100.0 => 1,
            _ => 0,
        };
        format!("{figure:.digits$} {}", self.name())
    }
}

/// Runs and prints the rows whose `group/work` contains `filter`, and writes what was measured so far after each.
pub fn run(families: &[&[Row]], filter: &str, tsv: Option<&Path>) -> Result<(), Failure> {
    println!(
        "work | ipo | peer | ipo's figure | peer's figure | ratio (>1 = ipo ahead) | ahead or behind | range, notes"
    );
    let mut lines = String::from("# group\twork\tname\tmedian\tmin\tmax\tunit\tnote\n");
    let mut failed = Vec::new();
    neighbour::calibrate();
    for row in families.iter().copied().flatten() {
        let name = format!("{}/{}", row.group, row.work);
        if !name.contains(filter) {
            continue;
        }
        let watch = Watch::start();
        match (row.run)() {
            Ok(measured) => {
                let busy = watch.note() + &neighbour::note();
                table(&name, row, &measured, &busy);
                measured.iter().for_each(|party| line(&mut lines, row, party, &busy));
            }
            Err(failure) => {
                println!("{name} | failed: {failure}");
                failed.push(name);
            }
        }
        if let Some(path) = tsv {
            fs::write(path, &lines)?;
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

/// A line for each of our ways against each peer.
fn table(name: &str, row: &Row, measured: &[Measured], busy: &str) {
    for peer in measured.iter().filter(|party| !party.ours) {
        let Ok(theirs) = &peer.times else {
            let why = peer.times.as_ref().err().map_or("", String::as_str);
            println!("{name} | | {} | | | | not measured: {why}", peer.name);
            continue;
        };
        for party in measured.iter().filter(|party| party.ours) {
            let Ok(ours) = &party.times else { continue };
            // Rounds are paired: what disturbed the machine in one disturbed both.
            let ratios = sorted(theirs.iter().zip(ours).map(|(theirs, ours)| theirs / ours));
            let ratio = median(&ratios);
            println!(
                "{name} | {} | {} | {} | {} | {ratio:.2} | {} | {:.2} to {:.2}{}{busy}",
                party.name,
                peer.name,
                row.unit.text(median(&sorted(ours.iter().copied()))),
                row.unit.text(median(&sorted(theirs.iter().copied()))),
                if ratio >= 1.0 { "ahead" } else { "behind" },
                ratios[0],
                ratios[ratios.len() - 1],
                notes(&[&party.note, &peer.note]),
            );
        }
    }
}

fn notes(notes: &[&str]) -> String {
    notes.iter().filter(|note| !note.is_empty()).map(|note| format!("; {note}")).collect()
}

/// A line for each party.
fn line(lines: &mut String, row: &Row, party: &Measured, busy: &str) {
    let Row { group, work, unit, .. } = row;
    let (name, unit_name) = (&party.name, unit.name());
    let note = format!("{}{busy}", party.note);
    let note = note.trim_start_matches("; ");
    let written = match &party.times {
        Ok(times) => {
            let figures = sorted(times.iter().map(|&time| unit.figure(time)));
            let (min, max) = (figures[0], figures[figures.len() - 1]);
            let median = median(&figures);
            writeln!(lines, "{group}\t{work}\t{name}\t{median:.4}\t{min:.4}\t{max:.4}\t{unit_name}\t{note}")
        }
        Err(why) => {
            let why = why.replace(['\t', '\n'], " ");
            writeln!(lines, "{group}\t{work}\t{name}\t\t\t\t{unit_name}\tnot measured: {why}")
        }
    };
    written.expect("a string takes all");
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
