//! A view belongs to a turn, and says so.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Player {
    pub score: i64,
}

//~ UNDO:impl PlayerMut<'_> {
impl PlayerMut {
    pub fn win(&mut self) {
        self.set_score(self.score() + 1);
    }
}

fn main() {}
