//! An accessor of a scalar is one load or one store: read from the machine code that rustc writes for `tests/assembly`.
//!
//! To look at it: `cargo rustc --release -p ipo-assembly -- --emit asm`.

use std::path::Path;
use std::process::Command;

/// The machine code of the functions, as text.
fn assembly() -> String {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = scratch.parent().expect("it lies in the target directory");
    let text = scratch.join(format!("assembly-{}.s", std::process::id()));
    let done = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--release", "--locked", "--offline", "-p", "ipo-assembly", "--target-dir"])
        .arg(target)
        .args(["--", "--emit"])
        .arg(format!("asm={},link", text.display()))
        .args(["-C", "codegen-units=1", "-C", "debuginfo=0"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let code = std::fs::read_to_string(&text).expect("rustc wrote it");
    std::fs::remove_file(&text).expect("it is ours");
    code
}

/// The instructions of a function. One with the same code as another is only another name for that.
fn instructions<'a>(assembly: &'a str, function: &str) -> Vec<&'a str> {
    let aliases = [format!(".set {function}, "), format!("{function} = ")];
    let alias_of = |line: &'a str| aliases.iter().find_map(|alias| line.trim().strip_prefix(alias.as_str()));
    if let Some(other) = assembly.lines().find_map(alias_of) {
        return instructions(assembly, other);
    }
    let start = format!("{function}:");
    let body = assembly.lines().skip_while(|line| **line != *start).skip(1);
    body.map(str::trim)
        .take_while(|line| !line.starts_with(".Lfunc_end") && !line.starts_with(".size"))
        .filter(|line| !line.is_empty() && !line.starts_with(['.', '#', ';', '/']) && !line.ends_with(':'))
        .collect()
}

#[test]
fn an_accessor_of_a_scalar_is_one_instruction() {
    let assembly = assembly();
    for function in [
        "read_integer",
        "read_nested_float",
        "read_of_generic",
        "read_variant",
        "read_by_key",
        "read_atomic",
        "read_through_mut",
        "write_integer",
        "write_bool",
        "write_nested_float",
        "write_variant",
        "write_by_key",
        // On machines that add in memory.
        #[cfg(target_arch = "x86_64")]
        "add_in_place",
    ] {
        let code = instructions(&assembly, function);
        assert!(code.len() == 2 && code[1].starts_with("ret"), "{function}: {code:?}");
        let memory = code[0].contains('(') || code[0].contains('[');
        assert!(memory, "{function} touches no memory: {code:?}");
    }
}
