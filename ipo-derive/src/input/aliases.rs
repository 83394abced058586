//! Which types of fields generated code calls by names of its own.

use proc_macro2::{Span, TokenStream};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Type};

use super::types;
use crate::model::Alias;
use crate::respan::{moved, start};

/// The names so far, for one derived type.
pub(super) struct Aliases<'a> {
    input: &'a DeriveInput,
    made: Vec<Alias<'a>>,
}

impl<'a> Aliases<'a> {
    pub(super) fn new(input: &'a DeriveInput) -> Aliases<'a> {
        Aliases { input, made: Vec::new() }
    }

    /// What generated code writes for the type `written` of a field with these attributes, which is `ty` outside of the
    /// declaration: a new name, unless no mistake can be in it.
    pub(super) fn name(&mut self, written: &Type, ty: &TokenStream, attrs: &'a [Attribute]) -> TokenStream {
        match types::is_known(written, self.input) {
            true => ty.clone(),
            false => self.new_name(ty.clone(), start(ty), attrs),
        }
    }

    /// A new name for the type `ty` of a field with these attributes, which is called so at `place`.
    pub(super) fn new_name(&mut self, ty: TokenStream, place: Span, attrs: &'a [Attribute]) -> TokenStream {
        // At the place of the type's own name, so that where rustc suggests a parameter for it, it suggests one for both.
        let whole = &self.input.ident;
        let ident = format_ident!("__{}Field{}", whole.unraw(), self.made.len(), span = whole.span());
        let Some(alias) = Alias::new(ident, ty.clone(), &self.input.generics, attrs) else { return ty };
        let name = moved(alias.name(), place);
        self.made.push(alias);
        name
    }

    pub(super) fn into_made(self) -> Vec<Alias<'a>> {
        self.made
    }
}
