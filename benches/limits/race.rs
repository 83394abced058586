//! turn/read-scaling and turn/contended: two processes on two cores take turns as fast as they can, for a stretch of
//! time that both know.

use std::time::Duration;

use ipo::{Handle, Heap, SharedStruct};

use super::other::{CORES, Other};
use super::robust::RobustMutex;
use super::table::{Goal, Round, Row, alternate};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[
    Row { name: "turn/read-scaling", goal: Goal::SpeedAtLeast(1.8), run: read_scaling },
    Row { name: "turn/contended", goal: Goal::SpeedAtLeast(1.0), run: contended },
];

/// How long one stretch takes, and how long before it everybody is told.
const STRETCH: Duration = Duration::from_millis(20);
const NOTICE: Duration = Duration::from_millis(2);

/// What the write turns change, so that a turn that was not exclusive is found out.
#[derive(SharedStruct, Clone, Debug)]
struct Counter {
    turns: u64,
}

/// What is raced over.
struct Track {
    heap: Heap,
    counter: Handle<Counter>,
    mutex: RobustMutex,
}

impl Track {
    /// Turns of one kind that were taken from `start` to `end`.
    fn run(&self, kind: &str, start: u64, end: u64) -> Result<u64, Failure> {
        while machine::now() < start {
            std::hint::spin_loop();
        }
        let mut turns = 0;
        while machine::now() < end {
            // Looking at the clock must not cost as much as what is measured.
            for _ in 0..32 {
                match kind {
                    "read" => drop(self.heap.read()?),
                    "write" => {
                        let mut turn = self.heap.write()?;
                        let mut counter = turn.get_mut(self.counter)?;
                        counter.set_turns(counter.turns() + 1);
                    }
                    "mutex" => self.mutex.lock_and_count()?,
                    _ => return Err("no such kind of turn".into()),
                }
                turns += 1;
            }
        }
        Ok(turns)
    }
}

/// The two processes.
struct Race {
    track: Track,
    second: Other,
}

impl Race {
    fn start() -> Result<Race, Failure> {
        let (name, heap) = players::heap("race")?;
        let mutex = RobustMutex::create()?;
        let counter = heap.write()?.put(&Counter { turns: 0 })?;
        heap.write()?.bind("counter", counter)?;
        let second = Other::start(&["race", &name, &mutex.path()])?;
        machine::pin(CORES.0);
        Ok(Race { track: Track { heap, counter, mutex }, second })
    }

    /// Nanoseconds per turn of those who take part, together.
    fn run(&mut self, kind: &str, first: bool, second: bool) -> Result<(f64, u64), Failure> {
        let start = machine::now() + NOTICE.as_nanos() as u64;
        let end = start + STRETCH.as_nanos() as u64;
        if second {
            self.second.tell(&format!("{kind} {start} {end}"))?;
        }
        let mut turns = if first { self.track.run(kind, start, end)? } else { 0 };
        if second {
            turns += self.second.answer()?.parse::<u64>()?;
        }
        Ok((STRETCH.as_nanos() as f64 / turns as f64, turns))
    }
}

/// Read turns of both processes at once, against those of one (each of the two alone, half a round each).
fn read_scaling() -> Result<Vec<Round>, Failure> {
    let race = std::cell::RefCell::new(Race::start()?);
    alternate(
        || Ok(race.borrow_mut().run("read", true, true)?.0),
        || {
            let mut race = race.borrow_mut();
            Ok((race.run("read", true, false)?.0 + race.run("read", false, true)?.0) / 2.0)
        },
    )
}

/// Write turns of both processes, each adding 1 to a number, against a robust process-shared pthread mutex around the
/// same.
fn contended() -> Result<Vec<Round>, Failure> {
    let race = std::cell::RefCell::new(Race::start()?);
    let (mut turns, mut locks) = (0, 0);
    let rounds = alternate(
        || {
            let (time, count) = race.borrow_mut().run("write", true, true)?;
            turns += count;
            Ok(time)
        },
        || {
            let (time, count) = race.borrow_mut().run("mutex", true, true)?;
            locks += count;
            Ok(time)
        },
    )?;
    let race = race.into_inner();
    let found = race.track.heap.read()?.get(race.track.counter)?.turns();
    if found != turns || race.track.mutex.count() != locks {
        return Err("increments were lost: the turns were not exclusive".into());
    }
    Ok(rounds)
}

/// The second process: runs every stretch that it is told of, and answers with the number of its turns.
pub fn second(heap: &str, mutex: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    let counter = heap.read()?.root("counter")?;
    let track = Track { heap, counter, mutex: RobustMutex::open(mutex)? };
    println!("ready");
    for line in std::io::stdin().lines() {
        let line = line?;
        let mut words = line.split(' ');
        let mut word = || words.next().ok_or("a stretch has a kind, a start and an end");
        let (kind, start, end) = (word()?, word()?.parse()?, word()?.parse()?);
        println!("{}", track.run(kind, start, end)?);
    }
    Ok(())
}
