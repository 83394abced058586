//! The hot operations: each prepares what it needs, then runs `rounds` times inside `counted`.

use std::collections::HashMap;
use std::hint::black_box;

use ipo::__private::{allocate_block, free_block};
use ipo::{EnumList, Error, Handle, Heap, SharedEnumIndex, SharedStruct};

/// An operation, by its name.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// How many times it is counted.
    pub(crate) rounds: usize,
    /// Prepares and runs it that often.
    pub(crate) run: fn(usize) -> Result<(), Error>,
}

/// All operations, in the order of the table.
pub(crate) const ALL: &[Operation] = &[
    Operation { name: "turn/write", rounds: 1_000, run: turn_write },
    Operation { name: "turn/read", rounds: 1_000, run: turn_read },
    Operation { name: "lock/write", rounds: 1_000, run: lock_write },
    Operation { name: "increment/struct", rounds: 1_000, run: increment_struct },
    Operation { name: "increment/enum", rounds: 1_000, run: increment_enum },
    Operation { name: "string/set", rounds: 1_000, run: string_set },
    Operation { name: "alloc/mixed", rounds: 20_000, run: alloc_mixed },
    Operation { name: "object/put and remove", rounds: 1_000, run: put_and_remove },
    Operation { name: "object/replace bytes", rounds: 20_000, run: replace_bytes },
    Operation { name: "list/push", rounds: 10_000, run: list_push },
    Operation { name: "map/number", rounds: 10_000, run: map_number },
    Operation { name: "map/text", rounds: 10_000, run: map_text },
    Operation { name: "map/insert and remove", rounds: 10_000, run: map_insert_and_remove },
    Operation { name: "transaction", rounds: 1_000, run: transaction },
    Operation { name: "message/send and take", rounds: 1_000, run: message },
    Operation { name: "message/queue", rounds: 1_000, run: message_of_queue },
    Operation { name: "message/in place", rounds: 1_000, run: message_in_place },
    Operation { name: "message/none", rounds: 1_000, run: no_message },
];

/// What lies between its start and its end is counted: callgrind is told this function's name.
#[inline(never)]
fn counted(work: &mut dyn FnMut() -> Result<(), Error>) -> Result<(), Error> {
    work()
}

fn heap() -> Result<Heap, Error> {
    Heap::options().capacity(64 << 20).create_anonymous()
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Score {
    #[shared(type = i64)]
    Goals,
    #[shared(type = f64)]
    Share,
}

#[derive(SharedStruct, Clone, Debug)]
struct Player {
    name: String,
    age: i64,
    score: EnumList<Score>,
}

fn player(n: usize) -> Player {
    Player { name: format!("a name of forty bytes or so, number {n:04}"), age: 20, score: EnumList::default() }
}

/// A write turn that nobody contends for.
fn turn_write(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    drop(heap.write()?);
    counted(&mut || {
        for _ in 0..rounds {
            drop(black_box(&heap).write()?);
        }
        Ok(())
    })
}

/// A read turn that nobody contends for.
fn turn_read(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    drop(heap.read()?);
    counted(&mut || {
        for _ in 0..rounds {
            drop(black_box(&heap).read()?);
        }
        Ok(())
    })
}

/// A lock by name that nobody contends for.
fn lock_write(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let lock = heap.lock("lock")?;
    drop(lock.write()?);
    counted(&mut || {
        for _ in 0..rounds {
            drop(black_box(&lock).write()?);
        }
        Ok(())
    })
}

fn players(heap: &Heap, count: usize) -> Result<Vec<Handle<Player>>, Error> {
    let mut turn = heap.write()?;
    (0..count).map(|n| turn.put(&player(n))).collect()
}

/// += 1 on a field of an object that is found by its handle.
fn increment_struct(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let handles = players(&heap, rounds)?;
    let mut turn = heap.write()?;
    counted(&mut || {
        for &handle in &handles {
            let mut player = turn.get_mut(handle)?;
            player.set_age(player.age() + 1);
        }
        Ok(())
    })
}

/// += 1 on an element of an enum's list in an object that is found by its handle.
fn increment_enum(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let handles = players(&heap, rounds)?;
    let mut turn = heap.write()?;
    counted(&mut || {
        for &handle in &handles {
            let mut player = turn.get_mut(handle)?;
            let mut score = player.score_mut();
            score.set(Score::GOALS, score.get(Score::GOALS) + 1);
        }
        Ok(())
    })
}

/// A 40-byte text over one of the same length.
fn string_set(rounds: usize) -> Result<(), Error> {
    const TEXT: &str = "and forty others, so that something else";
    let heap = heap()?;
    let handles = players(&heap, rounds)?;
    let mut turn = heap.write()?;
    counted(&mut || {
        for &handle in &handles {
            turn.get_mut(handle)?.set_name(black_box(TEXT))?;
        }
        Ok(())
    })
}

/// One of 10,000 blocks of 16 to 2,031 bytes is freed, and another allocated.
fn alloc_mixed(rounds: usize) -> Result<(), Error> {
    const LIVE: usize = 10_000;
    let heap = heap()?;
    let mut random = Random(1);
    let mut turn = heap.write()?;
    let mut blocks =
        (0..LIVE).map(|_| allocate_block(&mut turn, 16 + random.below(2_016))).collect::<Result<Vec<_>, _>>()?;
    let trace: Vec<(usize, u64)> =
        (0..2 * rounds).map(|_| (random.below(LIVE as u64) as usize, 16 + random.below(2_016))).collect();
    let mut replace = |trace: &[(usize, u64)]| {
        for &(which, len) in trace {
            // SAFETY: the block was allocated here and is freed once.
            unsafe { free_block(&mut turn, blocks[which])? };
            blocks[which] = allocate_block(&mut turn, len)?;
        }
        Ok(())
    };
    // Until the free blocks are as mixed as they become.
    replace(&trace[..rounds])?;
    counted(&mut || replace(&trace[rounds..]))
}

fn put_and_remove(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let handles = players(&heap, 100)?;
    let mut turn = heap.write()?;
    let value = player(0);
    counted(&mut || {
        for _ in 0..rounds {
            let handle = turn.put(black_box(&value))?;
            turn.remove(handle)?;
        }
        Ok(())
    })?;
    turn.remove(handles[0])
}

/// One of 10,000 objects that are lists of 16 to 2,031 bytes is removed, and another one is put.
fn replace_bytes(rounds: usize) -> Result<(), Error> {
    const LIVE: usize = 10_000;
    let heap = heap()?;
    let mut random = Random(1);
    let mut turn = heap.write()?;
    let values: Vec<Vec<u8>> = (0..2_032).map(|len| vec![7; len]).collect();
    let mut value = || &values[16 + random.below(2_016) as usize];
    let mut objects = (0..LIVE).map(|_| turn.put(value())).collect::<Result<Vec<_>, _>>()?;
    let mut random = Random(2);
    let trace: Vec<(usize, &Vec<u8>)> =
        (0..2 * rounds).map(|_| (random.below(LIVE as u64) as usize, value())).collect();
    let mut replace = |trace: &[(usize, &Vec<u8>)]| {
        for &(which, value) in trace {
            turn.remove(objects[which])?;
            objects[which] = turn.put(black_box(value))?;
        }
        Ok(())
    };
    // Until the free blocks are as mixed as they become.
    replace(&trace[..rounds])?;
    counted(&mut || replace(&trace[rounds..]))
}

fn list_push(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let list = turn.put(&Vec::<i64>::new())?;
    let mut list = turn.get_mut(list)?;
    counted(&mut || {
        for n in 0..rounds {
            list.push(black_box(n as i64))?;
        }
        Ok(())
    })
}

fn map_number(rounds: usize) -> Result<(), Error> {
    const KEYS: usize = 1_000;
    let heap = heap()?;
    let mut turn = heap.write()?;
    let map: HashMap<i64, i64> = (0..KEYS as i64).map(|key| (key, 0)).collect();
    let map = turn.put(&map)?;
    let mut map = turn.get_mut(map)?;
    counted(&mut || {
        for n in 0..rounds {
            *map.get_mut(black_box((n * 7 % KEYS) as i64)).expect("a key of the map") += 1;
        }
        Ok(())
    })
}

fn map_text(rounds: usize) -> Result<(), Error> {
    const KEYS: usize = 1_000;
    let heap = heap()?;
    let mut turn = heap.write()?;
    let keys: Vec<String> = (0..KEYS).map(|n| format!("sixteen {n:08}")).collect();
    let map: HashMap<String, i64> = keys.iter().map(|key| (key.clone(), 0)).collect();
    let map = turn.put(&map)?;
    let mut map = turn.get_mut(map)?;
    counted(&mut || {
        for n in 0..rounds {
            *map.get_mut(black_box(&keys[n * 7 % KEYS])).expect("a key of the map") += 1;
        }
        Ok(())
    })
}

fn map_insert_and_remove(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let map: HashMap<i64, i64> = (0..1_000).map(|key| (key, 0)).collect();
    let map = turn.put(&map)?;
    let mut map = turn.get_mut(map)?;
    counted(&mut || {
        for n in 0..rounds as i64 {
            map.insert(black_box(10_000 + n), n)?;
            map.remove(black_box(10_000 + n))?;
        }
        Ok(())
    })
}

/// A write turn with a transaction of one increment.
fn transaction(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let handles = players(&heap, 1)?;
    counted(&mut || {
        for _ in 0..rounds {
            heap.transaction(|tx| {
                let mut player = tx.get_mut(handles[0])?;
                player.set_age(player.age() + 1);
                Ok::<_, Error>(())
            })?;
        }
        Ok(())
    })
}

fn message(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    turn.send(&0_i64)?;
    counted(&mut || {
        for n in 0..rounds as i64 {
            turn.send(black_box(&n))?;
            black_box(turn.take_message::<i64>()?);
        }
        Ok(())
    })
}

fn message_of_queue(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let queue = heap.queue::<i64>("numbers")?;
    counted(&mut || {
        for n in 0..rounds as i64 {
            queue.try_send(black_box(&n))?;
            black_box(queue.try_take()?);
        }
        Ok(())
    })
}

fn message_in_place(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let queue = heap.queue::<Vec<u8>>("bytes")?;
    queue.reserve(4_096)?.commit()?;
    drop(queue.take_in_place()?);
    counted(&mut || {
        for n in 0..rounds {
            let mut bytes = queue.try_reserve(4_096)?;
            bytes[0] = black_box(n as u8);
            bytes.commit()?;
            black_box(queue.try_take_in_place()?[0]);
        }
        Ok(())
    })
}

fn no_message(rounds: usize) -> Result<(), Error> {
    let heap = heap()?;
    let queue = heap.queue::<i64>("numbers")?;
    counted(&mut || {
        for _ in 0..rounds {
            black_box(queue.take_or(black_box(-1))?);
        }
        Ok(())
    })
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % limit
    }
}
