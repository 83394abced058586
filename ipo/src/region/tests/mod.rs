//! Regions among real processes: the test binary runs itself again in a role, and is killed in it.

mod disk;
mod files;
mod life;
mod names;
mod roles;
mod space;
mod storm;

use crate::error::Result;
use crate::region::name::Target;
use crate::region::options::HeapOptions;
use crate::region::{Arrival, Region};
use crate::sync::Ordering;
use crate::sys::file;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::AtomicU32;

const ROLE: &str = "IPO_REGION_TEST_ROLE";
const STAMP: u64 = 0x5eed_0bad_cafe_f00d;

/// A directory that goes with its owner.
pub(crate) struct TempDir(PathBuf);

impl TempDir {
    pub(crate) fn new(parent: &str) -> TempDir {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(parent).join(format!("region-test-{}-{count}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        TempDir(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    fn target(&self, name: &str) -> Target {
        Target::named(&self.0, name).unwrap()
    }

    fn files(&self) -> Vec<std::ffi::OsString> {
        file::names(&self.0).unwrap()
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn small() -> HeapOptions {
    HeapOptions::new().capacity(64 << 10).journal(64 << 10)
}

fn word(region: &Region) -> *mut u64 {
    region.base().wrapping_add(region.header().arena_off as usize).cast()
}

fn stamp(region: &Region) -> Result<()> {
    // SAFETY: the first word of the arena: mapped, backed, aligned, and nobody else can reach the heap yet.
    unsafe { word(region).write_volatile(STAMP) };
    Ok(())
}

fn read_stamp(region: &Region) -> u64 {
    // SAFETY: as above; nobody writes it again while these tests read it.
    unsafe { word(region).read_volatile() }
}

fn create(target: &Target, options: &HeapOptions) -> Result<(Region, Arrival)> {
    Region::create(target, options, &mut stamp, &mut |_| Ok(()))
}

fn attach(target: &Target, options: &HeapOptions) -> Result<(Region, Arrival)> {
    Region::attach(target, options, &mut |_| Ok(()))
}

/// Another process in a role. It is killed when this is dropped.
struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn start(role: &str, dir: &Path) -> Peer {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["region::tests::roles::as_a_peer", "--exact", "--nocapture"])
            .env(ROLE, role)
            .env("IPO_REGION_TEST_DIR", dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Peer { child, input, output }
    }

    /// The next thing it says.
    fn said(&mut self) -> String {
        let mut line = String::new();
        while self.output.read_line(&mut line).unwrap() > 0 {
            // The test harness may have begun the line.
            if let Some((_, said)) = line.split_once("@ ") {
                return said.trim_end().to_owned();
            }
            line.clear();
        }
        panic!("the peer fell silent: {:?}", self.child.wait());
    }

    fn numbers(&mut self) -> Vec<u32> {
        self.said().split(' ').map(|n| n.parse().unwrap()).collect()
    }

    /// Lets it go on from its `pause`.
    fn go_on(&mut self) {
        self.input.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn say(text: &str) {
    println!("@ {text}");
    std::io::stdout().flush().unwrap();
}

fn pause() {
    let mut line = String::new();
    if std::io::stdin().read_line(&mut line).unwrap_or(0) == 0 {
        std::process::exit(3); // the test is gone
    }
}
