//! What heaps a directory holds.

use crate::error::{Error, Result};
use crate::region::heap_file::HeapFile;
use crate::region::name::{Target, of_file_name};
use crate::region::options::Lifetime;
use crate::region::participant;
use crate::region::remove::{SHORT_WAIT, file_names, is_over};
use crate::sys::{boot, file};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A heap in a directory, seen without attaching to it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HeapInfo {
    /// The name to attach by.
    pub name: String,
    /// The heap's file.
    pub path: PathBuf,
    /// User id of the file's owner.
    pub owner: u32,
    /// Its state.
    pub state: HeapState,
    /// What its header says; `None` if that cannot be read.
    pub details: Option<HeapDetails>,
}

/// What the header of a heap says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HeapDetails {
    /// Room for objects in bytes.
    pub capacity: u64,
    /// How many participants there can be.
    pub participant_limit: u32,
    /// How many live now.
    pub participants: u32,
    /// How long the heap exists.
    pub lifetime: Lifetime,
    /// When it was created.
    pub created: SystemTime,
}

/// What can be done with a heap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeapState {
    /// Live processes are attached.
    InUse,
    /// Nobody is attached, and it can be attached to.
    Idle,
    /// It lies on a disk and was open when the machine went down.
    Unclean,
    /// It is damaged, of another version, not a heap at all, or not ours to open.
    Unreadable {
        /// The error of opening it, as text.
        reason: String,
    },
}

/// The heaps of a directory, sorted by name. Those that are over, but whose last process was killed before it could
/// take the name away, are taken away now and left out.
pub(crate) fn list(directory: &Path) -> Result<Vec<HeapInfo>> {
    let mut infos = Vec::new();
    for target in heaps_in(directory)? {
        // Gone since the listing: nothing to tell.
        let Ok(facts) = file::facts_at(&target.path) else { continue };
        match look(&target) {
            Ok((state, details)) => infos.push(info(target, facts.uid, state, Some(details))),
            Err(Error::NoSuchHeap { .. }) => {}
            Err(error) => {
                let state = HeapState::Unreadable { reason: error.to_string() };
                infos.push(info(target, facts.uid, state, None));
            }
        }
    }
    Ok(infos)
}

fn info(target: Target, owner: u32, state: HeapState, details: Option<HeapDetails>) -> HeapInfo {
    HeapInfo { name: target.name, path: target.path, owner, state, details }
}

/// The files of a directory that are called as heaps are, sorted by name.
pub(super) fn heaps_in(directory: &Path) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    for file_name in file_names(directory)? {
        if let Some(name) = of_file_name(&file_name) {
            targets.push(Target::named(directory, name)?);
        }
    }
    targets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(targets)
}

fn look(target: &Target) -> Result<(HeapState, HeapDetails)> {
    let heap = HeapFile::open(target)?;
    let header = heap.read_header()?;
    if is_over(&heap, &header)? {
        // Asked again under the lock: the heap may just have been replaced.
        let attach = heap.lock_attach(SHORT_WAIT)?;
        if is_over(&heap, &header)? {
            heap.bury(&attach)?;
            return Err(Error::NoSuchHeap { name: target.name.clone() });
        }
    }
    let participants = heap.alive(header.participants)?.len() as u32;
    let state = if participants > 0 {
        HeapState::InUse
    } else if header.on_disk() && !is_in_order(&heap)? {
        HeapState::Unclean
    } else {
        HeapState::Idle
    };
    let details = HeapDetails {
        capacity: header.capacity,
        participant_limit: header.participants,
        participants,
        lifetime: header.lifetime(),
        created: participant::time(header.created),
    };
    Ok((state, details))
}

/// Of a heap on a disk without live participants: whether it was left in order, or by this boot's processes.
fn is_in_order(heap: &HeapFile) -> Result<bool> {
    let (clean, opened) = heap.marks()?;
    Ok(clean || boot::boot_id().is_ok_and(|id| super::attach::boot_halves(id) == opened))
}
