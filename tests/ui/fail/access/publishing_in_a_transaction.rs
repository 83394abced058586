//! What is published is out for good, so a transaction, which may fail, does not publish.

use ipo::{Error, Handle, Heap, Topic};

pub fn uses(heap: &Heap, count: Handle<u64>, ticks: &Topic<u64>) -> Result<(), Error> {
    heap.transaction(|tx| {
        *tx.get_mut(count)? += 1;
        //~ UNDO:
        tx.publish(ticks, &7)?;
        Ok::<(), Error>(())
    })?;
    heap.write()?.publish(ticks, &7)
}

fn main() {}
