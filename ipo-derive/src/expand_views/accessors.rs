//! The methods of the views. None of them calls another: a field may take any of their names.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use super::{method, offset, stored};
use crate::model::{Container, Field, doc};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let (view, view_mut, params) = (container.companion("Ref"), container.companion("Mut"), &container.params);
    let (of_impl, arguments, clause) = (params.of_impl_for("'t"), params.arguments_for("'t"), params.clause());
    let read = container.fields.iter().enumerate().map(|(index, field)| on_ref(container, index, field));
    let change = container.fields.iter().enumerate().map(|(index, field)| on_mut(container, index, field));
    let whole_read = whole_on_ref(container);
    let whole_change = whole_on_mut(container);
    quote! {
        impl #of_impl #view #arguments #clause {
            #(#read)*
            #whole_read
        }

        impl #of_impl #view_mut #arguments #clause {
            #(#change)*
            #whole_change
        }
    }
}

fn on_ref(container: &Container<'_>, index: usize, field: &Field<'_>) -> TokenStream {
    let (vis, get, offset) = (&field.vis, field.getter(), offset(container, index));
    let (docs, forwarded) = (getter_docs(field), field.forwarded());
    let name = field.at_name(quote!(#vis fn #get));
    let rest = stored::getter(field, container, "'t", &offset);
    let body = field.at_type(quote!((self) -> #rest));
    let entries = stored::entries_on_ref(field, container, &offset);
    quote! {
        #docs
        #(#forwarded)*
        #[inline]
        #name #body

        #entries
    }
}

fn on_mut(container: &Container<'_>, index: usize, field: &Field<'_>) -> TokenStream {
    let (ty, vis, offset) = (&field.ty, &field.vis, offset(container, index));
    let forwarded: Vec<&Attribute> = field.forwarded().collect();
    let (docs, get) = (getter_docs(field), field.getter());
    let get_name = field.at_name(quote!(#vis fn #get));
    let rest = stored::getter(field, container, "'_", &offset);
    let get_body = field.at_type(quote!((&self) -> #rest));
    let view = field.has_mut().then(|| {
        let (shared, get_mut) = (field.shared(&container.krate), field.getter_mut());
        let check = container.check_of(field);
        let view_doc = doc(&format!("The {}, for changing it in place.", field.title));
        let view_name = field.at_name(quote!(#vis fn #get_mut));
        // SAFETY: see `offset`.
        let view_body = field.at_type(quote! {
            (&mut self) -> #shared::Mut<'_> { #check unsafe { self.0.view_field_mut::<#ty>(#offset) } }
        });
        quote! {
            #view_doc
            #(#forwarded)*
            #[inline]
            #view_name #view_body
        }
    });
    let set = field.has_setter().then(|| {
        let set = field.setter();
        let set_doc = doc(&format!("Sets the {}.", field.title));
        let set_name = field.at_name(quote!(#vis fn #set));
        let set_body = field.at_type(stored::setter(field, container, &offset));
        quote! {
            #set_doc
            #(#forwarded)*
            #[inline]
            #set_name #set_body
        }
    });
    let entries = stored::entries_on_mut(field, container, &offset);
    quote! {
        #docs
        #(#forwarded)*
        #[inline]
        #get_name #get_body

        #view

        #set

        #entries
    }
}

fn getter_docs(field: &Field<'_>) -> TokenStream {
    field.docs_or(&format!("The {}.", field.title))
}

fn whole_on_ref(container: &Container<'_>) -> TokenStream {
    let (krate, viewed) = (&container.krate, container.viewed());
    let check = container.check();
    method(container, "load", |name| {
        let doc = load_doc(container);
        quote! {
            #doc
            #[inline]
            pub fn #name(self) -> #viewed {
                #check
                <#viewed as #krate::Shared>::load(self)
            }
        }
    })
}

fn whole_on_mut(container: &Container<'_>) -> TokenStream {
    let (krate, private, viewed) = (&container.krate, container.private(), container.viewed());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let (short, check) = (container.params.arguments_for("'_"), container.check());
    let mut code = TokenStream::new();
    code.extend(method(container, "as_ref", |name| {
        quote! {
            /// The same object, for reading.
            #[inline]
            pub fn #name(&self) -> #view #short {
                #view(#private::SlotMut::as_ref(&self.0))
            }
        }
    }));
    code.extend(method(container, "reborrow", |name| {
        quote! {
            /// The same view for a shorter time, to hand it on and use it again.
            #[inline]
            pub fn #name(&mut self) -> #view_mut #short {
                #view_mut(#private::SlotMut::reborrow(&mut self.0))
            }
        }
    }));
    code.extend(method(container, "load", |name| {
        let doc = load_doc(container);
        quote! {
            #doc
            #[inline]
            pub fn #name(&self) -> #viewed {
                #check
                <#viewed as #krate::Shared>::load(#view(#private::SlotMut::as_ref(&self.0)))
            }
        }
    }));
    code.extend(method(container, "store", |name| {
        let doc =
            doc(&format!("Overwrites the whole object with a plain `{}`, all or nothing.", container.viewed_name()));
        quote! {
            #doc
            ///
            /// # Errors
            /// The heap has no room for the new value; the object is then unchanged.
            #[inline]
            pub fn #name(&mut self, value: &#viewed) -> ::core::result::Result<(), #krate::Error> {
                <#viewed as #krate::Shared>::set(#private::SlotMut::reborrow(&mut self.0), value)
            }
        }
    }));
    code
}

fn load_doc(container: &Container<'_>) -> TokenStream {
    doc(&format!("Copies the whole object out of the heap, into a plain `{}`.", container.viewed_name()))
}
