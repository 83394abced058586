//! What the derive costs when a program is compiled: `cargo bench --bench compile`.
//!
//! Two crates with the same 100 structs of 20 fields each are written to a temporary directory, one with
//! `#[derive(SharedStruct)]`, one with serde's `Serialize` and `Deserialize`. Each is built again and again, alternating,
//! with its dependencies built before: the time is that of the one crate, and of the processors, so that other programs on the
//! machine matter little. A third crate, with the structs alone, is taken off both. Needs the network once, for serde, if
//! cargo has not fetched it yet.
//!
//! With Rust 1.95 (2 cores, medians of 7): 1.33 times what serde takes for `cargo check`, 1.57 for `cargo build`, 1.30 for
//! `cargo build --release`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs};

const STRUCTS: usize = 100;
const ROUNDS: usize = 7;
/// A mix of what programs have, 20 fields.
const FIELDS: [&str; 20] = [
    "i64",
    "u32",
    "f64",
    "bool",
    "String",
    "Vec<i64>",
    "Option<String>",
    "u8",
    "i16",
    "f32",
    "[f64; 3]",
    "(i64, String)",
    "Option<f64>",
    "Vec<String>",
    "u64",
    "u16",
    "char",
    "i8",
    "i32",
    "Box<i64>",
];

struct Subject {
    name: &'static str,
    dependencies: String,
    derive: &'static str,
}

fn main() {
    let work = tempfile::tempdir().expect("a temporary directory");
    let ipo = Path::new(env!("CARGO_MANIFEST_DIR")).join("ipo");
    let subjects = [
        Subject { name: "plain", dependencies: String::new(), derive: "#[derive(Clone)]" },
        Subject {
            name: "ipo",
            dependencies: format!("ipo = {{ path = {:?} }}\n", ipo.display().to_string()),
            derive: "#[derive(Clone, ipo::SharedStruct)]",
        },
        Subject {
            name: "serde",
            dependencies: "serde = { version = \"1\", features = [\"derive\"] }\n".to_owned(),
            derive: "#[derive(Clone, serde::Serialize, serde::Deserialize)]",
        },
    ];
    let crates: Vec<PathBuf> = subjects.iter().map(|subject| write(work.path(), subject)).collect();
    println!("{STRUCTS} structs of {} fields, median of {ROUNDS} builds of the one crate", FIELDS.len());
    println!("{:<16} {:>10} {:>10} {:>10} {:>8}", "cargo", "plain", "ipo", "serde", "ratio");
    for command in [&["check"][..], &["build"], &["build", "--release"]] {
        for directory in &crates {
            build(directory, command);
        }
        let mut times = vec![Vec::new(); crates.len()];
        for _ in 0..ROUNDS {
            for (directory, times) in crates.iter().zip(&mut times) {
                touch(directory);
                let start = time_of_children();
                build(directory, command);
                times.push(time_of_children() - start);
            }
        }
        let [plain, ipo, serde] = [0, 1, 2].map(|subject| median(&mut times[subject]));
        let own = |time: Duration| time.saturating_sub(plain).as_secs_f64();
        println!(
            "{:<16} {:>8.2} s {:>8.2} s {:>8.2} s {:>8.2}",
            command.join(" "),
            plain.as_secs_f64(),
            ipo.as_secs_f64(),
            serde.as_secs_f64(),
            own(ipo) / own(serde),
        );
    }
    println!("ratio: (ipo - plain) / (serde - plain); the goal is at most 2");
}

fn write(work: &Path, subject: &Subject) -> PathBuf {
    let directory = work.join(subject.name);
    fs::create_dir_all(directory.join("src")).expect("a directory");
    let manifest = format!(
        "[package]\nname = \"compile-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n[workspace]\n",
        subject.name, subject.dependencies
    );
    fs::write(directory.join("Cargo.toml"), manifest).expect("a manifest");
    let mut code = String::new();
    for number in 0..STRUCTS {
        writeln!(code, "{}\npub struct Struct{number} {{", subject.derive).expect("a string grows");
        for (field, ty) in FIELDS.iter().enumerate() {
            writeln!(code, "    pub field_{field}: {ty},").expect("a string grows");
        }
        code.push_str("}\n");
    }
    fs::write(directory.join("src/lib.rs"), code).expect("a source");
    directory
}

/// Makes cargo build the crate again.
fn touch(directory: &Path) {
    let source = directory.join("src/lib.rs");
    let code = fs::read(&source).expect("the source");
    fs::write(&source, code).expect("the source");
}

fn build(directory: &Path, command: &[&str]) {
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(command)
        .arg("--quiet")
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .stdin(Stdio::null())
        .status()
        .expect("cargo starts");
    assert!(status.success(), "cargo {} failed in {}", command.join(" "), directory.display());
}

/// What the processes that were waited for have taken of processors.
fn time_of_children() -> Duration {
    // SAFETY: all zeros are a `rusage`.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the pointer is to a `rusage`, which is written.
    let done = unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    assert_eq!(done, 0, "getrusage");
    let time = |time: libc::timeval| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000);
    time(usage.ru_utime) + time(usage.ru_stime)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
