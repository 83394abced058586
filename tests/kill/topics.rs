//! Death at every store of what is done to topics, and in the recoveries from that, twice: a message is published or not,
//! subscribers miss nothing that they should get, what somebody reads stays, and nothing is lost of the heap.
//!
//! The audience lives in the process of the test, and stays; who publishes, subscribes or receives dies.

use std::cell::Cell;
use std::time::Duration;

use ipo::__private::fault;
use ipo::{Error, Heap, InPlace, Slow, Subscription, Topic};

use crate::kill::comings::{Name, each_step, trial};
use crate::kill::pool::{Outcome, Trial};
use crate::kill::process::{End, KILLED, caught, child};

const SOON: Duration = Duration::from_secs(5);
/// Messages that the topic keeps, and places that it has.
const CELLS: u64 = 4;
const PLACES: usize = 4;
/// A recovery is cut off at one of so many of its stores, beginning with another one each time.
const STEP: u64 = 7;
/// Failures after which a case stops.
const ENOUGH: usize = 5;

type Tick = (u64, String);

/// All of one size, in a block that owns another one.
fn tick(n: u64) -> Tick {
    (n, format!("the tick {n:04}, spelt out so that it needs a block"))
}

/// A heap with a topic, and somebody attached for as long as it lasts.
struct Stage {
    heap: Heap,
    topic: Topic<Tick>,
    name: Name,
}

fn open(heap: &Heap) -> Result<Topic<Tick>, Error> {
    heap.topic_options().capacity(CELLS as usize).subscribers(PLACES).open("ticks")
}

impl Stage {
    fn new() -> Result<Stage, Error> {
        let name = Name::fresh();
        let heap = Heap::options().capacity(256 << 10).journal(64 << 10).participants(8).create(&name.0)?;
        Ok(Stage { topic: open(&heap)?, heap, name })
    }

    fn publish(&self, ticks: std::ops::Range<u64>) -> Result<(), Error> {
        ticks.into_iter().try_for_each(|n| self.topic.publish_timeout(&tick(n), SOON))
    }

    /// One that subscribes, has so many messages before it, and is killed in the middle of nothing.
    fn leave_a_corpse(&self, slow: Slow, history: usize) {
        let end = child(|| {
            let heap = Heap::attach(&self.name.0).expect("the parent made it");
            let topic = open(&heap).expect("the parent made it");
            std::mem::forget(topic.subscribe_options().slow(slow).history(history).open().expect("a place"));
            std::mem::forget(heap);
            0
        });
        assert_eq!(end, End::Exit(0), "subscribing");
    }

    /// One that is killed while it reads the oldest message.
    fn leave_a_reading_corpse(&self) {
        let end = child(|| {
            let heap = Heap::attach(&self.name.0).expect("the parent made it");
            let topic = open(&heap).expect("the parent made it");
            let mut ticks = topic.subscribe_options().history(CELLS as usize).open().expect("a place");
            std::mem::forget(ticks.try_recv_in_place().expect("a message"));
            std::mem::forget((ticks, topic, heap));
            0
        });
        assert_eq!(end, End::Exit(0), "reading");
    }

    fn sound(&self) -> Result<(), String> {
        let turn = self.heap.write_timeout(SOON).map_err(|e| format!("the write turn: {e}"))?;
        let report = turn.verify();
        if report.is_sound() { Ok(()) } else { Err(format!("verify: {:?}", report.findings)) }
    }

    /// What is there now; then that the topic goes on, and what is in use in the end.
    fn look(&self, mut audience: Vec<Subscription<Tick>>) -> Result<String, String> {
        self.sound()?;
        let kept = self.topic.subscribe_options().history(CELLS as usize).open();
        let kept = all(&mut kept.map_err(|e| format!("subscribing: {e}"))?)?;
        let mut seen = Vec::new();
        for subscriber in &mut audience {
            let found = all(subscriber)?;
            seen.push((found, subscriber.lost()));
        }
        for n in 100..100 + 3 * CELLS {
            self.publish(n..n + 1).map_err(|e| format!("publishing next: {e}"))?;
            for subscriber in &mut audience {
                let found = all(subscriber)?;
                if found != [n] {
                    return Err(format!("{n} was published, and {found:?} received"));
                }
            }
        }
        drop(audience);
        let places: Result<Vec<_>, _> = (0..PLACES).map(|_| self.topic.subscribe()).collect();
        drop(places.map_err(|e| format!("a place is lost: {e}"))?);
        if self.topic.subscribers() != 0 {
            return Err(format!("{} subscribers who are nobody", self.topic.subscribers()));
        }
        self.publish(100..100 + 2 * CELLS).map_err(|e| format!("publishing at last: {e}"))?;
        self.sound().map_err(|e| format!("in the end, {e}"))?;
        let stats = self.heap.read_timeout(SOON).map_err(|e| e.to_string())?.stats();
        Ok(format!("{kept:?} {seen:?}; {} bytes in {} blocks, {} objects", stats.used, stats.blocks, stats.objects))
    }
}

/// The numbers of what is before a subscriber, by receiving it.
fn all(subscriber: &mut Subscription<Tick>) -> Result<Vec<u64>, String> {
    let mut all = Vec::new();
    loop {
        match subscriber.try_recv() {
            Ok(found) if found == tick(found.0) => all.push(found.0),
            Ok(found) => return Err(format!("half a message: {found:?}")),
            Err(Error::NoMessages) => return Ok(all),
            Err(error) => return Err(format!("receiving: {error}")),
        }
    }
}

fn whole(message: &InPlace<'_, Tick>, n: u64) -> Result<(), String> {
    let (number, text) = message.get();
    if (number, text) == (n, tick(n).1.as_str()) { Ok(()) } else { Err(format!("{n} became {number}, {text:?}")) }
}

/// Sets the stage, calls what it is given, in which others do what they do and die of it, and looks.
type Scene = fn(&Stage, &mut dyn FnMut()) -> Result<String, String>;
/// Does what is cut off from the call of `start` on.
type Change = fn(&Topic<Tick>, &Heap, &dyn Fn()) -> Result<(), Error>;

struct Case {
    name: &'static str,
    scene: Scene,
    change: Change,
}

fn text(error: Error) -> String {
    error.to_string()
}

fn publish(topic: &Topic<Tick>, _: &Heap, start: &dyn Fn()) -> Result<(), Error> {
    start();
    topic.publish(&tick(7))
}

fn cases() -> Vec<Case> {
    let case = |name, scene: Scene, change: Change| Case { name, scene, change };
    vec![
        case(
            "publish into a cell that nothing was in",
            |stage, act| {
                let ticks = stage.topic.subscribe().map_err(text)?;
                stage.publish(0..1).map_err(text)?;
                act();
                stage.look(vec![ticks])
            },
            publish,
        ),
        case(
            "publish in the place of the oldest",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                let two = stage.topic.subscribe_options().history(2).open().map_err(text)?;
                let careful = stage.topic.subscribe_options().slow(Slow::Block).history(3).open().map_err(text)?;
                act();
                stage.look(vec![two, careful])
            },
            publish,
        ),
        case(
            "publish in a turn",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                act();
                stage.look(Vec::new())
            },
            |topic, heap, start| {
                let mut turn = heap.write()?;
                start();
                turn.publish(topic, &tick(7))
            },
        ),
        case("publish over a message that is being read", read_meanwhile, publish),
        case("publish before those who are slow", slow, publish),
        case(
            "publish behind a dead one that wanted publishers to wait",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                stage.leave_a_corpse(Slow::Block, CELLS as usize);
                act();
                stage.look(Vec::new())
            },
            publish,
        ),
        case(
            "publish over what a dead one was reading",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                stage.leave_a_reading_corpse();
                act();
                stage.look(Vec::new())
            },
            publish,
        ),
        case(
            "publish when a message that went out was a dead one's to read",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                stage.leave_a_reading_corpse();
                stage.publish(CELLS..CELLS + 1).map_err(text)?;
                act();
                stage.look(Vec::new())
            },
            publish,
        ),
        case("publish when a message that went out has been read", owed, publish),
        case("publish when one of two has read a message that went out", owed_by_another, publish),
        case(
            "subscribe",
            |stage, act| {
                let ticks = stage.topic.subscribe().map_err(text)?;
                stage.publish(0..2).map_err(text)?;
                act();
                stage.look(vec![ticks])
            },
            |topic, _, start| {
                start();
                topic.subscribe().map(std::mem::forget)
            },
        ),
        case(
            "subscribe with history to a full topic, in a dead one's place",
            |stage, act| {
                stage.publish(0..CELLS + 1).map_err(text)?;
                stage.leave_a_corpse(Slow::Block, 2);
                let audience: Result<Vec<_>, _> = (1..PLACES).map(|_| stage.topic.subscribe()).collect();
                // One place is needed to look.
                let mut audience = audience.map_err(text)?;
                act();
                audience.pop();
                stage.look(audience)
            },
            |topic, _, start| {
                start();
                topic.subscribe_options().slow(Slow::Block).history(3).open().map(std::mem::forget)
            },
        ),
        case(
            "unsubscribe",
            |stage, act| {
                stage.publish(0..2).map_err(text)?;
                act();
                stage.look(Vec::new())
            },
            |topic, _, start| {
                let careful = topic.subscribe_options().slow(Slow::Block).history(2).open()?;
                start();
                drop(careful);
                Ok(())
            },
        ),
        case(
            "receive",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                act();
                stage.look(Vec::new())
            },
            |topic, _, start| {
                let mut careful = topic.subscribe_options().slow(Slow::Block).history(3).open()?;
                start();
                assert_eq!(careful.recv()?, tick(1));
                assert_eq!(careful.try_recv_in_place()?.get().0, 2);
                careful.recv().map(|_| std::mem::forget(careful))
            },
        ),
        case(
            "receive what goes out meanwhile",
            |stage, act| {
                stage.publish(0..CELLS).map_err(text)?;
                act();
                stage.look(Vec::new())
            },
            |topic, _, start| {
                let mut ticks = topic.subscribe_options().history(CELLS as usize).open()?;
                let reading = ticks.try_recv_in_place()?;
                topic.publish(&tick(7))?;
                start();
                drop(reading);
                ticks.recv().map(|_| std::mem::forget(ticks))
            },
        ),
    ]
}

fn read_meanwhile(stage: &Stage, act: &mut dyn FnMut()) -> Result<String, String> {
    stage.publish(0..CELLS).map_err(text)?;
    let whole_topic = stage.topic.subscribe_options().history(CELLS as usize);
    let (mut one, mut two) = (whole_topic.open().map_err(text)?, whole_topic.open().map_err(text)?);
    let (a, b) = (one.try_recv_in_place().map_err(text)?, two.try_recv_in_place().map_err(text)?);
    act();
    whole(&a, 0)?;
    stage.sound()?;
    stage.publish(50..51).map_err(text)?;
    whole(&a, 0)?;
    drop(a);
    stage.publish(51..52).map_err(text)?;
    whole(&b, 0)?;
    drop(b);
    // What they lost depends on whether the message came; that they lost it is another scene's.
    drop((one, two));
    stage.look(Vec::new())
}

fn slow(stage: &Stage, act: &mut dyn FnMut()) -> Result<String, String> {
    let options = stage.topic.subscribe_options();
    let mut lossy = options.clone().bound(2).slow(Slow::DropOldest).open().map_err(text)?;
    let mut strict = options.clone().bound(2).slow(Slow::Disconnect).open().map_err(text)?;
    stage.publish(0..2).map_err(text)?;
    act();
    stage.sound()?;
    // A message that is not published after all may have cost the slow ones already: never more than that one does.
    let found = all(&mut lossy)?;
    let all_told: Vec<u64> = [0, 1, 7].into_iter().skip(lossy.lost() as usize).collect();
    let not_told = &all_told[..all_told.len() - 1];
    if lossy.lost() > 1 || (found != all_told && found != not_told) {
        return Err(format!("{found:?} were received, and {} lost", lossy.lost()));
    }
    match strict.try_recv() {
        Ok(message) if message == tick(0) => {}
        Err(Error::Disconnected { received: 0 }) => {}
        other => return Err(format!("the strict one finds {other:?}")),
    }
    drop(strict);
    stage.publish(60..61).map_err(text)?;
    let found = all(&mut lossy)?;
    if found != [60] || lossy.lost() > 1 {
        return Err(format!("next {found:?} were received, and {} lost", lossy.lost()));
    }
    drop(lossy);
    stage.look(Vec::new())
}

fn owed(stage: &Stage, act: &mut dyn FnMut()) -> Result<String, String> {
    stage.publish(0..CELLS).map_err(text)?;
    let mut ticks = stage.topic.subscribe_options().history(CELLS as usize).open().map_err(text)?;
    let reading = ticks.try_recv_in_place().map_err(text)?;
    stage.publish(CELLS..CELLS + 1).map_err(text)?;
    whole(&reading, 0)?;
    drop(reading);
    act();
    stage.sound()?;
    drop(ticks);
    stage.look(Vec::new())
}

fn owed_by_another(stage: &Stage, act: &mut dyn FnMut()) -> Result<String, String> {
    stage.publish(0..CELLS).map_err(text)?;
    let whole_topic = stage.topic.subscribe_options().history(CELLS as usize);
    let (mut one, mut two) = (whole_topic.open().map_err(text)?, whole_topic.open().map_err(text)?);
    let (a, b) = (one.try_recv_in_place().map_err(text)?, two.try_recv_in_place().map_err(text)?);
    stage.publish(CELLS..CELLS + 1).map_err(text)?;
    drop(a);
    act();
    whole(&b, 0)?;
    stage.sound()?;
    stage.publish(50..52).map_err(text)?;
    whole(&b, 0)?;
    drop(b);
    drop((one, two));
    stage.look(Vec::new())
}

pub(crate) fn trials(full: bool) -> Vec<Trial> {
    let trials = cases().into_iter().map(|case| Trial {
        name: format!("topic: {}", case.name),
        run: Box::new(move || caught(|| Ok(run(&case, full))).unwrap_or_else(Outcome::failed)),
    });
    trials.chain([trial("topic: the making of one", making)]).collect()
}

/// Plays the scene, with the deaths in `deaths`: the first one's in the change, the others' in recoveries. What was found, and
/// how the last one ended.
fn play(case: &Case, deaths: &[u64]) -> (Result<String, String>, End) {
    let end = Cell::new(End::Exit(0));
    let found = caught(|| {
        let stage = Stage::new().map_err(text)?;
        (case.scene)(&stage, &mut || {
            for (number, at) in deaths.iter().enumerate() {
                end.set(child(|| {
                    let heap = Heap::attach(&stage.name.0).expect("the parent made it");
                    let done = if number == 0 {
                        let topic = open(&heap).expect("the parent made it");
                        let done = (case.change)(&topic, &heap, &|| fault::kill_at(*at));
                        // Leaving is another trial's.
                        std::mem::forget(topic);
                        done
                    } else {
                        fault::kill_at(*at);
                        heap.try_write().map(drop)
                    };
                    fault::kill_at(u64::MAX);
                    std::mem::forget(heap);
                    i32::from(done.is_err())
                }));
                if end.get() != KILLED {
                    break;
                }
            }
        })
    });
    (found, end.get())
}

fn run(case: &Case, full: bool) -> Outcome {
    let (before, after) = match (play(case, &[]), play(case, &[u64::MAX])) {
        ((Ok(before), _), (Ok(after), End::Exit(0))) => (before, after),
        others => return Outcome::failed(format!("without a death: {others:?}")),
    };
    let mut out = Outcome::default();
    let (mut stores, mut recoveries) = (0, 0);
    // Whether it died at the last of these.
    let judge = |deaths: &[u64], failures: &mut Vec<String>| {
        let (found, end) = play(case, deaths);
        match found {
            Ok(found) if found == before || found == after => {}
            Ok(found) => {
                failures.push(format!("{deaths:?}: neither before nor after: {found}, not {before} or {after}"))
            }
            Err(why) => failures.push(format!("{deaths:?}: {why}")),
        }
        if end != KILLED && end != End::Exit(0) {
            failures.push(format!("{deaths:?}: the child ended with {end:?}"));
        }
        end == KILLED
    };
    let step: u64 = if full { 1 } else { STEP };
    for n in 0.. {
        if !judge(&[n], &mut out.failures) {
            stores = n;
            break;
        }
        for m in (n % step..).step_by(step as usize) {
            if !judge(&[n, m], &mut out.failures) {
                break;
            }
            recoveries += 1;
            if judge(&[n, m, m * 5 % 11], &mut out.failures) {
                recoveries += 1;
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
    out.line = format!("topic: {} | {stores} | {recoveries} | {recoveries} | {}", case.name, out.kills);
    out
}

/// A topic is there, and can be used, or is not.
fn making() -> Result<u64, String> {
    each_step(
        || {
            let name = Name::fresh();
            let heap = Heap::options().capacity(256 << 10).journal(64 << 10).participants(8).create(&name.0);
            Ok((heap.map_err(text)?, name))
        },
        |(_, name), arm| {
            let heap = Heap::attach(&name.0).expect("the parent made it");
            arm();
            std::mem::forget(open(&heap).expect("there is room"));
            std::mem::forget(heap);
        },
        |(heap, name)| {
            let stage = Stage { topic: open(&heap).map_err(text)?, heap, name };
            let ticks = stage.topic.subscribe().map_err(text)?;
            stage.publish(0..2).map_err(text)?;
            let found = stage.look(vec![ticks])?;
            if found.starts_with("[0, 1] [([0, 1], 0)]") { Ok(()) } else { Err(found) }
        },
    )
}
