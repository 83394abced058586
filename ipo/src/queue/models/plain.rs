//! Those who live: each message is taken once, each sender's in its order; who finds nothing, or no room, was right.

use super::model::{Act, Model};

use Act::{Look, Return, Send, SendAnyhow, SendLong, Take, TakeFromAll, TakeFromAllInTurn, TakeLast};

#[test]
fn a_sender_and_a_taker() {
    let model = Model::new(&[&[Send, Send], &[Take, Take]]).interruptions(3);
    model.holds("a sender, a taker");
    model.bounded().holds("a sender, a taker, a bounded queue");
}

#[test]
fn a_sender_and_one_who_looks_at_every_cell() {
    for take in [TakeFromAll, TakeFromAllInTurn] {
        let model = Model::new(&[&[Send, Send], &[take]]);
        model.clone().holds(&format!("a sender, {take:?}"));
        model.before(&[Send, Take]).holds(&format!("a sender in another cell, {take:?}"));
    }
}

#[test]
fn two_senders_and_a_taker() {
    let model = Model::new(&[&[Send, Send], &[Send], &[Take]]).interruptions(1);
    model.clone().cells(4).holds("two senders, a taker");
    model.holds("two senders, a taker, less room");
}

#[test]
fn a_sender_and_two_takers() {
    let model = Model::new(&[&[Send], &[Take], &[Take]]).before(&[Send]).interruptions(1);
    model.holds("a sender, two takers");
}

#[test]
fn two_who_send_and_take() {
    let model = Model::new(&[&[Send, Take], &[Send, Take]]);
    model.holds("two who send and take");
    model.bounded().holds("two who send and take, a bounded queue");
}

#[test]
fn a_ring_of_one_cell() {
    Model::new(&[&[Send, Take], &[Take, Send]]).cells(1).holds("one cell");
}

#[test]
fn a_ring_of_three_cells_that_stands_anywhere() {
    for first in [0, 1 << 19, (1 << 60) + 1] {
        let model = Model::new(&[&[Send, Send, Take], &[Take, Take]]).cells(3).before(&[Send]).first(first);
        model.interruptions(1).holds("three cells");
    }
}

#[test]
fn one_who_is_stopped_for_a_lap() {
    for stopped in [Send, Take, TakeFromAll, Return] {
        // One interruption is enough for a stop of any length; with two the other one is not done then.
        let lap = Model::new(&[&[stopped], &[Take, Send, Take, Send]]).before(&[Send]).interruptions(1);
        lap.holds(&format!("{stopped:?} stopped for a lap"));
        let less = Model::new(&[&[stopped], &[Send, Take]]).before(&[Send]);
        less.holds(&format!("{stopped:?} beside one who sends and takes"));
    }
}

#[test]
fn messages_that_are_put_back() {
    let seen = Model::new(&[&[Return], &[Take, Take]]).before(&[Send, Send]).holds("one puts a message back, a taker");
    assert!(seen.returns > 0);
    Model::new(&[&[Return], &[Take, Send]]).before(&[Send, Send]).holds("one puts back, one takes and sends");
}

#[test]
fn the_message_that_was_sent_last() {
    Model::new(&[&[Send, Send], &[TakeLast, Take]]).cells(4).before(&[Send]).holds("a sender, one who takes the last");
}

#[test]
fn a_look_at_all_messages() {
    Model::new(&[&[Send, Take], &[Look]]).cells(4).before(&[Send, Send]).holds("one who sends and takes, a look");
    let model = Model::new(&[&[Send, Send], &[Send], &[Look]]).cells(4).interruptions(1);
    model.holds("two senders, a look");
}

#[test]
fn messages_in_buffers() {
    let model = Model::new(&[&[SendLong, SendLong], &[Take, Take]]).buffers(1);
    model.holds("a sender with a buffer, a taker");
    let model = Model::new(&[&[SendLong], &[SendLong], &[Take]]).buffers(2).interruptions(1);
    model.holds("two senders with buffers, a taker");
}

#[test]
fn messages_behind_the_ring() {
    let model = Model::new(&[&[SendAnyhow, SendAnyhow], &[Take, Take]]).cells(1);
    model.clone().holds("a sender past the ring, a taker");
    model.before(&[SendAnyhow, SendAnyhow]).holds("a sender past a full ring, a taker");
    let model = Model::new(&[&[Take, SendAnyhow], &[Take]]).cells(1).before(&[SendAnyhow, SendAnyhow]);
    model.holds("one who moves what lies behind the ring into it, a taker");
    let model = Model::new(&[&[SendAnyhow], &[Take, Take], &[Take]]).cells(1).before(&[SendAnyhow, SendAnyhow]);
    model.interruptions(1).holds("a sender past a full ring, two takers");
}
