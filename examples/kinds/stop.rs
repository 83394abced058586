//! A stop of the tour: a kind of value, what the first process puts, what the second one does to it, and what is right
//! then.

use std::error::Error;
use std::fmt::Debug;

use ipo::{Handle, ReadTurn, Shared, WriteTurn};

/// Letters of a value that are shown.
const SHOWN: usize = 110;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

pub(crate) trait Stop {
    fn name(&self) -> &'static str;
    /// The first process: puts the object and binds it to its name.
    fn put(&self, turn: &mut WriteTurn<'_>) -> Outcome<()>;
    /// The second process: changes the object. Gives what it found and what it left.
    fn visit(&self, turn: &mut WriteTurn<'_>) -> Outcome<(String, String)>;
    /// The first process again: whether all is as it should be.
    fn check(&self, turn: &ReadTurn<'_>) -> Outcome<()>;
}

/// An object of the type `T`.
struct Kind<T: Shared> {
    name: &'static str,
    start: fn() -> T,
    change: for<'t> fn(T::Mut<'t>) -> Result<(), ipo::Error>,
    end: fn() -> T,
    same: fn(&T, &T) -> bool,
}

/// A stop for one type: it starts as `start`, is changed in place by `change`, and must then be what `end` is.
pub(crate) fn kind<T: Shared + PartialEq + Debug>(
    name: &'static str,
    start: fn() -> T,
    change: for<'t> fn(T::Mut<'t>) -> Result<(), ipo::Error>,
    end: fn() -> T,
) -> Box<dyn Stop> {
    kind_by(name, start, change, end, T::eq)
}

/// As `kind`, for a type that says in another way what is equal.
pub(crate) fn kind_by<T: Shared + Debug>(
    name: &'static str,
    start: fn() -> T,
    change: for<'t> fn(T::Mut<'t>) -> Result<(), ipo::Error>,
    end: fn() -> T,
    same: fn(&T, &T) -> bool,
) -> Box<dyn Stop> {
    Box::new(Kind { name, start, change, end, same })
}

impl<T: Shared + Debug> Stop for Kind<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn put(&self, turn: &mut WriteTurn<'_>) -> Outcome<()> {
        let handle = turn.put(&(self.start)())?;
        Ok(turn.bind(self.name, handle)?)
    }

    fn visit(&self, turn: &mut WriteTurn<'_>) -> Outcome<(String, String)> {
        let handle: Handle<T> = turn.root(self.name)?;
        let found = turn.load(handle)?;
        if !(self.same)(&found, &(self.start)()) {
            return Err(format!("found {found:?}").into());
        }
        (self.change)(turn.get_mut(handle)?)?;
        Ok((shown(&found), shown(&turn.load(handle)?)))
    }

    fn check(&self, turn: &ReadTurn<'_>) -> Outcome<()> {
        let (found, expected) = (turn.load(turn.root::<T>(self.name)?)?, (self.end)());
        if (self.same)(&found, &expected) { Ok(()) } else { Err(format!("{found:?} should be {expected:?}").into()) }
    }
}

/// A value on one line, cut off where it is long.
pub(crate) fn shown(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
