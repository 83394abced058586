//! Hints of participants that were stopped for any number of messages, stored at any moment.

use super::model::{Act, Model};

use Act::{OldHead, OldTail, Send, Take};

#[test]
fn old_hints_do_no_harm() {
    for age in [1, 2, 3, 300_000, (1 << 19) + 1] {
        for hint in [OldHead(age), OldTail(age)] {
            let model = Model::new(&[&[hint], &[Send, Take, Send, Take]]);
            model.holds(&format!("{hint:?} beside one who sends and takes"));
        }
    }
}

#[test]
fn old_hints_do_no_harm_to_a_sender_and_a_taker() {
    for age in [2, 300_000] {
        let before = [OldHead(age), OldTail(age)];
        let model = Model::new(&[&[Send, Send], &[Take, Take]]).before(&before);
        model.holds(&format!("hints {age} too old, a sender, a taker"));
    }
}
