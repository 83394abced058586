//! One piece of work, done by several parties in turns: round by round, one after the other.

use std::time::{Duration, Instant};

use super::Failure;
use super::neighbour;

/// Rounds that count; an odd number, so that the median is a round. One more is run before, to warm up.
pub const ROUNDS: usize = 31;
/// How long a row waits for neighbours on the core to go; the rounds with one then do not count.
const PATIENCE: Duration = Duration::from_secs(6);
/// Fewer rounds without a neighbour say less than all.
const FEWEST: usize = 7;

/// Nanoseconds per operation of one round.
type Run<'a> = Box<dyn FnMut() -> Result<f64, Failure> + 'a>;

/// Somebody who does the work.
pub struct Party<'a> {
    name: String,
    ours: bool,
    run: Result<Run<'a>, Failure>,
    note: String,
}

/// Who did it, and how long it took.
pub struct Measured {
    pub name: String,
    pub ours: bool,
    /// Nanoseconds per operation of each round; none, and the reason, of a party that could not do it.
    pub times: Result<Vec<f64>, String>,
    pub note: String,
}

/// One of ipo's ways to do it; `form` is empty where there is only one.
pub fn ours<'a>(form: &str, run: impl FnMut() -> Result<f64, Failure> + 'a) -> Party<'a> {
    let name = if form.is_empty() { "ipo".to_owned() } else { format!("ipo: {form}") };
    Party { name, ours: true, run: Ok(Box::new(run)), note: String::new() }
}

/// A peer, or the reason why it cannot take part.
pub fn peer<'a, F>(name: impl Into<String>, run: Result<F, Failure>) -> Party<'a>
where
    F: FnMut() -> Result<f64, Failure> + 'a,
{
    let run = run.map(|run| -> Run<'a> { Box::new(run) });
    Party { name: name.into(), ours: false, run, note: String::new() }
}

impl<'a> Party<'a> {
    /// Says how the party was set up.
    pub fn note(mut self, note: &str) -> Party<'a> {
        note.clone_into(&mut self.note);
        self
    }
}

/// Runs the rounds. Who fails is left out of the rest, except for ipo: then all fails.
pub fn contest(mut parties: Vec<Party<'_>>) -> Result<Vec<Measured>, Failure> {
    let mut times = vec![Vec::with_capacity(ROUNDS); parties.len()];
    let mut shares = Vec::with_capacity(ROUNDS);
    let end = Instant::now() + PATIENCE;
    for round in 0..=ROUNDS {
        let before = neighbour::wait(end);
        for (party, times) in parties.iter_mut().zip(&mut times) {
            let Ok(run) = &mut party.run else { continue };
            match run() {
                Ok(time) if round > 0 => times.push(time),
                Ok(_) => {}
                Err(failure) if party.ours => return Err(failure),
                Err(failure) => party.run = Err(failure),
            }
        }
        if round > 0 {
            shares.push(before.max(neighbour::share()));
        }
    }
    let alone: Vec<bool> = shares.iter().map(|&share| neighbour::is_alone(share)).collect();
    let kept = alone.iter().filter(|&&alone| alone).count();
    if kept < FEWEST {
        neighbour::count(ROUNDS, ROUNDS - kept);
    } else {
        for times in &mut times {
            let mut alone = alone.iter();
            times.retain(|_| *alone.next().unwrap_or(&true));
        }
    }
    Ok(parties
        .into_iter()
        .zip(times)
        .map(|(party, times)| Measured {
            name: party.name,
            ours: party.ours,
            times: party.run.map(|_| times).map_err(|failure| failure.to_string()),
            note: party.note,
        })
        .collect())
}
