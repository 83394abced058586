//! The bytes of an enum in the heap: the number of the variant, and behind it the slots of one variant's fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::variant_slot;
use crate::expand_views::slot::{slot_traits, struct_of};
use crate::model::{Union, number};

pub(super) fn expand(union: &Union<'_>) -> TokenStream {
    let (slot, data, params) = (union.hidden("Slot"), union.hidden("Data"), &union.params);
    let private = union.private();
    let (declared, of_impl, arguments, clause) =
        (params.declared(), params.of_impl(), params.arguments(), params.clause());
    let turbofish = params.turbofish();
    let number = number(union.variants.len());
    let check = union.check_const();
    let structs =
        union.variants.iter().map(|variant| struct_of(union, &variant_slot(union, variant), &variant.fields, &check));
    let members = union.variants.iter().enumerate().map(|(index, variant)| {
        let (name, slot) = (format_ident!("variant_{index}"), variant_slot(union, variant));
        quote!(#name: #slot #arguments)
    });
    let table = union.variants.iter().map(|variant| {
        let (name, slot) = (&variant.name, variant_slot(union, variant));
        quote!(#private::Variant::new(#name, #slot #turbofish::FIELDS))
    });
    let end = params.used();
    let traits = [&slot, &data].map(|name| slot_traits(union, name, &check));
    quote! {
        #(#structs)*

        #[doc(hidden)]
        #[repr(C)]
        pub union #data #declared #clause {
            #(#members,)*
            __end: #end,
        }

        #[doc(hidden)]
        #[repr(C)]
        pub struct #slot #declared #clause {
            number: #number,
            data: #data #arguments,
        }

        impl #of_impl #slot #arguments #clause {
            /// Where the variant's fields begin.
            const DATA: ::core::primitive::usize = {
                #check
                ::core::mem::offset_of!(Self, data)
            };
            const VARIANTS: &'static [#private::Variant] = &[#(#table,)*];
        }

        #(#traits)*
    }
}
