//! Hints of participants that were stopped for any number of messages, stored at any moment.

use super::model::{Act, Model};

use Act::{OldHead, OldTail, Send, Take};

#[test]
fn old_hints_do_no_harm() {
    for age in [1, 2, 3, 300_000, (1 << 19) + 1] {
        for hint in [OldHead(age), OldTail(age)] {
            let model = Model::new(&[&[hint], &[Send, Take], &[Send, Take]]).interruptions(1);
            model.holds(&format!("{hint:?} beside two who send and take"));
        }
    }
}
