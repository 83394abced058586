//! What may come of using a damaged heap: a result, an error, or a panic with a `Corrupt` payload. Nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use ipo::{Corrupt, Error};

/// What came of one use.
#[derive(Debug)]
pub enum Outcome {
    /// As if nothing were wrong, or an error that a sound heap gives too.
    Fine,
    /// Bytes that cannot be right were met, and it was said so.
    Met(String),
    /// A time limit passed.
    Late,
}

/// For a fuzz target: a panic with another payload than `Corrupt` is a crash. (libFuzzer's own hook ends the process
/// at every panic.)
pub fn end_on_other_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !info.payload().is::<Corrupt>() {
            // Prints, and aborts under libFuzzer.
            default(info);
        }
    }));
}

/// Does one thing with a heap.
///
/// # Panics
/// With whatever the work panics with, unless that is `Corrupt`; and for an error that no bytes may lead to.
pub fn attempt(work: impl FnOnce() -> Result<(), Error>) -> Outcome {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => Outcome::Fine,
        Ok(Err(error)) => of_error(error),
        Err(payload) => match payload.downcast::<Corrupt>() {
            Ok(corrupt) => Outcome::Met(corrupt.to_string()),
            Err(other) => resume_unwind(other),
        },
    }
}

fn of_error(error: Error) -> Outcome {
    match error {
        // Those of sound heaps: names and handles are bytes like others, and heaps fill up.
        Error::Stale { .. }
        | Error::NoSuchRoot { .. }
        | Error::NoMessages
        | Error::Behind
        | Error::QueueFull { .. }
        | Error::Closed { .. }
        | Error::Disconnected { .. }
        | Error::TooManySubscribers { .. }
        | Error::OutOfSpace { .. }
        | Error::JournalFull { .. }
        | Error::OutOfBounds { .. }
        | Error::WrongKind { .. }
        | Error::ShapeMismatch { .. }
        | Error::ReadOnly
        | Error::NoSuchHeap { .. }
        | Error::TooManyParticipants { .. }
        | Error::NeedsRecovery => Outcome::Fine,
        Error::Corrupt(_) | Error::SchemaMismatch { .. } | Error::TooLarge { .. } | Error::Unsound { .. } => {
            Outcome::Met(error.to_string())
        }
        Error::TimedOut { .. } | Error::WouldBlock { .. } => Outcome::Late,
        other => panic!("an error that no bytes may lead to: {other:?}"),
    }
}
