//! Enums whose variants hold data.

use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput};

use super::aliases::Aliases;
use super::fields::{self, Whole};
use super::names::{FIELDS, InHeap, VARIANTS};
use crate::attr::VariantAttrs;
use crate::errors::Errors;
use crate::model::Variant;

/// The enum, if it has variants.
pub(super) fn shape<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a DataEnum> {
    match &input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.at(&input.ident, "an enum without variants has no values: add one");
        }
        Data::Enum(data) => return Some(data),
        Data::Struct(data) => {
            errors.at(data.struct_token, "`SharedEnum` is for enums: for a struct, derive `SharedStruct`");
        }
        Data::Union(data) => errors.at(
            data.union_token,
            "`SharedEnum` is for enums: no other process could tell which field of a union is the valid one",
        ),
    }
    None
}

/// The model of each variant; what has mistakes is left out. Whether there were none is returned too.
pub(super) fn read<'a>(
    data: &'a DataEnum,
    whole: &Whole<'_>,
    aliases: &mut Aliases<'a>,
    errors: &mut Errors,
) -> (Vec<Variant<'a>>, bool) {
    let (mut variants, mut complete): (Vec<Variant<'a>>, bool) = (Vec::new(), true);
    let mut names = InHeap::of(&VARIANTS);
    for original in &data.variants {
        // What is there twice, rustc reports.
        if variants.iter().any(|earlier| earlier.original.ident == original.ident) {
            complete = false;
            continue;
        }
        let attrs = VariantAttrs::of_union(&original.attrs, errors);
        let mut read = fields::read(&original.fields, whole, aliases, errors);
        complete &= read.complete;
        for key in read.appended.iter().filter_map(|(_, default)| default.as_ref()) {
            errors.at(
                key,
                "no field is appended to a variant, so a default is for one that is not in the heap: \
                 add `skip`, or leave out `default`",
            );
        }
        let name = attrs.rename.map_or_else(|| original.ident.unraw().to_string(), |name| name.value());
        names.take(&name, &original.ident, errors);
        let (mut in_heap, count) = (InHeap::of(&FIELDS), read.fields.len());
        read.fields.retain(|field| in_heap.take(&field.name, &field.ident, errors));
        complete &= read.fields.len() == count;
        variants.push(Variant { original, name, fields: read.fields, left: read.left });
    }
    (variants, complete)
}
