//! The orders of the shipped source are needed: weaken a line, and a model fails.
//!
//! Not every line can be caught so. Loom gives failed and relaxed accesses more freedom than it uses, and a SeqCst access is
//! often covered by another one next to it: the `survey` says which lines no model needs.

use super::place::{Act, FORMER, Left, Model, Role};
use crate::sync::turn::{Fences, Weak, with_rules};

use Act::{Read, Write};

const LOCK: (&str, &str) = ("turn/lock.rs", include_str!("../lock.rs"));
const DRAIN: (&str, &str) = ("turn/drain.rs", include_str!("../drain.rs"));
const RELEASE: (&str, &str) = ("turn/release.rs", include_str!("../release.rs"));

/// Small models that meet every line between them, the ones that find most first.
fn models() -> Vec<Model> {
    let two = |left, first: &[Act], second: &[Act]| Model::new(left, &[Role::new(0, first), Role::new(1, second)]);
    vec![
        two(Left::InOrder, &[Read], &[Write]),
        two(Left::InOrder, &[Write], &[Write]),
        two(Left::InOrder, &[Read], &[Write]).patient(),
        two(Left::InOrder, &[Write, Write], &[Write]),
        two(Left::InOrder, &[Write, Write], &[Read]),
        two(Left::DeadReader, &[Write], &[Write]),
        two(Left::DeadWriter, &[Write], &[Read]),
        two(Left::DeadWriter, &[Read], &[Read]),
        two(Left::Handed { alive: true }, &[Read], &[Write]),
        two(Left::Handed { alive: false }, &[Read], &[Write]),
        Model::new(Left::DeadReader, &[Role::new(FORMER.slot, &[Read]), Role::new(0, &[Write])]),
    ]
}

/// What the first model that fails says, with some lines weakened; whether any met them otherwise.
fn fault(weak: &[Weak]) -> Result<String, &'static str> {
    let mut met = false;
    for model in models() {
        for fences in [Fences::After, Fences::Before] {
            let (fault, times) = with_rules(fences, weak, || model.fault());
            met |= times > 0;
            if let Some(fault) = fault {
                return Ok(fault);
            }
        }
    }
    Err(if met { "no model needs it" } else { "no model meets it" })
}

fn needed(what: &str, weak: &[Weak]) {
    let fault = fault(weak).unwrap_or_else(|why| panic!("{what}: {why}"));
    println!("{what}: {}", fault.lines().next().unwrap_or_default());
}

#[test]
fn nothing_fails_as_it_is_written() {
    assert_eq!(fault(&[]), Err("no model meets it"));
}

#[test]
fn the_flag_race_needs_both_its_fences() {
    let raise = Weak::line(LOCK, "fn raise_and_look", "count.fetch_add");
    let look = Weak::line(LOCK, "fn raise_and_look", "turn().load");
    needed("the reader raises its count", &[raise]);
    needed("the reader looks at the word", &[look]);
    // Of the writer's three accesses any one is covered by the other two.
    let take = Weak::line(LOCK, "fn write_at_once", "compare_exchange");
    let take_later = Weak::line(LOCK, "Found::Free", "compare_exchange");
    let used = Weak::line(DRAIN, "fn first_of", "bits.load");
    let count = Weak::line(DRAIN, "fn first_of", "count().load");
    needed("the writer takes the word, then looks for readers", &[take, take_later, used]);
    needed("the writer looks at the counts", &[take, take_later, used, count]);
    needed("the writer looks for readers", &[used, count]);
}

#[test]
fn what_was_written_and_read_is_published_with_the_turn() {
    needed("a writer frees the word", &[Weak::line(RELEASE, "fn release_at_once", "compare_exchange(me, 0")]);
    needed("a writer hands the word over", &[Weak::line(RELEASE, "fn release_slow", "HAND")]);
    needed("a reader lowers its count", &[Weak::line(LOCK, "fn leave_read", "count.fetch_sub")]);
}

#[test]
fn a_reader_that_leaves_wakes_the_writer_that_saw_it() {
    needed("the reader looks at the word", &[Weak::line(LOCK, "fn leave_read", "turn().load")]);
}

#[test]
#[ignore = "a survey of every line, which takes minutes"]
fn survey() {
    for (file, text) in [LOCK, DRAIN, RELEASE] {
        for (line, text) in (1..).zip(text.lines()) {
            let text = text.trim();
            if text.starts_with("//") || !text.contains("Ordering::") {
                continue;
            }
            let verdict = fault(&[Weak { file, line }]);
            let verdict = verdict.as_deref().map_or_else(|why| *why, |fault| fault.lines().next().unwrap_or_default());
            println!("{file}:{line}: {text}: {verdict}");
        }
    }
}
