//! The implementation of `EnumIndex`: what `EnumList` needs to know of the enum.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{left_out, variant};
use crate::expand_views::{offset, values};
use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private, ident) = (&container.krate, container.private(), container.ident());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let (slot, plain) = (container.slot(), container.hidden("Values"));
    let (count, names) = (container.fields.len(), container.fields.iter().map(|field| &field.name));
    let positions = positions(container);
    let variants = container.fields.iter().enumerate().map(|(index, field)| {
        let variant = variant(container, field);
        quote!(#index => ::core::option::Option::Some(#variant))
    });
    let owns = values::owns(container);
    let atomic = values::any(&container.fields, container, &quote!(ATOMIC));
    let build = values::build(container);
    let load = values::load(container, &quote!(#plain));
    let release = values::release(container);
    let value_of = value_of(container);
    let set_value_of = set_value_of(container);
    let (untyped, untyped_mut) = (untyped(container, &quote!(&)), untyped(container, &quote!(&mut)));
    // SAFETY of the implementation: `fields` is computed from the slot's struct itself, each method treats each value's slot
    // as the implementation of `Shared` for its type does, and `index` is the position of one of `COUNT` variants.
    quote! {
        #[automatically_derived]
        unsafe impl #krate::EnumIndex for #ident {
            const COUNT: ::core::primitive::usize = #count;
            const NAMES: &'static [&'static ::core::primitive::str] = &[#(#names,)*];
            const OWNS: ::core::primitive::bool = #owns;
            const ATOMIC: ::core::primitive::bool = #atomic;

            type Values = #plain;
            type ListSlot = #slot;
            type ListRef<'t> = #view<'t>;
            type ListMut<'t> = #view_mut<'t>;

            #[inline]
            fn index(self) -> ::core::primitive::usize {
                #positions
            }

            #[inline]
            fn from_index(index: ::core::primitive::usize) -> ::core::option::Option<#ident> {
                match index {
                    #(#variants,)*
                    _ => ::core::option::Option::None,
                }
            }

            fn fields() -> &'static [#private::Field] {
                #slot::FIELDS
            }

            #[inline]
            fn fingerprint() -> &'static #private::Fingerprint {
                static FINGERPRINT: #private::Fingerprint = #private::Fingerprint::new();
                &FINGERPRINT
            }

            #[inline]
            unsafe fn build_list(
                writer: &#private::Writer,
                value: &#plain,
            ) -> ::core::result::Result<#slot, #krate::Error> {
                #build
            }

            #[inline]
            fn view_list(slot: #private::SlotRef<'_, #krate::EnumList<#ident>>) -> #view<'_> {
                #view(slot)
            }

            #[inline]
            fn view_list_mut(slot: #private::SlotMut<'_, #krate::EnumList<#ident>>) -> #view_mut<'_> {
                #view_mut(slot)
            }

            #[inline]
            fn load_list(view: #view<'_>) -> #plain {
                #load
            }

            unsafe fn release_list(
                slot: #private::SlotRef<'_, #krate::EnumList<#ident>>,
                writer: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                #release
            }

            #[inline]
            fn shorten_list<'s, 'l: 's>(view: #view<'l>) -> #view<'s> {
                view
            }

            fn value_of(
                slot: #private::SlotRef<'_, #krate::EnumList<#ident>>,
                variant: #ident,
            ) -> #krate::AnyRef<'_> {
                #value_of
            }

            fn set_value_of(
                slot: #private::SlotMut<'_, #krate::EnumList<#ident>>,
                variant: #ident,
                value: #krate::Value,
            ) -> ::core::result::Result<(), #krate::Error> {
                #set_value_of
            }

            fn untyped(values: &#plain, variant: #ident) -> ::core::option::Option<&#krate::Value> {
                #untyped
            }

            fn untyped_mut(values: &mut #plain, variant: #ident) -> ::core::option::Option<&mut #krate::Value> {
                #untyped_mut
            }
        }
    }
}

/// A reference to the plain value of the variant `variant`, if that has no type.
fn untyped(container: &Container<'_>, reference: &TokenStream) -> TokenStream {
    let arms = container.fields.iter().map(|field| {
        let (variant, member) = (variant(container, field), &field.member);
        let value = if field.typed {
            quote!(::core::option::Option::None)
        } else {
            quote!(::core::option::Option::Some(#reference values.#member))
        };
        quote!(#variant => #value,)
    });
    let left_out = left_out(container);
    quote! {
        match variant {
            #(#arms)*
            #left_out
        }
    }
}

/// The position of `self`: its number in Rust, for `input` has checked the explicit ones.
fn positions(container: &Container<'_>) -> TokenStream {
    if container.complete {
        return quote!(self as ::core::primitive::usize);
    }
    // An enum with data has no such number.
    quote!(loop {})
}

fn value_of(container: &Container<'_>) -> TokenStream {
    each_variant(container, &Ident::new("typed_value", container.ident().span()), "untyped_value", &TokenStream::new())
}

fn set_value_of(container: &Container<'_>) -> TokenStream {
    each_variant(
        container,
        &Ident::new("set_typed_value", container.ident().span()),
        "set_untyped_value",
        &quote!(, value),
    )
}

/// Calls a function for the slot of the variant `variant`.
fn each_variant(container: &Container<'_>, typed: &Ident, untyped: &str, more: &TokenStream) -> TokenStream {
    let private = container.private();
    let untyped = Ident::new(untyped, container.ident().span());
    let arms = container.fields.iter().enumerate().map(|(index, field)| {
        let (ty, offset, variant) = (&field.ty, offset(container, index), variant(container, field));
        let shared = field.shared(&container.krate);
        let function = if field.typed { quote!(#typed::<#ty>) } else { quote!(#untyped) };
        // The constant is there for a type that is not a shared one: rustc says of it what it says elsewhere, and no more.
        // SAFETY of `field`: see `offset`.
        field.at_type(quote! {
            #variant => {
                let _ = #shared::OWNS;
                #private::#function(unsafe { slot.field::<#ty>(#offset) } #more)
            }
        })
    });
    let left_out = left_out(container);
    quote! {
        match variant {
            #(#arms)*
            #left_out
        }
    }
}
