//! A tour of every kind of value. One process puts an object of each kind into a heap, a second one, which it starts itself,
//! finds each, says what it found, and changes it in place; the first one checks every change.
//!
//! `cargo run --release --example kinds`; with `--features all-kinds` the kinds of other crates are shown too. Each kind's
//! own file has what is put, what is changed, and what must be there afterwards, in plain Rust beside the change.

mod arrays;
mod containers;
mod dynamic;
mod features;
mod links;
mod own;
mod plain;
mod standard;
mod stop;

use std::error::Error;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use ipo::{Heap, Lifetime};
use stop::Stop;

/// How long the second process may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(60);

/// All kinds, in the order of the tour. The same in both processes.
fn tour() -> Vec<(&'static str, Vec<Box<dyn Stop>>)> {
    vec![
        ("Numbers and text", plain::stops()),
        ("Containers", containers::stops()),
        ("Arrays with dimensions", arrays::stops()),
        ("Structs and enums", own::stops()),
        ("Handles and messages", links::stops()),
        ("Values of any kind", dynamic::stops()),
        ("The standard library's", standard::stops()),
        ("Other crates'", features::stops()),
    ]
}

/// The second process: shows each kind, and changes it where it lies.
fn visit(name: &str) -> Result<(), Box<dyn Error>> {
    let heap = Heap::options().timeout(PATIENCE).attach(name)?;
    for (title, stops) in tour() {
        if !stops.is_empty() {
            println!("\n{title}");
        }
        for stop in stops {
            let mut turn = heap.write_timeout(PATIENCE)?;
            let (found, left) = stop.visit(&mut turn).map_err(|error| format!("{}: {error}", stop.name()))?;
            println!("  {:<16} found {found}\n  {:<16}  left {left}", stop.name(), "");
        }
    }
    Ok(())
}

/// The first process: puts all kinds, lets the second one change them, checks what it left.
fn guide() -> Result<bool, Box<dyn Error>> {
    let name = format!("kinds-{}", std::process::id());
    // However this ends, nothing stays behind.
    let heap = Heap::options().lifetime(Lifetime::UntilLastLeaves).capacity(16 << 20).create(&name)?;
    let start = {
        let mut turn = heap.write()?;
        for stop in tour().iter().flat_map(|(_, stops)| stops) {
            stop.put(&mut turn).map_err(|error| format!("{}: {error}", stop.name()))?;
        }
        turn.stats()
    };
    let status = wait(Command::new(std::env::current_exe()?).args(["visitor", &name]).spawn()?)?;
    if !status.success() {
        return Err(format!("the second process ended with {status}").into());
    }
    let turn = heap.read_timeout(PATIENCE)?;
    let mut wrong = 0;
    let mut kinds = 0;
    for stop in tour().iter().flat_map(|(_, stops)| stops) {
        kinds += 1;
        if let Err(error) = stop.check(&turn) {
            eprintln!("{}: {error}", stop.name());
            wrong += 1;
        }
    }
    let report = turn.verify();
    if !report.is_sound() {
        eprintln!("the heap is not sound: {:?}", report.findings);
        wrong += 1;
    }
    println!("\n{kinds} stops, {} objects, {wrong} wrong", start.objects);
    Ok(wrong == 0)
}

/// Waits for a process, not for ever.
fn wait(mut process: Child) -> Result<ExitStatus, Box<dyn Error>> {
    let start = Instant::now();
    loop {
        if let Some(status) = process.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() > PATIENCE {
            process.kill()?;
            process.wait()?;
            return Err(format!("the second process did not end within {PATIENCE:?}").into());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => guide(),
        ["visitor", name] => visit(name).map(|()| true),
        _ => Err("expected no arguments".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("kinds: {error}");
            ExitCode::FAILURE
        }
    }
}
