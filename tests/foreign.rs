//! Two programs with different features on one heap: what one of them does not know, it carries unchanged.

use std::path::{Path, PathBuf};
use std::process::Command;

use ipo::Heap;
use ipo_workspace::Name;

/// Builds the program in `tests/foreign`, beside what was built already, and gives it a name of its own.
fn build(as_name: &str, arguments: &[&str]) -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = scratch.parent().expect("it lies in the target directory");
    let done = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--offline", "-p", "ipo-foreign", "--target-dir"])
        .arg(target)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let program = scratch.join(as_name);
    // Under another name first: two test runs may do this at once.
    let fresh = scratch.join(format!("{as_name}.{}", std::process::id()));
    std::fs::copy(target.join("debug/ipo-foreign"), &fresh).expect("it was built");
    std::fs::rename(fresh, &program).expect("one directory");
    program
}

fn run(program: &Path, job: &str, heap: &str) -> String {
    let done = Command::new(program).args([job, heap]).output().expect("the program runs");
    assert!(done.status.success(), "{job}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn a_program_without_a_feature_carries_its_kinds_unchanged() {
    let with = build("foreign-with", &["--features", "all-kinds"]);
    let without = build("foreign-without", &[]);
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    run(&with, "write", &name);
    assert_eq!(run(&without, "carry", &name).trim(), "8 of 13 are opaque");
    assert_eq!(run(&with, "check", &name).trim(), "all have come back");
    // The other way about: a program that knows all kinds carries them as they are.
    assert_eq!(run(&with, "carry", &name).trim(), "0 of 13 are opaque");
    assert!(heap.read().expect("free").verify().is_sound());
}
