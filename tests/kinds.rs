//! The kinds of values from the standard library: in fields, in containers, as keys, as dynamic values, as messages; in
//! another process, in a full heap, and where their bytes are none.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ffi::CString;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use ipo::{Corrupt, EnumList, Error, Handle, Heap, Shared, SharedEnumIndex, SharedStruct, Slice, Value, value};
use ipo_workspace::{LONG, Name, RawHeap, child, run_job, say};
use proptest::prelude::*;

#[path = "support/generate.rs"]
mod leaves;

#[path = "kinds/generate.rs"]
mod generate;
use generate::{every, everything, leaf_values};

#[path = "kinds/values.rs"]
mod values;

/// A field of each kind.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Every {
    duration: Duration,
    time: SystemTime,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
    ip: IpAddr,
    socket_v4: SocketAddrV4,
    socket_v6: SocketAddrV6,
    socket: SocketAddr,
    path: PathBuf,
    c_text: CString,
    nonzero: (NonZero<u8>, NonZero<i64>, NonZero<u128>, NonZero<isize>),
    maybe: Option<NonZero<u32>>,
    range: Range<u64>,
    names: Range<String>,
    inclusive: RangeInclusive<i16>,
    slice: Slice,
    wrapping: (Wrapping<u8>, Wrapping<i128>),
    saturating: Vec<Saturating<i32>>,
    ordering: Ordering,
    marker: PhantomData<Every>,
    text: Box<str>,
    numbers: Box<[i64]>,
    texts: Box<[String]>,
    calendar: (Timestamp, SignedDuration, Date, Time, DateTime, UtcOffset, OffsetDateTime, ZonedDateTime),
}

fn heap() -> Heap {
    Heap::options().capacity(8 << 20).create_anonymous().expect("an anonymous heap")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_kind_comes_out_as_it_went_in(first in everything(), second in everything()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let list = vec![first.clone(), second.clone()];
        // Both types are known to the heap from then on.
        turn.put(&first).and_then(|h| turn.remove(h)).unwrap();
        let start = turn.put(&list).and_then(|h| turn.remove(h)).map(|()| turn.stats()).unwrap();
        let handle = turn.put(&first).unwrap();
        let listed = turn.put(&list).unwrap();
        prop_assert_eq!(&turn.load(handle).unwrap(), &first);
        let loaded = turn.load(handle).unwrap();
        prop_assert_eq!(loaded.path.as_os_str(), first.path.as_os_str());
        prop_assert_eq!(&turn.load(listed).unwrap(), &list);
        turn.store(handle, &second).unwrap();
        prop_assert_eq!(&turn.load(handle).unwrap(), &second);
        // By setters, the wide ones too, and taken back by a transaction.
        let undone = turn.transaction(|tx| {
            let mut view = tx.get_mut(handle)?;
            view.set_duration(first.duration);
            view.set_socket(first.socket);
            view.set_path(&first.path)?;
            view.set_names(first.names.start.as_str()..first.names.end.as_str())?;
            view.set_slice(first.slice);
            view.set_ordering(first.ordering);
            view.text_mut().push_str("more")?;
            Err::<(), Error>(Error::NoMessages)
        });
        prop_assert!(undone.is_err());
        prop_assert_eq!(&turn.load(handle).unwrap(), &second);
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
        turn.remove(handle).unwrap();
        turn.remove(listed).unwrap();
        prop_assert_eq!(turn.stats(), start);
    }

    #[test]
    fn in_a_heap_that_fills_up_a_change_is_made_or_not(first in everything(), second in everything(), room in 0_usize..40) {
        let heap = Heap::options().capacity(1 << 17).create_anonymous().unwrap();
        let mut turn = heap.write().unwrap();
        let handle = turn.put(&first).unwrap();
        // Leaves so many small blocks free.
        let mut kept: Vec<Handle<[u64; 4]>> = Vec::new();
        while let Ok(block) = turn.put(&[0; 4]) {
            kept.push(block);
        }
        for block in kept.drain(..room.min(kept.len())) {
            turn.remove(block).unwrap();
        }
        let result = turn.store(handle, &second);
        let expected = if result.is_ok() { &second } else { &first };
        prop_assert_eq!(&turn.load(handle).unwrap(), expected);
        let report = turn.verify();
        prop_assert!(report.is_sound(), "{:?}", report);
    }

    #[test]
    fn kinds_are_found_as_keys(all in prop::collection::vec(everything(), 1..12)) {
        #[derive(SharedStruct, Clone, Debug, PartialEq, Default)]
        struct Keyed {
            durations: HashMap<Duration, u32>,
            times: HashMap<SystemTime, u32>,
            ips: HashMap<IpAddr, u32>,
            sockets: HashMap<SocketAddr, u32>,
            paths: HashMap<PathBuf, u32>,
            nonzero: HashMap<NonZero<i64>, u32>,
            ranges: HashMap<Range<String>, u32>,
            slices: HashMap<Slice, u32>,
            texts: HashMap<Box<str>, u32>,
            wrapping: HashSet<(Wrapping<u8>, Ordering)>,
            dates: HashMap<Date, u32>,
        }
        let mut model = Keyed::default();
        for (every, n) in all.iter().zip(0..) {
            model.durations.insert(every.duration, n);
            model.times.insert(every.time, n);
            model.ips.insert(every.ip, n);
            model.sockets.insert(every.socket, n);
            model.paths.insert(every.path.clone(), n);
            model.nonzero.insert(every.nonzero.1, n);
            model.ranges.insert(every.names.clone(), n);
            model.slices.insert(every.slice, n);
            model.texts.insert(every.text.clone(), n);
            model.wrapping.insert((every.wrapping.0, every.ordering));
            model.dates.insert(every.calendar.2, n);
        }
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let handle = turn.put(&model).unwrap();
        let view = turn.get(handle).unwrap();
        for every in &all {
            prop_assert_eq!(view.durations().get(every.duration), model.durations.get(&every.duration).copied());
            prop_assert_eq!(view.times().get(every.time), model.times.get(&every.time).copied());
            prop_assert_eq!(view.ips().get(every.ip), model.ips.get(&every.ip).copied());
            prop_assert_eq!(view.sockets().get(every.socket), model.sockets.get(&every.socket).copied());
            prop_assert_eq!(view.paths().get(&every.path), model.paths.get(&every.path).copied());
            prop_assert_eq!(view.nonzero().get(every.nonzero.1), model.nonzero.get(&every.nonzero.1).copied());
            let names = every.names.start.as_str()..every.names.end.as_str();
            prop_assert_eq!(view.ranges().get(names), model.ranges.get(&every.names).copied());
            prop_assert_eq!(view.slices().get(every.slice), model.slices.get(&every.slice).copied());
            prop_assert_eq!(view.texts().get(&every.text), model.texts.get(&every.text).copied());
            prop_assert!(view.wrapping().contains((every.wrapping.0, every.ordering)));
            prop_assert_eq!(view.dates().get(every.calendar.2), model.dates.get(&every.calendar.2).copied());
        }
        prop_assert_eq!(&turn.load(handle).unwrap(), &model);
        prop_assert!(turn.verify().is_sound());
    }
}

// ---- another process -----------------------------------------------------------------------------------------------

#[test]
fn child_entry() {
    run_job(&[("read_kinds", read_kinds)]);
}

fn read_kinds(args: &[&str]) {
    let heap = Heap::options().timeout(LONG).attach(args[0]).expect("the parent made it");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let all: Handle<Vec<Every>> = turn.root("kinds").expect("bound");
    assert_eq!(turn.load(all).expect("whole"), every());
    assert_eq!(turn.take_message::<Duration>().expect("sent"), Duration::MAX);
    assert_eq!(turn.take_message::<Every>().expect("sent"), every()[0]);
    assert_eq!(turn.take_message::<Value>().expect("sent"), Value::List(leaf_values()));
    let mut view = turn.get_mut(all).expect("whole");
    let mut first = view.get_mut(0).expect("an element");
    first.set_duration(Duration::from_nanos(7));
    first.range_mut().end.clone_from(&9);
    first.path_mut().update(|path| path.join("child")).expect("there is room");
    *first.wrapping_mut().0 += Wrapping(255);
    say("read");
}

#[test]
fn another_process_reads_and_changes_every_kind() {
    let name = Name::new();
    let heap = Heap::options().capacity(8 << 20).create(&name).expect("a fresh name");
    let all = {
        let mut turn = heap.write().expect("free");
        let all = turn.put(&every()).expect("there is room");
        turn.bind("kinds", all).expect("there is room");
        turn.send(&Duration::MAX).expect("there is room");
        turn.send(&every()[0]).expect("there is room");
        turn.send(&Value::List(leaf_values())).expect("there is room");
        all
    };
    let reader = child("read_kinds", &[&name]);
    reader.expect("read");
    reader.finish();
    let turn = heap.read().expect("free");
    let first = turn.get(all).expect("whole").get(0).expect("an element");
    let before = &every()[0];
    assert_eq!((first.duration(), first.range().end), (Duration::from_nanos(7), 9));
    assert_eq!(first.path(), before.path.join("child"));
    assert_eq!(first.wrapping().0, before.wrapping.0 + Wrapping(255));
    assert!(turn.verify().is_sound());
}

// ---- views ---------------------------------------------------------------------------------------------------------

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Setting {
    #[shared(type = Duration)]
    Timeout,
    #[shared(type = Option<SystemTime>)]
    Started,
    #[shared(type = PathBuf)]
    Home,
    #[shared(type = Option<SocketAddr>)]
    Address,
    #[shared(type = Wrapping<u32>)]
    Sequence,
    Other,
}

#[test]
fn kinds_are_values_of_an_enum_list() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&EnumList::<Setting>::new())?;
    let address: SocketAddr = "[fe80::1%3]:80".parse().expect("an address");
    let mut list = turn.get_mut(handle)?;
    list.set_timeout(Duration::from_millis(1500));
    list.set(Setting::STARTED, Some(SystemTime::UNIX_EPOCH));
    list.set_value(Setting::Home, value!(Path::new("/home")))?;
    list.set_value(Setting::Address, value!(address))?;
    *list.sequence_mut() -= 1;
    list.set_value(Setting::Other, value!(Duration::ZERO))?;
    let wrong = list.set_value(Setting::Timeout, value!(1.5));
    assert!(matches!(wrong, Err(Error::WrongKind { expected: "Duration", found: "Float" })), "{wrong:?}");
    let list = turn.get(handle)?;
    assert_eq!(list.value(Setting::Timeout), value!(Duration::from_millis(1500)));
    assert_eq!(list.value(Setting::Started), value!(SystemTime::UNIX_EPOCH));
    assert_eq!((list.home(), list.address()), (Path::new("/home"), Some(address)));
    assert_eq!(list.sequence(), Wrapping(u32::MAX));
    assert_eq!(list.value(Setting::Other).load(), Value::Duration(Duration::ZERO));
    Ok(())
}

#[test]
fn wrapped_numbers_are_slices_of_the_heap() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let handle = turn.put(&vec![Wrapping(250_u8); 40])?;
    turn.get_mut(handle)?.as_mut_slice().iter_mut().for_each(|n| *n += 10);
    assert_eq!(turn.get(handle)?.as_slice(), [Wrapping(4); 40]);
    Ok(())
}

#[test]
fn a_box_of_text_or_elements_is_what_the_growing_kind_is() -> Result<(), Error> {
    assert_eq!(<Box<str>>::deep(), String::deep());
    assert_eq!(<Box<[u16]>>::deep(), Vec::<u16>::deep());
    let heap = heap();
    let mut turn = heap.write()?;
    let text = turn.put(&Box::<str>::from("text"))?;
    turn.bind("text", text)?;
    let same: Handle<String> = turn.root("text")?;
    turn.get_mut(same)?.push_str("s")?;
    assert_eq!(turn.load(text)?.as_ref(), "texts");
    Ok(())
}

#[test]
fn a_kind_is_no_struct_of_the_same_name() -> Result<(), Error> {
    #[derive(SharedStruct, Clone, Debug)]
    struct Date {
        year: i32,
        month: u8,
        day: u8,
    }
    let heap = heap();
    let mut turn = heap.write()?;
    let own = turn.put(&Date { year: 1, month: 13, day: 0 })?;
    turn.bind("own", own)?;
    assert!(turn.verify().is_sound(), "the user's dates are the user's");
    let found = turn.root::<ipo::calendar::Date>("own");
    assert!(matches!(found, Err(Error::SchemaMismatch { .. })), "{found:?}");
    Ok(())
}

#[test]
fn slices_resolve_as_in_python() {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut put = |n: i64| hash = (hash ^ n as u64).wrapping_mul(0x0100_0000_01b3);
    let places = || std::iter::once(None).chain((-5..6).map(Some)).chain([Some(i64::MIN), Some(i64::MAX)]);
    let steps = [None, Some(-3), Some(-2), Some(-1), Some(1), Some(2), Some(3), Some(i64::MIN), Some(i64::MAX)];
    for len in 0..5_usize {
        for start in places() {
            for stop in places() {
                for step in steps {
                    let slice = Slice { start, stop, step };
                    let positions: Vec<_> = slice.positions(len).expect("a step").collect();
                    assert!(positions.iter().all(|&at| at < len), "{slice:?} of {len}");
                    put(positions.len() as i64);
                    positions.iter().for_each(|&at| put(at as i64));
                    let (start, stop, step) = slice.resolve(len).expect("a step");
                    [start, stop, step].into_iter().for_each(&mut put);
                }
            }
        }
    }
    // The same sum over what Python 3.11 answers.
    assert_eq!(hash, 0xe6b9_3588_bdbc_6937);
    let still = Slice { step: Some(0), ..Slice::default() };
    assert!(still.resolve(3).is_none() && still.positions(3).is_none());
}

// ---- damage --------------------------------------------------------------------------------------------------------

/// The value at the handle has these bytes from there on: reading it must end in a `Corrupt` panic, and be found.
#[track_caller]
fn noticed<T: Shared>(value: &T, offset: u64, bytes: &[u8]) {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let handle = heap.write().expect("free").put(value).expect("there is room");
    let raw = RawHeap::open(&name);
    raw.write(raw.slot_of(handle) + offset, bytes);
    let read =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| heap.read().expect("free").load(handle).map(drop)));
    let panic = read.expect_err("bytes that are no value");
    assert!(panic.downcast_ref::<Corrupt>().is_some(), "the panic is one of corruption");
    assert!(!heap.read().expect("the turn was released").verify().is_sound(), "verification sees it");
}

#[test]
fn bytes_that_are_no_value_are_noticed() {
    noticed(&Duration::ZERO, 8, &1_000_000_000_u32.to_le_bytes());
    noticed(&SystemTime::UNIX_EPOCH, 8, &2_000_000_000_u32.to_le_bytes());
    noticed(&SignedDuration::new(1, 0).expect("one second"), 8, &(-1_i32).to_le_bytes());
    noticed(&Date::new(2023, 2, 28).expect("a day"), 5, &[29]);
    noticed(&Time::new(0, 0, 0, 0).expect("midnight"), 4, &[24]);
    noticed(&UtcOffset::new(0).expect("UTC"), 0, &93_600_i32.to_le_bytes());
    noticed(&IpAddr::from([127, 0, 0, 1]), 16, &[5]);
    noticed(&IpAddr::from([127, 0, 0, 1]), 15, &[1]);
    noticed(&SocketAddr::from(([127, 0, 0, 1], 80)), 26, &[0]);
    noticed(&SocketAddr::from(([127, 0, 0, 1], 80)), 16, &[1]);
    noticed(&NonZero::new(7_u16).expect("not 0"), 0, &[0, 0]);
    noticed(&Some(NonZero::new(7_i128).expect("not 0")), 8, &[0; 16]);
    noticed(&Ordering::Less, 0, &[7]);
    noticed(&Slice::default(), 24, &[8]);
    noticed(&PathBuf::from("short"), 23, &[24]);
    // In a value: kind, then words or bytes.
    noticed(&value!(Duration::ZERO), 16, &1_000_000_000_u32.to_le_bytes());
    noticed(&Value::Ordering(Ordering::Less), 8, &[3]);
    noticed(&value!(IpAddr::from([127, 0, 0, 1])), 24, &[5]);
    noticed(&value!("text"), 0, &[1, 6]);
    noticed(&value!([1]), 0, &[2, 3]);
    noticed(&value!(1), 0, &[9]);
}

#[test]
fn a_c_text_ends_with_its_only_zero() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let handle = heap.write().expect("free").put(&CString::from(c"text")).expect("there is room");
    let raw = RawHeap::open(&name);
    raw.write(raw.slot_of(handle), b"te\0t");
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(heap.read().expect("free").load(handle))));
    assert!(read.expect_err("no text").downcast_ref::<Corrupt>().is_some());
}
