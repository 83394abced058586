//! The mutable views of all fields at once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Member;

use crate::expand_views::{method, offset};
use crate::model::{Container, doc};

pub(super) fn expand_type(container: &Container<'_>) -> TokenStream {
    let (ident, vis, parts) = (container.ident(), container.vis(), container.companion("Parts"));
    let doc = doc(&format!("The mutable views of all fields of a [`{ident}`] in a shared heap."));
    let (lints, forwarded) = (container.lints(), container.forwarded());
    let (declared, clause) = (container.params.declared_for("'t"), container.params.clause());
    let fields = container.fields.iter().map(|field| {
        let (vis, name) = (&field.vis, name(&field.member));
        let shared = field.shared(&container.krate);
        let ty = field.at_type(quote!(#shared::Mut<'t>));
        let (docs, forwarded) = (field.docs(), field.forwarded());
        // The field's name is its documentation where the user wrote none: their own field has the same lint.
        quote! {
            #(#docs)*
            #(#forwarded)*
            #vis #name #ty
        }
    });
    if container.is_tuple() {
        return quote! {
            #doc
            #(#forwarded)*
            #lints
            #vis struct #parts #declared (#(#fields),*) #clause;
        };
    }
    let marker = container.fields.is_empty().then(|| quote!(__lifetime: ::core::marker::PhantomData<&'t mut ()>,));
    quote! {
        #doc
        #(#forwarded)*
        #lints
        #vis struct #parts #declared #clause {
            #(#fields,)*
            #marker
        }
    }
}

/// `name:`, or nothing in a tuple.
fn name(member: &Member) -> Option<TokenStream> {
    match member {
        Member::Named(name) => Some(quote!(#name:)),
        Member::Unnamed(_) => None,
    }
}

pub(super) fn expand_impls(container: &Container<'_>) -> TokenStream {
    let private = container.private();
    let (mut parts, view_mut) = (container.companion("Parts"), container.companion("Mut"));
    // At the place of all the code around it: where the type of the last field is not a shared one, the size of this struct is
    // not known either, and one function is not to say so at two places.
    parts.set_span(Span::call_site());
    let name = parts.to_string();
    let (all, viewed) = (all(container, &parts), container.viewed());
    let params = &container.params;
    let (of_impl, long, clause) = (params.of_impl_for("'t"), params.arguments_for("'t"), params.clause());
    let short = params.arguments_for("'_");
    let borrowed = method(container, "parts", |name| {
        quote! {
            /// The mutable views of all fields at once.
            #[inline]
            pub fn #name(&mut self) -> #parts #short {
                __parts(#private::SlotMut::reborrow(&mut self.0))
            }
        }
    });
    let owned = method(container, "into_parts", |name| {
        quote! {
            /// The mutable views of all fields at once, for as long as this one.
            #[inline]
            pub fn #name(self) -> #parts #long {
                __parts(self.0)
            }
        }
    });
    quote! {
        #[inline]
        fn __parts #of_impl (slot: #private::SlotMut<'t, #viewed>) -> #parts #long #clause {
            #all
        }

        impl #of_impl #view_mut #long #clause {
            #borrowed

            #owned
        }

        #[automatically_derived]
        impl #of_impl ::core::fmt::Debug for #parts #long #clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#name).finish_non_exhaustive()
            }
        }
    }
}

/// The views of all fields of the slot `slot`.
fn all(container: &Container<'_>, parts: &Ident) -> TokenStream {
    let views = container.fields.iter().enumerate().map(|(index, field)| {
        let (ty, offset) = (&field.ty, offset(container, index));
        // SAFETY of `view_part`: see `offset`; the fields of a struct do not overlap, each is taken once, and nothing else uses
        // the slot that they are taken from.
        let name = name(&field.member);
        field.at_type(quote!(#name unsafe { slot.view_part::<#ty>(#offset) }))
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = slot;));
    let marker = container.fields.is_empty().then(|| quote!(__lifetime: ::core::marker::PhantomData));
    if container.is_tuple() {
        return quote!(#unused #parts(#(#views,)*));
    }
    quote! {
        #unused
        #parts {
            #(#views,)*
            #marker
        }
    }
}
