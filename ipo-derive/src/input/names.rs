//! Names that the fields' accessors, and their entries in the schema, must not share.

use std::collections::HashMap;

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::model::Field;

/// What a name is taken for.
struct Taken {
    field: String,
    role: &'static str,
}

/// Leaves out, and reports, each field with a name that an earlier field has taken.
pub(crate) fn check(fields: &mut Vec<Field<'_>>, errors: &mut Errors) {
    let mut in_heap: HashMap<String, String> = HashMap::new();
    let mut methods: HashMap<String, Taken> = HashMap::new();
    fields.retain(|field| {
        let this = field.original.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
        let heap_is_free = match in_heap.insert(field.name.clone(), this.clone()) {
            None => true,
            Some(other) => {
                errors.at(
                    &field.original.ident,
                    format!(
                        "the fields `{other}` and `{this}` would both be named `{}` in the heap: \
                         give one of them another `#[shared(rename = \"...\")]`",
                        field.name
                    ),
                );
                false
            }
        };
        heap_is_free && methods_are_free(field, &this, &mut methods, errors)
    });
}

fn methods_are_free(field: &Field<'_>, this: &str, methods: &mut HashMap<String, Taken>, errors: &mut Errors) -> bool {
    let names = field.accessors();
    let roles: [(&Ident, &'static str); 3] =
        [(&names.get, "getter"), (&names.get_mut, "mutable view"), (&names.set, "setter")];
    for (name, role) in &roles {
        if let Some(taken) = methods.get(&name.unraw().to_string()) {
            errors.at(
                &field.original.ident,
                format!(
                    "the {} of `{}` and the {role} of `{this}` would both be named `{}`: \
                     name the accessors of one of the fields otherwise, `#[shared(accessor = \"...\")]`",
                    taken.role,
                    taken.field,
                    name.unraw()
                ),
            );
            return false;
        }
    }
    for (name, role) in roles {
        methods.insert(name.unraw().to_string(), Taken { field: this.to_owned(), role });
    }
    true
}
