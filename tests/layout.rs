//! What lies in a heap depends on the format's version alone. These numbers change only together with that: a program
//! built with another compiler, profile or version of this crate must find what it expects.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use ipo::__private::{Kind, Schema};
use ipo::{Compact, Handle, Heap, Ix1, Ix3, IxDyn, NdArray, Shared, SharedStruct, Tensor, calendar};
use ipo_workspace::{Name, RawHeap};

#[derive(SharedStruct, Clone, Debug)]
struct Small {
    a: u8,
    b: u32,
    c: bool,
}

#[derive(SharedStruct, Clone, Debug)]
struct Mixed {
    flag: bool,
    wide: u128,
    letter: char,
    name: String,
    list: Vec<Small>,
    small: Small,
    option: Option<u64>,
    none: Option<Box<Mixed>>,
    tuple: (u8, String, u16),
    array: [Small; 3],
    link: Handle<Mixed>,
    unit: (),
    last: i8,
}

fn offsets(schema: &Schema) -> Vec<(&'static str, usize)> {
    match schema.kind {
        Kind::Struct(fields) | Kind::Tuple(fields) => fields.iter().map(|f| (f.name, f.offset)).collect(),
        Kind::Option { offset, .. } => vec![("some", offset)],
        _ => vec![],
    }
}

/// Name, size, alignment, offsets, fingerprint.
fn facts<T: Shared>() -> String {
    let schema = T::schema();
    assert_eq!((schema.size, schema.align), (size_of::<T::Slot>(), align_of::<T::Slot>()));
    assert!(schema.align <= 8);
    let offsets: Vec<String> = offsets(schema).iter().map(|(name, offset)| format!(" {name}@{offset}")).collect();
    format!("{} {}/{}{} {:016x}", T::NAME, schema.size, schema.align, offsets.concat(), T::deep())
}

#[test]
fn sizes_offsets_and_fingerprints_are_those_of_the_format() {
    let found = [
        facts::<u8>(),
        facts::<i64>(),
        facts::<f32>(),
        facts::<usize>(),
        facts::<u128>(),
        facts::<bool>(),
        facts::<char>(),
        facts::<()>(),
        facts::<String>(),
        facts::<Vec<u8>>(),
        facts::<Vec<String>>(),
        facts::<[u16; 3]>(),
        facts::<(u8, u64, u8)>(),
        facts::<Option<u8>>(),
        facts::<Option<u128>>(),
        facts::<Box<String>>(),
        facts::<Handle<Small>>(),
        facts::<Small>(),
        facts::<Mixed>(),
        facts::<VecDeque<u16>>(),
        facts::<BTreeMap<String, u16>>(),
        facts::<BTreeSet<Option<(i64, bool)>>>(),
        facts::<Compact<HashMap<u8, i64>>>(),
        facts::<Compact<HashSet<String>>>(),
        facts::<NdArray<i32, Ix1>>(),
        facts::<NdArray<bool, Ix3>>(),
        facts::<NdArray<f64, IxDyn>>(),
        facts::<Tensor>(),
    ];
    let expected = include_str!("layout.txt");
    assert_eq!(found.join("\n"), expected.trim_end(), "the format has changed: raise its version");
}

#[test]
fn the_kinds_of_the_standard_library_are_those_of_the_format() {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
    use std::num::{NonZero, Saturating, Wrapping};
    let found = [
        facts::<std::time::Duration>(),
        facts::<std::time::SystemTime>(),
        facts::<Ipv4Addr>(),
        facts::<Ipv6Addr>(),
        facts::<IpAddr>(),
        facts::<SocketAddrV4>(),
        facts::<SocketAddrV6>(),
        facts::<SocketAddr>(),
        facts::<std::path::PathBuf>(),
        facts::<std::ffi::CString>(),
        facts::<NonZero<u8>>(),
        facts::<NonZero<i128>>(),
        facts::<NonZero<usize>>(),
        facts::<std::ops::Range<u8>>(),
        facts::<std::ops::Range<String>>(),
        facts::<std::ops::RangeInclusive<i64>>(),
        facts::<ipo::Slice>(),
        facts::<Wrapping<u8>>(),
        facts::<Wrapping<u128>>(),
        facts::<Saturating<i64>>(),
        facts::<Saturating<isize>>(),
        facts::<std::cmp::Ordering>(),
        facts::<std::marker::PhantomData<str>>(),
        facts::<Box<str>>(),
        facts::<Box<[u16]>>(),
        facts::<calendar::Timestamp>(),
        facts::<calendar::SignedDuration>(),
        facts::<calendar::Date>(),
        facts::<calendar::Time>(),
        facts::<calendar::DateTime>(),
        facts::<calendar::UtcOffset>(),
        facts::<calendar::OffsetDateTime>(),
        facts::<calendar::ZonedDateTime>(),
    ];
    let expected = include_str!("layout_kinds.txt");
    assert_eq!(found.join("\n"), expected.trim_end(), "the format has changed: raise its version");
}

/// A value's kind is its tag: 24 bytes of content behind it, or a list, or a table.
#[test]
fn the_tags_of_values_are_those_of_the_format() {
    use ipo::{Value, value};
    use std::cmp::Ordering;
    let day = calendar::Date::new(2024, 2, 29).expect("a day");
    let time = calendar::Time::new(1, 2, 3, 4).expect("a time");
    let timestamp = calendar::Timestamp::new(-1, 2).expect("a moment");
    let offset = calendar::UtcOffset::new(3600).expect("an offset");
    let moment = calendar::OffsetDateTime { timestamp, offset };
    let values: [(Value, u64, [u64; 3]); 16] = [
        (Value::Ordering(Ordering::Greater), 0x500, [2, 0, 0]),
        (value!(std::time::Duration::new(5, 6)), 0x600, [5, 6, 0]),
        (value!(timestamp), 0x700, [u64::MAX, 2, 0]),
        (
            value!(calendar::SignedDuration::new(-5, -6).expect("one sign")),
            0x800,
            [-5_i64 as u64, -6_i32 as u32 as u64, 0],
        ),
        (value!(day), 0x900, [2024 | 2 << 32 | 29 << 40, 0, 0]),
        (value!(time), 0xA00, [4 | 1 << 32 | 2 << 40 | 3 << 48, 0, 0]),
        (
            value!(calendar::DateTime { date: day, time }),
            0xB00,
            [2024 | 2 << 32 | 29 << 40 | 1 << 48 | 2 << 56, 4 | 3 << 32, 0],
        ),
        (value!(offset), 0xC00, [3600, 0, 0]),
        (value!(moment), 0xD00, [u64::MAX, 2 | 3600 << 32, 0]),
        (value!(std::net::IpAddr::from([1, 2, 3, 4])), 0xE00, [0x0403_0201, 0, 4]),
        (value!(u64::MAX), 0x301, [u64::MAX, 0, 9 << 56]),
        (value!(std::path::Path::new("ab")), 0x501, [0x6261, 0, 2 << 56]),
        // The words of these are where their blocks lie.
        (value!(std::net::SocketAddr::from(([1, 2, 3, 4], 80))), 0x601, [0; 3]),
        (value!(ipo::Slice::default()), 0x801, [0; 3]),
        (value!(1..2), 0x302, [0; 3]),
        (Value::Set([value!(1)].into()), 0x104, [0; 3]),
    ];
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let raw = RawHeap::open(&name);
    for (value, tag, words) in values {
        let handle = heap.write().expect("free").put(&value).expect("there is room");
        let slot = raw.slot_of(handle);
        assert_eq!(raw.word(slot), tag, "{value:?}");
        let found = [8, 16, 24].map(|at| raw.word(slot + at));
        assert!(words == found || words == [0; 3] && found != [0; 3], "{value:?}: {found:x?}");
    }
}

#[test]
fn the_areas_of_a_heap_lie_where_the_format_says() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).journal(1 << 17).participants(10).create(&name).expect("a fresh name");
    let raw = RawHeap::open(&name);
    assert_eq!(&raw.word(0).to_le_bytes(), b"ipo heap");
    assert_eq!(raw.word(8), 1 << 32 | 0x0102_0304, "byte order and version");
    // Total length, capacity, control words, heap state, journal and its room, arena.
    let areas: Vec<u64> = (16..72).step_by(8).map(|at| raw.word(at)).collect();
    assert_eq!(areas, [1_204_224, 1 << 20, 4096, 8192, 24_576, 1 << 17, 155_648]);
    // The first objects: header, handle, seal, slot.
    let mut turn = heap.write().expect("free");
    let number = turn.put(&0x1122_3344_5566_7788_u64).expect("there is room");
    let text = turn.put(&String::from("abc")).expect("there is room");
    let slot = raw.slot_of(number);
    assert_eq!(raw.word(slot), 0x1122_3344_5566_7788);
    assert_eq!(raw.word(slot - 16), number.to_bits());
    assert_eq!(raw.word(slot - 24) & !2, 32 | 1 << 2 | 1, "a used block of 32 bytes that is an object");
    let slot = raw.slot_of(text);
    assert_eq!(raw.word(slot).to_le_bytes(), *b"abc\0\0\0\0\0");
    assert_eq!(raw.word(slot + 16) >> 56, 3, "its length lies in the last byte");
    assert_eq!(raw.word(slot - 24) & !2, 48 | 1 << 2 | 1);
}

#[test]
fn an_array_lies_as_the_format_says() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let raw = RawHeap::open(&name);
    let mut turn = heap.write().expect("free");
    let array = NdArray::<i32, Ix3>::from_vec([1, 3, 1], vec![1, 2, 3]).expect("as many");
    let tensor = Tensor::from(&array);
    for (slot, kind) in [
        (raw.slot_of(turn.put(&array).expect("there is room")), 3 << 8 | 8),
        (raw.slot_of(turn.put(&tensor).expect("there is room")), 3 << 8 | 8),
    ] {
        let block = raw.word(slot);
        assert_eq!((block % 64, raw.word(slot + 8), raw.word(slot + 16)), (0, 3, kind));
        // The numbers, a gap, lengths, steps.
        let words: Vec<u64> = (block..block + 64).step_by(8).map(|at| raw.word(at)).collect();
        assert_eq!((words[0], words[1] as u32), (2 << 32 | 1, 3));
        assert_eq!(words[2..], [1, 3, 1, 3, 1, 1]);
    }
}

/// Also of the types that Rust, or this program by its features, has none for.
#[test]
fn the_elements_types_have_the_numbers_of_the_format() {
    use ipo::DType::{BF16, Bool, Complex64, Complex128, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64};
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let raw = RawHeap::open(&name);
    let mut turn = heap.write().expect("free");
    let all = [Bool, U8, U16, U32, U64, I8, I16, I32, I64, F16, BF16, F32, F64, Complex64, Complex128];
    let sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 8, 16];
    for (number, (dtype, size)) in (1..).zip(all.into_iter().zip(sizes)) {
        let bytes: Vec<u8> = (0..3 * size).map(|n| n as u8 & 1).collect();
        let tensor = Tensor::from_bytes(dtype, &[3], &bytes).expect("as many");
        let slot = raw.slot_of(turn.put(&tensor).expect("there is room"));
        assert_eq!((raw.word(slot + 8), raw.word(slot + 16)), (3, 1 << 8 | number), "{dtype}");
        let block = raw.word(slot);
        let elements: Vec<u8> = (0..3 * size).step_by(8).flat_map(|at| raw.word(block + at).to_le_bytes()).collect();
        assert_eq!(elements[..bytes.len()], bytes, "{dtype}");
    }
}

#[test]
fn a_queue_lies_as_the_format_says() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let queue = heap.queue_options().cells(5).cell_payload(100).open::<u64>("queue").expect("a fresh queue");
    for n in 10..13 {
        queue.send(&n).expect("there is room");
    }
    assert_eq!(queue.take().expect("a message"), 10);
    let raw = RawHeap::open(&name);
    let facts = [u64::deep(), 5, 128, 0, 0];
    let image = raw.image();
    let word = |at: usize| u64::from_le_bytes(*image[at..].first_chunk().expect("inside"));
    let at = (0..image.len() - 1024).step_by(64).find(|&at| (0..5).all(|i| word(at + i * 8) == facts[i]));
    let at = at.expect("the facts of the queue");
    // Tail and head, a line each behind the facts and the lists.
    assert_eq!([word(at + 128), word(at + 192)], [3, 1]);
    // {position | redelivered | state}, content, payload.
    let cells = at + 8 * 64;
    let cell = |i: usize| [word(cells + i * 128), word(cells + i * 128 + 8), word(cells + i * 128 + 16)];
    assert_eq!([cell(0)[0], cell(3)[0], cell(4)[0]], [5 << 3, 3 << 3, 4 << 3]);
    assert_eq!([cell(1), cell(2)], [[1 << 3 | 1, 0, 11], [2 << 3 | 1, 0, 12]]);
}
