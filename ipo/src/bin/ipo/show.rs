//! `ipo show`

use std::fmt::Write;
use std::time::SystemTime;

use clap::Args;
use ipo::Error;

use crate::{FINE, Target, age, bytes};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
}

pub(crate) fn run(options: &Options, out: &mut String) -> Result<u8, Error> {
    let heap = options.target.attach()?;
    let turn = heap.read_timeout(options.target.limit())?;
    let stats = turn.stats();
    let roots = turn.roots()?;
    let messages = turn.message_count();
    drop(turn);

    // To a String: none of these can fail.
    let _ = writeln!(out, "{}", options.target.name);
    let _ = writeln!(out, "  {} of {} used, {} objects", bytes(stats.used), bytes(heap.capacity()), stats.objects);
    let _ = writeln!(out, "  {messages} messages wait");
    let me = std::process::id();
    for one in heap.participants().iter().filter(|one| one.pid != me) {
        let since = SystemTime::now().duration_since(one.attached).unwrap_or_default();
        let state = match (one.alive, one.read_only) {
            (false, _) => ", died",
            (true, true) => ", reads only",
            (true, false) => "",
        };
        let _ = writeln!(out, "  slot {}: process {}, attached {} ago{state}", one.slot, one.pid, age(since));
    }
    for root in &roots {
        let _ = writeln!(out, "  {}: {}", root.name, root.type_name);
    }
    Ok(FINE)
}
