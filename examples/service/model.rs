//! What the processes of the service share.

use std::fmt;

use ipo::SharedStruct;

/// Changed while the server runs.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Config {
    pub greeting: String,
}

/// Counted by every worker, without the write turn.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Counters {
    #[shared(atomic)]
    pub greetings: u64,
    #[shared(atomic)]
    pub accepted: u64,
}

/// What became of the jobs. Changed in transactions.
#[derive(SharedStruct, Clone, Debug, PartialEq, Default)]
pub struct Results {
    pub done: u64,
    pub sum: u64,
    pub expected: u64,
    pub redelivered: u64,
}

/// All of it, for people.
#[derive(Debug, Default)]
pub struct Report {
    pub greetings: u64,
    pub accepted: u64,
    pub done: u64,
    pub sum: u64,
    pub expected: u64,
    pub redelivered: u64,
    pub replaced: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { greetings, accepted, done, redelivered, replaced, .. } = self;
        write!(
            f,
            "{greetings} greetings, {accepted} jobs accepted, {done} done ({redelivered} of them given out again), \
             {replaced} processes replaced"
        )
    }
}
