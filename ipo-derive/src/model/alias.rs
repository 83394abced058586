//! What generated code calls the type of a field.
//!
//! Of a mistake in a type, such as a name that is misspelt or not imported, rustc speaks at each mention of the type, and shows once
//! what is the same to the letter, places included. So generated code mentions a field's type in a single item, as the user
//! wrote it, and calls it by the name of that item everywhere else. rustdoc shows the type, and not that name.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ConstParam, GenericParam, Generics, Lifetime, TypeParam, WherePredicate};

use super::allowed;
use super::params::name;
use crate::respan::moved_as_written;

/// `type __PlayerField0<T> = Vec<T>;`.
pub(crate) struct Alias<'a> {
    ident: Ident,
    ty: TokenStream,
    /// Where the last parameter of the user's type ends, if it has any.
    end: Option<Span>,
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
        let end = generics.params.last().map(end);
        let alias = Alias { ident, ty, end, params, bounded: used.bounded, clause, attrs };
        // A parameter that only the bounds name is one that is not used, for rustc.
        let all_used = !used.bounded
            || alias.params.iter().all(|param| used.has_all(declared(param, true), generics))
                && alias.clause.iter().all(|said| used.has_all(said, generics));
        (used.known && all_used).then_some(alias)
    }

    /// The alias with its arguments.
    pub(crate) fn name(&self) -> TokenStream {
        let (ident, arguments) = (&self.ident, self.params.iter().map(|param| name(param)));
        match (self.params.is_empty(), self.end) {
            (true, None) => quote!(#ident),
            (true, Some(_)) => quote!(#ident<'static>),
            (false, _) => quote!(#ident<#(#arguments),*>),
        }
    }

    /// The parameters as they are declared.
    ///
    /// Of a name that it does not know, rustc suggests to make a parameter, and says where: behind the last one. That is to be
    /// the same place for the alias as for the user's type; so an alias without parameters has a lifetime that means nothing.
    fn declared(&self) -> Option<TokenStream> {
        let end = self.end?;
        let Some((last, others)) = self.params.split_last() else {
            let unused = Lifetime::new("'__unused", end);
            return Some(quote!(<#unused>));
        };
        let others = others.iter().map(|param| declared(param, self.bounded));
        let last = match (self.bounded, last) {
            (true, last) => declared(last, true),
            (false, GenericParam::Const(ConstParam { ident, ty, .. })) => {
                let ty = moved_as_written(ty, end);
                quote!(const #ident: #ty)
            }
            (false, last) => moved_as_written(name(last), end),
        };
        Some(quote!(<#(#others,)* #last>))
    }

    /// The item, with these lint levels besides those of the field.
    pub(crate) fn item(&self, lints: &TokenStream) -> TokenStream {
        let Alias { ident, ty, clause, bounded, .. } = self;
        let (levels, params) = (allowed(self.attrs), self.declared());
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

/// Where the parameter ends, for rustc: behind its bounds, or behind the default of a constant.
fn end(param: &GenericParam) -> Span {
    let tokens = match param {
        GenericParam::Type(TypeParam { ident, bounds, .. }) => {
            bounds.last().map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream)
        }
        GenericParam::Const(ConstParam { default: Some(default), .. }) => default.to_token_stream(),
        GenericParam::Const(ConstParam { ty, .. }) => ty.to_token_stream(),
        GenericParam::Lifetime(param) => param.to_token_stream(),
    };
    tokens.into_iter().last().map_or_else(Span::call_site, |token| token.span())
}

/// The parameter without a default, and with its bounds only if they have a use.
fn declared(param: &GenericParam, bounded: bool) -> TokenStream {
    match param {
        GenericParam::Type(TypeParam { ident, bounds, .. }) if bounded => quote!(#ident: #bounds),
        GenericParam::Const(ConstParam { ident, ty, .. }) => quote!(const #ident: #ty),
        param => name(param),
    }
}
