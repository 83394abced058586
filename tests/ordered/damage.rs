//! Heaps in which single bytes were changed: whatever is done with them ends, with an error, a `Corrupt` panic, or as if
//! nothing were wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use ipo::{Corrupt, Error, Handle, Heap, Shared, WriteTurn};
use ipo_workspace::{LONG, Name, RawHeap, child, say};

/// Starts the job `damage` in a process of its own and waits for it; it says where it is, so that a crash can be told.
pub(crate) fn watch() {
    let name = Name::new();
    let flipper = child("damage", &[&name]);
    let mut last = String::from("the start");
    loop {
        match catch_unwind(|| flipper.hear_within(Duration::from_secs(20))) {
            Ok(said) if said.starts_with("done") => break eprintln!("{said}"),
            Ok(said) => last = said,
            Err(_) => panic!("crashed or hung at {last}"),
        }
    }
    flipper.finish();
}

/// Puts the value into a heap, and for bytes all over it: changes one, attaches with the check and without, and uses the
/// value.
pub(crate) fn flip<T: Shared + PartialEq + std::fmt::Debug>(
    name: &str,
    value: fn() -> T,
    work: fn(&mut WriteTurn<'_>, Handle<T>) -> Result<(), Error>,
) {
    std::panic::set_hook(Box::new(|info| {
        if !info.payload().is::<Corrupt>() {
            eprintln!("{info}");
        }
    }));
    let options = Heap::options().capacity(1 << 16).journal(1 << 16).participants(4);
    let heap = options.create(name).expect("a fresh name");
    let handle = heap.write().expect("free").put(&value()).expect("there is room");
    let end = {
        let turn = heap.read().expect("free");
        assert!(turn.verify().is_sound());
        turn.stats().used
    };
    drop(heap);
    let raw = RawHeap::open(name);
    let (image, first) = (raw.image(), raw.journal().end);
    let last = (first + end as usize + 4096).min(image.len());
    let (mut refused, mut accepted, mut met) = (0, 0, 0);
    for (i, place) in (first..last).step_by(3).enumerate() {
        let mut bytes = image.clone();
        bytes[place] ^= [1 << (i % 8), 0xFF, 0x80][i % 3];
        if i % 200 == 0 {
            say(format_args!("byte {place:#x}"));
        }
        for trusted in [false, true] {
            std::fs::write(format!("/dev/shm/ipo.{name}"), &bytes).expect("the file can be written");
            let Ok(heap) = Heap::options().trust(trusted).attach(name) else {
                refused += 1;
                continue;
            };
            accepted += 1;
            let mut check = |step: &mut dyn FnMut() -> Result<(), Error>| match catch_unwind(AssertUnwindSafe(step)) {
                Ok(Ok(()) | Err(Error::Stale { .. } | Error::OutOfSpace { .. } | Error::JournalFull { .. })) => {}
                Ok(Err(Error::Corrupt(_) | Error::SchemaMismatch { .. } | Error::TooLarge { .. })) => met += 1,
                Ok(Err(other)) => panic!("byte {place:#x}: {other:?}"),
                Err(payload) if payload.is::<Corrupt>() => met += 1,
                Err(payload) => std::panic::resume_unwind(payload),
            };
            check(&mut || heap.read_timeout(LONG)?.load(handle).map(drop));
            check(&mut || work(&mut heap.write_timeout(LONG)?, handle));
            check(&mut || heap.write_timeout(LONG)?.store(handle, &value()));
            check(&mut || heap.write_timeout(LONG)?.remove(handle));
            check(&mut || {
                heap.read_timeout(LONG)?.verify();
                Ok(())
            });
        }
    }
    assert!(accepted > 50 && refused > 50 && met > 50, "{refused} refused, {accepted} accepted, {met} met");
    say(format_args!("done: {refused} refused, {accepted} accepted, {met} met"));
}
