//! The two views of an enum: enums themselves, to match on, with views of the fields in them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::{lints, shaped};
use crate::model::{Field, Union, Variant, doc};
use crate::respan::generated_ident;

pub(super) fn expand_types(union: &Union<'_>) -> TokenStream {
    let ident = union.ident();
    let read = doc(&format!("A [`{ident}`] in a shared heap, for reading: the variant, with views of its fields."));
    let change =
        doc(&format!("A [`{ident}`] in a shared heap: the variant, with views for changing its fields in place."));
    let read = expand_type(union, "Ref", &read);
    let change = expand_type(union, "Mut", &change);
    quote!(#read #change)
}

fn expand_type(union: &Union<'_>, kind: &str, doc: &TokenStream) -> TokenStream {
    let (vis, view, params) = (union.vis(), union.companion(kind), &union.params);
    let (declared, clause, lints) = (params.declared_for("'t"), params.clause(), lints(union));
    let forwarded = union.forwarded();
    let kind = Ident::new(kind, proc_macro2::Span::call_site());
    let variants = union.variants.iter().map(|variant| {
        let name = generated_ident(&variant.original.ident);
        let docs = variant.original.attrs.iter().filter(|attr| attr.path().is_ident("doc"));
        let types: Vec<_> = variant
            .fields
            .iter()
            .map(|field| {
                let shared = field.shared(&union.krate);
                field.at_type(quote!(#shared::#kind<'t>))
            })
            .collect();
        let shape = documented(variant, &types);
        quote!(#(#docs)* #name #shape)
    });
    // Uses the lifetime where no field does; it cannot be made, so that no `match` needs an arm for it.
    let unused = is_unused(union).then(|| {
        let used = params.used();
        quote! {
            #[doc(hidden)]
            __Unused(::core::convert::Infallible, ::core::marker::PhantomData<&'t ()>, #used),
        }
    });
    quote! {
        #doc
        #(#forwarded)*
        #lints
        #vis enum #view #declared #clause {
            #(#variants,)*
            #unused
        }
    }
}

/// The fields' types in the variant's form, with the fields' documentation.
fn documented(variant: &Variant<'_>, types: &[TokenStream]) -> TokenStream {
    let docs: Vec<TokenStream> = variant
        .fields
        .iter()
        .map(|field| {
            let docs = field.docs();
            quote!(#(#docs)*)
        })
        .collect();
    match variant.original.fields {
        syn::Fields::Named(_) => {
            let names = variant.fields.iter().map(|field| generated_ident(&field.ident));
            quote!({ #(#docs #names: #types,)* })
        }
        syn::Fields::Unnamed(_) => quote!((#(#docs #types,)*)),
        syn::Fields::Unit => TokenStream::new(),
    }
}

pub(super) fn is_unused(union: &Union<'_>) -> bool {
    union.fields().next().is_none() || !union.params.is_empty()
}

pub(super) fn expand_impls(union: &Union<'_>) -> TokenStream {
    let (view, view_mut, params) = (union.companion("Ref"), union.companion("Mut"), &union.params);
    let (of_impl, arguments, clause) = (params.of_impl_for("'t"), params.arguments_for("'t"), params.clause());
    let (krate, this, ident) = (&union.krate, union.this(), &union.original.ident);
    let shown = debug(union, &view, "Ref");
    let shown_mut = debug(union, &view_mut, "Mut");
    let compare = compare(union);
    let load = doc(&format!("Copies the value out of the heap, into a plain `{ident}`."));
    let check = union.check();
    quote! {
        #[automatically_derived]
        impl #of_impl ::core::clone::Clone for #view #arguments #clause {
            #[inline]
            fn clone(&self) -> Self {
                #check
                *self
            }
        }

        #[automatically_derived]
        impl #of_impl ::core::marker::Copy for #view #arguments #clause {}

        impl #of_impl #view #arguments #clause {
            #load
            #[inline]
            pub fn load(self) -> #this {
                #check
                <#this as #krate::Shared>::load(self)
            }
        }

        #shown
        #shown_mut
        #compare
    }
}

/// `Debug` as the derive of std would write it. Where the fields' types depend on parameters, their views must have it.
fn debug(union: &Union<'_>, view: &Ident, kind: &str) -> TokenStream {
    let params = &union.params;
    let (of_impl, arguments) = (params.of_impl_for("'t"), params.arguments_for("'t"));
    let clause = clause_with(union, kind, &quote!(::core::fmt::Debug));
    let arms = union.variants.iter().map(|variant| {
        let (pattern, names) = pattern(view, variant, "field");
        let title = variant.original.ident.unraw().to_string();
        match variant.original.fields {
            syn::Fields::Named(_) => {
                let labels = variant.fields.iter().map(|field| field.ident.unraw().to_string());
                quote!(#pattern => f.debug_struct(#title)#(.field(#labels, #names))*.finish())
            }
            syn::Fields::Unnamed(_) => quote!(#pattern => f.debug_tuple(#title)#(.field(#names))*.finish()),
            syn::Fields::Unit => quote!(#pattern => f.write_str(#title)),
        }
    });
    let unused = is_unused(union).then(|| quote!(#view::__Unused(never, ..) => match *never {},));
    let check = union.check_each(union.fields());
    quote! {
        #[automatically_derived]
        impl #of_impl ::core::fmt::Debug for #view #arguments #clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #check
                match self {
                    #(#arms,)*
                    #unused
                }
            }
        }
    }
}

/// The traits of `derive_ref` that are not there anyway.
fn compare(union: &Union<'_>) -> TokenStream {
    let (view, params) = (union.companion("Ref"), &union.params);
    let (of_impl, arguments) = (params.of_impl_for("'t"), params.arguments_for("'t"));
    let asked = |name: &str| union.derive_ref.iter().any(|asked| asked == name);
    let check = union.check_each(union.fields());
    let partial = asked("PartialEq").then(|| {
        let clause = clause_with(union, "Ref", &quote!(::core::cmp::PartialEq));
        let arms = union.variants.iter().map(|variant| {
            let ((mine, a), (theirs, b)) = (pattern(&view, variant, "mine"), pattern(&view, variant, "theirs"));
            let equal = variant.fields.iter().zip(a.iter().zip(b)).map(|(field, (a, b))| {
                let shared = field.shared(&union.krate);
                field.at_type(quote!(<#shared::Ref<'_> as ::core::cmp::PartialEq>::eq(#a, #b)))
            });
            quote!((#mine, #theirs) => true #(&& #equal)*)
        });
        quote! {
            #[automatically_derived]
            impl #of_impl ::core::cmp::PartialEq for #view #arguments #clause {
                fn eq(&self, other: &Self) -> ::core::primitive::bool {
                    #check
                    match (self, other) {
                        #(#arms,)*
                        #[allow(unreachable_patterns)]
                        _ => false,
                    }
                }
            }
        }
    });
    let eq = asked("Eq").then(|| {
        let (private, clause) = (union.private(), clause_with(union, "Ref", &quote!(::core::cmp::Eq)));
        let arms = union.variants.iter().map(|variant| {
            let (pattern, names) = pattern(&view, variant, "field");
            let total = variant.fields.iter().zip(names).map(|(field, name)| {
                let shared = field.shared(&union.krate);
                field.at_type(quote!(#private::total::<#shared::Ref<'_>>(&#name);))
            });
            quote!(#pattern => { #(#total)* })
        });
        let unused = is_unused(union).then(|| quote!(#view::__Unused(never, ..) => match never {},));
        quote! {
            #[automatically_derived]
            impl #of_impl ::core::cmp::Eq for #view #arguments #clause {}

            // What it promises, for each field.
            fn __total #of_impl (view: #view #arguments) #clause {
                #check
                match view {
                    #(#arms)*
                    #unused
                }
            }
        }
    });
    quote!(#partial #eq)
}

/// The type's `where` clause; with parameters, also that the views of the fields have the trait.
fn clause_with(union: &Union<'_>, kind: &str, bound: &TokenStream) -> TokenStream {
    union.params.clause_with(&union.krate, &Ident::new(kind, proc_macro2::Span::call_site()), bound, union.fields())
}

/// A pattern for the variant of `ty`, and the names that it binds the fields to.
pub(super) fn pattern(ty: &Ident, variant: &Variant<'_>, prefix: &str) -> (TokenStream, Vec<Ident>) {
    let name = generated_ident(&variant.original.ident);
    let name_of = |(index, field): (usize, &Field<'_>)| {
        let mut name = format_ident!("{prefix}_{index}");
        name.set_span(field.place());
        name
    };
    let names: Vec<Ident> = variant.fields.iter().enumerate().map(name_of).collect();
    let bound: Vec<TokenStream> = names.iter().map(|name| quote!(#name)).collect();
    let shape = shaped(variant, &bound);
    (quote!(#ty::#name #shape), names)
}
