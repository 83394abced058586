//! The implementation of `Shared` for an enum with data.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::views::pattern;
use super::{made, variant_slot};
use crate::expand_views::{offset_name, values};
use crate::model::{Field, Union, Variant, number};
use crate::respan::generated_ident;

pub(super) fn expand(union: &Union<'_>) -> TokenStream {
    let (krate, private, params) = (&union.krate, union.private(), &union.params);
    let (this, name) = (union.this(), &union.name);
    let (of_impl, arguments, clause) = (params.of_impl(), params.arguments(), params.clause());
    let slot = union.hidden("Slot");
    let slot = quote!(#slot #arguments);
    let (view, view_mut) = (union.companion("Ref"), union.companion("Mut"));
    let (view_short, view_t) = (params.arguments_for("'_"), params.arguments_for("'t"));
    let (view_s, view_l) = (params.arguments_for("'s"), params.arguments_for("'l"));
    let any = |constant: TokenStream| values::any(union.fields(), union, &constant);
    let (owns, atomic) = (any(quote!(OWNS)), any(quote!(ATOMIC)));
    let (schema, build, load, release) = (schema(union), build(union), load(union), release(union));
    let read = viewed(union, "Ref", &|ty, offset| quote!(unsafe { slot.view_field::<#ty>(#offset) }));
    let change = viewed(union, "Mut", &|ty, offset| quote!(unsafe { slot.view_part::<#ty>(#offset) }));
    let (number, shorten, check) = (number(union.variants.len()), shorten(union), union.check());
    // SAFETY of the implementation: `schema` is computed from the slot's struct itself, each method looks at the number of
    // the variant first, and treats each slot of that variant as the implementation for the field's type does. The slots of
    // one variant do not overlap, and each is taken once.
    quote! {
        #[automatically_derived]
        unsafe impl #of_impl #krate::Shared for #this #clause {
            type Slot = #slot;
            type Arg<'a> = &'a #this;
            type Ref<'t> = #view #view_t;
            type Mut<'t> = #view_mut #view_t;
            type Set = ::core::result::Result<(), #krate::Error>;

            const NAME: &'static ::core::primitive::str = #name;
            const OWNS: ::core::primitive::bool = #owns;
            const ATOMIC: ::core::primitive::bool = #atomic;

            #schema

            #[inline]
            fn to_arg(&self) -> &#this {
                self
            }

            unsafe fn build(
                writer: &#private::Writer,
                value: &#this,
            ) -> ::core::result::Result<#slot, #krate::Error> {
                #check
                #build
            }

            #[inline]
            fn view(slot: #private::SlotRef<'_, #this>) -> #view #view_short {
                #check
                match <#number as #krate::Shared>::view(unsafe { slot.field::<#number>(0) }) {
                    #read
                    _ => #private::no_variant(slot),
                }
            }

            #[inline]
            fn view_mut(slot: #private::SlotMut<'_, #this>) -> #view_mut #view_short {
                #check
                match <#number as #krate::Shared>::view(unsafe { #private::SlotMut::as_ref(&slot).field::<#number>(0) }) {
                    #change
                    _ => #private::no_variant(#private::SlotMut::as_ref(&slot)),
                }
            }

            fn load(view: #view #view_short) -> #this {
                #check
                #load
            }

            unsafe fn release(
                slot: #private::SlotRef<'_, #this>,
                writer: &#private::Writer,
            ) -> ::core::result::Result<(), #krate::Error> {
                match <#number as #krate::Shared>::view(unsafe { slot.field::<#number>(0) }) {
                    #release
                    _ => return ::core::result::Result::Err(#private::no_variant_error(slot)),
                }
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn shorten<'s, 'l: 's>(view: #view #view_l) -> #view #view_s {
                #check
                #shorten
            }
        }
    }
}

fn schema(union: &Union<'_>) -> TokenStream {
    let (private, slot, name) = (union.private(), union.hidden("Slot"), &union.name);
    let turbofish = union.params.turbofish();
    quote! {
        fn schema() -> &'static #private::Schema {
            const {
                &#private::Schema::new::<Self>(
                    #name,
                    ::core::mem::size_of::<#slot #turbofish>(),
                    ::core::mem::align_of::<#slot #turbofish>(),
                    #private::Kind::Tagged {
                        offset: #slot #turbofish::DATA,
                        variants: #slot #turbofish::VARIANTS,
                    },
                )
            }
        }
    }
}

/// Where a field of a variant lies in the enum's slot.
fn offset(union: &Union<'_>, variant: &Variant<'_>, index: usize) -> TokenStream {
    let (slot, fields, turbofish) = (union.hidden("Slot"), variant_slot(union, variant), union.params.turbofish());
    let name = offset_name(index);
    quote!(#slot #turbofish::DATA + #fields #turbofish::#name)
}

/// An arm for each variant, by its number.
fn arms(union: &Union<'_>, arm: &dyn Fn(&Variant<'_>) -> TokenStream) -> TokenStream {
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let (index, code) = (proc_macro2::Literal::usize_unsuffixed(index), arm(variant));
        quote!(#index => #code)
    });
    quote!(#(#arms)*)
}

/// The variant of the view `kind` with the views of its fields, by its number.
fn viewed(union: &Union<'_>, kind: &str, view: &dyn Fn(&TokenStream, &TokenStream) -> TokenStream) -> TokenStream {
    let ty = union.companion(kind);
    arms(union, &|variant| {
        let views: Vec<TokenStream> = variant
            .fields
            .iter()
            .enumerate()
            .map(|(index, field)| field.at_type(view(&field.ty, &offset(union, variant, index))))
            .collect();
        let made = made(variant, &ty, &views);
        quote!(#made,)
    })
}

fn build(union: &Union<'_>) -> TokenStream {
    if !union.complete {
        return quote!(loop {});
    }
    let (ident, slot, turbofish) = (union.ident(), union.hidden("Slot"), union.params.turbofish());
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let name = generated_ident(&variant.original.ident);
        let (number, member) = (proc_macro2::Literal::usize_unsuffixed(index), format_ident!("variant_{index}"));
        let members = variant.fields.iter().map(|field| &field.member);
        let binding = |at: usize| format_ident!("field_{at}");
        let bindings = (0..variant.fields.len()).map(binding);
        let position = |field: &Field<'_>| {
            let at = variant.fields.iter().position(|other| std::ptr::eq(other, field)).unwrap_or_default();
            let name: Ident = binding(at);
            quote!((*#name))
        };
        let fields = values::fill(&variant.fields, union, &position);
        // SAFETY: the pointers are into the slot that is being made.
        quote! {
            #ident::#name { #(#members: #bindings,)* .. } => {
                let place = unsafe {
                    (&raw mut (*whole).number).write(#number);
                    &raw mut (*whole).data.#member
                };
                let _ = place;
                #fields
            }
        }
    });
    // SAFETY of `assume_init`: any bytes are a slot, and these were zeroed.
    quote! {
        let mut slot = ::core::mem::MaybeUninit::<#slot #turbofish>::zeroed();
        let whole = slot.as_mut_ptr();
        let _ = writer;
        match value {
            #(#arms)*
        }
        ::core::result::Result::Ok(unsafe { slot.assume_init() })
    }
}

fn load(union: &Union<'_>) -> TokenStream {
    if !union.complete {
        return quote!(loop {});
    }
    let (ident, view) = (union.ident(), union.companion("Ref"));
    let arms = union.variants.iter().map(|variant| {
        let (pattern, names) = pattern(&view, variant, "field");
        let name = generated_ident(&variant.original.ident);
        let fields = variant.fields.iter().zip(&names).map(|(field, value)| {
            let shared = field.shared(&union.krate);
            let (member, loaded) = (&field.member, field.unwrapped(&quote!(#shared::load(#value))));
            field.at_type(quote!(#member: #loaded))
        });
        let left = values::defaults(&variant.left);
        quote!(#pattern => #ident::#name { #(#fields,)* #left })
    });
    let unused = super::views::is_unused(union).then(|| quote!(#view::__Unused(never, ..) => match never {},));
    quote! {
        match view {
            #(#arms,)*
            #unused
        }
    }
}

/// The view with each field's view shortened: none of them is known to be covariant.
fn shorten(union: &Union<'_>) -> TokenStream {
    let view = union.companion("Ref");
    let arms = union.variants.iter().map(|variant| {
        let (pattern, names) = pattern(&view, variant, "field");
        let shorter: Vec<TokenStream> = variant
            .fields
            .iter()
            .zip(&names)
            .map(|(field, name)| {
                let shared = field.shared(&union.krate);
                field.at_type(quote!(#shared::shorten(#name)))
            })
            .collect();
        let made = made(variant, &view, &shorter);
        quote!(#pattern => #made)
    });
    let unused = super::views::is_unused(union).then(|| quote!(#view::__Unused(never, ..) => match never {},));
    quote! {
        match view {
            #(#arms,)*
            #unused
        }
    }
}

fn release(union: &Union<'_>) -> TokenStream {
    arms(union, &|variant| {
        let each = values::release_each(&variant.fields, union, &|index| offset(union, variant, index));
        quote!({ let _ = (&slot, writer); #each })
    })
}
