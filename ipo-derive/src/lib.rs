//! The derive macros of `ipo`. Use them through that crate, which re-exports them.
//!
//! One derive runs so: `input` checks what the user wrote, collects every mistake in it, and makes a `model`, into which
//! `attr` has read the attributes; `expand_struct` turns the model into code. Where nothing can be made of the input,
//! `fallback` still emits the names that the user's other code refers to, so that one mistake gives one message.

#![forbid(unsafe_code)]

mod attr;
mod errors;
mod expand_struct;
mod fallback;
mod input;
mod model;
mod nearest;
mod respan;
#[cfg(test)]
mod tests;

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
/// An accessor is as visible as its field. Where a field is named like one of the views' own methods, that method is
/// left out; `<Foo as ipo::Shared>::load(view)` always exists.
///
/// # Attributes
///
/// On the struct:
///
/// - `#[shared(name = "...")]`: the type's name in the heap; the struct's own name otherwise.
/// - `#[shared(crate = "...")]`: the path of the crate `ipo`, where it is not `::ipo`.
///
/// On a field:
///
/// - `#[shared(rename = "...")]`: the field's name in the heap; its own name otherwise.
/// - `#[shared(accessor = "...")]`: the name that its accessors are made from; its own name otherwise.
#[proc_macro_derive(SharedStruct, attributes(shared))]
pub fn shared_struct(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive_struct(&input).into()
}

fn derive_struct(input: &DeriveInput) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let mut code = match input::read(input, &mut errors) {
        Some(container) => expand_struct::expand(&container),
        None => fallback::expand(input),
    };
    code.extend(errors.into_tokens());
    code
}
