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
#[doc = include_str!("../docs/shared_struct.md")]
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
#[doc = include_str!("../docs/shared_enum_index.md")]
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
#[doc = include_str!("../docs/shared_enum.md")]
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
