//! Enums whose variants hold data.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput};

use super::fields::{self, Whole};
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
pub(super) fn read<'a>(data: &'a DataEnum, whole: &Whole<'_>, errors: &mut Errors) -> (Vec<Variant<'a>>, bool) {
    let (mut variants, mut complete) = (Vec::new(), true);
    let mut names: HashMap<String, String> = HashMap::new();
    for original in &data.variants {
        let attrs = VariantAttrs::of_union(&original.attrs, errors);
        let plain = original.ident.unraw().to_string();
        let read = fields::read(&original.fields, whole, errors);
        complete &= read.complete;
        let name = attrs.rename.map_or_else(|| plain.clone(), |name| name.value());
        if let Some(other) = names.insert(name.clone(), plain.clone()) {
            errors.at(
                &original.ident,
                format!(
                    "the variants `{other}` and `{plain}` would both be named `{name}` in the heap: \
                     give one of them another `#[shared(rename = \"...\")]`"
                ),
            );
        }
        let mut in_heap: HashMap<String, String> = HashMap::new();
        for field in &read.fields {
            let this = field.ident.unraw().to_string();
            if let Some(other) = in_heap.insert(field.name.clone(), this.clone()) {
                errors.at(
                    &field.ident,
                    format!(
                        "the fields `{other}` and `{this}` would both be named `{}` in the heap: \
                         give one of them another `#[shared(rename = \"...\")]`",
                        field.name
                    ),
                );
            }
        }
        variants.push(Variant { original, name, fields: read.fields, left: read.left });
    }
    (variants, complete)
}
