//! Those who live: they exclude each other, everybody gets a turn, and no one who sleeps is forgotten.

use super::place::{Act, Left, Model, Role, Seen};
use crate::sync::turn::{Fences, with_rules};

use Act::{Read, TryWrite, Write};

/// Checks a model under both rules for fences, and tells how much there was to see.
fn holds(what: &str, model: &Model) -> Seen {
    let (seen, _) = with_rules(Fences::After, &[], || model.check());
    let (other, _) = with_rules(Fences::Before, &[], || model.check());
    println!("{what}: {} and {} orders of events", seen.runs, other.runs);
    assert!(seen.runs > 10, "too few to say anything");
    seen
}

/// How often three threads are interrupted: twice takes minutes, and is on demand.
fn of_three() -> Option<usize> {
    Some(if std::env::var_os("IPO_MODELS_FULL").is_some() { 2 } else { 1 })
}

fn two(first: &[Act], second: &[Act]) -> Model {
    Model::new(Left::InOrder, &[Role::new(0, first), Role::new(1, second)])
}

#[test]
fn two_writers_exclude_each_other() {
    holds("write, write", &two(&[Write], &[Write]).interruptions(Some(5)));
}

#[test]
fn a_reader_and_a_writer_exclude_each_other() {
    holds("read, write", &two(&[Read], &[Write]).interruptions(Some(5)));
}

#[test]
fn one_who_only_tries_excludes_others_too() {
    holds("try, write", &two(&[TryWrite], &[Write]).interruptions(Some(3)));
    holds("try, read", &two(&[TryWrite], &[Read]).interruptions(Some(3)));
}

#[test]
fn a_writer_that_was_passed_is_handed_the_turn() {
    holds("write twice, write", &two(&[Write, Write], &[Write]));
    holds("write twice, read", &two(&[Write, Write], &[Read]));
}

#[test]
fn two_readers_and_a_writer() {
    let roles = [Role::new(0, &[Read]), Role::new(1, &[Read]), Role::new(2, &[Write])];
    holds("read, read, write", &Model::new(Left::InOrder, &roles).interruptions(of_three()));
}

#[test]
fn two_writers_and_a_reader() {
    let roles = [Role::new(0, &[Write]), Role::new(1, &[Write]), Role::new(2, &[Read])];
    holds("write, write, read", &Model::new(Left::InOrder, &roles).interruptions(of_three()));
}

#[test]
fn nobody_who_sleeps_is_forgotten() {
    // Here a sleep ends by being woken only; loom tells when all sleep.
    for (what, first, second) in [
        ("write, write", &[Write][..], &[Write][..]),
        ("read, write", &[Read], &[Write]),
        ("write twice, write", &[Write, Write], &[Write]),
        ("read twice, write", &[Read, Read], &[Write]),
    ] {
        holds(&format!("asleep: {what}"), &two(first, second).patient());
    }
}

#[test]
fn an_heir_that_does_not_come_loses_the_turn() {
    let left = Left::Handed { alive: true };
    for act in [Read, Write] {
        let model = Model::new(left, &[Role::new(0, &[act]), Role::new(1, &[Write])]);
        let seen = holds(&format!("a late heir; {act:?}, write"), &model);
        assert_eq!(seen.recoveries, 0, "nobody died");
    }
}
