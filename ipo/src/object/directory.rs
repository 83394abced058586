//! Names in the heap: chains of system blocks, which `chains` finds. Roots and schemas are entries of it.
//!
//! ```text
//! next | hash | kind, key length | value | extra | data length | key bytes | data bytes
//! ```

use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::journal::Writer;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// What an entry is for. The numbers are part of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Root = 1,
    Schema = 2,
    Queue = 3,
    Latest = 4,
    Lock = 5,
    Topic = 6,
}

const WORDS: u64 = 6 * 8;
/// Where the offset of the chain's next entry stands in an entry.
pub(super) const NEXT: u64 = 0;
/// Longest key in bytes.
pub(crate) const MAX_KEY: usize = 4096;

/// An entry, checked against the bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Payload offset of its block.
    pub(crate) at: u64,
    pub(crate) kind: u64,
    pub(super) hash: u64,
    next: u64,
    pub(crate) key: &'a [u8],
    pub(crate) value: u64,
    pub(crate) extra: u64,
    pub(crate) data: &'a [u8],
}

impl Space {
    fn entry(&self, at: u64) -> Result<Entry<'_>, Error> {
        let broken = || Error::corrupt(at, "a directory entry that cannot be right");
        self.check(at, WORDS, 16).ok_or_else(broken)?;
        // SAFETY: the six words were just checked. Relaxed: inside a turn.
        let word = |i: u64| unsafe { self.word(at + i * 8) }.load(Ordering::Relaxed);
        let (kind, key_len, data_len) = (word(2) & 0xFF, word(2) >> 8, word(5));
        let len = key_len.checked_add(data_len).ok_or_else(broken)?;
        let key = self.check(at + WORDS, len, 1).ok_or_else(broken)?;
        // SAFETY: `len` bytes behind the words were just checked, and `key_len + data_len` is `len`; entries never
        // change while views of a turn exist.
        let (key, data) = unsafe {
            let bytes = std::slice::from_raw_parts(key.as_ptr(), len as usize);
            bytes.split_at(key_len as usize)
        };
        Ok(Entry { at, kind, hash: word(1), next: word(0), key, value: word(3), extra: word(4), data })
    }

    /// Longest chain that can be: an entry's block has its words at least. The number of blocks would be a closer bound, but
    /// it is a cache, and may be damaged itself.
    fn longest(&self) -> u64 {
        (self.limit() - self.arena()) / WORDS
    }

    pub(crate) fn look_up(&self, kind: Use, key: &[u8]) -> Result<Option<Entry<'_>>, Error> {
        Ok(self.look_up_link(kind, key)?.map(|(_, entry)| entry))
    }

    /// The entry and the offset of the word that points to it.
    fn look_up_link(&self, kind: Use, key: &[u8]) -> Result<Option<(u64, Entry<'_>)>, Error> {
        let hash = hash(kind, key);
        let chain = self.chain(hash)?;
        let mut link = self.offset_of(std::ptr::from_ref(chain).cast());
        let mut at = chain.load(Ordering::Relaxed);
        for _ in 0..=self.longest() {
            if at == 0 {
                return Ok(None);
            }
            let entry = self.entry(at)?;
            if entry.hash == hash && entry.kind == kind as u64 && entry.key == key {
                return Ok(Some((link, entry)));
            }
            (link, at) = (at + NEXT, entry.next);
        }
        Err(Error::corrupt(at, "a directory chain without an end"))
    }

    /// Every entry, in no order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Result<Entry<'_>, Error>> {
        self.chains().flatten()
    }

    /// The entries of each chain.
    pub(crate) fn chains(&self) -> impl Iterator<Item = impl Iterator<Item = Result<Entry<'_>, Error>>> {
        let (count, broken) = match self.chain_count() {
            Ok(count) => (count, None),
            Err(error) => (0, Some(Err(error))),
        };
        let found = (0..count).map(|chain| {
            let (entries, broken) = match self.chain_start(chain) {
                Ok(start) => (Some(self.chain_from(start)), None),
                Err(error) => (None, Some(Err(error))),
            };
            entries.into_iter().flatten().chain(broken)
        });
        let none = std::iter::once_with(move || None.into_iter().flatten().chain(broken));
        found.chain(none)
    }

    /// The entries of the chain that starts at a word.
    pub(super) fn chain_from(&self, start: &AtomicU64) -> impl Iterator<Item = Result<Entry<'_>, Error>> + use<'_> {
        let mut at = start.load(Ordering::Relaxed);
        let mut left = self.longest() + 1;
        std::iter::from_fn(move || {
            if at == 0 {
                return None;
            }
            let entry =
                if left == 0 { Err(Error::corrupt(at, "a directory chain without an end")) } else { self.entry(at) };
            left = left.saturating_sub(1);
            at = entry.as_ref().map_or(0, |e| e.next);
            Some(entry)
        })
    }
}

impl Writer {
    /// Adds an entry; the caller has seen that the key is not there.
    pub(crate) fn enter_name(&self, kind: Use, key: &[u8], value: u64, extra: u64, data: &[u8]) -> Result<(), Error> {
        if key.len() > MAX_KEY {
            return Err(Error::TooLarge { what: "a name", size: key.len() as u64, limit: MAX_KEY as u64 });
        }
        self.scope(|| {
            self.count_name()?;
            let hash = hash(kind, key);
            let chain = self.space().chain(hash)?;
            let len = WORDS + (key.len() + data.len()) as u64;
            let (at, ptr) = self.allocate(len, false, BlockKind::System)?;
            let words = [
                chain.load(Ordering::Relaxed),
                hash,
                kind as u64 | (key.len() as u64) << 8,
                value,
                extra,
                data.len() as u64,
            ];
            // SAFETY: a fresh block of `len` bytes: six words, the key, the data.
            unsafe {
                shim::write(ptr.cast().as_ptr(), words);
                let bytes = ptr.as_ptr().add(WORDS as usize);
                shim::copy(key.as_ptr(), bytes, key.len());
                shim::copy(data.as_ptr(), bytes.add(key.len()), data.len());
            }
            self.change_word(chain, at)
        })
    }

    /// Changes the value and extra word of an entry.
    pub(crate) fn change_entry(&self, at: u64, value: u64, extra: u64) -> Result<(), Error> {
        // SAFETY: `at` is an entry's payload, from a look-up; value and extra are its fourth and fifth word.
        self.scope(|| unsafe { self.write_logged(self.space().at(at + 24).cast(), [value, extra]) })
    }

    /// Takes an entry out; false if there is none.
    pub(crate) fn strike_name(&self, kind: Use, key: &[u8]) -> Result<bool, Error> {
        let Some((link, entry)) = self.space().look_up_link(kind, key)? else { return Ok(false) };
        self.scope(|| {
            // SAFETY: `link` is a chain's word or an entry's first word.
            self.change_word(unsafe { self.space().word(link) }, entry.next)?;
            self.discount_name()?;
            self.free(entry.at, BlockKind::System)
        })?;
        Ok(true)
    }
}

/// Stable: part of the format.
fn hash(kind: Use, key: &[u8]) -> u64 {
    super::encode::hash_bytes(key) ^ kind as u64
}
