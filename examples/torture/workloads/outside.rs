//! What is used outside of turns: a lock by name, a latest value, and frozen objects that others pin.

use std::ops::Range;

use ipo::{Error, FrozenHandle, Handle, Heap, SharedStruct, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::{PATIENCE, Station};
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Pair {
    first: u64,
    second: u64,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Table {
    number: u64,
    rows: Vec<String>,
}

impl Table {
    fn of(number: u64) -> Table {
        Table { number, rows: (0..number % 5).map(|row| format!("row {row} of the table {number}")).collect() }
    }
}

type Pose = [u64; 9];

/// Frozen tables at a time.
const TABLES: u64 = 6;

#[derive(Debug)]
pub(super) struct Outside {
    seed: u64,
    /// Changed in two turns, under the lock.
    pair: Place<Pair>,
    tables: Place<Vec<Handle<Table>>>,
    counts: Place<Vec<u64>>,
    alive: u64,
}

impl Outside {
    pub(super) fn new(seed: u64) -> Outside {
        let (pair, tables) = (Place::new("pair"), Place::new("tables"));
        Outside { seed, pair, tables, counts: Place::new("outside: counts"), alive: 0 }
    }

    /// Under the lock both numbers are equal, unless its last owner died between the two turns, which is told.
    fn pair(&self, station: &Station<'_>) -> Result<(), Fault> {
        station.with_heap(|heap| {
            let lock = heap.lock("pair")?;
            let guard = lock.write_timeout(PATIENCE)?;
            let Pair { first, second } = heap.read_timeout(PATIENCE)?.load(self.pair.at())?;
            if first != second && !guard.recovered() {
                return Err(Fault::broken(format_args!("under the lock {first} stands beside {second}")));
            }
            heap.write_timeout(PATIENCE)?.get_mut(self.pair.at())?.set_first(first + 1);
            heap.write_timeout(PATIENCE)?.get_mut(self.pair.at())?.set_second(first + 1);
            Ok(())
        })
    }

    /// A value is whole, and never older than one that was read before.
    fn pose(station: &Station<'_>, store: bool) -> Result<(), Fault> {
        station.with_heap(|heap| {
            let latest = heap.latest::<Pose>("pose")?;
            let mut newest = 0;
            for _ in 0..20 {
                let pose = latest.load()?.unwrap_or_default();
                if pose.iter().any(|n| *n != pose[0]) || pose[0] < newest {
                    return Err(Fault::broken(format_args!("the pose {pose:?} behind {newest}")));
                }
                newest = pose[0];
            }
            match if store { latest.writer() } else { return Ok(()) } {
                Ok(mut writer) => (0..20).try_for_each(|i| Ok(writer.store(&[newest + i; 9])?)),
                Err(Error::HasWriter { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Replaces a frozen table.
    fn replace(&self, turn: &mut WriteTurn<'_>, place: usize, number: u64) -> Result<(), Fault> {
        let old = turn.get(self.tables.at())?.get(place).ok_or_else(|| Fault::broken("a place without a table"))?;
        match turn.remove_frozen(FrozenHandle::from(old)) {
            Ok(()) | Err(Error::Stale { .. }) => {}
            // Its maker died before it froze it.
            Err(Error::NotFrozen { .. }) => turn.remove(old)?,
            Err(error) => return Err(error.into()),
        }
        let tables = self.tables.at();
        let new = turn.transaction(|tx| {
            let new = tx.put(&Table::of(number))?;
            tx.get_mut(tables)?.set(place, new)?;
            Ok::<_, Error>(new)
        })?;
        turn.freeze(new)?;
        Ok(())
    }

    /// Reads a table without a turn.
    fn look(station: &Station<'_>, table: Handle<Table>) -> Result<(), Fault> {
        station.with_heap(|heap| match heap.pin(FrozenHandle::from(table)) {
            Ok(pinned) => {
                let found = pinned.load();
                if found == Table::of(found.number) { Ok(()) } else { Err(Fault::broken(format_args!("{found:?}"))) }
            }
            Err(Error::Stale { .. } | Error::NotFrozen { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        })
    }
}

impl Workload for Outside {
    fn name(&self) -> &'static str {
        "outside of turns"
    }

    fn come(&mut self, heap: &Heap) -> Result<(), Error> {
        heap.lock("pair")?;
        heap.latest::<Pose>("pose").map(drop)
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.pair.make(turn, &Pair { first: 0, second: 0 })?;
        self.counts.make(turn, &vec![0; workers])?;
        let mut tables = Vec::new();
        for number in 0..TABLES {
            let table = turn.put(&Table::of(number))?;
            turn.freeze(table)?;
            tables.push(table);
        }
        self.alive = TABLES;
        self.tables.make(turn, &tables)
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.pair.find(turn)?;
        self.tables.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let mut random = Random::new(&[self.seed, 12, station.worker as u64, numbers.start]);
        self.pair(station)?;
        Outside::pose(station, random.below(2) == 0)?;
        let table = station.write(|turn| {
            for n in numbers {
                station.begin(n);
                self.replace(turn, random.index(TABLES as usize), n)?;
                turn.get_mut(self.counts.at())?.set(station.worker, n + 1)?;
                station.acknowledge(n);
            }
            Ok(turn.get(self.tables.at())?.get(random.index(TABLES as usize)))
        })?;
        table.map_or(Ok(()), |table| Outside::look(station, table))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, _done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        // Removed ones that somebody still reads.
        self.alive = turn.free_unpinned()? as u64;
        let tables = turn.load(self.tables.at())?;
        for table in tables {
            match turn.load(table) {
                Ok(found) => {
                    self.alive += 1;
                    findings.compare("a frozen table", &found, &Table::of(found.number));
                }
                // Its remover died before it put the next one there.
                Err(Error::Stale { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        3 + self.alive
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        for table in turn.load(self.tables.at())? {
            match turn.remove_frozen(FrozenHandle::from(table)) {
                Ok(()) | Err(Error::Stale { .. }) => {}
                Err(Error::NotFrozen { .. }) => turn.remove(table)?,
                Err(error) => return Err(error),
            }
        }
        turn.free_unpinned()?;
        self.pair.take_down(turn)?;
        self.tables.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
