//! The parameters of a derived type, as generated code declares and names them.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parse;
use syn::{GenericParam, Generics, Lifetime, Path, WherePredicate, parse_quote};

use super::{Field, Stored};
use crate::respan::{generated_ident, generated_tokens, outside};

/// Type and const parameters, with what must hold of them: the user's own bounds, those of `#[shared(bound = "..")]`,
/// and that every type is a shared one.
pub(crate) struct Params {
    generics: Generics,
}

impl Params {
    /// Of a type that is `this` outside of its declaration.
    pub(crate) fn new(original: &Generics, this: &TokenStream, more: &[WherePredicate], krate: &Path) -> Params {
        let mut generics = with_this(original, this);
        let types: Vec<_> = original.type_params().map(|param| generated_ident(&param.ident)).collect();
        if !(types.is_empty() && more.is_empty()) {
            let clause = generics.make_where_clause();
            clause
                .predicates
                .extend(types.iter().map(|ident| -> WherePredicate { parse_quote!(#ident: #krate::Shared) }));
            // As generated code: rustc would suggest to change the text that they were written in.
            clause.predicates.extend(more.iter().map(|more| -> WherePredicate {
                let more = generated_tokens(more);
                parse_quote!(#more)
            }));
        }
        Params { generics }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.generics.params.is_empty()
    }

    /// `<T: Bound = i64, const N: usize>`, for the declaration of a type.
    pub(crate) fn declared(&self) -> TokenStream {
        let mut plain = self.generics.clone();
        plain.where_clause = None;
        plain.into_token_stream()
    }

    /// The same behind a lifetime.
    pub(crate) fn declared_for(&self, lifetime: &str) -> TokenStream {
        let mut plain = self.generics.clone();
        plain.where_clause = None;
        plain.params.insert(0, lifetime_param(lifetime));
        plain.into_token_stream()
    }

    /// `<T: Bound, const N: usize>`, behind `impl`.
    pub(crate) fn of_impl(&self) -> TokenStream {
        self.generics.split_for_impl().0.into_token_stream()
    }

    /// The same behind a lifetime.
    pub(crate) fn of_impl_for(&self, lifetime: &str) -> TokenStream {
        let mut longer = self.generics.clone();
        longer.params.insert(0, lifetime_param(lifetime));
        longer.split_for_impl().0.into_token_stream()
    }

    /// `<T, N>`.
    pub(crate) fn arguments(&self) -> TokenStream {
        self.generics.split_for_impl().1.into_token_stream()
    }

    /// `<'t, T, N>`.
    pub(crate) fn arguments_for(&self, lifetime: &str) -> TokenStream {
        let lifetime = Lifetime::new(lifetime, proc_macro2::Span::call_site());
        let names = self.generics.params.iter().map(name);
        quote!(<#lifetime #(, #names)*>)
    }

    /// `::<T, N>`.
    pub(crate) fn turbofish(&self) -> TokenStream {
        self.generics.split_for_impl().1.as_turbofish().into_token_stream()
    }

    /// `where T: Bound, T: ipo::Shared`.
    pub(crate) fn clause(&self) -> TokenStream {
        self.generics.where_clause.to_token_stream()
    }

    /// `clause`, and that the views of these fields have a trait.
    ///
    /// As the derives of std, it asks that of the parameters and not of each field: a field that holds the type itself again
    /// would ask for what is being shown. Fields whose views are not made of those of parameters alone are asked too.
    pub(crate) fn clause_with<'a>(
        &self,
        krate: &Path,
        kind: &Ident,
        bound: &TokenStream,
        fields: impl Iterator<Item = &'a Field<'a>>,
    ) -> TokenStream {
        let clause = self.clause();
        let names: Vec<&Ident> = self.generics.type_params().map(|param| &param.ident).collect();
        let fields: Vec<&Field<'_>> = fields.collect();
        if names.is_empty() || fields.is_empty() {
            return clause;
        }
        let params = names.iter().map(|name| quote!(<#name as #krate::Shared>::#kind<'t>: #bound));
        let others = fields.iter().filter(|field| is_opaque(field, &names)).map(|field| {
            let shared = field.shared(krate);
            quote!(#shared::#kind<'t>: #bound)
        });
        let comma = (!self.generics.where_clause.as_ref().is_none_or(|clause| clause.predicates.trailing_punct()))
            .then(|| quote!(,));
        // There are parameters, so there is a clause.
        quote!(#clause #comma #(#params,)* #(#others,)*)
    }

    /// `clause` with more behind it.
    pub(crate) fn clause_and(&self, more: impl IntoIterator<Item = TokenStream>) -> TokenStream {
        let own =
            self.generics.where_clause.iter().flat_map(|clause| &clause.predicates).map(ToTokens::to_token_stream);
        let all: Vec<TokenStream> = own.chain(more).collect();
        match all.is_empty() {
            true => TokenStream::new(),
            false => quote!(where #(#all),*),
        }
    }

    /// Whether the types name every type parameter.
    pub(crate) fn are_used_in<'a>(&self, types: impl Iterator<Item = &'a TokenStream> + Clone) -> bool {
        self.generics.type_params().all(|param| types.clone().any(|ty| names(ty, &param.ident.to_string())))
    }

    /// A field without bytes that uses every parameter, for a struct whose other fields may not.
    pub(crate) fn used(&self) -> TokenStream {
        let types = self.generics.type_params().map(|param| &param.ident);
        quote!(::core::marker::PhantomData<fn() -> (#(#types,)*)>)
    }
}

/// The same parameters and clause where `Self` is something else.
fn with_this(original: &Generics, this: &TokenStream) -> Generics {
    let mut generics = original.clone();
    for param in generics.type_params_mut() {
        for bound in &mut param.bounds {
            replace_this(bound, this);
        }
    }
    for predicate in generics.where_clause.iter_mut().flat_map(|clause| &mut clause.predicates) {
        replace_this(predicate, this);
    }
    generics
}

fn replace_this<T: Parse + ToTokens>(part: &mut T, this: &TokenStream) {
    if names(&part.to_token_stream(), "Self") {
        if let Ok(replaced) = syn::parse2(outside(&*part, this)) {
            *part = replaced;
        }
    }
}

/// The parameter as an argument.
pub(super) fn name(param: &GenericParam) -> TokenStream {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        GenericParam::Type(param) => param.ident.to_token_stream(),
        GenericParam::Const(param) => param.ident.to_token_stream(),
    }
}

/// Whether the views of a field are more than those of the parameters in its type: it is stored as something else, or its
/// type names one that belongs to a parameter.
fn is_opaque(field: &Field<'_>, params: &[&Ident]) -> bool {
    fn named(tokens: TokenStream, params: &[&Ident]) -> bool {
        let mut previous = None;
        tokens.into_iter().any(|token| {
            let of_param = previous.take().is_some_and(|name: Ident| params.contains(&&name));
            match token {
                TokenTree::Group(group) => named(group.stream(), params),
                TokenTree::Punct(punct) => of_param && punct.as_char() == ':',
                TokenTree::Ident(name) => {
                    let found = name == "as" || name == "EnumList";
                    previous = Some(name);
                    found
                }
                TokenTree::Literal(_) => false,
            }
        })
    }
    !matches!(field.stored, Stored::Itself | Stored::Boxed) || named(field.written.clone(), params)
}

/// Whether the tokens have that name in them.
fn names(tokens: &TokenStream, ident: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == ident,
        TokenTree::Group(group) => names(&group.stream(), ident),
        _ => false,
    })
}

fn lifetime_param(lifetime: &str) -> GenericParam {
    let lifetime = Lifetime::new(lifetime, proc_macro2::Span::call_site());
    parse_quote!(#lifetime)
}
