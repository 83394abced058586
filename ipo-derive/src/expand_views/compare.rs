//! `derive_ref`: traits of the view for reading, field by field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::offset;
use crate::model::{Container, Field, Stored};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    container.derive_ref.iter().filter(|name| *name != "Debug").map(|name| implementation(container, name)).collect()
}

fn implementation(container: &Container<'_>, name: &Ident) -> TokenStream {
    let (view, params) = (container.companion("Ref"), &container.params);
    let (of_impl, arguments) = (params.of_impl_for("'t"), params.arguments_for("'t"));
    let (clause, check) = (clause_with(container, name), container.check_each(container.fields.iter()));
    let fields = || container.fields.iter().enumerate();
    if name == "Eq" {
        let checks = fields().map(|(index, field)| {
            let (private, ty, seen) =
                (container.private(), seen(container, field), value(container, index, &quote!(view)));
            field.at_type(quote!(#private::total::<#ty>(&#seen);))
        });
        return quote! {
            #[automatically_derived]
            impl #of_impl ::core::cmp::Eq for #view #arguments #clause {}

            // What it promises, for each field.
            fn __total #of_impl (view: #view #arguments) #clause {
                #check
                let _ = view;
                #(#checks)*
            }
        };
    }
    let checks = fields().map(|(index, field)| {
        let (mine, theirs) = (value(container, index, &quote!(self)), value(container, index, &quote!(other)));
        let ty = seen(container, field);
        field.at_type(quote!(<#ty as ::core::cmp::PartialEq>::eq(&#mine, &#theirs)))
    });
    quote! {
        #[automatically_derived]
        impl #of_impl ::core::cmp::PartialEq for #view #arguments #clause {
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                #check
                let _ = other;
                true #(&& #checks)*
            }
        }
    }
}

/// The type of what the getter of a field gives.
fn seen(container: &Container<'_>, field: &Field<'_>) -> TokenStream {
    match &field.stored {
        Stored::With(_) => field.plain.clone(),
        _ => {
            let shared = field.shared(&container.krate);
            quote!(#shared::Ref<'_>)
        }
    }
}

/// The type's `where` clause; with parameters, also that the views of the fields have the trait.
fn clause_with(container: &Container<'_>, name: &Ident) -> TokenStream {
    let path = if name == "Debug" { quote!(::core::fmt::Debug) } else { quote!(::core::cmp::#name) };
    let kind = Ident::new("Ref", proc_macro2::Span::call_site());
    container.params.clause_with(&container.krate, &kind, &path, container.fields.iter())
}

/// What must hold for the view to have the `Debug` that [`debug`] writes.
pub(crate) fn debug_clause(container: &Container<'_>) -> TokenStream {
    match container.derive_ref.iter().find(|name| *name == "Debug") {
        Some(name) => clause_with(container, name),
        None => container.params.clause(),
    }
}

/// `Debug` of the view for reading: field by field if that is asked for, and else its place.
pub(crate) fn debug(container: &Container<'_>) -> TokenStream {
    if !container.derive_ref.iter().any(|name| name == "Debug") {
        return quote!(::core::fmt::Debug::fmt(&self.0, f));
    }
    let name = container.ident().unraw().to_string();
    let fields = container.fields.iter().enumerate().map(|(index, field)| {
        let (label, value) = (field.ident.unraw().to_string(), value(container, index, &quote!(self)));
        field.at_type(quote!(::core::fmt::DebugStruct::field(&mut text, #label, &#value);))
    });
    quote! {
        let mut text = f.debug_struct(#name);
        #(#fields)*
        text.finish()
    }
}

/// What the getter of a field gives for the view `view`.
fn value(container: &Container<'_>, index: usize, view: &TokenStream) -> TokenStream {
    let field = &container.fields[index];
    let (ty, shared, offset) = (&field.ty, field.shared(&container.krate), offset(container, index));
    // SAFETY: see `offset`.
    let seen = quote!(unsafe { #view.0.view_field::<#ty>(#offset) });
    match field.stored {
        Stored::With(_) => field.unwrapped(&quote!(#shared::load(#seen))),
        _ => seen,
    }
}
