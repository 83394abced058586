//! Parameters of types.

use syn::{DeriveInput, GenericParam, Type, WherePredicate};

use crate::attr::ContainerAttrs;
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

/// Whether it is clear what holds of the parameters: a bound on a name that is none of them is reported.
pub(super) fn check_bound(input: &DeriveInput, attrs: &ContainerAttrs, errors: &mut Errors) -> bool {
    let mut clear = !attrs.unclear;
    for predicate in &attrs.bound {
        let WherePredicate::Type(predicate) = predicate else { continue };
        let Type::Path(path) = &predicate.bounded_ty else { continue };
        // Parameters may be inside of any other type.
        let Some(name) = path.path.get_ident().filter(|_| path.qself.is_none()) else { continue };
        if !input.generics.type_params().any(|param| param.ident == *name) {
            clear = false;
            errors.at(name, format!("`{name}` is not a parameter of `{}`, and a bound is on one", input.ident));
        }
    }
    clear
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
