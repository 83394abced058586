//! A slot from a plain value and back: field by field what the fields' own implementations of `Shared` do.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::offset;
use crate::model::Container;

/// Whether a value can own blocks.
pub(crate) fn owns(container: &Container<'_>) -> TokenStream {
    let owns = container.fields.iter().map(|field| {
        let shared = field.shared(&container.krate);
        field.at_type(quote!(#shared::OWNS))
    });
    quote!(false #(|| #owns)*)
}

/// The slot for the plain struct `value`.
///
/// It is filled field by field, and not by a struct expression: at the start of one, rustc looks at the types of all
/// fields, and where one is not a shared type, it would say so there once more, at the derive.
pub(crate) fn build(container: &Container<'_>) -> TokenStream {
    let slot = container.slot();
    let fields = container.fields.iter().map(|field| {
        let (member, shared) = (&field.member, field.shared(&container.krate));
        // SAFETY: `build_ref`'s contract is this function's own; the place is the field of `slot`, aligned and ours.
        field.at_type(quote! {
            let field = unsafe { #shared::build_ref(writer, &value.#member) }?;
            unsafe { (&raw mut (*place).#member).write(field) };
        })
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = (writer, value, place);));
    // SAFETY of `assume_init`: every field is written, but the last, which has no bytes.
    quote! {
        let mut slot = ::core::mem::MaybeUninit::<#slot>::uninit();
        let place = slot.as_mut_ptr();
        #unused
        #(#fields)*
        ::core::result::Result::Ok(unsafe { slot.assume_init() })
    }
}

/// The plain struct `plain` from the view `view`.
pub(crate) fn load(container: &Container<'_>, plain: &Ident) -> TokenStream {
    if !container.complete {
        // The derive has failed, and without all fields no value can be made: this is only to have a type.
        return quote!(loop {});
    }
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (member, ty, shared) = (&field.member, &field.ty, field.shared(&container.krate));
        let offset = offset(container, index);
        // SAFETY of `field`: see `offset`.
        field.at_type(quote!(#member: #shared::load(#shared::view(unsafe { view.0.field::<#ty>(#offset) }))))
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = view;));
    quote! {
        #unused
        #plain {
            #(#fields,)*
        }
    }
}

/// Frees what the slot `slot` owns.
pub(crate) fn release(container: &Container<'_>) -> TokenStream {
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (ty, shared) = (&field.ty, field.shared(&container.krate));
        let offset = offset(container, index);
        // SAFETY: of `field`: see `offset`; `release`'s contract is this function's own.
        field.at_type(quote! {
            if #shared::OWNS {
                unsafe { #shared::release(slot.field::<#ty>(#offset), writer) }?;
            }
        })
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = (slot, writer);));
    quote! {
        #unused
        #(#fields)*
        ::core::result::Result::Ok(())
    }
}
