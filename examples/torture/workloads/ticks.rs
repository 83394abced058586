//! A topic: every worker publishes and subscribes. Each publisher's ticks come in order, whole, and without a gap that the
//! subscriber was not told of. A publisher that was killed may have published its last tick already, and does so again.

use std::ops::Range;

use ipo::{Error, Heap, SharedStruct, Topic, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Tick {
    publisher: u64,
    number: u64,
    text: String,
}

impl Tick {
    fn of(publisher: u64, number: u64) -> Tick {
        Tick { publisher, number, text: "tick ".repeat(1 + number as usize % 12) }
    }
}

/// Ticks that the topic keeps.
const KEPT: usize = 32;

#[derive(Debug)]
pub(super) struct Ticks {
    counts: Place<Vec<u64>>,
    /// The supervisor's.
    topic: Option<Topic<Tick>>,
}

impl Ticks {
    pub(super) fn new() -> Ticks {
        Ticks { counts: Place::new("ticks: counts"), topic: None }
    }

    fn open_topic(heap: &Heap) -> Result<Topic<Tick>, Error> {
        heap.topic_options().capacity(KEPT).subscribers(16).open("ticks")
    }
}

impl Workload for Ticks {
    fn name(&self) -> &'static str {
        "ticks"
    }

    fn come(&mut self, heap: &Heap) -> Result<(), Error> {
        self.topic = Some(Ticks::open_topic(heap)?);
        Ok(())
    }

    fn leave(&mut self) {
        self.topic = None;
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.counts.make(turn, &vec![0; workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let topic = station.with_heap(Ticks::open_topic)?;
        let mut subscription = topic.subscribe_options().bound(KEPT / 2).open()?;
        station.write(|turn| {
            for n in numbers {
                station.begin(n);
                turn.publish(&topic, &Tick::of(station.worker as u64, n))?;
                turn.get_mut(self.counts.at())?.set(station.worker, n + 1)?;
                station.acknowledge(n);
            }
            Ok(())
        })?;
        let mut last: Vec<Option<u64>> = Vec::new();
        let mut lost = 0;
        loop {
            let tick = match subscription.try_recv() {
                Ok(tick) => tick,
                Err(Error::NoMessages) => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let publisher = tick.publisher as usize;
            if tick != Tick::of(tick.publisher, tick.number) || publisher > 64 {
                return Err(Fault::broken(format_args!("a tick that nobody published: {tick:?}")));
            }
            last.resize(last.len().max(publisher + 1), None);
            let told = subscription.lost() > lost;
            lost = subscription.lost();
            if let Some(before) = last[publisher] {
                // Again if its publisher was killed behind it.
                if tick.number < before || (tick.number > before + 1 && !told) {
                    let what = format!("tick {} of {publisher} behind {before}, told of a loss: {told}", tick.number);
                    return Err(Fault::Lost(1, what));
                }
            }
            if told {
                // Any publisher's may be among the lost ones.
                last.fill(None);
            }
            last[publisher] = Some(tick.number);
        }
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, _turn: &mut WriteTurn<'_>, _done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        if let Some(topic) = &self.topic {
            if topic.subscribers() > 16 {
                findings.broken("more subscribers than places");
            }
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        1
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        if let Some(topic) = &self.topic {
            // So that a topic holds the same whatever was published: two laps, as the first one frees what dead readers held.
            for _ in 0..2 * KEPT {
                turn.publish(topic, &Tick::of(0, 0))?;
            }
        }
        self.counts.take_down(turn)
    }
}
