//! The command `ipo`, run as a program against heaps that are used, left, damaged, or none at all.

mod common;

use std::process::{Command, Output};

use common::{Name, Other, run_job};
use ipo::{Heap, Lifetime};

#[test]
fn child_entry() {
    run_job(&[
        ("attach", |name, stay| {
            let heap = Heap::attach(name).unwrap();
            stay();
            drop(heap);
        }),
        ("write", |name, stay| {
            let heap = Heap::attach(name).unwrap();
            let turn = heap.write().unwrap();
            stay();
            drop(turn);
        }),
        ("change", |name, stay| {
            let heap = Heap::attach(name).unwrap();
            let mut turn = heap.write().unwrap();
            let list = turn.root::<Vec<u64>>("list").unwrap();
            let _ = turn.transaction(|tx| {
                tx.get_mut(list)?.push(4)?;
                stay();
                Ok::<_, ipo::Error>(())
            });
        }),
        ("create passing", |name, stay| {
            let options = Heap::options().capacity(1 << 20).lifetime(Lifetime::UntilLastLeaves);
            let heap = options.create(name).unwrap();
            stay();
            drop(heap);
        }),
    ]);
}

fn ipo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ipo")).args(args).output().unwrap()
}

/// The exit status, and what was said in which way.
fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn expect(args: &[&str], code: i32, out: &[&str], err: &[&str]) -> String {
    let (status, stdout, stderr) = said(&ipo(args));
    let all = out.iter().all(|part| stdout.contains(part)) && err.iter().all(|part| stderr.contains(part));
    assert!(status == code && all, "ipo {args:?}: {status}\n{stdout}\n{stderr}");
    assert_eq!(stderr.is_empty(), err.is_empty(), "ipo {args:?}: {stderr}");
    stdout
}

/// A heap with a list in it.
fn heap(name: &Name) -> Heap {
    let heap = name.options().create(&name.0).unwrap();
    let mut turn = heap.write().unwrap();
    let list = turn.put(&vec![1_u64, 2, 3]).unwrap();
    turn.bind("list", list).unwrap();
    let texts = turn.put(&vec!["one".to_owned()]).unwrap();
    turn.bind("texts", texts).unwrap();
    turn.send(&7_u64).unwrap();
    drop(turn);
    heap
}

/// The line of one heap in a listing.
fn row(listing: &str, name: &Name) -> String {
    listing.lines().find(|line| line.split_whitespace().next() == Some(&name.0)).unwrap_or_default().to_owned()
}

#[test]
fn ls_tells_heaps_in_use_from_idle_and_foreign_ones() {
    let (used, left, foreign) = (Name::new(), Name::new(), Name::new());
    let used_heap = heap(&used);
    let other = Other::start("attach", &used);
    drop(heap(&left));
    std::fs::write(format!("/dev/shm/ipo.{}", foreign.0), "no heap at all, but a text that is long enough").unwrap();

    let listing = expect(&["ls"], 0, &["NAME", "STATE", "CAPACITY"], &[]);
    let used_row = row(&listing, &used);
    assert!(used_row.contains("in use") && used_row.contains("2 of 64") && used_row.contains("1.0 MiB"), "{used_row}");
    assert!(row(&listing, &left).contains("idle"), "{listing}");
    assert!(row(&listing, &left).contains("0 of 64"), "{listing}");
    assert!(row(&listing, &foreign).contains("unreadable"), "{listing}");
    assert!(listing.contains(&format!("{}: ", foreign.0)), "the reason is told: {listing}");
    let names = expect(&["list", "--names"], 0, &[], &[]);
    assert!(names.lines().any(|line| line == used.0), "{names}");

    other.kill();
    drop(used_heap);
    assert!(row(&expect(&["ls"], 0, &[], &[]), &used).contains("idle"), "who was killed is not attached");
}

#[test]
fn ls_of_an_empty_directory_is_no_error_and_of_none_is_one() {
    let directory = std::env::temp_dir().join(&Name::new().0);
    std::fs::create_dir(&directory).unwrap();
    let listing = expect(&["ls", "--dir", directory.to_str().unwrap()], 0, &["NAME"], &[]);
    assert_eq!(listing.lines().count(), 1);
    std::fs::remove_dir(&directory).unwrap();
    expect(&["ls", "--dir", directory.to_str().unwrap()], 3, &[], &["No such file"]);
}

#[test]
fn verify_says_whether_a_heap_is_sound() {
    let name = Name::new();
    let heap = heap(&name);
    let sound = format!("{}: sound; ", name.0);
    expect(&["verify", &name.0], 0, &[&sound, "2 objects, 2 roots"], &[]);
    assert_eq!(expect(&["verify", "--quiet", &name.0], 0, &[], &[]), "");

    // The text of the only string, of three bytes, is no UTF-8 any more.
    let path = format!("/dev/shm/ipo.{}", name.0);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(24).position(|slot| slot.starts_with(b"one") && slot[3..23] == [0; 20]).unwrap();
    bytes[at] = 0xFF;
    drop(heap);
    std::fs::write(&path, bytes).unwrap();
    expect(&["verify", &name.0], 1, &["not UTF-8", "not sound, 1 finding"], &[]);
    assert_eq!(expect(&["verify", "-q", &name.0], 1, &[], &[]), "");
    assert!(matches!(Heap::attach(&name.0), Err(ipo::Error::Unsound { .. })), "looking at it has not changed it");
}

#[test]
fn verify_takes_the_path_of_a_file_too() {
    let directory = std::env::temp_dir().join(&Name::new().0);
    std::fs::create_dir(&directory).unwrap();
    let path = directory.join("state");
    let options = Heap::options().capacity(1 << 20);
    drop(options.create_file(&path).unwrap());
    expect(&["verify", path.to_str().unwrap()], 0, &["sound"], &[]);
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn what_is_no_heap_is_told_so() {
    let (none, foreign) = (Name::new(), Name::new());
    for command in ["verify", "show"] {
        expect(&[command, &none.0], 3, &[], &["there is no heap", &none.0]);
        expect(&[command, "/no/such/file"], 3, &[], &["there is no heap"]);
    }
    std::fs::write(format!("/dev/shm/ipo.{}", foreign.0), "no heap at all, but a text that is long enough").unwrap();
    expect(&["verify", &foreign.0], 3, &[], &["is not a heap"]);
    expect(&["rm", &foreign.0], 3, &[], &["is not a heap"]);
    assert!(std::fs::exists(format!("/dev/shm/ipo.{}", foreign.0)).unwrap(), "a foreign file stays");
}

#[test]
fn a_turn_that_others_hold_is_waited_for_so_long_and_its_holder_is_named() {
    let name = Name::new();
    let _heap = heap(&name);
    let other = Other::start("write", &name);
    let holder = format!("process {}", other.pid());
    expect(&["verify", "--timeout", "0.2", &name.0], 3, &[], &["timed out", &holder]);
    other.kill();
    expect(&["verify", "--repair", &name.0], 0, &["sound"], &[]);
}

#[test]
fn a_heap_whose_writer_died_is_repaired_only_when_that_is_asked_for() {
    let name = Name::new();
    drop(heap(&name));
    Other::start("change", &name).kill();
    for command in ["verify", "show"] {
        expect(&[command, &name.0], 3, &[], &["died in its write turn", "--repair"]);
    }
    expect(&["verify", "--repair", &name.0], 0, &["sound"], &[]);
    expect(&["verify", &name.0], 0, &["sound"], &[]);
    let heap = Heap::attach(&name.0).unwrap();
    let turn = heap.read().unwrap();
    assert_eq!(turn.load(turn.root::<Vec<u64>>("list").unwrap()).unwrap(), [1, 2, 3], "undone");
}

#[test]
fn show_tells_who_is_there_and_what_is_in_a_heap_of_types_that_it_has_never_seen() {
    let name = Name::new();
    let heap = heap(&name);
    let jobs = heap.queue_options().bounded(8).open::<String>("jobs").unwrap();
    jobs.send(&"sweep the floor".to_owned()).unwrap();
    jobs.send(&"shut the door".to_owned()).unwrap();
    let _leased = jobs.lease().unwrap();
    let ticks = heap.topic::<f64>("ticks").unwrap();
    let _place = ticks.subscribe().unwrap();
    ticks.publish(&1.5).unwrap();
    let other = Other::start("attach", &name);
    let line = format!("process {}, attached", other.pid());
    expect(
        &["show", &name.0],
        0,
        &[&name.0, "of 1.0 MiB used, 2 objects", "1 messages wait", &line, "list: Vec<u64>", "texts: Vec<String>"],
        &[],
    );
    expect(
        &["show", &name.0],
        0,
        &["queue jobs: String, 1 of 8 wait, 1 on lease", "topic ticks: f64, 1 published, 1 subscribers"],
        &[],
    );
}

#[test]
fn rm_dead_takes_what_the_dead_left_and_nothing_else() {
    let directory = std::env::temp_dir().join(&Name::new().0);
    std::fs::create_dir(&directory).unwrap();
    let place = directory.to_str().unwrap();
    let options = Heap::options().directory(&directory).capacity(1 << 20);
    let alive = options.create("alive").unwrap();
    let passing = options.clone().lifetime(Lifetime::UntilLastLeaves).create("passing").unwrap();
    std::fs::write(directory.join("ipo.foreign"), "no heap at all, but a text that is long enough").unwrap();
    std::fs::write(directory.join("notes"), "of the owner").unwrap();
    expect(&["rm", "--dead", "--dir", place], 0, &["no dead heaps"], &[]);
    drop(passing);
    drop(alive);
    expect(&["ls", "--dir", place], 0, &["foreign"], &[]);
    let removed = expect(&["rm", "--dead", "--dir", place], 0, &[], &[]);
    // On a disk a heap that lives until it is removed is meant to stay.
    let on_disk = Heap::list_in(&directory).unwrap().iter().any(|heap| heap.name == "alive");
    assert!(on_disk || removed.contains("removed alive"), "{removed}");
    let left = |name: &str| std::fs::exists(directory.join(name)).unwrap();
    assert!(left("ipo.foreign") && left("notes") && !left("ipo.passing"));
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn rm_dead_takes_the_heap_of_a_process_that_was_killed() {
    let name = Name::new();
    let other = Other::start("create passing", &name);
    let path = format!("/dev/shm/ipo.{}", name.0);
    assert!(std::fs::exists(&path).unwrap());
    other.kill();
    assert!(std::fs::exists(&path).unwrap(), "nobody was there to take its name away");
    // In a directory of its own, so that no other test's heap goes with it.
    let directory = format!("/dev/shm/{}.d", name.0);
    std::fs::create_dir(&directory).unwrap();
    std::fs::rename(&path, format!("{directory}/ipo.dead")).unwrap();
    expect(&["rm", "--dead", "--dir", &directory], 0, &["removed dead"], &[]);
    std::fs::remove_dir(&directory).unwrap();
}

#[test]
fn rm_of_a_name_spares_a_heap_in_use_unless_it_is_forced_to() {
    let name = Name::new();
    let heap = heap(&name);
    expect(&["rm", &name.0], 3, &[], &["live processes are attached", "--force"]);
    expect(&["rm", "--force", &name.0], 0, &["removed"], &[]);
    assert!(heap.read().is_ok(), "who is attached goes on");
    expect(&["rm", &name.0], 3, &[], &["there is no heap"]);
    let (one, two) = (Name::new(), Name::new());
    drop(self::heap(&one));
    expect(&["rm", &two.0, &one.0], 3, &[&format!("removed {}", one.0)], &["there is no heap"]);
}

#[test]
fn a_wrong_command_line_is_told_apart_from_a_failure() {
    for args in [&["rm"][..], &["rm", "--dead", "name"], &["verify"], &["dance"], &["verify", "--timeout", "long", "x"]]
    {
        assert_eq!(ipo(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn help_names_every_command_and_the_exit_statuses() {
    expect(&["--help"], 0, &["ls", "verify", "show", "rm", "Exit status"], &[]);
    for command in ["ls", "verify", "show", "rm"] {
        expect(&[command, "--help"], 0, &["--dir"], &[]);
    }
    expect(&["rm", "--help"], 0, &["--dead", "--force"], &[]);
    expect(&["--version"], 0, &["ipo "], &[]);
}
