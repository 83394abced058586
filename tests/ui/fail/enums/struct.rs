//! A struct has a derive of its own.

use ipo::SharedEnum;

//~ UNDO:#[derive(ipo::SharedStruct)]
#[derive(SharedEnum)]
pub struct Number {
    pub value: i64,
}

//~ UNDO:#[derive(SharedEnum)] pub enum Other { Number(Number) }
pub fn uses(_: NumberRef<'_>, _: NumberMut<'_>) {}

fn main() {}
