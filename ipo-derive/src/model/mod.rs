//! What a derive works from: the user's type, checked, with its attributes read.

mod alias;
mod field;
mod params;

use std::ops::Deref;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Member, Meta, Path};

pub(crate) use alias::Alias;
pub(crate) use field::{DefaultValue, Field, Left, Stored};
pub(crate) use params::Params;

use crate::respan::{generated, generated_ident, generated_tokens};

/// The methods that the views of every enum's list have: no accessor may take their names.
pub(crate) const LIST_METHODS: &[&str] =
    &["as_ref", "get", "get_mut", "is_empty", "iter", "len", "load", "reborrow", "set", "set_value", "store", "value"];

/// What every derived type has.
pub(crate) struct Head<'a> {
    pub original: &'a DeriveInput,
    /// The crate `ipo`, as the generated code reaches it.
    pub krate: Path,
    /// The type's name in the heap.
    pub name: String,
    /// The type's parameters.
    pub params: Params,
    /// The traits that the view for reading is to have, field by field.
    pub derive_ref: Vec<Ident>,
    /// What the fields' types are called.
    pub aliases: Vec<Alias<'a>>,
    /// Mistakes that are told in generated functions.
    pub mistakes: Option<TokenStream>,
    /// Whether generated functions may not do anything, for rustc would go round in circles.
    pub endless: bool,
}

/// A struct, or an enum together with the list that it indexes.
pub(crate) struct Container<'a> {
    pub head: Head<'a>,
    /// What lies in the slot: the fields of a struct, the values of an enum's variants.
    pub fields: Vec<Field<'a>>,
    /// The fields that are not in the slot, and have a default when the struct is loaded.
    pub left: Vec<Left>,
    /// Whether every field of the original is in `fields` or `left`: those with a mistake are left out.
    pub complete: bool,
}

/// An enum whose variants hold data.
pub(crate) struct Union<'a> {
    pub head: Head<'a>,
    pub variants: Vec<Variant<'a>>,
    /// Whether every variant of the original is in `variants`, with all its fields.
    pub complete: bool,
}

/// A variant of such an enum.
pub(crate) struct Variant<'a> {
    pub original: &'a syn::Variant,
    /// Its name in the heap.
    pub name: String,
    pub fields: Vec<Field<'a>>,
    pub left: Vec<Left>,
}

impl<'a> Deref for Container<'a> {
    type Target = Head<'a>;

    fn deref(&self) -> &Head<'a> {
        &self.head
    }
}

impl<'a> Deref for Union<'a> {
    type Target = Head<'a>;

    fn deref(&self) -> &Head<'a> {
        &self.head
    }
}

impl Container<'_> {
    /// The type that the views are views of.
    pub(crate) fn viewed(&self) -> TokenStream {
        let (krate, this) = (&self.krate, self.this());
        match self.original.data {
            Data::Enum(_) => quote!(#krate::EnumList<#this>),
            _ => this,
        }
    }

    /// The same for documentation.
    pub(crate) fn viewed_name(&self) -> String {
        let ident = &self.original.ident;
        match self.original.data {
            Data::Enum(_) => format!("EnumList<{ident}>"),
            _ => ident.to_string(),
        }
    }

    /// The struct of the value's bytes: named so that no field's type can mean it.
    pub(crate) fn slot(&self) -> Ident {
        self.hidden("Slot")
    }

    /// Whether the fields have no names. Without fields, everything is generated as for a struct with braces.
    pub(crate) fn is_tuple(&self) -> bool {
        self.fields.first().is_some_and(|field| matches!(field.member, Member::Unnamed(_)))
    }

    /// Whether an accessor has this name, so that the views' own method of that name is left out.
    pub(crate) fn has_accessor(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.methods().iter().any(|(method, _)| method.unraw() == name))
    }

    /// What functions begin with: see [`Head::check`].
    pub(crate) fn check(&self) -> TokenStream {
        self.head.stop().unwrap_or_else(|| self.check_const())
    }

    /// The same for constants.
    pub(crate) fn check_const(&self) -> TokenStream {
        self.mistakes.clone().unwrap_or_else(|| self.head.check(self.fields.iter()))
    }

    /// The same for an accessor of one field. With parameters, what it returns says as much.
    pub(crate) fn check_of(&self, field: &Field<'_>) -> TokenStream {
        match self.params.is_empty() {
            true => self.head.check(std::iter::once(field)),
            false => TokenStream::new(),
        }
    }

    /// See [`Head::sound`].
    pub(crate) fn sound(&self) -> TokenStream {
        self.head.sound(&self.viewed(), self.fields.iter())
    }

    /// The lint levels of generated code.
    pub(crate) fn lints(&self) -> TokenStream {
        self.lints_for(self.fields.iter().flat_map(|field| field.attrs))
    }
}

impl<'a> Union<'a> {
    /// The fields of all variants.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> + Clone {
        self.variants.iter().flat_map(|variant| &variant.fields)
    }

    /// What functions begin with: see [`Head::check`].
    pub(crate) fn check(&self) -> TokenStream {
        self.head.stop().unwrap_or_else(|| self.check_const())
    }

    /// The same for constants.
    pub(crate) fn check_const(&self) -> TokenStream {
        self.mistakes.clone().unwrap_or_else(|| self.head.check(self.fields()))
    }

    /// See [`Head::sound`].
    pub(crate) fn sound(&self) -> TokenStream {
        self.head.sound(&self.this(), self.fields())
    }
}

impl Head<'_> {
    pub(crate) fn ident(&self) -> Ident {
        generated_ident(&self.original.ident)
    }

    pub(crate) fn vis(&self) -> TokenStream {
        generated_tokens(&self.original.vis)
    }

    /// The user's type with its parameters: `Foo<T, N>`.
    pub(crate) fn this(&self) -> TokenStream {
        let (ident, arguments) = (self.ident(), self.params.arguments());
        quote!(#ident #arguments)
    }

    /// A generated type that belongs to this one: `FooRef`.
    pub(crate) fn companion(&self, suffix: &str) -> Ident {
        companion(&self.original.ident, suffix)
    }

    /// A generated type that only generated code names.
    pub(crate) fn hidden(&self, suffix: &str) -> Ident {
        format_ident!("__{}{suffix}", self.original.ident.unraw(), span = generated(self.original.ident.span()))
    }

    /// What only generated code uses.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }

    /// A statement that is a mistake where the type of one of these fields is not a shared one, or has such a field in turn;
    /// nothing, where all are seen to be right.
    ///
    /// rustc reports mistakes in a function's body first, and then goes no further. Otherwise it would say of the function, at
    /// the derive, that it handles values whose layout it cannot tell. Nothing is said here either: `OWNS` is made of that
    /// constant of every field, which is where the mistake is reported, and a length that cannot be known because of a mistake
    /// is silent. It is worked out once, by [`sound`](Self::sound). With parameters, a length cannot name the type: there, the
    /// fields are looked at, but not what is in them.
    fn check<'b>(&self, fields: impl Iterator<Item = &'b Field<'b>>) -> TokenStream {
        let mut unsure = fields.filter(|field| !field.sure).peekable();
        if unsure.peek().is_some() && self.params.is_empty() {
            return quote!(let _: __Sound;);
        }
        self.check_each(unsure)
    }

    /// Statements that are each a mistake where the type of one of these fields is not a shared one: the same as everywhere. Of
    /// what else asks that of the type at its place, rustc says no more in that function.
    pub(crate) fn check_each<'b>(&self, fields: impl Iterator<Item = &'b Field<'b>>) -> TokenStream {
        fields
            .filter(|field| !field.sure)
            .map(|field| {
                let shared = field.shared(&self.krate);
                field.at_type(quote!(let _ = #shared::OWNS;))
            })
            .collect()
    }

    /// The type that [`check`](Self::check) names, if it does; `viewed` is the type that has the fields.
    fn sound<'b>(&self, viewed: &TokenStream, mut fields: impl Iterator<Item = &'b Field<'b>>) -> TokenStream {
        let krate = &self.krate;
        match fields.any(|field| !field.sure) && self.params.is_empty() {
            true => quote!(type __Sound = [(); <#viewed as #krate::Shared>::OWNS as ::core::primitive::usize];),
            false => TokenStream::new(),
        }
    }

    /// What ends a function that may not do anything.
    fn stop(&self) -> Option<TokenStream> {
        (self.endless && self.mistakes.is_none()).then(|| quote!(loop {}))
    }

    /// The lint levels of generated code: those that the user set on the type, and none about what is deprecated in it.
    pub(crate) fn lints_for<'b>(&'b self, fields: impl Iterator<Item = &'b Attribute>) -> TokenStream {
        let levels = self.levels_for(fields);
        // The bounds of the parameters stand where the user wrote them, and what is added behind `where`.
        let bounds = (!self.params.is_empty()).then(|| quote!(#[allow(clippy::multiple_bound_locations)]));
        let stopped = self.endless.then(|| quote!(#[allow(unreachable_code)]));
        quote!(#levels #bounds #stopped)
    }

    /// The same for an item without code and without the parameters' bounds.
    pub(crate) fn levels_for<'b>(&'b self, fields: impl Iterator<Item = &'b Attribute>) -> TokenStream {
        let deprecated = fields.chain(&self.original.attrs).any(|attr| attr.path().is_ident("deprecated"));
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
        let levels = allowed(&self.original.attrs);
        quote!(#deprecated #(#[allow(#levels)])*)
    }

    /// What the types of the fields are called: see [`Alias`].
    pub(crate) fn aliases(&self) -> TokenStream {
        self.aliases.iter().map(|alias| alias.item(&self.levels_for(alias.attrs.iter()))).collect()
    }

    /// The attributes of the type that its views have too.
    pub(crate) fn forwarded(&self) -> impl Iterator<Item = &Attribute> {
        forwarded(&self.original.attrs)
    }
}

/// The lints that the attributes allow.
fn allowed(attrs: &[Attribute]) -> impl Iterator<Item = &TokenStream> {
    attrs.iter().filter_map(|attr| match &attr.meta {
        // An expected lint is fulfilled by the user's own code; in generated code it is only possible.
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => Some(&list.tokens),
        _ => None,
    })
}

/// A generated type that belongs to the user's type.
pub(crate) fn companion(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident.unraw(), span = generated(ident.span()))
}

/// The number that stands for one of so many variants.
pub(crate) fn number(variants: usize) -> TokenStream {
    match variants {
        0..=0x100 => quote!(::core::primitive::u8),
        0x101..=0x1_0000 => quote!(::core::primitive::u16),
        _ => quote!(::core::primitive::u32),
    }
}

/// One line of documentation.
pub(crate) fn doc(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#[doc = #line])
}

fn forwarded(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("deprecated") || is_doc_hidden(attr))
}

fn is_doc_text(attr: &Attribute) -> bool {
    attr.path().is_ident("doc") && matches!(attr.meta, Meta::NameValue(_))
}

fn is_doc_hidden(attr: &Attribute) -> bool {
    attr.path().is_ident("doc") && matches!(&attr.meta, Meta::List(list) if list.tokens.to_string() == "hidden")
}
