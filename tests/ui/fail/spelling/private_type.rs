//! A type of a module that keeps it to itself.

use ipo::SharedStruct;

mod players {
    use ipo::SharedStruct;

    #[derive(SharedStruct)]
    //~ UNDO:    pub struct Player {
    struct Player {
        pub score: i64,
    }
}

#[derive(SharedStruct)]
pub struct Game {
    pub first: players::Player,
}

fn main() {}
