//! `ipo verify`

use std::fmt::Write;

use clap::Args;
use ipo::Error;

use crate::{FINE, Target, UNSOUND};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// Print nothing: the exit status says it
    #[arg(long, short)]
    quiet: bool,
}

pub(crate) fn run(options: &Options, out: &mut String) -> Result<u8, Error> {
    let heap = options.target.attach()?;
    let turn = heap.read_timeout(options.target.limit())?;
    let report = turn.verify();
    if !options.quiet {
        for finding in &report.findings {
            let _ = writeln!(out, "{:#x}: {}", finding.offset, finding.what); // to a String: cannot fail
        }
        let verdict = match report.findings.len() {
            0 => "sound".to_owned(),
            1 => "not sound, 1 finding".to_owned(),
            n => format!("not sound, {n} findings"),
        };
        let (blocks, objects, roots) = (report.blocks, report.objects, report.roots);
        let _ = writeln!(out, "{}: {verdict}; {blocks} blocks, {objects} objects, {roots} roots", options.target.name);
    }
    Ok(if report.is_sound() { FINE } else { UNSOUND })
}
