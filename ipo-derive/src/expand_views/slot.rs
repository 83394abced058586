//! The struct of a value's bytes in the heap.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::expand_views::{offset_name, stored};
use crate::model::{Container, Field, Head};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    struct_of(&container.head, &container.slot(), &container.fields, &container.check_const())
}

/// The struct `slot` of the fields' slots, for a type with the given [`check`](Head::check).
pub(crate) fn struct_of(head: &Head<'_>, slot: &Ident, fields: &[Field<'_>], check: &TokenStream) -> TokenStream {
    let (private, params) = (head.private(), &head.params);
    let (declared, of_impl, arguments, clause) =
        (params.declared(), params.of_impl(), params.arguments(), params.clause());
    let turbofish = params.turbofish();
    let members = fields.iter().map(|field| {
        let (member, shared) = (&field.slot_member, field.shared(&head.krate));
        field.at_type(quote!(#member: #shared::Slot))
    });
    let table = fields.iter().map(|field| {
        let (member, name) = (&field.slot_member, &field.name);
        let schema = stored::schema(field, head);
        let appended = field.default.is_some().then(|| quote!(.with_default()));
        // Not by `offset_of!`: it would say once more, as another macro, that the field's type is not a shared one.
        // SAFETY: the pointers are into, and to the start of, one slot.
        field.at_type(quote! {
            #private::Field::new(
                #name,
                unsafe { (&raw const (*slot).#member).byte_offset_from(slot) } as ::core::primitive::usize,
                #schema,
            )#appended
        })
    });
    let end = if params.is_empty() { quote!(()) } else { params.used() };
    let table = slot_table(&table.collect::<Vec<_>>(), &quote!(#slot #turbofish), &private, check);
    let offsets = (0..fields.len()).map(|index| {
        let name = offset_name(index);
        quote!(const #name: ::core::primitive::usize = Self::FIELDS[#index].offset;)
    });
    let traits = slot_traits(head, slot, check);
    quote! {
        #[doc(hidden)]
        #[repr(C)]
        pub struct #slot #declared #clause {
            #(#members,)*
            // The size of a struct is known if that of its last field is. With this one it is, even where a field's type is not
            // a shared one: otherwise each use of the slot would be an error as well.
            __end: #end,
        }

        impl #of_impl #slot #arguments #clause {
            #table
            #(#offsets)*
        }

        #traits
    }
}

fn slot_table(table: &[TokenStream], slot: &TokenStream, private: &TokenStream, check: &TokenStream) -> TokenStream {
    quote! {
        const FIELDS: &'static [#private::Field] = {
            #check
            let slot = ::core::mem::MaybeUninit::<#slot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[#(#table,)*]
        };
    }
}

/// `Copy` and `Slot` for a slot's type.
pub(crate) fn slot_traits(head: &Head<'_>, slot: impl ToTokens, check: &TokenStream) -> TokenStream {
    let (private, params) = (head.private(), &head.params);
    let (of_impl, arguments, clause) = (params.of_impl(), params.arguments(), params.clause());
    // SAFETY: `repr(C)`, and every field is a slot, or a union of slots: so any bytes are valid, zero bytes are empty and own
    // nothing, the alignment is the largest of theirs, and `Copy` rules out `Drop`.
    quote! {
        #[automatically_derived]
        impl #of_impl ::core::clone::Clone for #slot #arguments #clause {
            #[inline]
            fn clone(&self) -> Self {
                #check
                *self
            }
        }

        #[automatically_derived]
        impl #of_impl ::core::marker::Copy for #slot #arguments #clause {}

        #[automatically_derived]
        unsafe impl #of_impl #private::Slot for #slot #arguments #clause {}
    }
}
