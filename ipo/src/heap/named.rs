//! Queues and topics by name: found by whoever comes, made by the first one. Each has a block of its own, which is never
//! freed.

use super::attached::Attached;
use super::{ReadTurn, WriteTurn};
use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::directory::{MAX_KEY, Use};
use crate::sys::shim;
use crate::turn::Limit;

/// What a queue or a topic is, and how it is made. It does not change, so who has found it keeps it.
pub(crate) trait Facts: Copy {
    const USE: Use;
    /// What a name that is too long is called in an error.
    const NAME: &'static str;
    /// What is said of one whose messages are of a type that nobody has described.
    const UNKNOWN: &'static str;

    /// Those of the one at this offset.
    fn find(space: &Space, at: u64) -> Result<Self, Error>;
    /// The hash of the type of its messages.
    fn deep(self) -> u64;
    /// Length of its block.
    fn len(self) -> u64;
    /// Writes the words of a fresh one.
    ///
    /// # Safety
    /// At `at` begins a zeroed block of `len` bytes, aligned to 64, that nobody else can reach.
    unsafe fn format(self, space: &Space, at: u64);
}

/// Where the one of that name lies, and what it is; makes it by `facts` if there is none.
pub(crate) fn find_or_make<T: Shared, F: Facts>(
    inner: &Attached,
    name: &str,
    facts: impl FnOnce() -> Result<F, Error>,
) -> Result<(u64, F), Error> {
    // Most come to one that exists. In a statement of its own, which ends the turn.
    let found = {
        let _turn = ReadTurn::enter(inner, &Limit::Never)?;
        find::<T, F>(inner.space(), name)?
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let facts = facts()?;
    let turn = WriteTurn::enter(inner, &Limit::Never)?;
    // Somebody may have made it in between.
    match find::<T, F>(inner.space(), name)? {
        Some(found) => Ok(found),
        None => Ok((make::<T, F>(turn.writer(), name, facts)?, facts)),
    }
}

/// What `info` says of each one, sorted by name: it is told the name, the name of its messages' type, and where it lies. In a read
/// turn.
pub(crate) fn list<F: Facts, I>(
    inner: &Attached,
    info: impl Fn(String, String, u64) -> Result<I, Error>,
) -> Result<Vec<I>, Error> {
    let _turn = ReadTurn::enter(inner, &Limit::Never)?;
    let space = inner.space();
    let mut found = Vec::new();
    for entry in space.entries() {
        let entry = entry?;
        if entry.kind == F::USE as u64 {
            let described = space.described(F::find(space, entry.value)?.deep())?;
            let type_name = described.map_or_else(|| "?".to_owned(), |type_of| type_of.spell(0));
            found.push((String::from_utf8_lossy(entry.key).into_owned(), type_name, entry.value));
        }
    }
    found.sort();
    found.into_iter().map(|(name, type_name, at)| info(name, type_name, at)).collect()
}

/// The one of that name, if there is one for messages of that type.
fn find<T: Shared, F: Facts>(space: &Space, name: &str) -> Result<Option<(u64, F)>, Error> {
    let Some(entry) = space.look_up(F::USE, name.as_bytes())? else { return Ok(None) };
    let facts = F::find(space, entry.value)?;
    if facts.deep() != T::deep() {
        let unknown = || Error::corrupt(entry.at, F::UNKNOWN);
        return Err(space.schema_mismatch(T::schema(), facts.deep()).unwrap_or_else(unknown));
    }
    Ok(Some((entry.value, facts)))
}

fn make<T: Shared, F: Facts>(writer: &Writer, name: &str, facts: F) -> Result<u64, Error> {
    if name.len() > MAX_KEY {
        return Err(Error::TooLarge { what: F::NAME, size: name.len() as u64, limit: MAX_KEY as u64 });
    }
    writer.scope(|| {
        writer.register(T::schema(), T::deep())?;
        let (at, ptr) = writer.allocate(facts.len(), true, BlockKind::System)?;
        // SAFETY: a fresh block of so many bytes, aligned to 64; it has no name yet.
        unsafe {
            shim::zero(ptr.as_ptr(), facts.len() as usize);
            facts.format(writer.space(), at);
        }
        writer.enter_name(F::USE, name.as_bytes(), at, facts.deep(), &[])?;
        Ok(at)
    })
}

/// The error for an option out of range.
pub(crate) fn invalid<R>(option: &'static str, value: u64, reason: &'static str) -> Result<R, Error> {
    Err(Error::InvalidOption { option, value: value.to_string(), reason })
}
