/// A [`Pair`] in a shared heap, for reading.
pub struct PairRef<'t>(::ipo::__private::SlotRef<'t, Pair>);
/// A [`Pair`] in a shared heap, for changing it in place.
pub struct PairMut<'t>(::ipo::__private::SlotMut<'t, Pair>);
/// The mutable views of all fields of a [`Pair`] in a shared heap.
pub struct PairParts<'t>(
    pub <String as ::ipo::Shared>::Mut<'t>,
    <i64 as ::ipo::Shared>::Mut<'t>,
);
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __PairSlot {
        field_0: <String as ::ipo::Shared>::Slot,
        field_1: <i64 as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __PairSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let slot = ::core::mem::MaybeUninit::<__PairSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "0",
                    unsafe { (&raw const (*slot).field_0).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <String as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "1",
                    unsafe { (&raw const (*slot).field_1).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <i64 as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __PairSlot {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __PairSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __PairSlot {}
    static __FINGERPRINT: ::ipo::__private::Fingerprint = ::ipo::__private::Fingerprint::new();
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Pair {
        type Slot = __PairSlot;
        type Arg<'a> = &'a Pair;
        type Ref<'t> = PairRef<'t>;
        type Mut<'t> = PairMut<'t>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Pair";
        const OWNS: ::core::primitive::bool = false || <String as ::ipo::Shared>::OWNS
            || <i64 as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false
            || <String as ::ipo::Shared>::ATOMIC || <i64 as ::ipo::Shared>::ATOMIC;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Pair",
                    ::core::mem::size_of::<__PairSlot>(),
                    ::core::mem::align_of::<__PairSlot>(),
                    ::ipo::__private::Kind::Struct(__PairSlot::FIELDS),
                )
            }
        }
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<Pair as ::ipo::Shared>::schema)
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
        fn to_arg(&self) -> &Pair {
            self
        }
        #[inline]
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Pair,
        ) -> ::core::result::Result<__PairSlot, ::ipo::Error> {
            let mut slot = ::core::mem::MaybeUninit::<__PairSlot>::uninit();
            let place = slot.as_mut_ptr();
            unsafe {
                <String as ::ipo::Shared>::build_at(
                    writer,
                    &value.0,
                    unsafe { &raw mut (*place).field_0 },
                )
            }?;
            unsafe {
                <i64 as ::ipo::Shared>::build_at(
                    writer,
                    &value.1,
                    unsafe { &raw mut (*place).field_1 },
                )
            }?;
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Pair>) -> PairRef<'_> {
            PairRef(slot)
        }
        #[inline]
        fn view_mut(slot: ::ipo::__private::SlotMut<'_, Pair>) -> PairMut<'_> {
            PairMut(slot)
        }
        #[inline]
        fn load(view: PairRef<'_>) -> Pair {
            Pair {
                0: unsafe {
                    <String as ::ipo::Shared>::load_at(view.0, __PairSlot::AT_0)
                },
                1: unsafe { <i64 as ::ipo::Shared>::load_at(view.0, __PairSlot::AT_1) },
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Pair>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            unsafe {
                <String as ::ipo::Shared>::release_at(slot, __PairSlot::AT_0, writer)
            }?;
            unsafe {
                <i64 as ::ipo::Shared>::release_at(slot, __PairSlot::AT_1, writer)
            }?;
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: PairRef<'l>) -> PairRef<'s> {
            view
        }
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for PairRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for PairRef<'t> {}
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PairRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PairMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl<'t> PairRef<'t> {
        /// The field `0`.
        #[inline]
        pub fn _0(self) -> <String as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<String>(__PairSlot::AT_0) }
        }
        /// The field `second`.
        #[inline]
        fn second(self) -> <i64 as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<i64>(__PairSlot::AT_1) }
        }
        /// Copies the whole object out of the heap, into a plain `Pair`.
        #[inline]
        pub fn load(self) -> Pair {
            <Pair as ::ipo::Shared>::load(self)
        }
    }
    impl<'t> PairMut<'t> {
        /// The field `0`.
        #[inline]
        pub fn _0(&self) -> <String as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<String>(__PairSlot::AT_0) }
        }
        /// The field `0`, for changing it in place.
        #[inline]
        pub fn _0_mut(&mut self) -> <String as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<String>(__PairSlot::AT_0) }
        }
        /// Sets the field `0`.
        #[inline]
        pub fn set_0(
            &mut self,
            value: <String as ::ipo::Shared>::Arg<'_>,
        ) -> <String as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<String>(__PairSlot::AT_0, value) }
        }
        /// The field `second`.
        #[inline]
        fn second(&self) -> <i64 as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<i64>(__PairSlot::AT_1) }
        }
        /// The field `second`, for changing it in place.
        #[inline]
        fn second_mut(&mut self) -> <i64 as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<i64>(__PairSlot::AT_1) }
        }
        /// Sets the field `second`.
        #[inline]
        fn set_second(
            &mut self,
            value: <i64 as ::ipo::Shared>::Arg<'_>,
        ) -> <i64 as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<i64>(__PairSlot::AT_1, value) }
        }
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> PairRef<'_> {
            PairRef(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> PairMut<'_> {
            PairMut(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `Pair`.
        #[inline]
        pub fn load(&self) -> Pair {
            <Pair as ::ipo::Shared>::load(
                PairRef(::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `Pair`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(
            &mut self,
            value: &Pair,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            <Pair as ::ipo::Shared>::set(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    #[inline]
    fn __parts<'t>(slot: ::ipo::__private::SlotMut<'t, Pair>) -> PairParts<'t> {
        PairParts(
            unsafe { slot.view_part::<String>(__PairSlot::AT_0) },
            unsafe { slot.view_part::<i64>(__PairSlot::AT_1) },
        )
    }
    impl<'t> PairMut<'t> {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> PairParts<'_> {
            __parts(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> PairParts<'t> {
            __parts(self.0)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PairParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("PairParts").finish_non_exhaustive()
        }
    }
};
