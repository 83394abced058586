//! Parameters of types.

use syn::{DeriveInput, GenericParam};

use crate::errors::Errors;

/// Whether the type has no parameters but types and consts.
pub(super) fn check_owned(input: &DeriveInput, errors: &mut Errors) -> bool {
    let mut owned = true;
    for param in input.generics.lifetimes() {
        owned = false;
        errors.at(
            &param.lifetime,
            "a shared type owns what it holds, for the heap outlives every borrow: use `String` for `&str`, \
             `Vec<T>` for `&[T]`, `Handle<T>` for `&T`",
        );
    }
    owned
}

/// Whether the enum has no parameters.
pub(super) fn check_index(input: &DeriveInput, errors: &mut Errors) -> bool {
    for param in &input.generics.params {
        let param: &GenericParam = param;
        errors.at(
            param,
            "the variants of an index hold no data, so it has no parameters: the types of the list's values are given by \
             `#[shared(type = ...)]`",
        );
    }
    input.generics.params.is_empty()
}
