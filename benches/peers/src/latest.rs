//! The newest value of 72 bytes, of which one process is the writer: read while the writer is idle, while it stores as
//! fast as it can and while it keeps a pace; and stored.

use std::cell::Cell;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use iceoryx2::prelude::*;
use ipo::Heap;
use mmap_sync::locks::LockDisabled;
use mmap_sync::synchronizer::Synchronizer;
use wyhash::WyHash;

use super::contest::{Measured, contest, ours, peer};
use super::report::{Row, Unit};
use super::second::{self, CORES, Second};
use super::{Failure, common, machine};

pub const ROWS: &[Row] = &[
    Row {
        group: "latest",
        work: "72 bytes, read, writer idle",
        unit: Unit::Nanoseconds,
        run: || reads("idle", 50_000),
    },
    Row {
        group: "latest",
        work: "72 bytes, read, writer loops",
        unit: Unit::Nanoseconds,
        run: || reads("loop", 20_000),
    },
    Row {
        group: "latest",
        work: "72 bytes, read, 500,000 stores a second",
        unit: Unit::Nanoseconds,
        run: || reads("pace", 20_000),
    },
    Row { group: "latest", work: "72 bytes, stored", unit: Unit::Nanoseconds, run: stores },
];

const WORDS: usize = 9;
type Value = [u64; WORDS];

const STORES: u64 = 50_000;
/// Nanoseconds from one store to the next of a writer that keeps a pace.
const PACE: u64 = 2_000;

const ICEORYX: &str = concat!("iceoryx2 ", env!("VERSION_ICEORYX2"), " blackboard");
const MMAP_SYNC: &str = concat!("mmap-sync ", env!("VERSION_MMAP_SYNC"));
const MMAP_SYNC_NOTE: &str = "mmap-sync's writer sleeps 1 µs instead of 1 s when readers hold both places";

/// Its defaults but for the sleep: no lock between writers (there is one), and no check of bytes when reading.
type Mapped = Synchronizer<WyHash, LockDisabled, 1024, 1_000>;

/// How long mmap-sync's writer waits for readers before it takes them for dead.
const GRACE: Duration = Duration::from_millis(10);

/// Reads so many times, and says how many of the values were torn.
type Reader = Box<dyn FnMut(usize) -> Result<usize, Failure>>;
/// Stores so many times, beginning with that number.
type Writer = Box<dyn FnMut(u64, u64) -> Result<(), Failure>>;

/// 1 if a value is half of one and half of another.
fn torn(value: &Value) -> usize {
    usize::from(value.iter().any(|n| *n != value[0]))
}

/// Where one value lies.
enum Place {
    Ipo(Heap),
    Blackboard(Node<ipc::Service>, String),
    Mapped(String),
}

impl Place {
    /// Makes it, and says by which word the second process finds it.
    fn create(kind: &str) -> Result<(Place, String), Failure> {
        Ok(match kind {
            "ipo" => {
                let (word, heap) = common::heap("latest")?;
                (Place::Ipo(heap), word)
            }
            "iceoryx2" => {
                let word = common::name("latest");
                (Place::Blackboard(node()?, word.clone()), word)
            }
            "mmap-sync" => {
                let word = format!("/dev/shm/{}", common::name("latest"));
                (Place::Mapped(word.clone()), word)
            }
            _ => return Err("no such place".into()),
        })
    }

    fn open(kind: &str, word: &str) -> Result<Place, Failure> {
        Ok(match kind {
            "ipo" => Place::Ipo(Heap::options().timeout(Duration::from_secs(10)).attach(word)?),
            "iceoryx2" => Place::Blackboard(node()?, word.to_owned()),
            "mmap-sync" => Place::Mapped(word.to_owned()),
            _ => return Err("no such place".into()),
        })
    }

    fn writer(&self) -> Result<Writer, Failure> {
        Ok(match self {
            Place::Ipo(heap) => {
                let latest = heap.latest::<Value>("value")?;
                let mut writer = latest.writer()?;
                Box::new(move |from, count| Ok((from..from + count).try_for_each(|n| writer.store(&[n; WORDS]))?))
            }
            Place::Blackboard(node, word) => {
                let name = ServiceName::new(word)?;
                let service = node.service_builder(&name).blackboard_creator::<u64>().add::<Value>(1, [0; WORDS]);
                let service = service.create()?;
                let entry = service.writer_builder().create()?.entry::<Value>(&1)?;
                Box::new(move |from, count| {
                    let _service = &service;
                    (from..from + count).for_each(|n| entry.update_with_copy([n; WORDS]));
                    Ok(())
                })
            }
            Place::Mapped(word) => {
                let mut mapped = Mapped::with_params(word.as_ref());
                Box::new(move |from, count| {
                    for n in from..from + count {
                        mapped.write::<Value>(&[n; WORDS], GRACE)?;
                    }
                    Ok(())
                })
            }
        })
    }

    fn reader(&self) -> Result<Reader, Failure> {
        Ok(match self {
            Place::Ipo(heap) => {
                let latest = heap.latest::<Value>("value")?;
                Box::new(move |count| {
                    (0..count)
                        .try_fold(0, |sum, _| Ok(sum + torn(&black_box(&latest).load()?.ok_or("nothing was stored")?)))
                })
            }
            Place::Blackboard(node, word) => {
                let service = node.service_builder(&ServiceName::new(word)?).blackboard_opener::<u64>().open()?;
                let entry = service.reader_builder().create()?.entry::<Value>(&1)?;
                Box::new(move |count| {
                    let _service = &service;
                    Ok((0..count).map(|_| torn(&black_box(&entry).get())).sum())
                })
            }
            Place::Mapped(word) => {
                let mut mapped = Mapped::with_params(word.as_ref());
                Box::new(move |count| {
                    let mut sum = 0;
                    for _ in 0..count {
                        // SAFETY: what was stored is a `Value`, and the reference ends within the grace time.
                        let value = unsafe { mapped.read::<Value>(false)? };
                        sum += torn(&value);
                    }
                    Ok(sum)
                })
            }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::Mapped(word) = self {
            for file in ["_state", "_data_0", "_data_1"] {
                let _ = std::fs::remove_file(format!("{word}{file}"));
            }
        }
    }
}

fn node() -> Result<Node<ipc::Service>, Failure> {
    set_log_level(LogLevel::Error);
    Ok(NodeBuilder::new().create::<ipc::Service>()?)
}

/// What else a party did while its reads were measured.
#[derive(Default)]
struct Meanwhile {
    reads: Cell<usize>,
    torn: Cell<usize>,
    /// Millions of stores in a second, of the last round.
    rate: Cell<f64>,
}

impl Meanwhile {
    /// Reads, and notes what was read.
    fn read(&self, reader: &mut Reader, count: usize) -> Result<(), Failure> {
        self.torn.set(self.torn.get() + reader(count)?);
        self.reads.set(self.reads.get() + count);
        Ok(())
    }

    fn note(&self, writer_works: bool) -> String {
        let mut notes = Vec::new();
        if writer_works {
            notes.push(format!("{:.2} M stores/s meanwhile", self.rate.get()));
        }
        if self.torn.get() > 0 {
            notes.push(format!("{} of {} values were torn", self.torn.get(), self.reads.get()));
        }
        notes.join("; ")
    }
}

/// The first process reads, the second one writes.
fn reads(state: &'static str, count: usize) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let meanwhile: [Meanwhile; 3] = Default::default();
    let pair = |kind: &'static str, meanwhile| -> Result<_, Failure> {
        let (place, word) = Place::create(kind)?;
        let second = Second::start(&[&"latest", &kind, &word])?;
        let mut reader = place.reader()?;
        let mut read = move || common::time(count, || Meanwhile::read(meanwhile, &mut reader, count));
        Ok(move || {
            let _place = &place;
            if state == "idle" {
                second.ask("once")?;
                return read();
            }
            second.ask(state)?;
            let took = read();
            meanwhile.rate.set(second.ask("stop")?.parse()?);
            took
        })
    };
    let mut measured = contest(vec![
        ours("", pair("ipo", &meanwhile[0])?),
        peer(ICEORYX, pair("iceoryx2", &meanwhile[1])),
        peer(MMAP_SYNC, pair("mmap-sync", &meanwhile[2])).note(MMAP_SYNC_NOTE),
    ])?;
    for (party, meanwhile) in measured.iter_mut().zip(&meanwhile) {
        if party.ours && meanwhile.torn.get() > 0 {
            return Err("a value was torn".into());
        }
        let separator = if party.note.is_empty() { "" } else { "; " };
        let note = meanwhile.note(state != "idle");
        if !note.is_empty() {
            party.note += &format!("{separator}{note}");
        }
    }
    Ok(measured)
}

/// The first process writes; the second one has opened the value and sleeps.
fn stores() -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let pair = |kind: &'static str| -> Result<_, Failure> {
        let (place, word) = Place::create(kind)?;
        let mut writer = place.writer()?;
        writer(1, 1)?;
        let second = Second::start(&[&"latest", &format!("read {kind}"), &word])?;
        let mut next = 2;
        Ok(move || {
            let _place = &place;
            let took = common::time(STORES as usize, || writer(next, STORES));
            next += STORES;
            second.ask(&(next - 1).to_string())?;
            took
        })
    };
    contest(vec![
        ours("", pair("ipo")?),
        peer(ICEORYX, pair("iceoryx2")),
        peer(MMAP_SYNC, pair("mmap-sync")).note(MMAP_SYNC_NOTE),
    ])
}

/// The second process: stores as it is told to, or reads after each round.
pub fn second(kind: &str, word: &str) -> Result<(), Failure> {
    if let Some(kind) = kind.strip_prefix("read ") {
        let place = Place::open(kind, word)?;
        let mut reader = place.reader()?;
        for _ in second::lines() {
            if reader(1)? > 0 {
                return Err("a value was torn".into());
            }
            println!("read");
        }
        return Ok(());
    }
    let place = Place::open(kind, word)?;
    let mut writer = place.writer()?;
    writer(1, 1)?;
    let mut next = 2;
    let stop = Arc::new(AtomicBool::new(false));
    let (orders, told) = std::sync::mpsc::channel();
    // A thread reads the orders, since the writer has no time for them; it sleeps while the writer works.
    let stopped = Arc::clone(&stop);
    std::thread::spawn(move || {
        for order in second::lines() {
            if order == "stop" {
                // Relaxed: nothing else goes with it.
                stopped.store(true, Ordering::Relaxed);
            } else if orders.send(order).is_err() {
                break;
            }
        }
    });
    for order in told {
        if order == "once" {
            writer(next, 1)?;
            next += 1;
            println!("stored");
            continue;
        }
        println!("begun");
        let (from, start) = (next, machine::now());
        while !stop.swap(false, Ordering::Relaxed) {
            if order == "pace" {
                // Spins: a writer that sleeps would store in bursts.
                while machine::now() < start + (next - from) * PACE {}
                writer(next, 1)?;
                next += 1;
            } else {
                writer(next, 64)?;
                next += 64;
            }
        }
        // Millions a second.
        println!("{}", (next - from) as f64 * 1e3 / (machine::now() - start) as f64);
    }
    Ok(())
}
