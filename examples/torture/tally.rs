//! What was done to the workers.

use super::ledger::Phase;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Kills by where they fell: of workers that were chosen by chance, and of those that were seen inside of a turn just
    /// before.
    chance: [u64; Phase::ALL.len()],
    aimed: [u64; Phase::ALL.len()],
    pub(crate) stops: u64,
    /// How often all workers were killed at once.
    pub(crate) all_at_once: u64,
    pub(crate) audits: u64,
}

fn inside(kills: &[u64]) -> u64 {
    Phase::ALL.iter().zip(kills).filter(|(phase, _)| phase.is_inside()).map(|(_, n)| n).sum()
}

fn share(kills: &[u64]) -> String {
    let (inside, all) = (inside(kills), kills.iter().sum::<u64>());
    format!("{inside} of {all} ({:.0} %)", 100.0 * inside as f64 / all.max(1) as f64)
}

impl Tally {
    pub(crate) fn killed(&mut self, phase: Phase, aimed: bool) {
        let kills = if aimed { &mut self.aimed } else { &mut self.chance };
        kills[phase as usize] += 1;
    }

    fn all(&self) -> [u64; Phase::ALL.len()] {
        std::array::from_fn(|i| self.chance[i] + self.aimed[i])
    }

    pub(crate) fn kills(&self) -> u64 {
        self.all().iter().sum()
    }

    pub(crate) fn print(&self) {
        let [coming, outside, waiting, reading, writing, transaction] = self.all();
        println!(
            "killed while coming or leaving {coming}, outside of turns {outside}, waiting for one {waiting}, in a read turn \
             {reading}, in a write turn {writing}, in a transaction {transaction}"
        );
        println!(
            "kills inside a turn or transaction: {}; chosen by chance {}, aimed {}",
            share(&self.all()),
            share(&self.chance),
            share(&self.aimed)
        );
        println!("stopped {}, all killed at once {} times, audits {}", self.stops, self.all_at_once, self.audits);
    }
}
