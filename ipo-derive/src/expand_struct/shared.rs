//! The implementation of `Shared` for a struct.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand_views::values;
use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private) = (&container.krate, container.private());
    let (ident, slot, name) = (container.ident(), container.slot(), &container.name);
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let owns = values::owns(container);
    let schema = schema(container);
    let build = values::build(container);
    let load = values::load(container, &ident);
    let release = values::release(container);
    // SAFETY of the implementation: `schema` is computed from the slot's struct itself, and each method treats each
    // field's slot as the implementation for that field's type does.
    quote! {
        static __FINGERPRINT: #private::Fingerprint = #private::Fingerprint::new();

        #[automatically_derived]
        unsafe impl #krate::Shared for #ident {
            type Slot = #slot;
            type Arg<'a> = &'a #ident;
            type Ref<'t> = #view<'t>;
            type Mut<'t> = #view_mut<'t>;
            type Set = ::core::result::Result<(), #krate::Error>;

            const NAME: &'static ::core::primitive::str = #name;
            const OWNS: ::core::primitive::bool = #owns;

            fn schema() -> &'static #private::Schema {
                #schema
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
            fn deep_key() -> ::core::primitive::usize {
                ::core::ptr::from_ref(&__FINGERPRINT) as ::core::primitive::usize
            }

            #[inline]
            fn to_arg(&self) -> &#ident {
                self
            }

            #[inline]
            unsafe fn build(
                writer: &#private::Writer,
                value: &#ident,
            ) -> ::core::result::Result<#slot, #krate::Error> {
                #build
            }

            #[inline]
            fn view(slot: #private::SlotRef<'_, #ident>) -> #view<'_> {
                #view(slot)
            }

            #[inline]
            fn view_mut(slot: #private::SlotMut<'_, #ident>) -> #view_mut<'_> {
                #view_mut(slot)
            }

            #[inline]
            fn load(view: #view<'_>) -> #ident {
                #load
            }

            unsafe fn release(
                slot: #private::SlotRef<'_, #ident>,
                writer: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                #release
            }

            #[inline]
            fn shorten<'s, 'l: 's>(view: #view<'l>) -> #view<'s> {
                view
            }
        }
    }
}

fn schema(container: &Container<'_>) -> TokenStream {
    let (private, slot, name, ident) = (container.private(), container.slot(), &container.name, container.ident());
    quote! {
        static SCHEMA: #private::Schema = #private::Schema::new::<#ident>(
            #name,
            ::core::mem::size_of::<#slot>(),
            ::core::mem::align_of::<#slot>(),
            #private::Kind::Struct(#slot::FIELDS),
        );
        &SCHEMA
    }
}
