//! Death at every store: what a process does to a heap is cut off by SIGKILL before each of its structural stores, and
//! so is the recovery from that, and the recovery from that one. The survivor finds the state before or the state after.
//!
//! A line per case: `case | structural stores | where its recoveries can die | recoveries cut off | kills | seconds`. Names, or parts of them, given as
//! arguments choose cases. `IPO_KILL_SEED` seeds what is sampled, `IPO_KILL_FULL=1` samples nothing.
//!
//! A test of its own kind, without the usual harness: the processes that fork have one thread each.

/// Everything but `main`.
#[cfg(debug_assertions)]
mod kill {
    pub(crate) mod broken;
    pub(crate) mod case;
    pub(crate) mod cases;
    pub(crate) mod comings;
    pub(crate) mod dynamic;
    pub(crate) mod heap;
    pub(crate) mod kinds;
    pub(crate) mod matrix;
    pub(crate) mod outside;
    pub(crate) mod pool;
    pub(crate) mod process;
    pub(crate) mod queues;
    pub(crate) mod random;
    pub(crate) mod reference;
    pub(crate) mod topics;
    pub(crate) mod types;
}

#[cfg(debug_assertions)]
fn main() -> std::process::ExitCode {
    use kill::pool::Trial;
    use std::time::Duration;

    let setting = |name| std::env::var(name).ok();
    let seed = setting("IPO_KILL_SEED").and_then(|s| s.parse().ok()).unwrap_or(1);
    let full = setting("IPO_KILL_FULL").is_some_and(|s| s != "0");
    let wanted = kill::pool::wanted();

    let mut trials: Vec<Trial> = Vec::new();
    for case in kill::cases::all() {
        let name = case.name.clone();
        trials.push(Trial { name, run: Box::new(move || kill::matrix::run(&case, seed, full)) });
    }
    trials.extend(kill::comings::trials());
    trials.extend(kill::outside::trials());
    trials.extend(kill::broken::trials());
    trials.extend(kill::queues::trials(full));
    trials.extend(kill::topics::trials(full));
    trials.retain(|trial| wanted.is_empty() || wanted.iter().any(|w| trial.name.contains(w.as_str())));
    if std::env::args().any(|a| a == "--list") {
        trials.iter().for_each(|trial| println!("{}: test", trial.name));
        return std::process::ExitCode::SUCCESS;
    }

    // Left by a run that was killed itself.
    kill::heap::sweep(kill::heap::is_gone);
    kill::process::hush();
    println!("seed {seed}{}", if full { ", complete" } else { "" });
    println!("case | stores | pairs | recoveries | kills | time");
    kill::pool::run(&trials, Duration::from_secs(if full { 14_400 } else { 1800 }))
}

/// Release builds have no hook in their stores.
#[cfg(not(debug_assertions))]
fn main() {
    println!("0 passed, 0 failed: deaths at stores need a debug build");
}
