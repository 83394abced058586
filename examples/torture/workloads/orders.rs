//! A named queue with leases: an order that was sent is worked on exactly once, whoever dies with it; the work and the end of
//! the lease are one transaction.

use std::cell::RefCell;
use std::ops::Range;

use ipo::{Error, Heap, Lease, Queue, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Order {
    sender: u64,
    number: u64,
    text: String,
}

impl Order {
    fn of(sender: u64, number: u64) -> Order {
        Order { sender, number, text: "order ".repeat(number as usize % 9) }
    }
}

/// By sender: orders sent and done, and the sums of the numbers of the done ones and of their squares, which tell a lost one and
/// one that was done twice.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Book {
    sent: Vec<u64>,
    done: Vec<u64>,
    sums: Vec<u64>,
    squares: Vec<u64>,
    redelivered: u64,
}

/// Orders that wait at most.
const MOST: usize = 100;

#[derive(Debug)]
pub(super) struct Orders {
    seed: u64,
    book: Place<Book>,
    counts: Place<Vec<u64>>,
    /// The supervisor's.
    queue: Option<Queue<Order>>,
}

impl Orders {
    pub(super) fn new(seed: u64) -> Orders {
        Orders { seed, book: Place::new("orders"), counts: Place::new("orders: counts"), queue: None }
    }

    fn open_queue(heap: &Heap) -> Result<Queue<Order>, Error> {
        heap.queue_options().cells(16).open("orders")
    }

    fn send(&self, tx: &mut Tx<'_>, queue: &Queue<Order>, worker: usize) -> Result<(), Fault> {
        let number = tx.get(self.book.at())?.sent().get(worker).unwrap_or_default();
        tx.send_to(queue, &Order::of(worker as u64, number))?;
        tx.get_mut(self.book.at())?.sent_mut().set(worker, number + 1)?;
        Ok(())
    }

    fn finish(&self, tx: &mut Tx<'_>, lease: Lease<Order>) -> Result<(), Fault> {
        let again = u64::from(lease.redelivered());
        let order = lease.done_in(tx)?;
        if order != Order::of(order.sender, order.number) {
            return Err(Fault::broken(format_args!("an order that nobody sent: {order:?}")));
        }
        let (sender, number) = (order.sender as usize, order.number);
        let mut book = tx.get_mut(self.book.at())?;
        *book.done_mut().into_get_mut(sender).ok_or_else(|| Fault::broken("an order of nobody"))? += 1;
        *book.sums_mut().into_get_mut(sender).ok_or_else(|| Fault::broken("an order of nobody"))? += number;
        *book.squares_mut().into_get_mut(sender).ok_or_else(|| Fault::broken("an order of nobody"))? += number * number;
        book.set_redelivered(book.redelivered() + again);
        Ok(())
    }
}

impl Workload for Orders {
    fn name(&self) -> &'static str {
        "orders"
    }

    fn come(&mut self, heap: &Heap) -> Result<(), Error> {
        let queue = Orders::open_queue(heap)?;
        // What dead workers had leased.
        queue.recover()?;
        self.queue = Some(queue);
        Ok(())
    }

    fn leave(&mut self) {
        self.queue = None;
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        let none = vec![0; workers];
        let book =
            Book { sent: none.clone(), done: none.clone(), sums: none.clone(), squares: none.clone(), redelivered: 0 };
        self.book.make(turn, &book)?;
        self.counts.make(turn, &none)
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.book.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let queue = station.with_heap(Orders::open_queue)?;
        for n in numbers {
            let mut random = Random::new(&[self.seed, 11, station.worker as u64, n]);
            let waiting = queue.len();
            let wants = waiting > 0 && (waiting >= MOST || random.below(2) == 0);
            let lease = match if wants { queue.try_lease() } else { Err(Error::NoMessages) } {
                Ok(lease) => Some(lease),
                Err(Error::NoMessages | Error::WouldBlock { .. }) => None,
                Err(error) => return Err(error.into()),
            };
            let lease = RefCell::new(lease);
            station.transactions(self.counts.at(), n..n + 1, |tx, _| match lease.borrow_mut().take() {
                Some(lease) => self.finish(tx, lease),
                None if queue.len() < MOST => self.send(tx, &queue, station.worker),
                None => Ok(()),
            })?;
        }
        Ok(())
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, _done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        let Some(queue) = &self.queue else { return Ok(()) };
        let book = turn.load(self.book.at())?;
        let (sent, done): (u64, u64) = (book.sent.iter().sum(), book.done.iter().sum());
        let open = (queue.len() + queue.leased()) as u64;
        findings.compare("orders that wait or are leased", &open, &(sent - done.min(sent)));
        if queue.leased() > 0 {
            return Ok(());
        }
        // What waits is looked at by taking it, in a transaction that gives it back.
        let (mut sums, mut squares) = (book.sums.clone(), book.squares.clone());
        let given_back: Result<(), Error> = turn.transaction(|tx| {
            loop {
                match tx.take_from(queue) {
                    Ok(order) => {
                        let sender = order.sender as usize % sums.len();
                        sums[sender] += order.number;
                        squares[sender] += order.number * order.number;
                    }
                    Err(error) => return Err(error),
                }
            }
        });
        if let Err(error) = given_back {
            if !matches!(error, Error::NoMessages) {
                return Err(error);
            }
        }
        let expected =
            |power: u32| book.sent.iter().map(|&sent| (0..sent).map(|n| n.pow(power)).sum()).collect::<Vec<u64>>();
        findings.compare("sums of the orders' numbers", &sums, &expected(1));
        findings.compare("sums of their squares", &squares, &expected(2));
        Ok(())
    }

    fn objects(&self) -> u64 {
        2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        if let Some(queue) = &self.queue {
            while turn.take_from(queue).is_ok() {}
        }
        self.book.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
