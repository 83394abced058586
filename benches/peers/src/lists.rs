//! 10,000 numbers pushed onto an empty list that grows as needed.

use std::hint::black_box;

use ipo::SharedStruct;

use super::boost::{self, Segment};
use super::contest::{Measured, contest, ours, peer};
use super::report::{Row, Unit};
use super::second::CORES;
use super::{Failure, common, machine};

pub const ROWS: &[Row] =
    &[Row { group: "lists", work: "10,000 i64 pushed, growing", unit: Unit::Nanoseconds, run: push }];

const ELEMENTS: usize = 10_000;
const PASSES: usize = 40;

#[derive(SharedStruct, Clone, Debug)]
struct Numbers {
    numbers: Vec<i64>,
}

fn push() -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = common::heap("push")?;
    let mut turn = heap.write()?;
    let object = turn.put(&Numbers { numbers: Vec::new() })?;
    let all = ELEMENTS * PASSES;
    let ipo = || {
        common::time(all, || {
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
    };
    let std = || {
        common::time(all, || {
            for _ in 0..PASSES {
                let mut list = Vec::new();
                for i in 0..ELEMENTS as i64 {
                    list.push(black_box(i));
                }
                black_box(&list);
            }
            Ok(())
        })
    };
    let segment = Segment::create(&common::name("push"), 16 << 20);
    let boost =
        segment.map(|segment| move || common::time(all, || (0..PASSES).try_for_each(|_| segment.push(ELEMENTS))));
    contest(vec![ours("", ipo), peer("std Vec", Ok(std)).note("private memory"), peer(boost::name("vector"), boost)])
}
