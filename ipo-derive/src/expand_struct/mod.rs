//! From the model of a struct to its code: the views beside the struct, everything else in a `const _`.

mod accessors;
mod parts;
mod shared;
mod slot;
mod views;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Container;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let view_types = views::expand_types(container);
    let view_impls = views::expand_impls(container);
    let parts_type = parts::expand_type(container);
    let parts_impls = parts::expand_impls(container);
    let slot = slot::expand(container);
    let shared = shared::expand(container);
    let accessors = accessors::expand(container);
    let lints = container.lints();
    quote! {
        #view_types
        #parts_type
        #lints
        const _: () = {
            #slot
            #shared
            #view_impls
            #accessors
            #parts_impls
        };
    }
}

/// Where a field lies in the slot: the argument of `SlotRef::field`, `SlotMut::field` and `SlotMut::part`.
///
/// Their contract holds everywhere: the field that is asked for has the type `<Type as Shared>::Slot` in the slot's struct,
/// and the table `FIELDS` holds the fields' offsets in that struct, in the order of the model.
fn offset(container: &Container<'_>, index: usize) -> TokenStream {
    let slot = container.slot();
    quote!(const { #slot::FIELDS[#index].offset })
}

/// A method of the view itself, unless a field has taken its name.
fn method(container: &Container<'_>, name: &str, code: impl FnOnce(Ident) -> TokenStream) -> TokenStream {
    if container.has_accessor(name) {
        return TokenStream::new();
    }
    code(Ident::new(name, container.ident().span()))
}
