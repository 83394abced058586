//! Every mistake of one derive, reported together.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors {
    beside: Option<syn::Error>,
    inside: Option<syn::Error>,
    endless: bool,
}

fn add(all: &mut Option<syn::Error>, error: syn::Error) {
    match all {
        Some(all) => all.combine(error),
        None => *all = Some(error),
    }
}

impl Errors {
    pub(crate) fn push(&mut self, error: syn::Error) {
        add(&mut self.beside, error);
    }

    /// A mistake that is told inside of generated functions, so that rustc looks no further at what they do: it would go
    /// round in circles.
    pub(crate) fn inside(&mut self, place: impl ToTokens, message: impl Display) {
        add(&mut self.inside, syn::Error::new_spanned(place, message));
    }

    /// The mistakes that are told there, as statements.
    pub(crate) fn take_inside(&mut self) -> Option<TokenStream> {
        self.inside.take().map(syn::Error::into_compile_error)
    }

    /// A mistake that rustc tells, and that lets it go round in circles as well in functions that do anything.
    pub(crate) fn endless(&mut self) {
        self.endless = true;
    }

    /// Whether there was one.
    pub(crate) fn is_endless(&self) -> bool {
        self.endless
    }

    /// A mistake in the user's own tokens.
    pub(crate) fn at(&mut self, place: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(place, message));
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        self.beside.into_iter().chain(self.inside).map(syn::Error::into_compile_error).collect()
    }
}
