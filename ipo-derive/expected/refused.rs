/// Not generated: see the error.
pub(crate) struct PairRef<'t, T>(::core::marker::PhantomData<(&'t mut (), fn() -> T)>);
/// Not generated: see the error.
pub(crate) struct PairMut<'t, T>(::core::marker::PhantomData<(&'t mut (), fn() -> T)>);
#[automatically_derived]
impl<'t, T> ::core::clone::Clone for PairRef<'t, T> {
    fn clone(&self) -> Self {
        loop {}
    }
}
#[automatically_derived]
impl<'t, T> ::core::marker::Copy for PairRef<'t, T> {}
/// Not generated: see the error.
pub(crate) struct PairParts<'t, T>(::core::marker::PhantomData<(&'t mut (), fn() -> T)>);
const _: () = {
    #[automatically_derived]
    unsafe impl<'a, T: Clone> ::ipo::Shared for Pair<'a, T>
    where
        Pair<'a, T>: 'static,
        for<'__a> Pair<'a, T>: ::core::marker::Sized,
    {
        type Slot = ();
        type Arg<'__a> = &'__a Pair<'a, T>;
        type Ref<'__t> = PairRef<'__t, T>;
        type Mut<'__t> = PairMut<'__t, T>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "";
        const OWNS: ::core::primitive::bool = false;
        fn schema() -> &'static ::ipo::__private::Schema {
            loop {}
        }
        fn to_arg(&self) -> Self::Arg<'_> {
            self
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
};
::core::compile_error! {
    "a shared type owns what it holds, for the heap outlives every borrow: use `String` for `&str`, `Vec<T>` for `&[T]`, `Handle<T>` for `&T`"
}
