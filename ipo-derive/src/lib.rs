//! The derive macros of [`ipo`](https://docs.rs/ipo). Use them through that crate, which re-exports them: the two are
//! released together, and what is generated here fits `ipo` of the same version only.
//!
//! One derive runs so: `input` checks what the user wrote, collects every mistake in it, and makes a `model`, into which
//! `attr` has read the attributes; `expand_struct` and `expand_enum` turn the model into code, with `expand_views` for what
//! both need. Where nothing can be made of the input, `fallback` still emits the names that the user's other code refers to, so that one mistake gives one message.

#![forbid(unsafe_code)]

mod attr;
mod errors;
mod expand_enum;
mod expand_struct;
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

/// Makes a struct with named fields a type whose values live in a shared heap.
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
/// Structs with named fields, or with none in braces. Every field is of a kind that a heap can hold: see the
/// documentation of `ipo`. Generic structs, tuple structs, enums and unions are refused, with a message that names what
/// to write instead; enums of plain names derive [`macro@SharedEnumIndex`]. So are two fields whose accessors would
/// have one name.
///
/// # Compatibility
///
/// The struct's name, and the names, types and order of its fields, nested types included, make the type that a heap knows. A
/// program that has another one gets `Error::SchemaMismatch`, which names each difference. Visibility, accessors, other
/// derives and the place of the struct in the program do not matter.
///
/// # Attributes
///
/// All are written `#[shared(key = "value")]`; several may stand in one attribute.
///
/// On the struct:
///
/// - `name = "..."`: the type's name in the heap; the struct's own name otherwise. With it, the struct can be renamed and
///   still read its old heaps.
/// - `crate = "..."`: the path of the crate `ipo`, where it is not `::ipo`: for libraries that re-export it.
///
/// On a field:
///
/// - `rename = "..."`: the field's name in the heap; its own name otherwise.
/// - `accessor = "..."`: the name that its accessors are made from; its own name otherwise. It does not change the heap.
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
/// also `PartialEq`, `Eq` and `Hash`. Numbers may be written if they count from 0 without a gap. Generic enums are
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
    let mut code = match input::read_enum(input, &mut errors) {
        Some(container) => expand_enum::expand(&container),
        None => fallback::expand_enum(input),
    };
    code.extend(errors.into_tokens());
    code
}
