//! The two views: types beside the user's own, so that methods can be added to them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Container;

pub(crate) fn expand_types(container: &Container<'_>, read: &TokenStream, change: &TokenStream) -> TokenStream {
    let (viewed, vis, private) = (container.viewed(), container.vis(), container.private());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let lints = container.lints();
    let forwarded: Vec<_> = container.forwarded().collect();
    quote! {
        #read
        #(#forwarded)*
        #lints
        #vis struct #view<'t>(#private::SlotRef<'t, #viewed>);

        #change
        #(#forwarded)*
        #lints
        #vis struct #view_mut<'t>(#private::SlotMut<'t, #viewed>);
    }
}

pub(crate) fn expand_impls(container: &Container<'_>) -> TokenStream {
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    quote! {
        #[automatically_derived]
        impl ::core::clone::Clone for #view<'_> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        #[automatically_derived]
        impl ::core::marker::Copy for #view<'_> {}

        #[automatically_derived]
        impl ::core::fmt::Debug for #view<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #view_mut<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }
    }
}
