//! The fields of a struct.

use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, FieldsNamed, Member};

use super::types;
use crate::attr::FieldAttrs;
use crate::errors::Errors;
use crate::model::Field;
use crate::respan::{generated_ident, generated_tokens, outside};

/// The named fields.
pub(super) fn shape<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a FieldsNamed> {
    let ident = &input.ident;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => return Some(named),
            Fields::Unnamed(fields) => errors.at(
                fields,
                format!(
                    "`SharedStruct` names its accessors after the fields: name them, `struct {ident} {{ value: ... }}`"
                ),
            ),
            Fields::Unit => errors.at(ident, format!("a struct without fields is written `struct {ident} {{}}` here")),
        },
        Data::Enum(data) => errors.at(
            data.enum_token,
            "`SharedStruct` is for structs: for an enum of plain names, derive `SharedEnumIndex`; \
             for one whose variants hold data, use a struct with an `Option` field for each",
        ),
        Data::Union(data) => errors.at(
            data.union_token,
            "`SharedStruct` is for structs: no other process could tell which field of a union is the valid one",
        ),
    }
    None
}

/// The model of a field; `None`, with the mistakes noted, if there are any.
pub(super) fn read<'a>(original: &'a syn::Field, input: &DeriveInput, errors: &mut Errors) -> Option<Field<'a>> {
    let attrs = FieldAttrs::read(&original.attrs, errors);
    if !types::check(&original.ty, errors) {
        return None;
    }
    // A field without a name belongs to a tuple struct, which `shape` refuses.
    let ident = original.ident.as_ref()?;
    let accessor = generated_ident(attrs.accessor.as_ref().unwrap_or(ident));
    Some(Field {
        ident,
        attrs: &original.attrs,
        vis: generated_tokens(&original.vis),
        member: Member::Named(ident.clone()),
        name: attrs.rename.map_or_else(|| ident.unraw().to_string(), |name| name.value()),
        title: format!("field `{accessor}`"),
        accessor,
        ty: outside(&original.ty, &input.ident),
        key: None,
        typed: true,
    })
}
