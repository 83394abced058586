//! The struct of a value's bytes in the heap.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Container;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let (slot, private) = (container.slot(), container.private());
    let fields = container.fields.iter().map(|field| {
        let (member, shared) = (&field.member, field.shared(&container.krate));
        field.at_type(quote!(#member: #shared::Slot))
    });
    let table = container.fields.iter().map(|field| {
        let (member, name, shared) = (&field.member, &field.name, field.shared(&container.krate));
        // Not by `offset_of!`: it would say once more, as another macro, that the field's type is not a shared one.
        // SAFETY: the pointers are into, and to the start of, one slot.
        field.at_type(quote! {
            #private::Field::new(
                #name,
                unsafe { (&raw const (*slot).#member).byte_offset_from(slot) } as ::core::primitive::usize,
                #shared::schema,
            )
        })
    });
    quote! {
        #[doc(hidden)]
        #[repr(C)]
        pub struct #slot {
            #(#fields,)*
            // The size of a struct is known if that of its last field is. With this one it is, even where a field's type is not
            // a shared one: otherwise each use of the slot would be an error as well.
            __end: (),
        }

        impl #slot {
            const FIELDS: &'static [#private::Field] = {
                let slot = ::core::mem::MaybeUninit::<#slot>::uninit();
                let slot = slot.as_ptr();
                let _ = slot;
                &[#(#table,)*]
            };
        }

        #[automatically_derived]
        impl ::core::clone::Clone for #slot {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        #[automatically_derived]
        impl ::core::marker::Copy for #slot {}

        // SAFETY: `repr(C)`, and every field is a slot: so any bytes are valid, zero bytes are empty and own nothing, the
        // alignment is the largest of theirs, and `Copy` rules out `Drop`.
        #[automatically_derived]
        unsafe impl #private::Slot for #slot {}
    }
}
