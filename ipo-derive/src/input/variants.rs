//! The variants of an enum.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Member, Path, Type, Variant};

use super::aliases::Aliases;
use super::types;
use crate::attr::{VariantAttrs, as_identifier};
use crate::errors::Errors;
use crate::model::{Field, Stored};
use crate::respan::{generated_ident, outside};
use crate::words::{snake, upper_snake};

/// The enum, if it has variants.
pub(super) fn shape<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a DataEnum> {
    match &input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.at(&input.ident, "an enum without variants indexes nothing: add one");
        }
        Data::Enum(data) => return Some(data),
        Data::Struct(data) => {
            errors.at(data.struct_token, "`SharedEnumIndex` is for enums: for a struct, derive `SharedStruct`");
        }
        Data::Union(data) => errors.at(
            data.union_token,
            "`SharedEnumIndex` is for enums: no other process could tell which field of a union is the valid one",
        ),
    }
    None
}

/// The model of a variant; `None`, with the mistakes noted, if there are any.
pub(super) fn read<'a>(
    original: &'a Variant,
    index: &Ident,
    this: &TokenStream,
    krate: &Path,
    aliases: &mut Aliases<'a>,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let attrs = VariantAttrs::read(&original.attrs, errors);
    let bare = is_bare(original, errors);
    // Not `is_none_or`, which would not look at the type where the variant holds data too: every mistake is to be found.
    let possible = match &attrs.ty {
        // Of a field, rustc says it; of an attribute, nobody else does.
        Some(ty @ (Type::ImplTrait(_) | Type::Infer(_) | Type::Never(_))) => {
            errors.at(ty, "a value needs a type of known layout: write the type out");
            false
        }
        Some(ty) => types::check(ty, errors) && types::check_list_finite(ty, index, errors),
        None => true,
    };
    let ident = &original.ident;
    let plain = ident.unraw().to_string();
    let accessor = match attrs.accessor {
        Some(accessor) => Some(accessor),
        None => named(&snake(&plain), ident, "accessor", errors),
    };
    let key = match (&attrs.ty, attrs.key) {
        (Some(_), Some(key)) => Some(key),
        (Some(_), None) => named(&upper_snake(&plain), ident, "key", errors),
        (None, Some(key)) if !attrs.typed => {
            errors.at(
                key,
                format!("a key is of one type: say which, `#[shared(type = ...)]`, or leave out the key, and `{ident}` holds any `Value`"),
            );
            None
        }
        (None, _) => None,
    };
    if !(bare && possible) {
        return None;
    }
    let (ty, written) = match &attrs.ty {
        Some(ty) => {
            let written = outside(ty, this);
            (aliases.name(ty, &written, &original.attrs), written)
        }
        None => (quote!(#krate::Value), quote!(#krate::Value)),
    };
    Some(Field {
        ident: ident.clone(),
        attrs: &original.attrs,
        vis: quote!(pub),
        krate: krate.to_token_stream().into_iter().collect(),
        member: Member::Named(generated_ident(ident)),
        slot_member: generated_ident(ident),
        name: attrs.rename.map_or_else(|| plain.clone(), |name| name.value()),
        accessor: generated_ident(&accessor?),
        typed: attrs.ty.is_some(),
        plain: ty.clone(),
        ty,
        written,
        stored: Stored::Itself,
        sure: attrs.ty.as_ref().is_none_or(types::is_sure),
        default: None,
        key: key.as_ref().map(generated_ident),
        title: format!("value of `{plain}`"),
    })
}

fn is_bare(original: &Variant, errors: &mut Errors) -> bool {
    if let Fields::Unit = original.fields {
        return true;
    }
    errors.at(
        &original.fields,
        format!(
            "the variants of an index hold no data, its list holds a value for each: \
             write `#[shared(type = {})] {}`, or no type, for any `Value`; for an enum that holds data, derive `SharedEnum`",
            held(&original.fields).unwrap_or_else(|| "...".to_owned()),
            original.ident
        ),
    );
    false
}

/// The type that would hold the variant's data, as far as the source is known.
fn held(fields: &Fields) -> Option<String> {
    let Fields::Unnamed(fields) = fields else { return None };
    let tuple = fields.paren_token.span.join().source_text()?;
    let inner = tuple.strip_prefix('(')?.strip_suffix(')')?;
    let one = fields.unnamed.len() == 1 && !fields.unnamed.trailing_punct();
    Some(if one { inner.to_owned() } else { tuple }).filter(|text| !text.contains('\n'))
}

/// A name made from the variant's.
fn named(name: &str, variant: &Ident, attribute: &str, errors: &mut Errors) -> Option<Ident> {
    let ident = as_identifier(name, variant.span());
    if ident.is_none() {
        errors.at(
            variant,
            format!("`{name}`, made from `{variant}`, cannot be a name in Rust: choose one, `#[shared({attribute} = \"...\")]`"),
        );
    }
    ident
}
