//! The enum as a key of maps, its position in four bytes, and of trees, in the order of the positions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bounds, enum_index};
use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private) = (&container.krate, container.private());
    let (ident, index) = (container.ident(), enum_index(container));
    let bounds = bounds(container);
    // What the traits ask for; an enum that is no key need not have it. Not by the names of std's traits: where they are missing,
    // these say what they are for, in one message.
    let equal = quote!(#bounds, for<'a> #ident: #private::KeyTraits);
    let ordered = quote!(#bounds, for<'a> #ident: #private::OrdKeyTraits);
    let bytes = quote!(#private::Vec<::core::primitive::u8>);
    quote! {
        #[automatically_derived]
        impl #krate::Key for #ident
        #equal
        {
            fn encode_arg(arg: &#ident, out: &mut #bytes) {
                #private::encode_variant(#index::index(*arg), out);
            }

            fn encode_slot(slot: #private::SlotRef<'_, #ident>, out: &mut #bytes) {
                #private::encode_variant(#index::index(#private::decode_variant(slot)), out);
            }

            #[inline]
            fn matches(slot: #private::SlotRef<'_, #ident>, arg: &#ident) -> ::core::primitive::bool {
                #index::index(#private::decode_variant(slot)) == #index::index(*arg)
            }

            #[inline]
            fn hash_arg(arg: &#ident, hasher: &#krate::KeyHasher) -> ::core::primitive::u64 {
                hasher.hash(&(#index::index(*arg) as ::core::primitive::u32).to_le_bytes())
            }

            #[inline]
            fn hash_slot(slot: #private::SlotRef<'_, #ident>, hasher: &#krate::KeyHasher) -> ::core::primitive::u64 {
                <#ident as #krate::Key>::hash_arg(&#private::decode_variant(slot), hasher)
            }
        }

        #[automatically_derived]
        impl #krate::OrdKey for #ident
        #ordered
        {
            #[inline]
            fn order(slot: #private::SlotRef<'_, #ident>, arg: &#ident) -> ::core::cmp::Ordering {
                <#ident as #krate::OrdKey>::order_args(&#private::decode_variant(slot), arg)
            }

            #[inline]
            fn order_slots(
                a: #private::SlotRef<'_, #ident>,
                b: #private::SlotRef<'_, #ident>,
            ) -> ::core::cmp::Ordering {
                <#ident as #krate::OrdKey>::order_args(&#private::decode_variant(a), &#private::decode_variant(b))
            }

            #[inline]
            fn order_args(a: &#ident, b: &#ident) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(&#index::index(*a), &#index::index(*b))
            }
        }
    }
}
