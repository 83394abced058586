//! Values of every kind: the extreme ones, and any.

use super::leaves::{calendars, durations, ips, orderings, paths, slices, sockets, sockets_v6, times};
use super::*;

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
