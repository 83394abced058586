//! The schema registry: every type that has objects in the heap, described in the heap itself.

use super::describe::Described;
use super::differ::differences;
use super::directory::Use;
use super::encode::encode;
use super::schema::Schema;
use super::shared::Shared;
use super::versions::{Version, version};
use crate::Error;
use crate::alloc::Space;
use crate::journal::Writer;

impl Writer {
    /// Makes a type known to the heap, once.
    #[inline]
    pub(crate) fn register(&self, schema: &'static Schema, deep: u64) -> Result<(), Error> {
        if self.registered.borrow().contains(deep) {
            return Ok(());
        }
        self.register_first(schema, deep)
    }

    #[cold]
    fn register_first(&self, schema: &'static Schema, deep: u64) -> Result<(), Error> {
        let key = deep.to_le_bytes();
        if self.space().look_up(Use::Schema, &key)?.is_none() {
            self.enter_name(Use::Schema, &key, 0, 0, &encode(schema))?;
        }
        // A rollback forgets all of these.
        self.registered.borrow_mut().insert(deep);
        Ok(())
    }
}

impl Space {
    /// The schema behind a deep hash.
    pub(crate) fn described(&self, deep: u64) -> Result<Option<Described>, Error> {
        let entry = self.look_up(Use::Schema, &deep.to_le_bytes())?;
        entry.map(|entry| Described::decode(entry.data, entry.at)).transpose()
    }

    /// How an object of the type `found` can be read as a `T`, for a program that has another version of the type.
    #[cold]
    pub(crate) fn version<T: Shared>(&self, found: u64) -> Option<Version> {
        let heap = self.described(found).ok().flatten()?;
        let program = Described::decode(&encode(T::schema()), 0).ok()?;
        version(&heap, &program)
    }

    /// The error for an object of the type `found` where the program expects `expected`; `None` if the heap does not
    /// know the type.
    #[cold]
    pub(crate) fn schema_mismatch(&self, expected: &'static Schema, found: u64) -> Option<Error> {
        let heap = match self.described(found) {
            Ok(described) => described?,
            Err(error) => return Some(error),
        };
        let program = match Described::decode(&encode(expected), 0) {
            Ok(described) => described,
            Err(error) => return Some(error),
        };
        let mut differences = differences(&heap, &program);
        match version(&heap, &program) {
            None => {}
            Some(Version::Older { .. }) => differences.push(
                "an older program stored it: it can be read; to change it, load it, remove it, and put it anew".into(),
            ),
            Some(Version::Newer) => {
                differences.push("a newer program stored it: it can be read, and changed by that program only".into());
            }
        }
        Some(Error::SchemaMismatch { expected: program.spell(0), found: heap.spell(0), differences })
    }
}
