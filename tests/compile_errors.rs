//! What the compiler must refuse, and what it says.
//!
//! Each program under `tests/ui/fail` holds one mistake. The line below a `//~ UNDO: text` comment is the mistake, and
//! `text` is the line without it: with it put in, the program must compile. So no program is refused for another reason
//! than the one that it is about.

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

/// Copies of all failing programs, with their mistakes undone.
fn undone(programs: &Path) -> io::Result<Vec<PathBuf>> {
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("undone");
    let mut made = Vec::new();
    for topic in fs::read_dir(programs)? {
        let topic = topic?.path();
        for program in fs::read_dir(&topic)? {
            let program = program?.path();
            if program.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = fs::read_to_string(&program)?;
            assert!(text.contains(UNDO), "{} does not say how its mistake is undone", program.display());
            let copy = copies.join(program.strip_prefix(programs).unwrap_or(&program));
            fs::create_dir_all(copy.parent().unwrap_or(&copies))?;
            fs::write(&copy, undo(&text))?;
            made.push(copy);
        }
    }
    made.sort();
    Ok(made)
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
