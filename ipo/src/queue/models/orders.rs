//! The orders of the shipped source are needed: weaken a line, and a model fails.
//!
//! Not every line can be caught so: an access is often covered by another one next to it. The `survey` says which lines no
//! model needs.

use super::model::{Act, Model};
use crate::sync::turn::Weak;

use Act::{Recover, Return, Send, SendAnyhow, SendLong, Take, TakeFromAll};

const CELLS: (&str, &str) = ("queue/cells.rs", include_str!("../cells.rs"));
const LOOK: (&str, &str) = ("queue/look.rs", include_str!("../look.rs"));
const BUFFERS: (&str, &str) = ("queue/buffers.rs", include_str!("../buffers.rs"));
const SEEN: (&str, &str) = ("queue/seen.rs", include_str!("../seen.rs"));
const RECOVER: (&str, &str) = ("queue/recover.rs", include_str!("../recover.rs"));
const RING: (&str, &str) = ("object/ring/mod.rs", include_str!("../../object/ring/mod.rs"));

/// Small models that meet every line between them, the ones that find most first.
fn models() -> Vec<Model> {
    vec![
        Model::new(&[&[Send, Take], &[Send, Take]]).interruptions(1),
        Model::new(&[&[Send, Send], &[Take, Take]]),
        Model::new(&[&[Send, Take], &[Take, Send]]).cells(1).interruptions(1),
        Model::new(&[&[Send, Send], &[TakeFromAll]]).before(&[Send, Take]),
        Model::new(&[&[Take], &[Take, Send, Take, Send]]).before(&[Send]).interruptions(1),
        Model::new(&[&[Return], &[Take, Take]]).before(&[Send, Send]),
        Model::new(&[&[SendLong, SendLong], &[Take, Take]]).buffers(1),
        Model::new(&[&[SendAnyhow, SendAnyhow], &[Take, Take]]).cells(1).before(&[SendAnyhow, SendAnyhow]),
        Model::new(&[&[Take, SendAnyhow], &[Take]]).cells(1).before(&[SendAnyhow, SendAnyhow]),
        Model::new(&[&[SendAnyhow], &[Take, Take], &[Take]])
            .cells(1)
            .before(&[SendAnyhow, SendAnyhow])
            .interruptions(1),
        Model::new(&[&[Recover, Take], &[Recover, Take]]).before(&[Send, Act::DieTaking]).interruptions(1),
    ]
}

/// What the first model that fails says, with some lines weakened; whether any met them otherwise.
fn fault(weak: &[Weak]) -> Result<String, &'static str> {
    let mut met = false;
    for model in models() {
        let (fault, times) = model.fault(weak);
        met |= times > 0;
        if let Some(fault) = fault {
            return Ok(fault);
        }
    }
    Err(if met { "no model needs it" } else { "no model meets it" })
}

#[test]
fn nothing_fails_as_it_is_written() {
    assert_eq!(fault(&[]), Err("no model meets it"));
}

fn needed(what: &str, weak: &[Weak]) {
    let fault = fault(weak).unwrap_or_else(|why| panic!("{what}: {why}"));
    println!("{what}: {}", fault.lines().next().unwrap_or_default());
}

#[test]
fn a_message_is_published_with_its_cell() {
    needed("the sender publishes", &[Weak::line(CELLS, "fn publish", "shim::publish")]);
    // Of the taker's accesses one is enough.
    let look = Weak::line(LOOK, "fn first_full", "self.word(head).load");
    let look_again = Weak::line(LOOK, "fn scan", "self.word(position).load");
    let claim = Weak::line(CELLS, "fn claim_full", "shim::exchange");
    needed("the taker looks and claims", &[look, look_again, claim]);
}

#[test]
fn a_cell_is_handed_on_when_it_is_empty() {
    needed("the taker empties", &[Weak::line(CELLS, "fn empty", "shim::store")]);
    let look = Weak::line(CELLS, "fn claim_empty", "word.load");
    let look_again = Weak::line(CELLS, "fn claim_behind", "load");
    let claim = Weak::line(CELLS, "fn claim_at", "shim::exchange");
    needed("the sender looks and claims", &[look, look_again, claim]);
}

#[test]
fn a_second_look_is_behind_the_first() {
    needed("the look", &[Weak::line(LOOK, "fn scan", "self.word(position).load")]);
}

#[test]
fn who_sends_behind_another_one_knows_of_its_claim() {
    needed("the one before says where it is", &[Weak::line(CELLS, "fn claim_at", "shim::hint")]);
    needed("the one behind it looks", &[Weak::line(CELLS, "fn claim_empty", "tail.load")]);
}

#[test]
fn a_buffer_is_handed_on() {
    needed("who has read it", &[Weak::line(BUFFERS, "fn free_buffer", "shim::publish")]);
    needed("who takes it", &[Weak::line(BUFFERS, "fn claim_buffer_if", "shim::exchange")]);
}

#[test]
fn who_finds_nothing_behind_the_ring_finds_it_in_the_ring() {
    let list = Weak::line(RING, "fn holds_all", "back.count.load");
    let moving = Weak::line(RING, "fn holds_all", "moving.0.load");
    needed("the look behind the ring", &[list, moving]);
}

#[test]
#[ignore = "a survey of every line, which takes minutes"]
fn survey() {
    for (file, text) in [CELLS, LOOK, BUFFERS, SEEN, RECOVER, RING] {
        let code = text.split("#[cfg(test)]").next().unwrap_or(text);
        for (line, text) in (1..).zip(code.lines()) {
            let text = text.trim();
            if text.starts_with("//") || !(text.contains("Ordering::") || text.contains("shim::")) {
                continue;
            }
            let verdict = fault(&[Weak { file, line }]);
            let verdict = verdict.as_deref().map_or_else(|why| *why, |fault| fault.lines().next().unwrap_or_default());
            println!("{file}:{line}: {text}: {}", verdict.chars().take(200).collect::<String>());
        }
    }
}
