//! `ipo ls`

use std::fmt::Write;

use clap::Args;
use ipo::{Error, Heap, HeapInfo, HeapState, Lifetime};

use crate::{FINE, Place, age, bytes};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// Print the names alone, one a line
    #[arg(long)]
    names: bool,
}

pub(crate) fn run(options: &Options, out: &mut String) -> Result<u8, Error> {
    let heaps = Heap::list_in(&options.place.dir)?;
    if options.names {
        heaps.iter().for_each(|heap| out.extend([&heap.name, "\n"]));
        return Ok(FINE);
    }
    let mut rows = vec![["NAME", "STATE", "ATTACHED", "CAPACITY", "AGE", "OWNER", "LIVES"].map(str::to_owned)];
    rows.extend(heaps.iter().map(row));
    let widths: Vec<usize> = (0..7).map(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0)).collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:width$}  "); // to a String: cannot fail
        }
        out.extend([line.trim_end(), "\n"]);
    }
    // What cannot be said in a cell.
    for heap in &heaps {
        if let HeapState::Unreadable { reason } = &heap.state {
            let _ = writeln!(out, "{}: {reason}", heap.name);
        }
    }
    Ok(FINE)
}

fn row(heap: &HeapInfo) -> [String; 7] {
    let state = match heap.state {
        HeapState::InUse => "in use",
        HeapState::Idle => "idle",
        HeapState::Unclean => "unclean",
        HeapState::Unreadable { .. } => "unreadable",
        _ => "?",
    };
    let none = || "-".to_owned();
    let mut row = [heap.name.clone(), state.to_owned(), none(), none(), none(), heap.owner.to_string(), none()];
    if let Some(details) = &heap.details {
        row[2] = format!("{} of {}", details.participants, details.participant_limit);
        row[3] = bytes(details.capacity);
        row[4] = details.created.elapsed().map_or_else(|_| none(), age);
        row[6] = match details.lifetime {
            Lifetime::UntilRemoved => "until removed",
            Lifetime::UntilLastLeaves => "until the last leaves",
            _ => "?",
        }
        .to_owned();
    }
    row
}
