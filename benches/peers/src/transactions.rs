//! Nine numbers of each of 3,000 objects, incremented so that a process may die at any moment: with a transaction for each
//! number, one for each object, one for all of them.

use std::ops::Range;
use std::path::PathBuf;

use heed::byteorder::NativeEndian;
use heed::types::{Bytes, U64};
use heed::{CommitOrAbort, Database, Env, EnvFlags, EnvOpenOptions, IntegerComparator, RwTxn};
use ipo::{Error, Handle, Heap, SharedStruct, WriteTurn};

use super::contest::{Measured, Party, contest, ours, peer};
use super::pmem::{self, Pool, Transaction};
use super::report::{Row, Unit};
use super::second::CORES;
use super::{Failure, common, machine};

pub const ROWS: &[Row] = &[
    Row {
        group: "transactions",
        work: "1 added, a transaction for each of 9 numbers of 3,000 objects",
        unit: Unit::Nanoseconds,
        run: || row(Transaction::Field),
    },
    Row {
        group: "transactions",
        work: "1 added, a transaction for each of 3,000 objects of 9 numbers",
        unit: Unit::Nanoseconds,
        run: || row(Transaction::Struct),
    },
    Row {
        group: "transactions",
        work: "1 added, one transaction for 3,000 objects of 9 numbers",
        unit: Unit::Nanoseconds,
        run: || row(Transaction::All),
    },
    Row {
        group: "transactions",
        work: "1 added, one transaction for one list of 3,000 times 9 numbers",
        unit: Unit::Nanoseconds,
        run: || row(Transaction::Whole),
    },
];

const OBJECTS: usize = 3_000;
const FIELDS: usize = 9;
const ALL: usize = OBJECTS * FIELDS;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nine {
    a: i64,
    b: i64,
    c: i64,
    d: i64,
    e: i64,
    f: i64,
    g: i64,
    h: i64,
    i: i64,
}

/// Adds 1 to one of the numbers, by its place.
macro_rules! add {
    ($nine:expr, $place:expr) => {
        match $place {
            0 => $nine.set_a($nine.a() + 1),
            1 => $nine.set_b($nine.b() + 1),
            2 => $nine.set_c($nine.c() + 1),
            3 => $nine.set_d($nine.d() + 1),
            4 => $nine.set_e($nine.e() + 1),
            5 => $nine.set_f($nine.f() + 1),
            6 => $nine.set_g($nine.g() + 1),
            7 => $nine.set_h($nine.h() + 1),
            _ => $nine.set_i($nine.i() + 1),
        }
    };
}

impl NineMut<'_> {
    fn add_one(&mut self) {
        (0..FIELDS).for_each(|place| add!(self, place));
    }
}

/// The objects, each with a handle, and as many in one list.
struct Objects {
    handles: Vec<Handle<Nine>>,
    list: Handle<Vec<Nine>>,
}

impl Objects {
    fn create(heap: &Heap) -> Result<Objects, Error> {
        let nine = Nine { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0, h: 0, i: 0 };
        let mut turn = heap.write()?;
        let list = turn.put(&vec![nine.clone(); OBJECTS])?;
        Ok(Objects { handles: (0..OBJECTS).map(|_| turn.put(&nine)).collect::<Result<_, _>>()?, list })
    }

    /// Whether all numbers of the form that was used are the same, and not 0: then nothing was left out.
    fn check(&self, heap: &Heap, each: Transaction) -> Result<bool, Error> {
        let turn = heap.read()?;
        let all: Vec<Nine> = match each {
            Transaction::Whole => turn.load(self.list)?,
            _ => self.handles.iter().map(|&handle| turn.load(handle)).collect::<Result<_, _>>()?,
        };
        let first = &all[0];
        let rest = [first.b, first.c, first.d, first.e, first.f, first.g, first.h, first.i];
        Ok(first.a > 0 && rest.iter().all(|n| *n == first.a) && all.iter().all(|nine| nine == first))
    }
}

/// A pass with a turn for each transaction.
fn turn_each(heap: &Heap, objects: &Objects, each: Transaction) -> Result<(), Error> {
    match each {
        Transaction::Field => objects.handles.iter().try_for_each(|&handle| {
            (0..FIELDS).try_for_each(|place| {
                heap.transaction(|tx| {
                    let mut nine = tx.get_mut(handle)?;
                    add!(nine, place);
                    Ok(())
                })
            })
        }),
        Transaction::Struct => objects.handles.iter().try_for_each(|&handle| {
            heap.transaction(|tx| {
                tx.get_mut(handle)?.add_one();
                Ok(())
            })
        }),
        Transaction::All | Transaction::Whole => in_one_turn(&mut heap.write()?, objects, each),
    }
}

/// A pass in a turn that is already taken.
fn in_one_turn(turn: &mut WriteTurn<'_>, objects: &Objects, each: Transaction) -> Result<(), Error> {
    match each {
        Transaction::Field => objects.handles.iter().try_for_each(|&handle| {
            (0..FIELDS).try_for_each(|place| {
                turn.transaction(|tx| {
                    let mut nine = tx.get_mut(handle)?;
                    add!(nine, place);
                    Ok(())
                })
            })
        }),
        Transaction::Struct => objects.handles.iter().try_for_each(|&handle| {
            turn.transaction(|tx| {
                tx.get_mut(handle)?.add_one();
                Ok(())
            })
        }),
        Transaction::All => turn.transaction(|tx| {
            for &handle in &objects.handles {
                tx.get_mut(handle)?.add_one();
            }
            Ok(())
        }),
        Transaction::Whole => turn.transaction(|tx| {
            for mut nine in tx.get_mut(objects.list)?.iter_mut() {
                nine.add_one();
            }
            Ok(())
        }),
    }
}

/// A pass without transactions: a setter by itself is all or nothing.
fn setters(heap: &Heap, handles: &[Handle<Nine>]) -> Result<(), Error> {
    let mut turn = heap.write()?;
    for &handle in handles {
        turn.get_mut(handle)?.add_one();
    }
    Ok(())
}

fn row(each: Transaction) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = common::heap("transactions")?;
    let objects = Objects::create(&heap)?;
    let passes = match each {
        Transaction::Field => 1,
        _ => 3,
    };
    let lmdb = Lmdb::create();
    let pool = Pool::create(&format!("/dev/shm/{}", common::name("pmem")));
    let mut parties: Vec<Party<'_>> = Vec::new();
    if let Transaction::Field = each {
        parties.push(
            ours("setters in one turn", || {
                common::time(ALL * passes, || Ok((0..passes).try_for_each(|_| setters(&heap, &objects.handles))?))
            })
            .note("ipo's setters without a transaction: each is all or nothing by itself"),
        );
    }
    let several = matches!(each, Transaction::Field | Transaction::Struct);
    if several {
        parties.push(ours("a turn for each", || {
            common::time(ALL * passes, || Ok((0..passes).try_for_each(|_| turn_each(&heap, &objects, each))?))
        }));
    }
    let form = if several { "all in one turn" } else { "" };
    parties.push(ours(form, || {
        common::time(ALL * passes, || {
            let mut turn = heap.write()?;
            Ok((0..passes).try_for_each(|_| in_one_turn(&mut turn, &objects, each))?)
        })
    }));
    let version = heed::lmdb_version();
    parties.push(
        peer(
            format!("LMDB {}.{}.{} (heed {})", version.major, version.minor, version.patch, env!("VERSION_HEED")),
            lmdb.map(|mut lmdb| move || common::time(ALL, || lmdb.pass(each))),
        )
        .note("LMDB with WRITE_MAP and NO_SYNC in /dev/shm, an entry of 72 bytes for each object"),
    );
    parties.push(
        peer(
            pmem::NAME,
            pool.map(|mut pool| {
                move || {
                    let took = common::time(ALL * passes, || (0..passes).try_for_each(|_| pool.pass(each)))?;
                    pool.check()?;
                    Ok(took)
                }
            }),
        )
        .note(pmem::NOTE),
    );
    let measured = contest(parties)?;
    if objects.check(&heap, each)? { Ok(measured) } else { Err("numbers differ from what they should be".into()) }
}

type Record = [i64; FIELDS];

/// A database in memory, for a process that dies and a machine that does not.
struct Lmdb {
    env: &'static Env,
    entries: Database<'static, U64<NativeEndian>, Bytes, IntegerComparator>,
    passes: i64,
    _directory: Directory,
}

struct Directory(PathBuf);

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An entry with 1 added to these fields.
fn added(entry: &[u8], fields: Range<usize>) -> [u8; FIELDS * 8] {
    let mut numbers = record(entry);
    numbers[fields].iter_mut().for_each(|n| *n += 1);
    let mut buffer = [0; FIELDS * 8];
    for (place, n) in buffer.chunks_exact_mut(8).zip(numbers) {
        place.copy_from_slice(&n.to_ne_bytes());
    }
    buffer
}

fn record(bytes: &[u8]) -> Record {
    let mut words = bytes.chunks_exact(8);
    std::array::from_fn(|_| {
        words.next().and_then(|word| word.first_chunk()).map_or(0, |word| i64::from_ne_bytes(*word))
    })
}

impl Lmdb {
    fn create() -> Result<Lmdb, Failure> {
        let directory = Directory(format!("/dev/shm/{}", common::name("lmdb")).into());
        std::fs::create_dir(&directory.0)?;
        let mut options = EnvOpenOptions::new();
        options.map_size(64 << 20);
        // SAFETY: the files are new and nobody else's; the machine's crash is not what this is about.
        let env = unsafe { options.flags(EnvFlags::WRITE_MAP | EnvFlags::NO_SYNC).open(&directory.0)? };
        // The database borrows it. It stays open until this program ends.
        let env = Box::leak(Box::new(env));
        let txn = env.write_txn()?;
        let made = env.create_databases_and_commit(txn, |dbo, txn| {
            let options = dbo.database_options().types::<U64<NativeEndian>, Bytes>();
            options.key_comparator::<IntegerComparator>().create(txn).map(CommitOrAbort::<_, ()>::Commit)
        })?;
        let entries = made.commit().ok_or("the database could not be made")?;
        let mut txn = env.write_txn()?;
        for n in 0..OBJECTS as u64 {
            entries.put(&mut txn, &n, &[0; FIELDS * 8])?;
        }
        txn.commit()?;
        Ok(Lmdb { env, entries, passes: 0, _directory: directory })
    }

    /// Adds 1 to these fields of an entry.
    fn add(&self, txn: &mut RwTxn<'_>, key: u64, fields: Range<usize>) -> Result<(), Failure> {
        let buffer = added(self.entries.get(txn, &key)?.ok_or("no such entry")?, fields);
        Ok(self.entries.put(txn, &key, &buffer)?)
    }

    fn pass(&mut self, each: Transaction) -> Result<(), Failure> {
        let keys = 0..OBJECTS as u64;
        match each {
            Transaction::Field => {
                for key in keys {
                    for field in 0..FIELDS {
                        let mut txn = self.env.write_txn()?;
                        self.add(&mut txn, key, field..field + 1)?;
                        txn.commit()?;
                    }
                }
            }
            Transaction::Struct => {
                for key in keys {
                    let mut txn = self.env.write_txn()?;
                    self.add(&mut txn, key, 0..FIELDS)?;
                    txn.commit()?;
                }
            }
            Transaction::All => {
                let mut txn = self.env.write_txn()?;
                for key in keys {
                    self.add(&mut txn, key, 0..FIELDS)?;
                }
                txn.commit()?;
            }
            Transaction::Whole => {
                // From entry to entry, each changed where the cursor is.
                let mut txn = self.env.write_txn()?;
                let mut entries = self.entries.iter_mut(&mut txn)?;
                while let Some(entry) = entries.next() {
                    let (key, value) = entry?;
                    let value = added(value, 0..FIELDS);
                    // SAFETY: nothing of the entry is borrowed any more.
                    unsafe { entries.put_current(&key, &value)? };
                }
                drop(entries);
                txn.commit()?;
            }
        }
        self.passes += 1;
        let txn = self.env.read_txn()?;
        let last = record(self.entries.get(&txn, &(OBJECTS as u64 - 1))?.ok_or("no such entry")?);
        if last == [self.passes; FIELDS] { Ok(()) } else { Err("numbers differ from what they should be".into()) }
    }
}
