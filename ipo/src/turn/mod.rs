//! Floor 2: who may touch the heap, and when. Many read turns at once or one write turn, across processes, and the
//! next one goes on when an owner dies.

mod audit;
mod bell;
mod drain;
mod held;
mod lock;
#[cfg(all(loom, test))]
mod models;
mod queue;
mod release;
mod signal;
mod wait;
mod word;
mod world;

pub(crate) use audit::audit;
pub(crate) use bell::Bell;
pub(crate) use held::{GiveBack, Held, Mode, attachment_number, enroll, strike};
pub(crate) use lock::{AtOnce, Entered, Turns};
pub(crate) use wait::{Limit, Pace, Seat, World};
pub(crate) use world::{TurnWorld, by_region};
