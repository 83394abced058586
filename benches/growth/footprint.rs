//! What memory is taken: by an empty heap, by a small object beside its own bytes, and by a process that is attached.

use std::os::unix::fs::MetadataExt;

use ipo::{Heap, Lifetime};

use super::Failure;
use super::curve::{bytes, number};
use super::other::{Other, attach, lines};
use super::process::Status;
use super::results::{Measured, Results};

const CAPACITIES: [u64; 4] = [1 << 20, 64 << 20, 256 << 20, 4 << 30];
const OBJECTS: usize = 10_000;
/// Bytes of the heap that a process touches.
const TOUCHED: u64 = 256 << 20;

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let mut line = |name: &str, value: f64, note: &str| -> Result<(), Failure> {
        println!("footprint: {name} | {} bytes | {note}", number(value));
        let measured = Measured { median: value, min: value, max: value };
        results.write(["footprint", "memory", name], measured, "bytes", note)?;
        Ok(())
    };
    let name = format!("ipo-growth-footprint-{}", std::process::id());
    for capacity in CAPACITIES {
        let _heap = Heap::options().capacity(capacity).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
        let taken = std::fs::metadata(format!("/dev/shm/ipo.{name}"))?.blocks() * 512;
        line(&format!("empty heap of {}", bytes(capacity)), taken as f64, "of /dev/shm, for all processes together")?;
    }
    for (len, taken) in [(8, object([0_u64; 1])?), (32, object([0_u64; 4])?), (64, object([0_u64; 8])?)] {
        let note = format!("its own {len} bytes among them");
        line(&format!("object of {len} bytes"), taken, &note)?;
    }
    line("`String` of 10 bytes, an object", object("ten bytes!".to_owned())?, "short text lies inside")?;
    line("`String` of 100 bytes, an object", object("x".repeat(100))?, "long text has a block of its own")?;
    line("`Vec` of 1,000 `i64`, an object", object(vec![0_i64; 1_000])?, "8,000 bytes of numbers")?;

    let heap = Heap::options().capacity(TOUCHED + (64 << 20)).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    let big = heap.write()?.put(&vec![0_u8; TOUCHED as usize])?;
    heap.write()?.bind("big", big)?;
    let mut other = Other::start(&["footprint", &name])?;
    other.tell("measure")?;
    let answer = other.answer()?;
    let numbers: Vec<f64> = answer.split(' ').flat_map(str::parse).collect();
    let [private, tables, touched_private, touched_tables] = numbers[..] else {
        return Err("the other process answered with something else".into());
    };
    line("process that is attached: private memory", private, "and one turn, taken and given back")?;
    line("process that is attached: page tables", tables, "")?;
    line("process that has read 256 MiB: private memory", touched_private, "")?;
    line(
        "process that has read 256 MiB: page tables",
        touched_tables,
        "8 bytes for each page of 4 KiB that it touches",
    )?;
    Ok(())
}

/// Bytes of the heap that an object like this one takes.
fn object<T: ipo::Shared>(value: T) -> Result<f64, Failure> {
    let heap = Heap::options().create_anonymous()?;
    let mut turn = heap.write()?;
    turn.put(&value)?;
    let before = turn.stats().used;
    for _ in 0..OBJECTS {
        turn.put(&value)?;
    }
    Ok((turn.stats().used - before) as f64 / OBJECTS as f64)
}

/// A process that attaches, and then reads everything.
pub fn other(heap: &str) -> Result<(), Failure> {
    for _ in lines() {
        let before = Status::now();
        let heap = attach(heap)?;
        drop(heap.read()?);
        let attached = Status::now();
        let turn = heap.read()?;
        let big = turn.root::<Vec<u8>>("big")?;
        let sum: u64 = turn.get(big)?.as_slice().iter().step_by(4096).map(|&byte| u64::from(byte)).sum();
        std::hint::black_box(sum);
        let touched = Status::now();
        let more = |now: u64, before: u64| now.saturating_sub(before);
        println!(
            "{} {} {} {}",
            more(attached.private(), before.private()),
            more(attached.page_tables(), before.page_tables()),
            more(touched.private(), before.private()),
            more(touched.page_tables(), before.page_tables())
        );
    }
    Ok(())
}
