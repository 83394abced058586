//! The values of attributes: what may stand behind a key.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token, Type, WherePredicate, parenthesized};

use super::list;
use crate::nearest::nearest;

/// Nothing, behind its key.
pub(super) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<Ident> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(key.clone());
    }
    Err(syn::Error::new(input.span(), format!("`{key}` has no value: write `#[shared({key})]`")))
}

/// Nothing, or `= function`, behind its key.
pub(super) fn function(key: &Ident, input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if !input.peek(Token![=]) {
        flag(key, input)?;
        return Ok(None);
    }
    path(key, input, "a function without arguments", "default_level").map(Some)
}

/// `= module`, behind its key.
pub(super) fn module(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    path(key, input, "a module", "my_module")
}

/// `= path`, also as text.
fn path(key: &Ident, input: ParseStream<'_>, what: &str, example: &str) -> syn::Result<Path> {
    let wanted =
        |span: Span| syn::Error::new(span, format!("`{key}` is given the path of {what}: `{key} = {example}`"));
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    if input.peek(LitStr) {
        let text = input.parse::<LitStr>()?;
        return text.parse_with(Path::parse_mod_style).map_err(|_| wanted(text.span()));
    }
    let ahead = input.fork();
    match ahead.call(Path::parse_mod_style) {
        Ok(path) if ahead.is_empty() || ahead.peek(Token![,]) => {
            input.advance_to(&ahead);
            Ok(path)
        }
        _ => Err(wanted(input.span())),
    }
}

/// `(Trait, Trait)`, behind its key.
pub(super) fn traits(key: &Ident, input: ParseStream<'_>, known: &[&str]) -> syn::Result<Vec<Ident>> {
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(key.span(), format!("`{key}` is given traits: `{key}({})`", known.join(", "))));
    }
    let inner;
    parenthesized!(inner in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
    for name in &names {
        let text = name.to_string();
        if known.contains(&text.as_str()) {
            continue;
        }
        let hint = match nearest(&text, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", list(known)),
        };
        return Err(syn::Error::new(name.span(), format!("`{key}` does not know `{text}`: {hint}")));
    }
    let has = |name: &str| names.iter().find(|given| *given == name);
    if let (Some(eq), None) = (has("Eq"), has("PartialEq")) {
        return Err(syn::Error::new(eq.span(), format!("`Eq` needs `PartialEq`: write `{key}(PartialEq, Eq)`")));
    }
    Ok(names.into_iter().collect())
}

/// What stands behind `where`, as text.
pub(super) fn predicates(text: &LitStr) -> syn::Result<Vec<WherePredicate>> {
    text.parse_with(Punctuated::<WherePredicate, Token![,]>::parse_terminated)
        .map(|predicates| predicates.into_iter().collect())
        .map_err(|_| syn::Error::new(text.span(), "a bound is what stands behind `where`: `bound = \"T: ipo::Key\"`"))
}

/// `= Type`, behind its key.
pub(super) fn type_(key: &Ident, input: ParseStream<'_>) -> syn::Result<Type> {
    let wanted = |span: Span| syn::Error::new(span, format!("`{key}` is given as a type: `{key} = Option<i64>`"));
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    let ahead = input.fork();
    match ahead.parse::<Type>() {
        Ok(ty) if ahead.is_empty() || ahead.peek(Token![,]) => {
            input.advance_to(&ahead);
            Ok(ty)
        }
        _ => Err(wanted(input.span())),
    }
}

/// `= "text"`, behind its key.
pub(super) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let wanted = |span: Span| syn::Error::new(span, format!("`{key}` is given as a string: `{key} = \"...\"`"));
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>().map_err(|error| wanted(error.span()))
}

pub(super) fn crate_path(text: &LitStr) -> syn::Result<Path> {
    text.parse_with(Path::parse_mod_style).map_err(|_| {
        syn::Error::new(text.span(), format!("`{}` is not the path of a crate, such as `::ipo`", text.value()))
    })
}

pub(super) fn filled(text: LitStr) -> syn::Result<LitStr> {
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), "a name has at least one character"));
    }
    Ok(text)
}

pub(super) fn identifier(text: &LitStr, what: &str) -> syn::Result<Ident> {
    as_identifier(&text.value(), text.span())
        .ok_or_else(|| syn::Error::new(text.span(), format!("`{}` cannot be the name of {what}", text.value())))
}

/// The text as a name in Rust; a keyword becomes a raw identifier.
pub(crate) fn as_identifier(text: &str, span: Span) -> Option<Ident> {
    let any = |input: ParseStream<'_>| input.call(Ident::parse_any);
    let word = any.parse_str(text).ok()?.to_string();
    match word.as_str() {
        // These have no raw form.
        "self" | "Self" | "super" | "crate" | "_" => None,
        word if word.starts_with("r#") || syn::parse_str::<Ident>(word).is_ok() => {
            let mut ident = syn::parse_str::<Ident>(word).ok()?;
            ident.set_span(span);
            Some(ident)
        }
        keyword => Some(Ident::new_raw(keyword, span)),
    }
}
