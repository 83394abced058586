//! Named roots: where a process that has just attached begins.

use super::directory::Use;
use super::handle::Handle;
use super::shared::Shared;
use crate::Error;
use crate::alloc::Space;
use crate::journal::Writer;

/// A name and the object that is bound to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Root {
    /// The name.
    pub name: String,
    /// Name of the object's type.
    pub type_name: String,
    /// Bits of the object's handle.
    pub handle: u64,
}

impl Space {
    /// The object bound to `name`, if it is a `T` and lives.
    pub(crate) fn root<T: Shared>(&self, name: &str) -> Result<Handle<T>, Error> {
        let entry = self.look_up(Use::Root, name.as_bytes())?;
        let entry = entry.ok_or_else(|| Error::NoSuchRoot { name: name.to_owned() })?;
        let handle = Handle::from_bits(entry.value);
        if entry.extra == T::deep() {
            self.find::<T>(handle)?;
            return Ok(handle);
        }
        let unknown = || Error::corrupt(entry.at, "a root of a type that the heap does not know");
        let mismatch = || self.schema_mismatch(T::schema(), entry.extra).unwrap_or_else(unknown);
        self.version::<T>(entry.extra).ok_or_else(mismatch)?;
        // Another version of the type, which can be read: all that is left to see is whether it is there.
        match self.stored(handle) {
            Some((_, found)) if found == entry.extra => Ok(handle),
            _ => Err(Error::Stale { handle: entry.value }),
        }
    }

    /// All names.
    pub(crate) fn roots(&self) -> Result<Vec<Root>, Error> {
        let mut roots = Vec::new();
        for entry in self.entries() {
            let entry = entry?;
            if entry.kind == Use::Root as u64 {
                let name = String::from_utf8_lossy(entry.key).into_owned();
                let type_name = self.described(entry.extra)?.map_or_else(|| "?".to_owned(), |d| d.spell(0));
                roots.push(Root { name, type_name, handle: entry.value });
            }
        }
        roots.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(roots)
    }
}

impl Writer {
    /// Binds a name to an object, in place of what it was bound to.
    pub(crate) fn bind<T: Shared>(&self, name: &str, handle: Handle<T>) -> Result<(), Error> {
        self.space().find(handle)?;
        match self.space().look_up(Use::Root, name.as_bytes())? {
            Some(entry) => self.change_entry(entry.at, handle.to_bits(), T::deep()),
            None => self.enter_name(Use::Root, name.as_bytes(), handle.to_bits(), T::deep(), &[]),
        }
    }

    /// Makes an object and binds a name to it, in one scope.
    pub(crate) fn put_bound<T: Shared>(&self, name: &str, value: &T) -> Result<Handle<T>, Error> {
        self.scope(|| {
            let handle = self.put::<T>(value.to_arg())?;
            self.bind(name, handle)?;
            Ok(handle)
        })
    }

    /// Takes a name away; the object stays.
    pub(crate) fn unbind(&self, name: &str) -> Result<(), Error> {
        if self.strike_name(Use::Root, name.as_bytes())? {
            Ok(())
        } else {
            Err(Error::NoSuchRoot { name: name.to_owned() })
        }
    }
}
