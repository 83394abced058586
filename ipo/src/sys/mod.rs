//! The only place with calls to the operating system, Linux; one thin file per concept.
//!
//! Functions here know nothing of heaps. They return the system's error number; the caller adds
//! which heap it was about.

pub(crate) mod boot;
pub(crate) mod cache;
pub(crate) mod file;
pub(crate) mod fork;
pub(crate) mod futex;
pub(crate) mod map;
pub(crate) mod memory;
pub(crate) mod ofd;
pub(crate) mod process;
pub(crate) mod shim;
