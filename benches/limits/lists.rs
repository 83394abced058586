//! list/push: 10,000 `i64` are pushed onto an empty list that grows as needed, against `Vec::push`.

use std::hint::black_box;

use ipo::SharedStruct;

use super::other::CORES;
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[Row { name: "list/push", goal: Goal::TimeAtMost(4.0), run: push }];

const ELEMENTS: usize = 10_000;
const PASSES: usize = 40;

#[derive(SharedStruct, Clone, Debug)]
struct Numbers {
    numbers: Vec<i64>,
}

fn push() -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = players::heap("push")?;
    let mut turn = heap.write()?;
    let object = turn.put(&Numbers { numbers: Vec::new() })?;
    alternate(
        || {
            time(ELEMENTS * PASSES, || {
                for _ in 0..PASSES {
                    let mut view = turn.get_mut(object)?;
                    // Back to an empty list without a block.
                    view.set_numbers(&[])?;
                    let mut list = view.numbers_mut();
                    for i in 0..ELEMENTS as i64 {
                        list.push(black_box(i))?;
                    }
                }
                Ok(())
            })
        },
        || {
            time(ELEMENTS * PASSES, || {
                for _ in 0..PASSES {
                    let mut list = Vec::new();
                    for i in 0..ELEMENTS as i64 {
                        list.push(black_box(i));
                    }
                    black_box(&list);
                }
                Ok(())
            })
        },
    )
}
