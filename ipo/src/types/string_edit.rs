//! The methods of a string in the heap that take text out, replace parts of it, format into it, or change its room.
//! Positions are byte positions, as in std; one that is not the start of a character is an error and changes nothing.

use std::fmt;
use std::ops::RangeBounds;

use super::bytes;
use super::list_read::checked_positions;
use super::list_room;
use super::string::StrMut;
use crate::error::Error;

impl StrMut<'_> {
    /// Puts a character at byte position `at`.
    ///
    /// # Errors
    /// As [`insert_str`](Self::insert_str).
    pub fn insert(&mut self, at: usize, c: char) -> Result<(), Error> {
        self.insert_str(at, c.encode_utf8(&mut [0; 4]))
    }

    /// Takes the last character away: one store, after the text was read.
    ///
    /// # Errors
    /// None today: like all that shortens a container, it returns a `Result`.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let text = turn.put(&"Grüße".to_owned())?;
    /// let mut text = turn.get_mut(text)?;
    /// assert_eq!(text.pop()?, Some('e'));
    /// assert_eq!(text.remove(0)?, 'G');
    /// text.retain(|c| c != 'ß')?;
    /// text.replace_range(1.., "uesli")?;
    /// assert_eq!(text.as_str(), "ruesli");
    /// assert_eq!(text.drain(..2)?, "ru");
    /// assert_eq!(text.as_str(), "esli");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn pop(&mut self) -> Result<Option<char>, Error> {
        let Some(last) = self.as_str().chars().next_back() else { return Ok(None) };
        let len = self.len() - last.len_utf8();
        self.truncate(len)?;
        Ok(Some(last))
    }

    /// Takes the character at byte position `at` away; what is behind moves down.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if no character starts there; [`Error::JournalFull`].
    pub fn remove(&mut self, at: usize) -> Result<char, Error> {
        self.boundary(at)?;
        let (text, len) = (self.as_str(), self.len());
        let c = text[at..].chars().next().ok_or(Error::OutOfBounds { index: at, len })?;
        self.splice(at, c.len_utf8(), "")?;
        Ok(c)
    }

    /// Replaces the bytes in a range by a text, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if an end of the range is not the start of a character, or no position of the text; else as
    /// [`set`](Self::set).
    pub fn replace_range(&mut self, range: impl RangeBounds<usize>, with: &str) -> Result<(), Error> {
        let range = checked_positions(range, self.len())?;
        self.boundary(range.start)?;
        self.boundary(range.end)?;
        self.splice(range.start, range.len(), with)
    }

    /// Takes the bytes in a range away and copies them out, all or nothing. A `String`, where std's method gives an iterator:
    /// here they are gone when the call returns.
    ///
    /// # Errors
    /// As [`replace_range`](Self::replace_range).
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Result<String, Error> {
        let range = checked_positions(range, self.len())?;
        self.boundary(range.start)?;
        self.boundary(range.end)?;
        let taken = self.as_str()[range.clone()].to_owned();
        self.splice(range.start, range.len(), "")?;
        Ok(taken)
    }

    /// Takes every character away for which `keep` says no, all or nothing.
    ///
    /// # Errors
    /// [`Error::JournalFull`], [`Error::OutOfSpace`] where the journal has no room for the changed bytes, and there is none
    /// for a second block either; the text is unchanged then.
    pub fn retain(&mut self, mut keep: impl FnMut(char) -> bool) -> Result<(), Error> {
        let text = self.as_str();
        let Some(first) = text.find(|c| !keep(c)) else { return Ok(()) };
        // `keep` is asked once for each character: the first that goes has been asked about.
        let kept: String = text[first..].chars().skip(1).filter(|&c| keep(c)).collect();
        let removed = text.len() - first;
        self.splice(first, removed, &kept)
    }

    /// Appends formatted text: what `write!` and `writeln!` call. All or nothing: the text is formatted first, then
    /// appended in one piece.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    ///
    /// # Panics
    /// As `format!`: if the `Display` or `Debug` of an argument fails.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let log = turn.put(&String::new())?;
    /// let mut log = turn.get_mut(log)?;
    /// for (n, name) in ["Ada", "Bob"].into_iter().enumerate() {
    ///     writeln!(log, "{n}: {name}")?;
    /// }
    /// assert_eq!(log.as_str(), "0: Ada\n1: Bob\n");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> Result<(), Error> {
        match text.as_str() {
            Some(text) => self.push_str(text),
            None => self.push_str(&fmt::format(text)),
        }
    }

    /// Bytes that fit without a new block.
    pub fn capacity(&self) -> usize {
        // SAFETY: a SlotMut of a string is a live list slot.
        unsafe { bytes::parts::<u8>(self.slot.ptr(), self.slot.writer().space()) }.map_or(0, |list| list.room)
    }

    /// Makes room for `more` bytes, and for about as many as there are, so that appending them moves nothing.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let text = turn.put(&"short".to_owned())?;
    /// let mut text = turn.get_mut(text)?;
    /// text.reserve(1_000)?;
    /// assert!(text.capacity() >= 1_005);
    /// text.shrink_to_fit()?; // back into the string's own place
    /// assert_eq!(text.capacity(), 23);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        // SAFETY: the slot is live and exclusive.
        unsafe { list_room::reserve::<u8>(self.slot.ptr(), self.slot.writer(), more, true) }
    }

    /// Moves the text to the smallest place that holds it, and frees the block.
    ///
    /// # Errors
    /// As [`set`](Self::set): the new block is needed before the old one is free.
    pub fn shrink_to_fit(&mut self) -> Result<(), Error> {
        // SAFETY: the slot is live and exclusive.
        unsafe { list_room::shrink::<u8>(self.slot.ptr(), self.slot.writer()) }
    }
}
