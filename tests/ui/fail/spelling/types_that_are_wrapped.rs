//! The names of types are misspelt, of fields that are stored in a form of their own.

use std::path::PathBuf;

use ipo::SharedStruct;
use zerocopy::{FromBytes, Immutable, IntoBytes};

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// A path as text.
pub mod path {
    use std::path::PathBuf;

    pub type Stored = String;

    pub fn store(path: &PathBuf) -> String {
        path.display().to_string()
    }

    pub fn load(text: String) -> PathBuf {
        text.into()
    }
}

#[derive(SharedStruct)]
pub struct Game {
    #[shared(atomic)]
    //~ UNDO:    pub count: u64,
    pub count: u46,
    #[shared(pod)]
    //~ UNDO:    pub place: Point,
    pub place: Pont,
    #[shared(with = path)]
    //~ UNDO:    pub file: PathBuf,
    pub file: PathBuff,
}

pub fn uses(game: GameRef<'_>) -> Option<PathBuf> {
    let _ = (game.count(), game.place(), game.file());
    None
}

fn main() {}
