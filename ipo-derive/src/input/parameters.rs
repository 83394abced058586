//! Type parameters, which neither derive can do anything with.

use syn::{DeriveInput, GenericParam};

use crate::errors::Errors;

/// Whether the struct has no parameters.
pub(super) fn check_struct(input: &DeriveInput, errors: &mut Errors) -> bool {
    for param in &input.generics.params {
        match param {
            GenericParam::Lifetime(param) => errors.at(
                &param.lifetime,
                "a shared struct owns what it holds, for the heap outlives every borrow: use `String` for `&str`, \
                 `Vec<T>` for `&[T]`, `Handle<T>` for `&T`",
            ),
            GenericParam::Type(param) => errors.at(
                &param.ident,
                format!(
                    "`SharedStruct` cannot be derived for a generic struct: write one struct for each type that `{}` stands for",
                    param.ident
                ),
            ),
            GenericParam::Const(param) => errors.at(
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

/// Whether the enum has no parameters.
pub(super) fn check_enum(input: &DeriveInput, errors: &mut Errors) -> bool {
    for param in &input.generics.params {
        errors.at(
            param,
            "the variants of an index hold no data, so it has no parameters: the types of the list's values are given by \
             `#[shared(type = ...)]`",
        );
    }
    input.generics.params.is_empty()
}
