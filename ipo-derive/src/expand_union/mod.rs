//! From the model of an enum with data to its code: the views and the names of the types beside the enum, everything else in a
//! `const _`.

mod shared;
mod slot;
mod views;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Fields;
use syn::ext::IdentExt;

use crate::model::{Union, Variant};
use crate::respan::{generated, generated_ident, moved_around};

pub(crate) fn expand(union: &Union<'_>) -> TokenStream {
    let view_types = views::expand_types(union);
    let view_impls = views::expand_impls(union);
    let slot = slot::expand(union);
    let shared = shared::expand(union);
    let (aliases, lints, sound) = (union.aliases(), lints(union), union.sound());
    quote! {
        #aliases
        #view_types
        #lints
        const _: () = {
            #sound
            #slot
            #shared
            #view_impls
        };
    }
}

fn lints(union: &Union<'_>) -> TokenStream {
    union.lints_for(
        union.variants.iter().flat_map(|variant| {
            variant.original.attrs.iter().chain(variant.fields.iter().flat_map(|field| field.attrs))
        }),
    )
}

/// The struct of a variant's slots.
fn variant_slot(union: &Union<'_>, variant: &Variant<'_>) -> Ident {
    let name = variant.original.ident.unraw();
    format_ident!("__{}{}Slot", union.original.ident.unraw(), name, span = generated(variant.original.ident.span()))
}

/// A value of the variant in the view `view`, from the views of its fields.
///
/// rustc looks at the types of all fields where one is made, and says there that a type is not a shared one: it is to say so at
/// the field, as everywhere.
fn made(variant: &Variant<'_>, view: &Ident, values: &[TokenStream]) -> TokenStream {
    let (name, shape) = (generated_ident(&variant.original.ident), shaped(variant, values));
    let made = quote!(#view::#name #shape);
    match variant.fields.iter().find(|field| !field.sure) {
        Some(unsure) => moved_around(made, unsure.place()),
        None => made,
    }
}

/// `{ x: a, y: b }`, `(a, b)`, or nothing: the values of a variant's fields in the form that the variant has.
fn shaped(variant: &Variant<'_>, values: &[TokenStream]) -> TokenStream {
    match variant.original.fields {
        Fields::Named(_) => {
            let names = variant.fields.iter().map(|field| &field.member);
            quote!({ #(#names: #values,)* })
        }
        Fields::Unnamed(_) => quote!((#(#values,)*)),
        Fields::Unit => TokenStream::new(),
    }
}
