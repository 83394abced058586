//! Strings: in the slot, in a block, from one to the other.

use ipo::{Error, StrMut};

use crate::kill::case::Case;
use crate::kill::types::{Text, long, named, put};

fn text(what: &str, from: &str, change: impl Fn(&mut StrMut<'_>) -> Result<(), Error> + 'static) -> Case {
    let start = Text { before: 1, text: from.to_owned(), after: 2 };
    Case::new(
        format!("string: {what}"),
        move |turn| put(turn, "text", &start),
        move |turn| {
            let handle = named::<Text>(turn, "text")?;
            change(&mut turn.get_mut(handle)?.text_mut())
        },
    )
}

pub(super) fn cases() -> Vec<Case> {
    let set = |what: &str, from: usize, to: usize| {
        let new = long('n', to);
        text(&format!("set, {what}"), &long('o', from), move |text| text.set(&new))
    };
    vec![
        set("from empty to the slot", 0, 10),
        set("slot to slot", 20, 23),
        set("slot to slot of the same length", 9, 9),
        set("slot to block", 10, 24),
        set("block to block in place, longer", 41, 44),
        set("block to block in place, shorter", 60, 30),
        set("block to block in place, as long", 40, 40),
        set("block to a larger block", 40, 400),
        set("block to what would fit a slot", 100, 5),
        set("block to empty", 100, 0),
        set("more than 1,024 bytes", 40, 3000),
        set("from more than 1,024 bytes to more", 2000, 3000),
        set("from more than 1,024 bytes to fewer", 3000, 1500),
        set("from more than 1,024 bytes to a few", 3000, 30),
        text("push_str in the slot", "ab", |t| t.push_str("cdef")),
        text("push_str from the slot to a block", &long('a', 20), |t| t.push_str("cdefghi")),
        text("push_str with room", &long('a', 30), |t| t.push_str("cd")),
        text("push_str to a larger block", &long('a', 40), |t| t.push_str(&long('b', 100))),
        text("push of a wide character", &long('a', 22), |t| t.push('ß')),
        text("insert_str in the slot", "abcdef", |t| t.insert_str(2, "XY")),
        text("insert_str with room", &long('a', 25), |t| t.insert_str(3, "XY")),
        text("insert_str to a larger block", &long('a', 40), |t| t.insert_str(3, &long('X', 50))),
        text("truncate in the slot", "abcdef", |t| t.truncate(3)),
        text("truncate in a block", &long('a', 40), |t| t.truncate(3)),
        text("clear in the slot", "abcdef", |t| t.clear()),
        text("clear in a block", &long('a', 40), |t| t.clear()),
        text("truncate in the middle of a character", "aßc", |t| t.truncate(2)),
    ]
}
