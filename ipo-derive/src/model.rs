//! What a derive works from: the user's type, checked, with its attributes read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Member, Meta, Path};

use crate::respan::{generated, generated_ident, generated_tokens, moved, start};

/// A struct.
pub(crate) struct Container<'a> {
    pub original: &'a DeriveInput,
    /// The crate `ipo`, as the generated code reaches it.
    pub krate: Path,
    /// The type's name in the heap.
    pub name: String,
    pub fields: Vec<Field<'a>>,
    /// Whether every field of the original is in `fields`: those with a mistake are left out.
    pub complete: bool,
}

/// A field.
pub(crate) struct Field<'a> {
    pub original: &'a syn::Field,
    /// How the field is named in expressions.
    pub member: Member,
    /// The field's name in the heap.
    pub name: String,
    /// The getter's name; the names of the other accessors are made from it.
    pub accessor: Ident,
    /// The field's type, as generated code spells it.
    pub ty: TokenStream,
}

/// The names of a field's accessors.
pub(crate) struct Accessors {
    pub get: Ident,
    pub get_mut: Ident,
    pub set: Ident,
}

impl Container<'_> {
    pub(crate) fn ident(&self) -> Ident {
        generated_ident(&self.original.ident)
    }

    pub(crate) fn vis(&self) -> TokenStream {
        generated_tokens(&self.original.vis)
    }

    /// A generated type that belongs to this one: `FooRef`.
    pub(crate) fn companion(&self, suffix: &str) -> Ident {
        companion(&self.original.ident, suffix)
    }

    /// The struct of the value's bytes: named so that no field's type can mean it.
    pub(crate) fn slot(&self) -> Ident {
        format_ident!("__{}Slot", self.original.ident.unraw(), span = generated(self.original.ident.span()))
    }

    /// What only generated code uses.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = &self.krate;
        quote!(#krate::__private)
    }

    /// Whether an accessor has this name, so that the views' own method of that name is left out.
    pub(crate) fn has_accessor(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.accessors().all().iter().any(|accessor| accessor.unraw() == name))
    }

    /// The lint levels of generated code: those that the user set on the type, and none about what is deprecated in it.
    pub(crate) fn lints(&self) -> TokenStream {
        let fields = self.fields.iter().map(|field| &field.original.attrs);
        let deprecated = fields.chain([&self.original.attrs]).flatten().any(|attr| attr.path().is_ident("deprecated"));
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
        let levels = self.original.attrs.iter().filter_map(|attr| match &attr.meta {
            // An expected lint is fulfilled by the user's own code; here it is only possible.
            Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => Some(&list.tokens),
            _ => None,
        });
        quote!(#deprecated #(#[allow(#levels)])*)
    }

    /// The attributes of the type that its views have too.
    pub(crate) fn forwarded(&self) -> impl Iterator<Item = &Attribute> {
        forwarded(&self.original.attrs)
    }
}

impl Field<'_> {
    pub(crate) fn accessors(&self) -> Accessors {
        let plain = self.accessor.unraw();
        Accessors {
            get: self.accessor.clone(),
            get_mut: format_ident!("{plain}_mut", span = self.accessor.span()),
            set: format_ident!("set_{plain}", span = self.accessor.span()),
        }
    }

    pub(crate) fn vis(&self) -> TokenStream {
        generated_tokens(&self.original.vis)
    }

    /// `<Type as Shared>`.
    pub(crate) fn shared(&self, krate: &Path) -> TokenStream {
        let ty = &self.ty;
        quote!(<#ty as #krate::Shared>)
    }

    /// Code that needs the field's type to be a shared one, all of it at the start of the type.
    ///
    /// Where the type is not, rustc looks at each use of it alone, and says so each time; messages that are alike in all,
    /// their place included, are shown once.
    pub(crate) fn at_type(&self, code: TokenStream) -> TokenStream {
        moved(code, start(&self.ty))
    }

    /// Code that names the field, all of it at the field's name.
    pub(crate) fn at_name(&self, code: TokenStream) -> TokenStream {
        moved(code, self.accessor.span())
    }

    /// The attributes of the field that its accessors have too.
    pub(crate) fn forwarded(&self) -> impl Iterator<Item = &Attribute> {
        forwarded(&self.original.attrs)
    }

    /// The field's own documentation.
    pub(crate) fn docs(&self) -> impl Iterator<Item = &Attribute> {
        self.original.attrs.iter().filter(|attr| is_doc_text(attr))
    }
}

impl Accessors {
    pub(crate) fn all(&self) -> [&Ident; 3] {
        [&self.get, &self.get_mut, &self.set]
    }
}

/// A generated type that belongs to the user's type.
pub(crate) fn companion(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident.unraw(), span = generated(ident.span()))
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
