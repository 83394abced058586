//! Latest values: whole whatever happens, new, with one writer, and read without waiting.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ipo::{Error, Heap, LatestWriter, SharedStruct};
use ipo_workspace::{LONG, Name, child, hear, run_job, say, wait_until};

/// 72 bytes, all of them from one number.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Pose {
    number: u64,
    position: [f64; 3],
    turned: [u64; 4],
    last: u64,
}

impl Pose {
    fn of(n: u64) -> Pose {
        Pose { number: n, position: [n as f64; 3], turned: [n; 4], last: n }
    }

    #[track_caller]
    fn assert_whole(&self) {
        assert_eq!(*self, Pose::of(self.number), "half a value");
    }
}

#[test]
fn child_entry() {
    run_job(&[
        ("write_for_ever", write_for_ever),
        ("read_for_ever", read_for_ever),
        ("claim_and_hold", claim_and_hold),
    ]);
}

fn make(name: &str) -> Heap {
    Heap::options().capacity(1 << 20).create(name).expect("a fresh name")
}

fn attach(name: &str) -> Heap {
    Heap::attach(name).expect("the parent made it")
}

fn store_on(writer: &mut LatestWriter<Pose>, numbers: std::ops::RangeFrom<u64>, go_on: impl Fn() -> bool) {
    for n in numbers {
        writer.store(&Pose::of(n)).expect("attached here");
        if n % 1024 == 0 && !go_on() {
            return;
        }
    }
}

/// Stores numbers that grow, from where the last writer was.
fn write_for_ever(args: &[&str]) {
    let heap = attach(args[0]);
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    let first = pose.load().expect("attached here").map_or(1, |pose| pose.number + 1);
    let mut writer = pose.writer().expect("the last writer is dead");
    say("writing");
    store_on(&mut writer, first.., || true);
}

/// Reads until its input ends; every value is whole, and none older than the last one.
fn read_for_ever(args: &[&str]) {
    let heap = Heap::options().read_only(args[1] == "read-only").attach(args[0]).expect("the parent made it");
    let pose = heap.latest::<Pose>("pose").expect("the parent made it");
    say("reading");
    static OVER: AtomicBool = AtomicBool::new(false);
    std::thread::spawn(|| {
        hear();
        OVER.store(true, Ordering::Relaxed);
    });
    let (mut last, mut different) = (0, 0_u64);
    while !OVER.load(Ordering::Relaxed) {
        let found = pose.load().expect("attached here").expect("something was stored");
        found.assert_whole();
        assert!(found.number >= last, "{} after {last}", found.number);
        different += u64::from(found.number > last);
        last = found.number;
    }
    say(different);
}

#[test]
fn readers_in_other_processes_never_see_half_a_value_while_writers_are_killed() {
    let name = Name::new();
    let heap = make(&name);
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    pose.writer().expect("nobody writes").store(&Pose::of(1)).expect("attached here");
    let mut readers: Vec<_> =
        ["writable", "read-only", "writable"].map(|how| child("read_for_ever", &[&name, how])).into();
    readers.iter().for_each(|reader| reader.expect("reading"));
    let mut before = 0;
    for _ in 0..12 {
        let writer = child("write_for_ever", &[&name]);
        writer.expect("writing");
        // It gets somewhere, and dies anywhere.
        wait_until("the writer writes", || pose.count() > before + 1_000);
        std::thread::sleep(Duration::from_millis(20));
        writer.kill();
        let found = pose.load().expect("attached here").expect("something was stored");
        found.assert_whole();
        // A value per store, and the last one that was published is there.
        assert_eq!(found.number, pose.count());
        before = pose.count();
    }
    for mut reader in readers.drain(..) {
        reader.tell("end");
        let different: u64 = reader.hear().parse().expect("a number");
        assert!(different > 10, "a reader saw {different} values");
        reader.finish();
    }
    assert!(heap.read().expect("nobody writes").verify().is_sound());
}

#[test]
fn more_threads_than_answers_read_while_the_writer_loops() {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("there is memory");
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    let mut writer = pose.writer().expect("nobody writes");
    writer.store(&Pose::of(1)).expect("attached here");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..12)
            .map(|_| {
                scope.spawn(|| {
                    let mut last = 0;
                    for _ in 0..20_000 {
                        let found = pose.load().expect("attached here").expect("something was stored");
                        found.assert_whole();
                        assert!(found.number >= last, "{} after {last}", found.number);
                        last = found.number;
                    }
                })
            })
            .collect();
        let writing = scope.spawn(|| store_on(&mut writer, 2.., || !over.load(Ordering::Relaxed)));
        let ended: Vec<_> = readers.into_iter().map(|reader| reader.join()).collect();
        over.store(true, Ordering::Relaxed);
        writing.join().expect("no panic");
        ended.into_iter().for_each(|ended| ended.expect("no panic"));
    });
}

#[test]
fn large_values_are_whole_too_though_each_copy_is_overtaken() {
    // 32 KiB: a read of it often spans three stores, so that readers have to ask.
    type Large = [u64; 4096];
    let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("there is memory");
    let large = heap.latest::<Large>("large").expect("there is room");
    let mut writer = large.writer().expect("nobody writes");
    writer.store(&[1; 4096]).expect("attached here");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..300 {
                        let found = large.load().expect("attached here").expect("something was stored");
                        assert!(found.iter().all(|n| *n == found[0]), "half a value");
                    }
                })
            })
            .collect();
        let writing = scope.spawn(|| {
            for n in 2.. {
                writer.store(&[n; 4096]).expect("attached here");
                if over.load(Ordering::Relaxed) {
                    return;
                }
            }
        });
        let ended: Vec<_> = readers.into_iter().map(|reader| reader.join()).collect();
        over.store(true, Ordering::Relaxed);
        writing.join().expect("no panic");
        ended.into_iter().for_each(|ended| ended.expect("no panic"));
    });
}

fn claim_and_hold(args: &[&str]) {
    let heap = attach(args[0]);
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    let mut writer = pose.writer().expect("nobody writes");
    writer.store(&Pose::of(5)).expect("attached here");
    say("holding");
    hear();
    drop(writer);
    say("dropped");
    hear();
}

#[test]
fn there_is_one_writer_until_it_leaves_or_dies() {
    let name = Name::new();
    let heap = make(&name);
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    let mut holder = child("claim_and_hold", &[&name]);
    holder.expect("holding");
    match pose.writer() {
        Err(Error::HasWriter { name, holder: Some(found) }) => {
            assert_eq!((name.as_str(), found.pid), ("pose", holder.pid()));
        }
        other => panic!("{other:?}"),
    }
    holder.tell("drop");
    holder.expect("dropped");
    pose.writer().expect("it left").store(&Pose::of(6)).expect("attached here");
    holder.kill();

    let holder = child("claim_and_hold", &[&name]);
    holder.expect("holding");
    holder.kill();
    pose.writer().expect("it died").store(&Pose::of(8)).expect("attached here");
    assert_eq!((pose.load().expect("attached here"), pose.count()), (Some(Pose::of(8)), 4));
}

#[test]
fn a_stopped_writer_keeps_no_reader_waiting() {
    let name = Name::new();
    let heap = make(&name);
    let pose = heap.latest::<Pose>("pose").expect("there is room");
    let writer = child("write_for_ever", &[&name]);
    writer.expect("writing");
    wait_until("it stores", || pose.count() > 100);
    for _ in 0..20 {
        writer.stop();
        let start = Instant::now();
        for _ in 0..1_000 {
            pose.load().expect("attached here").expect("something was stored").assert_whole();
        }
        assert!(start.elapsed() < LONG);
        writer.go_on();
    }
}

#[test]
fn types_are_checked_and_readers_may_not_write() {
    let name = Name::new();
    let heap = make(&name);
    let reader = Heap::options().read_only(true).attach(&name).expect("it is there");
    assert!(matches!(reader.latest::<u64>("speed"), Err(Error::ReadOnly)), "there is none yet");
    let speed = heap.latest::<u64>("speed").expect("there is room");
    assert_eq!(speed.load().expect("attached here"), None);
    assert!(matches!(heap.latest::<i64>("speed"), Err(Error::SchemaMismatch { .. })));
    // Other names, and other uses of this name, are no relatives.
    heap.lock("speed").expect("there is room");
    heap.latest::<bool>("other").expect("there is room").writer().expect("free").store(&true).expect("attached here");
    let mut writer = speed.writer().expect("nobody writes");
    writer.store(&3).expect("attached here");
    let read = reader.latest::<u64>("speed").expect("it is there");
    assert_eq!(read.load().expect("attached here"), Some(3));
    assert!(matches!(read.writer(), Err(Error::ReadOnly)));
    drop((heap, speed));
    // The writer keeps the process attached.
    writer.store(&4).expect("attached here");
    assert_eq!(read.load().expect("attached here"), Some(4));
    assert_eq!(reader.participants().len(), 2);
    drop(writer);
    assert_eq!(reader.participants().len(), 1);
}

#[test]
fn values_of_every_plain_shape_come_back_as_they_were() {
    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    struct Odd {
        flag: bool,
        letter: char,
        wide: u128,
        pair: (u8, u16),
        maybe: Option<u32>,
    }
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("there is memory");
    let odd = heap.latest::<Odd>("odd").expect("there is room");
    let mut writer = odd.writer().expect("nobody writes");
    for n in 0..10_u8 {
        let value = Odd {
            flag: n % 2 == 0,
            letter: char::from(b'a' + n),
            wide: u128::MAX - u128::from(n),
            pair: (n, u16::from(n) << 8),
            maybe: (n % 3 == 0).then_some(n.into()),
        };
        writer.store(&value).expect("attached here");
        assert_eq!(odd.load().expect("attached here"), Some(value));
    }
    let unit = heap.latest::<()>("nothing").expect("there is room");
    unit.writer().expect("nobody writes").store(&()).expect("attached here");
    assert_eq!((unit.load().expect("attached here"), unit.count()), (Some(()), 1));
    let byte = heap.latest::<u8>("byte").expect("there is room");
    byte.writer().expect("nobody writes").store(&200).expect("attached here");
    assert_eq!(byte.load().expect("attached here"), Some(200));
}
