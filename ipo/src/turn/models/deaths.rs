//! A process dies before each access to a shared word that it makes, in every order of events. Those who live get their
//! turns, see no half-made change, and lose nothing that was done.

use super::place::{Act, FORMER, Left, Model, Role, Seen};

use Act::{Read, ReadOnly, Write};

/// Kills the process of the first role at each access, until it makes no more.
fn at_each_access(what: &str, model: &Model) {
    let mut all = Seen::default();
    for access in 0.. {
        let mut model = model.clone();
        model.roles[0] = model.roles[0].clone().dies_at(access);
        let seen = model.check();
        all.runs += seen.runs;
        all.deaths += seen.deaths;
        all.recoveries += seen.recoveries;
        if seen.deaths == 0 {
            assert!(access > 3, "there was nothing to die at");
            println!("{what}: {} orders of events, {} deaths, {} recoveries", all.runs, all.deaths, all.recoveries);
            return;
        }
    }
}

/// The first one dies.
fn dying(left: Left, first: &[Act], others: &[&[Act]]) -> Model {
    let mut roles = vec![Role::new(0, first)];
    roles.extend((1..).zip(others).map(|(slot, acts)| Role::new(slot, acts)));
    Model::new(left, &roles)
}

#[test]
fn a_writer_dies_beside_a_writer() {
    at_each_access("a writer dies beside a writer", &dying(Left::InOrder, &[Write], &[&[Write]]));
}

#[test]
fn a_writer_dies_beside_a_reader() {
    at_each_access("a writer dies beside a reader", &dying(Left::InOrder, &[Write], &[&[Read]]));
}

#[test]
fn a_reader_dies_beside_a_writer() {
    at_each_access("a reader dies beside a writer", &dying(Left::InOrder, &[Read], &[&[Write]]));
}

#[test]
fn one_that_hands_over_or_inherits_dies() {
    let heir = dying(Left::InOrder, &[Write], &[&[Write, Write]]).interruptions(Some(1));
    at_each_access("an heir dies", &heir);
    let giver = dying(Left::InOrder, &[Write, Write], &[&[Write]]).interruptions(Some(1));
    at_each_access("one that hands over dies", &giver);
}

#[test]
fn one_that_takes_over_from_a_dead_one_dies_too() {
    for first in [Write, Read] {
        for other in [Write, Read] {
            let model = dying(Left::DeadWriter, &[first], &[&[other]]);
            at_each_access(&format!("two deaths: a writer, {first:?}; {other:?}"), &model);
        }
    }
}

#[test]
fn one_that_clears_a_dead_reader_away_dies_too() {
    at_each_access("two deaths: a reader, a writer", &dying(Left::DeadReader, &[Write], &[&[Write]]));
}

#[test]
fn one_that_takes_the_turn_of_a_dead_heir_dies_too() {
    let left = Left::Handed { alive: false };
    at_each_access("two deaths: an heir, a writer", &dying(left, &[Write], &[&[Read]]));
    at_each_access("two deaths: an heir, a reader", &dying(left, &[Read], &[&[Write]]));
}

#[test]
fn two_take_over_from_a_dead_one_and_one_of_them_does() {
    for (first, second) in [(Write, Write), (Read, Write), (Read, Read)] {
        let roles = [Role::new(0, &[first]), Role::new(1, &[second])];
        let seen = Model::new(Left::DeadWriter, &roles).interruptions(Some(3)).check();
        println!("a dead writer; {first:?}, {second:?}: {} orders of events", seen.runs);
        assert_eq!(seen.recoveries, seen.runs, "somebody always repairs");
    }
}

#[test]
fn a_new_tenant_of_a_dead_ones_slot_keeps_its_own_turn() {
    for left in [Left::DeadWriter, Left::DeadReader] {
        for act in [Read, Write] {
            let roles = [Role::new(FORMER.slot, &[act]), Role::new(0, &[Write])];
            let seen = Model::new(left, &roles).check();
            println!("{left:?}, and its slot's next tenant; {act:?}, write: {} orders of events", seen.runs);
            assert!(seen.runs > 10);
        }
    }
    let tenant = Model::new(Left::DeadReader, &[Role::new(FORMER.slot, &[Read]), Role::new(0, &[Write])]);
    at_each_access("a tenant of a dead reader's slot dies", &tenant);
}

#[test]
fn one_that_cannot_repair_waits_or_says_so() {
    let roles = [Role::new(0, &[ReadOnly]), Role::new(1, &[Write])];
    let seen = Model::new(Left::DeadWriter, &roles).check();
    println!("a dead writer; one that cannot repair, a writer: {} orders of events", seen.runs);
    let alone = Model::new(Left::DeadWriter, &[Role::new(0, &[ReadOnly])]).check();
    assert_eq!((alone.runs, alone.recoveries), (1, 1), "alone it leaves the repair to the next one");
}
