//! What the derives generate alike: a struct of slots in the heap, and two views of it with accessors.

pub(crate) mod accessors;
pub(crate) mod compare;
pub(crate) mod slot;
pub(crate) mod stored;
pub(crate) mod values;
pub(crate) mod views;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Container;

/// Where a field lies in the slot: the argument of `SlotRef::field`, `SlotMut::field` and `SlotMut::part`.
///
/// Their contract holds everywhere: the field that is asked for has the type `<Type as Shared>::Slot` in the slot's struct,
/// and the table `FIELDS` holds the fields' offsets in that struct, in the order of the model.
pub(crate) fn offset(container: &Container<'_>, index: usize) -> TokenStream {
    let (slot, turbofish) = (container.slot(), container.params.turbofish());
    quote!(const { #slot #turbofish::FIELDS[#index].offset })
}

/// A method of the view itself, unless a field has taken its name.
pub(crate) fn method(container: &Container<'_>, name: &str, code: impl FnOnce(Ident) -> TokenStream) -> TokenStream {
    if container.has_accessor(name) {
        return TokenStream::new();
    }
    code(Ident::new(name, container.ident().span()))
}
