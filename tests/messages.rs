//! The heap's own queue of messages.

use std::time::Duration;

use ipo::{Error, Heap, SharedStruct, Value, value};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Job {
    name: String,
    numbers: Vec<i64>,
}

fn job(n: i64) -> Job {
    Job { name: format!("a job with a name that lies outside of its slot: {n}"), numbers: (0..n).collect() }
}

fn heap() -> Heap {
    Heap::options().capacity(4 << 20).create_anonymous().expect("an anonymous heap")
}

#[test]
fn messages_come_in_the_order_in_which_they_were_sent() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    assert!(!turn.has_messages());
    assert!(matches!(turn.take_message::<Job>(), Err(Error::NoMessages)));
    assert_eq!(turn.take_message_or(7i64)?, 7);
    // Both types are known to the heap from here on.
    turn.send(&0i64)?;
    turn.take_message::<i64>()?;
    turn.send(&job(3))?;
    let start = turn.stats();
    turn.take_message::<Job>()?;
    for n in 0..100 {
        turn.send(&job(n))?;
        turn.send(&n)?;
    }
    assert_eq!(turn.message_count(), 200);
    assert!(turn.verify().is_sound());
    for n in 0..100 {
        assert_eq!(turn.peek_message::<Job>()?.numbers().len() as i64, n);
        assert_eq!(turn.take_message::<Job>()?, job(n));
        assert_eq!(turn.take_message_or(-1)?, n);
    }
    assert!(!turn.has_messages());
    turn.send(&job(3))?;
    assert_eq!((turn.stats().blocks, turn.stats().used), (start.blocks, start.used));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn a_message_of_another_type_stays_and_both_types_are_named() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    turn.send(&job(1))?;
    let Err(Error::SchemaMismatch { expected, found, .. }) = turn.take_message::<i64>() else {
        panic!("a job is no number");
    };
    assert_eq!((expected.as_str(), found.as_str()), ("i64", "Job"));
    assert_eq!(turn.message_count(), 1);
    assert_eq!(turn.take_message::<Job>()?, job(1));
    Ok(())
}

#[test]
fn a_rolled_back_transaction_neither_sends_nor_takes() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    turn.send(&job(1))?;
    turn.send(&value!([1, {"two": 3}]))?;
    let undone = turn.transaction(|tx| -> Result<(), Error> {
        assert_eq!(tx.take_message::<Job>()?, job(1));
        tx.take_message::<Value>()?;
        tx.send(&job(2))?;
        Err(Error::NoMessages)
    });
    assert!(undone.is_err());
    assert_eq!(turn.message_count(), 2);
    assert_eq!(turn.take_message::<Job>()?, job(1));
    assert_eq!(turn.take_message::<Value>()?, value!([1, {"two": 3}]));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn a_taker_that_waits_is_woken_or_told_that_time_is_over() -> Result<(), Error> {
    let heap = heap();
    let none = heap.take_message_timeout::<Job>(Duration::from_millis(30));
    assert!(matches!(none, Err(Error::TimedOut { .. })), "{none:?}");
    std::thread::scope(|scope| {
        let taker = scope.spawn(|| heap.take_message_timeout::<Job>(Duration::from_secs(20)));
        std::thread::sleep(Duration::from_millis(30));
        heap.write()?.send(&job(5))?;
        assert_eq!(taker.join().expect("no panic")?, job(5));
        Ok(())
    })
}
