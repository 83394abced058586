//! Deaths while a heap is created, attached, left or removed.

use std::time::Duration;

use ipo::__private::fault;
use ipo::{Error, Heap, HeapOptions, Lifetime};

use crate::kill::heap::{fresh_name, path};
use crate::kill::pool::{Outcome, Trial};
use crate::kill::process::{End, KILLED, caught, child};
use crate::kill::types::{leaf, put};

/// More steps than any of these has.
const BOUND: u64 = 1_000;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a creator that dies leaves a whole heap or a free name", || creating(&options())),
        trial("so does one of a heap that lives until the last one leaves", || creating(&passing())),
        trial("one that dies while it attaches leaves its slot to the next", attaching),
        trial("one that dies while it leaves leaves its slot to the next", leaving),
        trial("the last one that dies while it leaves leaves a free name or a heap", leaving_last),
        trial("one that dies while it removes a heap leaves the heap or a free name", removing),
        trial("one that dies while it replaces a dead heap leaves one or the other", replacing),
    ]
}

fn options() -> HeapOptions {
    Heap::options().capacity(128 << 10).journal(64 << 10).participants(2).timeout(Duration::from_millis(0))
}

fn passing() -> HeapOptions {
    options().lifetime(Lifetime::UntilLastLeaves)
}

/// Counts the kills of a trial.
pub(crate) fn trial(name: &str, run: impl Fn() -> Result<u64, String> + 'static) -> Trial {
    let named = name.to_owned();
    Trial {
        name: name.to_owned(),
        run: Box::new(move || match caught(&run) {
            Ok(kills) => Outcome { line: format!("{named} | {kills} | 0 | {kills}"), failures: Vec::new() },
            Err(what) => Outcome::failed(what),
        }),
    }
}

/// Removes the file of a name when it is done with.
pub(crate) struct Name(pub(crate) String);

impl Name {
    pub(crate) fn fresh() -> Name {
        Name(fresh_name())
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(path(&self.0)); // gone already, most often
    }
}

/// Kills `work` at each step that it makes after it calls what it is given; after each death `check` looks. `prepare`
/// makes what both work on.
pub(crate) fn each_step<P>(
    prepare: impl Fn() -> Result<P, String>,
    work: impl Fn(&P, &dyn Fn()),
    check: impl Fn(P) -> Result<(), String>,
) -> Result<u64, String> {
    for n in 0..BOUND {
        let prepared = prepare()?;
        let end = child(|| {
            work(&prepared, &|| fault::kill_at(n));
            fault::kill_at(u64::MAX);
            0
        });
        fault::kill_at(u64::MAX);
        if end == End::Exit(0) {
            check(prepared).map_err(|e| format!("without a death: {e}"))?;
            return if n > 1 { Ok(n) } else { Err("there is no step to die at".into()) };
        }
        if end != KILLED {
            return Err(format!("step {n}: the child ended with {end:?}"));
        }
        check(prepared).map_err(|e| format!("step {n}: {e}"))?;
    }
    Err("it never ends".into())
}

/// Uses a heap: it is sound, takes an object, and is sound.
fn usable(heap: &Heap) -> Result<(), String> {
    let mut turn = heap.try_write().map_err(|e| format!("the write turn: {e}"))?;
    put(&mut turn, "leaf", &leaf(1)).map_err(|e| format!("putting: {e}"))?;
    let report = turn.verify();
    if report.is_sound() { Ok(()) } else { Err(format!("verify: {:?}", report.findings)) }
}

/// The name is free, or means a heap that can be used; in both cases a heap can be had by it.
fn to_be_had(name: &str) -> Result<(), String> {
    match options().attach(name) {
        Ok(heap) => usable(&heap).map_err(|e| format!("attached: {e}"))?,
        Err(Error::NoSuchHeap { .. }) if !path(name).exists() => {}
        Err(error) => return Err(format!("attaching: {error}; the file exists: {}", path(name).exists())),
    }
    let heap = options().open_or_create(name).map_err(|e| format!("opening or creating: {e}"))?;
    usable(&heap)?;
    drop(heap);
    match Heap::remove(name) {
        Ok(()) | Err(Error::NoSuchHeap { .. }) if !path(name).exists() => Ok(()),
        done => Err(format!("removing: {done:?}")),
    }
}

fn creating(options: &HeapOptions) -> Result<u64, String> {
    each_step(
        || Ok(Name::fresh()),
        |name, arm| {
            arm();
            let heap = options.create(&name.0).expect("creating");
            // Its leaving is another test's.
            std::mem::forget(heap);
        },
        |name| to_be_had(&name.0),
    )
}

/// A heap with room for two, and one of them in it.
fn half_full() -> Result<(Heap, Name), String> {
    let name = Name::fresh();
    let heap = options().create(&name.0).map_err(|e| e.to_string())?;
    Ok((heap, name))
}

/// The second slot can be had, and only that one; and again.
fn one_more(heap: &Heap, name: &str) -> Result<(), String> {
    for _ in 0..2 {
        let second = options().attach(name).map_err(|e| format!("attaching: {e}"))?;
        usable(&second)?;
        usable(heap)?;
        let third = options().attach(name);
        if !matches!(third, Err(Error::TooManyParticipants { .. })) {
            return Err(format!("a third one in two slots: {third:?}"));
        }
        let alive = heap.participants().iter().filter(|p| p.alive).count();
        if alive != 2 {
            return Err(format!("{alive} are said to live: {:?}", heap.participants()));
        }
    }
    let others = heap.participants().len();
    if others == 1 { Ok(()) } else { Err(format!("of {others} participants one is left: {:?}", heap.participants())) }
}

fn attaching() -> Result<u64, String> {
    each_step(
        half_full,
        |(_, name), arm| {
            arm();
            std::mem::forget(options().attach(&name.0).expect("attaching"));
        },
        |(heap, name)| one_more(&heap, &name.0),
    )
}

fn leaving() -> Result<u64, String> {
    each_step(
        half_full,
        |(_, name), arm| {
            let heap = options().attach(&name.0).expect("attaching");
            usable(&heap).expect("using");
            arm();
            drop(heap);
        },
        |(heap, name)| one_more(&heap, &name.0),
    )
}

fn leaving_last() -> Result<u64, String> {
    each_step(
        || Ok(Name::fresh()),
        |name, arm| {
            let heap = passing().create(&name.0).expect("creating");
            arm();
            drop(heap);
        },
        |name| to_be_had(&name.0),
    )
}

fn removing() -> Result<u64, String> {
    each_step(
        half_full,
        |(_, name), arm| {
            arm();
            Heap::remove(&name.0).expect("removing");
        },
        |(heap, name)| {
            usable(&heap).map_err(|e| format!("the one attached: {e}"))?;
            drop(heap);
            to_be_had(&name.0)
        },
    )
}

fn replacing() -> Result<u64, String> {
    each_step(
        || half_full().map(|(_, name)| name),
        |name, arm| {
            arm();
            let heap = options().if_exists(ipo::IfExists::ReplaceDead).create(&name.0).expect("replacing");
            std::mem::forget(heap);
        },
        |name| to_be_had(&name.0),
    )
}
