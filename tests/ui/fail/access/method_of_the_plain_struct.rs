//! Methods of the struct are for plain values; those for objects in the heap belong to the views.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Player {
    pub score: i64,
}

//~ UNDO:impl PlayerMut<'_> { pub fn win(&mut self) { self.set_score(self.score() + 1); } }
impl Player { pub fn win(&mut self) { self.score += 1; } }

pub fn uses(heap: &Heap, player: Handle<Player>) -> Result<(), Error> {
    heap.write()?.get_mut(player)?.win();
    Ok(())
}

fn main() {}
