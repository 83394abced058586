//! What the processes of the service share.

use std::fmt;

use ipo::SharedStruct;

/// Changed while the server runs.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Config {
    pub(crate) greeting: String,
}

/// Counted by every worker, without the write turn.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Counters {
    #[shared(atomic)]
    pub(crate) greetings: u64,
    #[shared(atomic)]
    pub(crate) accepted: u64,
}

/// What became of the jobs. Changed in transactions.
#[derive(SharedStruct, Clone, Debug, PartialEq, Default)]
pub(crate) struct Results {
    pub(crate) done: u64,
    pub(crate) sum: u64,
    pub(crate) expected: u64,
    pub(crate) redelivered: u64,
}

/// All of it, for people.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) greetings: u64,
    pub(crate) accepted: u64,
    pub(crate) done: u64,
    pub(crate) sum: u64,
    pub(crate) expected: u64,
    pub(crate) redelivered: u64,
    pub(crate) replaced: u64,
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
