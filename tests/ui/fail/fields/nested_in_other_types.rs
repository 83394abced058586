//! A mistake in a type is reported there, and not in the types that have it in them.

use ipo::{EnumList, SharedEnum, SharedEnumIndex, SharedStruct};

#[derive(SharedStruct)]
pub struct Source {
    pub number: i64,
    //~ UNDO:    pub file: String,
    pub file: std::fs::File,
}

#[derive(SharedEnum)]
pub enum Either {
    One(Source),
    Several { sources: Vec<Source>, main: Box<Source> },
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    Count,
    #[shared(type = i64)]
    Size,
}

#[derive(SharedStruct)]
pub struct Reader {
    pub source: Source,
    pub either: Option<Either>,
    pub metrics: EnumList<Metric>,
    pub spare: (i64, Source),
}

pub fn uses(mut reader: ReaderMut<'_>) -> i64 {
    reader.source_mut().set_number(1);
    reader.parts().source.number() + reader.source().number()
}

fn main() {}
