//! What the command line asks for.

use std::time::Duration;

/// The first argument of a worker.
pub(crate) const WORKER: &str = "--as-worker";
/// As many as the ledger has room for.
const MOST: usize = 64;

#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) time: Duration,
    pub(crate) seed: u64,
    pub(crate) workers: usize,
}

impl Options {
    pub(crate) fn parse(args: &[String], seconds: u64) -> Result<Options, String> {
        let mut options = Options { time: Duration::from_secs(seconds), seed: 1, workers: 6 };
        let mut args = args.iter();
        while let Some(name) = args.next() {
            let mut number = || -> Result<u64, String> {
                let value = args.next().ok_or_else(|| format!("{name} needs a number"))?;
                value.parse().map_err(|e| format!("{name} {value}: {e}"))
            };
            match name.as_str() {
                "--seconds" => options.time = Duration::from_secs(number()?),
                "--seed" => options.seed = number()?,
                "--workers" => {
                    options.workers = number()? as usize;
                    if !(1..=MOST).contains(&options.workers) {
                        return Err(format!("--workers: from 1 to {MOST}"));
                    }
                }
                other => return Err(format!("unknown option {other}; there are --seconds, --seed and --workers")),
            }
        }
        Ok(options)
    }
}
