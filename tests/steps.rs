//! Death at any instruction: a process that does one operation is single-stepped by ptrace and killed between any two
//! instructions, from before it takes the turn to after it has given it back. The survivor finds the state before or the
//! state after, nothing broken and nothing leaked.
//!
//! The cases are those of `tests/kill`, which kills at stores. A line per case:
//! `case | instructions | kills | states of the heap that these left | seconds`. Names, or parts of them, given as arguments
//! choose cases; without any, some of each kind are taken. `IPO_STEPS_SEED` seeds what is sampled; `IPO_STEPS_FULL=1` takes
//! all cases that no argument leaves out and kills at every instruction. Release builds are what programs are made of:
//! `cargo test --release --test steps`.
//!
//! A test of its own kind, without the usual harness: the processes that fork have one thread each.

/// Cases, checks and processes of the deaths at stores.
#[cfg(target_arch = "x86_64")]
#[allow(dead_code, reason = "not all of it is used here")]
mod kill {
    pub(crate) mod case;
    pub(crate) mod cases;
    pub(crate) mod dynamic;
    pub(crate) mod heap;
    pub(crate) mod kinds;
    pub(crate) mod pool;
    pub(crate) mod process;
    pub(crate) mod random;
    pub(crate) mod reference;
    pub(crate) mod types;
}

/// Stepping.
#[cfg(target_arch = "x86_64")]
mod stepping {
    pub(crate) mod deaths;
    pub(crate) mod run;
    pub(crate) mod server;
    pub(crate) mod tracer;
}

#[cfg(target_arch = "x86_64")]
fn main() -> std::process::ExitCode {
    use kill::pool::Trial;
    use std::time::Duration;
    use stepping::run::{Plan, run};

    let setting = |name| std::env::var(name).ok();
    let seed = setting("IPO_STEPS_SEED").and_then(|s| s.parse().ok()).unwrap_or(1);
    let full = setting("IPO_STEPS_FULL").is_some_and(|s| s != "0");
    let wanted = kill::pool::wanted();

    let trials: Vec<Trial> = kill::cases::all()
        .into_iter()
        .filter(|case| match wanted.is_empty() {
            true => full || stepping::run::is_chosen(&case.name),
            false => wanted.iter().any(|w| case.name.contains(w.as_str())),
        })
        .map(|case| Trial { name: case.name.clone(), run: Box::new(move || run(&case, Plan { seed, full })) })
        .collect();
    if std::env::args().any(|a| a == "--list") {
        trials.iter().for_each(|trial| println!("{}: test", trial.name));
        return std::process::ExitCode::SUCCESS;
    }

    // Left by a run that was killed itself.
    kill::heap::sweep(kill::heap::is_gone);
    kill::process::hush();
    println!("seed {seed}{}", if full { ", complete" } else { "" });
    println!("case | instructions | kills | states | time");
    kill::pool::run(&trials, Duration::from_secs(if full { 86_400 } else { 600 }))
}

/// The breakpoints are those of one processor.
#[cfg(not(target_arch = "x86_64"))]
fn main() {
    println!("0 passed, 0 failed: single steps are made on x86-64 only");
}
