//! Fields with a default, at the end of a struct: what they are where an older program stored none.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> Option<TokenStream> {
    container.fields.iter().any(|field| field.default.is_some()).then(|| {
        let (krate, private, slot) = (&container.krate, container.private(), container.slot());
        let arguments = container.params.arguments();
        let fields = container.fields.iter().enumerate().filter_map(|(index, field)| {
            let value = field.default.as_ref()?.value(&field.plain);
            let (member, plain) = (&field.slot_member, &field.plain);
            // SAFETY: the place is a field of the slot, by the caller.
            let built = field.build(&container.krate, &quote!(value), &quote!(unsafe { &raw mut (*place).#member }));
            let typed = field.at_type(quote!(let value: #plain));
            let written = field.at_type(built);
            Some(quote! {
                if #index >= from {
                    #typed = #value;
                    #written
                }
            })
        });
        // SAFETY: by the caller, as the trait says.
        quote! {
            unsafe fn append(
                writer: &#private::Writer,
                place: *mut #slot #arguments,
                from: ::core::primitive::usize,
            ) -> ::core::result::Result<(), #krate::Error> {
                #(#fields)*
                ::core::result::Result::Ok(())
            }
        }
    })
}
