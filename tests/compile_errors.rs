//! What the compiler must refuse, and what it says.
//!
//! Each program under `tests/ui/fail` holds one mistake. The line below a `//~ UNDO: text` comment is the mistake, and
//! `text` is the line without it: with it put in, the program must compile. So no program is refused for another reason
//! than the one that it is about.
//!
//! One mistake is one error: a program has no more of them than lines that are undone. One that has says at its end how many they
//! are, and why, as `//~ ERRORS: 2, rustc ...`.
//!
//! Most mistakes are found without building the program, all of them in one run of cargo. A program with the line `//~ BUILT` has
//! one that shows only when it is built, by itself.
//!
//! The messages are those of one release of Rust: see `.ci/run`. A single program is run by
//! `cargo test --test compile_errors -- mistakes trybuild=name`; with `TRYBUILD=overwrite` in the environment, what the compiler
//! says is taken over as what it should say.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

const UNDO: &str = "//~ UNDO:";
const ERRORS: &str = "//~ ERRORS: ";
const BUILT: &str = "//~ BUILT";
const MISTAKES: &str = "tests/ui/fail";

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    for program in mistakes(false).expect("the programs can be read") {
        cases.compile_fail(program);
    }
}

#[test]
fn correct_programs_compile_and_mistakes_that_building_finds_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for program in undone(Path::new(MISTAKES)).expect("the programs can be read and copied") {
        cases.pass(program);
    }
    for program in mistakes(true).expect("the programs can be read") {
        cases.compile_fail(program);
    }
}

#[test]
fn one_mistake_is_one_error() {
    let mut wrong = Vec::new();
    for built in [false, true] {
        for program in mistakes(built).expect("the programs can be read") {
            let text = fs::read_to_string(&program).expect("the program can be read");
            let said = fs::read_to_string(program.with_extension("stderr")).expect("its messages can be read");
            let errors = said.lines().filter(|line| line.starts_with("error: ") || line.starts_with("error[")).count();
            let undone = text.lines().filter(|line| line.contains(UNDO)).count();
            let told =
                text.lines().find_map(|line| line.strip_prefix(ERRORS)?.split_once(", ")?.0.parse::<usize>().ok());
            match told {
                Some(told) if told == errors && told > undone => {}
                None if (1..=undone).contains(&errors) => {}
                _ => {
                    wrong.push(format!("{}: {errors} errors, {undone} undone lines, told {told:?}", program.display()))
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The programs that are wrong, those which must be built for that or the others.
fn mistakes(built: bool) -> io::Result<Vec<PathBuf>> {
    let mut wrong = Vec::new();
    for topic in sorted(Path::new(MISTAKES))? {
        for program in sorted(&topic)? {
            if is_program(&program) && fs::read_to_string(&program)?.lines().any(|line| line == BUILT) == built {
                wrong.push(program);
            }
        }
    }
    Ok(wrong)
}

fn is_program(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// A program for each topic, whose modules are copies of the topic's failing programs with their mistakes undone.
fn undone(programs: &Path) -> io::Result<Vec<PathBuf>> {
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("undone");
    let mut made = Vec::new();
    for topic in sorted(programs)? {
        let copies = copies.join(topic.file_name().unwrap_or_default());
        fs::create_dir_all(&copies)?;
        let mut whole = String::from("#![allow(dead_code, unused_imports)]\n\n");
        for program in sorted(&topic)? {
            if !is_program(&program) {
                continue;
            }
            let text = fs::read_to_string(&program)?;
            assert!(text.contains(UNDO), "{} does not say how its mistake is undone", program.display());
            let name = program.file_stem().unwrap_or_default().to_string_lossy();
            fs::write(copies.join(format!("{name}.rs")), undo(&text))?;
            writeln!(whole, "#[path = \"{name}.rs\"]\nmod program_{name};").expect("a string takes all text");
        }
        whole.push_str("\nfn main() {}\n");
        let program = copies.join("main.rs");
        fs::write(&program, whole)?;
        made.push(program);
    }
    Ok(made)
}

fn sorted(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn undo(program: &str) -> String {
    let mut text = String::new();
    let mut lines = program.lines();
    while let Some(line) = lines.next() {
        let line = match line.split_once(UNDO) {
            Some((_, instead)) => {
                lines.next();
                instead
            }
            None => line,
        };
        text.push_str(line);
        text.push('\n');
    }
    text
}
