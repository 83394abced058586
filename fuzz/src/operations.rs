//! Target: operations on every kind of container, compared with what std's do; in turns and transactions, which are
//! committed or taken back; in a heap that fills up.
//!
//! ```text
//! capacity | journal | operations: a number, and what it reads
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::time::Duration;

use ipo::{Compact, Error, Handle, Heap, Ix2, NdArray, Queue, Tx, Value, WriteTurn};

use super::input::Input;
use super::outside::Outside;
use super::world::{Metric, Part, State, StateMut, World, WorldMut, part, sample};

/// What the heap holds, as plain values: the world, other objects, names, messages, those of a queue.
#[derive(Clone, Debug)]
struct Model {
    world: World,
    objects: Vec<(Handle<Part>, Part)>,
    names: BTreeMap<String, Handle<Part>>,
    messages: Vec<Part>,
    queued: Vec<Part>,
    queue: Queue<Part>,
}

/// Numbers of operations from which on they are those of `outside`, of which the last ones need a turn.
const OUTSIDE: u8 = 224;
const IN_TURN: u8 = 240;

/// A turn or a transaction: what both can do.
pub trait Access {
    fn world(&mut self, handle: Handle<World>) -> Result<WorldMut<'_>, Error>;
    fn put(&mut self, part: &Part) -> Result<Handle<Part>, Error>;
    fn remove(&mut self, handle: Handle<Part>) -> Result<(), Error>;
    fn store(&mut self, handle: Handle<Part>, part: &Part) -> Result<(), Error>;
    fn bind(&mut self, name: &str, handle: Handle<Part>) -> Result<(), Error>;
    fn unbind(&mut self, name: &str) -> Result<(), Error>;
    fn send(&mut self, part: &Part) -> Result<(), Error>;
    fn take(&mut self) -> Result<Part, Error>;
    fn send_to(&mut self, queue: &Queue<Part>, part: &Part) -> Result<(), Error>;
    fn take_from(&mut self, queue: &Queue<Part>) -> Result<Part, Error>;
}

macro_rules! access {
    ($($guard:ident),+) => {
        $(impl Access for $guard<'_> {
            fn world(&mut self, handle: Handle<World>) -> Result<WorldMut<'_>, Error> {
                self.get_mut(handle)
            }
            fn put(&mut self, part: &Part) -> Result<Handle<Part>, Error> {
                $guard::put(self, part)
            }
            fn remove(&mut self, handle: Handle<Part>) -> Result<(), Error> {
                $guard::remove(self, handle)
            }
            fn store(&mut self, handle: Handle<Part>, part: &Part) -> Result<(), Error> {
                $guard::store(self, handle, part)
            }
            fn bind(&mut self, name: &str, handle: Handle<Part>) -> Result<(), Error> {
                $guard::bind(self, name, handle)
            }
            fn unbind(&mut self, name: &str) -> Result<(), Error> {
                $guard::unbind(self, name)
            }
            fn send(&mut self, part: &Part) -> Result<(), Error> {
                $guard::send(self, part)
            }
            fn take(&mut self) -> Result<Part, Error> {
                self.take_message()
            }
            fn send_to(&mut self, queue: &Queue<Part>, part: &Part) -> Result<(), Error> {
                $guard::send_to(self, queue, part)
            }
            fn take_from(&mut self, queue: &Queue<Part>) -> Result<Part, Error> {
                $guard::take_from(self, queue)
            }
        })+
    };
}
access!(WriteTurn, Tx);

/// Runs one input.
///
/// # Panics
/// If it finds something.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let capacity = [64, 64, 96, 256][input.below(4)] << 10;
    let journal = [64, 256][input.below(2)] << 10;
    let heap = Heap::options().capacity(capacity).journal(journal).participants(2).create_anonymous().unwrap();
    let queue = heap.queue_options().cells(3).open::<Part>("queue").unwrap();
    let lock = heap.lock("lock").unwrap();
    let mut outside = Outside::new(&heap, &lock);
    let mut turn = heap.write().unwrap();
    let empty = turn.stats().blocks;
    let mut world = sample(None);
    // The atomic ones are not taken back by a transaction; nothing here changes them.
    world.tree.children.clear();
    let handle = turn.put(&world).unwrap();
    // Known to the heap from here on, so that all can be taken away again.
    let first = turn.put(&part(0)).and_then(|first| turn.remove(first));
    first.unwrap();
    let mut model =
        Model { world, objects: Vec::new(), names: BTreeMap::new(), messages: Vec::new(), queued: Vec::new(), queue };
    let mut steps = 0;
    while !input.is_empty() && steps < 300 {
        steps += 1;
        let what = input.byte();
        match what % 16 {
            0 => compare(&turn, handle, &model, &outside),
            1 | 2 => transaction(&mut turn, handle, &mut model, &mut outside, &mut input),
            3 => {
                drop(turn);
                if what >= 128 {
                    outside.alone(&mut input);
                }
                turn = heap.write_timeout(Duration::from_secs(5)).unwrap();
            }
            _ => {
                let before = turn.stats();
                let kind = input.byte();
                let result = match kind {
                    IN_TURN.. => outside.in_turn(&mut turn, &mut model.objects, &mut input),
                    _ => step(&mut turn, kind, handle, &mut model, &mut outside, &mut input),
                };
                if let Err(error) = &result {
                    no_room(error);
                    let after = turn.stats();
                    if kind < IN_TURN {
                        assert_eq!(
                            (after.used, after.blocks),
                            (before.used, before.blocks),
                            "a failed change took room"
                        );
                    }
                }
            }
        }
    }
    compare(&turn, handle, &model, &outside);
    drop(turn);
    take_apart(&heap, handle, model, outside, empty);
}

#[track_caller]
fn no_room(error: &Error) {
    assert!(matches!(error, Error::OutOfSpace { .. } | Error::JournalFull { .. }), "{error:?}");
}

fn compare(turn: &WriteTurn<'_>, handle: Handle<World>, model: &Model, outside: &Outside<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
    assert_eq!(turn.load(handle).unwrap(), model.world);
    for (object, part) in &model.objects {
        assert_eq!(&turn.load(*object).unwrap(), part);
    }
    let roots: Vec<String> = turn.roots().unwrap().into_iter().map(|root| root.name).collect();
    assert_eq!(roots, model.names.keys().cloned().collect::<Vec<_>>());
    assert_eq!(turn.message_count(), model.messages.len() as u64);
    assert_eq!(model.queue.len(), model.queued.len());
    assert_eq!(turn.stats().objects, model.objects.len() as u64 + outside.objects() + 1);
    outside.compare(turn);
}

/// Several steps, which all count or none.
fn transaction(
    turn: &mut WriteTurn<'_>,
    handle: Handle<World>,
    model: &mut Model,
    outside: &mut Outside<'_>,
    input: &mut Input<'_>,
) {
    let before = model.clone();
    let (steps, end) = (input.below(12), input.below(3));
    let mut full = None;
    let result = turn.transaction(|tx| {
        for _ in 0..steps {
            let kind = input.byte();
            if let Err(error) = step(tx, kind, handle, model, outside, input) {
                no_room(&error);
                // One that the journal had no room for has doomed the transaction, whatever is said below.
                full.get_or_insert(matches!(error, Error::JournalFull { .. }));
                if end == 1 {
                    return Err(error);
                }
            }
        }
        if end == 2 { Err(Error::NoMessages) } else { Ok(()) }
    });
    match result {
        Ok(()) => assert!(full != Some(true) && end != 2, "a doomed transaction was committed"),
        Err(error) => {
            if end != 2 || !matches!(error, Error::NoMessages) {
                no_room(&error);
            }
            *model = before;
        }
    }
}

/// Takes everything away again.
fn take_apart(heap: &Heap, handle: Handle<World>, model: Model, outside: Outside<'_>, empty: u64) {
    let mut turn = heap.write().unwrap();
    for (object, part) in model.objects {
        assert_eq!(turn.load(object).unwrap(), part);
        turn.remove(object).unwrap();
    }
    for name in model.names.keys() {
        turn.unbind(name).unwrap();
    }
    for message in model.messages {
        assert_eq!(turn.take_message::<Part>().unwrap(), message);
    }
    for message in model.queued {
        assert_eq!(turn.take_from(&model.queue).unwrap(), message);
    }
    assert!(matches!(turn.take_from(&model.queue), Err(Error::NoMessages)));
    turn.remove(handle).unwrap();
    outside.take_apart(&mut turn);
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
    // Beside the queue: the description of the other type.
    let stats = turn.stats();
    assert_eq!((stats.objects, stats.blocks), (0, empty + 1));
}

/// Both give the same.
#[track_caller]
fn same<T: PartialEq + Debug>(ours: T, std: T) {
    assert_eq!(ours, std);
}

/// One change, in the heap and, if it succeeds, in the model.
fn step(
    on: &mut impl Access,
    kind: u8,
    handle: Handle<World>,
    model: &mut Model,
    outside: &mut Outside<'_>,
    input: &mut Input<'_>,
) -> Result<(), Error> {
    if kind >= OUTSIDE {
        outside.anywhere(on, input);
        return Ok(());
    }
    match kind % 12 {
        0 => objects(on, model, input),
        1 => names(on, model, input),
        2 => scalars(&mut on.world(handle)?, &mut model.world, input),
        3 => texts(&mut on.world(handle)?, &mut model.world, input),
        4 => lists(&mut on.world(handle)?, &mut model.world, input),
        5 => rings(&mut on.world(handle)?, &mut model.world, input),
        6 => maps(&mut on.world(handle)?, &mut model.world, input),
        7 => trees(&mut on.world(handle)?, &mut model.world, input),
        8 => dynamic(&mut on.world(handle)?, &mut model.world, input),
        9 => enums(&mut on.world(handle)?, &mut model.world, input),
        10 => arrays(&mut on.world(handle)?, &mut model.world, input),
        _ => compacts(&mut on.world(handle)?, &mut model.world, input),
    }
}

pub fn some_part(input: &mut Input<'_>) -> Part {
    Part { name: input.text(), flags: [input.byte() > 99, true, false], n: (input.byte() > 50).then_some(7) }
}

fn objects(on: &mut impl Access, model: &mut Model, input: &mut Input<'_>) -> Result<(), Error> {
    let (what, which) = (input.below(6), input.below(model.objects.len()));
    match what {
        0..=2 => {
            let part = some_part(input);
            model.objects.push((on.put(&part)?, part));
        }
        3 if !model.objects.is_empty() => {
            on.remove(model.objects[which].0)?;
            let (gone, _) = model.objects.swap_remove(which);
            assert!(matches!(on.remove(gone), Err(Error::Stale { .. })));
        }
        4 if !model.objects.is_empty() => {
            let part = some_part(input);
            on.store(model.objects[which].0, &part)?;
            model.objects[which].1 = part;
        }
        _ => {}
    }
    Ok(())
}

fn names(on: &mut impl Access, model: &mut Model, input: &mut Input<'_>) -> Result<(), Error> {
    let what = input.below(6);
    let name = input.text();
    match what {
        0 if !model.objects.is_empty() => {
            let (object, _) = model.objects[input.below(model.objects.len())];
            on.bind(&name, object)?;
            model.names.insert(name, object);
        }
        1 => match on.unbind(&name) {
            Ok(()) => assert!(model.names.remove(&name).is_some()),
            Err(Error::NoSuchRoot { .. }) => assert!(!model.names.contains_key(&name)),
            Err(error) => return Err(error),
        },
        2 => {
            let part = some_part(input);
            on.send(&part)?;
            model.messages.push(part);
        }
        3 => {
            let part = some_part(input);
            on.send_to(&model.queue, &part)?;
            model.queued.push(part);
        }
        4 => match on.take_from(&model.queue) {
            Ok(part) => assert_eq!(part, model.queued.remove(0)),
            Err(Error::NoMessages) => assert!(model.queued.is_empty()),
            Err(error) => return Err(error),
        },
        _ => match on.take() {
            Ok(part) => assert_eq!(part, model.messages.remove(0)),
            Err(Error::NoMessages) => assert!(model.messages.is_empty()),
            Err(error) => return Err(error),
        },
    }
    Ok(())
}

fn scalars(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    let (what, n) = (input.below(8), input.word());
    match what {
        0 => {
            ours.set_id(u128::from(n) << 30);
            model.id = u128::from(n) << 30;
        }
        1 => {
            ours.set_duration(Duration::new(n, 5));
            model.duration = Duration::new(n, 5);
        }
        2 => {
            let option = (n % 3 > 0).then_some((n as u16, n % 2 == 0));
            ours.set_option(option);
            model.option = option;
        }
        3 => {
            ours.set_range(n as u16..=(n >> 16) as u16);
            model.range = n as u16..=(n >> 16) as u16;
        }
        4 => {
            let letter = char::from_u32(n as u32 % 0xD000).unwrap();
            ours.set_letter(letter);
            model.letter = letter;
        }
        5 => {
            let part = some_part(input);
            ours.array_mut().set(1, &part)?;
            model.array[1] = part;
        }
        6 => {
            let part = some_part(input);
            ours.set_boxed(&part)?;
            *model.boxed = part;
        }
        _ => {
            let text = input.text();
            ours.pair_mut().1.set(&text)?;
            model.pair.1 = text;
        }
    }
    Ok(())
}

fn texts(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    let what = input.below(7);
    let text = input.text();
    let mut title = ours.title_mut();
    let model = &mut model.title;
    // Some boundary between characters.
    let at = model.char_indices().map(|(i, _)| i).nth(input.below(model.chars().count())).unwrap_or(0);
    match what {
        0 => title.set(&text).map(|()| *model = text),
        1 => title.push_str(&text).map(|()| model.push_str(&text)),
        2 => title.insert_str(at, &text).map(|()| model.insert_str(at, &text)),
        3 => title.truncate(at).map(|()| model.truncate(at)),
        4 => title.pop().map(|c| same(c, model.pop())),
        5 => title.replace_range(at.., &text).map(|()| model.replace_range(at.., &text)),
        _ => title.retain(|c| c != 'a').map(|()| model.retain(|c| c != 'a')),
    }
}

fn lists(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    match input.below(4) {
        0 => {
            let mut list = ours.texts_mut();
            let model = &mut model.texts;
            let (what, at) = (input.below(12), input.below(model.len()));
            match what {
                0 | 1 => {
                    let text = input.text();
                    list.push(&text).map(|()| model.push(text))
                }
                2 => list.pop().map(|text| same(text, model.pop())),
                3 => {
                    let text = input.text();
                    list.insert(at, &text).map(|()| model.insert(at, text))
                }
                4 if !model.is_empty() => list.remove(at).map(|text| same(text, model.remove(at))),
                5 => list.truncate(at).map(|()| model.truncate(at)),
                6 => list.sort().map(|()| model.sort()),
                7 => list.reverse().map(|()| model.reverse()),
                8 if !model.is_empty() => {
                    let text = input.text();
                    let done = list.get_mut(at).unwrap().push_str(&text);
                    done.map(|()| model[at].push_str(&text))
                }
                9 => list.retain(|text| text.len() % 3 > 0).map(|()| model.retain(|text| text.len() % 3 > 0)),
                10 => list.drain(at..).map(|gone| same(gone, model.drain(at..).collect())),
                _ if !model.is_empty() => list.rotate_left(at).map(|()| model.rotate_left(at)),
                _ => Ok(()),
            }
        }
        1 => {
            let mut list = ours.numbers_mut();
            let model = &mut model.numbers;
            let (what, at) = (input.below(6), input.below(model.len()));
            match what {
                0 => {
                    let more = vec![i64::from(input.byte()); input.below(60)];
                    list.extend_from_slice(&more).map(|()| model.extend(more))
                }
                1 if !model.is_empty() => list.swap_remove(at).map(|n| same(n, model.swap_remove(at))),
                2 => {
                    list.as_mut_slice().sort_unstable();
                    model.sort_unstable();
                    Ok(())
                }
                3 => list.dedup().map(|()| model.dedup()),
                4 => list.resize(at * 2, 7).map(|()| model.resize(at * 2, 7)),
                _ => list.clear().map(|()| model.clear()),
            }
        }
        2 => {
            let mut list = ours.parts_mut();
            let model = &mut model.parts;
            let (what, at) = (input.below(5), input.below(model.len()));
            match what {
                0 | 1 => {
                    let part = some_part(input);
                    list.push(&part).map(|()| model.push(part))
                }
                2 if !model.is_empty() => {
                    for mut part in list.iter_mut() {
                        part.set_n(Some(9));
                    }
                    model.iter_mut().for_each(|part| part.n = Some(9));
                    Ok(())
                }
                3 if !model.is_empty() => list.swap(0, at).map(|()| model.swap(0, at)),
                _ => list.pop().map(|part| same(part, model.pop())),
            }
        }
        _ => {
            let mut list = ours.units_mut();
            match input.below(3) {
                0 => list.push(()).map(|()| model.units.push(())),
                1 => list.pop().map(|unit| same(unit, model.units.pop())),
                _ => list.retain(|()| true),
            }
        }
    }
}

fn rings(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    if input.below(3) == 0 {
        let (mut ring, model) = (ours.number_ring_mut(), &mut model.number_ring);
        let at = input.below(model.len());
        return match input.below(5) {
            0 => ring.extend(0..9).map(|()| model.extend(0..9)),
            1 => ring.drain(at..).map(|gone| same(gone, model.drain(at..).collect())),
            2 if !model.is_empty() => ring.rotate_right(at).map(|()| model.rotate_right(at)),
            3 => ring.make_contiguous().map(|slice| slice.len()).map(|len| same(len, model.len())),
            _ => ring.retain(|n| n % 3 > 0).map(|()| model.retain(|n| n % 3 > 0)),
        };
    }
    let (mut ring, model) = (ours.ring_mut(), &mut model.ring);
    let (what, at) = (input.below(9), input.below(model.len()));
    match what {
        0 | 1 => {
            let text = input.text();
            ring.push_back(&text).map(|()| model.push_back(text))
        }
        2 | 3 => {
            let text = input.text();
            ring.push_front(&text).map(|()| model.push_front(text))
        }
        4 => ring.pop_front().map(|text| same(text, model.pop_front())),
        5 => ring.pop_back().map(|text| same(text, model.pop_back())),
        6 => {
            let text = input.text();
            ring.insert(at, &text).map(|()| model.insert(at, text))
        }
        7 => ring.remove(at).map(|text| same(text, model.remove(at))),
        _ => ring.shrink_to_fit(),
    }
}

fn maps(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    match input.below(3) {
        0 => {
            let (mut map, model) = (ours.map_mut(), &mut model.map);
            let (what, key) = (input.below(7), format!("key {}", input.byte() % 40));
            match what {
                0..=2 => {
                    let list = vec![1; input.below(20)];
                    map.insert(&key, &list).map(|old| same(old, model.insert(key, list)))
                }
                3 => map.remove(&key).map(|old| same(old, model.remove(&key))),
                4 => {
                    let Some(mut list) = map.get_mut(&key) else {
                        assert!(!model.contains_key(&key));
                        return Ok(());
                    };
                    list.push(5).map(|()| model.get_mut(&key).unwrap().push(5))
                }
                5 => map.retain(|_, list| list.len() > 3).map(|()| model.retain(|_, list| list.len() > 3)),
                _ => map.drain().map(|gone| same(gone.into_iter().collect(), std::mem::take(model))),
            }
        }
        1 => {
            let (mut map, model) = (ours.number_map_mut(), &mut model.number_map);
            let (what, key) = (input.below(6), input.half() % 300);
            match what {
                0..=2 => map.insert(key, 1).map(|old| same(old, model.insert(key, 1))),
                3 => map.remove(key).map(|old| same(old, model.remove(&key))),
                4 => {
                    for (_, value) in map.iter_mut() {
                        *value += 1;
                    }
                    model.values_mut().for_each(|value| *value += 1);
                    Ok(())
                }
                _ => map.shrink_to_fit(),
            }
        }
        _ => {
            let (mut set, model) = (ours.set_mut(), &mut model.set);
            let (what, key) = (input.below(5), u32::from(input.byte()));
            match what {
                0 | 1 => set.insert(key).map(|new| same(new, model.insert(key))),
                2 => set.remove(key).map(|was| same(was, model.remove(&key))),
                3 => set.extend(0..20).map(|()| model.extend(0..20)),
                _ => set.retain(|n| n % 5 > 0).map(|()| model.retain(|n| n % 5 > 0)),
            }
        }
    }
}

fn trees(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    if input.below(3) == 0 {
        let (mut set, model) = (ours.ordered_set_mut(), &mut model.ordered_set);
        let (what, key) = (input.below(5), (input.half() as i16 % 100, input.byte() > 99));
        return match what {
            0 | 1 => set.insert(key).map(|new| same(new, model.insert(key))),
            2 => set.remove(key).map(|was| same(was, model.remove(&key))),
            3 => set.pop_first().map(|key| same(key, model.pop_first())),
            _ => set.clear().map(|()| *model = BTreeSet::new()),
        };
    }
    let (mut map, model) = (ours.ordered_mut(), &mut model.ordered);
    let (what, key) = (input.below(9), input.half() % 400);
    match what {
        0..=2 => {
            let text = input.text();
            map.insert(key, &text).map(|old| same(old, model.insert(key, text)))
        }
        3 | 4 => map.remove(key).map(|old| same(old, model.remove(&key))),
        5 => map.pop_last().map(|entry| same(entry, model.pop_last())),
        6 => map.retain(|key, _| key % 3 > 0).map(|()| model.retain(|key, _| key % 3 > 0)),
        7 => map.split_off(key).map(|rest| same(rest, model.split_off(&key))),
        _ => {
            let ours: Vec<u16> = map.range(key..key + 50).map(|(key, _)| key).collect();
            same(ours, model.range(key..key + 50).map(|(key, _)| *key).collect());
            Ok(())
        }
    }
}

/// Some value, of a bounded depth.
fn some_value(input: &mut Input<'_>, depth: u32) -> Value {
    match input.below(if depth == 0 { 5 } else { 8 }) {
        0 => Value::None,
        1 => Value::Int(i64::from(input.byte())),
        2 => Value::Float(f64::from(input.byte())),
        3 => Value::Str(input.text()),
        4 => Value::Bool(input.byte() > 99),
        5 => Value::List((0..input.below(4)).map(|_| some_value(input, depth - 1)).collect()),
        6 => Value::Tuple((0..input.below(4)).map(|_| some_value(input, depth - 1)).collect()),
        _ => Value::Dict(
            (0..input.below(4))
                .map(|n| (Value::Int(n as i64), some_value(input, depth - 1)))
                .collect::<HashMap<_, _>>(),
        ),
    }
}

fn dynamic(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    let (what, value) = (input.below(4), some_value(input, 3));
    match what {
        0 => ours.value_mut().set(value.clone()).map(|()| model.value = value),
        1 => {
            let key = Value::Int(i64::from(input.byte() % 10));
            let old = ours.values_mut().insert(key.clone(), value.clone())?;
            same(old, model.values.insert(key, value));
            Ok(())
        }
        2 => {
            let key = Value::Int(i64::from(input.byte() % 10));
            let old = ours.values_mut().remove(key.clone())?;
            same(old, model.values.remove(&key));
            Ok(())
        }
        _ => {
            if let (Some(mut list), Value::List(model)) = (ours.value_mut().as_list_mut(), &mut model.value) {
                list.push(value.clone())?;
                model.push(value);
            }
            Ok(())
        }
    }
}

fn enums(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    match input.below(6) {
        0 => {
            let state = match input.below(3) {
                0 => State::Nothing,
                1 => State::Number(input.word() as u32),
                _ => State::Named { name: input.text(), part: some_part(input) },
            };
            ours.set_state(&state).map(|()| model.state = state)
        }
        1 => {
            if let (StateMut::Named { mut name, .. }, State::Named { name: model, .. }) =
                (ours.state_mut(), &mut model.state)
            {
                let text = input.text();
                name.push_str(&text)?;
                model.push_str(&text);
            }
            Ok(())
        }
        2 => {
            let n = input.word() as i64;
            ours.metrics_mut().set(Metric::STAFF, n);
            model.metrics.set(Metric::STAFF, n);
            Ok(())
        }
        3 => {
            let text = input.text();
            ours.metrics_mut().get_mut(Metric::EMAILS).push(&text)?;
            model.metrics.get_mut(Metric::EMAILS).push(text);
            Ok(())
        }
        4 => {
            let value = some_value(input, 2);
            ours.metrics_mut().set_value(Metric::Other, value.clone())?;
            model.metrics.set(Metric::OTHER, value);
            Ok(())
        }
        _ => {
            let state = State::Number(5);
            ours.states_mut().push(&state).map(|()| model.states.push(state))
        }
    }
}

fn arrays(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    let (rows, columns) = (input.below(6), input.below(6));
    match input.below(4) {
        0 => {
            let array = NdArray::<bool, Ix2>::from_vec([rows, columns], vec![true; rows * columns]).unwrap();
            ours.matrix_mut().assign(&array).map(|()| model.matrix = array)
        }
        1 => ours
            .matrix_mut()
            .set_zeros([rows, columns])
            .map(|()| model.matrix = NdArray::zeros([rows, columns]).unwrap()),
        2 => {
            ours.array_nd_mut().fill(rows as i32);
            model.array_nd.as_mut_slice().fill(rows as i32);
            Ok(())
        }
        _ => {
            let array = NdArray::<i32, ipo::IxDyn>::from_vec(vec![rows, columns], vec![1; rows * columns]).unwrap();
            ours.array_nd_mut().assign(&array).map(|()| model.array_nd = array)
        }
    }
}

fn compacts(ours: &mut WorldMut<'_>, model: &mut World, input: &mut Input<'_>) -> Result<(), Error> {
    let (what, count) = (input.below(3), input.below(60));
    match what {
        0 => {
            let map: HashMap<u32, u64> = (0..count).map(|n| (n as u32 * 7, n as u64)).collect();
            ours.compact_mut().set(&map).map(|()| model.compact = Compact::new(map))
        }
        1 => {
            let map: HashMap<String, String> = (0..count % 9).map(|n| (format!("key {n}"), input.text())).collect();
            ours.compact_text_mut().set(&map).map(|()| model.compact_text = Compact::new(map))
        }
        _ => {
            let set: HashSet<u16> = (0..count as u16).collect();
            ours.compact_set_mut().set(&set).map(|()| model.compact_set = Compact::new(set))
        }
    }
}
