//! What generated code calls the type of a field.
//!
//! Of a mistake in a type, such as a name that is misspelt or not imported, rustc speaks at each mention of the type, and shows once
//! what is the same to the letter, places included. So generated code mentions a field's type in a single item, as the user
//! wrote it, and calls it by the name of that item everywhere else. rustdoc shows the type, and not that name.

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ConstParam, GenericParam, Generics, TypeParam, WherePredicate};

use super::allowed;
use super::params::name;

/// `type __PlayerField0<T> = Vec<T>;`.
pub(crate) struct Alias<'a> {
    ident: Ident,
    ty: TokenStream,
    /// Those of the parameters that the type names.
    params: Vec<&'a GenericParam>,
    /// Whether the type has a `T::Item` in it, which rustc looks for in the bounds of `T`.
    bounded: bool,
    /// What the user's type says of those parameters behind `where`.
    clause: Vec<&'a WherePredicate>,
    /// Those of the field.
    pub attrs: &'a [Attribute],
}

impl<'a> Alias<'a> {
    /// The alias `ident` for the type of a field with these attributes; `None` where it cannot have one.
    pub(crate) fn new(
        ident: Ident,
        ty: TokenStream,
        generics: &'a Generics,
        attrs: &'a [Attribute],
    ) -> Option<Alias<'a>> {
        let used = Used::in_tokens(ty.clone(), generics);
        let params: Vec<_> =
            generics.params.iter().zip(&used.params).filter_map(|(param, used)| used.then_some(param)).collect();
        let clause: Vec<_> = generics.where_clause.iter().flat_map(|clause| &clause.predicates).collect();
        let clause = clause.into_iter().filter(|said| used.has_some(said, generics)).collect();
        let alias = Alias { ident, ty, params, bounded: used.bounded, clause, attrs };
        // A parameter that only the bounds name is one that is not used, for rustc.
        let all_used = !used.bounded
            || alias.params.iter().all(|param| used.has_all(declared(param, true), generics))
                && alias.clause.iter().all(|said| used.has_all(said, generics));
        (used.known && all_used).then_some(alias)
    }

    /// The alias with its arguments.
    pub(crate) fn name(&self) -> TokenStream {
        let (ident, arguments) = (&self.ident, self.params.iter().map(|param| name(param)));
        match self.params.is_empty() {
            true => quote!(#ident),
            false => quote!(#ident<#(#arguments),*>),
        }
    }

    /// The item, with these lint levels besides those of the field.
    pub(crate) fn item(&self, lints: &TokenStream) -> TokenStream {
        let Alias { ident, ty, clause, bounded, .. } = self;
        let (levels, params) = (allowed(self.attrs), self.params.iter().map(|param| declared(param, *bounded)));
        let params = (!self.params.is_empty()).then(|| quote!(<#(#params),*>));
        let clause = (*bounded && !clause.is_empty()).then(|| quote!(where #(#clause),*));
        let bounds = bounded.then(|| quote!(#[allow(type_alias_bounds)]));
        quote! {
            #lints
            #(#[allow(#levels)])*
            #bounds
            #[doc(hidden)]
            type #ident #params #clause = #ty;
        }
    }
}

/// Which parameters are named in something.
struct Used {
    params: Vec<bool>,
    /// Whether something is named that belongs to one of them.
    bounded: bool,
    /// Whether that is all: what a macro makes of a name is not known, and `Self` would be something else in an alias.
    known: bool,
}

impl Used {
    fn in_tokens(tokens: impl ToTokens, generics: &Generics) -> Used {
        let mut used = Used { params: vec![false; generics.params.len()], bounded: false, known: true };
        used.look_at(tokens.into_token_stream(), generics);
        used
    }

    /// Whether the tokens name one of these parameters.
    fn has_some(&self, tokens: impl ToTokens, generics: &Generics) -> bool {
        let other = Used::in_tokens(tokens, generics);
        self.params.iter().zip(other.params).any(|(mine, other)| *mine && other)
    }

    /// Whether the tokens name no others.
    fn has_all(&self, tokens: impl ToTokens, generics: &Generics) -> bool {
        let other = Used::in_tokens(tokens, generics);
        other.known && self.params.iter().zip(other.params).all(|(mine, other)| *mine || !other)
    }

    fn look_at(&mut self, tokens: TokenStream, generics: &Generics) {
        let mut tokens = tokens.into_iter().peekable();
        // Whether the token stands behind `::`, and so is no parameter.
        let mut in_path = false;
        while let Some(token) = tokens.next() {
            let behind = std::mem::replace(&mut in_path, false);
            match token {
                TokenTree::Ident(ident) => {
                    self.known &= ident != "Self";
                    let param = generics.params.iter().position(|param| !behind && is_named(param, &ident));
                    if let Some(param) = param {
                        self.params[param] = true;
                        self.bounded |= tokens.peek().is_some_and(begins_path);
                    }
                }
                TokenTree::Group(group) => self.look_at(group.stream(), generics),
                TokenTree::Punct(punct) if begins_path(&TokenTree::Punct(punct.clone())) => {
                    tokens.next();
                    in_path = true;
                }
                TokenTree::Punct(punct) => self.known &= punct.as_char() != '!' || generics.params.is_empty(),
                TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Whether it is the first half of `::`.
fn begins_path(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

fn is_named(param: &GenericParam, ident: &Ident) -> bool {
    match param {
        GenericParam::Type(TypeParam { ident: name, .. }) | GenericParam::Const(ConstParam { ident: name, .. }) => {
            name == ident
        }
        GenericParam::Lifetime(_) => false,
    }
}

/// The parameter without a default, and with its bounds only if they have a use.
fn declared(param: &GenericParam, bounded: bool) -> TokenStream {
    match param {
        GenericParam::Type(TypeParam { ident, bounds, .. }) if bounded => quote!(#ident: #bounds),
        GenericParam::Const(ConstParam { ident, ty, .. }) => quote!(const #ident: #ty),
        param => name(param),
    }
}
