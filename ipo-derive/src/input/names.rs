//! Names that accessors, keys, and entries in the schema must not share.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::DataEnum;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::model::{Field, LIST_METHODS};

/// What the checked things are called, and which methods they must leave alone.
pub(super) struct Things {
    one: &'static str,
    many: &'static str,
    methods: &'static [&'static str],
}

/// The views' own methods give way to a field of their name.
pub(super) const FIELDS: Things = Things { one: "field", many: "fields", methods: &[] };
pub(super) const VARIANTS: Things = Things { one: "variant", many: "variants", methods: LIST_METHODS };

/// What a name is taken for.
struct Taken {
    field: String,
    role: &'static str,
}

/// The names in the heap that fields of one struct, or variants of one enum, have taken.
pub(super) struct InHeap {
    many: &'static str,
    taken: HashMap<String, String>,
}

impl InHeap {
    pub(super) fn of(things: &Things) -> InHeap {
        InHeap { many: things.many, taken: HashMap::new() }
    }

    /// Takes the name `name` for `ident`. Whether it was free; if not, that is reported: by rustc if the two are called the same.
    pub(super) fn take(&mut self, name: &str, ident: &Ident, errors: &mut Errors) -> bool {
        let this = ident.unraw().to_string();
        let Some(other) = self.taken.insert(name.to_owned(), this.clone()) else { return true };
        if other == this {
            return false;
        }
        errors.at(
            ident,
            format!(
                "the {} `{other}` and `{this}` would both be named `{name}` in the heap: \
                 give one of them another `#[shared(rename = \"...\")]`",
                self.many
            ),
        );
        false
    }
}

/// Leaves out, and reports, each field with a name that an earlier field has taken.
pub(super) fn check(fields: &mut Vec<Field<'_>>, things: &Things, errors: &mut Errors) {
    let mut in_heap = InHeap::of(things);
    let mut methods: HashMap<String, Taken> = HashMap::new();
    fields.retain(|field| {
        in_heap.take(&field.name, &field.ident, errors) && methods_are_free(field, things, &mut methods, errors)
    });
}

fn methods_are_free(
    field: &Field<'_>,
    things: &Things,
    methods: &mut HashMap<String, Taken>,
    errors: &mut Errors,
) -> bool {
    let (this, roles) = (field.ident.unraw().to_string(), field.methods());
    for (name, role) in &roles {
        let (plain, role) = (name.unraw().to_string(), role.title());
        if things.methods.contains(&plain.as_str()) {
            errors.at(
                &field.ident,
                format!(
                    "the {role} of `{this}` would be named `{plain}`, as a method of every list is: \
                     name the {}'s accessors otherwise, `#[shared(accessor = \"...\")]`",
                    things.one
                ),
            );
            return false;
        }
        if let Some(taken) = methods.get(&plain) {
            errors.at(
                &field.ident,
                format!(
                    "the {} of `{}` and the {role} of `{this}` would both be named `{plain}`: \
                     name the accessors of one of the {} otherwise, `#[shared(accessor = \"...\")]`",
                    taken.role, taken.field, things.many
                ),
            );
            return false;
        }
    }
    for (name, role) in roles {
        methods.insert(name.unraw().to_string(), Taken { field: this.clone(), role: role.title() });
    }
    true
}

/// Takes away, and reports, each key with the name of a variant or of an earlier key.
pub(super) fn check_keys(fields: &mut [Field<'_>], data: &DataEnum, errors: &mut Errors) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for field in fields {
        let Some(key) = field.key.as_ref().map(|key| key.unraw().to_string()) else { continue };
        let this = field.ident.unraw().to_string();
        if data.variants.iter().any(|variant| variant.ident.unraw() == key) {
            let suffix = if key.len() == 1 { "AXIS" } else { "VALUE" };
            errors.at(
                &field.ident,
                format!(
                    "the typed key of `{this}` would be named `{key}`, and Rust would take the variant `{key}` for it: \
                     name the key otherwise, such as `#[shared(key = \"{key}_{suffix}\")]`",
                ),
            );
            field.key = None;
        } else if let Some(other) = taken.get(&key) {
            errors.at(
                &field.ident,
                format!(
                    "the typed keys of `{other}` and `{this}` would both be named `{key}`: \
                     name one of them otherwise, `#[shared(key = \"...\")]`",
                ),
            );
            field.key = None;
        } else {
            taken.insert(key, this);
        }
    }
}
