//! The deaths of one case, and what they left.

use std::collections::{BTreeMap, HashMap};

use crate::kill::pool::Outcome;
use crate::kill::random::Random;
use crate::stepping::run::Steps;
use crate::stepping::server::Server;

/// Kills of a case that is sampled: so many at random, and as many more between two of these that left different states.
pub(crate) const SAMPLE: u64 = 64;
/// Failures after which a case stops.
const ENOUGH: usize = 5;

/// What a survivor does and finds depends on these alone: a hash of the heap, and whether its turn was held.
type State = (u64, bool);

pub(crate) struct Deaths<'a> {
    steps: &'a Steps<'a>,
    server: Server,
    /// Instructions of the operation.
    count: u64,
    /// Those that lead to an address that was not reached before.
    firsts: Vec<u64>,
    /// State after so many instructions.
    left: BTreeMap<u64, State>,
    /// Of each state: whether a survivor found the operation done.
    known: HashMap<State, bool>,
    strayed: u64,
    failures: Vec<String>,
}

impl<'a> Deaths<'a> {
    pub(crate) fn new(steps: &'a Steps<'a>, server: Server, count: u64) -> Deaths<'a> {
        let mut seen = std::collections::HashSet::new();
        let firsts = (0..=count).filter(|n| seen.insert(server.place(*n))).collect();
        let (left, known) = (BTreeMap::new(), HashMap::new());
        Deaths { steps, server, count, firsts, left, known, strayed: 0, failures: Vec::new() }
    }

    /// After every instruction.
    pub(crate) fn all(&mut self) -> Result<(), String> {
        (0..=self.count).try_for_each(|n| self.at(n))
    }

    /// After some: at random first, then where something changes in between.
    pub(crate) fn sample(&mut self, random: &mut Random) -> Result<(), String> {
        if self.count < 2 * SAMPLE {
            return self.all();
        }
        for i in 0..SAMPLE {
            let (from, to) = (i * self.count / SAMPLE, (i + 1) * self.count / SAMPLE);
            self.at(from + random.below(to - from))?;
        }
        for _ in 0..SAMPLE {
            let points: Vec<(u64, State)> = self.left.iter().map(|(n, state)| (*n, *state)).collect();
            let changes = points.windows(2).filter(|pair| pair[0].1 != pair[1].1);
            let widest = changes.map(|pair| (pair[1].0 - pair[0].0, pair[0].0)).max();
            match widest {
                Some((width, from)) if width > 1 => self.at(from + width / 2)?,
                _ => break,
            }
        }
        Ok(())
    }

    /// One death.
    fn at(&mut self, n: u64) -> Result<(), String> {
        if self.failures.len() >= ENOUGH {
            return Ok(());
        }
        let first = self.firsts[self.firsts.partition_point(|first| *first <= n) - 1];
        self.steps.restore();
        let went = self.server.kill(n, first);
        self.strayed += u64::from(!went.map_err(|e| format!("instruction {n} of {}: {e}", self.count))?);
        let state = self.steps.state();
        self.left.insert(n, state);
        if !self.known.contains_key(&state) {
            match self.steps.check(state.1) {
                Ok(done) => drop(self.known.insert(state, done)),
                Err(what) => self.failures.push(format!("instruction {n} of {}: {what}", self.count)),
            }
        }
        Ok(())
    }

    pub(crate) fn outcome(mut self) -> Outcome {
        // Done is done.
        let done = self.left.iter().filter_map(|(n, state)| Some((*n, *self.known.get(state)?)));
        let first_done = done.clone().find(|(_, done)| *done);
        let late = done.clone().find(|(n, done)| !done && first_done.is_some_and(|(first, _)| first < *n));
        if let (Some((late, _)), Some((first, _))) = (late, first_done) {
            self.failures.push(format!("instruction {late}: undone, although a death after {first} was not"));
        }
        let kills = self.left.len() as u64;
        if self.strayed * 50 > kills {
            let what = format!("{} of {kills} processes went another way than the one that was counted", self.strayed);
            self.failures.push(what);
        }
        let states = self.known.len();
        let line = format!("{} | {} | {kills} | {states}", self.steps.name(), self.count);
        Outcome { line, failures: self.failures, kills }
    }
}
