//! Deaths in what is done outside of turns: latest values, locks, pins; and in what makes them.

use std::time::Duration;

use ipo::{Error, FrozenHandle, Heap, Pinned};

use crate::kill::broken::find;
use crate::kill::comings::{Name, each_step, trial};
use crate::kill::heap::{Scratch, View};
use crate::kill::pool::Trial;

const SOON: Duration = Duration::from_secs(5);

type Pose = [u64; 9];

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a latest value whose maker dies is made by the next one", making_latest),
        trial("the writer of a latest value that dies at any store leaves the last whole value", storing_latest),
        trial("a lock whose maker dies is made by the next one", making_a_lock),
        trial("one that dies while it pins keeps nothing", pinning),
        trial("one that dies while it removes what is pinned leaves it to those who read it", removing_pinned),
        damage("a latest value without a block", "points to no block in use", |view, _| {
            let name = find(view, LATEST.as_bytes());
            view.set_word(name - 24, view.word(name - 24) + 64);
        }),
        damage("a latest value of an unknown type", "latest value of a type that the heap does not know", |view, _| {
            let name = find(view, LATEST.as_bytes());
            view.set_word(name - 16, 1);
        }),
        damage("a lock without a block", "points to no block in use", |view, _| {
            let name = find(view, LOCK.as_bytes());
            view.set_word(name - 24, view.word(name - 24) + 64);
        }),
        damage("removed objects in a ring", "owns too", |view, entry| view.set_word(entry, entry as u64)),
        damage("a removed object that lives", "was removed, and lives", |view, entry| {
            view.set_word(view.word(entry + 8) as usize + 8, 1);
        }),
        damage("a removed object with more blocks than its entry holds", "a condemned object", |view, entry| {
            view.set_word(entry + 16, u64::MAX / 8);
        }),
        damage("nothing of a sound heap with all of these", "", |_, _| ()),
    ]
}

const LATEST: &str = "the name of a latest value, found nowhere else";
const LOCK: &str = "the name of a lock, which is found nowhere else";

/// What `verify` says of a heap with a latest value, a lock, and an object that was removed while it was pinned. `change` is
/// given that object's entry; "" stands for nothing at all.
fn damage(name: &str, wanted: &'static str, change: fn(&View, usize)) -> Trial {
    Trial::plain(&format!("outside of turns, verify reports {name}"), move || {
        let scratch = Scratch::new(256 << 10);
        let heap = scratch.attach();
        heap.latest::<Pose>(LATEST).map_err(text)?.writer().map_err(text)?.store(&[3; 9]).map_err(text)?;
        drop(heap.lock(LOCK).map_err(text)?.write().map_err(text)?);
        let frozen = frozen(&heap)?;
        let _pinned = heap.pin(frozen).map_err(text)?;
        heap.write().map_err(text)?.remove_frozen(frozen).map_err(text)?;
        let view = &scratch.view;
        // Behind the handle's generation: its place in the arena, in so many bits.
        let object = find(view, &frozen.handle().to_bits().to_ne_bytes());
        let entry = find(view, &(object as u64).to_ne_bytes()) - 8;
        change(view, entry);
        let report = heap.read_timeout(SOON).map_err(text)?.verify();
        let is_found = report.findings.iter().any(|finding| !wanted.is_empty() && finding.what.contains(wanted));
        if is_found || (wanted.is_empty() && report.is_sound()) { Ok(()) } else { Err(format!("{report:?}")) }
    })
}

/// A heap with somebody attached.
struct Stage {
    heap: Heap,
    name: Name,
}

fn stage() -> Result<Stage, String> {
    let name = Name::fresh();
    let heap = Heap::options().capacity(256 << 10).journal(64 << 10).participants(4).create(&name.0);
    Ok(Stage { heap: heap.map_err(|e| format!("creating: {e}"))?, name })
}

fn attach(name: &Name) -> Heap {
    Heap::attach(&name.0).expect("the parent made it")
}

/// The write turn is to be had, after a recovery if need be, and the heap is sound.
fn sound(heap: &Heap) -> Result<(), String> {
    let turn = heap.write_timeout(SOON).map_err(|e| format!("the write turn: {e}"))?;
    let report = turn.verify();
    if report.is_sound() { Ok(()) } else { Err(format!("verify: {:?}", report.findings)) }
}

fn text(error: Error) -> String {
    error.to_string()
}

fn making_latest() -> Result<u64, String> {
    each_step(
        stage,
        |stage, arm| {
            let heap = attach(&stage.name);
            arm();
            heap.latest::<Pose>("pose").expect("there is room");
            // Leaving is another trial's.
            std::mem::forget(heap);
        },
        |stage| {
            sound(&stage.heap)?;
            let latest = stage.heap.latest::<Pose>("pose").map_err(text)?;
            if latest.load().map_err(text)?.is_some() {
                return Err("a value that nobody stored".into());
            }
            latest.writer().map_err(text)?.store(&[7; 9]).map_err(text)?;
            let found = latest.load().map_err(text)?;
            if found == Some([7; 9]) { sound(&stage.heap) } else { Err(format!("stored 7, and found {found:?}")) }
        },
    )
}

fn storing_latest() -> Result<u64, String> {
    /// So many that each buffer is used twice.
    const STORES: u64 = 17;
    each_step(
        || {
            let stage = stage()?;
            let latest = stage.heap.latest::<Pose>("pose").map_err(text)?;
            latest.writer().map_err(text)?.store(&[1; 9]).map_err(text)?;
            Ok(stage)
        },
        |stage, arm| {
            let heap = attach(&stage.name);
            let latest = heap.latest::<Pose>("pose").expect("the parent made it");
            arm();
            let mut writer = latest.writer().expect("nobody else writes");
            for n in 2..=STORES {
                writer.store(&[n; 9]).expect("attached here");
            }
            // It dies as the writer, in any case.
            std::mem::forget((heap, writer, latest));
        },
        |stage| {
            let latest = stage.heap.latest::<Pose>("pose").map_err(text)?;
            let found = latest.load().map_err(text)?.ok_or("the value is gone")?;
            if found != [found[0]; 9] || !(1..=STORES).contains(&found[0]) || found[0] != latest.count() {
                return Err(format!("half a value, or another: {found:?} after {} stores", latest.count()));
            }
            let mut writer = latest.writer().map_err(|e| format!("writing next: {e}"))?;
            for n in 20..26 {
                writer.store(&[n; 9]).map_err(text)?;
                let found = latest.load().map_err(text)?;
                if found != Some([n; 9]) {
                    return Err(format!("stored {n}, and found {found:?}"));
                }
            }
            sound(&stage.heap)
        },
    )
}

fn making_a_lock() -> Result<u64, String> {
    each_step(
        stage,
        |stage, arm| {
            let heap = attach(&stage.name);
            arm();
            let lock = heap.lock("lock").expect("there is room");
            std::mem::forget(lock.write_timeout(SOON).expect("nobody has it"));
            std::mem::forget((heap, lock));
        },
        |stage| {
            sound(&stage.heap)?;
            let lock = stage.heap.lock("lock").map_err(text)?;
            drop(lock.write_timeout(SOON).map_err(text)?);
            drop(lock.read_timeout(SOON).map_err(text)?);
            sound(&stage.heap)
        },
    )
}

/// A frozen list of texts.
fn frozen(heap: &Heap) -> Result<FrozenHandle<Vec<String>>, String> {
    let mut turn = heap.write().map_err(text)?;
    let list = turn.put(&content()).map_err(text)?;
    turn.bind("list", list).map_err(text)?;
    turn.freeze(list).map_err(text)
}

fn content() -> Vec<String> {
    (0..4).map(|n| format!("a text that is longer than its place, number {n}")).collect()
}

fn pinning() -> Result<u64, String> {
    each_step(
        || {
            let stage = stage()?;
            let frozen = frozen(&stage.heap)?;
            Ok((stage, frozen))
        },
        |(stage, frozen), arm| {
            let heap = attach(&stage.name);
            arm();
            drop(heap.pin(*frozen).expect("it is frozen"));
            let pinned = heap.pin(*frozen).expect("it is frozen");
            assert_eq!(pinned.load(), content());
            std::mem::forget(pinned);
            std::mem::forget(heap);
        },
        |(stage, frozen)| {
            let mut turn = stage.heap.write_timeout(SOON).map_err(text)?;
            let before = turn.stats().objects;
            turn.remove_frozen(frozen).map_err(text)?;
            let (left, objects) = (turn.free_unpinned().map_err(text)?, turn.stats().objects);
            drop(turn);
            if (left, objects) != (0, before - 1) {
                return Err(format!("{left} are left, and {objects} objects of {before}"));
            }
            sound(&stage.heap)
        },
    )
}

fn removing_pinned() -> Result<u64, String> {
    each_step(
        || {
            let stage = stage()?;
            let frozen = frozen(&stage.heap)?;
            // Lives as long as its pin; the file goes with the name.
            let heap: &'static Heap = Box::leak(Box::new(stage.heap));
            let pinned: Pinned<'static, Vec<String>> = heap.pin(frozen).map_err(text)?;
            Ok((heap, stage.name, frozen, pinned))
        },
        |(_, name, frozen, _), arm| {
            let heap = attach(name);
            let mut turn = heap.write_timeout(SOON).expect("nobody has it");
            arm();
            turn.remove_frozen(*frozen).expect("it is frozen");
            drop(turn);
            std::mem::forget(heap);
        },
        |(heap, _name, frozen, pinned)| {
            if pinned.load() != content() {
                return Err(format!("the pinned object is {:?}", pinned.load()));
            }
            sound(heap)?;
            if pinned.load() != content() {
                return Err(format!("after the recovery the pinned object is {:?}", pinned.load()));
            }
            match heap.pin(frozen) {
                // The removal was undone.
                Ok(again) => drop(again),
                Err(Error::Stale { .. }) => {
                    let left = heap.write().and_then(|mut turn| turn.free_unpinned()).map_err(text)?;
                    if left != 1 {
                        return Err(format!("{left} objects wait for the pin"));
                    }
                    sound(heap)?;
                }
                Err(error) => return Err(format!("pinning: {error}")),
            }
            drop(pinned);
            let left = heap.write().and_then(|mut turn| turn.free_unpinned()).map_err(text)?;
            if left == 0 { sound(heap) } else { Err(format!("{left} objects are never freed")) }
        },
    )
}
