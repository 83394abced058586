//! The implementation of `Shared` for a struct.

use proc_macro2::TokenStream;
use quote::quote;

use super::appended;
use crate::expand_views::values;
use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private, params) = (&container.krate, container.private(), &container.params);
    let (ident, this, name) = (container.ident(), container.this(), &container.name);
    let (of_impl, arguments, clause) = (params.of_impl(), params.arguments(), params.clause());
    let slot = container.slot();
    let slot = quote!(#slot #arguments);
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let (view_short, view_t) = (params.arguments_for("'_"), params.arguments_for("'t"));
    let (view_s, view_l) = (params.arguments_for("'s"), params.arguments_for("'l"));
    let owns = values::owns(container);
    let build = values::build(container);
    let turbofish = params.turbofish();
    let load = values::load(container, &quote!(#ident #turbofish));
    let release = values::release(container);
    let (print, deep) = fingerprint(container);
    let schema = schema(container);
    let atomic = values::any(&container.fields, container, &quote!(ATOMIC));
    let appended = appended::expand(container);
    // SAFETY of the implementation: `schema` is computed from the slot's struct itself, and each method treats each
    // field's slot as the implementation for that field's type does.
    quote! {
        #print

        #[automatically_derived]
        unsafe impl #of_impl #krate::Shared for #this #clause {
            type Slot = #slot;
            type Arg<'a> = &'a #this;
            type Ref<'t> = #view #view_t;
            type Mut<'t> = #view_mut #view_t;
            type Set = ::core::result::Result<(), #krate::Error>;

            const NAME: &'static ::core::primitive::str = #name;
            const OWNS: ::core::primitive::bool = #owns;
            const ATOMIC: ::core::primitive::bool = #atomic;

            #schema
            #deep

            #[inline]
            fn to_arg(&self) -> &#this {
                self
            }

            #[inline]
            unsafe fn build(
                writer: &#private::Writer,
                value: &#this,
            ) -> ::core::result::Result<#slot, #krate::Error> {
                #build
            }

            #[inline]
            fn view(slot: #private::SlotRef<'_, #this>) -> #view #view_short {
                #view(slot)
            }

            #[inline]
            fn view_mut(slot: #private::SlotMut<'_, #this>) -> #view_mut #view_short {
                #view_mut(slot)
            }

            #[inline]
            fn load(view: #view #view_short) -> #this {
                #load
            }

            unsafe fn release(
                slot: #private::SlotRef<'_, #this>,
                writer: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                #release
            }

            #[inline]
            fn shorten<'s, 'l: 's>(view: #view #view_l) -> #view #view_s {
                view
            }

            #appended
        }
    }
}

/// Where the type's deep hash is kept, and the methods that look there. Generic types have no place of their own.
fn fingerprint(container: &Container<'_>) -> (TokenStream, TokenStream) {
    let (krate, private, this) = (&container.krate, container.private(), container.this());
    if !container.params.is_empty() {
        return (TokenStream::new(), TokenStream::new());
    }
    let print = quote! {
        static __FINGERPRINT: #private::Fingerprint = #private::Fingerprint::new();
    };
    let methods = quote! {
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<#this as #krate::Shared>::schema)
        }

        #[inline]
        fn deep_hint() -> ::core::primitive::u64 {
            __FINGERPRINT.peek()
        }

        #[inline]
        fn deep_key() -> ::core::primitive::usize {
            ::core::ptr::from_ref(&__FINGERPRINT) as ::core::primitive::usize
        }
    };
    (print, methods)
}

fn schema(container: &Container<'_>) -> TokenStream {
    let (private, slot, name) = (container.private(), container.slot(), &container.name);
    let turbofish = container.params.turbofish();
    quote! {
        fn schema() -> &'static #private::Schema {
            const {
                &#private::Schema::new::<Self>(
                    #name,
                    ::core::mem::size_of::<#slot #turbofish>(),
                    ::core::mem::align_of::<#slot #turbofish>(),
                    #private::Kind::Struct(#slot #turbofish::FIELDS),
                )
            }
        }
    }
}
