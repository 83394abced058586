//! A field in the slot: its names, its type there, and how its value gets in and out.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Attribute, Member, Path};

use super::{doc, forwarded, is_doc_text};
use crate::respan::{generated, moved, moved_but, start};

/// A field of a struct or of a variant, or the value of a variant.
pub(crate) struct Field<'a> {
    /// The name that the user wrote; `_0` for the first field of a tuple struct.
    pub ident: Ident,
    pub attrs: &'a [Attribute],
    /// Who may use the accessors.
    pub vis: TokenStream,
    /// The crate `ipo`, as the generated code reaches it.
    pub krate: Vec<TokenTree>,
    /// How the field is named in expressions.
    pub member: Member,
    /// The same in the slot's struct.
    pub slot_member: Ident,
    /// The field's name in the heap.
    pub name: String,
    /// The getter's name; the names of the other accessors are made from it.
    pub accessor: Ident,
    /// The field's type in the heap, as generated code spells it.
    pub ty: TokenStream,
    /// The type that the user wrote, as generated code spells it.
    pub plain: TokenStream,
    /// The same as the user spelt it, for what can be seen in it.
    pub written: TokenStream,
    pub stored: Stored,
    /// Whether the type is seen to be a shared one.
    pub sure: bool,
    /// What the field is where an older program stored none.
    pub default: Option<DefaultValue>,
    /// The name of a typed variant's key.
    pub key: Option<Ident>,
    /// Whether the type is the user's choice: a variant without one holds a `Value`.
    pub typed: bool,
    /// For documentation: "the field `x`".
    pub title: String,
}

/// How a field's value becomes what lies in the heap.
pub(crate) enum Stored {
    /// It is a shared type itself.
    Itself,
    /// By the functions `store` and `load` of a module, which also names the type `Stored`.
    With(Path),
    /// As the bytes of a `zerocopy` type.
    Pod,
    /// As a number that several may change at once.
    Atomic,
    /// As it is, with views that stop at a box: it holds the enum itself.
    Boxed,
    /// As a map, with accessors for its entries.
    Extra,
}

/// A field that is not in the heap.
pub(crate) struct Left {
    pub member: Member,
    pub ty: TokenStream,
    pub default: DefaultValue,
}

/// Where a default comes from.
#[derive(Clone)]
pub(crate) enum DefaultValue {
    /// The type's `Default`.
    OfType,
    /// A function.
    By(Path),
}

impl DefaultValue {
    /// The default as an expression of the type `ty`.
    pub(crate) fn value(&self, ty: &TokenStream) -> TokenStream {
        match self {
            DefaultValue::OfType => quote!(<#ty as ::core::default::Default>::default()),
            // A mistake in it is one at the attribute.
            DefaultValue::By(function) => moved(quote!(#function()), start(&function.to_token_stream())),
        }
    }
}

/// What an accessor does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Get,
    GetMut,
    Set,
    /// Of an `extra` field's entries.
    Entry,
}

impl Role {
    /// For messages.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Role::Get => "getter",
            Role::GetMut => "mutable view",
            Role::Set => "setter",
            Role::Entry => "accessor of entries",
        }
    }
}

impl Field<'_> {
    pub(crate) fn getter(&self) -> Ident {
        self.accessor.clone()
    }

    /// An atomic field is changed through the view that its getter gives.
    pub(crate) fn has_mut(&self) -> bool {
        !matches!(self.stored, Stored::Atomic)
    }

    /// The entries of an `extra` field have setters of their own.
    pub(crate) fn has_setter(&self) -> bool {
        !matches!(self.stored, Stored::Extra)
    }

    pub(crate) fn getter_mut(&self) -> Ident {
        format_ident!("{}_mut", self.accessor.unraw(), span = self.accessor.span())
    }

    pub(crate) fn setter(&self) -> Ident {
        let name = self.accessor.unraw().to_string();
        // `set_0`, not `set__0`.
        let name = if matches!(self.member, Member::Unnamed(_)) { name.trim_start_matches('_') } else { &name };
        format_ident!("set_{name}", span = self.accessor.span())
    }

    /// All methods of the views that belong to the field.
    pub(crate) fn methods(&self) -> Vec<(Ident, Role)> {
        let mut all = vec![(self.getter(), Role::Get)];
        if self.has_mut() {
            all.push((self.getter_mut(), Role::GetMut));
        }
        if self.has_setter() {
            all.push((self.setter(), Role::Set));
        } else {
            let names = ["get_extra", "get_extra_mut", "set_extra", "remove_extra"];
            all.extend(names.map(|name| (Ident::new(name, self.accessor.span()), Role::Entry)));
        }
        all
    }

    /// `<Type as Shared>`.
    pub(crate) fn shared(&self, krate: &Path) -> TokenStream {
        let ty = &self.ty;
        quote!(<#ty as #krate::Shared>)
    }

    /// A statement that makes the slot of the value at `value`, of the user's type, in the place `place` points to, in an
    /// open journal scope.
    pub(crate) fn build(&self, krate: &Path, value: &TokenStream, place: &TokenStream) -> TokenStream {
        let (shared, ty) = (self.shared(krate), &self.ty);
        // SAFETY: `build`'s contract is that of the function that this code is part of; the place is a field of a slot that
        // is being made.
        match &self.stored {
            Stored::Itself | Stored::Extra => {
                quote!(unsafe { #shared::build_at(writer, &#value, #place) }?;)
            }
            Stored::Boxed => {
                let plain = &self.plain;
                quote!(unsafe { <#plain as #krate::Shared>::build_at(writer, &#value, #place) }?;)
            }
            Stored::With(module) => quote! {
                let stored: #ty = #module::store(&#value);
                unsafe { #shared::build_at(writer, &stored, #place) }?;
            },
            Stored::Pod | Stored::Atomic => {
                quote!(unsafe { #shared::build_arg_at(writer, #value, #place) }?;)
            }
        }
    }

    /// The user's value from what was loaded of it.
    pub(crate) fn unwrapped(&self, loaded: &TokenStream) -> TokenStream {
        match &self.stored {
            Stored::Itself | Stored::Extra => loaded.clone(),
            // Typed, both what the function takes and what it gives, so that a function of another type is one mistake, and not
            // one for each use of the value.
            Stored::With(module) => {
                let (ty, plain) = (&self.ty, &self.plain);
                quote!({ let stored: #ty = #loaded; let loaded: #plain = #module::load(stored); loaded })
            }
            Stored::Pod | Stored::Atomic | Stored::Boxed => quote!(#loaded.0),
        }
    }

    /// Code that needs the field's type to be a shared one, all of it at the start of the type.
    ///
    /// Where the type is not, rustc looks at each use of it alone, and says so each time; messages that are alike in all,
    /// their place included, are shown once.
    pub(crate) fn at_type(&self, code: TokenStream) -> TokenStream {
        moved_but(code, self.place(), &self.krate)
    }

    /// Where the type begins, for generated code.
    pub(crate) fn place(&self) -> Span {
        generated(match &self.stored {
            Stored::With(module) => start(&module.to_token_stream()),
            _ => start(&self.written),
        })
    }

    /// Code that names the field, all of it at the field's name.
    pub(crate) fn at_name(&self, code: TokenStream) -> TokenStream {
        moved_but(code, self.accessor.span(), &self.krate)
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
