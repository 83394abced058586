//! One process publishes, three others subscribe, each with other terms.
//!
//! `cargo run --release --example ticks`: the first subscriber wants every tick and makes the publisher wait; the second one is
//! slow and would rather lose some than wait; the third is slower still, is cut off, and subscribes again. Each checks what it
//! gets. `--ticks N` (20,000) says how many there are. Ctrl-C ends all of it.

#[path = "common/mod.rs"]
mod common;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use common::{has_parent, start, stopped, watch_signals};
use ipo::{Error, Heap, Lifetime, SharedStruct, Slow, Topic};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Tick {
    number: u64,
    symbol: String,
    price: f64,
    last: bool,
}

impl Tick {
    fn new(number: u64, last: bool) -> Tick {
        Tick { number, symbol: format!("share {}", number % 7), price: number as f64 / 4.0, last }
    }
}

fn main() -> ExitCode {
    watch_signals();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.first().map(String::as_str) {
        Some("subscriber") => subscriber(&args[1], &args[2], args[3].parse().unwrap_or(0)).map(|()| true),
        Some("--ticks") => all(args.get(1).and_then(|n| n.parse().ok()).unwrap_or(20_000)),
        _ => all(20_000),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn all(ticks: u64) -> Result<bool, Box<dyn std::error::Error>> {
    let name = format!("ticks-{}", std::process::id());
    let heap = Heap::options().capacity(16 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    let topic = heap.topic_options().capacity(256).open::<Tick>("ticks")?;
    let me = std::process::id().to_string();
    let mut parts = Vec::new();
    for part in ["careful", "lossy", "strict"] {
        parts.push(start("subscriber", &[&name, part, &me])?);
    }
    while topic.subscribers() < parts.len() && !stopped() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let begin = Instant::now();
    for number in 0..ticks {
        // On Ctrl-C the next tick is the last one.
        let tick = Tick::new(number, number + 1 == ticks || stopped());
        topic.publish_timeout(&tick, Duration::from_secs(10))?;
        if tick.last {
            break;
        }
    }
    println!("publisher: {:.0} ticks/s", ticks as f64 / begin.elapsed().as_secs_f64());
    let ended_well = parts.into_iter().map(common::Part::ended_well).filter(|well| !well).count() == 0;
    println!("{}", if ended_well { "every subscriber found what it should" } else { "SOMETHING WENT WRONG" });
    Ok(ended_well)
}

fn subscriber(name: &str, kind: &str, parent: u32) -> Result<(), Box<dyn std::error::Error>> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(name)?;
    let topic: Topic<Tick> = heap.topic("ticks")?;
    let (bound, slow, pause) = match kind {
        "careful" => (64, Slow::Block, 0),
        "lossy" => (16, Slow::DropOldest, 50),
        _ => (16, Slow::Disconnect, 200),
    };
    let options = topic.subscribe_options().bound(bound).slow(slow);
    let mut ticks = options.open()?;
    let (mut got, mut lost, mut cut_off, mut next) = (0_u64, 0, 0, 0);
    loop {
        match ticks.recv_timeout(Duration::from_millis(500)) {
            Ok(tick) => {
                if tick.number < next || tick != Tick::new(tick.number, tick.last) {
                    return Err(format!("{kind}: tick {} where {next} was next", tick.number).into());
                }
                (got, next) = (got + 1, tick.number + 1);
                if tick.last {
                    break;
                }
            }
            Err(Error::Disconnected { .. }) => {
                cut_off += 1;
                lost += ticks.lost();
                // With what the topic still has: so the last tick is not missed.
                ticks = options.clone().history(1).open()?;
            }
            Err(Error::TimedOut { .. }) if !has_parent(parent) => return Ok(()),
            Err(Error::TimedOut { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if pause > 0 {
            std::thread::sleep(Duration::from_micros(pause));
        }
    }
    lost += ticks.lost();
    if kind == "careful" && (lost > 0 || got != next) {
        return Err(format!("careful: {got} ticks of {next}, {lost} lost").into());
    }
    println!("{kind}: {got} ticks of {next}, {lost} lost, {cut_off} times cut off");
    Ok(())
}
