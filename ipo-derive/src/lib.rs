//! The derive macros of [`ipo`](https://docs.rs/ipo). Use them through that crate, which re-exports them: the two are
//! released together, and what is generated here fits `ipo` of the same version only.
//!
//! One derive runs so: `input` checks what the user wrote, collects every mistake in it, and makes a `model`, into which
//! `attr` has read the attributes; `expand_struct`, `expand_union` and `expand_enum` turn the model into code, with
//! `expand_views` for what they have in common. Where nothing can be made of the input, `fallback` still emits the names that the user's other code refers to, so that one mistake gives one message.

#![forbid(unsafe_code)]

mod attr;
mod errors;
mod expand_enum;
mod expand_struct;
mod expand_union;
mod expand_views;
mod fallback;
mod input;
mod model;
mod nearest;
mod respan;
#[cfg(test)]
mod tests;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct a type whose values live in a shared heap.
///
/// For a struct `Foo` it generates, beside it and as visible as it:
///
/// - `FooRef<'t>`, the view for reading (`Copy`): a getter `field()` for every field, and `load()`;
/// - `FooMut<'t>`, the view for changing: the getters, `field_mut()`, `set_field(value)`, and `as_ref()`, `reborrow()`,
///   `load()`, `store(&Foo)`, `parts()`, `into_parts()`;
/// - `FooParts<'t>`, the mutable views of all fields at once.
///
/// An accessor is as visible as its field, and has its documentation. Where a field is named like one of the views' own
/// methods, that method is left out; `<Foo as ipo::Shared>::load(view)` always exists.
///
/// The struct stays an ordinary one: `put` copies it into a heap, `load` copies it out. It needs no other derive.
///
/// ```
/// use ipo::{Heap, SharedStruct};
///
/// #[derive(SharedStruct)]
/// struct Order {
///     items: Vec<u32>,
///     total: u32,
///     note: Option<String>,
/// }
///
/// // Methods on the object in the heap.
/// impl OrderMut<'_> {
///     fn add_up(&mut self) {
///         // Two fields at once: `items_mut` and `total_mut` would each borrow the whole view.
///         let OrderParts { items, total, .. } = self.parts();
///         *total = items.as_slice().iter().sum();
///     }
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let order = turn.put(&Order { items: vec![1, 2], total: 0, note: None })?;
///
/// let mut view = turn.get_mut(order)?;
/// view.items_mut().push(3)?;
/// view.add_up();
/// view.set_note(Some("paid"))?;
/// assert_eq!((view.total(), view.note()), (6, Some("paid")));
///
/// // What a function takes that only reads.
/// fn is_paid(order: OrderRef<'_>) -> bool {
///     order.note() == Some("paid")
/// }
/// assert!(is_paid(turn.get(order)?));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// # What it takes
///
/// Structs with named fields, tuple structs and unit structs. Every field is of a kind that a heap can hold: see the
/// documentation of `ipo`; or it says by an attribute how it is stored. Unions are refused, and so are lifetimes, and two
/// fields whose accessors would have one name. For enums, see [`macro@SharedEnum`] and [`macro@SharedEnumIndex`].
///
/// The fields of a tuple struct have the accessors `_0()`, `_0_mut()`, `set_0()`, and so on; its `FooParts` is a tuple
/// struct too.
///
/// Types and constants may be parameters, and the views then have the same ones behind their lifetime: `FooRef<'t, T, N>`. Every
/// type parameter has to be a shared type; the derive adds that bound, and no other. A struct with parameters looks its
/// schema up where one without has it at hand: some nanoseconds for each `get`.
///
/// A struct may hold itself in a `Box`, an `Option<Box<..>>`, a `Vec`, or a map.
///
/// # Compatibility
///
/// The struct's name, and the names, types and order of its fields, nested types included, make the type that a heap knows. A
/// program that has another one gets `Error::SchemaMismatch`, which names each difference. Visibility, accessors, other
/// derives and the place of the struct in the program do not matter.
///
/// **Appending is allowed**: fields with `#[shared(default)]` behind all others. Where an object that a handle or a
/// root refers to was stored without them, it can be read all the same, with the defaults in their places; and a
/// program without them reads what it knows of an object that has them. Neither changes such an object in place: that is
/// `Error::SchemaMismatch`. Load it, remove it, and put it anew. A struct that lies inside of another one, or in a
/// container, has one layout: there, an appended field is a mismatch like any other. See [the example](#appending).
///
/// # Attributes
///
/// All are written `#[shared(key = "value")]`; several may stand in one attribute.
///
/// On the struct:
///
/// - `name = "..."`: the type's name in the heap; the struct's own bare name otherwise. With it, the struct can be renamed and
///   still read its old heaps.
/// - `crate = "..."`: the path of the crate `ipo`, where it is not `::ipo`: for libraries that re-export it, and where it is
///   renamed in `Cargo.toml`.
/// - `bound = "K: ipo::Key"`: what must hold of the parameters in addition, for the heap alone.
/// - `derive_ref(Debug, PartialEq, Eq)`: traits for `FooRef`, field by field. Its `Debug` shows the place otherwise.
///
/// On a field:
///
/// - `rename = "..."`: the field's name in the heap; its own name otherwise.
/// - `accessor = "..."`: the name that its accessors are made from; its own name otherwise. It does not change the heap.
/// - `skip`: the field is not in the heap, and has its default when the struct is loaded.
/// - `default`, `default = path::of::function`: what a field is that was appended or skipped; its type's `Default`
///   otherwise. An appended field's default has to fit into its slot: text of up to 23 bytes, empty containers.
/// - `with = module`: stores a type that is not a shared one. The module has a type `Stored`, which is one, and the functions
///   `store(&Type) -> Stored` and `load(Stored) -> Type`. The getter returns the type, the setter takes a reference to it,
///   and the mutable view is that of `Stored`.
/// - `pod`: stores a type of plain bytes as it is, by the traits of the crate `zerocopy`: see `ipo::Pod`.
/// - `atomic`: an integer or `bool` that can be changed in a read turn as well, by several processes at once: see
///   `ipo::AtomicRef`. It is no part of transactions.
/// - `extra`: a `HashMap<String, Value>` for attributes that only some objects have, with the accessors
///   `get_extra(name)`, `get_extra_mut(name)`, `set_extra(name, value)` and `remove_extra(name)` in place of a setter.
///
/// ```
/// use ipo::{Heap, SharedStruct};
/// # mod reexported { pub use ipo::*; }
///
/// #[derive(SharedStruct)]
/// #[shared(name = "lab.Reading", crate = "reexported")]
/// struct Reading {
///     #[shared(rename = "degrees", accessor = "celsius")]
///     temperature: f64,
///     // Its accessors would be `load`, `load_mut` and `set_load`; the view's own `load()` is wanted.
///     #[shared(accessor = "cpu_load")]
///     load: f32,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let reading = turn.put(&Reading { temperature: 21.5, load: 0.5 })?;
/// turn.bind("reading", reading)?;
///
/// let mut view = turn.get_mut(reading)?;
/// view.set_celsius(view.celsius() + 1.0);
/// view.set_cpu_load(0.75);
/// assert_eq!(view.load().temperature, 22.5);
/// assert_eq!(turn.roots()?[0].type_name, "lab.Reading");
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// How fields are stored:
///
/// ```
/// use std::collections::HashMap;
/// use std::path::PathBuf;
/// use ipo::{Heap, SharedStruct, Value, value};
///
/// // How an address of another library becomes text.
/// mod text {
///     #[derive(Debug, PartialEq)]
///     pub struct Address(pub String);
///
///     pub type Stored = String;
///     pub fn store(address: &Address) -> String { address.0.clone() }
///     pub fn load(text: String) -> Address { Address(text) }
/// }
/// use text::Address;
///
/// #[derive(SharedStruct)]
/// #[shared(derive_ref(Debug))]
/// struct Server {
///     #[shared(with = text)]
///     address: Address,
///     #[shared(atomic)]
///     requests: u64,
///     #[shared(extra)]
///     attributes: HashMap<String, Value>,
///     #[shared(skip)]
///     open_files: Vec<PathBuf>,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let server = Server {
///     address: Address("localhost".into()),
///     requests: 0,
///     attributes: HashMap::new(),
///     open_files: vec!["log".into()],
/// };
/// let server = turn.put(&server)?;
///
/// let mut view = turn.get_mut(server)?;
/// view.set_address(&Address("127.0.0.1".into()))?;
/// view.set_extra("owner", value!("ops"))?;
/// view.requests().fetch_add(1)?;
/// assert_eq!(view.address(), Address("127.0.0.1".into()));
/// assert!(view.get_extra("owner").is_some() && view.get_extra("color").is_none());
///
/// let loaded = turn.load(server)?;
/// assert_eq!((loaded.requests, loaded.open_files.len()), (1, 0));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// # Appending
///
/// Two versions of one struct, as two programs would have them:
///
/// ```
/// use ipo::{Error, Handle, Heap, SharedStruct};
///
/// mod old {
///     #[derive(ipo::SharedStruct)]
///     pub struct Player { pub name: String, pub score: u64 }
/// }
/// #[derive(SharedStruct)]
/// struct Player {
///     name: String,
///     score: u64,
///     #[shared(default = first)]
///     level: u32,
/// }
/// fn first() -> u32 { 1 }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let ada = turn.put(&old::Player { name: "Ada".into(), score: 7 })?;
/// turn.bind("ada", ada)?;
///
/// let ada: Handle<Player> = turn.root("ada")?;
/// assert_eq!((turn.get(ada)?.score(), turn.get(ada)?.level()), (7, 1));
/// assert!(matches!(turn.get_mut(ada), Err(Error::SchemaMismatch { .. })));
///
/// // To change it, make it one of today's.
/// let player = turn.load(ada)?;
/// turn.remove(ada)?;
/// let ada = turn.put(&player)?;
/// turn.bind("ada", ada)?;
/// turn.get_mut(ada)?.set_level(2);
///
/// // The old program goes on reading what it knows.
/// let seen: Handle<old::Player> = turn.root("ada")?;
/// assert_eq!(turn.get(seen)?.name(), "Ada");
/// # Ok::<(), ipo::Error>(())
/// ```
#[proc_macro_derive(SharedStruct, attributes(shared))]
pub fn shared_struct(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive_struct(&input).into()
}

fn derive_struct(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let mut code = match input::read_struct(input, &mut errors) {
        Some(container) => expand_struct::expand(&container),
        None => fallback::expand_struct(input),
    };
    code.extend(errors.into_tokens());
    code
}

/// Makes an enum of plain names the index of an `EnumList`, and a type whose values live in a shared heap.
///
/// An `EnumList<Foo>` is a list with a fixed place for a value per variant of `Foo`, each with a type of its own. Which
/// variant is meant is known when the program is compiled: an access costs what one to a struct's field does.
///
/// For an enum `Foo` it generates:
///
/// - a typed key `Foo::NAME`, a const of the type `Index<Foo, T>`, for every variant `Name` with a type `T`;
/// - `FooRef<'t>`, the view of a list for reading (`Copy`): a getter `name()` for every variant, and `get(key)`,
///   `value(variant)`, `iter()`, `len()`, `is_empty()`, `load()`;
/// - `FooMut<'t>`, the view of a list for changing: the same, `name_mut()` and `set_name(value)` for every variant, and
///   `get_mut(key)`, `set(key, value)`, `set_value(variant, value)`, `as_ref()`, `reborrow()`, `store(&EnumList<Foo>)`;
/// - `EnumIndex` for `Foo`: number, names and order of the variants.
///
/// ```
/// use ipo::{EnumList, Error, Heap, SharedEnumIndex, value};
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug)]
/// enum Metric {
///     #[shared(type = f64)]
///     AvgSalary,
///     #[shared(type = Option<i64>)]
///     Employees,
///     #[shared(type = Vec<String>)]
///     Emails,
///     Note, // any `Value`
/// }
///
/// // A method on the list in the heap.
/// impl MetricMut<'_> {
///     fn raise(&mut self, percent: f64) {
///         self.set_avg_salary(self.avg_salary() * (1.0 + percent / 100.0));
///     }
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// // What is not given has its type's default.
/// let metrics = turn.put(&EnumList::new().with(Metric::AVG_SALARY, 4_000.0))?;
///
/// let mut view = turn.get_mut(metrics)?;
/// // By accessor.
/// view.raise(50.0);
/// view.emails_mut().push("sales@company.com")?;
/// view.set_note(value!(["seen", 1]))?;
/// // By key: the compiler knows the type, and refuses the key of another enum.
/// view.set(Metric::EMPLOYEES, Some(10));
/// *view.get_mut(Metric::AVG_SALARY) += 1.0;
/// // By variant, where it is known at run time only: the type is checked then.
/// view.set_value(Metric::Employees, value!(11))?;
/// assert!(matches!(view.set_value(Metric::Employees, value!("many")), Err(Error::WrongKind { .. })));
///
/// assert_eq!((view.avg_salary(), view.get(Metric::EMPLOYEES)), (6_001.0, Some(11)));
/// assert_eq!(view.value(Metric::Emails), value!(["sales@company.com"]));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// The enum itself is a value too: it can be a field, an element, and a key. It takes one byte, or two from 257
/// variants on; its getter gives the variant, its setter cannot fail.
///
/// ```
/// use ipo::{Heap, SharedEnumIndex, SharedStruct};
/// use std::collections::HashMap;
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
/// enum Color { Red, Green }
///
/// #[derive(SharedStruct)]
/// struct Lamp { color: Color, hours: HashMap<Color, u32> }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let lamp = turn.put(&Lamp { color: Color::Red, hours: HashMap::new() })?;
///
/// let mut lamp = turn.get_mut(lamp)?;
/// lamp.set_color(Color::Green);
/// lamp.hours_mut().insert(Color::Green, 3)?;
/// assert_eq!((lamp.color(), lamp.hours().get(Color::Green)), (Color::Green, Some(3)));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// # What it takes
///
/// Enums with at least one variant, none of which holds data, that are `Clone`, `Copy` and `Debug`. As a key of a map,
/// also `PartialEq`, `Eq` and `Hash`; of an ordered one, `Ord`. Numbers may be written if they count from 0 without a gap. Generic enums are
/// refused, and so are two variants whose accessors or keys would have one name.
///
/// The type of a variant is of a kind that a heap can hold, and `Clone`, `Debug`, `PartialEq` and `Default`. A variant
/// without a type holds any `Value`, and has no key.
///
/// # Compatibility
///
/// The enum's name, and the names and order of its variants, make the type that a heap knows; for a list, the types of
/// the variants too. Another one is `Error::SchemaMismatch`. Accessors and keys do not matter.
///
/// # Attributes
///
/// Several may stand in one attribute. On the enum:
///
/// - `#[shared(name = "...")]`: the type's name in the heap; the enum's own name otherwise.
/// - `#[shared(crate = "...")]`: the path of the crate `ipo`, where it is not `::ipo`: for libraries that re-export it.
///
/// On a variant:
///
/// - `#[shared(type = ...)]`: the type of its value, written as a type and not as text.
/// - `#[shared(key = "...")]`: the name of its typed key; its own name in `UPPER_SNAKE_CASE` otherwise. For variants
///   with a type.
/// - `#[shared(accessor = "...")]`: the name that its accessors are made from; its own name in `snake_case` otherwise.
/// - `#[shared(rename = "...")]`: its name in the heap, which `EnumIndex::name` gives; its own name otherwise.
///
/// ```
/// use ipo::{EnumIndex, EnumList, Heap, SharedEnumIndex};
///
/// #[derive(SharedEnumIndex, Clone, Copy, Debug)]
/// #[shared(name = "shop.Figure")]
/// enum Figure {
///     #[shared(type = i64, key = "SOLD", accessor = "sold", rename = "sold")]
///     UnitsSold,
///     // Its accessor would be `len`, which the view has.
///     #[shared(type = f64, accessor = "length")]
///     Len,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let figures = turn.put(&EnumList::new().with(Figure::SOLD, 3).with(Figure::LEN, 2.5))?;
/// let figures = turn.get(figures)?;
/// assert_eq!((figures.sold(), figures.length()), (3, 2.5));
/// assert_eq!(Figure::UnitsSold.name(), "sold");
/// # Ok::<(), ipo::Error>(())
/// ```
#[proc_macro_derive(SharedEnumIndex, attributes(shared))]
pub fn shared_enum_index(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive_enum_index(&input).into()
}

fn derive_enum_index(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let mut code = match input::read_index(input, &mut errors) {
        Some(container) => expand_enum::expand(&container),
        None => fallback::expand_index(input),
    };
    code.extend(errors.into_tokens());
    code
}

/// Makes an enum whose variants hold data a type whose values live in a shared heap.
///
/// In the heap it is a number for the variant and, behind it, the fields of that variant; the slot has room for the largest
/// one. For an enum `Foo` the derive generates, beside it and as visible as it:
///
/// - `FooRef<'t>`, an enum with the same variants, whose fields are the views for reading (`Copy`); it has `load()`;
/// - `FooMut<'t>`, the same with the views for changing the fields in place.
///
/// Both are there to be matched on. The variant is switched by the setter of the place where the enum lies: `set_foo` of a
/// struct's field, `set` of a list, `insert` of a map, `store` of a turn. It takes a `&Foo`, and is all or nothing.
///
/// ```
/// use ipo::{Heap, SharedEnum, SharedStruct};
///
/// #[derive(SharedEnum)]
/// enum Job {
///     Waiting,
///     Running { progress: f64, log: Vec<String> },
///     Failed(String),
/// }
///
/// #[derive(SharedStruct)]
/// struct Task { name: String, job: Job }
///
/// impl TaskMut<'_> {
///     fn step(&mut self) -> Result<(), ipo::Error> {
///         match self.job_mut() {
///             JobMut::Waiting => self.set_job(&Job::Running { progress: 0.0, log: vec![] }),
///             JobMut::Running { progress, mut log } => {
///                 *progress += 0.5;
///                 log.push("one step")
///             }
///             JobMut::Failed(_) => Ok(()),
///         }
///     }
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let task = turn.put(&Task { name: "build".into(), job: Job::Waiting })?;
/// let mut view = turn.get_mut(task)?;
/// view.step()?;
/// view.step()?;
/// match view.job() {
///     JobRef::Running { progress, log } => assert_eq!((progress, log.len()), (0.5, 1)),
///     other => panic!("{other:?}"),
/// }
/// view.set_job(&Job::Failed("no disk".into()))?;
/// assert!(matches!(turn.get(task)?.job(), JobRef::Failed("no disk")));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// # What it takes
///
/// Enums with at least one variant, with or without data, with parameters as for [`macro@SharedStruct`]. For plain names
/// that also index lists, or are keys of maps, derive [`macro@SharedEnumIndex`]. Numbers that are written for the variants
/// are not kept: what counts is their order.
///
/// An enum may hold itself in a `Vec` or a map, and in a `Box`, also in an `Option` or a tuple. As a view holds the views of all
/// fields, one of a box that holds the enum again would have no end: such a field's views are `ipo::BoxRef` and `ipo::BoxMut`,
/// which open the box when they are asked to.
///
/// ```
/// use ipo::{Heap, SharedEnum};
///
/// #[derive(SharedEnum)]
/// enum Term {
///     Number(i64),
///     Sum(Box<Term>, Box<Term>),
/// }
///
/// fn value(term: TermRef<'_>) -> i64 {
///     match term {
///         TermRef::Number(number) => number,
///         TermRef::Sum(left, right) => value(left.get()) + value(right.get()),
///     }
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let term = turn.put(&Term::Sum(Box::new(Term::Number(1)), Box::new(Term::Number(2))))?;
/// assert_eq!(value(turn.get(term)?), 3);
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// # Compatibility
///
/// The enum's name, the names and order of its variants, and the names, types and order of their fields make the type that a
/// heap knows.
///
/// # Cost
///
/// A view of the enum is a view of each field of its variant: text among them is checked to be UTF-8 with each match.
///
/// # Attributes
///
/// On the enum: `name`, `crate`, `bound`, `derive_ref(PartialEq, Eq)`, as for structs. On a variant: `rename = "..."`, its name
/// in the heap. On a field of a variant: `rename`, `skip`, `default`, `with`, `pod`, `atomic`, as for structs, but that the views of
/// a `with` field are those of its `Stored` type. Fields that are left out are not in the views either.
#[proc_macro_derive(SharedEnum, attributes(shared))]
pub fn shared_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive_enum(&input).into()
}

fn derive_enum(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let mut code = match input::read_union(input, &mut errors) {
        Some(union) => expand_union::expand(&union),
        None => fallback::expand_struct(input),
    };
    code.extend(errors.into_tokens());
    code
}
