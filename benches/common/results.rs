//! Results for `BENCHMARKS.md`: one a line, `group work name median min max unit note`, with tabs in between.
//!
//! Part of several benches; `benches/report` reads the files.

use std::fs::File;
use std::io::{BufWriter, Write};

/// A file of results, or nothing where none was asked for.
pub struct Results(Option<BufWriter<File>>);

/// What was measured, several times.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Measured {
    /// Of the values of all rounds.
    pub fn of(mut rounds: Vec<f64>) -> Measured {
        assert!(!rounds.is_empty(), "a result without a round");
        rounds.sort_by(f64::total_cmp);
        Measured { median: rounds[rounds.len() / 2], min: rounds[0], max: rounds[rounds.len() - 1] }
    }
}

impl Results {
    /// The file that stands behind `--tsv` in the arguments, which are shortened by the two.
    pub fn take_from(args: &mut Vec<String>) -> std::io::Result<Results> {
        let Some(at) = args.iter().position(|arg| arg == "--tsv") else { return Ok(Results(None)) };
        let path = args.get(at + 1).ok_or_else(|| std::io::Error::other("--tsv needs the name of a file"))?;
        let file = BufWriter::new(File::create(path)?);
        args.drain(at..at + 2);
        Ok(Results(Some(file)))
    }

    pub fn write(
        &mut self,
        [group, work, name]: [&str; 3],
        measured: Measured,
        unit: &str,
        note: &str,
    ) -> std::io::Result<()> {
        let Some(file) = &mut self.0 else { return Ok(()) };
        let Measured { median, min, max } = measured;
        writeln!(file, "{group}\t{work}\t{name}\t{median:.4}\t{min:.4}\t{max:.4}\t{unit}\t{note}")?;
        file.flush()
    }
}
