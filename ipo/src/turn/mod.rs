//! Floor 2: who may touch the heap, and when. Many read turns at once or one write turn, across processes, and the
//! next one goes on when an owner dies.

mod audit;
mod drain;
mod held;
mod lock;
mod queue;
mod release;
mod wait;
mod word;
mod world;

pub(crate) use audit::audit;
pub(crate) use held::{GiveBack, Held, Mode, enroll, strike};
pub(crate) use lock::{AtOnce, Turns};
pub(crate) use wait::Limit;
