//! Messages between two processes that poll, each on a core of its own: 8 bytes there and back, and 400,000 bytes copied in
//! and read, or only handed over.

mod channel;
mod iceoryx;
mod plain;
mod queue;

use super::contest::{self, Measured, Party, contest};
use super::report::{Row, Unit};
use super::second::{self, CORES, Second};
use super::{Failure, machine};

/// Bytes of a long message.
pub const LEN: usize = 400_000;

pub const ROWS: &[Row] = &[
    Row { group: "messages", work: "8 bytes, there and back", unit: Unit::Nanoseconds, run: || row("round-trip") },
    Row {
        group: "messages",
        work: "400,000 bytes, copied in and read",
        unit: Unit::GibPerSecond(LEN),
        run: || row("copy"),
    },
    Row {
        group: "messages",
        work: "400,000 bytes in place, 8 touched, there and back",
        unit: Unit::Nanoseconds,
        run: || row("in-place"),
    },
    Row {
        group: "messages",
        work: "400,000 bytes in place, 8 touched, one way",
        unit: Unit::Nanoseconds,
        run: || row("stream"),
    },
];

/// One process's half: passes so many messages.
type End = Box<dyn FnMut(u64) -> Result<(), Failure>>;

/// What the first process has made, and the word that the second one finds it by.
struct Opened {
    word: String,
    /// To be called when the second process has been started.
    end: Box<dyn FnOnce() -> Result<End, Failure>>,
}

/// A way for messages to go from one process to another.
struct Link {
    /// How the second process is told.
    key: &'static str,
    name: fn() -> String,
    note: &'static str,
    /// Messages of a round, of those works that it can do.
    messages: fn(work: &str) -> Option<u64>,
    first: fn(work: &str) -> Result<Opened, Failure>,
    second: fn(work: &str, word: &str) -> Result<End, Failure>,
}

const LINKS: [Link; 6] = [queue::LINK, iceoryx::LINK, channel::BYTES, channel::MEMORY, plain::SOCKET, plain::PIPE];

fn row(work: &'static str) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let parties = LINKS.iter().filter_map(|link| Some(party(link, work, (link.messages)(work)?)));
    contest(parties.collect::<Result<_, _>>()?)
}

fn party(link: &'static Link, work: &str, messages: u64) -> Result<Party<'static>, Failure> {
    let pair = pair(link, work, messages);
    let ours = link.key == queue::LINK.key;
    let party = if ours { contest::ours("", pair?) } else { contest::peer((link.name)(), pair) };
    Ok(party.note(link.note))
}

/// The two processes. What runs says how many nanoseconds a message took, there and back where it comes back.
fn pair(link: &Link, work: &str, messages: u64) -> Result<impl FnMut() -> Result<f64, Failure> + use<>, Failure> {
    let opened = (link.first)(work)?;
    let second = Second::begin(&[&"messages", &work, &link.key, &opened.word])?;
    let mut end = (opened.end)()?;
    second.answer()?;
    Ok(move || {
        second.ask(&messages.to_string())?;
        let start = machine::now();
        end(messages)?;
        let here = machine::now();
        // A clock that both processes have.
        let there: u64 = second.answer()?.parse()?;
        Ok((here.max(there) - start) as f64 / messages as f64)
    })
}

/// The second process: does its half as often as it is told.
pub fn second(work: &str, link: &str, word: &str) -> Result<(), Failure> {
    let link = LINKS.iter().find(|known| known.key == link).ok_or("no such link")?;
    let mut end = (link.second)(work, word)?;
    for messages in second::lines() {
        println!("begun");
        end(messages.parse()?)?;
        println!("{}", machine::now());
    }
    Ok(())
}

/// Reads all of a message, as whoever gets it would. Every byte of it is 7.
fn read(frame: &[u8]) -> Result<(), Failure> {
    let sum = frame
        .chunks_exact(8)
        .fold(0_u64, |sum, word| sum.wrapping_add(u64::from_ne_bytes(*word.first_chunk().expect("eight bytes"))));
    let all = frame.len() == LEN && sum == 0x0707_0707_0707_0707_u64.wrapping_mul(LEN as u64 / 8);
    if all { Ok(()) } else { Err("another message arrived than was sent".into()) }
}

/// A message to be sent.
fn frame() -> Vec<u8> {
    vec![7; LEN]
}

fn same(sent: u64, back: u64) -> Result<(), Failure> {
    if sent == back { Ok(()) } else { Err("another message came back than was sent".into()) }
}

/// The number that the first 8 bytes are.
fn number(bytes: &[u8]) -> Result<u64, Failure> {
    Ok(u64::from_ne_bytes(*bytes.first_chunk().ok_or("too short")?))
}
