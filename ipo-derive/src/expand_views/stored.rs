//! What the forms of storage differ in: `with`, `pod`, `atomic`, `extra`, and none of them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Container, Field, Head, Stored};

/// The function that gives the schema of the field's type.
pub(crate) fn schema(field: &Field<'_>, head: &Head<'_>) -> TokenStream {
    let (shared, private) = (field.shared(&head.krate), head.private());
    match field.stored {
        Stored::Pod => {
            let (plain, name) = (&field.plain, last_word(&field.written));
            // Called by a name of its own, for the call fails where the type is aligned to too much: at the field.
            quote!(|| const { let schema = #private::pod_schema::<#plain>; &schema(#name) })
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

/// What the getter returns, for the lifetime `lifetime`, and its body.
pub(crate) fn getter(
    field: &Field<'_>,
    container: &Container<'_>,
    lifetime: &str,
    offset: &TokenStream,
) -> TokenStream {
    let (ty, shared, check) = (&field.ty, field.shared(&container.krate), container.check_of(field));
    let lifetime = syn::Lifetime::new(lifetime, proc_macro2::Span::call_site());
    // SAFETY: see `offset`.
    match &field.stored {
        Stored::With(_) => {
            let (plain, slot) = (&field.plain, quote!(self.0));
            let view = quote!(unsafe { #slot.view_field::<#ty>(#offset) });
            let loaded = field.unwrapped(&quote!(#shared::load(#view)));
            quote!(#plain { #check #loaded })
        }
        _ => quote!(#shared::Ref<#lifetime> { #check unsafe { self.0.view_field::<#ty>(#offset) } }),
    }
}

/// The setter's parameter, what it returns, and its body.
pub(crate) fn setter(field: &Field<'_>, container: &Container<'_>, offset: &TokenStream) -> TokenStream {
    let (ty, shared) = (&field.ty, field.shared(&container.krate));
    // SAFETY: see `offset`.
    match &field.stored {
        Stored::With(module) => {
            let plain = &field.plain;
            quote! {
                (&mut self, value: &#plain) -> #shared::Set {
                    let stored: #ty = #module::store(value);
                    unsafe { self.0.set_field::<#ty>(#offset, #shared::to_arg(&stored)) }
                }
            }
        }
        _ => quote! {
            (&mut self, value: #shared::Arg<'_>) -> #shared::Set {
                unsafe { self.0.set_field::<#ty>(#offset, value) }
            }
        },
    }
}

/// The accessors of the entries of an `extra` field, on the view for reading.
pub(crate) fn entries_on_ref(field: &Field<'_>, head: &Head<'_>, offset: &TokenStream) -> Option<TokenStream> {
    let Stored::Extra = field.stored else { return None };
    let (krate, private, ty, vis) = (&head.krate, head.private(), &field.ty, &field.vis);
    // SAFETY of the slots: see `offset`.
    let name = entry(field, "get_extra");
    Some(field.at_type(quote! {
        /// The extra attribute of that name.
        #[inline]
        #vis fn #name(self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueRef<'t>> {
            #private::extra(unsafe { self.0.view_field::<#ty>(#offset) }, name)
        }
    }))
}

/// The same on the view for changing.
pub(crate) fn entries_on_mut(field: &Field<'_>, head: &Head<'_>, offset: &TokenStream) -> Option<TokenStream> {
    let Stored::Extra = field.stored else { return None };
    let (krate, private, ty, vis) = (&head.krate, head.private(), &field.ty, &field.vis);
    // SAFETY of the slots: see `offset`.
    let [get, get_mut, set, remove] =
        ["get_extra", "get_extra_mut", "set_extra", "remove_extra"].map(|name| entry(field, name));
    Some(field.at_type(quote! {
        /// The extra attribute of that name.
        #[inline]
        #vis fn #get(&self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueRef<'_>> {
            #private::extra(unsafe { self.0.view_field::<#ty>(#offset) }, name)
        }

        /// The extra attribute of that name, for changing it in place.
        #[inline]
        #vis fn #get_mut(&mut self, name: &::core::primitive::str) -> ::core::option::Option<#krate::ValueMut<'_>> {
            #private::extra_mut(unsafe { self.0.view_field_mut::<#ty>(#offset) }, name)
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
            #private::set_extra(unsafe { self.0.view_field_mut::<#ty>(#offset) }, name, value)
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
            #private::remove_extra(unsafe { self.0.view_field_mut::<#ty>(#offset) }, name)
        }
    }))
}

fn entry(field: &Field<'_>, name: &str) -> Ident {
    Ident::new(name, field.accessor.span())
}
