//! From the model of a struct to its code: the views and the names of the types beside the struct, everything else in a `const _`.

mod appended;
mod parts;
mod shared;

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand_views::{accessors, slot, views};
use crate::model::{Container, doc};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident();
    let view_types = views::expand_types(
        container,
        &doc(&format!("A [`{ident}`] in a shared heap, for reading.")),
        &doc(&format!("A [`{ident}`] in a shared heap, for changing it in place.")),
    );
    let view_impls = views::expand_impls(container);
    let parts_type = parts::expand_type(container);
    let parts_impls = parts::expand_impls(container);
    let slot = slot::expand(container);
    let shared = shared::expand(container);
    let accessors = accessors::expand(container);
    let (aliases, lints, sound) = (container.aliases(), container.lints(), container.sound());
    quote! {
        #aliases
        #view_types
        #parts_type
        #lints
        const _: () = {
            #sound
            #slot
            #shared
            #view_impls
            #accessors
            #parts_impls
        };
    }
}
