//! What protects shared data: ipo's write turn and mutexes, taken by one process alone, and by two at once.

use std::hint::black_box;
use std::sync::Mutex;
use std::time::Duration;

use ipo::{Handle, Heap};

use super::boost::{self, Segment};
use super::contest::{Measured, Party, contest, ours, peer};
use super::pthread::Pthread;
use super::report::{Row, Unit};
use super::second::{self, CORES, Second};
use super::{Failure, common, machine};

pub const ROWS: &[Row] = &[
    Row { group: "locks", work: "taken and released, alone", unit: Unit::Nanoseconds, run: || alone(0) },
    Row { group: "locks", work: "taken, 1 added, released, alone", unit: Unit::Nanoseconds, run: || alone(1) },
    Row {
        group: "locks",
        work: "taken, 1 added, released, 2 processes at once",
        unit: Unit::Nanoseconds,
        run: contended,
    },
];

const TURNS: usize = 50_000;
/// How long a stretch of two processes takes, and how long before it both are told.
const STRETCH: Duration = Duration::from_millis(20);
const NOTICE: Duration = Duration::from_millis(2);

const SHARED: &str = "pthread mutex, process-shared";
const ROBUST: &str = "pthread mutex, process-shared, robust";

/// A number and what protects it.
enum Lock {
    Ipo(Heap, Handle<u64>),
    Pthread(Pthread),
    Boost(boost::Counter),
}

impl Lock {
    /// Makes it, and says by which word the second process finds it.
    fn create(kind: &str) -> Result<(Lock, String), Failure> {
        Ok(match kind {
            "ipo" => {
                let (word, heap) = common::heap("locks")?;
                let mut turn = heap.write()?;
                let count = turn.put(&0)?;
                turn.bind("count", count)?;
                drop(turn);
                (Lock::Ipo(heap, count), word)
            }
            "boost" => {
                let word = common::name("locks");
                (Lock::Boost(Segment::create(&word, 1 << 20)?.counter()?), word)
            }
            _ => {
                let pthread = Pthread::create(kind == "robust")?;
                let path = pthread.path();
                (Lock::Pthread(pthread), path)
            }
        })
    }

    fn open(kind: &str, word: &str) -> Result<Lock, Failure> {
        Ok(match kind {
            "ipo" => {
                let heap = Heap::options().timeout(Duration::from_secs(10)).attach(word)?;
                let count = heap.read()?.root("count")?;
                Lock::Ipo(heap, count)
            }
            "boost" => Lock::Boost(Segment::open(word)?.counter()?),
            _ => Lock::Pthread(Pthread::open(word)?),
        })
    }

    /// Takes it so many times, and adds `more` each time.
    fn take(&self, times: usize, more: u64) -> Result<(), Failure> {
        match self {
            Lock::Ipo(heap, count) => {
                for _ in 0..times {
                    let mut turn = black_box(heap).write()?;
                    if more > 0 {
                        *turn.get_mut(*count)? += more;
                    }
                }
            }
            Lock::Pthread(pthread) => (0..times).try_for_each(|_| black_box(pthread).lock_and_add(more))?,
            Lock::Boost(counter) => counter.count(times, more)?,
        }
        Ok(())
    }

    fn counted(&self) -> Result<u64, Failure> {
        Ok(match self {
            Lock::Ipo(heap, count) => heap.read()?.load(*count)?,
            Lock::Pthread(pthread) => pthread.counted(),
            Lock::Boost(counter) => counter.counted(),
        })
    }
}

fn alone(more: u64) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    // Somebody else has it open too, as all that is shared, and sleeps.
    let lock = |kind: &'static str| -> Result<_, Failure> {
        let (lock, word) = Lock::create(kind)?;
        let second = Second::start(&[&"locks", &kind, &word])?;
        Ok(move || {
            let _second = &second;
            common::time(TURNS, || lock.take(TURNS, more))
        })
    };
    let mutex = Mutex::new(0_u64);
    let threads_only = || {
        common::time(TURNS, || {
            for _ in 0..TURNS {
                let mut count = black_box(&mutex).lock().map_err(|_| "poisoned")?;
                if more > 0 {
                    *black_box(&mut *count) += more;
                }
            }
            Ok(())
        })
    };
    contest(vec![
        ours("", lock("ipo")?),
        peer("std Mutex", Ok(threads_only)).note("std's Mutex is of one process's threads"),
        peer(SHARED, lock("shared")),
        peer(ROBUST, lock("robust")),
        peer(boost::name("interprocess_mutex"), lock("boost")),
    ])
}

/// Takes it from `start` to `end`; says how many times.
fn stretch(lock: &Lock, start: u64, end: u64) -> Result<u64, Failure> {
    // Looking at the clock must not cost as much as what is measured.
    const BATCH: usize = 32;
    while machine::now() < start {
        std::hint::spin_loop();
    }
    let mut turns = 0;
    while machine::now() < end {
        lock.take(BATCH, 1)?;
        turns += BATCH as u64;
    }
    Ok(turns)
}

/// Nanoseconds for each time that one of the two had it.
fn contended() -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let race = |kind: &'static str| -> Result<_, Failure> {
        let (lock, word) = Lock::create(kind)?;
        let second = Second::start(&[&"locks", &kind, &word])?;
        let mut expected = 0;
        Ok(move || {
            let start = machine::now() + NOTICE.as_nanos() as u64;
            let end = start + STRETCH.as_nanos() as u64;
            second.tell(&format!("{start} {end}"))?;
            let turns = stretch(&lock, start, end)? + second.answer()?.parse::<u64>()?;
            expected += turns;
            if lock.counted()? != expected {
                return Err("increments were lost: two had it at once".into());
            }
            Ok(STRETCH.as_nanos() as f64 / turns as f64)
        })
    };
    let parties: Vec<Party<'_>> = vec![
        ours("", race("ipo")?),
        peer(SHARED, race("shared")),
        peer(ROBUST, race("robust")),
        peer(boost::name("interprocess_mutex"), race("boost")),
    ];
    contest(parties)
}

/// The second process: runs every stretch that it is told of, and answers with the number of its turns.
pub fn second(kind: &str, word: &str) -> Result<(), Failure> {
    let lock = Lock::open(kind, word)?;
    for line in second::lines() {
        let (start, end) = line.split_once(' ').ok_or("a stretch has a start and an end")?;
        println!("{}", stretch(&lock, start.parse()?, end.parse()?)?);
    }
    Ok(())
}
