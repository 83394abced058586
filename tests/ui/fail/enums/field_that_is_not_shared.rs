//! A variant holds what a heap can hold.

#[allow(unused_imports)]
use std::fs::File;

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Source {
    Text(String),
    //~ UNDO:    Path { path: String, opened: Option<Vec<Self>> },
    Path { path: String, opened: Option<File> },
}

#[derive(ipo::SharedStruct)]
pub struct Reader {
    pub source: Source,
    pub position: u64,
}

pub fn uses(reader: ReaderRef<'_>) -> u64 {
    match reader.source() {
        SourceRef::Text(text) => text.len() as u64,
        SourceRef::Path { .. } => reader.position(),
    }
}

fn main() {}
