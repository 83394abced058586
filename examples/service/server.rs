//! The server: a socket, a heap, and the processes that were forked for both.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, Lifetime};

use super::Result;
use super::common::{has_parent, stopped};
use super::model::{Config, Counters, Report, Results};

/// Between two looks whether it is time to end.
const LOOK: Duration = Duration::from_millis(100);

/// What a forked process does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Duty {
    Serve,
    Work,
}

pub(crate) struct Server {
    heap: Heap,
    name: String,
    listener: TcpListener,
    /// Process ids and duties of the children.
    children: Vec<(i32, Duty)>,
    replaced: u64,
}

impl Server {
    /// Makes the heap, binds the socket and forks the workers, and one that works on jobs.
    pub(crate) fn start(workers: usize) -> Result<Server> {
        let name = format!("service-{}", std::process::id());
        let heap = Heap::options().capacity(8 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
        {
            let mut turn = heap.write()?;
            let config = turn.put(&Config { greeting: "Hello".into() })?;
            turn.bind("config", config)?;
            let counters = turn.put(&Counters { greetings: 0, accepted: 0 })?;
            turn.bind("counters", counters)?;
            let results = turn.put(&Results::default())?;
            turn.bind("results", results)?;
        }
        let listener = TcpListener::bind("127.0.0.1:0")?;
        // Several processes wait for the same connections, and all but one find it gone.
        listener.set_nonblocking(true)?;
        let mut server = Server { heap, name, listener, children: Vec::new(), replaced: 0 };
        for _ in 0..workers {
            server.fork(Duty::Serve)?;
        }
        server.fork(Duty::Work)?;
        Ok(server)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.listener.local_addr().expect("a bound socket has an address")
    }

    fn fork(&mut self, duty: Duty) -> Result<()> {
        let parent = std::process::id();
        // SAFETY: this process has one thread, so that its child may go on like any process.
        let pid = unsafe { libc::fork() };
        match pid {
            -1 => Err(std::io::Error::last_os_error().into()),
            0 => {
                // The parent's attachment is not the child's, which comes by itself.
                let done = Heap::attach(&self.name).map_err(Into::into).and_then(|heap| match duty {
                    Duty::Serve => serve(&heap, &self.listener, parent),
                    Duty::Work => work(&heap, parent),
                });
                if let Err(error) = &done {
                    eprintln!("a process of the service: {error}");
                }
                // SAFETY: ends the child without undoing what belongs to the parent.
                unsafe { libc::_exit(i32::from(done.is_err())) }
            }
            pid => {
                self.children.push((pid, duty));
                Ok(())
            }
        }
    }

    /// Changes the configuration under the running server.
    pub(crate) fn configure(&self, greeting: &str) -> Result<()> {
        let mut turn = self.heap.write()?;
        let config: Handle<Config> = turn.root("config")?;
        turn.get_mut(config)?.set_greeting(greeting)?;
        Ok(())
    }

    /// Forks anew for whoever has died.
    pub(crate) fn replace_dead(&mut self) -> Result<()> {
        let mut dead = Vec::new();
        self.children.retain(|&(pid, duty)| {
            // SAFETY: asks for the status of a child of this process.
            let gone = unsafe { libc::waitpid(pid, std::ptr::null_mut(), libc::WNOHANG) } == pid;
            if gone {
                dead.push(duty);
            }
            !gone
        });
        for duty in dead {
            self.replaced += 1;
            self.fork(duty)?;
        }
        Ok(())
    }

    /// SIGKILL for a worker and for the one that works on jobs.
    pub(crate) fn kill_one_of_each(&mut self) -> Result<()> {
        for duty in [Duty::Serve, Duty::Work] {
            if let Some((pid, _)) = self.children.iter().find(|(_, of)| *of == duty) {
                // SAFETY: a child of this process that has not been waited for.
                unsafe { libc::kill(*pid, libc::SIGKILL) };
            }
        }
        Ok(())
    }

    /// Waits until so many jobs are done, and says what there is.
    pub(crate) fn await_jobs(&mut self, jobs: u64) -> Result<Report> {
        let results: Handle<Results> = self.heap.read()?.root("results")?;
        let begin = Instant::now();
        loop {
            let waited = self.heap.wait_for_timeout(LOOK, |turn| Ok(turn.get(results)?.done() >= jobs));
            match waited {
                Err(Error::TimedOut { .. }) if stopped() || begin.elapsed() > Duration::from_secs(30) => break,
                Err(Error::TimedOut { .. }) => self.replace_dead()?,
                other => {
                    other?;
                    break;
                }
            }
        }
        self.report()
    }

    fn report(&self) -> Result<Report> {
        let turn = self.heap.read()?;
        let (counters, results) = (turn.get(turn.root::<Counters>("counters")?)?, turn.root::<Results>("results")?);
        let Results { done, sum, expected, redelivered } = turn.load(results)?;
        Ok(Report {
            greetings: counters.greetings().load(),
            accepted: counters.accepted().load(),
            done,
            sum,
            expected,
            redelivered,
            replaced: self.replaced,
        })
    }

    /// Lets all processes end, and says what there was.
    pub(crate) fn stop(mut self) -> Result<Report> {
        self.end();
        self.report()
    }

    fn end(&mut self) {
        // Everybody looks at the queue.
        if let Ok(jobs) = self.heap.queue::<u64>("jobs") {
            let _ = jobs.close("the service ends");
        }
        for (pid, _) in self.children.drain(..) {
            // SAFETY: waits for a child of this process.
            unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// A worker: takes connections until the queue is closed.
fn serve(heap: &Heap, listener: &TcpListener, parent: u32) -> Result<()> {
    let jobs = heap.queue::<u64>("jobs")?;
    let (config, counters): (Handle<Config>, Handle<Counters>) = {
        let turn = heap.read()?;
        (turn.root("config")?, turn.root("counters")?)
    };
    while jobs.close_reason().is_none() && has_parent(parent) {
        let (stream, _) = match listener.accept() {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_micros(200));
                continue;
            }
            accepted => accepted?,
        };
        let request = read_line(&stream).unwrap_or_default();
        let answer = match request.split_once(' ') {
            Some(("hello", name)) => {
                // Many workers do this at the same time.
                let turn = heap.read()?;
                turn.get(counters)?.greetings().fetch_add(1)?;
                format!("{}, {name}", turn.get(config)?.greeting())
            }
            Some(("job", number)) => match number.parse() {
                Ok(number) => {
                    jobs.send(&number)?;
                    heap.read()?.get(counters)?.accepted().fetch_add(1)?;
                    "queued".into()
                }
                Err(_) => "a job is a number".into(),
            },
            _ if request == "stats" => {
                let turn = heap.read()?;
                let counters = turn.get(counters)?;
                format!("{} greetings, {} jobs", counters.greetings().load(), counters.accepted().load())
            }
            _ => "unknown".into(),
        };
        // The client may be gone, which is its affair.
        let _ = writeln!(&stream, "{answer}");
    }
    Ok(())
}

fn read_line(stream: &TcpStream) -> std::io::Result<String> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// Works on jobs. A job and its result become done at once: a job of one who dies is given out again.
fn work(heap: &Heap, parent: u32) -> Result<()> {
    let jobs = heap.queue::<u64>("jobs")?;
    let results: Handle<Results> = heap.read()?.root("results")?;
    while has_parent(parent) {
        let lease = match jobs.lease_timeout(LOOK) {
            Err(Error::TimedOut { .. }) => continue,
            Err(Error::Closed { .. }) => break,
            lease => lease?,
        };
        let (number, again) = (*lease, u64::from(lease.redelivered()));
        let result = (1..=number).sum::<u64>();
        heap.transaction(|tx| {
            let mut results = tx.get_mut(results)?;
            results.set_done(results.done() + 1);
            results.set_sum(results.sum() + result);
            results.set_expected(results.expected() + number * (number + 1) / 2);
            results.set_redelivered(results.redelivered() + again);
            lease.done_in(tx)
        })?;
    }
    Ok(())
}
