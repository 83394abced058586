//! Maps, values, enum lists and messages between processes: several change them at once, and one is killed meanwhile.

use std::collections::HashMap;
use std::time::Duration;

use ipo::{EnumList, Error, Handle, Heap, SharedEnumIndex, SharedStruct, Value, value};
use ipo_workspace::{Child, LONG, Name, child, run_job, say};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    #[shared(type = u64)]
    Inserts,
    #[shared(type = Option<String>)]
    Last,
    Seen,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Board {
    by_key: HashMap<String, u64>,
    notes: HashMap<String, Value>,
    counts: EnumList<Count>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Job {
    sender: u64,
    number: u64,
    text: String,
}

#[test]
fn child_entry() {
    run_job(&[("insert", insert), ("insert_for_ever", insert_for_ever), ("send", send)]);
}

fn make(name: &str) -> (Heap, Handle<Board>) {
    let heap = Heap::options().capacity(16 << 20).create(name).expect("a fresh name");
    let mut turn = heap.write().expect("nobody else is there");
    let board = Board { by_key: HashMap::new(), notes: HashMap::new(), counts: EnumList::new() };
    let handle = turn.put(&board).expect("there is room");
    turn.bind("board", handle).expect("there is room");
    drop(turn);
    (heap, handle)
}

/// One insert of each kind, all or nothing.
fn one_insert(heap: &Heap, board: Handle<Board>, who: u64, n: u64) -> Result<(), Error> {
    heap.transaction(|tx| {
        let mut board = tx.get_mut(board)?;
        let key = format!("key {n} of process {who}, which needs a block");
        board.by_key_mut().insert(&key, n)?;
        board.notes_mut().insert(&key, value!({"who": i64::try_from(who).unwrap_or(-1), "list": [1, "two"]}))?;
        if n >= 100 {
            let old = format!("key {} of process {who}, which needs a block", n - 100);
            board.by_key_mut().remove(&old)?;
            board.notes_mut().remove(&old)?;
        }
        let mut counts = board.counts_mut();
        counts.set_inserts(counts.inserts() + 1);
        counts.set_last(Some(&key))?;
        counts.set_value(Count::Seen, value!([key.as_str()]))
    })
}

fn insert(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it is there");
    let board = heap.read().and_then(|turn| turn.root("board")).expect("it is bound");
    let (who, each): (u64, u64) = (args[1].parse().expect("a number"), args[2].parse().expect("a number"));
    (0..each).for_each(|n| one_insert(&heap, board, who, n).expect("there is room"));
}

fn insert_for_ever(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it is there");
    let board = heap.read().and_then(|turn| turn.root("board")).expect("it is bound");
    say("at work");
    for n in 0..u64::MAX {
        one_insert(&heap, board, 99, n).expect("there is room");
    }
}

#[test]
fn inserts_of_four_processes_are_all_there() {
    const EACH: u64 = 400;
    let name = Name::new();
    let (heap, board) = make(&name);
    let children: Vec<Child> =
        (0..4).map(|who| child("insert", &[&name, &who.to_string(), &EACH.to_string()])).collect();
    children.into_iter().for_each(|child| child.finish_within(3 * LONG));
    let turn = heap.read().expect("all are gone");
    let board = turn.load(board).expect("it is there");
    assert_eq!((board.by_key.len(), board.notes.len()), (400, 400));
    assert_eq!(*board.counts.get(Count::INSERTS), 4 * EACH);
    for who in 0..4 {
        for n in EACH - 100..EACH {
            let key = format!("key {n} of process {who}, which needs a block");
            assert_eq!(board.by_key.get(&key), Some(&n));
            assert_eq!(board.notes[&key].get("who"), Some(&value!(who)));
        }
    }
    let report = turn.verify();
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn a_process_that_is_killed_while_it_inserts_leaves_whole_maps() {
    let name = Name::new();
    let (heap, board) = make(&name);
    for _ in 0..20 {
        let victim = child("insert_for_ever", &[&name]);
        victim.expect("at work");
        std::thread::sleep(Duration::from_millis(7));
        victim.kill();
        let turn = heap.write_timeout(LONG).expect("the dead are found");
        let loaded = turn.load(board).expect("it is there");
        assert_eq!(loaded.by_key.len(), loaded.notes.len(), "half an insert");
        assert!(loaded.by_key.keys().all(|key| loaded.notes.contains_key(key)));
        let report = turn.verify();
        assert!(report.is_sound(), "{report:?}");
    }
    one_insert(&heap, board, 1, 1).expect("it goes on");
}

fn send(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it is there");
    let (sender, each): (u64, u64) = (args[1].parse().expect("a number"), args[2].parse().expect("a number"));
    for number in 0..each {
        let job = Job { sender, number, text: format!("job {number} of {sender}, by a text that needs a block") };
        heap.write().and_then(|mut turn| turn.send(&job)).expect("there is room");
    }
}

#[test]
fn messages_of_four_processes_arrive_once_and_in_each_sender_s_order() {
    const EACH: u64 = 500;
    let name = Name::new();
    let (heap, _) = make(&name);
    let children: Vec<Child> = (0..4).map(|who| child("send", &[&name, &who.to_string(), &EACH.to_string()])).collect();
    let mut next = [0; 4];
    for _ in 0..4 * EACH {
        let job: Job = heap.take_message_timeout(3 * LONG).expect("one is sent");
        let expected = &mut next[job.sender as usize];
        assert_eq!(job.number, *expected, "of sender {}", job.sender);
        *expected += 1;
    }
    children.into_iter().for_each(|child| child.finish_within(LONG));
    assert_eq!(next, [EACH; 4]);
    let turn = heap.read().expect("all are gone");
    assert!(!turn.has_messages());
    assert!(turn.verify().is_sound());
}
