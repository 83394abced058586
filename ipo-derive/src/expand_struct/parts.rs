//! The mutable views of all fields at once.

use proc_macro2::TokenStream;
use quote::quote;

use super::{method, offset};
use crate::model::{Container, doc};

pub(super) fn expand_type(container: &Container<'_>) -> TokenStream {
    let (ident, vis, parts) = (container.ident(), container.vis(), container.companion("Parts"));
    let doc = doc(&format!("The mutable views of all fields of a [`{ident}`] in a shared heap."));
    let (lints, forwarded) = (container.lints(), container.forwarded());
    let fields = container.fields.iter().map(|field| {
        let (member, vis) = (&field.member, field.vis());
        let shared = field.shared(&container.krate);
        let ty = field.at_type(quote!(#shared::Mut<'t>));
        let (docs, forwarded) = (field.docs(), field.forwarded());
        // The field's name is its documentation where the user wrote none: their own field has the same lint.
        quote! {
            #(#docs)*
            #(#forwarded)*
            #vis #member: #ty
        }
    });
    let marker = container.fields.is_empty().then(|| {
        quote! {
            __lifetime: ::core::marker::PhantomData<&'t mut ()>,
        }
    });
    quote! {
        #doc
        #(#forwarded)*
        #lints
        #vis struct #parts<'t> {
            #(#fields,)*
            #marker
        }
    }
}

pub(super) fn expand_impls(container: &Container<'_>) -> TokenStream {
    let private = container.private();
    let (parts, view_mut) = (container.companion("Parts"), container.companion("Mut"));
    let name = parts.to_string();
    let all = all(container);
    let borrowed = method(container, "parts", |name| {
        let signature = at_last_type(container, quote!(-> #parts<'t>));
        quote! {
            /// The mutable views of all fields at once.
            #[inline]
            pub fn #name<'t>(&'t mut self) #signature {
                let whole = #private::SlotMut::reborrow(&mut self.0);
                #all
            }
        }
    });
    let owned = method(container, "into_parts", |name| {
        let signature = at_last_type(container, quote!(-> #parts<'t>));
        quote! {
            /// The mutable views of all fields at once, for as long as this one.
            #[inline]
            pub fn #name(self) #signature {
                let whole = self.0;
                #all
            }
        }
    });
    quote! {
        impl #view_mut<'_> {
            #borrowed
        }

        impl<'t> #view_mut<'t> {
            #owned
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #parts<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#name).finish_non_exhaustive()
            }
        }
    }
}

/// The views of all fields of the slot `whole`.
fn all(container: &Container<'_>) -> TokenStream {
    let parts = container.companion("Parts");
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (member, ty, shared) = (&field.member, &field.ty, field.shared(&container.krate));
        let offset = offset(container, index);
        // SAFETY of `part`: see `offset`; the fields of a struct do not overlap, each is taken once, and nothing else uses
        // the slot that they are taken from.
        field.at_type(quote!(#member: #shared::view_mut(unsafe { whole.part::<#ty>(#offset) })))
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = whole;));
    let marker = container.fields.is_empty().then(|| quote!(__lifetime: ::core::marker::PhantomData));
    let value = at_last_type(container, quote! {
        #parts {
            #(#fields,)*
            #marker
        }
    });
    quote! {
        #unused
        #value
    }
}

/// Code that needs the size of the struct of all views to be known, which is as much as that of its last field.
fn at_last_type(container: &Container<'_>, code: TokenStream) -> TokenStream {
    match container.fields.last() {
        Some(field) => field.at_type(code),
        None => code,
    }
}
