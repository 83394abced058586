/// A [`Reply`] in a shared heap, for reading: the variant, with views of its fields.
#[allow(clippy::multiple_bound_locations)]
enum ReplyRef<'t, T: Clone, E>
where
    T: ::ipo::Shared,
    E: ::ipo::Shared,
{
    Done(<T as ::ipo::Shared>::Ref<'t>),
    Failed { error: <E as ::ipo::Shared>::Ref<'t> },
    Pending,
    #[doc(hidden)]
    __Unused(
        ::core::convert::Infallible,
        ::core::marker::PhantomData<&'t ()>,
        ::core::marker::PhantomData<fn() -> (T, E)>,
    ),
}
/// A [`Reply`] in a shared heap: the variant, with views for changing its fields in place.
#[allow(clippy::multiple_bound_locations)]
enum ReplyMut<'t, T: Clone, E>
where
    T: ::ipo::Shared,
    E: ::ipo::Shared,
{
    Done(<T as ::ipo::Shared>::Mut<'t>),
    Failed { error: <E as ::ipo::Shared>::Mut<'t> },
    Pending,
    #[doc(hidden)]
    __Unused(
        ::core::convert::Infallible,
        ::core::marker::PhantomData<&'t ()>,
        ::core::marker::PhantomData<fn() -> (T, E)>,
    ),
}
#[allow(clippy::multiple_bound_locations)]
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ReplyDoneSlot<T: Clone, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        field_0: <T as ::ipo::Shared>::Slot,
        __end: ::core::marker::PhantomData<fn() -> (T, E)>,
    }
    impl<T: Clone, E> __ReplyDoneSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            let slot = ::core::mem::MaybeUninit::<__ReplyDoneSlot<T, E>>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "0",
                    unsafe { (&raw const (*slot).field_0).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <T as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::clone::Clone for __ReplyDoneSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::marker::Copy for __ReplyDoneSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::__private::Slot for __ReplyDoneSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ReplyFailedSlot<T: Clone, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        error: <E as ::ipo::Shared>::Slot,
        __end: ::core::marker::PhantomData<fn() -> (T, E)>,
    }
    impl<T: Clone, E> __ReplyFailedSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            let slot = ::core::mem::MaybeUninit::<__ReplyFailedSlot<T, E>>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "error",
                    unsafe { (&raw const (*slot).error).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <E as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::clone::Clone for __ReplyFailedSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::marker::Copy for __ReplyFailedSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::__private::Slot for __ReplyFailedSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ReplyPendingSlot<T: Clone, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        __end: ::core::marker::PhantomData<fn() -> (T, E)>,
    }
    impl<T: Clone, E> __ReplyPendingSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            let slot = ::core::mem::MaybeUninit::<__ReplyPendingSlot<T, E>>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[]
        };
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::clone::Clone for __ReplyPendingSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::marker::Copy for __ReplyPendingSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::__private::Slot for __ReplyPendingSlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[doc(hidden)]
    #[repr(C)]
    pub union __ReplyData<T: Clone, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        variant_0: __ReplyDoneSlot<T, E>,
        variant_1: __ReplyFailedSlot<T, E>,
        variant_2: __ReplyPendingSlot<T, E>,
        __end: ::core::marker::PhantomData<fn() -> (T, E)>,
    }
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ReplySlot<T: Clone, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        number: ::core::primitive::u8,
        data: __ReplyData<T, E>,
    }
    impl<T: Clone, E> __ReplySlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        /// Where the variant's fields begin.
        const DATA: ::core::primitive::usize = {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            ::core::mem::offset_of!(Self, data)
        };
        const VARIANTS: &'static [::ipo::__private::Variant] = &[
            ::ipo::__private::Variant::new("Done", __ReplyDoneSlot::<T, E>::FIELDS),
            ::ipo::__private::Variant::new("Failed", __ReplyFailedSlot::<T, E>::FIELDS),
            ::ipo::__private::Variant::new("Pending", __ReplyPendingSlot::<T, E>::FIELDS),
        ];
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::clone::Clone for __ReplySlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::marker::Copy for __ReplySlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::__private::Slot for __ReplySlot<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    impl<T: Clone, E> ::core::clone::Clone for __ReplyData<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<T: Clone, E> ::core::marker::Copy for __ReplyData<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::__private::Slot for __ReplyData<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    #[automatically_derived]
    unsafe impl<T: Clone, E> ::ipo::Shared for Reply<T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        type Slot = __ReplySlot<T, E>;
        type Arg<'a> = &'a Reply<T, E>;
        type Ref<'t> = ReplyRef<'t, T, E>;
        type Mut<'t> = ReplyMut<'t, T, E>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Reply";
        const OWNS: ::core::primitive::bool = false || <T as ::ipo::Shared>::OWNS
            || <E as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false || <T as ::ipo::Shared>::ATOMIC
            || <E as ::ipo::Shared>::ATOMIC;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Reply",
                    ::core::mem::size_of::<__ReplySlot<T, E>>(),
                    ::core::mem::align_of::<__ReplySlot<T, E>>(),
                    ::ipo::__private::Kind::Tagged {
                        offset: __ReplySlot::<T, E>::DATA,
                        variants: __ReplySlot::<T, E>::VARIANTS,
                    },
                )
            }
        }
        #[inline]
        fn to_arg(&self) -> &Reply<T, E> {
            self
        }
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Reply<T, E>,
        ) -> ::core::result::Result<__ReplySlot<T, E>, ::ipo::Error> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            let mut slot = ::core::mem::MaybeUninit::<__ReplySlot<T, E>>::zeroed();
            let whole = slot.as_mut_ptr();
            let _ = writer;
            match value {
                Reply::Done { 0: field_0, .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(0);
                        &raw mut (*whole).data.variant_0
                    };
                    let _ = place;
                    unsafe {
                        <T as ::ipo::Shared>::build_at(
                            writer,
                            &(*field_0),
                            unsafe { &raw mut (*place).field_0 },
                        )
                    }?;
                }
                Reply::Failed { error: field_0, .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(1);
                        &raw mut (*whole).data.variant_1
                    };
                    let _ = place;
                    unsafe {
                        <E as ::ipo::Shared>::build_at(
                            writer,
                            &(*field_0),
                            unsafe { &raw mut (*place).error },
                        )
                    }?;
                }
                Reply::Pending { .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(2);
                        &raw mut (*whole).data.variant_2
                    };
                    let _ = place;
                }
            }
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Reply<T, E>>) -> ReplyRef<'_, T, E> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                slot.field::<::core::primitive::u8>(0)
            }) {
                0 => {
                    ReplyRef::Done(unsafe {
                        slot.view_field::<
                                T,
                            >(__ReplySlot::<T, E>::DATA + __ReplyDoneSlot::<T, E>::AT_0)
                    })
                }
                1 => {
                    ReplyRef::Failed {
                        error: unsafe {
                            slot.view_field::<
                                    E,
                                >(
                                __ReplySlot::<T, E>::DATA + __ReplyFailedSlot::<T, E>::AT_0,
                            )
                        },
                    }
                }
                2 => ReplyRef::Pending,
                _ => ::ipo::__private::no_variant(slot),
            }
        }
        #[inline]
        fn view_mut(
            slot: ::ipo::__private::SlotMut<'_, Reply<T, E>>,
        ) -> ReplyMut<'_, T, E> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                ::ipo::__private::SlotMut::as_ref(&slot)
                    .field::<::core::primitive::u8>(0)
            }) {
                0 => {
                    ReplyMut::Done(unsafe {
                        slot.view_part::<
                                T,
                            >(__ReplySlot::<T, E>::DATA + __ReplyDoneSlot::<T, E>::AT_0)
                    })
                }
                1 => {
                    ReplyMut::Failed {
                        error: unsafe {
                            slot.view_part::<
                                    E,
                                >(
                                __ReplySlot::<T, E>::DATA + __ReplyFailedSlot::<T, E>::AT_0,
                            )
                        },
                    }
                }
                2 => ReplyMut::Pending,
                _ => {
                    ::ipo::__private::no_variant(
                        ::ipo::__private::SlotMut::as_ref(&slot),
                    )
                }
            }
        }
        fn load(view: ReplyRef<'_, T, E>) -> Reply<T, E> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match view {
                ReplyRef::Done(field_0) => {
                    Reply::Done {
                        0: <T as ::ipo::Shared>::load(field_0),
                    }
                }
                ReplyRef::Failed { error: field_0 } => {
                    Reply::Failed {
                        error: <E as ::ipo::Shared>::load(field_0),
                    }
                }
                ReplyRef::Pending => Reply::Pending {},
                ReplyRef::__Unused(never, ..) => match never {}
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Reply<T, E>>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                slot.field::<::core::primitive::u8>(0)
            }) {
                0 => {
                    let _ = (&slot, writer);
                    unsafe {
                        <T as ::ipo::Shared>::release_at(
                            slot,
                            __ReplySlot::<T, E>::DATA + __ReplyDoneSlot::<T, E>::AT_0,
                            writer,
                        )
                    }?;
                }
                1 => {
                    let _ = (&slot, writer);
                    unsafe {
                        <E as ::ipo::Shared>::release_at(
                            slot,
                            __ReplySlot::<T, E>::DATA + __ReplyFailedSlot::<T, E>::AT_0,
                            writer,
                        )
                    }?;
                }
                2 => {
                    let _ = (&slot, writer);
                }
                _ => {
                    return ::core::result::Result::Err(
                        ::ipo::__private::no_variant_error(slot),
                    );
                }
            }
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: ReplyRef<'l, T, E>) -> ReplyRef<'s, T, E> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match view {
                ReplyRef::Done(field_0) => {
                    ReplyRef::Done(<T as ::ipo::Shared>::shorten(field_0))
                }
                ReplyRef::Failed { error: field_0 } => {
                    ReplyRef::Failed {
                        error: <E as ::ipo::Shared>::shorten(field_0),
                    }
                }
                ReplyRef::Pending => ReplyRef::Pending,
                ReplyRef::__Unused(never, ..) => match never {}
            }
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::clone::Clone for ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::marker::Copy for ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {}
    impl<'t, T: Clone, E> ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
    {
        /// Copies the value out of the heap, into a plain `Reply`.
        #[inline]
        pub fn load(self) -> Reply<T, E> {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            <Reply<T, E> as ::ipo::Shared>::load(self)
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::fmt::Debug for ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
        <T as ::ipo::Shared>::Ref<'t>: ::core::fmt::Debug,
        <E as ::ipo::Shared>::Ref<'t>: ::core::fmt::Debug,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match self {
                ReplyRef::Done(field_0) => f.debug_tuple("Done").field(field_0).finish(),
                ReplyRef::Failed { error: field_0 } => {
                    f.debug_struct("Failed").field("error", field_0).finish()
                }
                ReplyRef::Pending => f.write_str("Pending"),
                ReplyRef::__Unused(never, ..) => match *never {}
            }
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::fmt::Debug for ReplyMut<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
        <T as ::ipo::Shared>::Mut<'t>: ::core::fmt::Debug,
        <E as ::ipo::Shared>::Mut<'t>: ::core::fmt::Debug,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match self {
                ReplyMut::Done(field_0) => f.debug_tuple("Done").field(field_0).finish(),
                ReplyMut::Failed { error: field_0 } => {
                    f.debug_struct("Failed").field("error", field_0).finish()
                }
                ReplyMut::Pending => f.write_str("Pending"),
                ReplyMut::__Unused(never, ..) => match *never {}
            }
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::cmp::PartialEq for ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
        <T as ::ipo::Shared>::Ref<'t>: ::core::cmp::PartialEq,
        <E as ::ipo::Shared>::Ref<'t>: ::core::cmp::PartialEq,
    {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            let _ = <T as ::ipo::Shared>::OWNS;
            let _ = <E as ::ipo::Shared>::OWNS;
            match (self, other) {
                (ReplyRef::Done(mine_0), ReplyRef::Done(theirs_0)) => {
                    true
                        && <<T as ::ipo::Shared>::Ref<
                            '_,
                        > as ::core::cmp::PartialEq>::eq(mine_0, theirs_0)
                }
                (
                    ReplyRef::Failed { error: mine_0 },
                    ReplyRef::Failed { error: theirs_0 },
                ) => {
                    true
                        && <<E as ::ipo::Shared>::Ref<
                            '_,
                        > as ::core::cmp::PartialEq>::eq(mine_0, theirs_0)
                }
                (ReplyRef::Pending, ReplyRef::Pending) => true,
                #[allow(unreachable_patterns)]
                _ => false,
            }
        }
    }
    #[automatically_derived]
    impl<'t, T: Clone, E> ::core::cmp::Eq for ReplyRef<'t, T, E>
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
        <T as ::ipo::Shared>::Ref<'t>: ::core::cmp::Eq,
        <E as ::ipo::Shared>::Ref<'t>: ::core::cmp::Eq,
    {}
    fn __total<'t, T: Clone, E>(view: ReplyRef<'t, T, E>)
    where
        T: ::ipo::Shared,
        E: ::ipo::Shared,
        <T as ::ipo::Shared>::Ref<'t>: ::core::cmp::Eq,
        <E as ::ipo::Shared>::Ref<'t>: ::core::cmp::Eq,
    {
        let _ = <T as ::ipo::Shared>::OWNS;
        let _ = <E as ::ipo::Shared>::OWNS;
        match view {
            ReplyRef::Done(field_0) => {
                ::ipo::__private::total::<<T as ::ipo::Shared>::Ref<'_>>(&field_0);
            }
            ReplyRef::Failed { error: field_0 } => {
                ::ipo::__private::total::<<E as ::ipo::Shared>::Ref<'_>>(&field_0);
            }
            ReplyRef::Pending => {}
            ReplyRef::__Unused(never, ..) => match never {}
        }
    }
};
