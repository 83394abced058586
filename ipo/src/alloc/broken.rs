//! What the allocator and the journal find wrong, in one word: their calls are many and short, and the crate's error
//! takes nine.

use std::num::NonZeroU64;

use crate::Error;

/// A fact and where in the heap it was met; becomes an [`Error::Corrupt`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Broken(NonZeroU64);

/// The facts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    NoBlock = 1,
    Size,
    UsedInList,
    NotInList,
    WrongEnd,
    WrongClass,
    WrongBin,
    NoClass,
    Top,
    NoEntry,
    Unfinished,
    NoWord,
}

const WHAT_BITS: u32 = 4;

/// In the order of `What`.
const TEXTS: [&str; 12] = [
    "no block can lie here",
    "a block of an impossible size",
    "a used block in a list of free ones",
    "a free block that its list does not know",
    "a free block whose end names another size",
    "a free block in the wrong class",
    "a bin that names a block that does not wait in it",
    "the allocator's bitmap names a class that does not exist",
    "the last block ends outside of the committed heap",
    "a journal entry that no writer made",
    "an earlier change could not be finished",
    "the journal names a word outside of the heap",
];

impl Broken {
    /// `at` may be any number. The highest bits of one that is no offset are lost.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(what: What, at: u64) -> Broken {
        const { assert!(TEXTS.len() == What::NoWord as usize) };
        Broken(NonZeroU64::new(at << WHAT_BITS | what as u64).expect("no fact is 0"))
    }
}

impl From<Broken> for Error {
    #[cold]
    #[inline(never)]
    fn from(Broken(word): Broken) -> Error {
        let what = word.get() & ((1 << WHAT_BITS) - 1);
        Error::corrupt(word.get() >> WHAT_BITS, TEXTS[what as usize - 1])
    }
}
