//! Options, boxes, tuples, arrays, and numbers wider than one store.

use ipo::Error;

use crate::kill::case::Case;
use crate::kill::types::{Leaf, Mixed, MixedMut, leaf, long, mixed, named, put};

fn slot(what: &str, start: Mixed, change: impl for<'t> Fn(&mut MixedMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        what,
        move |turn| put(turn, "mixed", &start),
        move |turn| {
            let handle = named::<Mixed>(turn, "mixed")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

/// For setters that cannot fail.
fn plain(what: &str, change: impl for<'t> Fn(&mut MixedMut<'t>) + 'static) -> Case {
    slot(what, mixed(), move |mixed| {
        change(mixed);
        Ok(())
    })
}

pub(super) fn cases() -> Vec<Case> {
    let other = || Leaf { name: long('o', 90), n: 99 };
    let full = || Mixed { maybe: Some(5), choice: Some(Box::new(leaf(3))), ..mixed() };
    vec![
        plain("tuple: set of wide numbers", |m| m.set_pair((10, 20))),
        slot("tuple: set with a string", mixed(), |m| m.set_triple((&long('q', 70), 5, false))),
        slot("tuple: a string of it", mixed(), |m| m.triple_mut().0.set(&long('q', 70))),
        plain("array: set", |m| m.set_array(&[9; 5])),
        plain("array: set of few bytes", |m| m.set_bytes(&[7, 8, 9])),
        slot("array: set of strings", mixed(), |m| m.set_names(&[long('q', 70), "r".into()])),
        slot("array: one string", mixed(), |m| m.names_mut().set(0, &long('q', 70))),
        plain("u128: set", |m| m.set_wide(u128::MAX / 7)),
        plain("option: set of a number", |m| m.set_maybe(Some(9))),
        slot("option: set to none", full(), |m| {
            m.set_maybe(None);
            Ok(())
        }),
        slot("option: take of a number", full(), |m| m.maybe_mut().take().map(|_| ())),
        slot("option: set of a string", mixed(), |m| m.set_perhaps(Some(&long('q', 70)))),
        slot("option: take of a string", mixed(), |m| m.perhaps_mut().take().map(|_| ())),
        slot("option: change of a string", mixed(), |m| {
            m.perhaps_mut().as_mut().map_or(Ok(()), |mut s| s.set(&long('q', 70)))
        }),
        slot("option: set of a box", mixed(), move |m| m.set_choice(Some(&other()))),
        slot("option: set of a box over a box", full(), move |m| m.set_choice(Some(&other()))),
        slot("option: take of a box", full(), |m| m.choice_mut().take().map(|_| ())),
        slot("box: set", mixed(), move |m| m.set_boxed(&other())),
        slot("box: a string inside", mixed(), |m| m.boxed_mut().set_name(&long('q', 70))),
        slot("struct: set of a nested one", mixed(), move |m| m.set_inner(&other())),
    ]
}
