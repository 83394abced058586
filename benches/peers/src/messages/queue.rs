//! ipo's queues.

use std::hint::spin_loop;
use std::time::Duration;

use ipo::{Error, Heap, Queue};

use super::{End, LEN, Link, Opened, frame, number, read, same};
use crate::{Failure, common};

pub const LINK: Link = Link {
    key: "ipo",
    name: || "ipo".into(),
    note: "",
    messages: |work| match work {
        "copy" => Some(500),
        _ => Some(20_000),
    },
    first: |work| {
        let (word, heap) = common::heap("messages")?;
        let post = Post::new(heap)?;
        let work = work.to_owned();
        Ok(Opened { word, end: Box::new(move || post.first(&work)) })
    },
    second: |work, word| Post::new(Heap::options().timeout(Duration::from_secs(10)).attach(word)?)?.second(work),
};

struct Post {
    there: Queue<u64>,
    back: Queue<u64>,
    places: (Queue<Vec<u8>>, Queue<Vec<u8>>),
    frames: Queue<Vec<u8>>,
    _heap: Heap,
}

/// Repeats what would have to wait.
#[inline]
fn poll<R>(mut attempt: impl FnMut() -> Result<R, Error>) -> Result<R, Error> {
    loop {
        match attempt() {
            Err(Error::NoMessages | Error::QueueFull { .. } | Error::WouldBlock { .. }) => spin_loop(),
            done => return done,
        }
    }
}

impl Post {
    fn new(heap: Heap) -> Result<Post, Failure> {
        Ok(Post {
            there: heap.queue("there")?,
            back: heap.queue("back")?,
            places: (heap.queue("places there")?, heap.queue("places back")?),
            frames: heap.queue_options().bounded(2).open("frames")?,
            _heap: heap,
        })
    }

    fn first(self, work: &str) -> Result<End, Failure> {
        let sent = frame();
        Ok(match work {
            "round-trip" => Box::new(move |messages| {
                for n in 0..messages {
                    self.there.try_send(&n)?;
                    same(n, poll(|| self.back.try_take())?)?;
                }
                Ok(())
            }),
            "copy" => Box::new(move |messages| {
                for _ in 0..messages {
                    let mut place = poll(|| self.frames.try_reserve(LEN))?;
                    place.copy_from_slice(&sent);
                    place.commit()?;
                }
                Ok(())
            }),
            "in-place" => Box::new(move |messages| {
                for n in 0..messages {
                    let mut place = self.places.0.try_reserve(LEN)?;
                    place[..8].copy_from_slice(&n.to_ne_bytes());
                    place.commit()?;
                    same(n, number(&poll(|| self.places.1.try_take_in_place())?)?)?;
                }
                Ok(())
            }),
            "stream" => Box::new(move |messages| {
                for n in 0..messages {
                    let mut place = poll(|| self.frames.try_reserve(LEN))?;
                    place[..8].copy_from_slice(&n.to_ne_bytes());
                    place.commit()?;
                }
                Ok(())
            }),
            _ => return Err("no such work".into()),
        })
    }

    fn second(self, work: &str) -> Result<End, Failure> {
        Ok(match work {
            "round-trip" => Box::new(move |messages| {
                for _ in 0..messages {
                    let n = poll(|| self.there.try_take())?;
                    self.back.try_send(&n)?;
                }
                Ok(())
            }),
            "copy" => Box::new(move |messages| {
                (0..messages).try_for_each(|_| read(&poll(|| self.frames.try_take_in_place())?))
            }),
            "in-place" => Box::new(move |messages| {
                for _ in 0..messages {
                    let taken = poll(|| self.places.0.try_take_in_place())?;
                    let mut place = self.places.1.try_reserve(LEN)?;
                    place[..8].copy_from_slice(&taken[..8]);
                    drop(taken);
                    place.commit()?;
                }
                Ok(())
            }),
            "stream" => Box::new(move |messages| {
                (0..messages).try_for_each(|n| same(n, number(&poll(|| self.frames.try_take_in_place())?)?))
            }),
            _ => return Err("no such work".into()),
        })
    }
}
