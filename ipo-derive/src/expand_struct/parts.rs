//! The mutable views of all fields at once.

use proc_macro2::{Ident, TokenStream};
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
    let marker = has_marker(container).then(|| {
        let used = (!container.params.is_empty()).then(|| container.params.used());
        quote!(::core::marker::PhantomData<(&'t mut (), #used)>)
    });
    if container.is_tuple() {
        return quote! {
            #doc
            #(#forwarded)*
            #lints
            #vis struct #parts #declared (#(#fields,)* #marker) #clause;
        };
    }
    let marker = marker.map(|ty| quote!(__unused: #ty));
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

/// Whether a private field uses the lifetime and the parameters, since the fields' views do not.
fn has_marker(container: &Container<'_>) -> bool {
    container.fields.is_empty() || !container.params.are_used_in(container.fields.iter().map(|field| &field.ty))
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
    let (parts, view_mut) = (container.companion("Parts"), container.companion("Mut"));
    let name = parts.to_string();
    let (all, viewed) = (all(container, &parts), container.viewed());
    let params = &container.params;
    let (of_impl, long, clause) = (params.of_impl_for("'t"), params.arguments_for("'t"), params.clause());
    let (short, check) = (params.arguments_for("'_"), container.check());
    // Where the type of the last field is not a shared one, the size of this struct is not known either. With this bound,
    // that is the callers' matter: rustc does not say it of both methods in addition.
    let any = params.arguments_for("'any");
    let unsure = container.fields.last().is_some_and(|last| !last.sure);
    let sized = params.clause_and(unsure.then(|| quote!(for<'any> #parts #any: ::core::marker::Sized)));
    let borrowed = method(container, "parts", |name| {
        quote! {
            /// The mutable views of all fields at once.
            #[inline]
            pub fn #name(&mut self) -> #parts #short {
                #check
                __parts(#private::SlotMut::reborrow(&mut self.0))
            }
        }
    });
    let owned = method(container, "into_parts", |name| {
        quote! {
            /// The mutable views of all fields at once, for as long as this one.
            #[inline]
            pub fn #name(self) -> #parts #long {
                #check
                __parts(self.0)
            }
        }
    });
    quote! {
        #[inline]
        fn __parts #of_impl (slot: #private::SlotMut<'t, #viewed>) -> #parts #long #sized {
            #check
            #all
        }

        impl #of_impl #view_mut #long #sized {
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
    let marker = has_marker(container).then(|| quote!(::core::marker::PhantomData));
    if container.is_tuple() {
        return quote!(#unused #parts(#(#views,)* #marker));
    }
    let marker = marker.map(|value| quote!(__unused: #value));
    quote! {
        #unused
        #parts {
            #(#views,)*
            #marker
        }
    }
}
