//! What the compiler must refuse, and what it says.
//!
//! Each program under `tests/ui/fail` holds one mistake. The line below a `//~ UNDO: text` comment is the mistake, and
//! `text` is the line without it: with it put in, the program must compile. So no program is refused for another reason
//! than the one that it is about.
//!
//! The messages are those of one release of Rust: see `.ci/run`. A single program is run by
//! `cargo test --test compile_errors -- correct trybuild=name`; with `TRYBUILD=overwrite` in the environment, what the compiler says is
//! taken over as what it should say.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

const UNDO: &str = "//~ UNDO:";

#[test]
fn correct_programs_compile_and_mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*/*.rs");
    for program in undone(Path::new("tests/ui/fail")).expect("the programs can be read and copied") {
        cases.pass(program);
    }
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
            if program.extension().is_none_or(|extension| extension != "rs") {
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
