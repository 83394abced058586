//! A slot from a plain value and back: field by field what the fields' own implementations of `Shared` do.

use proc_macro2::TokenStream;
use quote::quote;

use super::offset;
use crate::model::{Container, Field, Head, Left};

/// Whether a value can own blocks.
pub(crate) fn owns(container: &Container<'_>) -> TokenStream {
    any(&container.fields, container, &quote!(OWNS))
}

/// Whether a constant of `Shared` is true of one of the fields' types.
pub(crate) fn any<'a>(
    fields: impl IntoIterator<Item = &'a Field<'a>>,
    head: &Head<'_>,
    constant: &TokenStream,
) -> TokenStream {
    let each = fields.into_iter().map(|field| {
        let shared = field.shared(&head.krate);
        field.at_type(quote!(#shared::#constant))
    });
    quote!(false #(|| #each)*)
}

/// The slot for the plain struct `value`.
///
/// It is filled field by field, and not by a struct expression: at the start of one, rustc looks at the types of all
/// fields, and where one is not a shared type, it would say so there once more, at the derive.
pub(crate) fn build(container: &Container<'_>) -> TokenStream {
    let (slot, arguments) = (container.slot(), container.params.turbofish());
    let place = |field: &Field<'_>| {
        let member = &field.member;
        quote!(value.#member)
    };
    let fields = fill(&container.fields, container, &place);
    let unused = container.fields.is_empty().then(|| quote!(let _ = (writer, value, place);));
    let check = container.check();
    // SAFETY of `assume_init`: every field is written, but the last, which has no bytes.
    quote! {
        #check
        let mut slot = ::core::mem::MaybeUninit::<#slot #arguments>::uninit();
        let place = slot.as_mut_ptr();
        #unused
        #fields
        ::core::result::Result::Ok(unsafe { slot.assume_init() })
    }
}

/// Writes the slot of each field, for the value at `value`, to the place that `place` points to.
pub(crate) fn fill(fields: &[Field<'_>], head: &Head<'_>, value: &dyn Fn(&Field<'_>) -> TokenStream) -> TokenStream {
    fields
        .iter()
        .map(|field| {
            let member = &field.slot_member;
            // SAFETY: a place in the slot that `place` points to, which is ours.
            let place = quote!(unsafe { &raw mut (*place).#member });
            field.at_type(field.build(&head.krate, &value(field), &place))
        })
        .collect()
}

/// The plain struct `plain` from the view `view`.
pub(crate) fn load(container: &Container<'_>, plain: &TokenStream) -> TokenStream {
    if !container.complete {
        // The derive has failed, and without all fields no value can be made: this is only to have a type.
        let mistakes = &container.mistakes;
        return quote!(#mistakes loop {});
    }
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (member, shared, offset) = (&field.member, field.shared(&container.krate), offset(container, index));
        // SAFETY: see `offset`.
        let loaded = field.unwrapped(&quote!(unsafe { #shared::load_at(view.0, #offset) }));
        field.at_type(quote!(#member: #loaded))
    });
    let left = defaults(&container.left);
    let unused = container.fields.is_empty().then(|| quote!(let _ = view;));
    quote! {
        #unused
        #plain {
            #(#fields,)*
            #left
        }
    }
}

/// The fields that are not in the heap, for a struct expression.
pub(crate) fn defaults(left: &[Left]) -> TokenStream {
    left.iter()
        .map(|left| {
            let (member, value) = (&left.member, left.default.value(&left.ty));
            quote!(#member: #value,)
        })
        .collect()
}

/// Frees what the slot `slot` owns.
pub(crate) fn release(container: &Container<'_>) -> TokenStream {
    let each = release_each(&container.fields, container, &|index| offset(container, index));
    let unused = container.fields.is_empty().then(|| quote!(let _ = (slot, writer);));
    quote! {
        #unused
        #each
        ::core::result::Result::Ok(())
    }
}

/// Frees what the fields own, each at its offset in the slot `slot`.
pub(crate) fn release_each(
    fields: &[Field<'_>],
    head: &Head<'_>,
    offset: &dyn Fn(usize) -> TokenStream,
) -> TokenStream {
    fields
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let (shared, offset) = (field.shared(&head.krate), offset(index));
            // SAFETY: see `offset`; `release`'s contract is that of the function that this code is part of.
            field.at_type(quote!(unsafe { #shared::release_at(slot, #offset, writer) }?;))
        })
        .collect()
}
