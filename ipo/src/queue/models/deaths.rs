//! A participant dies before each access that it makes, in every order of events. The others go on; whoever recovers completes
//! or undoes what the dead one was at; nothing that was sent is lost, and nothing is taken twice.

use super::model::{Act, Model};

use Act::{Recover, Send, SendLong, Take};

#[test]
fn a_sender_dies() {
    Model::new(&[&[Send], &[Send, Take]]).holds_at_each_death("a sender dies beside one who sends and takes");
    Model::new(&[&[Send, Send], &[Take, Recover, Take]])
        .holds_at_each_death("a sender dies beside a taker that recovers");
}

#[test]
fn a_taker_dies() {
    let two = Model::new(&[&[Take], &[Take, Take]]).before(&[Send, Send]);
    two.holds_at_each_death("a taker dies beside a taker");
    let three = Model::new(&[&[Take], &[Take, Recover, Take, Take]]).before(&[Send, Send]);
    let seen = three.holds_at_each_death("a taker dies beside a taker that recovers");
    assert!(seen.returns > 0);
}

#[test]
fn one_with_a_buffer_dies() {
    let model = Model::new(&[&[SendLong], &[SendLong, Take]]).buffers(2);
    model.holds_at_each_death("one who sends a buffer dies");
    let model = Model::new(&[&[Take], &[Recover, Take, SendLong]]).buffers(2).before(&[SendLong, SendLong]);
    model.holds_at_each_death("one who takes a buffer dies");
}

#[test]
fn one_who_recovers_dies_too() {
    for dead in [Act::DieSending, Act::DieTaking] {
        let model = Model::new(&[&[Recover, Take], &[Recover, Send, Take]]).before(&[Send, dead]);
        model.holds_at_each_death(&format!("{dead:?}; two recover, one dies"));
    }
}
