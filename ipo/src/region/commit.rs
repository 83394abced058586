//! Space: taken from the file system before it is touched, so that a full one is an error and not a SIGBUS.

use crate::error::{Error, Result};
use crate::region::Region;
use crate::region::header::Backing;
use crate::region::heap_file::HeapFile;
use crate::region::layout::{Header, PAGE};
use crate::sys::{file, memory, process};
use rustix::io::Errno;

impl Region {
    /// Backs the file's bytes from `from` to `to`, widened to pages, with memory or disk. Bytes that are backed
    /// already are kept; nobody else may be writing to those that are not. There is no way back while attached.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`] if the file system has not enough of it; some of the bytes may be backed then.
    pub(crate) fn commit(&self, from: u64, to: u64) -> Result<()> {
        let to = to.next_multiple_of(PAGE);
        if from > to || to > self.len() {
            return Err(Error::corrupt(from, "space outside of the heap was asked for"));
        }
        // Taking space makes a file longer: one that was cut off meanwhile would get zeros for what it held.
        self.check_length()?;
        reserve(self.file(), from / PAGE * PAGE, to)
    }

    /// Whether the file is as long as the heap is.
    ///
    /// # Errors
    /// [`Error::Truncated`]: somebody has cut it off. Touching what is gone is a SIGBUS.
    pub(crate) fn check_length(&self) -> Result<()> {
        let facts = file::facts(self.file().fd()?).map_err(|e| self.file().os("fstat", e))?;
        if facts.len < self.len() {
            let (path, needed) = (self.file().path().to_owned(), self.len());
            return Err(Error::Truncated { path, len: facts.len, needed });
        }
        Ok(())
    }

    /// Backs the whole heap and makes its pages present.
    pub(super) fn prefault(&self) -> Result<()> {
        let header = self.header();
        self.check_memory()?;
        reserve(self.file(), 0, self.len())?;
        let all = header.arena_off as usize..self.len() as usize;
        self.map.populate(all, !self.read_only()).map_err(|e| self.file().os("making pages present", e))
    }

    /// Whether the machine has memory for what is not backed yet. Not every system would say so: a heap without a name may be as
    /// large as it likes, and would fill the machine.
    fn check_memory(&self) -> Result<()> {
        if self.header().backing == Backing::Disk as u32 {
            return Ok(());
        }
        let facts = file::facts(self.file().fd()?).map_err(|e| self.file().os("fstat", e))?;
        let needed = self.len().saturating_sub(facts.backed);
        match memory::available() {
            Some(available) if needed > available => {
                Err(Error::OutOfSpace { needed, available, cause: "the machine's memory" })
            }
            _ => Ok(()),
        }
    }
}

/// Backs bytes of a heap's file.
pub(super) fn reserve(heap: &HeapFile, from: u64, to: u64) -> Result<()> {
    let fd = heap.fd()?;
    file::reserve(fd, from, to).map_err(|errno| {
        let cause = match errno {
            Errno::NOSPC | Errno::NOMEM => "the file system",
            Errno::DQUOT => "the user's quota on the file system",
            Errno::FBIG => "the limit on the size of files",
            errno => return heap.os("reserving space", errno),
        };
        let available = file::file_system(fd).map_or(0, |fs| fs.available);
        Error::OutOfSpace { needed: to - from, available, cause }
    })
}

/// Sets the length of a new heap's file. The process's limit is looked at first: going beyond it is a deadly signal.
pub(super) fn set_len(heap: &HeapFile, header: &Header) -> Result<()> {
    let limit = process::file_size_limit();
    let too_long = |available, cause| Error::OutOfSpace { needed: header.total_len, available, cause };
    if header.total_len > limit {
        return Err(too_long(limit, "the process's limit on the size of files"));
    }
    file::set_len(heap.fd()?, header.total_len).map_err(|errno| match errno {
        Errno::FBIG | Errno::INVAL => too_long(0, "the file system's limit on the size of files"),
        Errno::NOSPC => too_long(0, "the file system"),
        errno => heap.os("setting the length", errno),
    })
}
