//! From what the user wrote to the model, with every mistake on the way noted.

mod names;
mod types;

use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, FieldsNamed, Member, parse_quote};

use crate::attr::{ContainerAttrs, FieldAttrs};
use crate::errors::Errors;
use crate::model::{Container, Field};
use crate::respan::{generated_ident, outside};

/// The model of a struct; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Container<'a>> {
    let attrs = ContainerAttrs::read(&input.attrs, errors);
    let fields = shape(input, errors);
    let plain = no_parameters(input, errors);
    let (Some(fields), true) = (fields, plain) else { return None };

    let mut container = Container {
        original: input,
        krate: attrs.krate.unwrap_or_else(|| parse_quote!(::ipo)),
        name: attrs.name.map_or_else(|| input.ident.unraw().to_string(), |name| name.value()),
        fields: fields.named.iter().filter_map(|original| field(original, input, errors)).collect(),
        complete: true,
    };
    names::check(&mut container.fields, errors);
    container.complete = container.fields.len() == fields.named.len();
    Some(container)
}

/// The named fields.
fn shape<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a FieldsNamed> {
    let ident = &input.ident;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => return Some(named),
            Fields::Unnamed(fields) => errors.at(
                fields,
                format!("`SharedStruct` names its accessors after the fields: name them, `struct {ident} {{ value: ... }}`"),
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

fn no_parameters(input: &DeriveInput, errors: &mut Errors) -> bool {
    for param in &input.generics.params {
        match param {
            syn::GenericParam::Lifetime(param) => errors.at(
                &param.lifetime,
                "a shared struct owns what it holds, for the heap outlives every borrow: use `String` for `&str`, \
                 `Vec<T>` for `&[T]`, `Handle<T>` for `&T`",
            ),
            syn::GenericParam::Type(param) => errors.at(
                &param.ident,
                format!(
                    "`SharedStruct` cannot be derived for a generic struct: write one struct for each type that `{}` stands for",
                    param.ident
                ),
            ),
            syn::GenericParam::Const(param) => errors.at(
                &param.ident,
                format!(
                    "`SharedStruct` cannot be derived for a generic struct: write the number instead of `{}`, or use `Vec<T>`",
                    param.ident
                ),
            ),
        }
    }
    input.generics.params.is_empty()
}

/// The model of a field; `None`, with the mistakes noted, if there are any.
fn field<'a>(original: &'a syn::Field, input: &DeriveInput, errors: &mut Errors) -> Option<Field<'a>> {
    let attrs = FieldAttrs::read(&original.attrs, errors);
    if !types::check(&original.ty, errors) {
        return None;
    }
    // A field without a name belongs to a tuple struct, which `shape` refuses.
    let ident = original.ident.as_ref()?;
    Some(Field {
        original,
        member: Member::Named(ident.clone()),
        name: attrs.rename.map_or_else(|| ident.unraw().to_string(), |name| name.value()),
        accessor: generated_ident(attrs.accessor.as_ref().unwrap_or(ident)),
        ty: outside(&original.ty, &input.ident),
    })
}
