//! What verification asks of the bytes of kinds that are structs in the heap, of which not every number is a value.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset};
use super::over::Record;
use super::range::Slice;

/// Whether these bytes of a slot are a value of the kind with that name; true for names that are none of ours.
pub(crate) fn sound(name: &str, bytes: &[u8]) -> bool {
    fn of<T: Record>(bytes: &[u8]) -> bool {
        T::from_bytes(bytes).is_some()
    }
    match name.strip_prefix("ipo::") {
        Some("Duration") => of::<Duration>(bytes),
        Some("Timestamp") => of::<Timestamp>(bytes),
        Some("SignedDuration") => of::<SignedDuration>(bytes),
        Some("Date") => of::<Date>(bytes),
        Some("Time") => of::<Time>(bytes),
        Some("DateTime") => of::<DateTime>(bytes),
        Some("UtcOffset") => of::<UtcOffset>(bytes),
        Some("OffsetDateTime") => of::<OffsetDateTime>(bytes),
        Some("IpAddr") => of::<IpAddr>(bytes),
        Some("SocketAddr") => of::<SocketAddr>(bytes),
        Some("Slice") => of::<Slice>(bytes),
        Some("NonZero") => bytes.iter().any(|&byte| byte != 0),
        _ => true,
    }
}
