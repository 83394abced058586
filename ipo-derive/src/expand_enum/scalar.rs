//! The enum as a value of its own, in fields and containers: the variant's position in one byte, or in two. As a `Value`
//! it is the variant's name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bounds, enum_index};
use crate::model::{Container, number};

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private) = (&container.krate, container.private());
    let (ident, name, index) = (container.ident(), &container.name, enum_index(container));
    let bounds = bounds(container);
    let names = container.fields.iter().map(|field| &field.name);
    let number = number(container.fields.len());
    // SAFETY of both implementations: the slot is a number, as the schema says; it owns nothing; `view` checks the number,
    // and `build` cannot fail.
    quote! {
        static __FINGERPRINT: #private::Fingerprint = #private::Fingerprint::new();

        #[automatically_derived]
        unsafe impl #krate::Shared for #ident
        #bounds
        {
            type Slot = #number;
            type Arg<'x> = #ident;
            type Ref<'t> = #ident;
            type Mut<'t> = #krate::ScalarMut<'t, #ident>;
            type Set = ();

            const NAME: &'static ::core::primitive::str = #name;
            const OWNS: ::core::primitive::bool = false;

            fn schema() -> &'static #private::Schema {
                static SCHEMA: #private::Schema = #private::Schema::new::<#ident>(
                    #name,
                    ::core::mem::size_of::<#number>(),
                    ::core::mem::align_of::<#number>(),
                    #private::Kind::Enum { variants: &[#(#names,)*] },
                );
                &SCHEMA
            }

            #[inline]
            fn deep() -> ::core::primitive::u64 {
                __FINGERPRINT.get(<#ident as #krate::Shared>::schema)
            }

            #[inline]
            fn deep_hint() -> ::core::primitive::u64 {
                __FINGERPRINT.peek()
            }

            #[inline]
            fn to_arg(&self) -> #ident {
                *self
            }

            #[inline]
            unsafe fn build(
                _: &#private::Writer,
                value: #ident,
            ) -> ::core::result::Result<#number, #krate::Error> {
                ::core::result::Result::Ok(#index::index(value) as #number)
            }

            #[inline]
            fn view(slot: #private::SlotRef<'_, #ident>) -> #ident {
                #private::decode_variant(slot)
            }

            #[inline]
            fn view_mut(slot: #private::SlotMut<'_, #ident>) -> #krate::ScalarMut<'_, #ident> {
                #private::scalar_mut(slot)
            }

            #[inline]
            fn load(view: #ident) -> #ident {
                view
            }

            #[inline]
            unsafe fn release(
                _: #private::SlotRef<'_, #ident>,
                _: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                ::core::result::Result::Ok(())
            }

            fn to_value(view: #ident) -> ::core::option::Option<#krate::Value> {
                ::core::option::Option::Some(::core::convert::Into::into(#index::name(view)))
            }

            fn from_value(value: #krate::Value) -> ::core::result::Result<#ident, #krate::Value> {
                let variant = match &value {
                    #krate::Value::Str(name) => #index::from_name(name),
                    _ => ::core::option::Option::None,
                };
                ::core::option::Option::ok_or(variant, value)
            }

            #[inline]
            fn shorten<'s, 'l: 's>(view: #ident) -> #ident {
                view
            }
        }

        #[automatically_derived]
        unsafe impl #krate::Inline for #ident
        #bounds
        {}

        #[automatically_derived]
        impl ::core::convert::From<#ident> for #krate::Value
        #bounds
        {
            fn from(variant: #ident) -> #krate::Value {
                ::core::convert::Into::into(#index::name(variant))
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<#krate::Value> for #ident
        #bounds
        {
            type Error = #krate::WrongKind;

            fn try_from(value: #krate::Value) -> ::core::result::Result<#ident, #krate::WrongKind> {
                #private::typed(value)
            }
        }
    }
}
