//! What a derive emits where no model could be made: the names that other code refers to, with nothing behind them.
//!
//! The one error about the type then stands alone, without twenty about missing names and traits.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

use crate::attr::ContainerAttrs;
use crate::errors::Errors;
use crate::model::companion;
use crate::respan::{generated_ident, generated_tokens};

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    // Mistakes in the attributes are reported by the first reading.
    let attrs = ContainerAttrs::read(&input.attrs, &mut Errors::default());
    let krate = attrs.krate.unwrap_or_else(|| parse_quote!(::ipo));
    let vis = generated_tokens(&input.vis);
    let ident = generated_ident(&input.ident);
    let (view, view_mut, parts) =
        (companion(&input.ident, "Ref"), companion(&input.ident, "Mut"), companion(&input.ident, "Parts"));
    let mut generics = input.generics.clone();
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let this = quote!(#ident #ty_generics);
    generics.make_where_clause().predicates.push(parse_quote!(#this: 'static));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    quote! {
        /// Not generated: see the error.
        #vis struct #view<'t>(::core::marker::PhantomData<&'t ()>);

        /// Not generated: see the error.
        #vis struct #view_mut<'t>(::core::marker::PhantomData<&'t mut ()>);

        /// Not generated: see the error.
        #vis struct #parts<'t>(::core::marker::PhantomData<&'t mut ()>);

        #[automatically_derived]
        impl ::core::clone::Clone for #view<'_> {
            fn clone(&self) -> Self {
                *self
            }
        }

        #[automatically_derived]
        impl ::core::marker::Copy for #view<'_> {}

        const _: () = {
            #[derive(::core::clone::Clone, ::core::marker::Copy)]
            pub struct __Slot;

            unsafe impl #krate::__private::Slot for __Slot {}

            #[automatically_derived]
            unsafe impl #impl_generics #krate::Shared for #this #where_clause {
                type Slot = __Slot;
                type Arg<'__a> = &'__a #this;
                type Ref<'__t> = #view<'__t>;
                type Mut<'__t> = #view_mut<'__t>;
                type Set = ::core::result::Result<(), #krate::Error>;
                const NAME: &'static ::core::primitive::str = "";
                const OWNS: ::core::primitive::bool = false;
                fn schema() -> &'static #krate::__private::Schema {
                    loop {}
                }
                fn to_arg(&self) -> Self::Arg<'_> {
                    self
                }
                fn build(
                    _: &#krate::__private::Writer,
                    _: Self::Arg<'_>,
                ) -> ::core::result::Result<__Slot, #krate::Error> {
                    loop {}
                }
                fn view(_: #krate::__private::SlotRef<'_, Self>) -> Self::Ref<'_> {
                    loop {}
                }
                fn view_mut(_: #krate::__private::SlotMut<'_, Self>) -> Self::Mut<'_> {
                    loop {}
                }
                fn load(_: Self::Ref<'_>) -> Self {
                    loop {}
                }
                fn release(
                    _: #krate::__private::SlotRef<'_, Self>,
                    _: &#krate::__private::Writer,
                ) -> ::core::result::Result<(), #krate::Error> {
                    loop {}
                }
                fn shorten<'__s, '__l: '__s>(view: Self::Ref<'__l>) -> Self::Ref<'__s> {
                    view
                }
            }
        };
    }
}
