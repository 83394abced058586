//! The events that the feature `tracing` tells of.

mod common;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{LONG, Name, Other, run_job};
use ipo::Heap;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[test]
fn child_entry() {
    run_job(&[("die in a change", |name, stay| {
        let heap = Heap::attach(name).unwrap();
        let mut turn = heap.write().unwrap();
        let _ = turn.transaction(|tx| {
            tx.put(&1_u64)?;
            stay();
            Ok::<_, ipo::Error>(())
        });
    })]);
}

/// Keeps every event of this crate as a line: level, message, fields.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "ipo"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0 += &format!(" {}={value:?};", field.name());
    }
}

/// What is told while `work` runs.
fn heard(work: impl FnOnce()) -> Vec<String> {
    let listener = Listener::default();
    tracing::subscriber::with_default(listener.clone(), work);
    listener.0.lock().unwrap().clone()
}

#[track_caller]
fn one(lines: &[String], parts: &[&str]) {
    let found = lines.iter().filter(|line| parts.iter().all(|part| line.contains(part))).count();
    assert_eq!(found, 1, "{parts:?} in {lines:#?}");
}

#[track_caller]
fn none(lines: &[String], part: &str) {
    assert!(!lines.iter().any(|line| line.contains(part)), "{part:?} in {lines:#?}");
}

#[test]
fn coming_and_leaving() {
    let name = Name::new();
    let lines = heard(|| {
        drop(name.options().create(&name.0).unwrap());
        drop(name.options().read_only(true).attach(&name.0).unwrap());
    });
    let heap = format!("heap=\"{}\"", name.0);
    one(&lines, &["INFO", "attached", &heap, "slot=0", "read_only=false"]);
    one(&lines, &["INFO", "attached", &heap, "slot=0", "read_only=true"]);
    assert_eq!(lines.iter().filter(|line| line.contains("leaving")).count(), 2, "{lines:#?}");
    assert_eq!(lines.len(), 4, "{lines:#?}");
}

#[test]
fn a_turn_that_is_taken_over_from_the_dead_and_what_was_recovered() {
    let name = Name::new();
    let heap = name.options().create(&name.0).unwrap();
    let other = Other::start("die in a change", &name);
    let pid = other.pid();
    other.kill();
    let lines = heard(|| assert!(heap.write_timeout(LONG).unwrap().recovered()));
    one(&lines, &["WARN", "took a turn over", "from_slot=1", &format!("from_pid={pid}"), "dead=true"]);
    one(&lines, &["WARN", "recovered from the death of a writer", "unfinished=true", "took="]);
    assert_eq!(lines.len(), 2, "{lines:#?}");
}

#[test]
fn the_recovery_of_one_who_comes_to_a_heap_where_nobody_lives() {
    let name = Name::new();
    drop(name.options().create(&name.0).unwrap());
    Other::start("die in a change", &name).kill();
    let lines = heard(|| drop(Heap::attach(&name.0).unwrap()));
    one(&lines, &["WARN", "recovered from the death of a writer", "unfinished=true"]);
    one(&lines, &["INFO", "attached", "repaired=true"]);
}

#[test]
fn growth_of_the_heap_and_of_its_journal() {
    let name = Name::new();
    let heap = name.options().create(&name.0).unwrap();
    let lines = heard(|| {
        let mut turn = heap.write().unwrap();
        let bytes = turn.put(&vec![1_u8; 300_000]).unwrap();
        turn.get_mut(bytes).unwrap().truncate(80_000).unwrap();
        turn.transaction(|tx| {
            tx.get_mut(bytes)?.as_mut_slice().fill(2);
            Ok::<_, ipo::Error>(())
        })
        .unwrap();
    });
    one(&lines, &["DEBUG", "took more memory", "what=\"heap\""]);
    one(&lines, &["DEBUG", "took more memory", "what=\"journal\""]);
}

#[test]
fn a_turn_that_is_held_for_long() {
    let name = Name::new();
    let limit = Duration::from_millis(20);
    let heap = name.options().long_turn(limit).create(&name.0).unwrap();
    let lines = heard(|| {
        let turn = heap.write().unwrap();
        std::thread::sleep(limit + limit);
        drop(turn);
        let turn = heap.read().unwrap();
        std::thread::sleep(limit + limit);
        drop(turn);
    });
    one(&lines, &["WARN", "a turn was held for long", "kind=\"write\"", "limit=20ms"]);
    one(&lines, &["WARN", "a turn was held for long", "kind=\"read\"", "limit=20ms"]);

    let patient = name.options().long_turn(LONG).attach(&name.0).unwrap();
    let lines = heard(|| {
        drop(patient.write().unwrap());
        drop(patient.read().unwrap());
    });
    none(&lines, "held for long");
}
