//! What the forms of storage differ in: `with`, `pod`, `atomic`, `extra`, and none of them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Field, Head, Stored};

/// The function that gives the schema of the field's type.
pub(crate) fn schema(field: &Field<'_>, head: &Head<'_>) -> TokenStream {
    let (shared, private) = (field.shared(&head.krate), head.private());
    match field.stored {
        Stored::Pod => {
            let (plain, name) = (&field.plain, last_word(&field.plain));
            quote!(|| const { &#private::pod_schema::<#plain>(#name) })
        }
        _ => quote!(#shared::schema),
    }
}

/// The last name in a type, which is what a heap knows of a type that it does not look into.
fn last_word(ty: &TokenStream) -> String {
    let mut last = None;
    let mut depth = 0_usize;
    for token in ty.clone() {
        match token {
            proc_macro2::TokenTree::Ident(ident) if depth == 0 => last = Some(ident.to_string()),
            proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    last.unwrap_or_else(|| ty.to_string())
}

/// What the getter returns, for the lifetime `lifetime`, and its body for the slot `slot`.
pub(crate) fn getter(field: &Field<'_>, head: &Head<'_>, lifetime: &str, slot: &TokenStream) -> TokenStream {
    let shared = field.shared(&head.krate);
    let lifetime = syn::Lifetime::new(lifetime, proc_macro2::Span::call_site());
    let view = quote!(#shared::view(#slot));
    match &field.stored {
        Stored::With(_) => {
            let plain = &field.plain;
            let loaded = field.load(&head.krate, &view);
            quote!(#plain { #loaded })
        }
        _ => quote!(#shared::Ref<#lifetime> { #view }),
    }
}

/// The setter's parameter, what it returns, and its body for the slot `slot`.
pub(crate) fn setter(field: &Field<'_>, head: &Head<'_>, slot: &TokenStream) -> TokenStream {
    let shared = field.shared(&head.krate);
    match &field.stored {
        Stored::With(module) => {
            let (plain, ty) = (&field.plain, &field.ty);
            quote! {
                (&mut self, value: &#plain) -> #shared::Set {
                    let stored: #ty = #module::store(value);
                    #shared::set(#slot, #shared::to_arg(&stored))
                }
            }
        }
        _ => quote! {
            (&mut self, value: #shared::Arg<'_>) -> #shared::Set {
                #shared::set(#slot, value)
            }
        },
    }
}

/// The accessors of the entries of an `extra` field, on the view for reading.
pub(crate) fn entries_on_ref(field: &Field<'_>, head: &Head<'_>, slot: &TokenStream) -> Option<TokenStream> {
    let Stored::Extra = field.stored else { return None };
    let (krate, private, shared, vis) = (&head.krate, head.private(), field.shared(&head.krate), &field.vis);
    let name = entry(field, "get_extra");
    Some(field.at_type(quote! {
        /// The extra attribute of that name.
        #[inline]
        #vis fn #name(self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueRef<'t>> {
            #private::extra(#shared::view(#slot), name)
        }
    }))
}

/// The same on the view for changing.
pub(crate) fn entries_on_mut(
    field: &Field<'_>,
    head: &Head<'_>,
    slot: &TokenStream,
    slot_mut: &TokenStream,
) -> Option<TokenStream> {
    let Stored::Extra = field.stored else { return None };
    let (krate, private, shared, vis) = (&head.krate, head.private(), field.shared(&head.krate), &field.vis);
    let [get, get_mut, set, remove] =
        ["get_extra", "get_extra_mut", "set_extra", "remove_extra"].map(|name| entry(field, name));
    Some(field.at_type(quote! {
        /// The extra attribute of that name.
        #[inline]
        #vis fn #get(&self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueRef<'_>> {
            #private::extra(#shared::view(#slot), name)
        }

        /// The extra attribute of that name, for changing it in place.
        #[inline]
        #vis fn #get_mut(&mut self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueMut<'_>> {
            #private::extra_mut(#shared::view_mut(#slot_mut), name)
        }

        /// Sets the extra attribute of that name, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for it; nothing is changed then.
        #[inline]
        #vis fn #set(
            &mut self,
            name: &::core::primitive::str,
            value: #krate::Value,
        ) -> ::core::result::Result<(), #krate::Error> {
            #private::set_extra(#shared::view_mut(#slot_mut), name, value)
        }

        /// Takes the extra attribute of that name out.
        ///
        /// # Errors
        /// The journal has no room; nothing is changed then.
        #[inline]
        #vis fn #remove(
            &mut self,
            name: &::core::primitive::str,
        ) -> ::core::result::Result<::core::option::Option<#krate::Value>, #krate::Error> {
            #private::remove_extra(#shared::view_mut(#slot_mut), name)
        }
    }))
}

fn entry(field: &Field<'_>, name: &str) -> Ident {
    Ident::new(name, field.accessor.span())
}
