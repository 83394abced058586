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
    // Each takes a turn of its own, so that none is long.
    heap.set_turn_timeout(Some(options.target.limit()));
    let (queues, topics) = (heap.queues()?, heap.topics()?);

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
    for queue in &queues {
        let bound = queue.bound.map_or_else(String::new, |bound| format!(" of {bound}"));
        let leased = if queue.leased > 0 { format!(", {} on lease", queue.leased) } else { String::new() };
        let closed = if queue.closed.is_some() { ", closed" } else { "" };
        let (name, type_name, waiting) = (&queue.name, &queue.type_name, queue.waiting);
        let _ = writeln!(out, "  queue {name}: {type_name}, {waiting}{bound} wait{leased}{closed}");
    }
    for topic in &topics {
        let (name, type_name) = (&topic.name, &topic.type_name);
        let _ = writeln!(
            out,
            "  topic {name}: {type_name}, {} published, {} subscribers",
            topic.published, topic.subscribers
        );
    }
    Ok(FINE)
}
