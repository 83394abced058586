//! What is true about a ring, by every change of its cells in the order in which they are made: which messages wait, who has
//! one, what each participant can know. Checks every change, and what participants conclude.

use std::collections::BTreeSet;

use crate::object::ring::{State, Word};

/// Participants at most, with the one who comes at the end.
pub(super) const PARTICIPANTS: usize = 5;

/// What a participant knows to be over: it did it itself, or was told by one who knew, through a message or a cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// How many messages each participant has sent.
    sent: [u64; PARTICIPANTS],
    /// Positions whose message is taken and whose cell is empty.
    emptied: BTreeSet<u64>,
}

impl Known {
    fn learn(&mut self, other: &Known) {
        for (mine, theirs) in self.sent.iter_mut().zip(other.sent) {
            *mine = theirs.max(*mine);
        }
        self.emptied.extend(&other.emptied);
    }
}

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Its sender has given it up: it never was one.
    Nowhere,
    /// Its sender has not finished it.
    Sender,
    /// It waits.
    Queue,
    /// Somebody has claimed it.
    Taker(usize),
    /// It was taken.
    Gone,
}

#[derive(Debug)]
struct Message {
    sender: usize,
    /// Of its sender, from 0.
    number: u64,
    /// What its sender knew: all of that was before it.
    knew: Known,
    at: At,
    /// It was put back once.
    returned: bool,
    /// Its cell's, once it has one.
    position: u64,
}

#[derive(Debug)]
struct Cell {
    /// Address of its word.
    address: usize,
    word: Word,
    position: u64,
    /// Index of the message of that position.
    message: Option<usize>,
    /// What the last one who emptied it knew.
    knew: Known,
}

/// See the module's text.
#[derive(Debug)]
pub(super) struct Log {
    cells: Vec<Cell>,
    messages: Vec<Message>,
    known: [Known; PARTICIPANTS],
    /// What each participant is about to send, by index.
    sending: [Option<usize>; PARTICIPANTS],
    /// What those knew who take the message that was sent last.
    last: [Option<Known>; PARTICIPANTS],
    first: u64,
    /// The next position to be claimed.
    next: u64,
    returns: u64,
}

impl Log {
    /// Of an empty ring whose cells' words lie at these addresses and are these.
    pub(super) fn new(first: u64, cells: impl Iterator<Item = (usize, Word)>) -> Log {
        let cells = cells.map(|(address, word)| {
            let position = word.settled_at().expect("nobody is at it");
            Cell { address, word, position, message: None, knew: Known::default() }
        });
        Log {
            cells: cells.collect(),
            messages: Vec::new(),
            known: Default::default(),
            sending: [None; PARTICIPANTS],
            last: Default::default(),
            first,
            next: first,
            returns: 0,
        }
    }

    // ---- what participants are about to do, and did -------------------------------------------------------------------

    /// Somebody is about to send its next message; gives what the message is known by.
    pub(super) fn begin(&mut self, sender: usize) -> u64 {
        let counts = |message: &&Message| message.sender == sender && message.at != At::Nowhere;
        let number = self.messages.iter().filter(counts).count() as u64;
        let knew = self.known[sender].clone();
        self.messages.push(Message { sender, number, knew, at: At::Sender, returned: false, position: 0 });
        self.send_now(sender, self.messages.len() as u64 - 1)
    }

    /// What `who` puts into the ring next.
    pub(super) fn send_now(&mut self, who: usize, message: u64) -> u64 {
        self.sending[who] = Some(message as usize);
        message
    }

    /// The message was not sent.
    pub(super) fn give_up(&mut self, sender: usize) {
        let message = self.sending[sender].take().expect("what it was about to send");
        assert_eq!(self.messages[message].at, At::Sender, "not sent, it says");
        self.messages[message].at = At::Nowhere;
    }

    /// The message was sent, and its sender knows.
    pub(super) fn sent(&mut self, sender: usize, message: u64) {
        let message = &mut self.messages[message as usize];
        assert_ne!(message.at, At::Sender, "a message that was sent is nowhere");
        self.known[sender].sent[sender] = message.number + 1;
    }

    /// The message lies behind the ring from now on.
    pub(super) fn put_behind(&mut self, message: u64) {
        self.messages[message as usize].at = At::Queue;
    }

    /// The message was taken from behind the ring.
    pub(super) fn taken_from_behind(&mut self, taker: usize, message: u64) {
        self.claimed(taker, message as usize);
        self.messages[message as usize].at = At::Gone;
    }

    // ---- what they conclude -------------------------------------------------------------------------------------------

    /// Somebody takes the message that was sent last next.
    pub(super) fn take_last(&mut self, who: usize) {
        self.last[who] = Some(self.known[who].clone());
    }

    pub(super) fn known(&self, who: usize) -> (Known, u64) {
        (self.known[who].clone(), self.next)
    }

    /// Somebody who knew so much says that no message waits.
    pub(super) fn check_empty(&self, (known, _): &(Known, u64)) {
        for message in &self.messages {
            let was_there = message.number < known.sent[message.sender] && !message.returned;
            assert!(!was_there || message.at != At::Queue, "empty, it says, and there is {message:?}");
        }
    }

    /// Somebody who knew so much says that just these positions hold messages.
    pub(super) fn check_snapshot(&self, (known, _): &(Known, u64), positions: &[u64]) {
        assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
        let seen = |message: &Message| positions.contains(&message.position);
        for message in self.messages.iter().filter(|message| message.at == At::Queue && !message.returned) {
            let before_one_seen =
                |other: &Message| other.sender == message.sender && other.number > message.number && seen(other);
            let was_there = message.number < known.sent[message.sender] || self.messages.iter().any(before_one_seen);
            assert!(!was_there || seen(message), "{positions:?} are all, it says, and there is {message:?}");
        }
    }

    /// Somebody who knew so much says that the ring is full.
    pub(super) fn check_full(&self, (known, next): &(Known, u64)) {
        let cells = self.cells.len() as u64;
        let was_free = |position: u64| position - cells < self.first || known.emptied.contains(&(position - cells));
        assert!(!(*next..=self.next).all(was_free), "full, it says, and the next cell was free: {self:?}");
    }

    /// What was before all participants.
    pub(super) fn tell_all(&mut self, who: usize) {
        self.known = std::array::from_fn(|_| self.known[who].clone());
    }

    /// What a participant that comes when all others have gone knows.
    pub(super) fn learn_all(&mut self, who: usize) {
        let mut all = Known::default();
        self.known.iter().for_each(|known| all.learn(known));
        self.known[who] = all;
    }

    /// At the end: nothing waits, nobody is at anything.
    pub(super) fn check_nothing_left(&self) {
        for message in &self.messages {
            let sent = message.number < self.known.iter().map(|known| known.sent[message.sender]).max().unwrap_or(0);
            let over = matches!(message.at, At::Gone | At::Nowhere) || message.at == At::Sender && !sent;
            assert!(over, "lost: {message:?}");
        }
    }

    pub(super) fn returns(&self) -> u64 {
        self.returns
    }

    /// A claimed cell says that it holds this message.
    pub(super) fn check_content(&self, position: u64, message: u64) {
        let cell = self.cells.iter().find(|cell| cell.position == position).expect("a claimed cell");
        assert_eq!(cell.message, Some(message as usize), "what the cell at {position} holds");
    }

    // ---- changes ------------------------------------------------------------------------------------------------------

    /// A word has changed, perhaps that of a cell.
    pub(super) fn changed(&mut self, address: usize, value: u64) {
        let Some(index) = self.cells.iter().position(|cell| cell.address == address) else { return };
        let (new, cells) = (Word(value), self.cells.len() as u64);
        let cell = &mut self.cells[index];
        let old = std::mem::replace(&mut cell.word, new);
        let (position, who) = (cell.position, |word: Word| word.owner().expect("a claim").slot as usize);
        let near = |position| new.distance(position) == 0;
        match (old.state(), new.state()) {
            (State::Empty, State::Writing) => {
                assert!(
                    near(position) && position == self.next,
                    "{position} is claimed, and the next is {}",
                    self.next
                );
                self.next += 1;
                let knew = cell.knew.clone();
                self.known[who(new)].learn(&knew);
            }
            (State::Writing, State::Full) => {
                assert!(near(position) && !new.redelivered());
                let sent = self.sending[who(old)].take().expect("somebody sends");
                cell.message = Some(sent);
                (self.messages[sent].at, self.messages[sent].position) = (At::Queue, position);
            }
            (State::Full, State::Reading) => {
                assert!(near(position) && new.redelivered() == old.redelivered());
                let message = cell.message.expect("a full cell has one");
                self.claimed(who(new), message);
            }
            (State::Reading, State::Full) => {
                assert!(near(position));
                let message = &mut self.messages[cell.message.expect("as above")];
                (message.at, message.returned) = (At::Queue, true);
                self.returns += 1;
            }
            (State::Writing | State::Reading, State::Empty) => {
                assert!(near(position + cells));
                cell.position += cells;
                if let (State::Reading, Some(message)) = (old.state(), cell.message.take()) {
                    self.messages[message].at = At::Gone;
                    self.known[who(old)].emptied.insert(position);
                    cell.knew.learn(&self.known[who(old)]);
                }
            }
            (from, to) => panic!("a cell that is {from:?} becomes {to:?}"),
        }
    }

    fn claimed(&mut self, taker: usize, index: usize) {
        let last = self.last[taker].take();
        let message = &self.messages[index];
        assert_eq!(message.at, At::Queue, "taken twice: {message:?}");
        for other in &self.messages {
            let first = match &last {
                // Each message that its sender knew to be sent, or sent itself before.
                None if other.sender == message.sender => other.number < message.number,
                None => other.number < message.knew.sent[other.sender],
                // Each one behind it that the taker knew to be sent.
                Some(known) => other.position > message.position && other.number < known.sent[other.sender],
            };
            assert!(!first || other.at != At::Queue || other.returned, "{message:?} comes before {other:?}");
        }
        let (sender, number, knew) = (message.sender, message.number, message.knew.clone());
        self.messages[index].at = At::Taker(taker);
        let known = &mut self.known[taker];
        known.learn(&knew);
        known.sent[sender] = known.sent[sender].max(number + 1);
    }
}
