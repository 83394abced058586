#[doc(hidden)]
type __AllField0 = Foreign;
#[doc(hidden)]
type __AllField1 = geometry::Point<f32>;
#[doc(hidden)]
type __AllField2 = heap::Pod<__AllField1>;
#[doc(hidden)]
type __AllField3 = heap::Atomic<u64>;
#[doc(hidden)]
type __AllField4 = HashMap<String, Value>;
#[doc(hidden)]
type __AllField5 = Cache;
/// A [`All`] in a shared heap, for reading.
struct AllRef<'t>(heap::__private::SlotRef<'t, All>);
/// A [`All`] in a shared heap, for changing it in place.
struct AllMut<'t>(heap::__private::SlotMut<'t, All>);
/// The mutable views of all fields of a [`All`] in a shared heap.
struct AllParts<'t> {
    foreign: <my::module::Stored as heap::Shared>::Mut<'t>,
    bytes: <__AllField2 as heap::Shared>::Mut<'t>,
    hits: <__AllField3 as heap::Shared>::Mut<'t>,
    more: <__AllField4 as heap::Shared>::Mut<'t>,
    note: <String as heap::Shared>::Mut<'t>,
    level: <u8 as heap::Shared>::Mut<'t>,
}
const _: () = {
    type __Sound = [(); <All as heap::Shared>::OWNS as ::core::primitive::usize];
    #[doc(hidden)]
    #[repr(C)]
    pub struct __AllSlot {
        foreign: <my::module::Stored as heap::Shared>::Slot,
        bytes: <__AllField2 as heap::Shared>::Slot,
        hits: <__AllField3 as heap::Shared>::Slot,
        more: <__AllField4 as heap::Shared>::Slot,
        note: <String as heap::Shared>::Slot,
        level: <u8 as heap::Shared>::Slot,
        __end: (),
    }
    impl __AllSlot {
        const FIELDS: &'static [heap::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__AllSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                heap::__private::Field::new(
                    "foreign",
                    unsafe { (&raw const (*slot).foreign).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <my::module::Stored as heap::Shared>::schema,
                ),
                heap::__private::Field::new(
                    "bytes",
                    unsafe { (&raw const (*slot).bytes).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    || const {
                        let schema = heap::__private::pod_schema::<__AllField1>;
                        &schema("Point")
                    },
                ),
                heap::__private::Field::new(
                    "hits",
                    unsafe { (&raw const (*slot).hits).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <__AllField3 as heap::Shared>::schema,
                ),
                heap::__private::Field::new(
                    "more",
                    unsafe { (&raw const (*slot).more).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <__AllField4 as heap::Shared>::schema,
                ),
                heap::__private::Field::new(
                        "note",
                        unsafe { (&raw const (*slot).note).byte_offset_from(slot) }
                            as ::core::primitive::usize,
                        <String as heap::Shared>::schema,
                    )
                    .with_default(),
                heap::__private::Field::new(
                        "level",
                        unsafe { (&raw const (*slot).level).byte_offset_from(slot) }
                            as ::core::primitive::usize,
                        <u8 as heap::Shared>::schema,
                    )
                    .with_default(),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
        const AT_2: ::core::primitive::usize = Self::FIELDS[2usize].offset;
        const AT_3: ::core::primitive::usize = Self::FIELDS[3usize].offset;
        const AT_4: ::core::primitive::usize = Self::FIELDS[4usize].offset;
        const AT_5: ::core::primitive::usize = Self::FIELDS[5usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __AllSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __AllSlot {}
    #[automatically_derived]
    unsafe impl heap::__private::Slot for __AllSlot {}
    static __FINGERPRINT: heap::__private::Fingerprint = heap::__private::Fingerprint::new();
    #[automatically_derived]
    unsafe impl heap::Shared for All {
        type Slot = __AllSlot;
        type Arg<'a> = &'a All;
        type Ref<'t> = AllRef<'t>;
        type Mut<'t> = AllMut<'t>;
        type Set = ::core::result::Result<(), heap::Error>;
        const NAME: &'static ::core::primitive::str = "lab.All";
        const OWNS: ::core::primitive::bool = false
            || <my::module::Stored as heap::Shared>::OWNS
            || <__AllField2 as heap::Shared>::OWNS || <__AllField3 as heap::Shared>::OWNS
            || <__AllField4 as heap::Shared>::OWNS || <String as heap::Shared>::OWNS
            || <u8 as heap::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false
            || <my::module::Stored as heap::Shared>::ATOMIC
            || <__AllField2 as heap::Shared>::ATOMIC
            || <__AllField3 as heap::Shared>::ATOMIC
            || <__AllField4 as heap::Shared>::ATOMIC || <String as heap::Shared>::ATOMIC
            || <u8 as heap::Shared>::ATOMIC;
        fn schema() -> &'static heap::__private::Schema {
            const {
                &heap::__private::Schema::new::<
                    Self,
                >(
                    "lab.All",
                    ::core::mem::size_of::<__AllSlot>(),
                    ::core::mem::align_of::<__AllSlot>(),
                    heap::__private::Kind::Struct(__AllSlot::FIELDS),
                )
            }
        }
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<All as heap::Shared>::schema)
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
        fn to_arg(&self) -> &All {
            self
        }
        #[inline]
        unsafe fn build(
            writer: &heap::__private::Writer,
            value: &All,
        ) -> ::core::result::Result<__AllSlot, heap::Error> {
            let _: __Sound;
            let mut slot = ::core::mem::MaybeUninit::<__AllSlot>::uninit();
            let place = slot.as_mut_ptr();
            let stored: my::module::Stored = my::module::store(&value.foreign);
            unsafe {
                <my::module::Stored as heap::Shared>::build_at(
                    writer,
                    &stored,
                    unsafe { &raw mut (*place).foreign },
                )
            }?;
            unsafe {
                <__AllField2 as heap::Shared>::build_arg_at(
                    writer,
                    value.bytes,
                    unsafe { &raw mut (*place).bytes },
                )
            }?;
            unsafe {
                <__AllField3 as heap::Shared>::build_arg_at(
                    writer,
                    value.hits,
                    unsafe { &raw mut (*place).hits },
                )
            }?;
            unsafe {
                <__AllField4 as heap::Shared>::build_at(
                    writer,
                    &value.more,
                    unsafe { &raw mut (*place).more },
                )
            }?;
            unsafe {
                <String as heap::Shared>::build_at(
                    writer,
                    &value.note,
                    unsafe { &raw mut (*place).note },
                )
            }?;
            unsafe {
                <u8 as heap::Shared>::build_at(
                    writer,
                    &value.level,
                    unsafe { &raw mut (*place).level },
                )
            }?;
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: heap::__private::SlotRef<'_, All>) -> AllRef<'_> {
            AllRef(slot)
        }
        #[inline]
        fn view_mut(slot: heap::__private::SlotMut<'_, All>) -> AllMut<'_> {
            AllMut(slot)
        }
        #[inline]
        fn load(view: AllRef<'_>) -> All {
            All {
                foreign: {
                    let stored: my::module::Stored = unsafe {
                        <my::module::Stored as heap::Shared>::load_at(
                            view.0,
                            __AllSlot::AT_0,
                        )
                    };
                    let loaded: __AllField0 = my::module::load(stored);
                    loaded
                },
                bytes: unsafe {
                    <__AllField2 as heap::Shared>::load_at(view.0, __AllSlot::AT_1)
                }
                    .0,
                hits: unsafe {
                    <__AllField3 as heap::Shared>::load_at(view.0, __AllSlot::AT_2)
                }
                    .0,
                more: unsafe {
                    <__AllField4 as heap::Shared>::load_at(view.0, __AllSlot::AT_3)
                },
                note: unsafe {
                    <String as heap::Shared>::load_at(view.0, __AllSlot::AT_4)
                },
                level: unsafe { <u8 as heap::Shared>::load_at(view.0, __AllSlot::AT_5) },
                cache: <__AllField5 as ::core::default::Default>::default(),
            }
        }
        unsafe fn release(
            slot: heap::__private::SlotRef<'_, All>,
            writer: &heap::__private::Writer,
        ) -> ::core::result::Result<(), heap::Error> {
            unsafe {
                <my::module::Stored as heap::Shared>::release_at(
                    slot,
                    __AllSlot::AT_0,
                    writer,
                )
            }?;
            unsafe {
                <__AllField2 as heap::Shared>::release_at(slot, __AllSlot::AT_1, writer)
            }?;
            unsafe {
                <__AllField3 as heap::Shared>::release_at(slot, __AllSlot::AT_2, writer)
            }?;
            unsafe {
                <__AllField4 as heap::Shared>::release_at(slot, __AllSlot::AT_3, writer)
            }?;
            unsafe {
                <String as heap::Shared>::release_at(slot, __AllSlot::AT_4, writer)
            }?;
            unsafe { <u8 as heap::Shared>::release_at(slot, __AllSlot::AT_5, writer) }?;
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: AllRef<'l>) -> AllRef<'s> {
            view
        }
        unsafe fn append(
            writer: &heap::__private::Writer,
            place: *mut __AllSlot,
            from: ::core::primitive::usize,
        ) -> ::core::result::Result<(), heap::Error> {
            if 4usize >= from {
                let value: String = <String as ::core::default::Default>::default();
                unsafe {
                    <String as heap::Shared>::build_at(
                        writer,
                        &value,
                        unsafe { &raw mut (*place).note },
                    )
                }?;
            }
            if 5usize >= from {
                let value: u8 = ten();
                unsafe {
                    <u8 as heap::Shared>::build_at(
                        writer,
                        &value,
                        unsafe { &raw mut (*place).level },
                    )
                }?;
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for AllRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for AllRef<'t> {}
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for AllRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let mut text = f.debug_struct("All");
            ::core::fmt::DebugStruct::field(
                &mut text,
                "foreign",
                &{
                    let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                        self.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                    });
                    let loaded: __AllField0 = my::module::load(stored);
                    loaded
                },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "bytes",
                &unsafe { self.0.view_field::<__AllField2>(__AllSlot::AT_1) },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "hits",
                &unsafe { self.0.view_field::<__AllField3>(__AllSlot::AT_2) },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "more",
                &unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "note",
                &unsafe { self.0.view_field::<String>(__AllSlot::AT_4) },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "level",
                &unsafe { self.0.view_field::<u8>(__AllSlot::AT_5) },
            );
            text.finish()
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for AllMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::cmp::PartialEq for AllRef<'t> {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            let _ = <my::module::Stored as heap::Shared>::OWNS;
            let _ = <__AllField2 as heap::Shared>::OWNS;
            let _ = <__AllField3 as heap::Shared>::OWNS;
            let _ = <__AllField4 as heap::Shared>::OWNS;
            let _ = other;
            true
                && <__AllField0 as ::core::cmp::PartialEq>::eq(
                    &{
                        let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                            self.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                        });
                        let loaded: __AllField0 = my::module::load(stored);
                        loaded
                    },
                    &{
                        let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                            other.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                        });
                        let loaded: __AllField0 = my::module::load(stored);
                        loaded
                    },
                )
                && <<__AllField2 as heap::Shared>::Ref<
                    '_,
                > as ::core::cmp::PartialEq>::eq(
                    &unsafe { self.0.view_field::<__AllField2>(__AllSlot::AT_1) },
                    &unsafe { other.0.view_field::<__AllField2>(__AllSlot::AT_1) },
                )
                && <<__AllField3 as heap::Shared>::Ref<
                    '_,
                > as ::core::cmp::PartialEq>::eq(
                    &unsafe { self.0.view_field::<__AllField3>(__AllSlot::AT_2) },
                    &unsafe { other.0.view_field::<__AllField3>(__AllSlot::AT_2) },
                )
                && <<__AllField4 as heap::Shared>::Ref<
                    '_,
                > as ::core::cmp::PartialEq>::eq(
                    &unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) },
                    &unsafe { other.0.view_field::<__AllField4>(__AllSlot::AT_3) },
                )
                && <<String as heap::Shared>::Ref<
                    '_,
                > as ::core::cmp::PartialEq>::eq(
                    &unsafe { self.0.view_field::<String>(__AllSlot::AT_4) },
                    &unsafe { other.0.view_field::<String>(__AllSlot::AT_4) },
                )
                && <<u8 as heap::Shared>::Ref<
                    '_,
                > as ::core::cmp::PartialEq>::eq(
                    &unsafe { self.0.view_field::<u8>(__AllSlot::AT_5) },
                    &unsafe { other.0.view_field::<u8>(__AllSlot::AT_5) },
                )
        }
    }
    #[automatically_derived]
    impl<'t> ::core::cmp::Eq for AllRef<'t> {}
    fn __total<'t>(view: AllRef<'t>) {
        let _ = <my::module::Stored as heap::Shared>::OWNS;
        let _ = <__AllField2 as heap::Shared>::OWNS;
        let _ = <__AllField3 as heap::Shared>::OWNS;
        let _ = <__AllField4 as heap::Shared>::OWNS;
        let _ = view;
        heap::__private::total::<
            __AllField0,
        >(
            &{
                let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                    view.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                });
                let loaded: __AllField0 = my::module::load(stored);
                loaded
            },
        );
        heap::__private::total::<
            <__AllField2 as heap::Shared>::Ref<'_>,
        >(&unsafe { view.0.view_field::<__AllField2>(__AllSlot::AT_1) });
        heap::__private::total::<
            <__AllField3 as heap::Shared>::Ref<'_>,
        >(&unsafe { view.0.view_field::<__AllField3>(__AllSlot::AT_2) });
        heap::__private::total::<
            <__AllField4 as heap::Shared>::Ref<'_>,
        >(&unsafe { view.0.view_field::<__AllField4>(__AllSlot::AT_3) });
        heap::__private::total::<
            <String as heap::Shared>::Ref<'_>,
        >(&unsafe { view.0.view_field::<String>(__AllSlot::AT_4) });
        heap::__private::total::<
            <u8 as heap::Shared>::Ref<'_>,
        >(&unsafe { view.0.view_field::<u8>(__AllSlot::AT_5) });
    }
    impl<'t> AllRef<'t> {
        /// The field `foreign`.
        #[inline]
        fn foreign(self) -> __AllField0 {
            let _: __Sound;
            {
                let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                    self.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                });
                let loaded: __AllField0 = my::module::load(stored);
                loaded
            }
        }
        /// The field `bytes`.
        #[inline]
        fn bytes(self) -> <__AllField2 as heap::Shared>::Ref<'t> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField2>(__AllSlot::AT_1) }
        }
        /// The field `hits`.
        #[inline]
        fn hits(self) -> <__AllField3 as heap::Shared>::Ref<'t> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField3>(__AllSlot::AT_2) }
        }
        /// The field `more`.
        #[inline]
        fn more(self) -> <__AllField4 as heap::Shared>::Ref<'t> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) }
        }
        /// The extra attribute of that name.
        #[inline]
        fn get_extra(
            self,
            name: &::core::primitive::str,
        ) -> ::core::option::Option<heap::ValueRef<'t>> {
            heap::__private::extra(
                unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) },
                name,
            )
        }
        /// The field `note`.
        #[inline]
        fn note(self) -> <String as heap::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<String>(__AllSlot::AT_4) }
        }
        /// The field `level`.
        #[inline]
        fn level(self) -> <u8 as heap::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<u8>(__AllSlot::AT_5) }
        }
        /// Copies the whole object out of the heap, into a plain `All`.
        #[inline]
        pub fn load(self) -> All {
            let _: __Sound;
            <All as heap::Shared>::load(self)
        }
    }
    impl<'t> AllMut<'t> {
        /// The field `foreign`.
        #[inline]
        fn foreign(&self) -> __AllField0 {
            let _: __Sound;
            {
                let stored: my::module::Stored = <my::module::Stored as heap::Shared>::load(unsafe {
                    self.0.view_field::<my::module::Stored>(__AllSlot::AT_0)
                });
                let loaded: __AllField0 = my::module::load(stored);
                loaded
            }
        }
        /// The field `foreign`, for changing it in place.
        #[inline]
        fn foreign_mut(&mut self) -> <my::module::Stored as heap::Shared>::Mut<'_> {
            let _: __Sound;
            unsafe { self.0.view_field_mut::<my::module::Stored>(__AllSlot::AT_0) }
        }
        /// Sets the field `foreign`.
        #[inline]
        fn set_foreign(
            &mut self,
            value: &__AllField0,
        ) -> <my::module::Stored as heap::Shared>::Set {
            let stored: my::module::Stored = my::module::store(value);
            unsafe {
                self.0
                    .set_field::<
                        my::module::Stored,
                    >(
                        __AllSlot::AT_0,
                        <my::module::Stored as heap::Shared>::to_arg(&stored),
                    )
            }
        }
        /// The field `bytes`.
        #[inline]
        fn bytes(&self) -> <__AllField2 as heap::Shared>::Ref<'_> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField2>(__AllSlot::AT_1) }
        }
        /// The field `bytes`, for changing it in place.
        #[inline]
        fn bytes_mut(&mut self) -> <__AllField2 as heap::Shared>::Mut<'_> {
            let _: __Sound;
            unsafe { self.0.view_field_mut::<__AllField2>(__AllSlot::AT_1) }
        }
        /// Sets the field `bytes`.
        #[inline]
        fn set_bytes(
            &mut self,
            value: <__AllField2 as heap::Shared>::Arg<'_>,
        ) -> <__AllField2 as heap::Shared>::Set {
            unsafe { self.0.set_field::<__AllField2>(__AllSlot::AT_1, value) }
        }
        /// The field `hits`.
        #[inline]
        fn hits(&self) -> <__AllField3 as heap::Shared>::Ref<'_> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField3>(__AllSlot::AT_2) }
        }
        /// Sets the field `hits`.
        #[inline]
        fn set_hits(
            &mut self,
            value: <__AllField3 as heap::Shared>::Arg<'_>,
        ) -> <__AllField3 as heap::Shared>::Set {
            unsafe { self.0.set_field::<__AllField3>(__AllSlot::AT_2, value) }
        }
        /// The field `more`.
        #[inline]
        fn more(&self) -> <__AllField4 as heap::Shared>::Ref<'_> {
            let _: __Sound;
            unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) }
        }
        /// The field `more`, for changing it in place.
        #[inline]
        fn more_mut(&mut self) -> <__AllField4 as heap::Shared>::Mut<'_> {
            let _: __Sound;
            unsafe { self.0.view_field_mut::<__AllField4>(__AllSlot::AT_3) }
        }
        /// The extra attribute of that name.
        #[inline]
        fn get_extra(
            &self,
            name: &::core::primitive::str,
        ) -> ::core::option::Option<heap::ValueRef<'_>> {
            heap::__private::extra(
                unsafe { self.0.view_field::<__AllField4>(__AllSlot::AT_3) },
                name,
            )
        }
        /// The extra attribute of that name, for changing it in place.
        #[inline]
        fn get_extra_mut(
            &mut self,
            name: &::core::primitive::str,
        ) -> ::core::option::Option<heap::ValueMut<'_>> {
            heap::__private::extra_mut(
                unsafe { self.0.view_field_mut::<__AllField4>(__AllSlot::AT_3) },
                name,
            )
        }
        /// Sets the extra attribute of that name, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for it; nothing is changed then.
        #[inline]
        fn set_extra(
            &mut self,
            name: &::core::primitive::str,
            value: heap::Value,
        ) -> ::core::result::Result<(), heap::Error> {
            heap::__private::set_extra(
                unsafe { self.0.view_field_mut::<__AllField4>(__AllSlot::AT_3) },
                name,
                value,
            )
        }
        /// Takes the extra attribute of that name out.
        ///
        /// # Errors
        /// The journal has no room; nothing is changed then.
        #[inline]
        fn remove_extra(
            &mut self,
            name: &::core::primitive::str,
        ) -> ::core::result::Result<::core::option::Option<heap::Value>, heap::Error> {
            heap::__private::remove_extra(
                unsafe { self.0.view_field_mut::<__AllField4>(__AllSlot::AT_3) },
                name,
            )
        }
        /// The field `note`.
        #[inline]
        fn note(&self) -> <String as heap::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<String>(__AllSlot::AT_4) }
        }
        /// The field `note`, for changing it in place.
        #[inline]
        fn note_mut(&mut self) -> <String as heap::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<String>(__AllSlot::AT_4) }
        }
        /// Sets the field `note`.
        #[inline]
        fn set_note(
            &mut self,
            value: <String as heap::Shared>::Arg<'_>,
        ) -> <String as heap::Shared>::Set {
            unsafe { self.0.set_field::<String>(__AllSlot::AT_4, value) }
        }
        /// The field `level`.
        #[inline]
        fn level(&self) -> <u8 as heap::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<u8>(__AllSlot::AT_5) }
        }
        /// The field `level`, for changing it in place.
        #[inline]
        fn level_mut(&mut self) -> <u8 as heap::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<u8>(__AllSlot::AT_5) }
        }
        /// Sets the field `level`.
        #[inline]
        fn set_level(
            &mut self,
            value: <u8 as heap::Shared>::Arg<'_>,
        ) -> <u8 as heap::Shared>::Set {
            unsafe { self.0.set_field::<u8>(__AllSlot::AT_5, value) }
        }
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> AllRef<'_> {
            AllRef(heap::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> AllMut<'_> {
            AllMut(heap::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `All`.
        #[inline]
        pub fn load(&self) -> All {
            let _: __Sound;
            <All as heap::Shared>::load(
                AllRef(heap::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `All`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(&mut self, value: &All) -> ::core::result::Result<(), heap::Error> {
            <All as heap::Shared>::set(
                heap::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    #[inline]
    fn __parts<'t>(slot: heap::__private::SlotMut<'t, All>) -> AllParts<'t> {
        let _: __Sound;
        AllParts {
            foreign: unsafe { slot.view_part::<my::module::Stored>(__AllSlot::AT_0) },
            bytes: unsafe { slot.view_part::<__AllField2>(__AllSlot::AT_1) },
            hits: unsafe { slot.view_part::<__AllField3>(__AllSlot::AT_2) },
            more: unsafe { slot.view_part::<__AllField4>(__AllSlot::AT_3) },
            note: unsafe { slot.view_part::<String>(__AllSlot::AT_4) },
            level: unsafe { slot.view_part::<u8>(__AllSlot::AT_5) },
        }
    }
    impl<'t> AllMut<'t> {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> AllParts<'_> {
            let _: __Sound;
            __parts(heap::__private::SlotMut::reborrow(&mut self.0))
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> AllParts<'t> {
            let _: __Sound;
            __parts(self.0)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for AllParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("AllParts").finish_non_exhaustive()
        }
    }
};
