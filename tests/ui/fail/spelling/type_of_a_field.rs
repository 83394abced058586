//! The name of a type is misspelt.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Player {
    //~ UNDO:    pub name: String,
    pub name: Strng,
    pub score: i64,
}

pub fn uses(player: &mut PlayerMut<'_>) -> i64 {
    let _ = player.name();
    let _ = player.name_mut();
    let _ = player.set_name("Ada");
    player.score()
}

fn main() {}
