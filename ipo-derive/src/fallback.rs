//! What a derive emits where no model could be made: the names that other code refers to, with nothing behind them.
//!
//! The one error about the type then stands alone, without twenty about missing names and traits.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Generics, Path, WherePredicate, parse_quote};

use crate::attr::ContainerAttrs;
use crate::errors::Errors;
use crate::model::companion;
use crate::respan::{generated_ident, generated_tokens};

/// What both kinds of types have.
struct Stub {
    krate: Path,
    this: TokenStream,
    params: Params,
    /// The views, with `Copy` for the one that has it.
    views: TokenStream,
    view: Ident,
    view_mut: Ident,
}

/// The parameters of the views: those of the type, without its lifetimes and without bounds.
struct Params {
    declared: TokenStream,
    names: TokenStream,
    /// A type that uses them all.
    used: TokenStream,
}

impl Params {
    fn new(generics: &Generics) -> Params {
        let types: Vec<&Ident> = generics.type_params().map(|param| &param.ident).collect();
        let consts: Vec<&Ident> = generics.const_params().map(|param| &param.ident).collect();
        let const_types = generics.const_params().map(|param| &param.ty);
        Params {
            declared: quote!(#(, #types)* #(, const #consts: #const_types)*),
            names: quote!(#(, #types)* #(, #consts)*),
            used: quote!(::core::marker::PhantomData<(&'t mut (), #(fn() -> #types,)*)>),
        }
    }
}

impl Stub {
    fn new(input: &DeriveInput) -> Stub {
        // Mistakes in the attributes are reported by the first reading.
        let attrs = ContainerAttrs::of_struct(&input.attrs, &mut Errors::default());
        let vis = generated_tokens(&input.vis);
        let ident = generated_ident(&input.ident);
        let (_, ty_generics, _) = input.generics.split_for_impl();
        let (view, view_mut) = (companion(&input.ident, "Ref"), companion(&input.ident, "Mut"));
        let params = Params::new(&input.generics);
        let Params { declared, names, used } = &params;
        let views = quote! {
            /// Not generated: see the error.
            #vis struct #view<'t #declared>(#used);

            /// Not generated: see the error.
            #vis struct #view_mut<'t #declared>(#used);

            #[automatically_derived]
            impl<'t #declared> ::core::clone::Clone for #view<'t #names> {
                fn clone(&self) -> Self {
                    loop {}
                }
            }

            #[automatically_derived]
            impl<'t #declared> ::core::marker::Copy for #view<'t #names> {}
        };
        Stub {
            krate: attrs.krate.unwrap_or_else(|| parse_quote!(::ipo)),
            this: quote!(#ident #ty_generics),
            params,
            views,
            view,
            view_mut,
        }
    }
}

/// The stub of a struct.
pub(crate) fn expand_struct(input: &DeriveInput) -> TokenStream {
    let Stub { krate, this, params: Params { declared, names, used }, views, view, view_mut } = Stub::new(input);
    let (vis, parts) = (generated_tokens(&input.vis), companion(&input.ident, "Parts"));
    // Over a lifetime that is not there, so that rustc asks for a size only where the implementation is used.
    let generics =
        with(&input.generics, &[parse_quote!(#this: 'static), parse_quote!(for<'__a> #this: ::core::marker::Sized)]);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let types = quote! {
        type Arg<'__a> = &'__a #this;
        type Ref<'__t> = #view<'__t #names>;
        type Mut<'__t> = #view_mut<'__t #names>;
        type Set = ::core::result::Result<(), #krate::Error>;
    };
    let to_arg = quote!(self);
    let shared = shared(&krate, &types, &to_arg);
    quote! {
        #views

        /// Not generated: see the error.
        #vis struct #parts<'t #declared>(#used);

        const _: () = {
            #[automatically_derived]
            unsafe impl #impl_generics #krate::Shared for #this #where_clause {
                #shared
            }
        };
    }
}

/// The stub of an enum.
pub(crate) fn expand_index(input: &DeriveInput) -> TokenStream {
    let Stub { krate, this, params: Params { names, .. }, views, view, view_mut } = Stub::new(input);
    // Over a lifetime that is not there, so that rustc asks for them only where the implementation is used.
    let generics = with(
        &input.generics,
        &[
            parse_quote!(for<'__a> #this: ::core::marker::Copy),
            parse_quote!(for<'__a> #this: ::core::fmt::Debug),
            parse_quote!(#this: 'static),
        ],
    );
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let types = quote! {
        type Arg<'__a> = #this;
        type Ref<'__t> = #this;
        type Mut<'__t> = #krate::ScalarMut<'__t, #this>;
        type Set = ();
    };
    let to_arg = quote!(*self);
    let shared = shared(&krate, &types, &to_arg);
    let views_of_lists = quote! {
        type ListRef<'__t> = #view<'__t #names>;
        type ListMut<'__t> = #view_mut<'__t #names>;
    };
    let index = index(&krate, &views_of_lists);
    quote! {
        #views

        const _: () = {
            #[automatically_derived]
            unsafe impl #impl_generics #krate::Shared for #this #where_clause {
                #shared
            }

            #[automatically_derived]
            unsafe impl #impl_generics #krate::EnumIndex for #this #where_clause {
                #index
            }
        };
    }
}

fn with(generics: &Generics, predicates: &[WherePredicate]) -> Generics {
    let mut generics = generics.clone();
    generics.make_where_clause().predicates.extend(predicates.iter().cloned());
    generics
}

/// The items of an implementation of `Shared`, those that differ aside.
fn shared(krate: &Path, types: &TokenStream, to_arg: &TokenStream) -> TokenStream {
    let private = quote!(#krate::__private);
    quote! {
        type Slot = ();
        #types
        const NAME: &'static ::core::primitive::str = "";
        const OWNS: ::core::primitive::bool = false;
        fn schema() -> &'static #private::Schema {
            loop {}
        }
        fn to_arg(&self) -> Self::Arg<'_> {
            #to_arg
        }
        unsafe fn build(_: &#private::Writer, _: Self::Arg<'_>) -> ::core::result::Result<(), #krate::Error> {
            loop {}
        }
        fn view(_: #private::SlotRef<'_, Self>) -> Self::Ref<'_> {
            loop {}
        }
        fn view_mut(_: #private::SlotMut<'_, Self>) -> Self::Mut<'_> {
            loop {}
        }
        fn load(_: Self::Ref<'_>) -> Self {
            loop {}
        }
        unsafe fn release(
            _: #private::SlotRef<'_, Self>,
            _: &#private::Writer,
        ) -> ::core::result::Result<(), #krate::Error> {
            loop {}
        }
        fn shorten<'__s, '__l: '__s>(view: Self::Ref<'__l>) -> Self::Ref<'__s> {
            view
        }
    }
}

/// The items of an implementation of `EnumIndex`.
fn index(krate: &Path, types: &TokenStream) -> TokenStream {
    let private = quote!(#krate::__private);
    quote! {
        const COUNT: ::core::primitive::usize = 0;
        const NAMES: &'static [&'static ::core::primitive::str] = &[];
        const OWNS: ::core::primitive::bool = false;
        const ATOMIC: ::core::primitive::bool = false;
        type Values = ();
        type ListSlot = ();
        #types
        fn index(self) -> ::core::primitive::usize {
            loop {}
        }
        fn from_index(_: ::core::primitive::usize) -> ::core::option::Option<Self> {
            loop {}
        }
        fn fields() -> &'static [#private::Field] {
            loop {}
        }
        fn fingerprint() -> &'static #private::Fingerprint {
            loop {}
        }
        unsafe fn build_list(_: &#private::Writer, _: &()) -> ::core::result::Result<(), #krate::Error> {
            loop {}
        }
        fn view_list(_: #private::SlotRef<'_, #krate::EnumList<Self>>) -> Self::ListRef<'_> {
            loop {}
        }
        fn view_list_mut(_: #private::SlotMut<'_, #krate::EnumList<Self>>) -> Self::ListMut<'_> {
            loop {}
        }
        fn load_list(_: Self::ListRef<'_>) {
            loop {}
        }
        unsafe fn release_list(
            _: #private::SlotRef<'_, #krate::EnumList<Self>>,
            _: &#private::Writer,
        ) -> ::core::result::Result<(), #krate::Error> {
            loop {}
        }
        fn shorten_list<'__s, '__l: '__s>(view: Self::ListRef<'__l>) -> Self::ListRef<'__s> {
            view
        }
        fn value_of(_: #private::SlotRef<'_, #krate::EnumList<Self>>, _: Self) -> #krate::AnyRef<'_> {
            loop {}
        }
        fn set_value_of(
            _: #private::SlotMut<'_, #krate::EnumList<Self>>,
            _: Self,
            _: #krate::Value,
        ) -> ::core::result::Result<(), #krate::Error> {
            loop {}
        }
        fn untyped(_: &(), _: Self) -> ::core::option::Option<&#krate::Value> {
            loop {}
        }
        fn untyped_mut(_: &mut (), _: Self) -> ::core::option::Option<&mut #krate::Value> {
            loop {}
        }
    }
}
