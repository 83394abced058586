//! The typed keys: a const of the enum for each variant with a type.

use proc_macro2::TokenStream;
use quote::quote;

use super::variant;
use crate::expand_views::offset;
use crate::model::{Container, Field};

pub(super) fn expand(container: &Container<'_>) -> Option<TokenStream> {
    let ident = container.ident();
    let keys: Vec<TokenStream> =
        container.fields.iter().enumerate().filter_map(|(index, field)| key(container, index, field)).collect();
    (!keys.is_empty()).then(|| {
        quote! {
            impl #ident {
                #(#keys)*
            }
        }
    })
}

fn key(container: &Container<'_>, index: usize, field: &Field<'_>) -> Option<TokenStream> {
    let key = field.key.as_ref()?;
    let (krate, ident, values) = (&container.krate, container.ident(), container.hidden("Values"));
    let (ty, member) = (&field.ty, &field.member);
    let (variant, offset) = (variant(container, field), offset(container, index));
    let docs = field.docs_or(&format!("The key of the {}.", field.title));
    let forwarded = field.forwarded();
    let name = field.at_name(quote!(pub const #key));
    // SAFETY of `new`: see `offset`; the field is that of the variant.
    let rest = field.at_type(quote! {
        : #krate::Index<#ident, #ty> = unsafe {
            <#krate::Index<#ident, #ty>>::new(
                #variant,
                #offset,
                |values: &#values| &values.#member,
                |values: &mut #values| &mut values.#member,
            )
        };
    });
    Some(quote! {
        #docs
        #(#forwarded)*
        #name #rest
    })
}
