//! The namespace `#[shared(...)]`: read once, into plain values.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Path, Token};

use crate::errors::Errors;
use crate::nearest::nearest;

/// What the attributes of a type say.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    pub krate: Option<Path>,
    pub name: Option<LitStr>,
}

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub rename: Option<LitStr>,
    pub accessor: Option<Ident>,
}

/// A place where the namespace may be used, and what may be said there.
struct Place {
    /// For messages: "a struct takes ...".
    what: &'static str,
    keys: &'static [&'static str],
}

const STRUCT: Place = Place { what: "a struct", keys: &["crate", "name"] };
const FIELD: Place = Place { what: "a field", keys: &["accessor", "rename"] };

impl ContainerAttrs {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        let mut read = ContainerAttrs::default();
        each_entry(attrs, &STRUCT, errors, |key, input| {
            match key.to_string().as_str() {
                "crate" => read.krate = Some(path(&text(key, input)?)?),
                _ => read.name = Some(filled(text(key, input)?)?),
            }
            Ok(())
        });
        read
    }
}

impl FieldAttrs {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
        let mut read = FieldAttrs::default();
        each_entry(attrs, &FIELD, errors, |key, input| {
            match key.to_string().as_str() {
                "accessor" => read.accessor = Some(identifier(&text(key, input)?)?),
                _ => read.rename = Some(filled(text(key, input)?)?),
            }
            Ok(())
        });
        read
    }
}

/// Calls `entry` for each known `key = value`, at its first occurrence; everything else is a mistake.
fn each_entry(
    attrs: &[Attribute],
    place: &Place,
    errors: &mut Errors,
    mut entry: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let mut seen: Vec<String> = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("shared")) {
        let Meta::List(list) = &attr.meta else {
            errors.at(attr, format!("write `#[shared({} = \"...\")]`", place.keys[0]));
            continue;
        };
        let entries = |input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = input.call(Ident::parse_any)?;
                let name = key.to_string();
                let first = !seen.contains(&name);
                if !place.keys.contains(&name.as_str()) {
                    errors.push(unknown(&key, place));
                    skip_value(input)?;
                } else if first {
                    seen.push(name.clone());
                    if let Err(error) = entry(&key, input) {
                        errors.push(error);
                        skip_value(input)?;
                    }
                } else {
                    errors.at(&key, format!("`{name}` is given twice: keep one"));
                    skip_value(input)?;
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = entries.parse2(list.tokens.clone()) {
            errors.push(error);
        }
    }
}

fn unknown(key: &Ident, place: &Place) -> syn::Error {
    let takes = place.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and ");
    let elsewhere = [STRUCT, FIELD].into_iter().find(|other| other.keys.contains(&key.to_string().as_str()));
    let hint = match (nearest(&key.to_string(), place.keys), elsewhere) {
        (Some(near), None) => format!("did you mean `{near}`?"),
        (Some(near), Some(other)) => format!("it belongs to {}; did you mean `{near}`?", other.what),
        (None, Some(other)) => format!("it belongs to {}; {} takes {takes}", other.what, place.what),
        (None, None) => format!("{} takes {takes}", place.what),
    };
    syn::Error::new(key.span(), format!("there is no `{key}` here: {hint}"))
}

/// Goes on behind the value of an entry that is not used, so that the entries behind it are checked too.
fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// `= "text"`, behind its key.
fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let wanted = |span: Span| syn::Error::new(span, format!("`{key}` is given as a string: `{key} = \"...\"`"));
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>().map_err(|error| wanted(error.span()))
}

fn path(text: &LitStr) -> syn::Result<Path> {
    text.parse_with(Path::parse_mod_style)
        .map_err(|_| syn::Error::new(text.span(), format!("`{}` is not the path of a crate, such as `::ipo`", text.value())))
}

fn filled(text: LitStr) -> syn::Result<LitStr> {
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), "a name has at least one character"));
    }
    Ok(text)
}

/// The text as a name in Rust; a keyword becomes a raw identifier.
fn identifier(text: &LitStr) -> syn::Result<Ident> {
    text.parse::<Ident>()
        .or_else(|_| text.parse_with(|input: ParseStream<'_>| {
            let word = input.call(Ident::parse_any)?;
            // These four have no raw form.
            match word.to_string().as_str() {
                "self" | "Self" | "super" | "crate" | "_" => Err(input.error("")),
                keyword => Ok(Ident::new_raw(keyword, word.span())),
            }
        }))
        .map_err(|_| syn::Error::new(text.span(), format!("`{}` cannot be the name of a method", text.value())))
}
