//! From what the user wrote to the model, with every mistake on the way noted.

mod fields;
mod names;
mod parameters;
mod positions;
mod types;
mod variants;

use syn::ext::IdentExt;
use syn::{DeriveInput, parse_quote};

use crate::attr::ContainerAttrs;
use crate::errors::Errors;
use crate::model::{Container, Field};

/// The model of a struct; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read_struct<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Container<'a>> {
    let attrs = ContainerAttrs::of_struct(&input.attrs, errors);
    let fields = fields::shape(input, errors);
    let plain = parameters::check_struct(input, errors);
    let (Some(fields), true) = (fields, plain) else { return None };

    let read = fields.named.iter().filter_map(|original| fields::read(original, input, errors)).collect();
    let mut container = container(input, attrs, read);
    names::check(&mut container.fields, &names::FIELDS, errors);
    container.complete = container.fields.len() == fields.named.len();
    Some(container)
}

/// The model of an enum; `None` if the type is not of a kind that can be derived for.
pub(crate) fn read_enum<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<Container<'a>> {
    let attrs = ContainerAttrs::of_enum(&input.attrs, errors);
    let data = variants::shape(input, errors);
    let plain = parameters::check_enum(input, errors);
    let (Some(data), true) = (data, plain) else { return None };

    let mut container = container(input, attrs, Vec::new());
    let krate = container.krate.clone();
    container.fields =
        data.variants.iter().filter_map(|original| variants::read(original, input, &krate, errors)).collect();
    positions::check(data, errors);
    names::check(&mut container.fields, &names::VARIANTS, errors);
    names::check_keys(&mut container.fields, data, errors);
    container.complete = container.fields.len() == data.variants.len();
    Some(container)
}

fn container<'a>(input: &'a DeriveInput, attrs: ContainerAttrs, fields: Vec<Field<'a>>) -> Container<'a> {
    Container {
        original: input,
        krate: attrs.krate.unwrap_or_else(|| parse_quote!(::ipo)),
        name: attrs.name.map_or_else(|| input.ident.unraw().to_string(), |name| name.value()),
        fields,
        complete: true,
    }
}
