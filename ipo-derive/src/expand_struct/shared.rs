//! The implementation of `Shared`: field by field what the fields' own implementations do.

use proc_macro2::TokenStream;
use quote::quote;

use super::offset;
use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (krate, private) = (&container.krate, container.private());
    let (ident, slot, name) = (container.ident(), container.slot(), &container.name);
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let owns = container.fields.iter().map(|field| {
        let shared = field.shared(krate);
        field.at_type(quote!(#shared::OWNS))
    });
    let schema = schema(container);
    let build = build(container);
    let load = load(container);
    let release = release(container);
    // SAFETY of the implementation: `schema` is computed from the slot's struct itself, and each method treats each
    // field's slot as the implementation for that field's type does.
    quote! {
        static __FINGERPRINT: #private::Fingerprint = #private::Fingerprint::new();

        #[automatically_derived]
        unsafe impl #krate::Shared for #ident {
            type Slot = #slot;
            type Arg<'a> = &'a #ident;
            type Ref<'t> = #view<'t>;
            type Mut<'t> = #view_mut<'t>;
            type Set = ::core::result::Result<(), #krate::Error>;

            const NAME: &'static ::core::primitive::str = #name;
            const OWNS: ::core::primitive::bool = false #(|| #owns)*;

            fn schema() -> &'static #private::Schema {
                #schema
            }

            #[inline]
            fn deep() -> ::core::primitive::u64 {
                __FINGERPRINT.get(<#ident as #krate::Shared>::schema)
            }

            #[inline]
            fn deep_hint() -> ::core::primitive::u64 {
                __FINGERPRINT.peek()
            }

            #[inline]
            fn to_arg(&self) -> &#ident {
                self
            }

            #[inline]
            fn build(
                writer: &#private::Writer,
                value: &#ident,
            ) -> ::core::result::Result<#slot, #krate::Error> {
                #build
            }

            #[inline]
            fn view(slot: #private::SlotRef<'_, #ident>) -> #view<'_> {
                #view(slot)
            }

            #[inline]
            fn view_mut(slot: #private::SlotMut<'_, #ident>) -> #view_mut<'_> {
                #view_mut(slot)
            }

            #[inline]
            fn load(view: #view<'_>) -> #ident {
                #load
            }

            fn release(
                slot: #private::SlotRef<'_, #ident>,
                writer: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                #release
            }

            #[inline]
            fn shorten<'s, 'l: 's>(view: #view<'l>) -> #view<'s> {
                view
            }
        }
    }
}

fn schema(container: &Container<'_>) -> TokenStream {
    let (private, slot, name, ident) =
        (container.private(), container.slot(), &container.name, container.ident());
    quote! {
        static SCHEMA: #private::Schema = #private::Schema::new::<#ident>(
            #name,
            ::core::mem::size_of::<#slot>(),
            ::core::mem::align_of::<#slot>(),
            #private::Kind::Struct(#slot::FIELDS),
        );
        &SCHEMA
    }
}

/// The slot is filled field by field, and not by a struct expression: at the start of one, rustc looks at the types of all
/// fields, and where one is not a shared type, it would say so there once more, at the derive.
fn build(container: &Container<'_>) -> TokenStream {
    let slot = container.slot();
    let fields = container.fields.iter().map(|field| {
        let (member, shared) = (&field.member, field.shared(&container.krate));
        // SAFETY: the place is the field of `slot`, aligned and ours.
        field.at_type(quote! {
            let field = #shared::build(writer, #shared::to_arg(&value.#member))?;
            unsafe { (&raw mut (*place).#member).write(field) };
        })
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = (writer, value, place);));
    // SAFETY of `assume_init`: every field is written, but the last, which has no bytes.
    quote! {
        let mut slot = ::core::mem::MaybeUninit::<#slot>::uninit();
        let place = slot.as_mut_ptr();
        #unused
        #(#fields)*
        ::core::result::Result::Ok(unsafe { slot.assume_init() })
    }
}

fn load(container: &Container<'_>) -> TokenStream {
    if !container.complete {
        // The derive has failed, and without all fields no value can be made: this is only to have a type.
        return quote!(loop {});
    }
    let ident = container.ident();
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (member, ty, shared) = (&field.member, &field.ty, field.shared(&container.krate));
        let offset = offset(container, index);
        // SAFETY of `field`: see `offset`.
        field.at_type(quote!(#member: #shared::load(#shared::view(unsafe { view.0.field::<#ty>(#offset) }))))
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = view;));
    quote! {
        #unused
        #ident {
            #(#fields,)*
        }
    }
}

fn release(container: &Container<'_>) -> TokenStream {
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (ty, shared) = (&field.ty, field.shared(&container.krate));
        let offset = offset(container, index);
        // SAFETY of `field`: see `offset`.
        field.at_type(quote! {
            if #shared::OWNS {
                #shared::release(unsafe { slot.field::<#ty>(#offset) }, writer)?;
            }
        })
    });
    let unused = container.fields.is_empty().then(|| quote!(let _ = (slot, writer);));
    quote! {
        #unused
        #(#fields)*
        ::core::result::Result::Ok(())
    }
}
