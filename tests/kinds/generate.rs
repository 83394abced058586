//! Values of every kind: the extreme ones, and any.

use super::*;

fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(Duration::ZERO),
        Just(Duration::MAX),
        (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(s, n)| Duration::new(s, n)),
    ]
}

fn moments() -> impl Strategy<Value = Timestamp> {
    let seconds = prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(-1), Just(0), any::<i64>()];
    (seconds, 0..2_000_000_000_u32).prop_map(|(s, n)| Timestamp::new(s, n).expect("less than two seconds"))
}

fn times() -> impl Strategy<Value = SystemTime> {
    // A leap second is none of `SystemTime`.
    moments().prop_map(|moment| SystemTime::try_from(Value::from(moment)).expect("any second"))
}

fn ips() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|n| Ipv4Addr::from(n).into()),
        any::<u128>().prop_map(|n| Ipv6Addr::from(n).into())
    ]
}

fn sockets_v6() -> impl Strategy<Value = SocketAddrV6> {
    (any::<u128>(), any::<u16>(), any::<u32>(), any::<u32>())
        .prop_map(|(ip, port, flow, scope)| SocketAddrV6::new(ip.into(), port, flow, scope))
}

fn sockets() -> impl Strategy<Value = SocketAddr> {
    prop_oneof![
        (any::<u32>(), any::<u16>()).prop_map(|(ip, port)| SocketAddrV4::new(ip.into(), port).into()),
        sockets_v6().prop_map(SocketAddr::from),
    ]
}

/// Not only text.
fn paths() -> impl Strategy<Value = PathBuf> {
    prop::collection::vec(prop_oneof![any::<u8>(), Just(b'/'), Just(b'.')], 0..60)
        .prop_map(|bytes| PathBuf::from(OsString::from_vec(bytes)))
}

fn slices() -> impl Strategy<Value = Slice> {
    any::<(Option<i64>, Option<i64>, Option<i64>)>().prop_map(|(start, stop, step)| Slice { start, stop, step })
}

fn orderings() -> impl Strategy<Value = Ordering> {
    prop_oneof![Just(Ordering::Less), Just(Ordering::Equal), Just(Ordering::Greater)]
}

fn dates() -> impl Strategy<Value = Date> {
    let years = prop_oneof![any::<i32>(), -10_000..10_000];
    (years, 1..13_u8, 1..29_u8).prop_map(|(y, m, d)| Date::new(y, m, d).expect("in each month"))
}

fn clocks() -> impl Strategy<Value = Time> {
    (0..24_u8, 0..60_u8, 0..60_u8, 0..2_000_000_000_u32).prop_map(|(h, m, s, n)| Time::new(h, m, s, n).expect("a time"))
}

fn offsets() -> impl Strategy<Value = UtcOffset> {
    (-93_599..93_600).prop_map(|seconds| UtcOffset::new(seconds).expect("less than 26 hours"))
}

fn signed_durations() -> impl Strategy<Value = SignedDuration> {
    (any::<i64>(), 0..1_000_000_000_i32)
        .prop_map(|(s, n)| SignedDuration::new(s, if s < 0 { -n } else { n }).expect("one sign"))
}

type Calendar = (Timestamp, SignedDuration, Date, Time, DateTime, UtcOffset, OffsetDateTime, ZonedDateTime);

fn calendars() -> impl Strategy<Value = Calendar> {
    let zones = prop_oneof![Just(String::new()), Just("Europe/Berlin".to_owned()), ".{0,30}"];
    (moments(), signed_durations(), dates(), clocks(), offsets(), zones).prop_map(|(t, d, date, time, offset, zone)| {
        let moment = OffsetDateTime { timestamp: t, offset };
        (t, d, date, time, DateTime { date, time }, offset, moment, ZonedDateTime { moment, zone })
    })
}

/// Any of every kind.
pub(super) fn everything() -> impl Strategy<Value = Every> {
    let std_kinds = (durations(), times(), any::<u32>(), any::<u128>(), ips(), any::<u16>(), sockets_v6(), sockets());
    let texts = (paths(), prop::collection::vec(1..=255_u8, 0..40), ".{0,40}", ".{0,40}");
    let numbers = (
        (1..=u8::MAX, any::<i64>(), 1..=u128::MAX, any::<isize>()),
        any::<u32>(),
        any::<(u64, u64)>(),
        any::<(i16, i16)>(),
        slices(),
        any::<(u8, i128)>(),
        prop::collection::vec(any::<i32>(), 0..20),
        orderings(),
    );
    let lists = (prop::collection::vec(any::<i64>(), 0..9), prop::collection::vec(".{0,30}", 0..4));
    (std_kinds, texts, numbers, lists, calendars()).prop_map(|(std, texts, numbers, lists, calendar)| {
        let nonzero = numbers.0;
        Every {
            duration: std.0,
            time: std.1,
            v4: std.2.into(),
            v6: std.3.into(),
            ip: std.4,
            socket_v4: SocketAddrV4::new(std.2.into(), std.5),
            socket_v6: std.6,
            socket: std.7,
            path: texts.0,
            c_text: CString::new(texts.1).expect("without a zero"),
            nonzero: (
                NonZero::new(nonzero.0).expect("from 1"),
                NonZero::new(nonzero.1).unwrap_or(NonZero::<i64>::MIN),
                NonZero::new(nonzero.2).expect("from 1"),
                NonZero::new(nonzero.3).unwrap_or(NonZero::<isize>::MAX),
            ),
            maybe: NonZero::new(numbers.1),
            range: numbers.2.0..numbers.2.1,
            names: texts.2.clone()..texts.3.clone(),
            inclusive: numbers.3.0..=numbers.3.1,
            slice: numbers.4,
            wrapping: (Wrapping(numbers.5.0), Wrapping(numbers.5.1)),
            saturating: numbers.6.into_iter().map(Saturating).collect(),
            ordering: numbers.7,
            marker: PhantomData,
            text: texts.2.into(),
            numbers: lists.0.into(),
            texts: lists.1.into(),
            calendar,
        }
    })
}

/// The same ones in each process.
pub(super) fn every() -> Vec<Every> {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    (0..20).map(|_| everything().new_tree(&mut runner).expect("a value").current()).collect()
}

/// The kinds as dynamic values, each converted from its Rust type.
pub(super) fn values_of(every: &Every) -> Vec<Value> {
    let (t, d, date, time, date_time, offset, moment, zoned) = every.calendar.clone();
    vec![
        every.duration.into(),
        every.time.into(),
        every.v4.into(),
        every.v6.into(),
        every.socket_v4.into(),
        every.socket_v6.into(),
        every.socket.into(),
        every.path.clone().into(),
        every.nonzero.0.into(),
        every.nonzero.1.into(),
        every.nonzero.2.into(),
        every.nonzero.3.into(),
        every.range.clone().into(),
        every.names.clone().into(),
        every.inclusive.clone().into(),
        every.slice.into(),
        every.wrapping.1.into(),
        every.ordering.into(),
        every.range.start.into(),
        t.into(),
        d.into(),
        date.into(),
        time.into(),
        date_time.into(),
        offset.into(),
        moment.into(),
        zoned.into(),
        Value::Set(every.texts.iter().map(Value::from).chain([every.duration.into()]).collect()),
    ]
}

/// Some of each kind, the same in each process.
pub(super) fn leaf_values() -> Vec<Value> {
    every().iter().flat_map(values_of).collect()
}
