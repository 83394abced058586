//! Death at every store of what is done to named queues, within turns and without: the message is where it was or where it
//! should be, once, and nothing is lost of the heap. Then the recovery is cut off at each of its stores.

use std::time::Duration;

use ipo::__private::fault;
use ipo::{Error, Handle, Heap, Queue, WriteTurn};

use crate::kill::comings::{each_step, trial};
use crate::kill::heap::Scratch;
use crate::kill::pool::{Outcome, Trial};
use crate::kill::process::{KILLED, caught, child};

/// How long a message is waited for that may not be there: who gives up looks for the dead first, however short it waited.
const WAIT: Duration = Duration::ZERO;
const PATIENCE: Duration = Duration::from_secs(5);
/// A recovery is cut off at one of so many of its stores, beginning with another one each time.
const STEP: u64 = 7;
/// Failures after which a case stops.
const ENOUGH: usize = 5;

/// The queues of a case, all of them small, so that the way around the ring is short.
struct Queues {
    heap: Heap,
    numbers: Queue<u64>,
    texts: Queue<String>,
    rows: Queue<Vec<u64>>,
}

impl Queues {
    fn of(heap: Heap) -> Result<Queues, Error> {
        let options = heap.queue_options().cells(3);
        let (numbers, texts, rows) = (options.open("numbers")?, options.open("texts")?, options.open("rows")?);
        Ok(Queues { heap, numbers, texts, rows })
    }

    fn recover(&self) -> Result<(), Error> {
        self.numbers.recover()?;
        self.texts.recover()?;
        self.rows.recover()
    }

    fn fill(&self, numbers: u64, texts: u64, rows: u64) -> Result<(), Error> {
        (0..numbers).try_for_each(|n| self.numbers.send(&n))?;
        (0..texts).try_for_each(|n| self.texts.send(&text(n)))?;
        (0..rows).try_for_each(|n| self.rows.send(&row(n)))
    }

    /// Everything that can be taken, by taking it; then what is in use.
    fn drain(&self) -> Result<String, Error> {
        fn all<T: ipo::Shared>(queue: &Queue<T>) -> Result<Vec<T>, Error> {
            let mut all = Vec::new();
            loop {
                match queue.take_timeout(WAIT) {
                    Ok(message) => all.push(message),
                    Err(Error::TimedOut { holder: None, .. } | Error::Closed { .. }) => return Ok(all),
                    Err(error) => return Err(error),
                }
            }
        }
        let (numbers, texts) = (all(&self.numbers)?, all(&self.texts)?);
        let rows: Vec<usize> = all(&self.rows)?.iter().map(Vec::len).collect();
        // A lost buffer shows: all of them can be had at once.
        let buffers: Vec<_> = (0..3).map(|_| self.rows.reserve_timeout(1, PATIENCE)).collect();
        let turn = self.heap.read_timeout(PATIENCE)?;
        let sum = turn.root::<u64>("sum").and_then(|sum| turn.load(sum)).unwrap_or_default();
        let closed = [self.numbers.close_reason(), self.texts.close_reason()];
        let leased = [self.numbers.leased(), self.texts.leased(), self.rows.leased()];
        let buffers = buffers.iter().filter(|row| row.is_ok()).count();
        Ok(format!("{numbers:?} {texts:?} {rows:?} sum {sum}, closed {closed:?}, leased {leased:?}, buffers {buffers}"))
    }
}

fn text(n: u64) -> String {
    format!("text number {n}, which needs a block of its own")
}

fn row(n: u64) -> Vec<u64> {
    vec![n; 10 + n as usize]
}

type Prepare = fn(&Queues) -> Result<(), Error>;
/// Does what is cut off from the call of `start` on.
type Change = fn(&Queues, &dyn Fn()) -> Result<(), Error>;

struct Case {
    name: &'static str,
    prepare: Prepare,
    change: Change,
}

fn cases() -> Vec<Case> {
    let case = |name, prepare: Prepare, change: Change| Case { name, prepare, change };
    vec![
        case(
            "first send",
            |_| Ok(()),
            |q, start| {
                start();
                q.numbers.send(&7)
            },
        ),
        case(
            "send into a ring that is used",
            |q| q.fill(2, 0, 0).and_then(|()| q.numbers.take().map(drop)),
            |q, start| {
                start();
                q.numbers.send(&7)
            },
        ),
        case(
            "send behind a full ring",
            |q| q.fill(3, 0, 0),
            |q, start| {
                start();
                q.numbers.send(&7)
            },
        ),
        case(
            "send that refills the ring",
            |q| q.fill(6, 0, 0).and_then(|()| q.numbers.take().map(drop)),
            |q, start| {
                start();
                q.numbers.send(&7)
            },
        ),
        case(
            "send of a text",
            |q| q.fill(0, 1, 0),
            |q, start| {
                start();
                q.texts.send(&text(7))
            },
        ),
        case(
            "send of a text behind a full ring",
            |q| q.fill(0, 4, 0),
            |q, start| {
                start();
                q.texts.send(&text(7))
            },
        ),
        case(
            "send of a row",
            |q| q.fill(0, 0, 1),
            |q, start| {
                start();
                q.rows.send(&row(7))
            },
        ),
        case(
            "send of a row without a buffer",
            |q| q.fill(0, 0, 3),
            |q, start| {
                start();
                q.rows.send(&row(7))
            },
        ),
        case(
            "reserve and commit",
            |q| q.fill(0, 0, 1),
            |q, start| {
                start();
                let mut row = q.rows.reserve(30)?;
                row.fill(1);
                row.commit()
            },
        ),
        case(
            "commit behind a full ring",
            |q| (0..4).try_for_each(|n| q.heap.write()?.send_to(&q.rows, &row(n))),
            |q, start| {
                start();
                q.rows.reserve(30)?.commit()
            },
        ),
        case(
            "take",
            |q| q.fill(2, 0, 0),
            |q, start| {
                start();
                q.numbers.take().map(drop)
            },
        ),
        case(
            "take that refills the ring",
            |q| q.fill(7, 0, 0).and_then(|()| (0..3).try_for_each(|_| q.numbers.take().map(drop))),
            |q, start| {
                start();
                q.numbers.take().map(drop)
            },
        ),
        case(
            "take of a text",
            |q| q.fill(0, 2, 0),
            |q, start| {
                start();
                q.texts.take().map(drop)
            },
        ),
        case(
            "take of the last text",
            |q| q.fill(0, 5, 0),
            |q, start| {
                start();
                q.texts.take_last().map(drop)
            },
        ),
        case(
            "take of the last number",
            |q| q.fill(2, 0, 0),
            |q, start| {
                start();
                q.numbers.take_last().map(drop)
            },
        ),
        case(
            "take in place",
            |q| q.fill(0, 0, 2),
            |q, start| {
                start();
                q.rows.take_in_place().map(drop)
            },
        ),
        case(
            "a message that is kept",
            |q| q.fill(0, 0, 2),
            |q, start| {
                start();
                let taken = q.rows.take_in_place()?;
                // The object is removed by name, so that what is in use can be compared.
                let mut turn = q.heap.write()?;
                let kept = taken.keep(&mut turn)?;
                turn.remove(kept)
            },
        ),
        case(
            "send within a turn",
            |q| q.fill(1, 0, 0),
            |q, start| {
                let mut turn = q.heap.write()?;
                start();
                turn.send_to(&q.numbers, &7)
            },
        ),
        case(
            "take within a turn",
            |q| q.fill(2, 2, 0),
            |q, start| {
                let mut turn = q.heap.write()?;
                start();
                turn.take_from(&q.texts).map(drop)
            },
        ),
        case(
            "a transaction that takes, counts and sends",
            |q| sum(q).and_then(|()| q.fill(2, 1, 2)),
            |q, start| {
                let sum: Handle<u64> = q.heap.read()?.root("sum")?;
                start();
                q.heap.transaction(|tx| {
                    *tx.get_mut(sum)? += 1 + tx.take_from(&q.numbers)?;
                    tx.take_from(&q.rows)?;
                    tx.send_to(&q.numbers, &7)?;
                    tx.send_to(&q.texts, &text(7))
                })
            },
        ),
        case(
            "a transaction that fails",
            |q| q.fill(2, 1, 2),
            |q, start| {
                start();
                let failed = q.heap.transaction(|tx| -> Result<(), Error> {
                    tx.take_from(&q.numbers)?;
                    tx.take_from(&q.texts)?;
                    tx.take_from(&q.rows)?;
                    tx.send_to(&q.texts, &text(7))?;
                    Err(Error::NoMessages)
                });
                assert!(failed.is_err());
                Ok(())
            },
        ),
        case(
            "lease",
            |q| q.fill(2, 0, 0),
            |q, start| {
                start();
                // It comes back, as this process dies or ends.
                q.numbers.lease().map(drop)
            },
        ),
        case(
            "lease of a text",
            |q| q.fill(0, 5, 0),
            |q, start| {
                start();
                q.texts.lease().map(drop)
            },
        ),
        case(
            "lease of a row",
            |q| q.fill(0, 0, 2),
            |q, start| {
                start();
                q.rows.lease().map(drop)
            },
        ),
        case(
            "done",
            |q| q.fill(2, 0, 0),
            |q, start| {
                let lease = q.numbers.lease()?;
                start();
                lease.done().map(drop)
            },
        ),
        case(
            "done in a transaction that counts",
            |q| sum(q).and_then(|()| q.fill(0, 2, 0)),
            |q, start| {
                let sum: Handle<u64> = q.heap.read()?.root("sum")?;
                let lease = q.texts.lease()?;
                start();
                q.heap.transaction(|tx| {
                    *tx.get_mut(sum)? += 1;
                    lease.done_in(tx).map(drop)
                })
            },
        ),
        case(
            "close",
            |q| q.fill(1, 0, 0),
            |q, start| {
                start();
                q.numbers.close("it is late")
            },
        ),
    ]
}

fn sum(q: &Queues) -> Result<(), Error> {
    let mut turn = q.heap.write()?;
    let sum = turn.put(&0_u64)?;
    turn.bind("sum", sum)
}

pub(crate) fn trials(full: bool) -> Vec<Trial> {
    let trials = cases().into_iter().map(|case| Trial {
        name: format!("queue: {}", case.name),
        run: Box::new(move || caught(|| Ok(run(&case, full))).unwrap_or_else(Outcome::failed)),
    });
    let moved = trial("queue: a sender never overtakes itself, whoever dies while its message is moved", || {
        overtaking(|turn, numbers| turn.send_to(numbers, &100))
    });
    let taken = trial("queue: nor while its message is taken from behind the ring", || {
        overtaking(|turn, numbers| {
            // All that lie in the ring; then the one behind it.
            (0..3).try_for_each(|_| turn.take_from(numbers).map(drop))
        })
    });
    trials.chain([trial("queue: the making of one", making), moved, taken]).collect()
}

/// Messages of one sender, the last of them behind the ring. Another one dies at each store of what it does to the queue; the
/// sender sends one more before anybody sees to the dead one.
fn overtaking(change: fn(&mut WriteTurn<'_>, &Queue<u64>) -> Result<(), Error>) -> Result<u64, String> {
    let text = |error: Error| error.to_string();
    each_step(
        || {
            let scratch = Scratch::new(256 << 10);
            let queues = queues(&scratch)?;
            queues.fill(4, 0, 0).map_err(text)?;
            // Room for the one behind it, which moves when somebody sends in a turn, and for the sender's next one.
            (0..2).try_for_each(|_| queues.numbers.take().map(drop)).map_err(text)?;
            Ok((scratch, queues))
        },
        |(scratch, _), arm| {
            let heap = scratch.attach();
            let numbers = heap.queue::<u64>("numbers").expect("the parent made it");
            let mut turn = heap.write().expect("nobody else wants it");
            arm();
            let _ = change(&mut turn, &numbers); // to take what is not there is an error
            drop(turn);
            // Leaving is another trial's.
            std::mem::forget((heap, numbers));
        },
        |(_scratch, queues)| {
            queues.numbers.send(&4).map_err(text)?;
            let mut found = Vec::new();
            loop {
                match queues.numbers.take_timeout(WAIT) {
                    // What the dead one was at in the ring comes back as redelivered, and later.
                    Ok(number) => found.extend([3, 4].contains(&number).then_some(number)),
                    Err(Error::TimedOut { .. }) => break,
                    Err(error) => return Err(text(error)),
                }
            }
            sound(&queues.heap)?;
            if let Ok(late) = queues.numbers.try_take() {
                return Err(format!("who waited in vain did not see to the dead one's turn, whose end brought {late}"));
            }
            if [&[3, 4][..], &[4]].contains(&&found[..]) { Ok(()) } else { Err(format!("{found:?}")) }
        },
    )
}

fn queues(scratch: &Scratch) -> Result<Queues, String> {
    Queues::of(scratch.attach()).map_err(|e| format!("opening the queues: {e}"))
}

fn sound(heap: &Heap) -> Result<(), String> {
    let report = heap.read_timeout(PATIENCE).map_err(|e| format!("the read turn: {e}"))?.verify();
    if report.is_sound() { Ok(()) } else { Err(format!("verify: {:?}", report.findings)) }
}

/// What is there, by taking it: as the next one who comes.
fn look(scratch: &Scratch) -> Result<String, String> {
    caught(|| {
        let queues = queues(scratch)?;
        sound(&queues.heap)?;
        queues.recover().map_err(|e| format!("recovering: {e}"))?;
        sound(&queues.heap).map_err(|e| format!("recovered, {e}"))?;
        let found = queues.drain().map_err(|e| format!("taking all: {e}"))?;
        sound(&queues.heap).map_err(|e| format!("empty, {e}"))?;
        // Fit for more.
        let again = queues.fill(5, 5, 5).and_then(|()| queues.drain());
        let again = again.map_err(|e| format!("once more: {e}"));
        if queues.numbers.close_reason().is_none() {
            again?;
        }
        sound(&queues.heap).map_err(|e| format!("once more, {e}"))?;
        Ok(found)
    })
}

fn run(case: &Case, full: bool) -> Outcome {
    let prepared = caught(|| {
        let scratch = Scratch::new(1 << 20);
        let first = queues(&scratch)?;
        (case.prepare)(&first).map_err(|e| format!("preparing: {e}"))?;
        drop(first);
        let start = scratch.view.capture(None);
        let before = look(&scratch)?;
        scratch.view.restore(&start);
        let done = queues(&scratch)?;
        (case.change)(&done, &|| ()).map_err(|e| format!("without a death: {e}"))?;
        drop(done);
        let after = look(&scratch)?;
        Ok((scratch, start, before, after))
    });
    let (scratch, start, before, after) = match prepared {
        Ok(prepared) => prepared,
        Err(why) => return Outcome::failed(why),
    };
    let mut out = Outcome::default();
    let (mut stores, mut recoveries) = (0, 0);
    let judge = |at: String, found: Result<String, String>, failures: &mut Vec<String>| match found {
        Ok(found) if found == before || found == after => {}
        Ok(found) => failures.push(format!("{at}: neither before nor after: {found}, not {before} or {after}")),
        Err(why) => failures.push(format!("{at}: {why}")),
    };
    let step: u64 = if full { 1 } else { STEP };
    for n in 0.. {
        scratch.view.restore(&start);
        let end = child(|| {
            let queues = Queues::of(scratch.attach()).expect("the queues");
            let result = (case.change)(&queues, &|| fault::kill_at(n));
            fault::kill_at(u64::MAX);
            i32::from(result.is_err())
        });
        if end != KILLED {
            if end != crate::kill::process::End::Exit(0) {
                out.failures.push(format!("store {n}: the child ended with {end:?}"));
            }
            stores = n;
            break;
        }
        let image = scratch.view.capture(Some(&start));
        judge(format!("store {n}"), look(&scratch), &mut out.failures);
        // The recovery from that, cut off. A queue that nobody died in has nothing to recover.
        for m in (n % step..).step_by(step as usize) {
            scratch.view.restore(&image);
            let end = child(|| {
                let queues = Queues::of(scratch.attach()).expect("the queues");
                fault::kill_at(m);
                let recovered = queues.recover();
                fault::kill_at(u64::MAX);
                i32::from(recovered.is_err())
            });
            if end != KILLED {
                break;
            }
            recoveries += 1;
            judge(format!("store {n}, recovery {m}"), look(&scratch), &mut out.failures);
            if out.failures.len() >= ENOUGH {
                break;
            }
        }
        if out.failures.len() >= ENOUGH {
            break;
        }
    }
    if stores == 0 && out.failures.is_empty() {
        out.failures.push("the case made no store".into());
    }
    out.kills = stores + recoveries;
    out.line = format!("queue: {} | {stores} | {recoveries} | {recoveries} | {}", case.name, out.kills);
    out
}

/// A queue is there, and can be used, or is not.
fn making() -> Result<u64, String> {
    let scratch = Scratch::new(1 << 20);
    let start = scratch.view.capture(None);
    for n in 0.. {
        scratch.view.restore(&start);
        let end = child(|| {
            let heap = scratch.attach();
            fault::kill_at(n);
            let made = heap.queue_options().cells(3).open::<u64>("numbers");
            fault::kill_at(u64::MAX);
            i32::from(made.is_err())
        });
        let heap = scratch.attach();
        sound(&heap)?;
        let queue = heap.queue_options().cells(3).open::<u64>("numbers").map_err(|e| format!("store {n}: {e}"))?;
        queue.send(&n).map_err(|e| e.to_string())?;
        let taken = queue.take_timeout(PATIENCE).map_err(|e| e.to_string())?;
        if taken != n {
            return Err(format!("store {n}: {taken} was taken"));
        }
        sound(&heap)?;
        if end != KILLED {
            return if n > 10 { Ok(n) } else { Err(format!("only {n} stores")) };
        }
    }
    Err("it never ends".into())
}
