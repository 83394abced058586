//! message/roundtrip, message/copy and message/in-place: messages between two processes that poll, each on a core of its
//! own.

use std::cell::RefCell;
use std::time::Duration;

use ipo::{Error, Heap, Queue};

use super::other::{CORES, Other};
use super::raw::Raw;
use super::table::{Goal, Round, Row, alternate};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[
    Row { name: "message/roundtrip", goal: Goal::TimeAtMost(2.0), run: roundtrip },
    Row { name: "message/copy", goal: Goal::SpeedAtLeast(0.95), run: copy },
    Row { name: "message/in-place", goal: Goal::TimeAtMost(2.0), run: in_place },
];

/// Messages of a round, of a few bytes and of many.
const SHORT: u64 = 20_000;
const LONG: u64 = 200;
/// Bytes of a long message.
pub const LEN: usize = 400_000;

/// What both processes have.
struct Post {
    there: Queue<u64>,
    back: Queue<u64>,
    places: (Queue<Vec<u8>>, Queue<Vec<u8>>),
    frames: Queue<Vec<u8>>,
    raw: Raw,
    frame: Vec<u8>,
}

/// Repeats what would have to wait.
#[inline]
fn poll<R>(mut attempt: impl FnMut() -> Result<R, Error>) -> Result<R, Error> {
    loop {
        match attempt() {
            Err(Error::NoMessages | Error::QueueFull { .. } | Error::WouldBlock { .. }) => std::hint::spin_loop(),
            done => return done,
        }
    }
}

/// Reads all of a message, as whoever takes it would.
fn read(frame: &[u8]) -> u64 {
    let sum = frame
        .chunks_exact(8)
        .fold(0_u64, |sum, word| sum.wrapping_add(u64::from_ne_bytes(*word.first_chunk().expect("eight bytes"))));
    std::hint::black_box(sum)
}

impl Post {
    fn new(heap: &Heap, raw: Raw) -> Result<Post, Failure> {
        let places = (heap.queue("places there")?, heap.queue("places back")?);
        // As many as the reference has.
        let frames = heap.queue_options().bounded(2).open("frames")?;
        Ok(Post { there: heap.queue("there")?, back: heap.queue("back")?, places, frames, raw, frame: vec![7; LEN] })
    }

    /// The first process's half.
    fn first(&self, kind: &str) -> Result<(), Failure> {
        match kind {
            "queue" => {
                for n in 0..SHORT {
                    self.there.try_send(&n)?;
                    if poll(|| self.back.try_take())? != n {
                        return Err("another message came back".into());
                    }
                }
            }
            "lines" => (1..=SHORT).for_each(|n| self.raw.ping(n)),
            "places" => {
                for n in 0..SHORT {
                    let mut place = self.places.0.try_reserve(LEN)?;
                    place[..8].copy_from_slice(&n.to_ne_bytes());
                    place.commit()?;
                    let taken = poll(|| self.places.1.try_take_in_place())?;
                    if taken[..8] != n.to_ne_bytes() {
                        return Err("another message came back".into());
                    }
                }
            }
            "frames" => {
                for _ in 0..LONG {
                    let mut frame = poll(|| self.frames.try_reserve(LEN))?;
                    frame.copy_from_slice(&self.frame);
                    frame.commit()?;
                }
            }
            "slots" => (0..LONG).for_each(|n| self.raw.put(n, &self.frame)),
            _ => return Err("no such kind of message".into()),
        }
        Ok(())
    }

    /// The second one's.
    fn second(&self, kind: &str) -> Result<(), Failure> {
        match kind {
            "queue" => {
                for _ in 0..SHORT {
                    let n = poll(|| self.there.try_take())?;
                    self.back.try_send(&n)?;
                }
            }
            "lines" => (1..=SHORT).for_each(|n| self.raw.pong(n)),
            "places" => {
                for _ in 0..SHORT {
                    let taken = poll(|| self.places.0.try_take_in_place())?;
                    let mut place = self.places.1.try_reserve(LEN)?;
                    place[..8].copy_from_slice(&taken[..8]);
                    drop(taken);
                    place.commit()?;
                }
            }
            "frames" => {
                for _ in 0..LONG {
                    read(&poll(|| self.frames.try_take_in_place())?);
                }
            }
            "slots" => (0..LONG).for_each(|n| {
                self.raw.get(n, |frame| {
                    read(frame);
                });
            }),
            _ => return Err("no such kind of message".into()),
        }
        Ok(())
    }
}

/// The two processes.
struct Pair {
    post: Post,
    second: Other,
    _heap: Heap,
}

impl Pair {
    fn start() -> Result<RefCell<Pair>, Failure> {
        let (name, heap) = players::heap("messages")?;
        let raw = Raw::create()?;
        let path = raw.path();
        let post = Post::new(&heap, raw)?;
        let second = Other::start(&["messages", &name, &path])?;
        machine::pin(CORES.0);
        Ok(RefCell::new(Pair { post, second, _heap: heap }))
    }

    /// Nanoseconds per message, there and back where it comes back.
    fn run(&mut self, kind: &str, messages: u64) -> Result<f64, Failure> {
        self.post.raw.clear();
        self.second.tell(kind)?;
        self.second.answer()?;
        let start = machine::now();
        self.post.first(kind)?;
        self.second.answer()?;
        Ok((machine::now() - start) as f64 / messages as f64)
    }
}

/// 8 bytes there and back, against a cache line that goes there and another one that comes back.
fn roundtrip() -> Result<Vec<Round>, Failure> {
    let pair = Pair::start()?;
    alternate(|| pair.borrow_mut().run("queue", SHORT), || pair.borrow_mut().run("lines", SHORT))
}

/// 400,000 bytes copied in and read in place, against a ring of two slots in bare shared memory.
fn copy() -> Result<Vec<Round>, Failure> {
    let pair = Pair::start()?;
    alternate(|| pair.borrow_mut().run("frames", LONG), || pair.borrow_mut().run("slots", LONG))
}

/// 400,000 bytes reserved, 8 of them touched, there and back, against 8 bytes there and back.
fn in_place() -> Result<Vec<Round>, Failure> {
    let pair = Pair::start()?;
    alternate(|| pair.borrow_mut().run("places", SHORT), || pair.borrow_mut().run("queue", SHORT))
}

/// The second process: does its half of what it is told.
pub fn second(heap: &str, raw: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    let post = Post::new(&heap, Raw::open(raw)?)?;
    println!("ready");
    for kind in std::io::stdin().lines() {
        println!("begun");
        post.second(&kind?)?;
        println!("done");
    }
    Ok(())
}
