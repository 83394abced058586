//! `std::time`: `Duration`, and `SystemTime` as a [`Timestamp`]. `Instant` is none: it counts from a start that only its
//! own machine's clock knows, and has no bytes to be read.

use std::time::{Duration, SystemTime};

use super::calendar::Timestamp;
use super::over::{over, over_key, record, record_key, value_of};
use crate::types::Value;

record!(
    Duration as DurationSlot,
    "Duration" { seconds: u64, nanoseconds: u32; fill: u32 },
    store: |d| DurationSlot { seconds: d.as_secs(), nanoseconds: d.subsec_nanos(), fill: 0 },
    load: |slot| (slot.nanoseconds < 1_000_000_000).then(|| Duration::new(slot.seconds, slot.nanoseconds)),
    value: |d| Some(Value::Duration(d)), |value| match value {
        Value::Duration(d) => Some(*d),
        _ => None,
    }
);
record_key!(Duration);
value_of!(Duration, Value::Duration);

fn timestamp(time: SystemTime) -> Timestamp {
    let (seconds, nanoseconds) = match time.duration_since(SystemTime::UNIX_EPOCH) {
        // On this system the seconds of a `SystemTime` are an `i64`.
        Ok(after) => (after.as_secs() as i64, after.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            let whole = (before.as_secs() as i64).wrapping_neg();
            match before.subsec_nanos() {
                0 => (whole, 0),
                n => (whole.wrapping_sub(1), 1_000_000_000 - n),
            }
        }
    };
    Timestamp::clamped(seconds, nanoseconds)
}

fn system_time(timestamp: Timestamp) -> Option<SystemTime> {
    let seconds = Duration::from_secs(timestamp.seconds().unsigned_abs());
    let whole = if timestamp.seconds() < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(seconds)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(seconds)
    };
    whole?.checked_add(Duration::from_nanos(timestamp.without_leap().into()))
}

over!(SystemTime as Timestamp, store: timestamp, load: system_time);
over_key!(SystemTime as Timestamp, store: timestamp);
