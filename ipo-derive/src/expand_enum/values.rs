//! A value per variant, as a plain Rust struct. Its `Debug` shows the enum's name and the variants'.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::Container;

/// The traits are implemented by hand, so that a type that lacks one is reported at the type, once, and not at the derive.
pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let values = container.hidden("Values");
    let name = container.ident().unraw().to_string();
    let fields = container.fields.iter().map(|field| {
        let (member, ty) = (&field.member, &field.ty);
        quote!(#member: #ty)
    });
    let each = |code: &dyn Fn(&TokenStream, &syn::Member) -> TokenStream| -> Vec<TokenStream> {
        container.fields.iter().map(|field| field.at_type(code(&field.ty, &field.member))).collect()
    };
    let cloned = each(&|ty, member| quote!(#member: <#ty as ::core::clone::Clone>::clone(&self.#member)));
    let defaults = each(&|ty, member| quote!(#member: <#ty as ::core::default::Default>::default()));
    let equal = each(&|ty, member| quote!(<#ty as ::core::cmp::PartialEq>::eq(&self.#member, &other.#member)));
    let shown = container.fields.iter().map(|field| {
        let (member, name) = (&field.member, field.ident.unraw().to_string());
        field.at_type(quote!(::core::fmt::DebugStruct::field(&mut text, #name, &self.#member);))
    });
    quote! {
        #[doc(hidden)]
        pub struct #values {
            #(#fields,)*
        }

        #[automatically_derived]
        impl ::core::clone::Clone for #values {
            fn clone(&self) -> Self {
                #values {
                    #(#cloned,)*
                }
            }
        }

        #[automatically_derived]
        impl ::core::default::Default for #values {
            fn default() -> Self {
                #values {
                    #(#defaults,)*
                }
            }
        }

        #[automatically_derived]
        impl ::core::cmp::PartialEq for #values {
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                true #(&& #equal)*
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for #values {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut text = f.debug_struct(#name);
                #(#shown)*
                text.finish()
            }
        }
    }
}
