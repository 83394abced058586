//! What a derive works from: the user's type, checked, with its attributes read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Member, Meta, Path};

use crate::respan::{generated, generated_ident, generated_tokens, moved, start};

/// The methods that the views of every enum's list have: no accessor may take their names.
pub(crate) const LIST_METHODS: &[&str] =
    &["as_ref", "get", "get_mut", "is_empty", "iter", "len", "load", "reborrow", "set", "set_value", "store", "value"];

/// A struct, or an enum together with the list that it indexes.
pub(crate) struct Container<'a> {
    pub original: &'a DeriveInput,
    /// The crate `ipo`, as the generated code reaches it.
    pub krate: Path,
    /// The type's name in the heap.
    pub name: String,
    /// What lies in the slot: the fields of a struct, the values of an enum's variants.
    pub fields: Vec<Field<'a>>,
    /// Whether every field of the original is in `fields`: those with a mistake are left out.
    pub complete: bool,
}

/// A field of a struct, or the value of a variant.
pub(crate) struct Field<'a> {
    /// The name that the user wrote.
    pub ident: &'a Ident,
    pub attrs: &'a [Attribute],
    /// Who may use the accessors.
    pub vis: TokenStream,
    /// How the field is named in expressions.
    pub member: Member,
    /// The field's name in the heap.
    pub name: String,
    /// The getter's name; the names of the other accessors are made from it.
    pub accessor: Ident,
    /// The field's type, as generated code spells it.
    pub ty: TokenStream,
    /// The name of a typed variant's key.
    pub key: Option<Ident>,
    /// Whether the type is the user's choice: a variant without one holds a `Value`.
    pub typed: bool,
    /// For documentation: "the field `x`".
    pub title: String,
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

    /// The type that the views are views of.
    pub(crate) fn viewed(&self) -> TokenStream {
        let (krate, ident) = (&self.krate, self.ident());
        match self.original.data {
            Data::Enum(_) => quote!(#krate::EnumList<#ident>),
            _ => quote!(#ident),
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

    /// A generated type that belongs to this one: `FooRef`.
    pub(crate) fn companion(&self, suffix: &str) -> Ident {
        companion(&self.original.ident, suffix)
    }

    /// The struct of the value's bytes: named so that no field's type can mean it.
    pub(crate) fn slot(&self) -> Ident {
        self.hidden("Slot")
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

    /// Whether an accessor has this name, so that the views' own method of that name is left out.
    pub(crate) fn has_accessor(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.accessors().all().iter().any(|accessor| accessor.unraw() == name))
    }

    /// The lint levels of generated code: those that the user set on the type, and none about what is deprecated in it.
    pub(crate) fn lints(&self) -> TokenStream {
        let fields = self.fields.iter().flat_map(|field| field.attrs);
        let deprecated = fields.chain(&self.original.attrs).any(|attr| attr.path().is_ident("deprecated"));
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
        forwarded(self.attrs)
    }

    /// The field's own documentation.
    pub(crate) fn docs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attr| is_doc_text(attr))
    }

    /// The user's documentation of the field, or else a line that says as much as is known.
    pub(crate) fn docs_or(&self, line: &str) -> TokenStream {
        let mut docs = self.docs().peekable();
        if docs.peek().is_some() {
            return quote!(#(#docs)*);
        }
        doc(line)
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
