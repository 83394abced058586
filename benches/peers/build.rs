//! Compiles the peers that are written in C and C++, where their headers are installed, and notes the versions of those
//! that are crates. What is missing is no error: the program then says why it was not measured.

use std::fs;
use std::path::Path;

/// Crates whose versions are printed.
const CRATES: [&str; 9] =
    ["foldhash", "hashbrown", "heed", "iceoryx2", "ipc-channel", "libmimalloc-sys", "mmap-sync", "rlsf", "talc"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=native");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-env-changed=IPO_PEERS_NATIVE");
    println!("cargo::rustc-check-cfg=cfg(boost, pmem)");
    let lock = fs::read_to_string("Cargo.lock").unwrap_or_default();
    for name in CRATES {
        let key = name.to_uppercase().replace('-', "_");
        println!("cargo::rustc-env=VERSION_{key}={}", locked(&lock, name).unwrap_or("of an unknown version"));
    }
    native("boost", "native/boost.cpp", "boost/interprocess/managed_shared_memory.hpp", "libboost-dev", &["rt"]);
    native("pmem", "native/pmem.c", "libpmemobj.h", "libpmemobj-dev", &["pmemobj"]);
}

/// The version that Cargo.lock has of a crate: the one that this package depends on, where there are several.
fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let entry = |name: &str| {
        let name = format!("name = \"{name}\"\n");
        lock.split("[[package]]").find(|entry| entry.contains(&name))
    };
    let ours = entry("ipo-peers")?.split(&format!("\"{name} ")).nth(1);
    let version = match ours {
        Some(version) => version,
        None => entry(name)?.split("version = \"").nth(1)?,
    };
    version.split(['"', ' ']).next()
}

/// Compiles one file and sets the cfg of that name, or says in `WHY_NOT_…` why not.
fn native(name: &str, file: &str, header: &str, package: &str, libraries: &[&str]) {
    let why = format!("WHY_NOT_{}", name.to_uppercase());
    if std::env::var("IPO_PEERS_NATIVE").is_ok_and(|value| value == "no") {
        println!("cargo::rustc-env={why}=built with IPO_PEERS_NATIVE=no");
        return;
    }
    let found = ["/usr/include", "/usr/local/include"].iter().any(|dir| Path::new(dir).join(header).exists());
    if !found {
        println!("cargo::rustc-env={why}=its headers are not installed: apt-get install {package}");
        println!("cargo::warning={name} will not be measured: apt-get install {package}");
        return;
    }
    let cpp = file.ends_with(".cpp");
    let mut build = cc::Build::new();
    build.cpp(cpp).file(file).opt_level(3).warnings(false).cargo_warnings(false);
    // As the Rust side: for any processor of the target.
    build.std(if cpp { "c++17" } else { "c11" });
    match build.try_compile(&format!("peers-{name}")) {
        Ok(()) => {
            libraries.iter().for_each(|library| println!("cargo::rustc-link-lib={library}"));
            println!("cargo::rustc-cfg={name}");
            println!("cargo::rustc-env={why}=");
        }
        Err(error) => {
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            println!("cargo::rustc-env={why}={file} does not compile here: {first}");
            println!("cargo::warning={name} will not be measured: {error}");
        }
    }
}
