//! From the model of an enum to its code: the views of its list and the names of the types beside the enum, everything else in a
//! `const _`.

mod index;
mod key;
mod keys;
mod lookups;
mod scalar;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand_views::{accessors, slot, views};
use crate::model::{Container, Field, doc};
use crate::respan::generated_ident;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident();
    let view_types = views::expand_types(
        container,
        &doc(&format!("The list that [`{ident}`] indexes, in a shared heap, for reading.")),
        &doc(&format!("The list that [`{ident}`] indexes, in a shared heap, for changing it in place.")),
    );
    let view_impls = views::expand_impls(container);
    let slot = slot::expand(container);
    let values = values::expand(container);
    let index = index::expand(container);
    let keys = keys::expand(container);
    let accessors = accessors::expand(container);
    let lookups = lookups::expand(container);
    let scalar = scalar::expand(container);
    let key = key::expand(container);
    let (aliases, lints, sound) = (container.aliases(), container.lints(), container.sound());
    quote! {
        #aliases
        #view_types
        #lints
        const _: () = {
            #sound
            #slot
            #values
            #index
            #keys
            #view_impls
            #accessors
            #lookups
            #scalar
            #key
        };
    }
}

/// The variant whose value a field is.
fn variant(container: &Container<'_>, field: &Field<'_>) -> TokenStream {
    let (ident, variant) = (container.ident(), generated_ident(&field.ident));
    quote!(#ident::#variant)
}

/// `<Metric as EnumIndex>`.
fn enum_index(container: &Container<'_>) -> TokenStream {
    let (krate, ident) = (&container.krate, container.ident());
    quote!(<#ident as #krate::EnumIndex>)
}

/// What the implementations for the enum as a value rest on.
///
/// It is over a lifetime that is not there, so that rustc does not look at it at once: for an enum that lacks `Copy` or
/// `Debug`, which `EnumIndex` asks for, only the implementation of `EnumIndex` says so.
fn bounds(container: &Container<'_>) -> TokenStream {
    let (krate, ident) = (&container.krate, container.ident());
    quote!(where for<'a> #ident: #krate::EnumIndex)
}

/// The last arm of a `match` over the variants where some are left out, for their mistakes.
fn left_out(container: &Container<'_>) -> Option<TokenStream> {
    (!container.complete).then(|| quote!(_ => loop {},))
}
