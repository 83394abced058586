//! Deaths while a heap is created, attached, left or removed.

use std::path::PathBuf;
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
        trial("one that dies while it clears dead heaps away leaves a free name or a heap", clearing),
        trial("a creator of a heap in a file that dies leaves a whole heap or a free name", creating_a_file),
        trial("the last one that dies while it leaves a heap in a file leaves the heap", leaving_a_file),
        trial("two that die, one while it creates and one while it opens or creates", || twice(create, open)),
        trial("two that die, one while it attaches and one while it does so too", || twice(attach, attach)),
        trial("two that die, one while it leaves last and one while it opens or creates", || twice(leave_last, open)),
        trial("two that die, one while it removes and one while it does so too", || twice(remove, remove)),
        trial("two that die, one while it removes and one while it opens or creates", || twice(remove, open)),
        trial("two that die, one while it replaces and one while it does so too", || twice(replace, replace)),
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
            Ok(kills) => Outcome { line: format!("{named} | {kills} | 0 | 0 | {kills}"), failures: Vec::new(), kills },
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

/// What one does about a name; the function that it is given arms the death.
type Deed = fn(&str, &dyn Fn());

/// Kills one that does `first` at each of its steps, and after each of these deaths one that does `second` at each of its
/// own. After every one of them a heap can be had by the name.
fn twice(first: Deed, second: Deed) -> Result<u64, String> {
    let mut kills = 0;
    for n in 0..BOUND {
        for m in 0..BOUND {
            let name = Name::fresh();
            let dies = |deed: Deed, at: u64| {
                let end = child(|| {
                    deed(&name.0, &|| fault::kill_at(at));
                    0
                });
                match end {
                    KILLED => Ok(true),
                    End::Exit(0) => Ok(false),
                    end => Err(format!("step {n}, then {m}: a child ended with {end:?}")),
                }
            };
            if !dies(first, n)? {
                return if n > 1 { Ok(kills) } else { Err("there is no step to die at".into()) };
            }
            let also = dies(second, m)?;
            kills += 1 + u64::from(also);
            to_be_had(&name.0).map_err(|e| format!("step {n}, then {m}: {e}"))?;
            if !also {
                break;
            }
        }
    }
    Err("it never ends".into())
}

fn create(name: &str, arm: &dyn Fn()) {
    arm();
    std::mem::forget(options().create(name).expect("creating"));
}

/// One that lives until the last one leaves.
fn open(name: &str, arm: &dyn Fn()) {
    arm();
    std::mem::forget(passing().open_or_create(name).expect("opening or creating"));
}

fn attach(name: &str, arm: &dyn Fn()) {
    // Left by one who died, if there is nothing else.
    if !path(name).exists() {
        create(name, &|| ());
    }
    arm();
    match options().attach(name) {
        Ok(heap) => std::mem::forget(heap),
        // One who cleared it away was killed in between.
        Err(Error::NoSuchHeap { .. }) => {}
        Err(error) => panic!("attaching: {error}"),
    }
}

fn leave_last(name: &str, arm: &dyn Fn()) {
    let heap = passing().create(name).expect("creating");
    arm();
    drop(heap);
}

fn remove(name: &str, arm: &dyn Fn()) {
    if !path(name).exists() {
        create(name, &|| ());
    }
    arm();
    match Heap::remove(name) {
        Ok(()) | Err(Error::NoSuchHeap { .. }) => {}
        Err(error) => panic!("removing: {error}"),
    }
}

fn replace(name: &str, arm: &dyn Fn()) {
    if !path(name).exists() {
        drop(options().create(name).expect("creating"));
    }
    arm();
    let heap = options().if_exists(ipo::IfExists::ReplaceDead).create(name).expect("replacing");
    std::mem::forget(heap);
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

/// A directory of its own, so that nothing else is cleared away.
struct Directory(PathBuf);

impl Directory {
    fn fresh() -> Result<Directory, String> {
        let path = path(&format!("{}.d", fresh_name()));
        std::fs::create_dir(&path).map_err(|e| format!("making {path:?}: {e}"))?;
        Ok(Directory(path))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0); // nothing depends on it any more
    }
}

/// Two dead heaps, and a third that lives.
fn clearing() -> Result<u64, String> {
    each_step(
        || {
            let directory = Directory::fresh()?;
            let inside = || passing().directory(&directory.0);
            let alive = inside().create("alive").map_err(|e| e.to_string())?;
            let end = child(|| {
                ["one", "two"].iter().for_each(|name| std::mem::forget(inside().create(name).expect("creating")));
                0
            });
            if end == End::Exit(0) { Ok((directory, alive)) } else { Err(format!("two that died: {end:?}")) }
        },
        |(directory, _), arm| {
            arm();
            let removed = Heap::remove_dead_in(&directory.0).expect("clearing away");
            assert_eq!(removed.len(), 2, "{removed:?}");
        },
        |(directory, alive)| {
            usable(&alive).map_err(|e| format!("the live one: {e}"))?;
            Heap::remove_dead_in(&directory.0).map_err(|e| format!("clearing away again: {e}"))?;
            let left = Heap::list_in(&directory.0).map_err(|e| format!("listing: {e}"))?;
            let files = std::fs::read_dir(&directory.0).map_err(|e| e.to_string())?.count();
            match &left[..] {
                [only] if only.name == "alive" && files == 1 => Ok(()),
                _ => Err(format!("{files} files are left, heaps: {left:?}")),
            }
        },
    )
}

/// A file on a disk, where the marks of an orderly end are kept as well.
struct File(tempfile::TempDir);

impl File {
    fn fresh() -> Result<File, String> {
        Ok(File(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).map_err(|e| format!("a folder: {e}"))?))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("heap")
    }
}

/// There is no file, or a heap in it that can be used.
fn file_to_be_had(file: File) -> Result<(), String> {
    let path = file.path();
    for round in 0..2 {
        let heap = if path.exists() { options().attach_file(&path) } else { options().create_file(&path) };
        usable(&heap.map_err(|e| format!("round {round}: {e}"))?).map_err(|e| format!("round {round}: {e}"))?;
    }
    let left = std::fs::read_dir(file.0.path()).map_err(|e| e.to_string())?.count();
    if left == 1 { Ok(()) } else { Err(format!("{left} files are left")) }
}

fn creating_a_file() -> Result<u64, String> {
    each_step(
        File::fresh,
        |file, arm| {
            arm();
            std::mem::forget(options().create_file(file.path()).expect("creating"));
        },
        file_to_be_had,
    )
}

fn leaving_a_file() -> Result<u64, String> {
    each_step(
        File::fresh,
        |file, arm| {
            let heap = options().create_file(file.path()).expect("creating");
            usable(&heap).expect("using");
            arm();
            drop(heap);
        },
        |file| {
            if !file.path().exists() {
                return Err("the heap is gone".into());
            }
            file_to_be_had(file)
        },
    )
}
