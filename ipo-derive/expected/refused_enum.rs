/// Not generated: see the error.
pub(crate) struct NeverRef<'t>(::core::marker::PhantomData<(&'t mut (),)>);
/// Not generated: see the error.
pub(crate) struct NeverMut<'t>(::core::marker::PhantomData<(&'t mut (),)>);
#[automatically_derived]
impl<'t> ::core::clone::Clone for NeverRef<'t> {
    fn clone(&self) -> Self {
        loop {}
    }
}
#[automatically_derived]
impl<'t> ::core::marker::Copy for NeverRef<'t> {}
const _: () = {
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Never
    where
        for<'__a> Never: ::core::marker::Copy,
        for<'__a> Never: ::core::fmt::Debug,
        Never: 'static,
    {
        type Slot = ();
        type Arg<'__a> = Never;
        type Ref<'__t> = Never;
        type Mut<'__t> = ::ipo::ScalarMut<'__t, Never>;
        type Set = ();
        const NAME: &'static ::core::primitive::str = "";
        const OWNS: ::core::primitive::bool = false;
        fn schema() -> &'static ::ipo::__private::Schema {
            loop {}
        }
        fn to_arg(&self) -> Self::Arg<'_> {
            *self
        }
        unsafe fn build(
            _: &::ipo::__private::Writer,
            _: Self::Arg<'_>,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            loop {}
        }
        fn view(_: ::ipo::__private::SlotRef<'_, Self>) -> Self::Ref<'_> {
            loop {}
        }
        fn view_mut(_: ::ipo::__private::SlotMut<'_, Self>) -> Self::Mut<'_> {
            loop {}
        }
        fn load(_: Self::Ref<'_>) -> Self {
            loop {}
        }
        unsafe fn release(
            _: ::ipo::__private::SlotRef<'_, Self>,
            _: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            loop {}
        }
        fn shorten<'__s, '__l: '__s>(view: Self::Ref<'__l>) -> Self::Ref<'__s> {
            view
        }
    }
    #[automatically_derived]
    unsafe impl ::ipo::EnumIndex for Never
    where
        for<'__a> Never: ::core::marker::Copy,
        for<'__a> Never: ::core::fmt::Debug,
        Never: 'static,
    {
        const COUNT: ::core::primitive::usize = 0;
        const NAMES: &'static [&'static ::core::primitive::str] = &[];
        const OWNS: ::core::primitive::bool = false;
        const ATOMIC: ::core::primitive::bool = false;
        type Values = ();
        type ListSlot = ();
        type ListRef<'__t> = NeverRef<'__t>;
        type ListMut<'__t> = NeverMut<'__t>;
        fn index(self) -> ::core::primitive::usize {
            loop {}
        }
        fn from_index(_: ::core::primitive::usize) -> ::core::option::Option<Self> {
            loop {}
        }
        fn fields() -> &'static [::ipo::__private::Field] {
            loop {}
        }
        fn fingerprint() -> &'static ::ipo::__private::Fingerprint {
            loop {}
        }
        unsafe fn build_list(
            _: &::ipo::__private::Writer,
            _: &(),
        ) -> ::core::result::Result<(), ::ipo::Error> {
            loop {}
        }
        fn view_list(
            _: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Self>>,
        ) -> Self::ListRef<'_> {
            loop {}
        }
        fn view_list_mut(
            _: ::ipo::__private::SlotMut<'_, ::ipo::EnumList<Self>>,
        ) -> Self::ListMut<'_> {
            loop {}
        }
        fn load_list(_: Self::ListRef<'_>) {
            loop {}
        }
        unsafe fn release_list(
            _: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Self>>,
            _: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            loop {}
        }
        fn shorten_list<'__s, '__l: '__s>(
            view: Self::ListRef<'__l>,
        ) -> Self::ListRef<'__s> {
            view
        }
        fn value_of(
            _: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Self>>,
            _: Self,
        ) -> ::ipo::AnyRef<'_> {
            loop {}
        }
        fn set_value_of(
            _: ::ipo::__private::SlotMut<'_, ::ipo::EnumList<Self>>,
            _: Self,
            _: ::ipo::Value,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            loop {}
        }
        fn untyped(_: &(), _: Self) -> ::core::option::Option<&::ipo::Value> {
            loop {}
        }
        fn untyped_mut(
            _: &mut (),
            _: Self,
        ) -> ::core::option::Option<&mut ::ipo::Value> {
            loop {}
        }
    }
};
::core::compile_error! {
    "an enum without variants indexes nothing: add one"
}
