//! The two functions of `with` are called by each other's names.

use std::path::PathBuf;

use ipo::SharedStruct;

/// A path as text.
pub mod path {
    use std::path::PathBuf;

    pub type Stored = String;

    //~ UNDO:    pub fn store(path: &PathBuf) -> String {
    pub fn load(path: &PathBuf) -> String {
        path.display().to_string()
    }

    //~ UNDO:    pub fn load(text: String) -> PathBuf {
    pub fn store(text: String) -> PathBuf {
        text.into()
    }
}

#[derive(SharedStruct)]
pub struct Game {
    pub score: i64,
    #[shared(with = path)]
    pub file: PathBuf,
}

pub fn uses(mut game: GameMut<'_>) {
    let _ = game.file();
    let _ = game.set_file(&PathBuf::new());
}

fn main() {}

//~ ERRORS: 4, rustc says of each function what it takes and what it gives
