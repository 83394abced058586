//! Methods of containers that move, sift, drain or sort many elements, or change the room.

use ipo::{Error, MapEntry};

use crate::kill::case::Case;
use crate::kill::dynamic::{Maps, MapsMut, maps};
use crate::kill::types::{Lists, ListsMut, Mixed, MixedMut, Text, TextMut, lists, long, mixed, named, put};

macro_rules! cases_on {
    ($name:ident, $after:ident, $type:ident, $view:ident, $object:literal) => {
        fn $name(
            what: &str,
            start: $type,
            change: impl for<'t> Fn(&mut $view<'t>) -> Result<(), Error> + 'static,
        ) -> Case {
            $after(what, start, |_| Ok(()), change)
        }

        /// After something else was done.
        fn $after(
            what: &str,
            start: $type,
            first: impl for<'t> Fn(&mut $view<'t>) -> Result<(), Error> + 'static,
            change: impl for<'t> Fn(&mut $view<'t>) -> Result<(), Error> + 'static,
        ) -> Case {
            Case::new(
                format!("methods: {what}"),
                move |turn| {
                    put(turn, $object, &start)?;
                    let handle = named::<$type>(turn, $object)?;
                    first(&mut turn.get_mut(handle)?)
                },
                move |turn| {
                    let handle = named::<$type>(turn, $object)?;
                    change(&mut turn.get_mut(handle)?)
                },
            )
        }
    };
}

cases_on!(list, list_after, Lists, ListsMut, "lists");
cases_on!(text, text_after, Text, TextMut, "text");
cases_on!(map, map_after, Maps, MapsMut, "maps");
cases_on!(slot, slot_after, Mixed, MixedMut, "mixed");

/// A list of numbers, out of order.
fn numbers(n: u64) -> Lists {
    Lists { plain: (0..n).map(|i| i * 7 % 10).collect(), ..lists() }
}

fn words(n: usize) -> Text {
    Text { before: 1, text: long('ß', n), after: 2 }
}

fn of_lists() -> Vec<Case> {
    vec![
        list("sort in the slot", numbers(2), |l| l.plain_mut().sort_by_key(|n| 9 - n)),
        list("sort", numbers(9), |l| l.plain_mut().sort()),
        list("sort of strings", lists(), |l| l.owning_mut().sort_by(|a, b| b.cmp(a))),
        list("sort of structs", lists(), |l| l.leaves_mut().sort_by_key(|leaf| 9 - leaf.n())),
        list("reverse of lists", lists(), |l| l.nested_mut().reverse()),
        list("rotate", numbers(9), |l| l.plain_mut().rotate_left(4)),
        list("swap of strings", lists(), |l| l.owning_mut().swap(0, 2)),
        list("swap out of bounds", lists(), |l| l.owning_mut().swap(0, 3)),
        list("retain", numbers(9), |l| l.plain_mut().retain(|n| n % 3 == 0)),
        list("retain of strings", lists(), |l| l.owning_mut().retain(|text| !text.starts_with('a'))),
        list("dedup", numbers(20), |l| l.plain_mut().dedup_by_key(|n| n / 5)),
        list("drain", numbers(9), |l| l.plain_mut().drain(2..5).map(drop)),
        list("drain of strings", lists(), |l| l.owning_mut().drain(..2).map(drop)),
        list("drain of all structs", lists(), |l| l.leaves_mut().drain(..).map(drop)),
        list("extend in a block", numbers(4), |l| l.plain_mut().extend([7])),
        list("extend to a larger block", numbers(9), |l| l.plain_mut().extend(0..30)),
        list("extend of strings", lists(), |l| l.owning_mut().extend([&*long('x', 60), "y", &*long('z', 40)])),
        list("extend out of space", lists(), |l| {
            let much = long('m', 300_000);
            l.owning_mut().extend(std::iter::repeat_n(&*much, 5))
        }),
        list("resize", lists(), |l| l.owning_mut().resize(5, &long('r', 40))),
        list("fill", lists(), |l| l.owning_mut().fill(&long('f', 40))),
        list("swap_remove", lists(), |l| l.owning_mut().swap_remove(0).map(drop)),
        list("swap_remove in the slot", numbers(2), |l| l.plain_mut().swap_remove(0).map(drop)),
        list("append of lists", Lists { nested: vec![vec![1; 9], vec![2; 30]], ..lists() }, |l| {
            let mut nested = l.nested_mut();
            let mut both = nested.iter_mut();
            both.next().zip(both.next()).map_or(Ok(()), |(mut a, mut b)| a.append(&mut b))
        }),
        list("move_to in part", Lists { nested: vec![vec![1; 9], vec![2; 30]], ..lists() }, |l| {
            let mut nested = l.nested_mut();
            let mut both = nested.iter_mut();
            both.next().zip(both.next()).map_or(Ok(()), |(mut a, mut b)| b.move_to(3..25, &mut a, 4))
        }),
        list("reserve", numbers(2), |l| l.plain_mut().reserve(30)),
        list_after(
            "shrink_to_fit into the slot",
            numbers(9),
            |l| l.plain_mut().truncate(2),
            |l| l.plain_mut().shrink_to_fit(),
        ),
        list_after(
            "shrink_to_fit of a list of strings",
            lists(),
            |l| l.owning_mut().reserve(30),
            |l| l.owning_mut().shrink_to_fit(),
        ),
    ]
}

fn of_text() -> Vec<Case> {
    vec![
        text("replace_range in the slot", words(5), |t| t.text_mut().replace_range(2..6, "xyz")),
        text("replace_range by as much", words(30), |t| t.text_mut().replace_range(2..6, "wxyz")),
        text("replace_range by less", words(30), |t| t.text_mut().replace_range(2..6, "z")),
        text("replace_range to a larger block", words(20), |t| t.text_mut().replace_range(2..6, &long('n', 100))),
        text("replace_range in the middle of a character", words(20), |t| t.text_mut().replace_range(1..6, "n")),
        text("pop", words(20), |t| t.text_mut().pop().map(drop)),
        text("remove of a character", words(20), |t| t.text_mut().remove(2).map(drop)),
        text("drain of text", words(20), |t| t.text_mut().drain(4..20).map(drop)),
        text("retain of characters", Text { text: "abc".repeat(20), ..words(0) }, |t| {
            t.text_mut().retain(|c| c != 'b')
        }),
        text("write_fmt", words(20), |t| write!(t.text_mut(), "{:?} and {}", "text", 5)),
        text("reserve of text", words(2), |t| t.text_mut().reserve(99)),
        text_after("shrink_to_fit of text", words(20), |t| t.text_mut().reserve(99), |t| t.text_mut().shrink_to_fit()),
    ]
}

fn of_maps() -> Vec<Case> {
    vec![
        map("extend a map", maps(10), |m| m.numbers_mut().extend((5..30).map(|n| (n, n)))),
        map("extend a map of texts", maps(3), |m| {
            let long = long('l', 60);
            m.texts_mut().extend([("key 1, which needs a block", &*long), ("new", "short"), ("other", &*long)])
        }),
        map("retain in a map", maps(5), |m| m.texts_mut().retain(|_, text| text.len() > 20)),
        map("drain a map", maps(5), |m| m.texts_mut().drain().map(drop)),
        map_after(
            "shrink_to_fit of a map",
            maps(5),
            |m| m.numbers_mut().reserve(60),
            |m| m.numbers_mut().shrink_to_fit(),
        ),
        map("vacant entry", maps(5), |m| m.texts_mut().entry("new").or_insert(&long('n', 50)).map(drop)),
        map("vacant entry in a full table", maps(14), |m| m.numbers_mut().entry(99).or_default().map(drop)),
        map("occupied entry, insert", maps(5), |m| match m.texts_mut().entry("key 4, which needs a block") {
            MapEntry::Occupied(mut entry) => entry.insert(&long('n', 90)).map(drop),
            MapEntry::Vacant(_) => Ok(()),
        }),
        map("occupied entry, remove", maps(5), |m| match m.texts_mut().entry("key 4, which needs a block") {
            MapEntry::Occupied(entry) => entry.remove().map(drop),
            MapEntry::Vacant(_) => Ok(()),
        }),
        map("extend a set", maps(1), |m| m.set_mut().extend([&*long('x', 33), "y", "short"])),
        map("retain in a set", maps(1), |m| m.set_mut().retain(|text| text == "short")),
        map("take from a set", maps(1), |m| m.set_mut().take(&long('s', 40)).map(drop)),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_lists();
    cases.extend(of_text());
    cases.extend(of_maps());
    cases.extend([
        slot("option insert", mixed(), |m| m.perhaps_mut().insert(&long('q', 70)).map(drop)),
        slot("option replace", mixed(), |m| m.perhaps_mut().replace(&long('q', 70)).map(drop)),
        slot("option get_or_insert", mixed(), |m| m.maybe_mut().get_or_insert(5).map(drop)),
        slot("array fill", mixed(), |m| m.array_mut().fill(7)),
        slot("array fill of strings", mixed(), |m| m.names_mut().fill(&long('q', 70))),
        slot("array swap", mixed(), |m| m.names_mut().swap(0, 1)),
    ]);
    cases
}
