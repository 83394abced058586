//! A process that does nothing but start the processes that are stepped. It never changes, so each of them is a copy of the
//! same one and goes the same way, instruction by instruction.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::sync::atomic::Ordering;

use crate::kill::process::{Board, End, KILLED, fork};
use crate::stepping::tracer::{Stop, Traced, stop_here, trace_me};

/// Instructions that one operation may have.
pub(crate) const MOST: usize = 1 << 22;
/// Seconds after which a child ends by itself.
const SECONDS: u32 = 120;

/// What the server is asked for: (instructions to let pass, of these those that lie before the breakpoint, its address). All
/// instructions: `COUNT`.
type Request = [u64; 3];
const COUNT: u64 = u64::MAX;
/// What it answers: (how it went, where the process stood, a number).
type Reply = [u64; 3];
const GOOD: u64 = 0;
const BAD: u64 = 1;

/// The server, as the runner of a case knows it.
pub(crate) struct Server {
    pid: i32,
    requests: Option<File>,
    replies: File,
    /// Address of the next instruction after so many.
    places: Board,
}

fn pipe() -> (File, File) {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    let made = unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) };
    assert_eq!(made, 0, "pipe2: {}", std::io::Error::last_os_error());
    // SAFETY: two fresh descriptors, each owned once.
    let [read, write] = ends.map(|end| File::from(unsafe { OwnedFd::from_raw_fd(end) }));
    (read, write)
}

fn to_bytes(words: [u64; 3]) -> [u8; 24] {
    let mut bytes = [0; 24];
    words.iter().zip(bytes.chunks_mut(8)).for_each(|(word, bytes)| bytes.copy_from_slice(&word.to_ne_bytes()));
    bytes
}

fn hear(from: &mut File) -> Option<[u64; 3]> {
    let mut bytes = [0; 24];
    from.read_exact(&mut bytes).ok()?;
    let word = |i: usize| u64::from_ne_bytes(*bytes[i * 8..].first_chunk().expect("24 bytes"));
    Some([word(0), word(1), word(2)])
}

impl Server {
    /// Starts it. `prepare` runs in each child that it makes, and gives what is done between the first and the last
    /// instruction that are stepped.
    pub(crate) fn start<P>(prepare: impl Fn() -> P, work: impl Fn(P) -> i32) -> Server {
        let places = Board::new(MOST + 1);
        let ((mut hears, requests), (replies, mut answers)) = (pipe(), pipe());
        let pid = fork(|| {
            // The runner's end of the pipe is closed with the runner.
            // SAFETY: nobody else in this process uses the copies of the two descriptors.
            unsafe { close_copies(&requests, &replies) };
            while let Some(request) = hear(&mut hears) {
                let child = Traced(fork(|| {
                    // SAFETY: no pointers; the default action of SIGALRM ends the process.
                    unsafe { libc::alarm(SECONDS) };
                    if !trace_me() {
                        return 90;
                    }
                    let prepared = prepare();
                    stop_here();
                    let code = work(prepared);
                    stop_here();
                    code
                }));
                let reply = serve(child, request, &places);
                if answers.write_all(&to_bytes(reply)).is_err() {
                    break;
                }
            }
            0
        });
        Server { pid, requests: Some(requests), replies, places }
    }

    fn ask(&mut self, request: Request) -> Result<Reply, String> {
        let requests = self.requests.as_mut().expect("open until the end");
        requests.write_all(&to_bytes(request)).map_err(|e| format!("asking for a step: {e}"))?;
        hear(&mut self.replies).ok_or_else(|| "the process that steps has ended".to_owned())
    }

    /// Lets the work be done, and counts its instructions.
    pub(crate) fn count(&mut self) -> Result<u64, String> {
        match self.ask([COUNT, 0, 0])? {
            [GOOD, _, count] => Ok(count),
            [_, place, code] => Err(format!("counting: at {place:#x}: {}", told(code))),
        }
    }

    /// Address of the next instruction after `n`.
    pub(crate) fn place(&self, n: u64) -> u64 {
        // Relaxed: the reply to `count` came after the stores.
        self.places.word(n as usize).load(Ordering::Relaxed)
    }

    /// Kills the process that does the work after `n` instructions. `first` of them, at most `n`, lead to an instruction that
    /// comes there for the first time. Says whether it stood where it has to after so many.
    pub(crate) fn kill(&mut self, n: u64, first: u64) -> Result<bool, String> {
        match self.ask([n, first, self.place(first)])? {
            [GOOD, place, _] => Ok(place == self.place(n)),
            [_, place, code] => Err(format!("at {place:#x}: {}", told(code))),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.requests = None;
        crate::kill::process::wait(self.pid);
    }
}

/// # Safety
/// Nobody in this process uses the descriptors any more.
unsafe fn close_copies(a: &File, b: &File) {
    use std::os::fd::AsRawFd;
    // SAFETY: by the caller.
    unsafe {
        libc::close(a.as_raw_fd());
        libc::close(b.as_raw_fd());
    }
}

fn code(stop: Stop) -> u64 {
    match stop {
        Stop::Trap => 0,
        Stop::Signal(signal) => 1_000 + signal as u64,
        Stop::Ended(End::Signal(signal)) => 2_000 + signal as u64,
        Stop::Ended(End::Exit(code)) => 3_000 + code as u64,
    }
}

fn told(code: u64) -> String {
    match code {
        0 => "it stopped where it must not".into(),
        1_000..2_000 => format!("it got signal {}", code - 1_000),
        2_000..3_000 => format!("it died of signal {}", code - 2_000),
        _ => format!("it ended with {}", code - 3_000),
    }
}

/// Leads one child as far as it was asked to. Afterwards there is no child.
fn serve(child: Traced, [n, first, place]: Request, places: &Board) -> Reply {
    let stop = child.wait();
    if stop != Stop::Trap {
        return give_up(child, stop);
    }
    if n == COUNT {
        return count(child, places);
    }
    if first > 0 && !child.run_to(place) {
        return give_up(child, Stop::Trap);
    }
    for _ in first..n {
        let stop = child.step();
        if stop != Stop::Trap {
            return give_up(child, stop);
        }
    }
    let place = child.place();
    match child.kill() {
        KILLED => [GOOD, place, n],
        other => [BAD, place, code(Stop::Ended(other))],
    }
}

fn give_up(child: Traced, stop: Stop) -> Reply {
    if let Stop::Ended(_) = stop {
        return [BAD, 0, code(stop)];
    }
    let place = child.place();
    child.kill();
    [BAD, place, code(stop)]
}

/// The second breakpoint of a child: a byte that is reached by no step.
fn count(child: Traced, places: &Board) -> Reply {
    for n in 0..=MOST {
        let place = child.place();
        // Relaxed: the reply comes after it.
        places.word(n).store(place, Ordering::Relaxed);
        if child.is_at_end() {
            return match child.run() {
                // The breakpoint itself.
                Stop::Trap => match child.run() {
                    Stop::Ended(End::Exit(0)) => [GOOD, place, n as u64],
                    stop => give_up(child, stop),
                },
                stop => give_up(child, stop),
            };
        }
        let stop = child.step();
        if stop != Stop::Trap {
            return give_up(child, stop);
        }
    }
    give_up(child, Stop::Trap)
}
