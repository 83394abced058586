//! Lists: of numbers, of strings, of lists, of structs.

use ipo::{Error, ListMut, Shared, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Leaf, Lists, ListsMut, leaf, lists, long, named, put};

fn list(what: &str, start: Lists, change: impl for<'t> Fn(&mut ListsMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        format!("list: {what}"),
        move |turn| put(turn, "lists", &start),
        move |turn| {
            let handle = named::<Lists>(turn, "lists")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

/// A list of `n` numbers.
fn plain(n: u64, what: &str, change: impl Fn(&mut ListMut<'_, u64>) -> Result<(), Error> + 'static) -> Case {
    let start = Lists { plain: (0..n).collect(), ..lists() };
    list(&format!("numbers: {what}"), start, move |lists| change(&mut lists.plain_mut()))
}

fn owning(what: &str, change: impl Fn(&mut ListMut<'_, String>) -> Result<(), Error> + 'static) -> Case {
    list(&format!("strings: {what}"), lists(), move |lists| change(&mut lists.owning_mut()))
}

fn leaves(what: &str, change: impl Fn(&mut ListMut<'_, Leaf>) -> Result<(), Error> + 'static) -> Case {
    list(&format!("structs: {what}"), lists(), move |lists| change(&mut lists.leaves_mut()))
}

fn nested(what: &str, change: impl Fn(&mut ListMut<'_, Vec<u64>>) -> Result<(), Error> + 'static) -> Case {
    list(&format!("lists: {what}"), lists(), move |lists| change(&mut lists.nested_mut()))
}

/// Makes a list that fills its block, behind which `free` bytes are free, if any, and else the heap ends.
fn fill_block(turn: &mut WriteTurn<'_>, free: Option<usize>) -> Result<(), Error> {
    put(turn, "lists", &lists())?;
    let handle = named::<Lists>(turn, "lists")?;
    // The schema first, so that nothing comes in between.
    let bytes = turn.put(&vec![0_u8])?;
    turn.remove(bytes)?;
    let mut lists = turn.get_mut(handle)?;
    let mut plain = lists.plain_mut();
    // A block of 336 bytes, 8 of them the header, behind all others.
    plain.reserve_exact(41 - plain.len())?;
    plain.resize(41, 9)?;
    assert_eq!(plain.capacity(), 41);
    if let Some(free) = free {
        // A block of that length and a header, and the object that has it, of 48 bytes.
        let hole = turn.put(&vec![0_u8; free - 56])?;
        put(turn, "guard", &leaf(9))?;
        turn.remove(hole)?;
    }
    Ok(())
}

/// Appends, which does not move the list.
fn append_in_place(mut list: ListMut<'_, u64>, values: &[u64]) -> Result<(), Error> {
    let place = list.as_slice().as_ptr();
    match values {
        [value] => list.push(*value)?,
        _ => list.extend_from_slice(values)?,
    }
    assert_eq!(list.as_slice().as_ptr(), place, "the list was moved");
    Ok(())
}

fn lengthened(what: &str, free: Option<usize>) -> Case {
    Case::new(
        format!("list: numbers: push to a block that is made longer, {what}"),
        move |turn| fill_block(turn, free),
        |turn| {
            let handle = named::<Lists>(turn, "lists")?;
            append_in_place(turn.get_mut(handle)?.plain_mut(), &[7])
        },
    )
}

/// More than once in a transaction, which fails at the end where it is in vain.
fn lengthened_in_transaction(what: &str, in_vain: bool, free: Option<usize>) -> Case {
    Case::new(
        format!("list: numbers: appends to a block that is made longer, {what}"),
        move |turn| fill_block(turn, free),
        move |turn| {
            let handle = named::<Lists>(turn, "lists")?;
            turn.transaction(|tx| {
                append_in_place(tx.get_mut(handle)?.plain_mut(), &[7; 30])?;
                append_in_place(tx.get_mut(handle)?.plain_mut(), &[8; 30])?;
                if in_vain { Err(Error::OutOfBounds { index: 1, len: 0 }) } else { Ok(()) }
            })
        },
    )
}

fn pop<T: Shared>(list: &mut ListMut<'_, T>) -> Result<(), Error> {
    list.pop().map(|_| ())
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        plain(0, "push to none", |l| l.push(7)),
        plain(1, "push in the slot", |l| l.push(7)),
        plain(2, "push from the slot to a block", |l| l.push(7)),
        plain(4, "push with room", |l| l.push(7)),
        // 23 numbers fill their block: its size is a multiple of 16 bytes, less 8 for the header.
        plain(23, "push to a larger block", |l| l.push(7)),
        lengthened("on top", None),
        lengthened("into a part of what is free", Some(4_000)),
        // Twice 41 numbers and a header make 672 bytes.
        lengthened("into all of what is free", Some(336)),
        lengthened("and by what is left over", Some(352)),
        lengthened_in_transaction("twice", false, Some(4_000)),
        lengthened_in_transaction("twice and in vain", true, Some(4_000)),
        lengthened_in_transaction("on top and in vain", true, None),
        plain(2, "pop in the slot", pop),
        plain(9, "pop in a block", pop),
        plain(0, "pop of none", pop),
        plain(1, "insert in the slot", |l| l.insert(0, 7)),
        plain(10, "insert", |l| l.insert(4, 7)),
        plain(10, "insert at the end", |l| l.insert(9, 7)),
        plain(9, "insert to a larger block", |l| l.insert(4, 7)),
        plain(9, "insert out of bounds", |l| l.insert(10, 7)),
        plain(2, "remove in the slot", |l| l.remove(0).map(|_| ())),
        plain(9, "remove", |l| l.remove(4).map(|_| ())),
        plain(9, "set", |l| l.set(4, 99)),
        plain(2, "set in the slot", |l| l.set(1, 99)),
        plain(9, "truncate", |l| l.truncate(3)),
        plain(9, "clear", |l| l.clear()),
        plain(2, "extend_from_slice out of the slot", |l| l.extend_from_slice(&[7, 8, 9])),
        plain(9, "extend_from_slice to a larger block", |l| l.extend_from_slice(&[7; 30])),
        plain(9, "extend_from_plain", |l| l.extend_from_plain(&[7; 30])),
        plain(4, "extend_from_slice with room", |l| l.extend_from_slice(&[7])),
        plain(9, "assign in place", |l| l.assign(&[7, 8])),
        plain(9, "assign of more", |l| l.assign(&[7; 40])),
        plain(300, "assign of much", |l| l.assign(&[7; 200])),
        owning("push", |l| l.push(&long('x', 60))),
        owning("push of what needs no block", |l| l.push("x")),
        owning("pop", pop),
        owning("insert", |l| l.insert(1, &long('x', 60))),
        owning("remove", |l| l.remove(0).map(|_| ())),
        owning("set", |l| l.set(0, &long('x', 60))),
        owning("truncate", |l| l.truncate(1)),
        owning("clear", |l| l.clear()),
        owning("extend_from_slice", |l| l.extend_from_slice(&[long('x', 60), "y".into(), long('z', 30)])),
        owning("assign", |l| l.assign(&[long('x', 60), "y".into()])),
        owning("change of an element", |l| l.get_mut(2).map_or(Ok(()), |mut s| s.push_str(&long('x', 60)))),
        leaves("push", |l| l.push(&leaf(9))),
        leaves("remove", |l| l.remove(0).map(|_| ())),
        leaves("insert", |l| l.insert(1, &leaf(9))),
        leaves("clear", |l| l.clear()),
        nested("push", |l| l.push(&[9; 9])),
        nested("remove", |l| l.remove(0).map(|_| ())),
        nested("push to an element", |l| l.get_mut(1).map_or(Ok(()), |mut e| e.extend_from_slice(&[1, 2, 3]))),
        nested("assign", |l| l.assign(&[vec![1; 5], vec![2], vec![3; 7]])),
    ]
}
