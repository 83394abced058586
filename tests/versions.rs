//! Two programs that were built from two versions of their types, with one heap.

use std::process::Command;

use ipo::Heap;
use ipo_workspace::Name;

const OLD: &str = env!("CARGO_BIN_EXE_version-old");
const NEW: &str = env!("CARGO_BIN_EXE_version-new");

/// What a program prints.
#[track_caller]
fn run(program: &str, heap: &str, step: &str) -> Vec<String> {
    let output = Command::new(program).args([heap, step]).output().expect("the program starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{step}: {text}{errors}");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn an_appended_field_has_its_default_and_both_programs_read_on() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a heap");
    run(OLD, &name, "store");
    assert_eq!(
        run(NEW, &name, "read"),
        [
            "a name that is longer than any slot 7 1 0 beginner",
            "a name that is longer than any slot beginner",
            "20.5",
            "the heap holds Player of an older program, the program asks for Player: a default does not fit into its slot: \
             text of up to 23 bytes and empty containers do",
        ]
    );
    assert_eq!(run(OLD, &name, "read"), ["a name that is longer than any slot 7"]);
    assert_eq!(
        run(NEW, &name, "renew"),
        [
            "the heap holds Player, the program asks for Player: field `level`: missing in the heap, `u32` here; \
             field `tags`: missing in the heap, `Vec<String>` here; field `title`: missing in the heap, `String` here; \
             an older program stored it: it can be read; to change it, load it, remove it, and put it anew",
            "true",
        ]
    );
    assert_eq!(run(OLD, &name, "read"), ["a name that is longer than any slot 8"]);
    let refused = "the heap holds Player, the program asks for Player: field `level`: `u32` in the heap, missing here; \
                   field `tags`: `Vec<String>` in the heap, missing here; field `title`: `String` in the heap, missing \
                   here; a newer program stored it: it can be read, and changed by that program only";
    assert_eq!(run(OLD, &name, "change"), [refused, refused]);
    assert!(heap.read().expect("a turn").verify().is_sound());
}

#[test]
fn every_other_difference_is_an_error_that_names_it() {
    let name = Name::new();
    let _heap = Heap::options().capacity(1 << 20).create(&name).expect("a heap");
    run(OLD, &name, "store");
    assert_eq!(
        run(NEW, &name, "mismatches"),
        [
            "team: field `captain.level`: missing in the heap, `u32` here",
            "team: field `captain.tags`: missing in the heap, `Vec<String>` here",
            "team: field `captain.title`: missing in the heap, `String` here",
            "list: field `level`: missing in the heap, `u32` here",
            "list: field `tags`: missing in the heap, `Vec<String>` here",
            "list: field `title`: missing in the heap, `String` here",
            "thing: field `removed`: `String` in the heap, missing here",
            "thing: field `retyped` is `u32` in the heap and `i32` here",
            "thing: field `moved` moved from byte 36 in the heap to 18 here",
            "thing: field `swapped` moved from byte 38 in the heap to 16 here",
            "thing: field `added`: missing in the heap, `bool` here",
            "sample: the type is named `lab.Sample` in the heap and `Player` here",
            "sample: field `degrees`: `f64` in the heap, missing here",
            "sample: field `name`: missing in the heap, `String` here",
            "sample: field `score`: missing in the heap, `u64` here",
            "sample: field `level`: missing in the heap, `u32` here",
            "sample: field `tags`: missing in the heap, `Vec<String>` here",
            "sample: field `title`: missing in the heap, `String` here",
        ]
    );
}
