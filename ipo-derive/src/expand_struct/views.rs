//! The two views: types beside the user's own, so that methods can be added to them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Container, doc};

pub(super) fn expand_types(container: &Container<'_>) -> TokenStream {
    let (ident, vis, private) = (container.ident(), container.vis(), container.private());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let read = doc(&format!("A [`{ident}`] in a shared heap, for reading."));
    let change = doc(&format!("A [`{ident}`] in a shared heap, for changing it in place."));
    let lints = container.lints();
    let forwarded: Vec<_> = container.forwarded().collect();
    quote! {
        #read
        #(#forwarded)*
        #lints
        #vis struct #view<'t>(#private::SlotRef<'t, #ident>);

        #change
        #(#forwarded)*
        #lints
        #vis struct #view_mut<'t>(#private::SlotMut<'t, #ident>);
    }
}

pub(super) fn expand_impls(container: &Container<'_>) -> TokenStream {
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
