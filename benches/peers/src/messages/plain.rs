//! A Unix socket and pipes, by the plain system calls; their ends are inherited. They do not block: whoever waits polls.

use std::fs::File;
use std::hint::spin_loop;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, RawFd};
use std::os::unix::net::UnixStream;

use super::{End, LEN, Link, Opened, frame, read, same};
use crate::Failure;

pub const SOCKET: Link = Link {
    key: "socket",
    name: || "Unix socket".into(),
    note: "",
    messages,
    first: |work| {
        let (ours, theirs) = UnixStream::pair()?;
        room(ours.as_raw_fd());
        room(theirs.as_raw_fd());
        let word = inherited(&[theirs.as_raw_fd()])?;
        let (input, output) = (polled(ours.try_clone()?.into_raw())?, polled(ours.into_raw())?);
        first(work, word, input, output, theirs)
    },
    second: |work, word| {
        let socket: RawFd = word.parse()?;
        // SAFETY: a descriptor that this process inherited, and that nothing else here uses.
        let socket = polled(unsafe { File::from_raw_fd(socket) })?;
        second(work, socket.try_clone()?, socket)
    },
};

pub const PIPE: Link = Link {
    key: "pipe",
    name: || "pipe".into(),
    note: "",
    messages,
    first: |work| {
        let ((there, output), (input, back)) = (std::io::pipe()?, std::io::pipe()?);
        room_of_pipe(output.as_raw_fd());
        let word = inherited(&[there.as_raw_fd(), back.as_raw_fd()])?;
        first(work, word, polled(input.into_raw())?, polled(output.into_raw())?, (there, back))
    },
    second: |work, word| {
        let (input, output) = word.split_once(' ').ok_or("two descriptors")?;
        let (input, output): (RawFd, RawFd) = (input.parse()?, output.parse()?);
        // SAFETY: descriptors that this process inherited, and that nothing else here uses.
        let (input, output) = unsafe { (File::from_raw_fd(input), File::from_raw_fd(output)) };
        second(work, polled(input)?, polled(output)?)
    },
};

fn messages(work: &str) -> Option<u64> {
    match work {
        "round-trip" => Some(2_000),
        "copy" => Some(200),
        _ => None,
    }
}

/// `theirs` are the ends of the second process, which are kept until it has been started.
fn first(work: &str, word: String, input: File, output: File, theirs: impl Sized + 'static) -> Result<Opened, Failure> {
    let end: End = if work == "round-trip" {
        let (mut input, mut output) = (input, output);
        Box::new(move |messages| {
            let mut back = [0; 8];
            for n in 0..messages {
                write(&mut output, &n.to_ne_bytes())?;
                fill(&mut input, &mut back)?;
                same(n, u64::from_ne_bytes(back))?;
            }
            Ok(())
        })
    } else {
        let (sent, mut output) = (frame(), output);
        Box::new(move |messages| {
            let _input = &input;
            (0..messages).try_for_each(|_| write(&mut output, &sent))
        })
    };
    let started = move || {
        drop(theirs);
        Ok(end)
    };
    Ok(Opened { word, end: Box::new(started) })
}

fn second(work: &str, mut input: File, mut output: File) -> Result<End, Failure> {
    Ok(if work == "round-trip" {
        Box::new(move |messages| {
            let mut bytes = [0; 8];
            (0..messages).try_for_each(|_| {
                fill(&mut input, &mut bytes)?;
                write(&mut output, &bytes)
            })
        })
    } else {
        let mut taken = vec![0; LEN];
        Box::new(move |messages| {
            let _output = &output;
            (0..messages).try_for_each(|_| {
                fill(&mut input, &mut taken)?;
                read(&taken)
            })
        })
    })
}

fn write(output: &mut File, mut bytes: &[u8]) -> Result<(), Failure> {
    while !bytes.is_empty() {
        match output.write(bytes) {
            Ok(0) => return Err("nothing could be written".into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => spin_loop(),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn fill(input: &mut File, mut bytes: &mut [u8]) -> Result<(), Failure> {
    while !bytes.is_empty() {
        match input.read(bytes) {
            Ok(0) => return Err("the other end was closed".into()),
            Ok(read) => bytes = &mut bytes[read..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => spin_loop(),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Any descriptor as a file: only reads and writes are made.
trait IntoRaw: Sized + Into<std::os::fd::OwnedFd> {
    fn into_raw(self) -> File {
        File::from(self.into())
    }
}

impl<T: Into<std::os::fd::OwnedFd>> IntoRaw for T {}

fn polled(file: File) -> Result<File, Failure> {
    // SAFETY: changes a flag of a descriptor that is open.
    let set = unsafe {
        let flags = libc::fcntl(file.as_raw_fd(), libc::F_GETFL);
        libc::fcntl(file.as_raw_fd(), libc::F_SETFL, flags | libc::O_NONBLOCK)
    };
    if set < 0 { Err(std::io::Error::last_os_error().into()) } else { Ok(file) }
}

/// Lets a process that is started next have these descriptors, and says their numbers.
fn inherited(descriptors: &[RawFd]) -> Result<String, Failure> {
    for &descriptor in descriptors {
        // SAFETY: changes a flag of a descriptor that is open.
        if unsafe { libc::fcntl(descriptor, libc::F_SETFD, 0) } < 0 {
            return Err(std::io::Error::last_os_error().into());
        }
    }
    Ok(descriptors.iter().map(RawFd::to_string).collect::<Vec<_>>().join(" "))
}

/// As much room as the system gives; less than asked for is no error.
fn room(socket: RawFd) {
    let bytes: libc::c_int = 1 << 20;
    for option in [libc::SO_SNDBUF, libc::SO_RCVBUF] {
        // SAFETY: reads the number, whose length is given.
        unsafe {
            libc::setsockopt(socket, libc::SOL_SOCKET, option, (&raw const bytes).cast(), size_of_val(&bytes) as u32)
        };
    }
}

fn room_of_pipe(pipe: RawFd) {
    // SAFETY: changes the size of a pipe that is open.
    unsafe { libc::fcntl(pipe, libc::F_SETPIPE_SZ, 1 << 20) };
}
