//! Reading objects that another version of the program stored.
//!
//! An object with more fields than the program knows is read where it lies. Of one with fewer, a private copy is made, with
//! the defaults in the places of the fields that it lacks; it lives as long as the turn.

use std::any::TypeId;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use super::Heap;
use crate::Error;
use crate::alloc::{Anchor, Space, Stats};
use crate::journal::Writer;
use crate::object::slot::SlotRef;
use crate::object::{Handle, OBJECT_HEADER, Shared, Version};

/// What a turn knows of other versions. Empty, and one word, in a program that meets none.
#[derive(Default)]
pub(super) struct Versions(OnceCell<Box<Known>>);

#[derive(Default)]
struct Known {
    types: RefCell<HashMap<(u64, TypeId), Option<Readable>>>,
    /// The copies. Their bytes stay where they are, whatever is added.
    copies: RefCell<Vec<Bytes>>,
}

/// A slot's bytes, aligned as every slot may be.
type Bytes = Box<[MaybeUninit<u64>]>;

/// How a type in the heap is read.
#[derive(Clone)]
enum Readable {
    InPlace,
    /// Over this slot, which holds the defaults, so many of the object's bytes are laid.
    Copied(Bytes, usize),
}

impl Versions {
    /// The slot for reading an object that was not found as a `T`, because of `error`.
    #[cold]
    #[inline(never)]
    pub(super) fn get<'t, T: Shared>(
        &'t self,
        space: &'t Space,
        handle: Handle<T>,
        error: Error,
    ) -> Result<SlotRef<'t, T>, Error> {
        if !matches!(error, Error::SchemaMismatch { .. }) {
            return Err(error);
        }
        let Some((at, found)) = space.stored(handle) else { return Err(error) };
        let known = self.0.get_or_init(Box::default);
        match known.readable::<T>(space, found)? {
            None => Err(error),
            Some(Readable::InPlace) => {
                let slot = space.check(space.offset_of(at.as_ptr()), size_of::<T::Slot>() as u64, 16).ok_or(error)?;
                // SAFETY: the object's type begins with the fields of `T`, whose bytes were just checked; it is not changed
                // while the turn lasts.
                Ok(unsafe { SlotRef::new(slot.cast(), space) })
            }
            Some(Readable::Copied(mut slot, len)) => {
                let offset = space.offset_of(at.as_ptr());
                let bytes = space.check(offset, len as u64, 1).ok_or(error)?;
                let place = NonNull::from(&mut *slot).cast::<u8>();
                // SAFETY: `len` bytes of the heap were just checked, and a slot of `T` has more.
                unsafe { place.copy_from_nonoverlapping(bytes, len) };
                known.copies.borrow_mut().push(slot);
                // SAFETY: a slot of `T` that nobody changes, kept until the turn ends; what it refers to lies in `space`.
                Ok(unsafe { SlotRef::new(place.cast(), space) })
            }
        }
    }

    /// Removes an object, also if an older program stored it.
    #[inline]
    pub(super) fn remove<T: Shared>(
        &self,
        writer: &Writer,
        anchor: &mut Anchor,
        handle: Handle<T>,
    ) -> Result<(), Error> {
        match writer.remove(anchor, handle) {
            Err(error @ Error::SchemaMismatch { .. }) => self.remove_older(writer, anchor, handle, error),
            result => result,
        }
    }

    #[cold]
    fn remove_older<T: Shared>(
        &self,
        writer: &Writer,
        anchor: &mut Anchor,
        handle: Handle<T>,
        error: Error,
    ) -> Result<(), Error> {
        let space = writer.space();
        if space.is_frozen(handle) {
            return Err(Error::Frozen { handle: handle.to_bits() });
        }
        let Some((at, _)) = space.stored(handle) else { return Err(error) };
        let slot = self.get(space, handle, error)?;
        if slot.ptr().cast() == at {
            // In place: a newer program stored it, and what its further fields own would be lost.
            return writer.remove(anchor, handle);
        }
        // SAFETY: the object lives; the copy owns what the object does, as the defaults own nothing.
        unsafe { writer.remove_found(space.offset_of(at.as_ptr()) - OBJECT_HEADER, slot) }
    }
}

impl Drop for Versions {
    #[inline]
    fn drop(&mut self) {
        // Apart, so that a turn that met none ends in a few instructions, where its guard need not lie in memory.
        if let Some(known) = self.0.take() {
            forget(known);
        }
    }
}

#[cold]
#[inline(never)]
fn forget(known: Box<Known>) {
    drop(known);
}

impl Known {
    fn readable<T: Shared>(&self, space: &Space, found: u64) -> Result<Option<Readable>, Error> {
        let key = (found, TypeId::of::<T>());
        if let Some(known) = self.types.borrow().get(&key) {
            return Ok(known.clone());
        }
        let readable = match space.version::<T>(found) {
            None => None,
            Some(Version::Newer) => Some(Readable::InPlace),
            Some(Version::Older { fields, end }) => Some(Readable::Copied(defaults::<T>(fields)?, end as usize)),
        };
        self.types.borrow_mut().insert(key, readable.clone());
        Ok(readable)
    }
}

/// A slot with the defaults of the fields from the `from`-th on, the others zero.
///
/// They are built in a heap of this function's own: if they need none of its blocks, their bytes mean the same everywhere.
fn defaults<T: Shared>(from: usize) -> Result<Bytes, Error> {
    let words = size_of::<T::Slot>().div_ceil(8);
    let mut slot: Bytes = vec![MaybeUninit::zeroed(); words].into();
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let turn = heap.write()?;
    let writer = turn.writer();
    let before = Stats::of(writer.space()).blocks;
    writer.scope(|| {
        // SAFETY: a scope is open; the words are aligned for every slot, and enough.
        unsafe { T::append(writer, slot.as_mut_ptr().cast(), from)? };
        if Stats::of(writer.space()).blocks == before {
            return Ok(());
        }
        Err(Error::SchemaMismatch {
            expected: T::NAME.to_owned(),
            found: format!("{} of an older program", T::NAME),
            differences: vec![
                "a default does not fit into its slot: text of up to 23 bytes and empty containers do".to_owned(),
            ],
        })
    })?;
    Ok(slot)
}
