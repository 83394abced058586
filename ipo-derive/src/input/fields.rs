//! The fields of a struct, and those of a variant with data.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Member, Path};

use super::aliases::Aliases;
use super::types;
use crate::attr::FieldAttrs;
use crate::errors::Errors;
use crate::model::{DefaultValue, Field, Left, Stored};
use crate::respan::{generated, generated_ident, generated_tokens, outside, start};

/// What the fields belong to.
pub(super) struct Whole<'a> {
    pub ident: &'a Ident,
    /// The type, for `Self` in the fields' types.
    pub this: &'a TokenStream,
    pub krate: &'a Path,
    /// Whether it is a variant, whose fields have neither accessors nor visibility.
    pub variant: bool,
}

/// The fields that were read.
#[derive(Default)]
pub(super) struct Read<'a> {
    pub fields: Vec<Field<'a>>,
    pub left: Vec<Left>,
    /// Of each field in the heap, also those with a mistake: what it is called, and where it says that it was appended.
    pub appended: Vec<(String, Option<Ident>)>,
    /// Whether there was no mistake.
    pub complete: bool,
}

/// The fields, if it is a struct.
pub(super) fn shape<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a Fields> {
    match &input.data {
        Data::Struct(data) => return Some(&data.fields),
        Data::Enum(data) => errors.at(
            data.enum_token,
            "`SharedStruct` is for structs: for an enum of plain names, derive `SharedEnumIndex`; \
             for one whose variants hold data, `SharedEnum`",
        ),
        Data::Union(data) => errors.at(
            data.union_token,
            "`SharedStruct` is for structs: no other process could tell which field of a union is the valid one",
        ),
    }
    None
}

/// The model of each field; those with mistakes are left out.
pub(super) fn read<'a>(
    originals: &'a Fields,
    whole: &Whole<'_>,
    aliases: &mut Aliases<'a>,
    errors: &mut Errors,
) -> Read<'a> {
    let mut read = Read { complete: true, ..Read::default() };
    for (position, original) in originals.iter().enumerate() {
        let attrs = match whole.variant {
            true => FieldAttrs::of_union(&original.attrs, errors),
            false => FieldAttrs::read(&original.attrs, errors),
        };
        if attrs.skip.is_some() {
            read.left.push(left(original, position, &attrs, whole, aliases));
            continue;
        }
        // What has no size stands at the end of a struct, if anywhere: rustc says so.
        if types::is_unsized(&original.ty) && (whole.variant || position + 1 < originals.len()) {
            read.complete = false;
            continue;
        }
        read.appended.push((label(original, position), attrs.default.as_ref().map(|(key, _)| key.clone())));
        match field(original, position, attrs, whole, aliases, errors) {
            Some(field) => read.fields.push(field),
            None => read.complete = false,
        }
    }
    read
}

fn left<'a>(
    original: &'a syn::Field,
    position: usize,
    attrs: &FieldAttrs,
    whole: &Whole<'_>,
    aliases: &mut Aliases<'a>,
) -> Left {
    Left {
        member: member(original, position),
        ty: aliases.name(&original.ty, &outside(&original.ty, whole.this), &original.attrs),
        default: default(attrs).unwrap_or(DefaultValue::OfType),
    }
}

fn field<'a>(
    original: &'a syn::Field,
    position: usize,
    attrs: FieldAttrs,
    whole: &Whole<'_>,
    aliases: &mut Aliases<'a>,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let written = &original.ty;
    let possible = match &attrs {
        FieldAttrs { unclear: true, .. } => false,
        FieldAttrs { with: Some(_), .. } => true,
        FieldAttrs { extra: Some(_), .. } => types::check_extra(written, errors),
        _ => types::check(written, errors) && types::check_finite(written, whole.ident, errors),
    };
    if !possible {
        return None;
    }
    let krate = whole.krate;
    let default = default(&attrs);
    let outside = outside(&original.ty, whole.this);
    let plain = aliases.name(written, &outside, &original.attrs);
    // The wrapper is named in one place as well: what rustc says of the crate is then the same for all fields.
    let mut wrapped =
        |wrapper: TokenStream| aliases.new_name(quote!(#krate::#wrapper<#plain>), start(&outside), &original.attrs);
    let (stored, ty) = match attrs {
        FieldAttrs { with: Some((_, module)), .. } => {
            let ty = quote!(#module::Stored);
            (Stored::With(module), ty)
        }
        FieldAttrs { pod: Some(_), .. } => (Stored::Pod, wrapped(quote!(Pod))),
        FieldAttrs { atomic: Some(_), .. } => (Stored::Atomic, wrapped(quote!(Atomic))),
        FieldAttrs { extra: Some(_), .. } => (Stored::Extra, plain.clone()),
        _ if whole.variant && types::holds_boxed(written, whole.ident) => {
            (Stored::Boxed, wrapped(quote!(__private::Boxed)))
        }
        _ => (Stored::Itself, plain.clone()),
    };
    let (ident, slot_member) = match &original.ident {
        Some(ident) => (ident.clone(), ident.clone()),
        None => {
            let span = original.ty.span();
            (format_ident!("_{position}", span = span), format_ident!("field_{position}", span = generated(span)))
        }
    };
    let label = original.ident.as_ref().map_or_else(|| position.to_string(), |ident| ident.unraw().to_string());
    let accessor = generated_ident(attrs.accessor.as_ref().unwrap_or(&ident));
    let title = match (&attrs.accessor, &original.ident) {
        (None, None) => format!("field `{label}`"),
        _ => format!("field `{accessor}`"),
    };
    Some(Field {
        vis: if whole.variant { TokenStream::new() } else { generated_tokens(&original.vis) },
        krate: krate.to_token_stream().into_iter().collect(),
        member: member(original, position),
        name: attrs.rename.map_or(label, |name| name.value()),
        ident,
        attrs: &original.attrs,
        slot_member,
        accessor,
        ty,
        plain,
        written: outside,
        sure: matches!(stored, Stored::Itself | Stored::Extra) && types::is_sure(written),
        stored,
        default,
        key: None,
        typed: true,
        title,
    })
}

fn member(original: &syn::Field, position: usize) -> Member {
    match &original.ident {
        Some(ident) => Member::Named(ident.clone()),
        None => Member::Unnamed(syn::Index { index: position as u32, span: original.ty.span() }),
    }
}

fn default(attrs: &FieldAttrs) -> Option<DefaultValue> {
    attrs.default.as_ref().map(|(_, function)| match function {
        Some(function) => DefaultValue::By(function.clone()),
        None => DefaultValue::OfType,
    })
}

/// Reports each default that has no use: only what stands at the end can have been appended.
pub(super) fn check_defaults(appended: &[(String, Option<Ident>)], errors: &mut Errors) {
    let mut behind: Option<&str> = None;
    for (label, default) in appended.iter().rev() {
        match (default, behind) {
            (Some(key), Some(behind)) => errors.at(
                key,
                format!(
                    "a default is for fields that were appended: `{behind}`, which stands behind this one, has none"
                ),
            ),
            (None, None) => behind = Some(label),
            _ => {}
        }
    }
}

fn label(original: &syn::Field, position: usize) -> String {
    original.ident.as_ref().map_or_else(|| position.to_string(), ToString::to_string)
}

/// Leaves out, and reports, each further field of extra attributes: their accessors would have the same names.
pub(super) fn check_extra(fields: &mut Vec<Field<'_>>, errors: &mut Errors) {
    let mut first: Option<String> = None;
    fields.retain(|field| {
        let extra = matches!(field.stored, Stored::Extra);
        if let (true, Some(first)) = (extra, &first) {
            errors
                .at(&field.ident, format!("`{first}` holds the extra attributes already: a struct has one such field"));
            return false;
        }
        if extra {
            first = Some(field.ident.to_string());
        }
        true
    });
}
