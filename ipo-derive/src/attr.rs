//! The namespace `#[shared(...)]`: read once, into plain values.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Path, Token, Type};

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

/// What the attributes of a variant say.
#[derive(Default)]
pub(crate) struct VariantAttrs {
    /// Whether there is a type, be it a wrong one.
    pub typed: bool,
    pub ty: Option<Type>,
    pub rename: Option<LitStr>,
    pub accessor: Option<Ident>,
    pub key: Option<Ident>,
}

/// A place where the namespace may be used, and what may be said there.
struct Place {
    /// For messages: "a struct takes ...".
    what: &'static str,
    keys: &'static [&'static str],
    /// Where else in the same type, and then in the other kind of type, an attribute may belong.
    others: &'static [&'static Place],
}

const CONTAINER_KEYS: &[&str] = &["crate", "name"];
static STRUCT: Place = Place { what: "a struct", keys: CONTAINER_KEYS, others: &[&FIELD, &VARIANT] };
static FIELD: Place = Place { what: "a field", keys: &["accessor", "rename"], others: &[&STRUCT, &VARIANT] };
static ENUM: Place = Place { what: "an enum", keys: CONTAINER_KEYS, others: &[&VARIANT] };
static VARIANT: Place = Place { what: "a variant", keys: &["accessor", "key", "rename", "type"], others: &[&ENUM] };

impl ContainerAttrs {
    pub(crate) fn of_struct(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        ContainerAttrs::read(attrs, &STRUCT, errors)
    }

    pub(crate) fn of_enum(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        ContainerAttrs::read(attrs, &ENUM, errors)
    }

    fn read(attrs: &[Attribute], place: &Place, errors: &mut Errors) -> ContainerAttrs {
        let mut read = ContainerAttrs::default();
        each_entry(attrs, place, errors, |name, key, input| {
            match name {
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
        each_entry(attrs, &FIELD, errors, |name, key, input| {
            match name {
                "accessor" => read.accessor = Some(identifier(&text(key, input)?, "a method")?),
                _ => read.rename = Some(filled(text(key, input)?)?),
            }
            Ok(())
        });
        read
    }
}

impl VariantAttrs {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> VariantAttrs {
        let mut read = VariantAttrs::default();
        each_entry(attrs, &VARIANT, errors, |name, key, input| {
            match name {
                "accessor" => read.accessor = Some(identifier(&text(key, input)?, "a method")?),
                "key" => read.key = Some(identifier(&text(key, input)?, "a const")?),
                "type" => {
                    read.typed = true;
                    read.ty = Some(type_(key, input)?);
                }
                _ => read.rename = Some(filled(text(key, input)?)?),
            }
            Ok(())
        });
        read
    }
}

/// Calls `entry` with the name of each known `key = value`, at its first occurrence; everything else is a mistake.
fn each_entry(
    attrs: &[Attribute],
    place: &Place,
    errors: &mut Errors,
    mut entry: impl FnMut(&str, &Ident, ParseStream<'_>) -> syn::Result<()>,
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
                    let near = nearest(&name, place.keys);
                    errors.push(unknown(&key, near, place));
                    // What was meant is taken up if it can be, so that this mistake has no others in its wake.
                    let ahead = input.fork();
                    match near {
                        Some(near) if entry(near, &key, &ahead).is_ok() => input.advance_to(&ahead),
                        _ => skip_value(input)?,
                    }
                } else if first {
                    seen.push(name.clone());
                    if let Err(error) = entry(&name, &key, input) {
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

fn unknown(key: &Ident, near: Option<&str>, place: &Place) -> syn::Error {
    let takes = list(place.keys);
    let elsewhere = place.others.iter().find(|other| other.keys.contains(&key.to_string().as_str()));
    let hint = match (near, elsewhere) {
        (Some(near), None) => format!("did you mean `{near}`?"),
        (Some(near), Some(other)) => format!("it belongs to {}; did you mean `{near}`?", other.what),
        (None, Some(other)) => format!("it belongs to {}; {} takes {takes}", other.what, place.what),
        (None, None) => format!("{} takes {takes}", place.what),
    };
    syn::Error::new(key.span(), format!("there is no `{key}` here: {hint}"))
}

/// "`a`, `b` and `c`".
fn list(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Goes on behind the value of an entry that is not used, so that the entries behind it are checked too.
fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    // A type may have commas in it.
    let ahead = input.fork();
    if ahead.parse::<Token![=]>().is_ok()
        && ahead.parse::<Type>().is_ok()
        && (ahead.is_empty() || ahead.peek(Token![,]))
    {
        input.advance_to(&ahead);
    }
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// `= Type`, behind its key.
fn type_(key: &Ident, input: ParseStream<'_>) -> syn::Result<Type> {
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
fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let wanted = |span: Span| syn::Error::new(span, format!("`{key}` is given as a string: `{key} = \"...\"`"));
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>().map_err(|error| wanted(error.span()))
}

fn path(text: &LitStr) -> syn::Result<Path> {
    text.parse_with(Path::parse_mod_style).map_err(|_| {
        syn::Error::new(text.span(), format!("`{}` is not the path of a crate, such as `::ipo`", text.value()))
    })
}

fn filled(text: LitStr) -> syn::Result<LitStr> {
    if text.value().is_empty() {
        return Err(syn::Error::new(text.span(), "a name has at least one character"));
    }
    Ok(text)
}

fn identifier(text: &LitStr, what: &str) -> syn::Result<Ident> {
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
