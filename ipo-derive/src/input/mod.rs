//! From what the user wrote to the model, with every mistake on the way noted.

mod aliases;
mod fields;
mod names;
mod parameters;
mod positions;
mod types;
mod unions;
mod variants;

use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{DeriveInput, parse_quote};

use self::aliases::Aliases;
use self::fields::Whole;
use crate::attr::ContainerAttrs;
use crate::errors::Errors;
use crate::model::{Container, Head, Params, Union};

/// The model of a struct; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read_struct<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Container<'a>> {
    let attrs = ContainerAttrs::of_struct(&input.attrs, errors);
    let fields = fields::shape(input, errors);
    let owned = parameters::check_owned(input, errors);
    let clear = parameters::check_bound(input, &attrs, errors);
    let (Some(originals), true) = (fields, owned) else { return None };

    let mut head = head(input, attrs);
    let (this, mut aliases) = (this(input), Aliases::new(input));
    let read = fields::read(
        originals,
        &Whole { ident: &input.ident, this: &this, krate: &head.krate, variant: false },
        &mut aliases,
        errors,
    );
    head.aliases = aliases.into_made();
    head.mistakes = errors.take_inside();
    head.endless = errors.is_endless();
    let mut container = Container { head, fields: read.fields, left: read.left, complete: read.complete };
    let count = container.fields.len();
    fields::check_extra(&mut container.fields, errors);
    names::check(&mut container.fields, &names::FIELDS, errors);
    fields::check_defaults(&read.appended, errors);
    container.complete &= container.fields.len() == count;
    // With such a field at its end, the struct is not one that a trait of sized types can be for.
    let sized = originals.iter().last().is_none_or(|last| !types::is_unsized(&last.ty));
    (clear && sized).then_some(container)
}

/// The model of an enum whose variants hold data; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read_union<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Union<'a>> {
    let attrs = ContainerAttrs::of_union(&input.attrs, errors);
    let data = unions::shape(input, errors);
    let owned = parameters::check_owned(input, errors);
    let clear = parameters::check_bound(input, &attrs, errors);
    let (Some(data), true) = (data, owned) else { return None };

    let mut head = head(input, attrs);
    let (this, mut aliases) = (this(input), Aliases::new(input));
    let (variants, complete) = unions::read(
        data,
        &Whole { ident: &input.ident, this: &this, krate: &head.krate, variant: true },
        &mut aliases,
        errors,
    );
    head.aliases = aliases.into_made();
    head.mistakes = errors.take_inside();
    head.endless = errors.is_endless();
    clear.then_some(Union { head, variants, complete })
}

/// The model of an enum of plain names; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read_index<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Container<'a>> {
    let attrs = ContainerAttrs::of_index(&input.attrs, errors);
    let data = variants::shape(input, errors);
    let plain = parameters::check_index(input, errors);
    let (Some(data), true) = (data, plain) else { return None };

    let mut head = head(input, attrs);
    let (this, mut aliases) = (this(input), Aliases::new(input));
    let mut fields: Vec<_> = data
        .variants
        .iter()
        .filter_map(|original| variants::read(original, &input.ident, &this, &head.krate, &mut aliases, errors))
        .collect();
    head.aliases = aliases.into_made();
    positions::check(data, errors);
    names::check(&mut fields, &names::VARIANTS, errors);
    names::check_keys(&mut fields, data, errors);
    let complete = fields.len() == data.variants.len();
    Some(Container { head, fields, left: Vec::new(), complete })
}

fn head(input: &DeriveInput, attrs: ContainerAttrs) -> Head<'_> {
    let krate = attrs.krate.unwrap_or_else(|| parse_quote!(::ipo));
    Head {
        original: input,
        name: attrs.name.map_or_else(|| input.ident.unraw().to_string(), |name| name.value()),
        params: Params::new(&input.generics, &this(input), &attrs.bound, &krate),
        krate,
        derive_ref: attrs.derive_ref,
        aliases: Vec::new(),
        mistakes: None,
        endless: false,
    }
}

/// What `Self` is outside of the type's own declaration.
fn this(input: &DeriveInput) -> proc_macro2::TokenStream {
    let (ident, (_, arguments, _)) = (input.ident.to_token_stream(), input.generics.split_for_impl());
    quote!(#ident #arguments)
}
