//! A transaction leaves everything done or nothing, in whatever way it ends.

#[path = "transactions/ends.rs"]
mod ends;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ipo::{Error, Handle, Heap, SharedStruct, Stats, Tx, WriteTurn};
use ipo_workspace::{LONG, Name, child, run_job, say};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Part {
    n: i64,
    name: String,
    pair: (i64, String),
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Whole {
    n: i64,
    wide: u128,
    flag: bool,
    letter: char,
    short: String,
    long: String,
    inside: Vec<u8>,
    numbers: Vec<i64>,
    names: Vec<String>,
    pieces: Vec<Part>,
    lists: Vec<Vec<i64>>,
    array: [i64; 4],
    texts: [String; 2],
    tuple: (bool, String, Vec<u16>),
    option: Option<i64>,
    some: Option<Part>,
    none: Option<String>,
    boxed: Box<Part>,
    tree: Option<Box<Whole>>,
    link: Option<Handle<Part>>,
}

const LONG_TEXT: &str = "a text that is too long to lie in its slot";

fn part(n: i64) -> Part {
    Part { n, name: format!("{LONG_TEXT} {n}"), pair: (n, "short".into()) }
}

fn whole() -> Whole {
    let mut whole = Whole {
        n: 1,
        wide: 1 << 100,
        flag: true,
        letter: 'a',
        short: "short".into(),
        long: LONG_TEXT.into(),
        inside: vec![1, 2, 3],
        numbers: (0..50).collect(),
        names: vec!["one".into(), LONG_TEXT.into(), "three".into()],
        pieces: (0..5).map(part).collect(),
        lists: vec![vec![1; 10], vec![], vec![2]],
        array: [1, 2, 3, 4],
        texts: ["first".into(), LONG_TEXT.into()],
        tuple: (true, LONG_TEXT.into(), vec![1; 30]),
        option: Some(4),
        some: Some(part(6)),
        none: None,
        boxed: Box::new(part(7)),
        tree: None,
        link: None,
    };
    whole.tree = Some(Box::new(whole.clone()));
    whole
}

#[test]
fn child_entry() {
    run_job(&[("change_and_wait", change_and_wait), ("die_in_transaction_of_heap", ends::die_in_transaction_of_heap)]);
}

/// The state before, to be compared with the one after.
struct Before {
    whole: Handle<Whole>,
    part: Handle<Part>,
    stats: Stats,
}

fn set_up(turn: &mut WriteTurn<'_>) -> Before {
    let part = turn.put(&part(8)).expect("there is room");
    let whole = turn.put(&Whole { link: Some(part), ..whole() }).expect("there is room");
    turn.bind("whole", whole).expect("there is room");
    turn.bind("part", part).expect("there is room");
    Before { whole, part, stats: turn.stats() }
}

impl Before {
    #[track_caller]
    fn assert_unchanged(&self, turn: &WriteTurn<'_>, what: &str) {
        assert_eq!(turn.load(self.whole).expect("it is there"), Whole { link: Some(self.part), ..whole() }, "{what}");
        assert_eq!(turn.load(self.part).expect("it is there"), part(8), "{what}");
        assert_eq!(turn.root::<Whole>("whole").expect("bound"), self.whole, "{what}");
        assert_eq!(turn.roots().expect("sound").len(), 2, "{what}");
        let stats = turn.stats();
        let same =
            (stats.used, stats.blocks, stats.objects) == (self.stats.used, self.stats.blocks, self.stats.objects);
        assert!(same, "{what}: {:?} became {stats:?}", self.stats);
        let report = turn.verify();
        assert!(report.is_sound(), "{what}: {report:#?}");
    }
}

type Change = fn(&mut Tx<'_>, &Before) -> Result<(), Error>;

/// Every way to change something, by name.
const CHANGES: &[(&str, Change)] = &[
    ("setters", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.set_n(2);
        whole.set_wide(3);
        whole.set_flag(false);
        whole.set_letter('z');
        whole.set_option(None);
        whole.set_array(&[9; 4]);
        whole.set_link(None);
        whole.set_short(LONG_TEXT)?;
        whole.set_long("short")?;
        whole.set_names(&[])?;
        whole.set_tuple((false, "no", &[]))?;
        whole.set_none(Some(LONG_TEXT))?;
        whole.set_boxed(&part(0))?;
        whole.set_tree(None)?;
        whole.set_some(None)
    }),
    ("views of scalars", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        *whole.n_mut() += 1;
        whole.wide_mut().update(|n| n + 1);
        whole.flag_mut().replace(false);
        whole.letter_mut().set('q');
        whole.link_mut().set(None);
        if let Some(n) = whole.option_mut().as_mut() {
            *n = 77;
        }
        Ok(())
    }),
    ("parts", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        let mut parts = whole.parts();
        *parts.n = 5;
        parts.names.push("four")?;
        parts.numbers.as_mut_slice()[7] = 0;
        parts.boxed.set_n(0);
        Ok(())
    }),
    ("store", |tx, at| {
        tx.store(at.part, &part(0))?;
        tx.store(at.whole, &Whole { names: vec![LONG_TEXT.into(); 9], ..whole() })
    }),
    ("strings", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.short_mut().push_str(" and more")?;
        whole.short_mut().push_str(LONG_TEXT)?;
        whole.long_mut().truncate(3)?;
        whole.long_mut().push('!')?;
        whole.long_mut().insert_str(0, "other text in the same block ")?;
        whole.names_mut().get_mut(1).expect("three").clear()?;
        whole.names_mut().get_mut(1).expect("three").push_str("over the old bytes")?;
        whole.texts_mut().get_mut(1).expect("two").set("x")
    }),
    ("pop, then push", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        for n in 0..3 {
            whole.numbers_mut().pop()?;
            whole.numbers_mut().push(1_000 + n)?;
            whole.inside_mut().pop()?;
            whole.inside_mut().push(99)?;
            whole.names_mut().pop()?;
            whole.names_mut().push("another")?;
            whole.pieces_mut().pop()?;
            whole.pieces_mut().push(&part(100))?;
        }
        Ok(())
    }),
    ("truncate, then push beyond the old end", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.numbers_mut().truncate(10)?;
        for n in 0..200 {
            whole.numbers_mut().push(-n)?;
        }
        whole.names_mut().truncate(1)?;
        for n in 0..30 {
            whole.names_mut().push(&format!("{LONG_TEXT} {n}"))?;
        }
        Ok(())
    }),
    ("clear, then extend over the old bytes", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.numbers_mut().clear()?;
        whole.numbers_mut().extend_from_slice(&[5; 20])?;
        whole.numbers_mut().extend_from_plain(&[6; 20])?;
        whole.numbers_mut().assign(&[7; 30])
    }),
    ("insert and remove", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.numbers_mut().insert(0, -1)?;
        whole.numbers_mut().remove(20)?;
        whole.names_mut().insert(1, LONG_TEXT)?;
        whole.names_mut().remove(0)?;
        whole.pieces_mut().remove(2)?;
        whole.pieces_mut().set(0, &part(50))?;
        whole.lists_mut().insert(0, &[8; 9])?;
        whole.numbers_mut().set(3, 3_333)
    }),
    ("elements by index", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        *whole.numbers_mut().get_mut(4).expect("fifty") = 0;
        whole.pieces_mut().get_mut(3).expect("five").set_n(0);
        whole.pieces_mut().get_mut(3).expect("five").name_mut().set("another")?;
        whole.pieces_mut().into_get_mut(1).expect("five").set_pair((0, LONG_TEXT))?;
        whole.lists_mut().get_mut(0).expect("three").as_mut_slice().fill(0);
        *whole.array_mut().get_mut(2).expect("four") = 0;
        whole.array_mut().as_mut_slice()[0] = 9;
        *whole.inside_mut().get_mut(0).expect("three") = 0;
        Ok(())
    }),
    ("iter_mut", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.numbers_mut().iter_mut().for_each(|n| *n = 0);
        for mut part in whole.pieces_mut().iter_mut() {
            part.set_n(0);
            part.name_mut().push_str("!")?;
        }
        for mut list in whole.lists_mut().into_iter().rev() {
            list.push(1)?;
            list.iter_mut().for_each(|n| *n = 5);
        }
        whole.array_mut().iter_mut().for_each(|n| *n = 5);
        for mut text in whole.texts_mut() {
            text.push('?')?;
        }
        Ok(())
    }),
    ("as_mut_slice", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.numbers_mut().as_mut_slice().reverse();
        whole.inside_mut().as_mut_slice().fill(0);
        Ok(())
    }),
    ("options", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        let mut some = whole.some_mut().into_mut().expect("some");
        some.set_n(0);
        some.name_mut().set("changed")?;
        assert!(whole.some_mut().take()?.is_some());
        assert!(whole.some().is_none());
        whole.none_mut().set(Some("now some"))?;
        whole.option_mut().set(Some(9));
        Ok(())
    }),
    ("boxes", |tx, at| {
        let mut whole = tx.get_mut(at.whole)?;
        whole.boxed_mut().set_n(0);
        whole.boxed_mut().name_mut().clear()?;
        let mut inner = whole.tree_mut().into_mut().expect("one level");
        inner.set_n(0);
        inner.pieces_mut().get_mut(0).expect("five").name_mut().set("deep")?;
        inner.numbers_mut().as_mut_slice()[0] = 5;
        inner.boxed_mut().set_pair((1, LONG_TEXT))
    }),
    ("get_disjoint_mut", |tx, at| {
        let other = tx.put(&part(1))?;
        let [mut one, mut two] = tx.get_disjoint_mut([at.part, other])?;
        one.set_n(0);
        one.name_mut().set("changed")?;
        two.set_n(1);
        Ok(())
    }),
    ("objects and names", |tx, at| {
        for n in 0..20 {
            let new = tx.put(&part(n))?;
            tx.bind(&format!("new {n}"), new)?;
            if n % 2 == 0 {
                tx.remove(new)?;
            }
        }
        tx.unbind("part")?;
        tx.bind("whole", at.part)?;
        tx.remove(at.part)?;
        tx.remove(at.whole)
    }),
    ("the first object of a type", |tx, _| {
        let first = tx.put(&(1_u8, String::from(LONG_TEXT)))?;
        tx.bind("first", first)
    }),
    ("an error inside that is passed over", |tx, at| {
        tx.get_mut(at.whole)?.set_n(3);
        let too_large = vec![0_i64; 1 << 20];
        assert!(tx.put(&too_large).is_err());
        let mut whole = tx.get_mut(at.whole)?;
        assert!(whole.numbers_mut().extend_from_slice(&too_large).is_err());
        whole.set_n(4);
        whole.numbers_mut().as_mut_slice()[0] = 4;
        assert!(whole.numbers_mut().extend_from_slice(&too_large).is_err());
        whole.names_mut().push(LONG_TEXT)
    }),
    ("everything twice", |tx, at| {
        for (name, change) in CHANGES {
            // Those that remove what the others need come elsewhere.
            if !matches!(*name, "objects and names" | "everything twice" | "the first object of a type") {
                tx.store(at.whole, &Whole { link: Some(at.part), ..whole() })?;
                change(tx, at)?;
            }
        }
        Ok(())
    }),
];

fn heap() -> Heap {
    Heap::options().capacity(4 << 20).create_anonymous().expect("memory")
}

#[test]
fn an_error_leaves_the_heap_as_it_was() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    for (what, change) in CHANGES {
        for _ in 0..2 {
            let result: Result<(), Error> = turn.transaction(|tx| {
                change(tx, &before).unwrap_or_else(|error| panic!("{what}: {error}"));
                Err(Error::ReadOnly)
            });
            assert!(matches!(result, Err(Error::ReadOnly)), "{what}: {result:?}");
            before.assert_unchanged(&turn, what);
        }
    }
}

#[test]
fn a_panic_leaves_the_heap_as_it_was() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    for (what, change) in CHANGES {
        let result = catch_unwind(AssertUnwindSafe(|| {
            turn.transaction::<(), Error>(|tx| {
                change(tx, &before)?;
                std::panic::resume_unwind(Box::new("on purpose"))
            })
        }));
        assert!(result.is_err_and(|payload| payload.is::<&str>()), "{what}");
        before.assert_unchanged(&turn, what);
    }
}

/// What a committed change leaves is what the same change leaves without a transaction: nothing is lost on the way.
#[test]
fn a_committed_transaction_does_what_it_says() {
    for (what, change) in CHANGES {
        if matches!(*what, "objects and names" | "get_disjoint_mut" | "the first object of a type") {
            continue;
        }
        let heap = heap();
        let mut turn = heap.write().expect("free");
        let at = set_up(&mut turn);
        let mut inside = None;
        turn.transaction::<_, Error>(|tx| {
            change(tx, &at)?;
            inside = Some(tx.load(at.whole)?);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{what}: {error}"));
        let after = turn.load(at.whole).expect("it is there");
        assert_eq!(Some(&after), inside.as_ref(), "{what}");
        assert!(after != Whole { link: Some(at.part), ..whole() } || *what == "store", "{what}: nothing was changed");
        let report = turn.verify();
        assert!(report.is_sound(), "{what}: {report:#?}");
    }
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let at = set_up(&mut turn);
    turn.transaction(|tx| {
        CHANGES.iter().find(|(name, _)| *name == "objects and names").expect("it is there").1(tx, &at)
    })
    .expect("there is room");
    assert!(matches!(turn.get(at.whole), Err(Error::Stale { .. })));
    assert_eq!(turn.stats().objects, 10);
    assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
}

fn change_and_wait(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let at = Before {
        whole: turn.root("whole").expect("bound"),
        part: turn.root("part").expect("bound"),
        stats: turn.stats(),
    };
    let (_, change) = CHANGES[args[1].parse::<usize>().expect("a number")];
    let _: Result<(), Error> = turn.transaction(|tx| {
        change(tx, &at)?;
        say("changed");
        loop {
            std::thread::park();
        }
    });
}

#[test]
fn a_death_leaves_the_heap_as_it_was() {
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
    let before = set_up(&mut heap.write().expect("free"));
    for (number, (what, _)) in CHANGES.iter().enumerate() {
        let changer = child("change_and_wait", &[&name, &number.to_string()]);
        changer.expect("changed");
        changer.kill();
        let turn = heap.write_timeout(LONG).expect("the owner is dead");
        assert!(turn.recovered(), "{what}");
        before.assert_unchanged(&turn, what);
    }
}

#[test]
fn a_transaction_inside_another_joins_it() {
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    // The inner one's end, good or bad, decides nothing.
    let result: Result<(), Error> = turn.transaction(|tx| {
        tx.get_mut(before.whole)?.set_n(2);
        tx.transaction::<_, Error>(|tx| {
            tx.get_mut(before.whole)?.names_mut().clear()?;
            tx.transaction::<_, Error>(|tx| tx.remove(before.part))
        })?;
        assert!(tx.get(before.part).is_err());
        Err(Error::ReadOnly)
    });
    assert!(matches!(result, Err(Error::ReadOnly)));
    before.assert_unchanged(&turn, "an outer error");

    turn.transaction::<_, Error>(|tx| {
        tx.get_mut(before.whole)?.set_n(2);
        let inner: Result<(), Error> = tx.transaction(|tx| {
            tx.get_mut(before.whole)?.set_n(3);
            Err(Error::ReadOnly)
        });
        assert!(matches!(inner, Err(Error::ReadOnly)));
        assert_eq!(tx.get(before.whole)?.n(), 3, "its error undoes nothing by itself");
        Ok(())
    })
    .expect("the outer one succeeds");
    assert_eq!(turn.load(before.whole).expect("it is there").n, 3);

    turn.get_mut(before.whole).expect("it is there").set_n(1);
    let caught = turn.transaction::<_, Error>(|tx| {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _: Result<(), Error> = tx.transaction(|tx| {
                tx.get_mut(before.whole)?.names_mut().clear()?;
                std::panic::resume_unwind(Box::new("on purpose"))
            });
        }));
        assert!(panicked.is_err());
        Err::<(), _>(Error::ReadOnly)
    });
    assert!(caught.is_err());
    before.assert_unchanged(&turn, "an inner panic, an outer error");
}

#[test]
fn a_transaction_on_the_heap_takes_and_releases_the_turn() {
    let heap = heap();
    let before = set_up(&mut heap.write().expect("free"));
    let made = heap.transaction::<_, Error>(|tx| tx.put(&part(3))).expect("there is room");
    assert_eq!(heap.read().expect("released").load(made).expect("it is there"), part(3));
    let result: Result<(), Error> = heap.transaction(|tx| {
        assert!(matches!(heap.write(), Err(Error::WouldDeadlock { held: "write" })));
        tx.remove(made)?;
        Err(Error::ReadOnly)
    });
    assert!(result.is_err());
    let mut turn = heap.write().expect("released");
    turn.remove(made).expect("it is there");
    before.assert_unchanged(&turn, "after all");
}

#[test]
fn a_program_s_own_error_comes_through() {
    #[derive(Debug, PartialEq)]
    enum Own {
        No(i32),
        Heap(String),
    }
    impl From<Error> for Own {
        fn from(error: Error) -> Own {
            Own::Heap(error.to_string())
        }
    }
    let heap = heap();
    let mut turn = heap.write().expect("free");
    let before = set_up(&mut turn);
    let own = turn.transaction::<(), Own>(|tx| {
        tx.get_mut(before.part)?.set_n(0);
        Err(Own::No(5))
    });
    assert_eq!(own, Err(Own::No(5)));
    let stale = turn.transaction::<(), Own>(|tx| Ok(tx.remove(Handle::<Part>::from_bits(16))?));
    assert!(matches!(stale, Err(Own::Heap(text)) if text.contains("stale")));
    before.assert_unchanged(&turn, "an own error");
}

#[test]
fn an_operation_without_room_in_the_journal_dooms_the_transaction() {
    let heap = Heap::options().capacity(4 << 20).journal(64 << 10).create_anonymous().expect("a heap");
    let mut turn = heap.write().expect("a turn");
    let many: Vec<String> = (0..2_500).map(|n| format!("{LONG_TEXT} {n}")).collect();
    let names = turn.put(&many).expect("room");
    // Twice, as all of it at once has no room either.
    turn.get_mut(names).expect("it lives").extend(many.iter().map(String::as_str)).expect("room");
    let other = turn.put(&1_i64).expect("room");
    let result = turn.transaction(|tx| {
        *tx.get_mut(other)? = 2;
        // 16 bytes for each freed block.
        let full = tx.get_mut(names)?.clear();
        assert!(matches!(full, Err(Error::JournalFull { .. })), "{full:?}");
        // The program passes over the error; half of what it meant must not stay.
        *tx.get_mut(other)? = 3;
        Ok::<_, Error>(())
    });
    assert!(matches!(result, Err(Error::JournalFull { needed, room: 65_536 }) if needed > 65_536), "{result:?}");
    assert_eq!((turn.load(other).expect("it lives"), turn.load(names).expect("it lives").len()), (1, 5_000));
    // The next one is not doomed.
    turn.transaction(|tx| tx.store(other, &4)).expect("room");
    assert_eq!(turn.load(other).expect("it lives"), 4);
    assert!(turn.verify().is_sound());
}
