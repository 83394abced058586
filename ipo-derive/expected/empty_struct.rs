/// A [`Empty`] in a shared heap, for reading.
struct EmptyRef<'t>(::ipo::__private::SlotRef<'t, Empty>);
/// A [`Empty`] in a shared heap, for changing it in place.
struct EmptyMut<'t>(::ipo::__private::SlotMut<'t, Empty>);
/// The mutable views of all fields of a [`Empty`] in a shared heap.
struct EmptyParts<'t> {
    __unused: ::core::marker::PhantomData<(&'t mut (),)>,
}
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __EmptySlot {
        __end: (),
    }
    impl __EmptySlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let slot = ::core::mem::MaybeUninit::<__EmptySlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[]
        };
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __EmptySlot {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __EmptySlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __EmptySlot {}
    static __FINGERPRINT: ::ipo::__private::Fingerprint = ::ipo::__private::Fingerprint::new();
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Empty {
        type Slot = __EmptySlot;
        type Arg<'a> = &'a Empty;
        type Ref<'t> = EmptyRef<'t>;
        type Mut<'t> = EmptyMut<'t>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Empty";
        const OWNS: ::core::primitive::bool = false;
        const ATOMIC: ::core::primitive::bool = false;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Empty",
                    ::core::mem::size_of::<__EmptySlot>(),
                    ::core::mem::align_of::<__EmptySlot>(),
                    ::ipo::__private::Kind::Struct(__EmptySlot::FIELDS),
                )
            }
        }
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<Empty as ::ipo::Shared>::schema)
        }
        #[inline]
        fn deep_hint() -> ::core::primitive::u64 {
            __FINGERPRINT.peek()
        }
        #[inline]
        fn deep_key() -> ::core::primitive::usize {
            ::core::ptr::from_ref(&__FINGERPRINT) as ::core::primitive::usize
        }
        #[inline]
        fn to_arg(&self) -> &Empty {
            self
        }
        #[inline]
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Empty,
        ) -> ::core::result::Result<__EmptySlot, ::ipo::Error> {
            let mut slot = ::core::mem::MaybeUninit::<__EmptySlot>::uninit();
            let place = slot.as_mut_ptr();
            let _ = (writer, value, place);
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Empty>) -> EmptyRef<'_> {
            EmptyRef(slot)
        }
        #[inline]
        fn view_mut(slot: ::ipo::__private::SlotMut<'_, Empty>) -> EmptyMut<'_> {
            EmptyMut(slot)
        }
        #[inline]
        fn load(view: EmptyRef<'_>) -> Empty {
            let _ = view;
            Empty {}
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Empty>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            let _ = (slot, writer);
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: EmptyRef<'l>) -> EmptyRef<'s> {
            view
        }
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for EmptyRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for EmptyRef<'t> {}
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for EmptyRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for EmptyMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl<'t> EmptyRef<'t> {
        /// Copies the whole object out of the heap, into a plain `Empty`.
        #[inline]
        pub fn load(self) -> Empty {
            <Empty as ::ipo::Shared>::load(self)
        }
    }
    impl<'t> EmptyMut<'t> {
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> EmptyRef<'_> {
            EmptyRef(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> EmptyMut<'_> {
            EmptyMut(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `Empty`.
        #[inline]
        pub fn load(&self) -> Empty {
            <Empty as ::ipo::Shared>::load(
                EmptyRef(::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `Empty`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(
            &mut self,
            value: &Empty,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            <Empty as ::ipo::Shared>::set(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    #[inline]
    fn __parts<'t>(slot: ::ipo::__private::SlotMut<'t, Empty>) -> EmptyParts<'t> {
        let _ = slot;
        EmptyParts {
            __unused: ::core::marker::PhantomData,
        }
    }
    impl<'t> EmptyMut<'t> {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> EmptyParts<'_> {
            __parts(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> EmptyParts<'t> {
            __parts(self.0)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for EmptyParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("EmptyParts").finish_non_exhaustive()
        }
    }
};
