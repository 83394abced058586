//! Attributes of a field that cannot both be meant.

use proc_macro2::Ident;
use syn::LitStr;

use super::FieldAttrs;
use crate::errors::Errors;

pub(super) fn check(attrs: &FieldAttrs, errors: &mut Errors) {
    let forms = [
        ("atomic", attrs.atomic.as_ref()),
        ("extra", attrs.extra.as_ref()),
        ("pod", attrs.pod.as_ref()),
        ("with", attrs.with.as_ref().map(|(key, _)| key)),
    ];
    let mut forms = forms.into_iter().filter_map(|(name, key)| key.map(|key| (name, key)));
    let first = forms.next();
    if let Some((first, _)) = first {
        for (other, key) in forms.clone() {
            errors.at(key, format!("`{other}` and `{first}` each say how the field is stored: keep one"));
        }
    }
    if attrs.skip.is_none() {
        return;
    }
    let useless = |name: &str| format!("the field is not in the heap: leave out `{name}`, or `skip`");
    for (name, key) in first.into_iter().chain(forms) {
        errors.at(key, useless(name));
    }
    let rename: Option<&LitStr> = attrs.rename.as_ref();
    let accessor: Option<&Ident> = attrs.accessor.as_ref();
    if let Some(text) = rename {
        errors.at(text, useless("rename"));
    }
    if let Some(name) = accessor {
        errors.at(name, useless("accessor"));
    }
}
