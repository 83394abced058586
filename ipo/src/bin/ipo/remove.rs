//! `ipo rm`

use std::fmt::Write;
use std::path::Path;

use clap::Args;
use ipo::{Error, Heap, HeapState};

use crate::{FAILED, FINE, Place};

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(false).args(["dead", "names"])))]
pub(crate) struct Options {
    /// All heaps that no live process is attached to; those on a disk that live until they are removed stay
    #[arg(long)]
    dead: bool,
    /// Heaps by name
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Also if live processes are attached: they go on with a heap that has no name any more
    #[arg(long, conflicts_with = "dead")]
    force: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(options: &Options, out: &mut String) -> Result<u8, Error> {
    let directory = &options.place.dir;
    if options.dead {
        let removed = Heap::remove_dead_in(directory)?;
        for name in &removed {
            let _ = writeln!(out, "removed {name}"); // to a String: cannot fail
        }
        if removed.is_empty() {
            out.push_str("no dead heaps\n");
        }
        return Ok(FINE);
    }
    let mut code = FINE;
    for name in &options.names {
        match remove(directory, name, options.force) {
            Ok(()) => {
                let _ = writeln!(out, "removed {name}");
            }
            Err(what) => {
                eprintln!("ipo: {name}: {what}");
                code = FAILED;
            }
        }
    }
    Ok(code)
}

fn remove(directory: &Path, name: &str, force: bool) -> Result<(), String> {
    let heaps = Heap::list_in(directory).map_err(|error| error.to_string())?;
    let in_use = heaps.iter().any(|heap| heap.name == name && heap.state == HeapState::InUse);
    if in_use && !force {
        return Err("live processes are attached to it; --force takes its name away all the same".into());
    }
    Heap::remove_in(directory, name).map_err(|error| error.to_string())
}
