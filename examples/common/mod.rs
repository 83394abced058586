//! What the examples with several processes share: starting this program once more, and ending cleanly on Ctrl-C.

#![allow(dead_code, reason = "not every example needs all of it")]

use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on, Ctrl-C and SIGTERM end nothing by themselves: see [`stopped`].
pub(crate) fn watch_signals() {
    let stop = STOP.get_or_init(Arc::default);
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, stop.clone()).expect("the system takes signal handlers");
    }
}

/// Whether this process was asked to end.
pub(crate) fn stopped() -> bool {
    STOP.get().is_some_and(|stop| stop.load(Ordering::Relaxed))
}

/// Starts this program once more, as another one of its parts.
pub(crate) fn start(part: &str, args: &[&str]) -> std::io::Result<Part> {
    Ok(Part(Command::new(std::env::current_exe()?).arg(part).args(args).spawn()?))
}

/// A process that this one started. Killed if it is dropped before it has ended.
pub(crate) struct Part(Child);

impl Part {
    pub(crate) fn kill(&mut self) {
        let _ = self.0.kill();
    }

    /// Waits for its end; whether that was a good one.
    pub(crate) fn ended_well(mut self) -> bool {
        self.0.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Ok(None) = self.0.try_wait() {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Whether the process that started this one is still there.
pub(crate) fn has_parent(parent: u32) -> bool {
    std::os::unix::process::parent_id() == parent
}
