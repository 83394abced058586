//! The chains of the directory: how many there are, where each starts, and one more where there are more names than chains.
//!
//! The first 256 start in the heap's own words, the others in tables of 256, 512, 1,024 and so on, each a system block that is
//! made when its first chain is added. A chain that is added takes its names from one other. So the names never move all at
//! once, and a look-up meets about one.

use super::directory::NEXT;
use crate::Error;
use crate::alloc::{BUCKETS, BlockKind, Names, Space, TABLES};
use crate::journal::Writer;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

const FIRST: u64 = BUCKETS as u64;
/// Most chains that are added: those of all tables.
const MOST: u64 = FIRST * ((1 << TABLES) - 1);

/// Which of so many chains the names with that hash are in: in the one that its low bits say, as many as are needed to count
/// the chains, or one fewer where there is no such chain yet.
fn number(hash: u64, chains: u64) -> u64 {
    let whole = chains.next_power_of_two();
    let number = hash & (whole - 1);
    if number < chains { number } else { number & (whole / 2 - 1) }
}

/// The table that an added chain starts in, and how many chains start before that one's. The table has as many as that.
fn table_of(chain: u64) -> (usize, u64) {
    let table = (chain / FIRST).ilog2();
    (table as usize, FIRST << table)
}

impl Space {
    fn names(&self) -> &Names {
        &self.meta().names
    }

    /// How many chains there are.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(super) fn chain_count(&self) -> Result<u64, Error> {
        let added = &self.names().added;
        // Relaxed, here and below: inside a turn.
        match added.load(Ordering::Relaxed) {
            added if added <= MOST => Ok(FIRST + added),
            _ => Err(Error::corrupt(self.offset_of(std::ptr::from_ref(added).cast()), "more chains than there can be")),
        }
    }

    /// The word that starts the chain with that number, which is less than `FIRST + MOST`.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(super) fn chain_start(&self, chain: u64) -> Result<&AtomicU64, Error> {
        if let Some(start) = self.names().buckets.get(chain as usize) {
            return Ok(start);
        }
        let (table, before) = table_of(chain);
        let block = self.names().tables[table].load(Ordering::Relaxed);
        if self.check(block, before * 8, 16).is_none() {
            return Err(Error::corrupt(block, "a table of the directory where none can lie"));
        }
        // SAFETY: one of the table's words, which were just checked: `before <= chain < 2 * before`.
        Ok(unsafe { self.word(block + (chain - before) * 8) })
    }

    /// The word that starts the chain of a hash.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(super) fn chain(&self, hash: u64) -> Result<&AtomicU64, Error> {
        self.chain_start(number(hash, self.chain_count()?))
    }

    /// How many names there should be.
    pub(crate) fn counted_names(&self) -> u64 {
        self.names().entries.load(Ordering::Relaxed)
    }

    /// The tables of the chains that were added: payload and length in bytes.
    pub(crate) fn chain_tables(&self) -> impl Iterator<Item = (u64, u64)> {
        let last = self.chain_count().ok().filter(|&count| count > FIRST).map(|count| table_of(count - 1).0);
        let tables = &self.names().tables[..last.map_or(0, |last| last + 1)];
        (0..).zip(tables).map(|(i, table)| (table.load(Ordering::Relaxed), (FIRST << i) * 8))
    }
}

impl Writer {
    /// Counts one name more, in the open scope, and adds a chain where the names are more than the chains then.
    ///
    /// # Errors
    /// [`Error::JournalFull`], [`Error::Corrupt`]. Where there is no room for a table the chains get longer.
    pub(super) fn count_name(&self) -> Result<(), Error> {
        let names = &self.space().meta().names;
        let count = names.entries.load(Ordering::Relaxed).saturating_add(1);
        self.change_word(&names.entries, count)?;
        let chains = self.space().chain_count()?;
        if count <= chains || chains == FIRST + MOST {
            return Ok(());
        }
        match self.scope(|| self.add_chain(chains)) {
            Err(Error::OutOfSpace { .. }) => Ok(()),
            other => other,
        }
    }

    /// Counts one name less, in the open scope.
    ///
    /// # Errors
    /// [`Error::JournalFull`].
    pub(super) fn discount_name(&self) -> Result<(), Error> {
        let entries = &self.space().meta().names.entries;
        self.change_word(entries, entries.load(Ordering::Relaxed).saturating_sub(1))
    }

    /// Adds the chain with that number, and splits the one in which its names are.
    fn add_chain(&self, added: u64) -> Result<(), Error> {
        let (space, names) = (self.space(), &self.space().meta().names);
        let (table, before) = table_of(added);
        if added == before {
            let (block, ptr) = self.allocate(before * 8, false, BlockKind::System)?;
            // SAFETY: a fresh block of so many bytes.
            unsafe { shim::zero(ptr.as_ptr(), before as usize * 8) };
            self.change_word(&names.tables[table], block)?;
        }
        let chains = added + 1;
        let from = space.chain_start(added - chains.next_power_of_two() / 2)?;
        let (mut stay, mut go) = (Vec::new(), Vec::new());
        for entry in space.chain_from(from) {
            let entry = entry?;
            if number(entry.hash, chains) == added { go.push(entry.at) } else { stay.push(entry.at) }
        }
        if !go.is_empty() {
            self.link_chain(from, &stay)?;
            self.link_chain(space.chain_start(added)?, &go)?;
        }
        self.change_word(&names.added, chains - FIRST)
    }

    /// Makes the chain that starts at a word of these entries.
    fn link_chain(&self, start: &AtomicU64, entries: &[u64]) -> Result<(), Error> {
        let mut link = start;
        for &at in entries.iter().chain(&[0]) {
            if link.load(Ordering::Relaxed) != at {
                self.change_word(link, at)?;
            }
            if at != 0 {
                // SAFETY: an entry's first word, from a walk over a chain.
                link = unsafe { self.space().word(at + NEXT) };
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_is_added_takes_names_from_one_other_and_all_others_keep_theirs() {
        for chains in (FIRST..FIRST + 3_000).chain([(1 << 20) - 1, 1 << 20, (1 << 20) + 1]) {
            let split = chains - (chains + 1).next_power_of_two() / 2;
            for hash in (0..20_000_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).chain([0, u64::MAX, split]) {
                let (old, new) = (number(hash, chains), number(hash, chains + 1));
                assert!(old < chains);
                assert!(new == old || (old, new) == (split, chains), "{chains}: {hash:#x}");
            }
            assert_eq!((number(chains, chains), number(chains, chains + 1)), (split, chains));
        }
    }

    #[test]
    fn tables_hold_all_chains_that_are_added() {
        let mut next = FIRST;
        for table in 0..TABLES {
            assert_eq!(table_of(next), (table, next));
            assert_eq!(table_of(2 * next - 1), (table, next));
            next *= 2;
        }
        assert_eq!(next, FIRST + MOST);
    }
}
