//! Floor 4: typed objects: their header, handles, schemas, names, and the traits behind the derives.

mod chains;
mod describe;
mod differ;
pub(crate) mod directory;
pub(crate) mod encode;
pub(crate) mod feed;
mod frozen;
mod handle;
mod header;
pub(crate) mod latest;
pub(crate) mod locks;
pub(crate) mod messages;
pub(crate) mod one_thread;
pub(crate) mod pins;
mod registry;
pub(crate) mod ring;
mod roots;
mod saving;
pub(crate) mod schema;
pub(crate) mod shared;
pub(crate) mod slot;
mod verify;
mod versions;

pub use frozen::{FROZEN, FrozenHandle};
pub use handle::Handle;
pub(crate) use header::OBJECT_HEADER;
pub use roots::Root;
pub use shared::{Inline, Outcome, Plain, Shared, Slot};
pub(crate) use verify::unsound;
pub use verify::{Finding, Report};
pub(crate) use versions::Version;
