//! The methods of the views. None of them calls another: a field may take any of their names.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use super::{method, offset};
use crate::model::{Container, Field, doc};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let read = container.fields.iter().enumerate().map(|(index, field)| on_ref(container, index, field));
    let change = container.fields.iter().enumerate().map(|(index, field)| on_mut(container, index, field));
    let whole_read = whole_on_ref(container);
    let whole_change = whole_on_mut(container);
    quote! {
        impl<'t> #view<'t> {
            #(#read)*
            #whole_read
        }

        impl<'t> #view_mut<'t> {
            #(#change)*
            #whole_change
        }
    }
}

fn on_ref(container: &Container<'_>, index: usize, field: &Field<'_>) -> TokenStream {
    let (ty, vis, shared) = (&field.ty, &field.vis, field.shared(&container.krate));
    let (get, offset) = (field.accessors().get, offset(container, index));
    let (docs, forwarded) = (getter_docs(field), field.forwarded());
    let name = field.at_name(quote!(#vis fn #get));
    // SAFETY of `field`, here and below: see `offset`.
    let body = field.at_type(quote! {
        (self) -> #shared::Ref<'t> {
            #shared::view(unsafe { self.0.field::<#ty>(#offset) })
        }
    });
    quote! {
        #docs
        #(#forwarded)*
        #[inline]
        #name #body
    }
}

fn on_mut(container: &Container<'_>, index: usize, field: &Field<'_>) -> TokenStream {
    let (ty, vis, shared) = (&field.ty, &field.vis, field.shared(&container.krate));
    let (names, offset, private) = (field.accessors(), offset(container, index), container.private());
    let (get, get_mut, set) = (&names.get, &names.get_mut, &names.set);
    let forwarded: Vec<&Attribute> = field.forwarded().collect();
    let docs = getter_docs(field);
    let view_doc = doc(&format!("The {}, for changing it in place.", field.title));
    let set_doc = doc(&format!("Sets the {}.", field.title));
    let get_name = field.at_name(quote!(#vis fn #get));
    let get_body = field.at_type(quote! {
        (&self) -> #shared::Ref<'_> {
            #shared::view(unsafe { #private::SlotMut::as_ref(&self.0).field::<#ty>(#offset) })
        }
    });
    let view_name = field.at_name(quote!(#vis fn #get_mut));
    let view_body = field.at_type(quote! {
        (&mut self) -> #shared::Mut<'_> {
            #shared::view_mut(unsafe { #private::SlotMut::reborrow(&mut self.0).field::<#ty>(#offset) })
        }
    });
    let set_name = field.at_name(quote!(#vis fn #set));
    let set_body = field.at_type(quote! {
        (&mut self, value: #shared::Arg<'_>) -> #shared::Set {
            #shared::set(unsafe { #private::SlotMut::reborrow(&mut self.0).field::<#ty>(#offset) }, value)
        }
    });
    quote! {
        #docs
        #(#forwarded)*
        #[inline]
        #get_name #get_body

        #view_doc
        #(#forwarded)*
        #[inline]
        #view_name #view_body

        #set_doc
        #(#forwarded)*
        #[inline]
        #set_name #set_body
    }
}

fn getter_docs(field: &Field<'_>) -> TokenStream {
    field.docs_or(&format!("The {}.", field.title))
}

fn whole_on_ref(container: &Container<'_>) -> TokenStream {
    let (krate, viewed) = (&container.krate, container.viewed());
    method(container, "load", |name| {
        let doc = load_doc(container);
        quote! {
            #doc
            #[inline]
            pub fn #name(self) -> #viewed {
                <#viewed as #krate::Shared>::load(self)
            }
        }
    })
}

fn whole_on_mut(container: &Container<'_>) -> TokenStream {
    let (krate, private, viewed) = (&container.krate, container.private(), container.viewed());
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let mut code = TokenStream::new();
    code.extend(method(container, "as_ref", |name| {
        quote! {
            /// The same object, for reading.
            #[inline]
            pub fn #name(&self) -> #view<'_> {
                #view(#private::SlotMut::as_ref(&self.0))
            }
        }
    }));
    code.extend(method(container, "reborrow", |name| {
        quote! {
            /// The same view for a shorter time, to hand it on and use it again.
            #[inline]
            pub fn #name(&mut self) -> #view_mut<'_> {
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
