//! Uses everything that lies in a heap: reads it, changes it, takes it apart.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::time::Duration;

use ipo::{Error, Handle, Heap, ReadTurn, Shared, Value, WriteTurn, value};

use super::base::Handles;
use super::outcome::{Outcome, attempt};
use super::world::{Metric, Part, State, StateMut, World, WorldRef, part, sample};

/// How long a turn may take to be had: nobody else holds one.
pub const SOON: Duration = Duration::from_secs(20);

/// One use of a heap.
type Use = fn(&Heap, &Handles, Duration) -> Result<(), Error>;

/// What is done, in this order. Each takes its own turn, so that one that ends badly does not hinder the next.
const USES: &[Use] = &[
    verify,
    |heap, _, wait| {
        let turn = heap.read_timeout(wait)?;
        turn.root::<World>("world")?;
        turn.root::<Part>("part")?;
        turn.roots().map(drop)
    },
    |heap, handles, wait| heap.read_timeout(wait)?.load(handles.world).map(drop),
    |heap, handles, wait| heap.read_timeout(wait)?.load(handles.tree).map(drop),
    |heap, handles, wait| look(&heap.read_timeout(wait)?, handles),
    |heap, handles, wait| iterate(&heap.read_timeout(wait)?, handles),
    |heap, handles, wait| print(&heap.read_timeout(wait)?, handles),
    |heap, handles, wait| numbers(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| lists(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| rings(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| maps(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| trees(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| dynamic(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| enums(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| arrays(&mut heap.write_timeout(wait)?, handles),
    |heap, handles, wait| undone(heap, handles, wait),
    verify,
    |heap, _, wait| messages(&mut heap.write_timeout(wait)?),
    // These take turns without a time limit: not where a turn may never be had.
    |heap, _, wait| if wait == SOON { queues(heap) } else { Ok(()) },
    |heap, _, wait| if wait == SOON { topics(heap) } else { Ok(()) },
    |heap, _, wait| if wait == SOON { latest(heap) } else { Ok(()) },
    |heap, _, wait| if wait == SOON { lock(heap) } else { Ok(()) },
    |heap, _, wait| {
        let mut turn = heap.write_timeout(wait)?;
        let object = turn.put(&part(78))?;
        let frozen = turn.freeze(object)?;
        drop(turn);
        let pinned = heap.pin(frozen)?;
        heap.write_timeout(wait)?.remove_frozen(frozen)?;
        drop(pinned.load());
        drop(pinned);
        heap.write_timeout(wait)?.free_unpinned().map(drop)
    },
    verify,
    |heap, _, wait| {
        let mut turn = heap.write_timeout(wait)?;
        let more = turn.put(&part(77))?;
        turn.bind("more", more)?;
        turn.bind("part", more)?;
        turn.unbind("more")?;
        turn.remove(more)
    },
    |heap, handles, wait| heap.write_timeout(wait)?.store(handles.world, &sample(None)),
    |heap, handles, wait| {
        heap.write_timeout(wait)?.transaction(|tx| tx.remove(handles.tree))?;
        verify(heap, handles, wait)
    },
    |heap, handles, wait| heap.write_timeout(wait)?.remove(handles.world),
    |heap, handles, wait| {
        let mut turn = heap.write_timeout(wait)?;
        turn.remove(handles.part)?;
        for n in 0..20_u8 {
            turn.put(&vec![n; usize::from(n) * 16])?;
        }
        Ok(())
    },
    verify,
];

/// How many uses there are.
pub const COUNT: usize = USES.len();

/// Does all of it, with `before` each use; says what was met.
pub fn walk(heap: &Heap, handles: &Handles, wait: Duration, mut before: impl FnMut(usize)) -> (Vec<String>, bool) {
    let (mut met, mut late) = (Vec::new(), false);
    for (i, use_it) in USES.iter().enumerate() {
        before(i);
        match attempt(|| use_it(heap, handles, wait)) {
            Outcome::Fine => {}
            Outcome::Met(what) => met.push(what),
            Outcome::Late => late = true,
        }
    }
    (met, late)
}

fn verify(heap: &Heap, _: &Handles, wait: Duration) -> Result<(), Error> {
    let turn = heap.read_timeout(wait)?;
    let report = turn.verify();
    assert!(report.findings.len() <= 1000);
    let stats = turn.stats();
    assert!(stats.largest_free <= stats.capacity);
    // Findings are no errors of these calls.
    Ok(())
}

/// Reads single things.
fn look(turn: &ReadTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let world = turn.get(handles.world)?;
    let text = (world.title().len(), world.path().components().count(), world.tree().name().chars().count());
    let _ = (text, world.id(), world.flag(), world.letter(), world.ordering(), world.metric(), world.pair());
    let _ = (world.option(), world.duration(), world.time(), world.date(), world.moment(), world.socket());
    let _ = (world.range().start, world.counter().load(), world.switch().load(), world.boxed().n());
    if let Some(link) = world.link() {
        turn.load(link)?;
    }
    let _ = (world.map().get("key 3, of which some are long"), world.number_map().get(70), world.set().contains(3000));
    let _ = (world.ordered().get(30), world.ordered_text().first_key_value(), world.ordered_set().contains((5, false)));
    let _ = (world.compact().get(50), world.compact_set().contains(9), world.compact_text().get("nothing"));
    let _ = (world.value().at(5).and_then(|v| v.at(1)), world.values().get("list".into()).is_some());
    let _ = (world.metrics().get(Metric::STAFF), world.metrics().value(Metric::Other).load());
    let _ = (world.matrix().get([2, 3]), world.array_nd().get(&[1, 2, 3]), world.tensor().as_slice::<f32>().is_ok());
    let _ = (world.ring().get(3), world.ring().back(), world.number_ring().as_slices(), world.units().get(7));
    let _ = (world.numbers().as_slice().iter().sum::<i64>(), world.texts().contains("nothing"));
    Ok(())
}

/// From end to end, and by what iterators say of themselves.
fn iterate(turn: &ReadTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let world = turn.get(handles.world)?;
    // Collecting asks for room by the length that an iterator names.
    let texts: Vec<&str> = world.texts().iter().collect();
    let back: Vec<&str> = world.texts().iter().rev().collect();
    assert_eq!(texts.len(), back.len());
    let _: Vec<_> = world.parts().iter().map(|part| (part.name(), part.n())).collect();
    let _: Vec<_> = world.units().iter().collect();
    let _: Vec<_> = world.unit_ring().iter().collect();
    let _: Vec<_> = world.nothings().iter().map(|nothing| nothing.load()).collect();
    let _: Vec<_> = world.ring().iter().collect();
    let _: Vec<_> = world.number_ring().iter().rev().collect();
    let _: Vec<_> = world.map().iter().map(|(key, list)| (key, list.len())).collect();
    let _: Vec<_> = world.number_map().values().collect();
    let _: Vec<_> = world.set().iter().collect();
    let _: Vec<_> = world.ordered().iter().collect();
    let _: Vec<_> = world.ordered().range(20..90).rev().collect();
    let _: Vec<_> = world.ordered_text().keys().collect();
    let _: Vec<_> = world.ordered_set().iter().collect();
    let _: Vec<_> = world.compact().iter().collect();
    let _: Vec<_> = world.compact_text().keys().collect();
    let _: Vec<_> = world.compact_set().iter().collect();
    let _: Vec<_> = world.values().iter().map(|(key, value)| (key.load(), value.load())).collect();
    let _: Vec<_> = world.states().iter().map(|state| state.load()).collect();
    let _: Vec<_> = world.array().iter().map(|part| part.flags().iter().count()).collect();
    // Reserves by the maps' own lengths.
    let _ = HashMap::<String, Vec<i64>>::load(world.map());
    let _ = HashMap::<u16, u64>::load(world.number_map());
    let _ = HashSet::<u32>::load(world.set());
    Ok(())
}

fn print(turn: &ReadTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let world: WorldRef<'_> = turn.get(handles.world)?;
    let mut text = String::new();
    let _ = write!(text, "{world:?} {:?} {:?}", world.value(), world.states());
    assert!(text.len() < 1 << 20, "a Debug text of {} bytes", text.len());
    // Comparisons walk too.
    let _ = (world.ring() == world.ring(), world.map() == world.map(), world.value() == world.value());
    Ok(())
}

fn numbers(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    world.set_id(5);
    world.set_flag(false);
    world.set_letter('x');
    world.set_duration(Duration::from_secs(1));
    world.set_option(Some((8, false)));
    world.set_range(4..=5);
    world.set_time(std::time::SystemTime::UNIX_EPOCH);
    world.counter().fetch_add(1)?;
    world.switch().store(true)?;
    world.pair_mut().1.push_str("and longer than a slot can hold")?;
    world.array_mut().get_mut(1).unwrap().set_name("a new name that needs a block")?;
    world.boxed_mut().set_n(None);
    world.set_title("another title that does not fit into a slot")?;
    world.path_mut().set("/another/path/that/does/not/fit/into/a/slot".as_ref())
}

fn lists(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    world.short_mut().extend_from_slice(&[9; 30])?;
    world.numbers_mut().as_mut_slice().sort_unstable();
    world.numbers_mut().insert(3, 5)?;
    let mut texts = world.texts_mut();
    texts.push("pushed, and too long for a slot")?;
    texts.remove(0)?;
    texts.sort()?;
    if let Some(mut text) = texts.get_mut(0) {
        text.push_str("more")?;
    }
    texts.truncate(1)?;
    let mut parts = world.parts_mut();
    parts.push(&part(5))?;
    for mut part in parts.iter_mut() {
        part.set_n(Some(8));
    }
    parts.swap(0, 1)?;
    parts.retain(|part| part.name().len() > 3)?;
    world.units_mut().push(())?;
    world.units_mut().truncate(3)?;
    world.units_mut().retain(|()| true)?;
    world.nothings_mut().clear()
}

fn rings(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    let mut ring = world.ring_mut();
    for n in 0..6 {
        ring.push_front(&format!("{n} too long for a slot, surely"))?;
        ring.pop_back()?;
    }
    ring.rotate_left(2)?;
    ring.insert(1, "in")?;
    ring.remove(2)?;
    ring.shrink_to_fit()?;
    world.number_ring_mut().extend(0..30)?;
    world.number_ring_mut().retain(|n| n % 2 == 0)?;
    world.unit_ring_mut().push_back(())?;
    world.unit_ring_mut().pop_front()?;
    world.unit_ring_mut().clear()
}

fn maps(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    let mut map = world.map_mut();
    map.insert("key 3, of which some are long", &[1; 30])?;
    for n in 0..10 {
        map.insert(&n.to_string(), &[n; 4])?;
    }
    for (_, mut list) in map.iter_mut() {
        list.push(1)?;
    }
    map.remove("1")?;
    map.retain(|key, _| key != "2")?;
    map.shrink_to_fit()?;
    let mut numbers = world.number_map_mut();
    for n in 0..80 {
        numbers.insert(n, 5)?;
        numbers.remove(n * 7)?;
    }
    let mut set = world.set_mut();
    set.extend(0..30)?;
    set.drain()?;
    world.compact_mut().set(&HashMap::from([(1, 2), (3, 4)]))?;
    world.compact_text_mut().set(&HashMap::from([("a".to_owned(), "b".to_owned())]))
}

fn trees(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    let mut tree = world.ordered_mut();
    for n in 0..60 {
        tree.insert(n * 2, "a value that is too long for a slot")?;
    }
    for n in 0..50 {
        tree.remove(n * 3)?;
    }
    for mut text in tree.values_mut() {
        text.push('!')?;
    }
    tree.pop_first()?;
    tree.pop_last()?;
    tree.retain(|key, _| key % 4 != 0)?;
    let mut tree = world.ordered_text_mut();
    tree.insert("a key 5 in between, too long for a slot", 3)?;
    tree.pop_first()?;
    let mut set = world.ordered_set_mut();
    set.extend((0..40).map(|n| (n, true)))?;
    set.clear()
}

fn dynamic(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    let mut value = world.value_mut();
    if let Some(mut list) = value.as_list_mut() {
        list.push(value!({"a": [1, 2]}))?;
        list.remove(0)?;
    }
    value.set(value!([1, [2, "three, which is too long for a slot"]]))?;
    let mut values = world.values_mut();
    values.insert(value!(("a", 1)), value!({"x": 1}))?;
    values.remove("list".into())?;
    for (_, mut value) in values.iter_mut() {
        value.set(Value::None)?;
    }
    values.clear()
}

fn enums(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    let mut metrics = world.metrics_mut();
    metrics.set(Metric::STAFF, 5);
    metrics.set_income(Some(1.5));
    metrics.get_mut(Metric::EMAILS).push("another address that does not fit")?;
    metrics.set_value(Metric::Other, value!("any"))?;
    if let StateMut::Named { mut name, .. } = world.state_mut() {
        name.push_str("more")?;
    }
    world.set_state(&State::Number(5))?;
    world.states_mut().push(&State::Nothing)?;
    let mut tree = world.tree_mut();
    tree.set_next(None)?;
    tree.children_mut().clear()
}

fn arrays(turn: &mut WriteTurn<'_>, handles: &Handles) -> Result<(), Error> {
    let mut world = turn.get_mut(handles.world)?;
    if let Some(first) = world.matrix_mut().as_mut_slice().first_mut() {
        *first = true;
    }
    world.matrix_mut().reshape([4, 3])?;
    world.array_nd_mut().fill(7);
    world.array_nd_mut().set_zeros(vec![2, 2])?;
    world.tensor_mut().fill(1.0_f32)?;
    world.tensor_mut().set_zeros(ipo::DType::I64, &[3])
}

/// A transaction that is taken back, and one that is not.
fn undone(heap: &Heap, handles: &Handles, wait: Duration) -> Result<(), Error> {
    let mut turn = heap.write_timeout(wait)?;
    let result = turn.transaction(|tx| {
        lists_of(&mut tx.get_mut(handles.world)?.texts_mut())?;
        tx.get_mut(handles.world)?.map_mut().clear()?;
        tx.get_mut(handles.world)?.ordered_mut().clear()?;
        tx.put(&part(5))?;
        tx.send(&part(6))?;
        Err::<(), Error>(Error::NoMessages)
    });
    match result {
        Err(Error::NoMessages) => {}
        other => return other,
    }
    turn.transaction(|tx| {
        tx.get_mut(handles.world)?.set_id(77);
        lists_of(&mut tx.get_mut(handles.world)?.texts_mut())
    })
}

fn lists_of(texts: &mut ipo::ListMut<'_, String>) -> Result<(), Error> {
    texts.push("one more, which is too long for a slot")?;
    texts.get_mut(0).map_or(Ok(()), |mut text| text.set("changed"))
}

fn messages(turn: &mut WriteTurn<'_>) -> Result<(), Error> {
    let _ = turn.message_count();
    turn.send(&5_u32)?;
    turn.take_message::<Part>()?;
    turn.take_message::<Handle<Part>>()?;
    turn.peek_message::<String>()?;
    turn.take_message::<String>()?;
    turn.take_message::<u32>().map(drop)
}

fn queues(heap: &Heap) -> Result<(), Error> {
    let jobs = heap.queue::<Part>("jobs")?;
    jobs.recover()?;
    jobs.try_send(&part(60))?;
    jobs.try_take()?;
    drop(jobs.try_lease()?);
    jobs.try_lease()?.done()?;
    heap.write_timeout(SOON)?.take_from(&jobs)?;
    while !jobs.is_empty() {
        jobs.try_take()?;
    }
    jobs.try_send(&part(61))
}

fn topics(heap: &Heap) -> Result<(), Error> {
    let ticks = heap.topic::<Part>("ticks")?;
    let mut ticker = ticks.subscribe_options().history(3).open()?;
    let first = ticker.try_recv_in_place()?;
    (0..4).try_for_each(|n| ticks.try_publish(&part(n)))?;
    let _ = first.get().name().len();
    drop(first);
    ticker.try_recv()?;
    ticks.try_publish(&part(70))
}

fn latest(heap: &Heap) -> Result<(), Error> {
    let pose = heap.latest::<u64>("pose")?;
    let _ = pose.load()?;
    let mut writer = pose.writer()?;
    (0..4).try_for_each(|n| writer.store(&n))
}

fn lock(heap: &Heap) -> Result<(), Error> {
    let lock = heap.lock("lock")?;
    drop(lock.try_write()?);
    lock.try_read().map(drop)
}
