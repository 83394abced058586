//! Floor 6: waiting without a blocked thread. The futures of one attachment share one thread, which waits for turns and for
//! news in their name; no executor is known here, and none is blocked.
//!
//! `request` is a turn that a task asked for, `watch` a word that tasks want to hear of, `world` sleeps on all of these
//! at once, `service` is the thread.

mod request;
mod service;
mod watch;
mod world;

pub(crate) use request::{Answer, Request};
pub(crate) use service::{Attachment, Service};
