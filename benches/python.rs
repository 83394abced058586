//! ipo's half of the table with Python's libraries, which `benches/peers/python/run.py` measures: increments on 3,000
//! players by a second process, and messages of 400,000 bytes. `cargo bench --bench python`, with `--tsv FILE` for
//! `BENCHMARKS.md`.
//!
//! Both processes are this program. The first one looks at every player afterwards.

// A private program: its items are documented where that helps, and nobody else prints its types.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

#[path = "limits/machine.rs"]
#[allow(dead_code, reason = "this program needs a part of it")]
mod machine;
#[path = "../examples/players/model.rs"]
#[allow(dead_code, reason = "this program needs a part of it")]
mod model;
#[path = "common/results.rs"]
mod results;

use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, Lifetime, Queue, WriteTurn};
use model::{Form, Game, INCREMENTS, pass_dicts, pass_list, pass_stats, pass_structs};
use results::{Measured, Results};

type Failure = Box<dyn std::error::Error>;

/// First argument of the second process.
const SECOND: &str = "second-process";
const ROUNDS: usize = 7;
/// Passes over all players in a round.
const PASSES: usize = 200;
/// As Python's messages.
const LEN: usize = 400_000;
const PER_ROUND: usize = 300;
const LIMIT: Duration = Duration::from_secs(30);

const FORMS: [(Form, &str); 4] = [
    (Form::List, "ipo, one list of all players"),
    (Form::Struct, "ipo, struct"),
    (Form::Enum, "ipo, list by enum"),
    (Form::Dict, "ipo, dict"),
];
const KINDS: [(&str, &str, &str); 2] = [
    ("in-place", "ipo, in place", "copied in, all of it read where it lies"),
    ("copied", "ipo, copied", "copied in and out"),
];

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let result = match &args[..] {
        [first, job @ ..] if first == SECOND => second(job),
        _ => Results::take_from(&mut args).map_err(Failure::from).and_then(all),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("python: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn all(mut results: Results) -> Result<(), Failure> {
    let name = format!("ipo-python-{}", std::process::id());
    let heap = Heap::options().capacity(64 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    machine::pin(0);
    let game = Game::create(&heap)?;
    let mut expected = heap.read()?.load(game)?.roster;
    for player in &mut expected {
        // One round more, to warm up.
        (0..PASSES * (ROUNDS + 1)).for_each(|_| player.increment());
    }
    for (form, title) in FORMS {
        let speeds = start(&name, &format!("{form:?}"), || Ok(()))?;
        if !Game::check(&heap, game, form, &expected)? {
            return Err(format!("{form:?}: the players have other values than expected").into());
        }
        line(&mut results, ["python", "increments", title], speeds, "/s", "")?;
    }
    for (kind, title, note) in KINDS {
        let frames = heap.queue_options().bounded(2).open::<Vec<u8>>(kind)?;
        let speeds = start(&name, kind, || send(&frames, kind))?;
        line(&mut results, ["python", "messages of 400 kB", title], speeds, "GiB/s", note)?;
    }
    Ok(())
}

fn line(results: &mut Results, names: [&str; 3], speeds: Vec<f64>, unit: &str, note: &str) -> Result<(), Failure> {
    let measured = Measured::of(speeds);
    println!("{} | {} | {:.2} {unit} | {note}", names[1], names[2], measured.median);
    Ok(results.write(names, measured, unit, note)?)
}

/// Starts the second process, does this one's half, and waits for the speeds that the second one found.
fn start(heap: &str, job: &str, half: impl FnOnce() -> Result<(), Failure>) -> Result<Vec<f64>, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    let child = command.args([SECOND, heap, job]).stdout(Stdio::piped()).spawn()?;
    let done = half();
    let output = child.wait_with_output()?;
    done?;
    if !output.status.success() {
        return Err(format!("the second process ended with {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.split_whitespace().map(str::parse).collect::<Result<_, _>>()?)
}

fn send(frames: &Queue<Vec<u8>>, kind: &str) -> Result<(), Failure> {
    let data = vec![7_u8; LEN];
    for _ in 0..1 + ROUNDS * PER_ROUND {
        if kind == "copied" {
            frames.send_timeout(&data, LIMIT)?;
        } else {
            let mut place = frames.reserve_timeout(LEN, LIMIT)?;
            place.copy_from_slice(&data);
            place.commit()?;
        }
    }
    Ok(())
}

/// The second process: measures, and prints the speeds.
fn second(job: &[String]) -> Result<(), Failure> {
    let [heap, job] = job else { return Err("a heap and a job".into()) };
    machine::pin(1);
    let heap = Heap::options().timeout(LIMIT).attach(heap)?;
    let speeds = match FORMS.iter().find(|(form, _)| format!("{form:?}") == *job) {
        Some((form, _)) => increments(&heap, *form)?,
        None => receive(&heap, job)?,
    };
    let speeds: Vec<String> = speeds.iter().map(f64::to_string).collect();
    println!("{}", speeds.join(" "));
    Ok(())
}

fn increments(heap: &Heap, form: Form) -> Result<Vec<f64>, Failure> {
    let game: Handle<Game> = heap.read()?.root("game")?;
    let forms = heap.read()?.load(game)?;
    let pass = |turn: &mut WriteTurn<'_>| -> Result<(), Error> {
        match form {
            Form::Struct => pass_structs(turn, &forms.players),
            Form::List => pass_list(turn, game),
            Form::Enum => pass_stats(turn, &forms.stats),
            Form::Dict => pass_dicts(turn, &forms.dicts),
        }
    };
    let mut speeds = Vec::new();
    for round in 0..=ROUNDS {
        let start = Instant::now();
        for _ in 0..PASSES {
            // A turn for each pass, as Python's programs take one.
            pass(&mut heap.write()?)?;
        }
        if round > 0 {
            speeds.push((INCREMENTS * PASSES) as f64 / start.elapsed().as_secs_f64());
        }
    }
    Ok(speeds)
}

/// Of all of it, in words.
fn sum(data: &[u8]) -> u64 {
    let words = data.chunks_exact(8);
    words.fold(0_u64, |sum, word| sum.wrapping_add(u64::from_ne_bytes(*word.first_chunk().expect("eight bytes"))))
}

fn receive(heap: &Heap, kind: &str) -> Result<Vec<f64>, Failure> {
    let frames = heap.queue_options().bounded(2).open::<Vec<u8>>(kind)?;
    let (expected, mut times) = (sum(&[7; LEN]), Vec::new());
    for n in 0..1 + ROUNDS * PER_ROUND {
        let whole = if kind == "copied" {
            let data = frames.take_timeout(LIMIT)?;
            data.len() == LEN && data[0] == 7 && data[LEN - 1] == 7
        } else {
            let data = frames.take_in_place_timeout(LIMIT)?;
            data.len() == LEN && sum(&data) == expected
        };
        if !whole {
            return Err("another message arrived".into());
        }
        if n % PER_ROUND == 0 {
            times.push(Instant::now());
        }
    }
    let gib = (PER_ROUND * LEN) as f64 / f64::from(1 << 30);
    Ok(times.windows(2).map(|pair| gib / (pair[1] - pair[0]).as_secs_f64()).collect())
}
