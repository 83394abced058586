//! A list is put into the heap, and the enum that indexes it lacks its derive.

use ipo::{EnumList, Error, WriteTurn};

//~ UNDO:#[derive(ipo::SharedEnumIndex, Clone, Copy, Debug)]
#[derive(Clone, Copy, Debug)]
pub enum Metric {
    Income,
    Employees,
}

pub fn uses(turn: &mut WriteTurn<'_>, list: &EnumList<Metric>) -> Result<(), Error> {
    turn.put(list)?;
    Ok(())
}

fn main() {}
