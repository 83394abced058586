//! turn/write: a write turn that nobody contends for, taken and given back, against `std::sync::Mutex`. A second process
//! is attached, as in every heap that is shared, and sleeps. turn/least: the same turn against the least that one can be.

use std::hint::black_box;
use std::sync::Mutex;

use super::least::Least;
use super::other::{CORES, Other};
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[
    Row { name: "turn/write", goal: Goal::TimeAtMost(1.3), run: write },
    Row { name: "turn/least", goal: Goal::TimeAtMost(1.1), run: least },
];

const TURNS: usize = 50_000;

fn write() -> Result<Vec<Round>, Failure> {
    let mutex = Mutex::new(0_u64);
    against(|| {
        drop(black_box(&mutex).lock().map_err(|_| "poisoned")?);
        Ok(())
    })
}

fn least() -> Result<Vec<Round>, Failure> {
    let least = Least::new();
    against(|| if black_box(&least).turn() { Ok(()) } else { Err("somebody else has it".into()) })
}

fn against(mut reference: impl FnMut() -> Result<(), Failure>) -> Result<Vec<Round>, Failure> {
    let (name, heap) = players::heap("write")?;
    let _second = Other::start(&["stay", &name])?;
    machine::pin(CORES.0);
    alternate(
        || {
            time(TURNS, || {
                for _ in 0..TURNS {
                    drop(black_box(&heap).write()?);
                }
                Ok(())
            })
        },
        || time(TURNS, || (0..TURNS).try_for_each(|_| reference())),
    )
}
