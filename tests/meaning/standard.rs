//! The kinds of the standard library, and those of the calendar.

use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use ipo::Slice;
use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use proptest::prelude::*;

use crate::kinds;
use crate::leaves::{calendars, durations, ips, paths, slices, sockets, sockets_v6, times};
use crate::numbers::{bytes, texts};

/// Without a zero, of any other bytes.
fn c_texts() -> impl Strategy<Value = CString> {
    bytes().prop_map(|bytes| CString::new(bytes.into_iter().filter(|&b| b != 0).collect::<Vec<_>>()).expect("no zero"))
}

type Addresses = (Ipv4Addr, Ipv6Addr, IpAddr, SocketAddrV4, SocketAddrV6, SocketAddr);

fn addresses() -> impl Strategy<Value = Addresses> {
    (any::<(u32, u128, u16)>(), sockets_v6(), ips(), sockets()).prop_map(|((v4, v6, port), socket_v6, ip, socket)| {
        (v4.into(), v6.into(), ip, SocketAddrV4::new(v4.into(), port), socket_v6, socket)
    })
}

/// The kinds of times and of the calendar that are numbers.
type Moments =
    (Duration, SystemTime, Timestamp, SignedDuration, Date, Time, DateTime, UtcOffset, OffsetDateTime, Slice);

fn all_moments() -> impl Strategy<Value = Moments> {
    (durations(), times(), calendars(), slices()).prop_map(|(duration, time, calendar, slice)| {
        let (timestamp, signed, date, clock, both, offset, moment, _) = calendar;
        (duration, time, timestamp, signed, date, clock, both, offset, moment, slice)
    })
}

type Ranges = (Range<u64>, Range<String>, RangeInclusive<i16>);

fn ranges() -> impl Strategy<Value = Ranges> {
    (any::<[u64; 2]>(), [texts(), texts()], any::<[i16; 2]>()).prop_map(|([a, b], [c, d], [e, f])| (a..b, c..d, e..=f))
}

kinds! {
    of_duration: Duration = durations(); value [key];
    of_moments: Moments = all_moments(); value [key];
    of_addresses: Addresses = addresses(); value [key];
    of_path: PathBuf = paths(); value [key];
    of_c_text: CString = c_texts(); value [key];
    of_ranges: Ranges = ranges(); value [key];
    of_zoned: ZonedDateTime = calendars().prop_map(|calendar| calendar.7); value [];
}

/// Some of these kinds as dynamic values.
pub(super) fn leaf_values() -> impl Strategy<Value = ipo::Value> {
    prop_oneof![
        durations().prop_map(ipo::Value::from),
        times().prop_map(ipo::Value::from),
        ips().prop_map(ipo::Value::from),
        sockets().prop_map(ipo::Value::from),
        paths().prop_map(ipo::Value::from),
        slices().prop_map(ipo::Value::from),
        calendars().prop_map(|calendar| calendar.7.into()),
        any::<u128>().prop_map(ipo::Value::from),
        (texts(), texts()).prop_map(|(a, b)| (a..b).into()),
        crate::arrays::tensors().prop_map(ipo::Value::from),
    ]
}
