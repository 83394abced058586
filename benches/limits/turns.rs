//! turn/write: a write turn that nobody contends for, taken and given back, against `std::sync::Mutex`. A second process
//! is attached, as in every heap that is shared, and sleeps.

use std::hint::black_box;
use std::sync::Mutex;

use super::other::{CORES, Other};
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[Row { name: "turn/write", goal: Goal::TimeAtMost(1.3), run: write }];

const TURNS: usize = 50_000;

fn write() -> Result<Vec<Round>, Failure> {
    let (name, heap) = players::heap("write")?;
    let _second = Other::start(&["stay", &name])?;
    machine::pin(CORES.0);
    let mutex = Mutex::new(0_u64);
    alternate(
        || {
            time(TURNS, || {
                for _ in 0..TURNS {
                    drop(black_box(&heap).write()?);
                }
                Ok(())
            })
        },
        || {
            time(TURNS, || {
                for _ in 0..TURNS {
                    drop(black_box(&mutex).lock().map_err(|_| "poisoned")?);
                }
                Ok(())
            })
        },
    )
}
