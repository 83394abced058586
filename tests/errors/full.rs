//! No room: in the heap, in its journal, in the file system.

use ipo::{Error, Handle, Heap, SharedStruct, WriteTurn};
use ipo_workspace::say;

use super::assert_sound;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Blob {
    number: u64,
    bytes: Vec<u8>,
    names: Vec<String>,
}

impl Blob {
    fn new(number: u64, len: usize) -> Blob {
        let names = (0..4).map(|n| format!("name {n} of blob {number}, too long for a slot")).collect();
        Blob { number, bytes: vec![number as u8; len], names }
    }
}

/// Puts blobs until there is no room.
fn fill(turn: &mut WriteTurn<'_>, len: usize) -> (Vec<Handle<Blob>>, Error) {
    let mut blobs = Vec::new();
    loop {
        match turn.put(&Blob::new(blobs.len() as u64, len)) {
            Ok(blob) => blobs.push(blob),
            Err(error) => return (blobs, error),
        }
        assert!(blobs.len() < 100_000, "the heap has no end");
    }
}

#[track_caller]
fn assert_all_there(turn: &WriteTurn<'_>, blobs: &[Handle<Blob>], len: usize) {
    for (number, &blob) in blobs.iter().enumerate() {
        assert_eq!(turn.load(blob).expect("it is there"), Blob::new(number as u64, len));
    }
}

/// What an error must not change. Memory that was taken from the system stays.
fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

#[test]
fn a_full_heap_says_what_it_needs_and_has_and_loses_nothing() {
    for len in [10, 300, 5_000] {
        let heap = Heap::options().capacity(1 << 16).create_anonymous().expect("memory");
        let mut turn = heap.write().expect("free");
        let (blobs, error) = fill(&mut turn, len);
        match error {
            Error::OutOfSpace { needed, available, cause } => {
                assert!(needed > available, "{needed} needed, {available} available");
                assert_eq!(cause, "the heap's capacity");
            }
            other => panic!("{other:?}"),
        }
        assert!(blobs.len() >= 5, "{} blobs of {len} bytes", blobs.len());
        assert_sound(&turn);
        assert_all_there(&turn, &blobs, len);
        let full = in_use(&turn);
        // Every way to need more fails and changes nothing.
        let first = blobs[0];
        let large = vec![7; 1 << 16];
        let failed = |result: Result<(), Error>| assert!(matches!(result, Err(Error::OutOfSpace { .. })), "{result:?}");
        failed(turn.store(first, &Blob::new(0, 1 << 16)));
        failed(turn.get_mut(first).expect("it is there").bytes_mut().extend_from_slice(&large));
        failed(turn.get_mut(first).expect("it is there").set_bytes(&large));
        failed(turn.get_mut(first).expect("it is there").names_mut().push(&"x".repeat(1 << 16)));
        failed(turn.get_mut(first).expect("it is there").names_mut().set(1, &"x".repeat(1 << 16)));
        failed(turn.transaction(|tx| {
            for &blob in &blobs {
                tx.get_mut(blob)?.set_number(1_000_000);
                tx.get_mut(blob)?.names_mut().clear()?;
            }
            tx.put(&Blob::new(0, 1 << 16)).map(drop)
        }));
        failed(turn.put(&Blob::new(0, 1 << 30)).map(drop));
        assert_all_there(&turn, &blobs, len);
        assert_sound(&turn);
        assert_eq!(in_use(&turn), full);
        // A removed object's room can be had again; with all gone, all of it.
        turn.remove(blobs[1]).expect("it is there");
        let again = turn.put(&Blob::new(1, len)).expect("room for as much as was removed");
        assert_eq!(turn.load(again).expect("it is there"), Blob::new(1, len));
        turn.remove(again).expect("it is there");
        for (number, &blob) in blobs.iter().enumerate() {
            if number != 1 {
                turn.remove(blob).expect("it is there");
            }
        }
        assert_sound(&turn);
        assert_eq!(turn.stats().objects, 0);
        assert_eq!(fill(&mut turn, len).0.len(), blobs.len(), "the second time as many fit");
    }
}

#[test]
fn a_transaction_that_is_too_large_for_the_journal_is_rolled_back() {
    const JOURNAL: u64 = 64 << 10;
    let heap = Heap::options().capacity(8 << 20).journal(JOURNAL).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let blobs: Vec<_> = (0..200).map(|n| turn.put(&Blob::new(n, 2_000)).expect("there is room")).collect();
    let large = turn.put(&Blob::new(0, 200_000)).expect("there is room");
    let before = in_use(&turn);
    let check = |turn: &WriteTurn<'_>, result: Result<(), Error>| {
        match result {
            Err(Error::JournalFull { needed, room }) => assert!(room == JOURNAL && needed > room, "{needed} of {room}"),
            other => panic!("{other:?}"),
        }
        assert_all_there(turn, &blobs, 2_000);
        assert_eq!(in_use(turn), before);
        assert_sound(turn);
    };
    // By opening views, which have no way to return an error.
    let result = turn.transaction(|tx| {
        for &blob in &blobs {
            let mut blob = tx.get_mut(blob)?;
            blob.set_number(0);
            blob.bytes_mut().as_mut_slice().fill(0);
        }
        Ok(())
    });
    check(&turn, result);
    let result = turn.transaction(|tx| {
        tx.get_mut(blobs[3])?.set_number(1);
        tx.get_mut(large)?.bytes_mut().as_mut_slice()[0] = 1;
        Ok(())
    });
    check(&turn, result);
    // Also if the program catches the unwind and says that all is well.
    let result = turn.transaction(|tx| {
        tx.get_mut(blobs[3])?.set_number(1);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            drop(tx.get_mut(large).map(|mut blob| blob.bytes_mut().as_mut_slice()[0] = 1));
        }));
        assert!(caught.is_err(), "the view was opened");
        Ok(())
    });
    check(&turn, result);
    // By changes that return errors.
    let result = turn.transaction(|tx| {
        for &blob in &blobs {
            for n in 0..100 {
                tx.get_mut(blob)?.set_names(&[format!("another name {n} that is too long for a slot")])?;
            }
        }
        Ok(())
    });
    check(&turn, result);
    // One that fits still goes through.
    turn.transaction::<_, Error>(|tx| {
        tx.get_mut(blobs[3])?.set_number(77);
        Ok(())
    })
    .expect("it is small");
    assert_eq!(turn.load(blobs[3]).expect("it is there").number, 77);
}

#[test]
fn a_single_change_that_is_too_large_for_the_journal_is_refused() {
    let heap = Heap::options().capacity(8 << 20).journal(64 << 10).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let mut many = Blob::new(1, 10);
    many.names.clear();
    let handle = turn.put(&many).expect("there is room");
    // Each allocation takes journal, so they come in portions.
    for _ in 0..5 {
        let portion: Vec<String> = (0..1_000).map(|n| format!("name {n} that is too long for a slot")).collect();
        turn.get_mut(handle).expect("there").names_mut().extend_from_slice(&portion).expect("it fits");
        many.names.extend(portion);
    }
    let before = in_use(&turn);
    let refused = |result: Result<(), Error>| assert!(matches!(result, Err(Error::JournalFull { .. })), "{result:?}");
    refused(turn.remove(handle));
    refused(turn.get_mut(handle).expect("there").names_mut().clear());
    refused(turn.get_mut(handle).expect("there").set_names(&[]));
    refused(turn.put(&many).map(drop));
    assert_eq!(turn.load(handle).expect("it is there"), many);
    assert_eq!(in_use(&turn), before);
    assert_sound(&turn);
    // In portions it goes.
    for left in (0..5).rev() {
        turn.get_mut(handle).expect("there").names_mut().truncate(left * 1_000).expect("it fits");
    }
    turn.remove(handle).expect("it is small now");
    assert_sound(&turn);
}

// ---- the file system ------------------------------------------------------------------------------------------------

/// In a process of its own, with a file system of its own that is gone with it.
pub(super) fn fill_file_system(_: &[&str]) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    if let Err(error) = mount_small(directory.path(), "size=1m") {
        return say(format!("skipped: no file system of its own can be mounted ({error})"));
    }
    let options = Heap::options().capacity(16 << 20).journal(8 << 20).directory(directory.path());
    let heap = options.create("full").expect("there is room for its beginning");
    let mut turn = heap.write().expect("free");
    let (blobs, error) = fill(&mut turn, 3_000);
    match error {
        Error::OutOfSpace { needed, cause, .. } => {
            assert!(needed > 0);
            assert_eq!(cause, "the file system");
        }
        other => panic!("{other:?}"),
    }
    assert!(blobs.len() > 50, "{} blobs", blobs.len());
    assert_sound(&turn);
    assert_all_there(&turn, &blobs, 3_000);
    // The journal cannot grow either.
    let result: Result<(), Error> = turn.transaction(|tx| {
        for &blob in &blobs {
            let mut blob = tx.get_mut(blob)?;
            blob.set_number(0);
            blob.bytes_mut().as_mut_slice().fill(0);
        }
        Ok(())
    });
    assert!(matches!(result, Err(Error::OutOfSpace { .. } | Error::JournalFull { .. })), "{result:?}");
    assert_all_there(&turn, &blobs, 3_000);
    // What was freed can be had again, without the file system.
    let last = blobs.len() - 1;
    turn.remove(blobs[last]).expect("it is there");
    turn.put(&Blob::new(0, 3_000)).expect("room for as much as was removed");
    assert_all_there(&turn, &blobs[..last], 3_000);
    assert_sound(&turn);
    let second = options.create("second").map(drop);
    assert!(matches!(second, Err(Error::OutOfSpace { .. })), "{second:?}");
    drop(turn);
    drop(heap);
    options.attach("full").expect("a full heap is a sound heap");
    say("done");
}

fn mount_small(place: &std::path::Path, size: &str) -> std::io::Result<()> {
    let text = |s: &str| std::ffi::CString::new(s).expect("no NUL");
    let (place, size) = (text(place.to_str().expect("UTF-8")), text(size));
    let (root, tmpfs) = (text("/"), text("tmpfs"));
    let null = std::ptr::null();
    let done = |result: i32| if result == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) };
    // SAFETY: gives this process its own view of what is mounted where; all strings are C strings.
    unsafe {
        done(libc::unshare(libc::CLONE_NEWNS))?;
        done(libc::mount(null, root.as_ptr(), null, libc::MS_REC | libc::MS_PRIVATE, null.cast()))?;
        done(libc::mount(tmpfs.as_ptr(), place.as_ptr(), tmpfs.as_ptr(), 0, size.as_ptr().cast()))
    }
}
