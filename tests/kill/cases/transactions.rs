//! Transactions: many changes as one.

use ipo::{Error, Tx, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{Leaf, Lists, Mixed, Person, leaf, lists, long, mixed, named, person, put};

fn prepare(turn: &mut WriteTurn<'_>) -> Result<(), Error> {
    put(turn, "person", &person(1))?;
    put(turn, "lists", &lists())?;
    put(turn, "mixed", &Mixed { choice: Some(Box::new(leaf(4))), ..mixed() })
}

fn transaction(what: &str, change: impl Fn(&mut Tx<'_>) -> Result<(), Error> + 'static) -> Case {
    Case::new(format!("transaction: {what}"), prepare, move |turn| turn.transaction(|tx| change(tx)))
}

fn some(tx: &mut Tx<'_>) -> Result<(), Error> {
    let (p, m) = (tx.root::<Person>("person")?, tx.root::<Mixed>("mixed")?);
    let mut person = tx.get_mut(p)?;
    person.set_id(2);
    person.set_name(&long('n', 50))?;
    person.friend_mut().take()?;
    let mut mixed = tx.get_mut(m)?;
    mixed.set_wide(7);
    mixed.set_pair((8, 9));
    mixed.set_perhaps(None)
}

fn many(tx: &mut Tx<'_>) -> Result<(), Error> {
    some(tx)?;
    let l = tx.root::<Lists>("lists")?;
    let mut lists = tx.get_mut(l)?;
    lists.plain_mut().push(3)?;
    lists.plain_mut().push(4)?;
    lists.plain_mut().truncate(3)?;
    lists.plain_mut().push(5)?;
    *lists.plain_mut().get_mut(0).expect("an element") += 10;
    lists.owning_mut().remove(0)?;
    lists.owning_mut().get_mut(1).expect("an element").clear()?;
    lists.owning_mut().get_mut(1).expect("an element").push_str(&long('v', 30))?;
    lists.nested_mut().get_mut(0).expect("an element").clear()?;
    lists.leaves_mut().push(&leaf(5))?;
    lists.leaves_mut().get_mut(0).expect("an element").set_n(77);
    let passing = tx.put(&leaf(6))?;
    let staying = tx.put(&leaf(7))?;
    tx.remove(passing)?;
    tx.bind("staying", staying)?;
    tx.get_mut(staying)?.set_name(&long('s', 60))?;
    tx.unbind("mixed")
}

fn fail() -> Error {
    Error::OutOfBounds { index: 1, len: 0 }
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        transaction("many changes", |tx| {
            if tx.root::<Mixed>("mixed").is_err() {
                return Err(fail()); // the second time
            }
            many(tx)
        }),
        transaction("many changes, and an error", |tx| {
            many(tx)?;
            Err(fail())
        }),
        transaction("some changes", some),
        transaction("some changes, and an error", |tx| {
            some(tx)?;
            Err(fail())
        }),
        Case::new("transaction: some changes, and a panic", prepare, |turn| {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                turn.transaction(|tx| -> Result<(), Error> {
                    some(tx)?;
                    panic!("on purpose")
                })
            }));
            assert!(outcome.is_err());
            Err(fail())
        }),
        transaction("an operation that fails inside", |tx| {
            let l = tx.root::<Lists>("lists")?;
            let mut lists = tx.get_mut(l)?;
            lists.owning_mut().push(&long('a', 30))?;
            assert!(lists.owning_mut().insert(99, "x").is_err());
            let inner: Result<(), Error> = tx.transaction(|tx| {
                tx.get_mut(l)?.plain_mut().push(9)?;
                Err(fail())
            });
            assert!(inner.is_err());
            tx.get_mut(l)?.plain_mut().push(10)
        }),
        transaction("put, change and remove of one object", |tx| {
            let made = tx.put(&person(9))?;
            tx.get_mut(made)?.set_name("short")?;
            tx.store(made, &person(10))?;
            tx.remove(made)
        }),
        transaction("the first of a type, and an error", |tx| {
            tx.put(&leaf(3))?;
            tx.put(&vec![1u8; 50])?;
            Err(fail())
        }),
        transaction("nothing", |_| Ok(())),
        transaction("a handle that is stale", |tx| {
            some(tx)?;
            let made = tx.put(&leaf(3))?;
            tx.remove(made)?;
            tx.get::<Leaf>(made).map(|_| ())
        }),
        Case::new(
            "transaction: more than the first memory of the journal",
            |turn| {
                prepare(turn)?;
                put(turn, "bytes", &vec![1u8; 70_000])
            },
            |turn| {
                let handle = named::<Vec<u8>>(turn, "bytes")?;
                turn.transaction(|tx| {
                    some(tx)?;
                    tx.get_mut(handle)?.as_mut_slice().fill(2);
                    tx.put(&leaf(3)).map(|_| ())
                })
            },
        ),
        Case::new(
            "transaction: more than the journal can undo",
            |turn| {
                prepare(turn)?;
                put(turn, "bytes", &vec![1u8; 140_000])
            },
            |turn| {
                let handle = named::<Vec<u8>>(turn, "bytes")?;
                turn.transaction(|tx| {
                    some(tx)?;
                    tx.get_mut(handle)?.as_mut_slice().fill(2);
                    Ok(())
                })
            },
        ),
    ]
}
