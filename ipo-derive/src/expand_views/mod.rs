//! What the derives generate alike: a struct of slots in the heap, and two views of it with accessors.

pub(crate) mod accessors;
pub(crate) mod compare;
pub(crate) mod slot;
pub(crate) mod stored;
pub(crate) mod values;
pub(crate) mod views;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::Container;

/// Where a field lies in the slot: the offset that the methods of `SlotRef` and `SlotMut` take.
///
/// Their contract holds everywhere: the field that is asked for has the type `<Type as Shared>::Slot` in the slot's struct,
/// and the constant is that field's offset in that struct.
pub(crate) fn offset(container: &Container<'_>, index: usize) -> TokenStream {
    let (slot, turbofish, name) = (container.slot(), container.params.turbofish(), offset_name(index));
    quote!(#slot #turbofish::#name)
}

/// The constant for the offset of the field of that number. One for each field, and not `FIELDS[3].offset` at every use: the
/// compiler works through each constant once.
pub(crate) fn offset_name(index: usize) -> Ident {
    format_ident!("AT_{index}")
}

/// A method of the view itself, unless a field has taken its name.
pub(crate) fn method(container: &Container<'_>, name: &str, code: impl FnOnce(Ident) -> TokenStream) -> TokenStream {
    if container.has_accessor(name) {
        return TokenStream::new();
    }
    code(Ident::new(name, container.ident().span()))
}
