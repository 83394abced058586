//! Fields without names give no names for accessors.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Meters { value: f64 }
pub struct Meters(f64);

pub fn uses(_: MetersRef<'_>, _: MetersMut<'_>) {}

fn main() {}
