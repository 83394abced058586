//! Live, typed objects in a heap that several processes share.
//!
//! ipo maps one heap into several processes of a machine. Rust structs are put into it once and then read and changed
//! where they lie, through accessors that a derive macro writes. Nothing is serialised. A process that is killed at any
//! moment neither blocks the others nor leaves half a change behind.
//!
//! - [A tour](#a-tour): heap, turn, object, handle, root, view, transaction
//! - [Maps and sets](#maps-and-sets), [values of any kind](#values-of-any-kind), [lists indexed by an
//!   enum](#lists-indexed-by-an-enum), [messages](#messages)
//! - [Without turns](#without-turns)
//! - [Waiting](#waiting), and what limits it
//! - [Two processes](#two-processes)
//! - [Kinds of values](#kinds-of-values), and [when a type changes](#when-a-type-changes)
//! - [What is protected, and what is not](#what-is-protected-and-what-is-not)
//! - [Errors and panics](#errors-and-panics)
//! - [What things cost](#what-things-cost)
//! - [Features](#features)
//! - [Threads](#threads)
//!
//! What it needs from the system, what containers change, and what happens to heaps on disks is in `PLATFORM.md` of the
//! repository.
//!
//! # A tour
//!
//! A **heap** is a file in memory that each process maps whole. It has a name, and a capacity that is fixed when it is
//! created; memory is taken only as it is needed. [`Heap::create`] and [`Heap::attach`] take every default,
//! [`Heap::options`] shows what can be chosen. A [`Heap`] is one attachment of one process.
//!
//! An **object** is a value of a type with `#[derive(SharedStruct)]`, or of any other kind that a heap can hold
//! ([`Shared`]). [`put`](WriteTurn::put) copies it in, with everything that it owns.
//!
//! A **turn** is the heap's lock. [`Heap::read`] gives a [`ReadTurn`], many at a time; [`Heap::write`] gives the
//! [`WriteTurn`], one at a time over all processes. Objects are reached through turns only. Take one, work fast, drop it.
//!
//! A **handle** names an object: [`Handle<T>`] is 8 bytes, `Copy`, and can be stored in other objects. If its object is
//! gone, using it is an error.
//!
//! A **view** is how an object is read and changed: for a struct `Foo` the derive makes `FooRef` and `FooMut`. A view
//! borrows the turn, so the compiler sees to it that nobody keeps one for too long.
//!
//! ```
//! use ipo::{Heap, SharedStruct};
//!
//! #[derive(SharedStruct, Clone, Debug, PartialEq)]
//! struct Employee {
//!     name: String,
//!     age: u32,
//!     emails: Vec<String>,
//! }
//!
//! // Methods on the object in the heap.
//! impl EmployeeMut<'_> {
//!     fn add_year(&mut self) {
//!         self.set_age(self.age() + 1);
//!     }
//! }
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let john = Employee { name: "John Doe".into(), age: 30, emails: vec![] };
//! let handle = turn.put(&john)?;
//!
//! let mut view = turn.get_mut(handle)?;
//! view.add_year();
//! view.set_name("John D. Doe")?; // may need memory, so it can fail
//! view.emails_mut().push("john@company.com")?;
//! assert_eq!(view.age(), 31);
//!
//! // `load` copies the object out into the plain struct.
//! let copy: Employee = turn.load(handle)?;
//! assert_eq!(copy.emails, ["john@company.com"]);
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! A **root** is a name in the heap that is bound to an object: where a process that has just attached begins. The type
//! is checked, nested types included.
//!
//! ```
//! use ipo::{Error, Handle, Heap};
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let numbers = turn.put(&vec![1_i64, 2, 3])?;
//! turn.bind("numbers", numbers)?;
//!
//! let found: Handle<Vec<i64>> = turn.root("numbers")?;
//! assert_eq!(turn.get(found)?.as_slice(), [1, 2, 3]);
//!
//! let wrong = turn.root::<Vec<f64>>("numbers");
//! assert!(matches!(wrong, Err(Error::SchemaMismatch { .. })));
//! # Ok::<(), Error>(())
//! ```
//!
//! A **transaction** makes several changes one: an error, a panic, or the death of the process leaves the heap as it
//! was before.
//!
//! ```
//! use ipo::{Error, Heap};
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let (from, to) = (turn.put(&100_i64)?, turn.put(&0_i64)?);
//!
//! let result = turn.transaction(|tx| {
//!     *tx.get_mut(from)? -= 130;
//!     *tx.get_mut(to)? += 130;
//!     if *tx.get_mut(from)? < 0 { Err("not enough money".into()) } else { Ok(()) }
//! });
//! let result: Result<(), Box<dyn std::error::Error>> = result;
//!
//! assert!(result.is_err());
//! assert_eq!((turn.load(from)?, turn.load(to)?), (100, 0));
//! # Ok::<(), Error>(())
//! ```
//!
//! # Maps and sets
//!
//! `HashMap` and `HashSet` of the standard library are the Rust side; in the heap, [`MapRef`], [`MapMut`], [`SetRef`]
//! and [`SetMut`] have their methods. What can be a [`Key`]: integers, `bool`, `char`, `String`, `Vec<u8>`, handles,
//! enums with the derive, [`Value`], times, addresses, paths, and tuples of these.
//!
//! ```
//! use std::collections::{HashMap, HashSet};
//! use ipo::{Heap, SharedStruct};
//!
//! #[derive(SharedStruct, Clone, Debug, PartialEq)]
//! struct Shop {
//!     stock: HashMap<String, u32>,
//!     prices: HashMap<(String, u16), f64>,
//!     open_on: HashSet<u8>,
//! }
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let shop = Shop { stock: HashMap::new(), prices: HashMap::new(), open_on: HashSet::from([1, 2]) };
//! let shop = turn.put(&shop)?;
//!
//! let mut shop = turn.get_mut(shop)?;
//! let mut stock = shop.stock_mut();
//! stock.insert("apples", 3)?; // keys and values as setters take them
//! *stock.get_mut("apples").expect("just set") += 1; // in place
//! assert_eq!((stock.get("apples"), stock.get("pears")), (Some(4), None));
//!
//! shop.prices_mut().insert(("apples", 2025), 1.5)?;
//! assert!(shop.open_on_mut().insert(3)?);
//! assert!(shop.open_on().contains(3));
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! # Values of any kind
//!
//! [`Value`] is for what is known at run time only: nothing, truth values, integers, floats, text, bytes, tuples,
//! lists, dicts, sets, handles, times, addresses, paths. [`value!`] writes one as a literal. [`ValueMut`] changes it where it lies, at any depth.
//!
//! ```
//! use std::collections::HashMap;
//! use ipo::{Heap, Value, value};
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let dict: HashMap<Value, Value> = HashMap::from([
//!     ("key1".into(), 1.into()),
//!     (("key", 2).into(), value!({"list": [1, 2.5, null]})),
//! ]);
//! let dict = turn.put(&dict)?;
//!
//! let mut view = turn.get_mut(dict)?;
//! *view.get_mut("key1".into()).expect("a known key").as_i64_mut().expect("an integer") += 1;
//! let mut inner = view.get_mut(("key", 2).into()).expect("a known key");
//! inner.get_mut("list").expect("a list").as_list_mut().expect("a list").push("more".into())?;
//!
//! let dict = turn.load(dict)?;
//! assert_eq!(dict[&"key1".into()], value!(2));
//! assert_eq!(dict[&("key", 2).into()], value!({"list": [1, 2.5, null, "more"]}));
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! # Lists indexed by an enum
//!
//! An [`EnumList`] has a fixed place for each variant of an enum, with a type of its own. It is reached by accessor, by
//! a typed key ([`Index`]), or by a variant that is known at run time only. The [derive](macro@SharedEnumIndex) has all
//! of it, and makes the enum itself a value and a key.
//!
//! ```
//! use ipo::{EnumList, Heap, SharedEnumIndex, value};
//!
//! #[derive(SharedEnumIndex, Clone, Copy, Debug)]
//! enum Metric {
//!     #[shared(type = f64)]
//!     Temperature,
//!     #[shared(type = Vec<i64>)]
//!     Visitors,
//!     Note, // any `Value`
//! }
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let mut turn = heap.write()?;
//! let metrics = turn.put(&EnumList::new().with(Metric::TEMPERATURE, 20.5))?;
//!
//! let mut metrics = turn.get_mut(metrics)?;
//! metrics.set_temperature(metrics.temperature() + 0.5); // by accessor
//! metrics.get_mut(Metric::VISITORS).push(7)?; // by key
//! metrics.set_value(Metric::Note, value!("sunny"))?; // by variant
//! assert_eq!(metrics.get(Metric::TEMPERATURE), 21.0);
//! assert_eq!(metrics.value(Metric::Note), value!("sunny"));
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! # Messages
//!
//! A [`Queue`] has a name and a type, and any number of senders and takers in all processes: [`Heap::queue`]. Messages of
//! fixed size, and lists of numbers, go through it without a turn.
//!
//! ```
//! use std::time::Duration;
//! use ipo::Heap;
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! let jobs = heap.queue::<u64>("jobs")?;
//! jobs.send(&7)?;
//!
//! // In another process:
//! let jobs = heap.queue::<u64>("jobs")?;
//! assert_eq!(jobs.take_timeout(Duration::from_secs(1))?, 7);
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! A [lease](Queue::lease) gives a message back if its taker dies. [`reserve`](Queue::reserve) and
//! [`take_in_place`](Queue::take_in_place) write and read long messages where they lie. [`WriteTurn::send_to`] and
//! [`Tx::take_from`] make a message part of a turn, and undone with its transaction.
//!
//! A [`Topic`] gives each message to everybody who has [subscribed](Topic::subscribe_options), of which each says what happens
//! when it is too slow: [`Heap::topic`].
//!
//! [`Heap::queues`] and [`Heap::topics`] say which there are, and how full; a monitor asks on a
//! [read-only](HeapOptions::read_only) attachment.
//!
//! A heap has one more queue, for messages of any kind, as part of turns: [`send`](WriteTurn::send) appends any value that a
//! heap can hold, usually a handle; [`take_message`](WriteTurn::take_message) takes the first one if it has the type that is
//! asked for; [`Heap::take_message_timeout`] waits for it.
//!
//! ```
//! use std::time::Duration;
//! use ipo::{Handle, Heap};
//!
//! let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! {
//!     let mut turn = heap.write()?;
//!     let work = turn.put(&vec![3_i64, 4])?;
//!     turn.send(&work)?;
//! }
//!
//! // In another process:
//! let work: Handle<Vec<i64>> = heap.take_message_timeout(Duration::from_secs(1))?;
//! let mut turn = heap.write()?;
//! turn.get_mut(work)?.push(5)?;
//! assert!(!turn.has_messages());
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! # Without turns
//!
//! - [`Heap::latest`]: a value of plain data that one process stores again and again, and that any number of processes read,
//!   whole and without waiting.
//! - [`WriteTurn::freeze`] and [`Heap::pin`]: an object that is immutable from then on, read in place by whoever pins it.
//! - [`Heap::lock`]: a reader-writer lock by name, for what lies outside of the heap or takes several turns.
//! - [`Heap::wait_for`]: sleeps until a change by any process makes a condition true.
//!
//! # Waiting
//!
//! Nobody waits for the dead. A process that is stopped, or keeps its turn, is waited for as long as it takes, unless a call has
//! a limit: [`HeapOptions::turn_timeout`] is one for all calls of an attachment, of the wait for a turn. All calls that may block,
//! and what limits them:
//!
//! | Calls | wait for | which is limited by |
//! |---|---|---|
//! | [`Heap::read`], [`Heap::write`], [`Heap::transaction`] | a turn | `turn_timeout`; [`Heap::read_timeout`], [`Heap::write_timeout`] |
//! | [`Heap::queue`], [`Heap::topic`], [`Heap::latest`], [`Heap::lock`], [`Heap::queues`], `open` of options; [`Queue::take_last`], [`Queue::peek`], [`Queue::messages`], [`Queue::recover`], [`Queue::close`], [`Lease::done`], [`Topic::subscribe`] | a turn | `turn_timeout` |
//! | [`Queue::send`], [`Queue::reserve`], [`Reserved::commit`] | room, and a turn where they need one | their forms with `_timeout`; the turn by `turn_timeout` |
//! | [`Queue::take`], [`Queue::take_in_place`], [`Queue::lease`] | a message, and a turn where they need one | the same |
//! | [`Topic::publish`] | a turn, and subscribers that have [asked for it](Slow::Block) | [`Topic::publish_timeout`]; the turn by `turn_timeout` |
//! | [`Subscription::recv`] | a message | [`Subscription::recv_timeout`], [`Subscription::recv_in_place`] |
//! | [`Heap::wait_for`] | a condition, and a turn for each look | [`Heap::wait_for_timeout`]; the turn by `turn_timeout` |
//! | [`Heap::wait_for_participants`], [`Heap::wait_for_root`], [`Heap::take_message_timeout`] | others; a name; a message | their own limit |
//! | [`Lock::read`], [`Lock::write`] | the lock | [`Lock::read_timeout`], [`Lock::write_timeout`] |
//! | [`HeapOptions::attach`], [`HeapOptions::create`] and the like | the creator; who is just attaching or removing | [`HeapOptions::timeout`] |
//! | [`Heap::remove`], [`Heap::list`], [`Heap::remove_dead`], dropping a [`Heap`] | who is just attaching or removing | 10, 0.2, 0.2 and 2 seconds |
//! | futures (feature `async`) | the same as the blocking call | dropping them |
//!
//! The `try_` forms do not wait, nor does anything else. A call that gave up, [`Error::TimedOut`], names who held the turn, and
//! has done nothing; [`Lease::done`] has given the message back to its queue, and [`Reserved::commit`] the memory.
//!
//! # Two processes
//!
//! One creates the heap, the other attaches by its name. Which of them comes first does not matter if the second one
//! waits ([`HeapOptions::timeout`]) or if both say [`HeapOptions::open_or_create`]. A heap can be found before its creator has
//! put anything into it: who comes second waits for the name too ([`Heap::wait_for_root`]), or makes what nobody has made yet
//! ([`WriteTurn::root_or_put_with`]). Both declare the struct, usually by
//! a crate that both depend on. This example does both in one process, which ipo does not mind:
//!
//! ```
//! use std::time::Duration;
//! use ipo::{Handle, Heap, Lifetime, SharedStruct};
//!
//! #[derive(SharedStruct)]
//! struct Counter { hits: u64 }
//!
//! fn first(name: &str) -> Result<Heap, ipo::Error> {
//!     // Gone when the last process that is attached to it leaves, or dies.
//!     let heap = Heap::options().lifetime(Lifetime::UntilLastLeaves).create(name)?;
//!     let mut turn = heap.write()?;
//!     let counter = turn.put(&Counter { hits: 0 })?;
//!     turn.bind("counter", counter)?;
//!     drop(turn);
//!     Ok(heap)
//! }
//!
//! fn second(name: &str) -> Result<u64, ipo::Error> {
//!     let heap = Heap::options().timeout(Duration::from_secs(5)).attach(name)?;
//!     let counter: Handle<Counter> = heap.wait_for_root("counter", Duration::from_secs(5))?;
//!     let mut turn = heap.write()?;
//!     let mut counter = turn.get_mut(counter)?;
//!     counter.set_hits(counter.hits() + 1);
//!     Ok(counter.hits())
//! }
//!
//! let name = format!("doc-two-processes-{}", std::process::id());
//! let heap = first(&name)?;
//! assert_eq!(second(&name)?, 1);
//! assert_eq!(second(&name)?, 2);
//! # Ok::<(), ipo::Error>(())
//! ```
//!
//! # Kinds of values
//!
//! The tables of [`kinds`] have every kind, with its layout, its costs, and what can be a key. In short, and any nesting
//! of these:
//!
//! | Type | Getter gives | `_mut` view | Setter takes, and returns |
//! |---|---|---|---|
//! | integers of 8 to 64 bits, `f32`, `f64` | the number | `&mut` number | the number; `()` |
//! | other integers, `bool`, `char`, [`Handle<T>`], enums with [`SharedEnumIndex`](macro@SharedEnumIndex), times, addresses | the value | [`ScalarMut`] | the value; `()` |
//! | `String`; `PathBuf`, `CString` | `&str`; `&Path`, `&CStr` | [`StrMut`]; [`WholeMut`] | as the getter gives; `Result` |
//! | `Vec<T>`, `VecDeque<T>`, `[T; N]` | [`ListRef`], [`DequeRef`], [`ArrayRef`] | [`ListMut`], [`DequeMut`], [`ArrayMut`] | `&[T]`, `&VecDeque<T>`, `&[T; N]`; `Result` |
//! | `HashMap`, `HashSet` | [`MapRef`], [`SetRef`] | [`MapMut`], [`SetMut`] | `&HashMap`, `&HashSet`; `Result` |
//! | `BTreeMap`, `BTreeSet` | [`BTreeMapRef`], [`BTreeSetRef`] | [`BTreeMapMut`], [`BTreeSetMut`] | `&BTreeMap`, `&BTreeSet`; `Result` |
//! | [`Compact`] of a map or set | [`CompactMapRef`], [`CompactSetRef`] | [`CompactMapMut`], [`CompactSetMut`] | `&HashMap`, `&HashSet`; `Result` |
//! | tuples, `Option<T>`, ranges | a tuple, an `Option`, [`Ends`] | a tuple, [`OptionMut`], [`Ends`] | the same of what the parts take; as the parts |
//! | `Box<T>` | as `T` | as `T` | as `T`; `Result` |
//! | [`NdArray<T, D>`](NdArray), [`Tensor`] | [`NdArrayRef`], [`TensorRef`] | [`NdArrayMut`], [`TensorMut`] | `&NdArray`, `&Tensor`; `Result` |
//! | [`Value`] | [`ValueRef`] | [`ValueMut`] | a `Value`; `Result` |
//! | a struct or enum `Foo` with a [derive](macro@SharedStruct), [`EnumList<Foo>`](EnumList) | `FooRef` | `FooMut` | `&Foo`, `&EnumList<Foo>`; `Result` |
//! | integers of any size, decimals, moments with a zone, by features | [`WholeRef`] | [`WholeMut`] | a reference; `Result` |
//!
//! A setter that returns `()` cannot fail, and nothing needs a `?`. One that may need memory returns a `Result`. Elements
//! of lists and arrays, keys, and values of maps are given, taken and changed in the same way.
//!
//! A feature adds kinds and changes nothing else: what lies in a heap is the same with and without it, and a [`Value`] of
//! a kind whose feature is off is kept as [`Opaque`]. The feature `serde` turns a [`Value`] into any type that can be
//! deserialised, and back. `std::time::Instant` is no kind: no other machine's clock, and no later start of this one,
//! knows its beginning.
//!
//! A `Box` or a nested struct is part of its object and goes with it. A [`Handle`] refers to another object, which lives
//! until it is [removed](WriteTurn::remove); nothing counts references. Of what a stored handle refers to, the type is checked
//! when it is used.
//!
//! # When a type changes
//!
//! A heap that outlives its programs may hold objects of a type that has changed since. [Appended
//! fields](macro@SharedStruct#appending) are read as they are. For any other change, the new program declares the old type
//! once more, by another identifier and with its old `name`, and makes new objects of the old ones:
//!
//! ```
//! use ipo::{Error, Handle, Heap, SharedStruct};
//!
//! # mod before {
//! #     #[derive(ipo::SharedStruct)]
//! #     pub struct Customer { pub name: String, pub zip: u32 }
//! # }
//! #[derive(SharedStruct)]
//! struct Customer { name: String, zip: String } // was a number
//!
//! #[derive(SharedStruct)]
//! #[shared(name = "Customer")]
//! struct OldCustomer { name: String, zip: u32 }
//!
//! # let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
//! # let ada = heap.write()?.put(&before::Customer { name: "Ada".into(), zip: 1010 })?;
//! # heap.write()?.bind("first", ada)?;
//! let mut turn = heap.write()?;
//! assert!(matches!(turn.root::<Customer>("first"), Err(Error::SchemaMismatch { .. })));
//! turn.transaction(|tx| {
//!     let old: Handle<OldCustomer> = tx.root("first")?;
//!     let OldCustomer { name, zip } = tx.load(old)?;
//!     tx.remove(old)?;
//!     let new = tx.put(&Customer { name, zip: zip.to_string() })?;
//!     tx.bind("first", new)
//! })?;
//! let first: Handle<Customer> = turn.root("first")?;
//! assert_eq!(turn.get(first)?.zip(), "1010");
//! # Ok::<(), Error>(())
//! ```
//!
//! The object has a new handle: what referred to the old one has to be given the new one, in the same transaction. Queues,
//! topics and latest values keep their type for good; one of another type has another name.
//!
//! # What is protected, and what is not
//!
//! - Inside a turn, **each operation** is all or nothing: a setter, a `push`, a `put`. If the process is killed in
//!   between two, the first one stays. A panic leaves what was done and releases the turn; there is no poisoning.
//! - **Across several operations**, only a [transaction](WriteTurn::transaction) protects what your program relies on.
//! - **A message is sent or not**, and taken once, also when processes die. One that was taken is gone, even if its taker dies
//!   before it has used it: take it in a transaction that does the work too, or on [lease](Queue::lease).
//! - **A dead owner** of a turn is found by whoever waits for it, and the operation that was cut off is undone.
//!   [`WriteTurn::recovered`] tells of it.
//! - **A stopped owner** is alive. Others wait, as long as [`HeapOptions::turn_timeout`] or a call's own
//!   [limit](#waiting) says.
//! - **Nothing in memory outlives the machine.** A heap in a file on a disk survives its orderly shutdown only.
//! - Processes that share a heap **trust each other**: whoever may write to it can change any value. Bytes that no program
//!   of this crate writes lead to an error or a panic, not to undefined behaviour.
//!
//! # Errors and panics
//!
//! There is one error type, [`Error`]. Its variants are facts, with the names and numbers in their fields; its messages
//! say what to do.
//!
//! A getter has no way to return an error. If it meets bytes that cannot be right, it panics with a [`Corrupt`] payload;
//! the turn is released. Calls that return a `Result` give [`Error::Corrupt`].
//!
//! # What things cost
//!
//! - A getter of a number is a load, a setter of one is a store. [`get`](WriteTurn::get) and
//!   [`get_mut`](WriteTurn::get_mut) take constant time: bounds, the handle's generation and the type are checked.
//! - Text is checked to be UTF-8 whenever it is read, in proportion to its length.
//! - A list holds up to 23 bytes of elements that own nothing in its own place; a string too. Longer ones have a block.
//! - A look-up in a map hashes the key and takes constant time on average. A map's first key takes a block, which
//!   doubles when it is full and keeps its size until the map is cleared or shrunk to fit.
//! - A deque's push and pop at either end take constant time, an access to an element too. A look-up, an insert and a
//!   remove in a `BTreeMap` or `BTreeSet` take logarithmic time; their keys are [`OrdKey`]s.
//! - A [`Compact`] map takes the bytes of its entries and about one more each. A look-up reads one number and one entry;
//!   writing it takes longer than writing a live map.
//! - An access to an [`EnumList`] by accessor or key is one to a struct's field. A [`Value`] takes 32 bytes and a block
//!   for what is longer than 23 bytes; its kind is looked at in each access.
//! - An [`NdArray`] or a [`Tensor`] is a block, aligned to 64 bytes; its slice is had in constant time, but of `bool` elements,
//!   which are all looked at. Replacing a long one takes a second block for a moment; changing its elements does not.
//! - A message of fixed size takes a cell of a queue's ring, 64 bytes or more, and well under a microsecond; any other one a
//!   block and a write turn. Sending copies the value in, taking copies it out, but for lists of plain values in place.
//! - What needs memory, or is wider than 8 bytes, writes to the journal first.
//! - Taking a turn that nobody else wants is some atomic operations and no system call. Who waits spins for some
//!   microseconds and then sleeps; [`HeapOptions::wait`] chooses how long.
//! - Reading a latest value copies it once, storing it too. A pin takes constant time, and reading through it costs what it does
//!   in a turn.
//!
//! All sizes in this crate are in bytes. `cargo bench --bench limits` in the repository measures the rest.
//!
//! # Features
//!
//! None is on by default, and each adds only. What lies in a heap does not depend on them: programs with and without one
//! share it.
//!
//! - `async`: turns, messages, topics and conditions as futures, for any executor, such as `Heap::write_async` and
//!   `Queue::take_async`.
//! - `cli`: the command `ipo`, which lists heaps, verifies them, shows what is in them, and removes dead ones.
//! - `num-bigint`, `num-complex`, `bigdecimal`, `uuid`: the types of these crates are kinds; complex numbers are elements of
//!   arrays, too.
//! - `jiff`, `chrono`: their moments, dates, times, spans and offsets are kinds, as those of [`calendar`] lie in a heap.
//! - `ndarray`: arrays of the crate `ndarray` 0.17 are made of an [`NdArray`] and of its views, in place, and the other way
//!   round.
//! - `serde`: any type that can be serialised becomes a [`Value`], and a [`Value`] any that can be deserialised.
//! - `tracing`: events of that crate, with the target `ipo`, about attaching and leaving, turns that are taken over from the
//!   dead, recoveries, growth, and turns that are held for longer than `HeapOptions::long_turn`. They come from inside the
//!   calls that they tell of, also while a turn is held.
//!
//! # Threads
//!
//! A [`Heap`] can be shared by the threads of a process; each takes its own turns. A turn and the views for changing stay on
//! the thread that took it. The views for reading, and slices of numbers, may be lent to other threads. A thread that asks for
//! a second turn of a heap gets [`Error::WouldDeadlock`]. After a `fork`, the child attaches anew ([`Error::Forked`]).

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
compile_error!("ipo runs on 64-bit Linux");

mod error;
mod sync;
mod trace;

// The floors, lowest first. Each uses those below it.

/// Floor 0: calls to the operating system, and the stores that tests can cut off.
mod sys;

/// Floor 1: a named mapping.
mod region;

/// Floor 2: turns.
mod turn;

/// Floor 3: blocks.
mod alloc;
/// Floor 3: all-or-nothing.
mod journal;

/// Floor 4: typed objects.
mod object;

/// Floor 5: kinds of values.
mod types;

/// Floor 6: waiting without a blocked thread.
#[cfg(feature = "async")]
mod future;

/// What users take in hand: heaps, turns, transactions.
mod heap;

/// Floor 6: messages between processes.
mod queue;
/// Floor 6: messages for everybody who has subscribed.
mod topic;

pub use alloc::Stats;
pub use error::{Corrupt, Error, Holder, Result};
#[cfg(feature = "async")]
pub use heap::{AsyncReadTurn, AsyncWriteTurn, ReadFuture, WriteFuture};
pub use heap::{
    Condition, Heap, Latest, LatestWriter, Lock, LockReadGuard, LockWriteGuard, OfTask, OfThread, Pinned, ReadTurn,
    TurnOwner, Tx, WriteTurn,
};
pub use ipo_derive::{SharedEnum, SharedEnumIndex, SharedStruct};
pub use object::{Finding, FrozenHandle, Handle, Inline, Outcome, Plain, Report, Root, Shared};
#[cfg(feature = "async")]
pub use queue::Messages;
pub use queue::{Lease, Queue, QueueInfo, QueueOptions, Reserved, Taken};
pub use region::list::{HeapDetails, HeapInfo, HeapState};
pub use region::options::{HeapOptions, IfExists, Lifetime, OwnerRule, Wait};
pub use region::participant::ParticipantInfo;
#[cfg(feature = "async")]
pub use topic::Received;
pub use topic::{InPlace, Slow, SubscribeOptions, Subscription, Topic, TopicInfo, TopicOptions};
pub use types::{
    AnyHandle, AnyRef, ArrayMut, ArrayRef, Atomic, AtomicInteger, AtomicRef, AtomicValue, BoxMut, BoxRef, Ends,
    EnumIndex, EnumList, Index, IntoPath, Iter, IterMut, Key, KeyHasher, Keys, ListMut, ListRef, MapEntry, MapIter,
    MapIterMut, MapMut, MapRef, OccupiedEntry, Opaque, OptionMut, PathItem, PlainBytes, Pod, Scalar, ScalarMut, SetMut,
    SetRef, Slice, StrMut, VacantEntry, Value, ValueMut, ValueRef, Values, ValuesMut, WholeMut, WholeRef, WrongKind,
};
pub use types::{
    BTreeKeys, BTreeMapMut, BTreeMapRef, BTreeRange, BTreeRangeMut, BTreeSetMut, BTreeSetRef, BTreeValues,
    BTreeValuesMut, Combined, OrdKey, TreeEntry,
};
pub use types::{
    Compact, CompactIter, CompactKeys, CompactMapMut, CompactMapRef, CompactSetMut, CompactSetRef, CompactValues,
};
pub use types::{DequeIter, DequeIterMut, DequeMut, DequeRef};

#[cfg(feature = "serde")]
pub use types::SerdeError;

pub mod calendar;
pub mod kinds;

// The crates whose types are kinds, so that a program has the same release of them.
#[cfg(feature = "bigdecimal")]
pub use bigdecimal;
#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "ndarray")]
pub use ndarray;
#[cfg(feature = "num-bigint")]
pub use num_bigint;
#[cfg(feature = "num-complex")]
pub use num_complex;
pub use types::nd::dlpack;
pub use types::{
    ArrayElement, ArrayKind, DType, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, NdArray, NdArrayMut, NdArrayRef,
    Tensor, TensorMut, TensorRef,
};
#[cfg(feature = "ndarray")]
pub use types::{NdarrayCopy, NdarrayDimension};
#[cfg(feature = "uuid")]
pub use uuid;

/// What the derives' code needs. Not for use by hand, and not covered by any promise.
#[doc(hidden)]
pub mod __private {
    pub use crate::alloc::Space;
    pub use crate::heap::raw::{allocate_block, free_block};
    pub use crate::journal::Writer;
    pub use crate::object::schema::{Field, Fingerprint, Kind, Schema, SchemaFn, Variant};
    pub use crate::object::slot::{SlotMut, SlotRef};
    pub use crate::object::{FROZEN, Slot};
    #[cfg(debug_assertions)]
    pub use crate::sys::shim::fault;
    pub use crate::types::boxed_view::Boxed;
    pub use crate::types::enum_list::{set_value_of, value_of, values_of};
    pub use crate::types::extra::{extra, extra_mut, remove_extra, set_extra};
    pub use crate::types::key::{KeyTraits, encode_variant};
    pub use crate::types::ord_key::OrdKeyTraits;
    pub use crate::types::pod::pod_schema;
    pub use crate::types::scalar::scalar_mut;
    pub use crate::types::tagged::{no_variant, no_variant_error};
    pub use crate::types::unit_enum::decode_variant;
    pub use crate::types::value::typed;
    pub use crate::types::value::{set_typed_value, set_untyped_value, typed_value, untyped_value};
    pub use std::collections::HashMap;
    pub use std::vec;
    pub use std::vec::Vec;

    /// Is there for its bound, which `derive_ref(Eq)` asks of each field's view.
    pub fn total<T: Eq>(_: &T) {}
}

/// The example of the package's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
