//! A participant dies before each access that it makes, in every order of events. The others go on; whoever recovers completes
//! or undoes what the dead one was at; nothing that was sent is lost, and nothing is taken twice.

use super::model::{Act, Model};

use Act::{DieAfterSendingLong, DieSending, DieTaking, Recover, Send, SendLong, Take};

#[test]
fn a_sender_dies() {
    Model::new(&[&[Send], &[Send, Take]]).holds_at_each_death("a sender dies beside one who sends and takes");
    let model = Model::new(&[&[Send, Send], &[Take, Recover, Take]]).interruptions(1);
    model.holds_at_each_death("a sender dies beside a taker that recovers");
    model.bounded().holds_at_each_death("the same, a bounded queue");
}

#[test]
fn a_taker_dies() {
    let model = Model::new(&[&[Take], &[Take, Take]]).before(&[Send, Send]).interruptions(1);
    let seen = model.holds_at_each_death("a taker dies beside a taker");
    assert!(seen.returns > 0);
    let model = Model::new(&[&[Take], &[Recover, Take, Send, Take]]).before(&[Send, Send]).interruptions(1);
    let seen = model.holds_at_each_death("a taker dies beside one who recovers, takes and sends");
    assert!(seen.returns > 0);
}

#[test]
fn one_who_sends_and_takes_dies() {
    let model = Model::new(&[&[Take, Send], &[Take, Recover, Take]]).before(&[Send]).interruptions(1);
    let seen = model.holds_at_each_death("one who takes and sends dies beside another one");
    assert!(seen.returns > 0);
}

#[test]
fn one_with_a_buffer_dies() {
    let model = Model::new(&[&[SendLong], &[SendLong, Take]]).buffers(2).interruptions(1);
    model.holds_at_each_death("one who sends a buffer dies");
    let model = Model::new(&[&[Take], &[Recover, Take, SendLong]]).buffers(2).before(&[SendLong, SendLong]);
    model.interruptions(1).holds_at_each_death("one who takes a buffer dies");
    let model = Model::new(&[&[Take], &[Recover, SendLong]]).buffers(1).before(&[DieAfterSendingLong]);
    model.holds("a dead one's message in a buffer, one who recovers and wants the buffer");
}

#[test]
fn one_who_recovers_dies_too() {
    for (dead, before) in [(DieSending, [Send, DieSending]), (DieTaking, [Send, DieTaking])] {
        let model = Model::new(&[&[Recover, Take], &[Recover, Take]]).before(&before).interruptions(1);
        model.holds_at_each_death(&format!("{dead:?}; two recover, one dies"));
    }
}

#[test]
fn cells_of_the_dead_at_both_ends_with_old_hints() {
    for age in [1, 2, 300_000] {
        let before = [Send, DieTaking, DieSending, Act::OldHead(age)];
        let seen =
            Model::new(&[&[Recover, Take], &[Recover, Take]]).before(&before).holds("a dead taker, a dead sender");
        assert!(seen.returns > 0);
    }
}
