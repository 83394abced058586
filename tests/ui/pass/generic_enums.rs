//! Enums with parameters, and all attributes of an enum with data.

#![deny(warnings)]

use std::collections::HashMap;
use std::time::Duration;

use ipo::{Error, Heap, Key, Shared, SharedEnum};

mod milliseconds {
    use std::time::Duration;

    pub type Stored = u64;

    pub fn store(value: &Duration) -> u64 {
        u64::try_from(value.as_millis()).unwrap_or(u64::MAX)
    }

    pub fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(name = "lab.Reply", crate = "ipo", bound = "K: Key", derive_ref(Debug))]
pub enum Reply<T, K: std::hash::Hash + Eq, const N: usize = 1> {
    Done(T, [T; N]),
    #[shared(rename = "Error")]
    Failed {
        #[shared(rename = "why")]
        reason: String,
        #[shared(skip)]
        trace: Vec<&'static str>,
        #[shared(skip, default = three)]
        attempts: u8,
    },
    Later {
        #[shared(with = milliseconds)]
        delay: Duration,
        #[shared(pod)]
        place: [f32; 2],
        #[shared(atomic)]
        asked: u32,
    },
    Many(HashMap<K, T>),
}

fn three() -> u8 {
    3
}

#[derive(SharedEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[shared(derive_ref(PartialEq, Eq))]
pub enum Answer {
    Yes = 1,
    No = 0,
}

pub fn done<T: Shared, K: Key>(reply: ReplyRef<'_, T, K, 1>) -> Option<T::Ref<'_>> {
    match reply {
        ReplyRef::Done(value, _) => Some(value),
        _ => None,
    }
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let reply = turn.put(&Reply::<String, u8>::Done("a".into(), ["b".into()]))?;
    assert_eq!(done(turn.get(reply)?), Some("a"));

    turn.store(reply, &Reply::Failed { reason: "r".into(), trace: vec!["t"], attempts: 9 })?;
    assert_eq!(turn.load(reply)?, Reply::Failed { reason: "r".into(), trace: vec![], attempts: 3 });

    turn.store(reply, &Reply::Later { delay: Duration::from_secs(2), place: [0.5; 2], asked: 0 })?;
    if let ReplyMut::Later { delay, place, asked } = turn.get_mut(reply)? {
        *delay += 500;
        place[0] = 1.0;
        asked.fetch_add(1)?;
    }
    assert_eq!(turn.load(reply)?, Reply::Later { delay: Duration::from_millis(2_500), place: [1.0, 0.5], asked: 1 });

    let answer = turn.put(&Answer::Yes)?;
    assert!(turn.get(answer)? == AnswerRef::Yes && turn.get(answer)? != AnswerRef::No);
    Ok(())
}
