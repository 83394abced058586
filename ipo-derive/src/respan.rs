//! Spans of generated code.
//!
//! A generated token stands for something that the user wrote, and a message about it should point there. Yet it must
//! not look as if the user had written it: the lints of the user's crate (`dead_code`, `unsafe_code`, `missing_docs`,
//! clippy's) leave code from a macro alone, and recognise it by its span. So a generated token takes the user's place,
//! and the macro's context.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The macro's own span at the user's place.
pub(crate) fn generated(place: Span) -> Span {
    Span::call_site().located_at(place)
}

/// The same name as a generated token.
pub(crate) fn generated_ident(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(generated(ident.span()));
    ident
}

/// The user's tokens (a type) for use outside of the declaration: `Self` becomes `this`, at its place.
pub(crate) fn outside(tokens: impl ToTokens, this: &TokenStream) -> TokenStream {
    let mut outside = TokenStream::new();
    for token in tokens.into_token_stream() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                outside.extend(this.clone().into_iter().map(|mut token| {
                    token.set_span(ident.span());
                    token
                }));
            }
            TokenTree::Group(group) => {
                let mut copy = Group::new(group.delimiter(), self::outside(group.stream(), this));
                copy.set_span(group.span());
                outside.extend([TokenTree::Group(copy)]);
            }
            token => outside.extend([token]),
        }
    }
    outside
}

/// The same tokens, all generated ones, at one place.
pub(crate) fn moved(tokens: impl ToTokens, place: Span) -> TokenStream {
    each_token(tokens, &|token| moved_token(token, place))
}

/// The same tokens as if the user had written them at that place.
pub(crate) fn moved_as_written(tokens: impl ToTokens, place: Span) -> TokenStream {
    each_token(tokens, &|mut token| {
        token.set_span(place);
        token
    })
}

fn moved_token(mut token: TokenTree, place: Span) -> TokenTree {
    let context = match &token {
        // This name alone means nothing without the context of the macro that wrote it.
        TokenTree::Ident(ident) if ident == "$crate" => ident.span(),
        _ => Span::call_site(),
    };
    token.set_span(context.located_at(place));
    token
}

/// The same, but the path `kept` to the crate stays wherever it stands: what rustc says of it is then the same everywhere, and
/// shown once.
pub(crate) fn moved_but(tokens: TokenStream, place: Span, kept: &[TokenTree]) -> TokenStream {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let mut code = Vec::with_capacity(all.len());
    let mut rest = &all[..];
    while let Some((token, behind)) = rest.split_first() {
        if starts_with(rest, kept) {
            code.extend(rest[..kept.len()].iter().cloned());
            rest = &rest[kept.len()..];
            continue;
        }
        code.push(match token {
            TokenTree::Group(group) => {
                let copy = Group::new(group.delimiter(), moved_but(group.stream(), place, kept));
                moved_token(TokenTree::Group(copy), place)
            }
            token => moved_token(token.clone(), place),
        });
        rest = behind;
    }
    code.into_iter().collect()
}

fn starts_with(tokens: &[TokenTree], path: &[TokenTree]) -> bool {
    !path.is_empty()
        && tokens.len() >= path.len()
        && tokens.iter().zip(path).all(|(token, wanted)| match (token, wanted) {
            (TokenTree::Ident(token), TokenTree::Ident(wanted)) => token == wanted,
            (TokenTree::Punct(token), TokenTree::Punct(wanted)) => token.as_char() == wanted.as_char(),
            _ => false,
        })
}

/// The same tokens, those in groups aside, as generated ones at one place.
pub(crate) fn moved_around(tokens: TokenStream, place: Span) -> TokenStream {
    let around = |mut token: TokenTree| {
        token.set_span(generated(place));
        token
    };
    tokens.into_iter().map(around).collect()
}

/// The same tokens as generated ones, each at its place.
pub(crate) fn generated_tokens(tokens: impl ToTokens) -> TokenStream {
    each_token(tokens, &|mut token| {
        token.set_span(generated(token.span()));
        token
    })
}

/// Where the tokens begin.
pub(crate) fn start(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

fn each_token(tokens: impl ToTokens, change: &dyn Fn(TokenTree) -> TokenTree) -> TokenStream {
    let deep = |token| match token {
        TokenTree::Group(group) => {
            let mut copy = Group::new(group.delimiter(), each_token(group.stream(), change));
            copy.set_span(group.span());
            change(TokenTree::Group(copy))
        }
        token => change(token),
    };
    tokens.into_token_stream().into_iter().map(deep).collect()
}
