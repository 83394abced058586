//! The two views: types beside the user's own, so that methods can be added to them.

use proc_macro2::TokenStream;
use quote::quote;

use super::compare;
use crate::model::Container;

pub(crate) fn expand_types(container: &Container<'_>, read: &TokenStream, change: &TokenStream) -> TokenStream {
    let (viewed, vis, private) = (container.viewed(), container.vis(), container.private());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let (declared, clause) = (container.params.declared_for("'t"), container.params.clause());
    let lints = container.lints();
    let forwarded: Vec<_> = container.forwarded().collect();
    quote! {
        #read
        #(#forwarded)*
        #lints
        #vis struct #view #declared (#private::SlotRef<'t, #viewed>) #clause;

        #change
        #(#forwarded)*
        #lints
        #vis struct #view_mut #declared (#private::SlotMut<'t, #viewed>) #clause;
    }
}

pub(crate) fn expand_impls(container: &Container<'_>) -> TokenStream {
    let (view, view_mut, params) = (container.companion("Ref"), container.companion("Mut"), &container.params);
    let (of_impl, arguments, clause) = (params.of_impl_for("'t"), params.arguments_for("'t"), params.clause());
    let debug = compare::debug(container);
    let (compare, debug_clause) = (compare::expand(container), compare::debug_clause(container));
    quote! {
        #[automatically_derived]
        impl #of_impl ::core::clone::Clone for #view #arguments #clause {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        #[automatically_derived]
        impl #of_impl ::core::marker::Copy for #view #arguments #clause {}

        #[automatically_derived]
        impl #of_impl ::core::fmt::Debug for #view #arguments #debug_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #debug
            }
        }

        #[automatically_derived]
        impl #of_impl ::core::fmt::Debug for #view_mut #arguments #clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        #compare
    }
}
