#[doc(hidden)]
type __GridField0<K, T, const N: usize> = HashMap<K, Grid<K, T, N>>;
/// A [`Grid`] in a shared heap, for reading.
#[allow(clippy::multiple_bound_locations)]
struct GridRef<'t, K, T = u8, const N: usize = 4>(
    ::ipo::__private::SlotRef<'t, Grid<K, T, N>>,
)
where
    T: Clone,
    K: ::ipo::Shared,
    T: ::ipo::Shared,
    K: ::ipo::Key;
/// A [`Grid`] in a shared heap, for changing it in place.
#[allow(clippy::multiple_bound_locations)]
struct GridMut<'t, K, T = u8, const N: usize = 4>(
    ::ipo::__private::SlotMut<'t, Grid<K, T, N>>,
)
where
    T: Clone,
    K: ::ipo::Shared,
    T: ::ipo::Shared,
    K: ::ipo::Key;
/// The mutable views of all fields of a [`Grid`] in a shared heap.
#[allow(clippy::multiple_bound_locations)]
struct GridParts<'t, K, T = u8, const N: usize = 4>
where
    T: Clone,
    K: ::ipo::Shared,
    T: ::ipo::Shared,
    K: ::ipo::Key,
{
    cells: <[T; N] as ::ipo::Shared>::Mut<'t>,
    index: <__GridField0<K, T, N> as ::ipo::Shared>::Mut<'t>,
}
#[allow(clippy::multiple_bound_locations)]
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __GridSlot<K, T = u8, const N: usize = 4>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        cells: <[T; N] as ::ipo::Shared>::Slot,
        index: <__GridField0<K, T, N> as ::ipo::Shared>::Slot,
        __end: ::core::marker::PhantomData<fn() -> (K, T)>,
    }
    impl<K, T, const N: usize> __GridSlot<K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            let slot = ::core::mem::MaybeUninit::<__GridSlot<K, T, N>>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "cells",
                    unsafe { (&raw const (*slot).cells).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <[T; N] as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "index",
                    unsafe { (&raw const (*slot).index).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <__GridField0<K, T, N> as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
    }
    #[automatically_derived]
    impl<K, T, const N: usize> ::core::clone::Clone for __GridSlot<K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl<K, T, const N: usize> ::core::marker::Copy for __GridSlot<K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {}
    #[automatically_derived]
    unsafe impl<K, T, const N: usize> ::ipo::__private::Slot for __GridSlot<K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {}
    #[automatically_derived]
    unsafe impl<K, T, const N: usize> ::ipo::Shared for Grid<K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        type Slot = __GridSlot<K, T, N>;
        type Arg<'a> = &'a Grid<K, T, N>;
        type Ref<'t> = GridRef<'t, K, T, N>;
        type Mut<'t> = GridMut<'t, K, T, N>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Grid";
        const OWNS: ::core::primitive::bool = false || <[T; N] as ::ipo::Shared>::OWNS
            || <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false
            || <[T; N] as ::ipo::Shared>::ATOMIC
            || <__GridField0<K, T, N> as ::ipo::Shared>::ATOMIC;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Grid",
                    ::core::mem::size_of::<__GridSlot<K, T, N>>(),
                    ::core::mem::align_of::<__GridSlot<K, T, N>>(),
                    ::ipo::__private::Kind::Struct(__GridSlot::<K, T, N>::FIELDS),
                )
            }
        }
        #[inline]
        fn to_arg(&self) -> &Grid<K, T, N> {
            self
        }
        #[inline]
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Grid<K, T, N>,
        ) -> ::core::result::Result<__GridSlot<K, T, N>, ::ipo::Error> {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            let mut slot = ::core::mem::MaybeUninit::<__GridSlot<K, T, N>>::uninit();
            let place = slot.as_mut_ptr();
            unsafe {
                <[T; N] as ::ipo::Shared>::build_at(
                    writer,
                    &value.cells,
                    unsafe { &raw mut (*place).cells },
                )
            }?;
            unsafe {
                <__GridField0<
                    K,
                    T,
                    N,
                > as ::ipo::Shared>::build_at(
                    writer,
                    &value.index,
                    unsafe { &raw mut (*place).index },
                )
            }?;
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(
            slot: ::ipo::__private::SlotRef<'_, Grid<K, T, N>>,
        ) -> GridRef<'_, K, T, N> {
            GridRef(slot)
        }
        #[inline]
        fn view_mut(
            slot: ::ipo::__private::SlotMut<'_, Grid<K, T, N>>,
        ) -> GridMut<'_, K, T, N> {
            GridMut(slot)
        }
        #[inline]
        fn load(view: GridRef<'_, K, T, N>) -> Grid<K, T, N> {
            Grid::<K, T, N> {
                cells: unsafe {
                    <[T; N] as ::ipo::Shared>::load_at(
                        view.0,
                        __GridSlot::<K, T, N>::AT_0,
                    )
                },
                index: unsafe {
                    <__GridField0<
                        K,
                        T,
                        N,
                    > as ::ipo::Shared>::load_at(view.0, __GridSlot::<K, T, N>::AT_1)
                },
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Grid<K, T, N>>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            unsafe {
                <[T; N] as ::ipo::Shared>::release_at(
                    slot,
                    __GridSlot::<K, T, N>::AT_0,
                    writer,
                )
            }?;
            unsafe {
                <__GridField0<
                    K,
                    T,
                    N,
                > as ::ipo::Shared>::release_at(
                    slot,
                    __GridSlot::<K, T, N>::AT_1,
                    writer,
                )
            }?;
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: GridRef<'l, K, T, N>) -> GridRef<'s, K, T, N> {
            view
        }
    }
    #[automatically_derived]
    impl<'t, K, T, const N: usize> ::core::clone::Clone for GridRef<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t, K, T, const N: usize> ::core::marker::Copy for GridRef<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {}
    #[automatically_derived]
    impl<'t, K, T, const N: usize> ::core::fmt::Debug for GridRef<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t, K, T, const N: usize> ::core::fmt::Debug for GridMut<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl<'t, K, T, const N: usize> GridRef<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        /// The field `cells`.
        #[inline]
        fn cells(self) -> <[T; N] as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<[T; N]>(__GridSlot::<K, T, N>::AT_0) }
        }
        /// The field `index`.
        #[inline]
        fn index(self) -> <__GridField0<K, T, N> as ::ipo::Shared>::Ref<'t> {
            unsafe {
                self.0.view_field::<__GridField0<K, T, N>>(__GridSlot::<K, T, N>::AT_1)
            }
        }
        /// Copies the whole object out of the heap, into a plain `Grid`.
        #[inline]
        pub fn load(self) -> Grid<K, T, N> {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            <Grid<K, T, N> as ::ipo::Shared>::load(self)
        }
    }
    impl<'t, K, T, const N: usize> GridMut<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        /// The field `cells`.
        #[inline]
        fn cells(&self) -> <[T; N] as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<[T; N]>(__GridSlot::<K, T, N>::AT_0) }
        }
        /// The field `cells`, for changing it in place.
        #[inline]
        fn cells_mut(&mut self) -> <[T; N] as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<[T; N]>(__GridSlot::<K, T, N>::AT_0) }
        }
        /// Sets the field `cells`.
        #[inline]
        fn set_cells(
            &mut self,
            value: <[T; N] as ::ipo::Shared>::Arg<'_>,
        ) -> <[T; N] as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<[T; N]>(__GridSlot::<K, T, N>::AT_0, value) }
        }
        /// The field `index`.
        #[inline]
        fn index(&self) -> <__GridField0<K, T, N> as ::ipo::Shared>::Ref<'_> {
            unsafe {
                self.0.view_field::<__GridField0<K, T, N>>(__GridSlot::<K, T, N>::AT_1)
            }
        }
        /// The field `index`, for changing it in place.
        #[inline]
        fn index_mut(&mut self) -> <__GridField0<K, T, N> as ::ipo::Shared>::Mut<'_> {
            unsafe {
                self.0
                    .view_field_mut::<__GridField0<K, T, N>>(__GridSlot::<K, T, N>::AT_1)
            }
        }
        /// Sets the field `index`.
        #[inline]
        fn set_index(
            &mut self,
            value: <__GridField0<K, T, N> as ::ipo::Shared>::Arg<'_>,
        ) -> <__GridField0<K, T, N> as ::ipo::Shared>::Set {
            unsafe {
                self.0
                    .set_field::<
                        __GridField0<K, T, N>,
                    >(__GridSlot::<K, T, N>::AT_1, value)
            }
        }
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> GridRef<'_, K, T, N> {
            GridRef(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> GridMut<'_, K, T, N> {
            GridMut(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `Grid`.
        #[inline]
        pub fn load(&self) -> Grid<K, T, N> {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            <Grid<
                K,
                T,
                N,
            > as ::ipo::Shared>::load(
                GridRef(::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `Grid`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(
            &mut self,
            value: &Grid<K, T, N>,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            <Grid<
                K,
                T,
                N,
            > as ::ipo::Shared>::set(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    #[inline]
    fn __parts<'t, K, T, const N: usize>(
        slot: ::ipo::__private::SlotMut<'t, Grid<K, T, N>>,
    ) -> GridParts<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
        for<'any> GridParts<'any, K, T, N>: ::core::marker::Sized,
    {
        let _ = <[T; N] as ::ipo::Shared>::OWNS;
        let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
        GridParts {
            cells: unsafe { slot.view_part::<[T; N]>(__GridSlot::<K, T, N>::AT_0) },
            index: unsafe {
                slot.view_part::<__GridField0<K, T, N>>(__GridSlot::<K, T, N>::AT_1)
            },
        }
    }
    impl<'t, K, T, const N: usize> GridMut<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
        for<'any> GridParts<'any, K, T, N>: ::core::marker::Sized,
    {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> GridParts<'_, K, T, N> {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            __parts(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> GridParts<'t, K, T, N> {
            let _ = <[T; N] as ::ipo::Shared>::OWNS;
            let _ = <__GridField0<K, T, N> as ::ipo::Shared>::OWNS;
            __parts(self.0)
        }
    }
    #[automatically_derived]
    impl<'t, K, T, const N: usize> ::core::fmt::Debug for GridParts<'t, K, T, N>
    where
        T: Clone,
        K: ::ipo::Shared,
        T: ::ipo::Shared,
        K: ::ipo::Key,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("GridParts").finish_non_exhaustive()
        }
    }
};
