//! There and back between two processes that sleep in between: one side awaits on tokio, compared with a blocking `take`.

use std::time::Instant;

use ipo::Heap;

use super::Failure;
use super::heap;
use super::machine;
use super::other::{Other, lines};
use super::results::Results;

const ROUNDS: usize = 7;
const PER_ROUND: u64 = 300;

pub fn print(results: &mut Results) -> Result<(), Failure> {
    let (name, heap) = heap("awaited")?;
    let (there, back) = (heap.queue::<u64>("there")?, heap.queue::<u64>("back")?);
    let mut other = Other::start(&["echo", &name])?;
    machine::pin(0);
    let (mut ours, mut reference) = (Vec::new(), Vec::new());
    for round in 0..2 * ROUNDS {
        let awaited = round % 2 == 0;
        other.tell(if awaited { "tokio" } else { "blocking" })?;
        let begin = Instant::now();
        for n in 0..PER_ROUND {
            there.send(&n)?;
            back.take()?;
        }
        let each = begin.elapsed().as_nanos() as u64 / PER_ROUND;
        if awaited {
            ours.push(each)
        } else {
            reference.push(each)
        }
        other.answer()?;
    }
    let work = "there and back, both asleep in between";
    super::line(results, work, "ipo, the other side in a task of tokio", &ours)?;
    super::line(results, work, "ipo, the other side in a blocking take", &reference)?;
    let (ours, reference) = (super::percentile(&mut ours, 50), super::percentile(&mut reference, 50));
    println!(
        "there and back, the other side in a task of tokio: {ours} ns; in a blocking take: {reference} ns; ratio {:.2}",
        ours as f64 / reference as f64
    );
    Ok(())
}

pub fn other(heap: &str) -> Result<(), Failure> {
    let heap = Heap::attach(heap)?;
    let (there, back) = (heap.queue::<u64>("there")?, heap.queue::<u64>("back")?);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for line in lines() {
        if line == "tokio" {
            runtime.block_on(async {
                for _ in 0..PER_ROUND {
                    let n = there.take_async().await?;
                    back.send_async(&n).await?;
                }
                Ok::<_, ipo::Error>(())
            })?;
        } else {
            for _ in 0..PER_ROUND {
                back.send(&there.take()?)?;
            }
        }
        println!("done");
    }
    Ok(())
}
