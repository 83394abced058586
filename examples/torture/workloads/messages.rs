//! The heap's queue: each worker sends letters and takes whatever comes. Every letter is taken exactly once, and those of
//! one sender in the order in which they were sent.

use std::ops::Range;

use ipo::{Error, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Letter {
    sender: u64,
    number: u64,
    text: String,
}

impl Letter {
    fn of(sender: u64, number: u64) -> Letter {
        Letter { sender, number, text: "letter ".repeat(number as usize % 20) }
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Post {
    sent: Vec<u64>,
    taken: Vec<u64>,
}

/// Letters that wait at most.
const MOST: u64 = 150;

#[derive(Debug)]
pub(super) struct Messages {
    seed: u64,
    post: Place<Post>,
    counts: Place<Vec<u64>>,
}

impl Messages {
    pub(super) fn new(seed: u64) -> Messages {
        Messages { seed, post: Place::new("post"), counts: Place::new("post: counts") }
    }

    fn change(&self, tx: &mut Tx<'_>, worker: usize, n: u64) -> Result<(), Fault> {
        let mut random = Random::new(&[self.seed, 5, worker as u64, n]);
        for _ in 0..1 + random.below(3) {
            let waiting = tx.message_count();
            if waiting < MOST && (waiting == 0 || random.below(2) == 0) {
                let number = tx.get(self.post.at())?.sent().get(worker).unwrap_or_default();
                tx.send(&Letter::of(worker as u64, number))?;
                tx.get_mut(self.post.at())?.sent_mut().set(worker, number + 1)?;
            } else {
                let letter: Letter = tx.take_message()?;
                take(tx.get_mut(self.post.at())?, &letter)?;
            }
        }
        Ok(())
    }
}

/// Notes that a letter was taken, which must be the sender's next one.
fn take(mut post: PostMut<'_>, letter: &Letter) -> Result<(), Fault> {
    let sender = letter.sender as usize;
    let expected = post.taken().get(sender).ok_or_else(|| Fault::broken(format_args!("from nobody: {letter:?}")))?;
    if letter.number > expected {
        let what = format!("letter {} of worker {sender} comes where {expected} has to come", letter.number);
        return Err(Fault::Lost(letter.number - expected, what));
    }
    if *letter != Letter::of(letter.sender, expected) {
        return Err(Fault::broken(format_args!("letter {expected} of worker {sender} is {letter:?}")));
    }
    post.taken_mut().set(sender, expected + 1)?;
    Ok(())
}

impl Workload for Messages {
    fn name(&self) -> &'static str {
        "messages"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        turn.send(&Letter::of(0, 0))?;
        turn.take_message::<Letter>()?;
        self.post.make(turn, &Post { sent: vec![0; workers], taken: vec![0; workers] })?;
        self.counts.make(turn, &vec![0; workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.post.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        station.transactions(self.counts.at(), numbers, |tx, n| self.change(tx, station.worker, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, _done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        let post = turn.load(self.post.at())?;
        let (sent, taken): (u64, u64) = (post.sent.iter().sum(), post.taken.iter().sum());
        findings.compare("letters that wait", &turn.message_count(), &(sent - taken.min(sent)));
        if turn.has_messages() {
            let first = turn.peek_message::<Letter>()?.load();
            let next = post.taken.get(first.sender as usize).copied();
            findings.compare("the number of the first letter", &Some(first.number), &next);
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        while turn.has_messages() {
            turn.take_message::<Letter>()?;
        }
        self.post.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
