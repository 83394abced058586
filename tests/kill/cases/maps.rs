//! Maps and sets: buckets that are filled, emptied, marked as deleted, and tables that grow.

use ipo::{Error, Handle};

use crate::kill::case::Case;
use crate::kill::dynamic::{Maps, MapsMut, maps};
use crate::kill::types::{leaf, long, named, put};

fn map(what: &str, start: Maps, change: impl for<'t> Fn(&mut MapsMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        format!("map: {what}"),
        move |turn| put(turn, "maps", &start),
        move |turn| {
            let handle = named::<Maps>(turn, "maps")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

fn key(i: u64) -> String {
    format!("key {i}, which needs a block")
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        map("first insert", maps(0), |m| m.numbers_mut().insert(1, 2).map(drop)),
        map("insert", maps(5), |m| m.numbers_mut().insert(100, 2).map(drop)),
        map("insert into a full table", maps(14), |m| m.numbers_mut().insert(100, 2).map(drop)),
        map("insert over a value", maps(5), |m| m.numbers_mut().insert(3, 2).map(drop)),
        map("remove", maps(5), |m| m.numbers_mut().remove(3).map(drop)),
        map("remove of what is not there", maps(5), |m| m.numbers_mut().remove(33).map(drop)),
        map("clear", maps(20), |m| m.numbers_mut().clear()),
        map("reserve", maps(5), |m| m.numbers_mut().reserve(60)),
        map("retain", maps(14), |m| m.numbers_mut().retain(|k, _| k % 3 == 0)),
        map("texts: insert", maps(5), |m| m.texts_mut().insert(&key(9), &long('n', 50)).map(drop)),
        map("texts: insert over a value", maps(5), |m| m.texts_mut().insert(&key(4), &long('n', 90)).map(drop)),
        map("texts: change in place", maps(5), |m| {
            m.texts_mut().get_mut(&key(2)).map_or(Ok(()), |mut text| text.push_str(&long('n', 50)))
        }),
        map("texts: remove", maps(5), |m| m.texts_mut().remove(&key(4)).map(drop)),
        map("texts: clear", maps(5), |m| m.texts_mut().clear()),
        map("structs: insert", maps(1), |m| m.leaves_mut().insert((9, "k"), &leaf(9)).map(drop)),
        map("structs: remove", maps(1), |m| m.leaves_mut().remove((1, &long('k', 30))).map(drop)),
        map("set: insert", maps(1), |m| m.set_mut().insert(&long('x', 33)).map(drop)),
        map("set: remove", maps(1), |m| m.set_mut().remove(&long('s', 40)).map(drop)),
        map("set: insert into a full table", Maps { set: (0..14).map(|n| format!("{n}")).collect(), ..maps(1) }, |m| {
            m.set_mut().insert(&long('x', 33)).map(drop)
        }),
        map("set: clear", maps(1), |m| m.set_mut().clear()),
        map("set: drain", maps(1), |m| m.set_mut().drain().map(drop)),
        map("set: reserve", maps(1), |m| m.set_mut().reserve(60)),
        Case::new(
            "map: a bucket that a transaction empties and fills",
            |turn| put(turn, "maps", &maps(14)),
            |turn| {
                let handle: Handle<Maps> = named(turn, "maps")?;
                turn.transaction(|tx| {
                    let mut maps = tx.get_mut(handle)?;
                    let mut numbers = maps.numbers_mut();
                    (0..7).try_for_each(|i| numbers.remove(i).map(drop))?;
                    (0..9).try_for_each(|i| numbers.insert(50 + i, i).map(drop))
                })
            },
        ),
        Case::new("map: put", |_| Ok(()), |turn| turn.put(&maps(20)).map(drop)),
        Case::new(
            "map: remove of the object",
            |turn| put(turn, "maps", &maps(20)),
            |turn| {
                let handle: Handle<Maps> = named(turn, "maps")?;
                turn.remove(handle)
            },
        ),
    ]
}
