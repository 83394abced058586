//! The namespace `#[shared(...)]`: read once, into plain values.

mod contradictions;
mod values;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Path, Token, Type, WherePredicate};

pub(crate) use values::as_identifier;

use crate::errors::Errors;
use crate::nearest::nearest;

/// What the attributes of a type say.
#[derive(Default)]
pub(crate) struct ContainerAttrs {
    pub krate: Option<Path>,
    pub name: Option<LitStr>,
    pub bound: Vec<WherePredicate>,
    pub derive_ref: Vec<Ident>,
    /// Whether what must hold of the parameters cannot be told, because of a mistake.
    pub unclear: bool,
}

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub rename: Option<LitStr>,
    pub accessor: Option<Ident>,
    pub skip: Option<Ident>,
    /// The key, and the function if one is named.
    pub default: Option<(Ident, Option<Path>)>,
    pub with: Option<(Ident, Path)>,
    pub pod: Option<Ident>,
    pub atomic: Option<Ident>,
    pub extra: Option<Ident>,
    /// Whether how the field is stored cannot be told, because of a mistake.
    pub unclear: bool,
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
    /// Where else in the same type, and then in the other kinds of types, an attribute may belong.
    others: &'static [&'static Place],
}

static STRUCT: Place =
    Place { what: "a struct", keys: &["bound", "crate", "derive_ref", "name"], others: &[&FIELD, &VARIANT] };
static FIELD: Place = Place {
    what: "a field",
    keys: &["accessor", "atomic", "default", "extra", "pod", "rename", "skip", "with"],
    others: &[&STRUCT, &VARIANT],
};
static INDEX: Place = Place { what: "an enum", keys: &["crate", "name"], others: &[&VARIANT, &STRUCT, &FIELD] };
static VARIANT: Place =
    Place { what: "a variant", keys: &["accessor", "key", "rename", "type"], others: &[&INDEX, &FIELD] };
static UNION: Place = Place {
    what: "an enum",
    keys: &["bound", "crate", "derive_ref", "name"],
    others: &[&UNION_VARIANT, &UNION_FIELD, &VARIANT],
};
static UNION_VARIANT: Place =
    Place { what: "a variant with data", keys: &["rename"], others: &[&UNION, &UNION_FIELD, &VARIANT] };
static UNION_FIELD: Place = Place {
    what: "a field of a variant",
    keys: &["atomic", "default", "pod", "rename", "skip", "with"],
    others: &[&UNION, &UNION_VARIANT, &FIELD],
};

/// What says how a field is stored.
const STORAGE: &[&str] = &["atomic", "extra", "pod", "skip", "with"];

/// The traits that `derive_ref` knows.
const DERIVABLE: &[&str] = &["Debug", "Eq", "PartialEq"];

impl ContainerAttrs {
    pub(crate) fn of_struct(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        ContainerAttrs::read(attrs, &STRUCT, errors)
    }

    pub(crate) fn of_index(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        ContainerAttrs::read(attrs, &INDEX, errors)
    }

    pub(crate) fn of_union(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        ContainerAttrs::read(attrs, &UNION, errors)
    }

    fn read(attrs: &[Attribute], place: &Place, errors: &mut Errors) -> ContainerAttrs {
        let mut read = ContainerAttrs::default();
        let wrong = each_entry(attrs, place, errors, |name, key, input| {
            match name {
                "bound" => read.bound = values::predicates(&values::text(key, input)?)?,
                "crate" => read.krate = Some(values::crate_path(&values::text(key, input)?)?),
                "derive_ref" => read.derive_ref = values::traits(key, input, DERIVABLE)?,
                _ => read.name = Some(values::filled(values::text(key, input)?)?),
            }
            Ok(())
        });
        read.unclear = wrong.iter().any(|key| key == "bound");
        read
    }
}

impl FieldAttrs {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
        FieldAttrs::read_at(attrs, &FIELD, errors)
    }

    pub(crate) fn of_union(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
        FieldAttrs::read_at(attrs, &UNION_FIELD, errors)
    }

    fn read_at(attrs: &[Attribute], place: &Place, errors: &mut Errors) -> FieldAttrs {
        let mut read = FieldAttrs::default();
        let wrong = each_entry(attrs, place, errors, |name, key, input| {
            match name {
                "accessor" => read.accessor = Some(values::identifier(&values::text(key, input)?, "a method")?),
                "rename" => read.rename = Some(values::filled(values::text(key, input)?)?),
                "default" => read.default = Some((key.clone(), values::function(key, input)?)),
                "with" => read.with = Some((key.clone(), values::module(key, input)?)),
                flag => {
                    let place = match flag {
                        "skip" => &mut read.skip,
                        "pod" => &mut read.pod,
                        "atomic" => &mut read.atomic,
                        _ => &mut read.extra,
                    };
                    *place = Some(values::flag(key, input)?);
                }
            }
            Ok(())
        });
        read.unclear = wrong.iter().any(|key| STORAGE.contains(&key.as_str()));
        contradictions::check(&read, errors);
        read
    }
}

impl VariantAttrs {
    pub(crate) fn read(attrs: &[Attribute], errors: &mut Errors) -> VariantAttrs {
        VariantAttrs::read_at(attrs, &VARIANT, errors)
    }

    pub(crate) fn of_union(attrs: &[Attribute], errors: &mut Errors) -> VariantAttrs {
        VariantAttrs::read_at(attrs, &UNION_VARIANT, errors)
    }

    fn read_at(attrs: &[Attribute], place: &Place, errors: &mut Errors) -> VariantAttrs {
        let mut read = VariantAttrs::default();
        each_entry(attrs, place, errors, |name, key, input| {
            match name {
                "accessor" => read.accessor = Some(values::identifier(&values::text(key, input)?, "a method")?),
                "key" => read.key = Some(values::identifier(&values::text(key, input)?, "a const")?),
                "type" => {
                    read.typed = true;
                    read.ty = Some(values::type_(key, input)?);
                }
                _ => read.rename = Some(values::filled(values::text(key, input)?)?),
            }
            Ok(())
        });
        read
    }
}

/// Calls `entry` with the name of each known `key = value`, at its first occurrence; everything else is a mistake. The names of
/// those with a wrong value are returned.
fn each_entry(
    attrs: &[Attribute],
    place: &Place,
    errors: &mut Errors,
    mut entry: impl FnMut(&str, &Ident, ParseStream<'_>) -> syn::Result<()>,
) -> Vec<String> {
    let (mut seen, mut wrong): (Vec<String>, Vec<String>) = Default::default();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("shared")) {
        let Meta::List(list) = &attr.meta else {
            let example = if place.keys.contains(&"name") { "name" } else { "rename" };
            errors.at(attr, format!("write `#[shared({example} = \"...\")]`"));
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
                        wrong.push(name);
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
    wrong
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
