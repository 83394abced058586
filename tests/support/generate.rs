//! Values of the kinds of the standard library and of the calendar, the extreme ones among them. Part of the tests that use
//! it (`#[path]`), since what the tests share otherwise does not know `proptest`.

#![allow(dead_code, reason = "each test uses some")]

use std::cmp::Ordering;
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{Slice, Value};
use proptest::prelude::*;

pub(crate) fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::ZERO),
        Just(Duration::MAX),
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(s, n)| Duration::new(s, n)),
    ]
}

pub(crate) fn moments() -> impl Strategy<Value = Timestamp> {
    let seconds = prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(-1), Just(0), any::<i64>()];
    (seconds, 0..2_000_000_000_u32).prop_map(|(s, n)| Timestamp::new(s, n).expect("less than two seconds"))
}

pub(crate) fn times() -> impl Strategy<Value = SystemTime> {
    // A leap second is none of `SystemTime`.
    moments().prop_map(|moment| SystemTime::try_from(Value::from(moment)).expect("any second"))
}

pub(crate) fn ips() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|n| Ipv4Addr::from(n).into()),
        any::<u128>().prop_map(|n| Ipv6Addr::from(n).into())
    ]
}

pub(crate) fn sockets_v6() -> impl Strategy<Value = SocketAddrV6> {
    (any::<u128>(), any::<u16>(), any::<u32>(), any::<u32>())
        .prop_map(|(ip, port, flow, scope)| SocketAddrV6::new(ip.into(), port, flow, scope))
}

pub(crate) fn sockets() -> impl Strategy<Value = SocketAddr> {
    prop_oneof![
        (any::<u32>(), any::<u16>()).prop_map(|(ip, port)| SocketAddrV4::new(ip.into(), port).into()),
        sockets_v6().prop_map(SocketAddr::from),
    ]
}

/// Not only text.
pub(crate) fn paths() -> impl Strategy<Value = PathBuf> {
    prop::collection::vec(prop_oneof![any::<u8>(), Just(b'/'), Just(b'.')], 0..60)
        .prop_map(|bytes| PathBuf::from(OsString::from_vec(bytes)))
}

pub(crate) fn slices() -> impl Strategy<Value = Slice> {
    any::<(Option<i64>, Option<i64>, Option<i64>)>().prop_map(|(start, stop, step)| Slice { start, stop, step })
}

pub(crate) fn orderings() -> impl Strategy<Value = Ordering> {
    prop_oneof![Just(Ordering::Less), Just(Ordering::Equal), Just(Ordering::Greater)]
}

pub(crate) fn dates() -> impl Strategy<Value = Date> {
    let years = prop_oneof![any::<i32>(), -10_000..10_000];
    (years, 1..13_u8, 1..29_u8).prop_map(|(y, m, d)| Date::new(y, m, d).expect("in each month"))
}

pub(crate) fn clocks() -> impl Strategy<Value = Time> {
    (0..24_u8, 0..60_u8, 0..60_u8, 0..2_000_000_000_u32).prop_map(|(h, m, s, n)| Time::new(h, m, s, n).expect("a time"))
}

pub(crate) fn offsets() -> impl Strategy<Value = UtcOffset> {
    (-93_599..93_600).prop_map(|seconds| UtcOffset::new(seconds).expect("less than 26 hours"))
}

pub(crate) fn signed_durations() -> impl Strategy<Value = SignedDuration> {
    (any::<i64>(), 0..1_000_000_000_i32)
        .prop_map(|(s, n)| SignedDuration::new(s, if s < 0 { -n } else { n }).expect("one sign"))
}

pub(crate) type Calendar = (Timestamp, SignedDuration, Date, Time, DateTime, UtcOffset, OffsetDateTime, ZonedDateTime);

pub(crate) fn calendars() -> impl Strategy<Value = Calendar> {
    let zones = prop_oneof![Just(String::new()), Just("Europe/Berlin".to_owned()), ".{0,30}"];
    (moments(), signed_durations(), dates(), clocks(), offsets(), zones).prop_map(|(t, d, date, time, offset, zone)| {
        let moment = OffsetDateTime { timestamp: t, offset };
        (t, d, date, time, DateTime { date, time }, offset, moment, ZonedDateTime { moment, zone })
    })
}
