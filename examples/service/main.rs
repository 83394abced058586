//! A server of several processes that were forked beforehand and share counters, a configuration and a queue of jobs.
//!
//! `cargo run --release --example service`: the parent binds a socket and forks workers, which accept connections on it, and
//! one that works on jobs. Workers count requests in atomic fields, greet as the shared configuration says, and put jobs into
//! the queue. The parent is also the client: it sends requests, changes the configuration under the running server, kills a
//! worker and the one that works on jobs and forks new ones, and compares what was counted and done with what it asked for.
//!
//! `--requests N` (2,000). With `--serve` it only serves, until Ctrl-C, on the address that it prints.

#[path = "../common/mod.rs"]
mod common;
mod model;
mod server;

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use common::{stopped, watch_signals};
use ipo::Error;
use server::Server;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const WORKERS: usize = 3;

fn main() -> ExitCode {
    watch_signals();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let requests = args.iter().position(|arg| arg == "--requests").and_then(|at| args.get(at + 1)?.parse().ok());
    let result = if args.iter().any(|arg| arg == "--serve") { serve() } else { exercise(requests.unwrap_or(2_000)) };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until Ctrl-C.
fn serve() -> Result<()> {
    let mut server = Server::start(WORKERS)?;
    println!("serving on {}; try `hello NAME`, `job NUMBER` or `stats`, a line each", server.address());
    while !stopped() {
        server.replace_dead()?;
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("{}", server.stop()?);
    Ok(())
}

/// Serves itself.
fn exercise(requests: u64) -> Result<()> {
    let mut server = Server::start(WORKERS)?;
    let address = server.address();
    let (mut asked, mut jobs, mut lost) = (0_u64, 0_u64, 0_u64);
    for n in 0..requests {
        if stopped() {
            println!("interrupted");
            server.stop()?;
            return Ok(());
        }
        if n == requests / 3 {
            server.configure("Good evening")?;
        }
        if n == requests / 2 {
            server.kill_one_of_each()?;
        }
        server.replace_dead()?;
        let answer = if n % 4 == 3 { ask(address, &format!("job {n}")) } else { ask(address, "hello Ada") };
        match answer {
            // The worker that had the request was killed: the client cannot know whether it was served.
            Err(_) => lost += 1,
            Ok(answer) if n % 4 == 3 => {
                jobs += 1;
                check(answer == "queued", &answer)?;
            }
            Ok(answer) => {
                let greeting = if n < requests / 3 { "Hello" } else { "Good evening" };
                check(answer == format!("{greeting}, Ada"), &answer)?;
            }
        }
        asked += 1;
    }
    let report = server.await_jobs(jobs)?;
    println!("{report}");
    let counted = report.greetings + report.accepted;
    check((asked - lost..=asked).contains(&counted), "every request is counted once")?;
    check((jobs..=jobs + lost).contains(&report.done), "every job is done once")?;
    check(report.sum == report.expected, "each job gives what it should")?;
    println!("{asked} requests, {lost} of them answered by nobody: every one that was answered is counted once");
    server.stop()?;
    Ok(())
}

fn check(right: bool, what: &str) -> Result<()> {
    if right { Ok(()) } else { Err(format!("this is not so: {what}").into()) }
}

/// One request, and what is answered.
fn ask(address: SocketAddr, line: &str) -> std::result::Result<String, Error> {
    let os = |source| Error::Os { op: "asking the server", path: None, source };
    let mut stream = TcpStream::connect(address).map_err(os)?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).map_err(os)?;
    writeln!(stream, "{line}").map_err(os)?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).map_err(os)?;
    if answer.is_empty() { Err(Error::NoMessages) } else { Ok(answer.trim_end().to_owned()) }
}
