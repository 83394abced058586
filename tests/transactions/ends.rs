//! Transactions of a `Heap`, transactions inside others, and the journal's room: how each may end.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use ipo::{Error, Handle, Heap};
use ipo_workspace::{LONG, Name, child, hear, say};

use super::{Before, heap, part, set_up};

#[test]
fn a_panic_in_a_transaction_of_the_heap_undoes_it_and_releases_the_turn() {
    let heap = heap();
    let before = set_up(&mut heap.write().expect("free"));
    let caught = catch_unwind(AssertUnwindSafe(|| {
        heap.transaction::<(), Error>(|tx| {
            tx.get_mut(before.whole)?.names_mut().clear()?;
            tx.put(&part(1))?;
            tx.remove(before.part)?;
            resume_unwind(Box::new("on purpose"))
        })
    }));
    assert!(caught.is_err_and(|payload| payload.is::<&str>()));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let turn = heap.write_timeout(Duration::from_secs(5)).expect("the turn was released");
            before.assert_unchanged(&turn, "after the panic");
            assert!(!turn.recovered(), "nobody died");
        });
        other.join().expect("no panic");
    });
}

pub(super) fn die_in_transaction_of_heap(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    let _: Result<(), Error> = heap.transaction(|tx| {
        let (whole, part) = (tx.root::<super::Whole>("whole")?, tx.root::<super::Part>("part")?);
        tx.get_mut(whole)?.numbers_mut().clear()?;
        tx.transaction::<_, Error>(|tx| tx.remove(part))?;
        tx.unbind("part")?;
        say("changed");
        hear();
        Ok(())
    });
}

#[test]
fn a_death_in_a_transaction_of_the_heap_undoes_it_also_what_one_inside_has_done() {
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
    let before = set_up(&mut heap.write().expect("free"));
    let changer = child("die_in_transaction_of_heap", &[&name]);
    changer.expect("changed");
    changer.kill();
    let turn = heap.write_timeout(LONG).expect("the owner is dead");
    assert!(turn.recovered());
    before.assert_unchanged(&turn, "after the death");
}

#[test]
fn what_a_transaction_inside_has_done_when_it_panics_stays_if_the_outer_one_succeeds() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    turn.transaction::<_, Error>(|tx| {
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _: Result<(), Error> = tx.transaction(|tx| {
                tx.get_mut(before.part)?.set_n(80);
                resume_unwind(Box::new("on purpose"))
            });
        }));
        assert!(caught.is_err());
        tx.get_mut(before.part)?.set_name("after the panic")
    })
    .expect("the outer one succeeds");
    let found = turn.load(before.part).expect("it is there");
    assert_eq!((found.n, found.name.as_str()), (80, "after the panic"));
    assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
}

/// An operation that fails is undone alone. What views saved before it is saved anew after it: otherwise the end of the
/// transaction would bring back too little.
#[test]
fn an_operation_undone_by_itself_inside_takes_no_saved_bytes_with_it() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    for depth in 0..3 {
        let result: Result<(), Error> = turn.transaction(|tx| {
            fn change(tx: &mut ipo::Tx<'_>, before: &Before, depth: u32) -> Result<(), Error> {
                if depth > 0 {
                    return tx.transaction(|tx| change(tx, before, depth - 1));
                }
                for n in 0..4 {
                    assert!(tx.get_mut(before.whole)?.names_mut().insert(99, "nowhere").is_err());
                    let mut whole = tx.get_mut(before.whole)?;
                    whole.set_n(n);
                    whole.numbers_mut().as_mut_slice().fill(n);
                    whole.pieces_mut().get_mut(0).expect("five").set_n(n);
                    assert!(tx.put(&vec![0_i64; 1 << 20]).is_err(), "it does not fit");
                }
                Err(Error::ReadOnly)
            }
            change(tx, &before, depth)
        });
        assert!(matches!(result, Err(Error::ReadOnly)), "{result:?}");
        before.assert_unchanged(&turn, "after all");
    }
}

fn fill(heap: &Heap, numbers: Handle<Vec<u64>>) -> Result<(), Error> {
    heap.transaction(|tx| {
        tx.get_mut(numbers)?.set(0, 7)?;
        // Inside another one, which it fails with.
        tx.transaction(|tx| {
            tx.get_mut(numbers)?.as_mut_slice().fill(7);
            Ok(())
        })
    })
}

#[test]
fn the_journals_room_is_an_option_and_says_how_much_one_transaction_can_change() {
    const LEN: usize = 30_000;
    for (room, fits) in [(64 << 10, false), (200 << 10, false), (300 << 10, true), (1 << 20, true)] {
        let name = Name::new();
        let heap = Heap::options().capacity(1 << 20).journal(room).create(&name).expect("a fresh name");
        let numbers = heap.write().expect("free").put(&vec![0_u64; LEN]).expect("there is room");
        let used = heap.read().expect("free").stats().used;
        match fill(&heap, numbers) {
            Ok(()) => assert!(fits, "240,000 bytes in {room}"),
            Err(Error::JournalFull { needed, room: said }) => {
                assert!(!fits && said == room && needed > room, "{needed} of {said} bytes, with {room}");
            }
            Err(other) => panic!("{other:?}"),
        }
        let expected = if fits { 7 } else { 0 };
        // For others, too; and the heap goes on.
        let other = Heap::attach(&name).expect("it exists");
        let mut turn = other.write_timeout(LONG).expect("the turn was released");
        assert!(!turn.recovered(), "nobody died");
        assert_eq!(turn.load(numbers).expect("it is there"), vec![expected; LEN]);
        assert_eq!(turn.stats().used, used);
        turn.get_mut(numbers).expect("it is there").set(1, 8).expect("one number fits");
        let small = turn.transaction(|tx| tx.put(&vec![9_u64; 100]));
        turn.remove(small.expect("what it changes fits")).expect("it is there");
        assert_eq!(turn.get(numbers).expect("it is there").get(1), Some(8));
        assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
    }
}
