//! The methods that the views of every list have: access by a typed key, by a variant, to all.
//!
//! None names a method of `EnumIndex` on the enum itself: for an enum that is not `Copy`, rustc would say so at each. `Index`
//! stands in brackets where its functions are called: otherwise rustc suggests std's, in a crate that knows `ipo` by another name.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::Container;

pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let (view, view_mut) = (container.companion("Ref"), container.companion("Mut"));
    let read = on_ref(container);
    let change = on_mut(container);
    quote! {
        impl<'t> #view<'t> {
            #read
        }

        impl #view_mut<'_> {
            #change
        }
    }
}

fn on_ref(container: &Container<'_>) -> TokenStream {
    let (krate, private, ident) = (&container.krate, container.private(), container.ident());
    let (t, count) = (type_parameter(container), container.fields.len());
    quote! {
        /// The value of a typed variant, by its key.
        #[inline]
        pub fn get<#t: #krate::Shared>(self, key: #krate::Index<#ident, #t>) -> <#t as #krate::Shared>::Ref<'t> {
            <#t as #krate::Shared>::view(<#krate::Index<_, _>>::slot(key, self.0))
        }

        /// The value of a variant that is known only at run time.
        #[inline]
        pub fn value(self, variant: #ident) -> #krate::AnyRef<'t> {
            #private::value_of(self.0, variant)
        }

        /// All variants with their values, in order.
        #[inline]
        pub fn iter(
            self,
        ) -> impl ::core::iter::DoubleEndedIterator<Item = (#ident, #krate::AnyRef<'t>)> + ::core::iter::ExactSizeIterator {
            #private::values_of(self.0)
        }

        /// The number of variants.
        #[inline]
        pub fn len(self) -> ::core::primitive::usize {
            #count
        }

        /// Never: a list has a value for each variant.
        #[inline]
        pub fn is_empty(self) -> ::core::primitive::bool {
            false
        }
    }
}

fn on_mut(container: &Container<'_>) -> TokenStream {
    let (krate, private, ident) = (&container.krate, container.private(), container.ident());
    let (t, count) = (type_parameter(container), container.fields.len());
    quote! {
        /// The value of a typed variant, by its key.
        #[inline]
        pub fn get<#t: #krate::Shared>(&self, key: #krate::Index<#ident, #t>) -> <#t as #krate::Shared>::Ref<'_> {
            <#t as #krate::Shared>::view(<#krate::Index<_, _>>::slot(key, #private::SlotMut::as_ref(&self.0)))
        }

        /// The value of a typed variant, by its key, for changing it in place.
        #[inline]
        pub fn get_mut<#t: #krate::Shared>(&mut self, key: #krate::Index<#ident, #t>) -> <#t as #krate::Shared>::Mut<'_> {
            <#t as #krate::Shared>::view_mut(<#krate::Index<_, _>>::slot_mut(key, #private::SlotMut::reborrow(&mut self.0)))
        }

        /// Sets the value of a typed variant, by its key.
        #[inline]
        pub fn set<#t: #krate::Shared>(&mut self, key: #krate::Index<#ident, #t>, value: <#t as #krate::Shared>::Arg<'_>) -> <#t as #krate::Shared>::Set {
            <#t as #krate::Shared>::set(<#krate::Index<_, _>>::slot_mut(key, #private::SlotMut::reborrow(&mut self.0)), value)
        }

        /// The value of a variant that is known only at run time.
        #[inline]
        pub fn value(&self, variant: #ident) -> #krate::AnyRef<'_> {
            #private::value_of(#private::SlotMut::as_ref(&self.0), variant)
        }

        /// Sets the value of a variant that is known only at run time.
        ///
        /// # Errors
        /// The value is not of the variant's type, or the heap has no room for it; the list is then unchanged.
        #[inline]
        pub fn set_value(
            &mut self,
            variant: #ident,
            value: #krate::Value,
        ) -> ::core::result::Result<(), #krate::Error> {
            #private::set_value_of(#private::SlotMut::reborrow(&mut self.0), variant, value)
        }

        /// All variants with their values, in order.
        #[inline]
        pub fn iter(
            &self,
        ) -> impl ::core::iter::DoubleEndedIterator<Item = (#ident, #krate::AnyRef<'_>)> + ::core::iter::ExactSizeIterator {
            #private::values_of(#private::SlotMut::as_ref(&self.0))
        }

        /// The number of variants.
        #[inline]
        pub fn len(&self) -> ::core::primitive::usize {
            #count
        }

        /// Never: a list has a value for each variant.
        #[inline]
        pub fn is_empty(&self) -> ::core::primitive::bool {
            false
        }
    }
}

/// `T`, unless the enum is called so.
fn type_parameter(container: &Container<'_>) -> Ident {
    let ident = container.ident();
    let name = if ident == "T" { "Value" } else { "T" };
    Ident::new(name, proc_macro2::Span::call_site())
}
