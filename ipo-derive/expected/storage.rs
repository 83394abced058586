/// A [`All`] in a shared heap, for reading.
struct AllRef<'t>(heap::__private::SlotRef<'t, All>);
/// A [`All`] in a shared heap, for changing it in place.
struct AllMut<'t>(heap::__private::SlotMut<'t, All>);
/// The mutable views of all fields of a [`All`] in a shared heap.
struct AllParts<'t> {
    foreign: <my::module::Stored as heap::Shared>::Mut<'t>,
    bytes: <heap::Pod<geometry::Point<f32>> as heap::Shared>::Mut<'t>,
    hits: <heap::Atomic<u64> as heap::Shared>::Mut<'t>,
    more: <HashMap<String, Value> as heap::Shared>::Mut<'t>,
    note: <String as heap::Shared>::Mut<'t>,
    level: <u8 as heap::Shared>::Mut<'t>,
}
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __AllSlot {
        foreign: <my::module::Stored as heap::Shared>::Slot,
        bytes: <heap::Pod<geometry::Point<f32>> as heap::Shared>::Slot,
        hits: <heap::Atomic<u64> as heap::Shared>::Slot,
        more: <HashMap<String, Value> as heap::Shared>::Slot,
        note: <String as heap::Shared>::Slot,
        level: <u8 as heap::Shared>::Slot,
        __end: (),
    }
    impl __AllSlot {
        const FIELDS: &'static [heap::__private::Field] = {
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
                        &heap::__private::pod_schema::<geometry::Point<f32>>("Point")
                    },
                ),
                heap::__private::Field::new(
                    "hits",
                    unsafe { (&raw const (*slot).hits).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <heap::Atomic<u64> as heap::Shared>::schema,
                ),
                heap::__private::Field::new(
                    "more",
                    unsafe { (&raw const (*slot).more).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <HashMap<String, Value> as heap::Shared>::schema,
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
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __AllSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <my::module::Stored as heap::Shared>::OWNS;
            let _ = <heap::Pod<geometry::Point<f32>> as heap::Shared>::OWNS;
            let _ = <heap::Atomic<u64> as heap::Shared>::OWNS;
            let _ = <HashMap<String, Value> as heap::Shared>::OWNS;
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
            || <heap::Pod<geometry::Point<f32>> as heap::Shared>::OWNS
            || <heap::Atomic<u64> as heap::Shared>::OWNS
            || <HashMap<String, Value> as heap::Shared>::OWNS
            || <String as heap::Shared>::OWNS || <u8 as heap::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false
            || <my::module::Stored as heap::Shared>::ATOMIC
            || <heap::Pod<geometry::Point<f32>> as heap::Shared>::ATOMIC
            || <heap::Atomic<u64> as heap::Shared>::ATOMIC
            || <HashMap<String, Value> as heap::Shared>::ATOMIC
            || <String as heap::Shared>::ATOMIC || <u8 as heap::Shared>::ATOMIC;
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
            let mut slot = ::core::mem::MaybeUninit::<__AllSlot>::uninit();
            let place = slot.as_mut_ptr();
            let field = {
                let stored: my::module::Stored = my::module::store(&value.foreign);
                unsafe {
                    <my::module::Stored as heap::Shared>::build_ref(writer, &stored)
                }
            }?;
            unsafe { (&raw mut (*place).foreign).write(field) };
            let field = unsafe {
                <heap::Pod<
                    geometry::Point<f32>,
                > as heap::Shared>::build(writer, value.bytes)
            }?;
            unsafe { (&raw mut (*place).bytes).write(field) };
            let field = unsafe {
                <heap::Atomic<u64> as heap::Shared>::build(writer, value.hits)
            }?;
            unsafe { (&raw mut (*place).hits).write(field) };
            let field = unsafe {
                <HashMap<String, Value> as heap::Shared>::build_ref(writer, &value.more)
            }?;
            unsafe { (&raw mut (*place).more).write(field) };
            let field = unsafe {
                <String as heap::Shared>::build_ref(writer, &value.note)
            }?;
            unsafe { (&raw mut (*place).note).write(field) };
            let field = unsafe {
                <u8 as heap::Shared>::build_ref(writer, &value.level)
            }?;
            unsafe { (&raw mut (*place).level).write(field) };
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
                    let loaded: Foreign = my::module::load(
                        <my::module::Stored as heap::Shared>::load(
                            <my::module::Stored as heap::Shared>::view(unsafe {
                                view.0
                                    .field::<
                                        my::module::Stored,
                                    >(const { __AllSlot::FIELDS[0usize].offset })
                            }),
                        ),
                    );
                    loaded
                },
                bytes: <heap::Pod<
                    geometry::Point<f32>,
                > as heap::Shared>::load(
                        <heap::Pod<
                            geometry::Point<f32>,
                        > as heap::Shared>::view(unsafe {
                            view.0
                                .field::<
                                    heap::Pod<geometry::Point<f32>>,
                                >(const { __AllSlot::FIELDS[1usize].offset })
                        }),
                    )
                    .0,
                hits: <heap::Atomic<
                    u64,
                > as heap::Shared>::load(
                        <heap::Atomic<
                            u64,
                        > as heap::Shared>::view(unsafe {
                            view.0
                                .field::<
                                    heap::Atomic<u64>,
                                >(const { __AllSlot::FIELDS[2usize].offset })
                        }),
                    )
                    .0,
                more: <HashMap<
                    String,
                    Value,
                > as heap::Shared>::load(
                    <HashMap<
                        String,
                        Value,
                    > as heap::Shared>::view(unsafe {
                        view.0
                            .field::<
                                HashMap<String, Value>,
                            >(const { __AllSlot::FIELDS[3usize].offset })
                    }),
                ),
                note: <String as heap::Shared>::load(
                    <String as heap::Shared>::view(unsafe {
                        view.0
                            .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
                    }),
                ),
                level: <u8 as heap::Shared>::load(
                    <u8 as heap::Shared>::view(unsafe {
                        view.0.field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                    }),
                ),
                cache: <Cache as ::core::default::Default>::default(),
            }
        }
        unsafe fn release(
            slot: heap::__private::SlotRef<'_, All>,
            writer: &heap::__private::Writer,
        ) -> ::core::result::Result<(), heap::Error> {
            if <my::module::Stored as heap::Shared>::OWNS {
                unsafe {
                    <my::module::Stored as heap::Shared>::release(
                        slot
                            .field::<
                                my::module::Stored,
                            >(const { __AllSlot::FIELDS[0usize].offset }),
                        writer,
                    )
                }?;
            }
            if <heap::Pod<geometry::Point<f32>> as heap::Shared>::OWNS {
                unsafe {
                    <heap::Pod<
                        geometry::Point<f32>,
                    > as heap::Shared>::release(
                        slot
                            .field::<
                                heap::Pod<geometry::Point<f32>>,
                            >(const { __AllSlot::FIELDS[1usize].offset }),
                        writer,
                    )
                }?;
            }
            if <heap::Atomic<u64> as heap::Shared>::OWNS {
                unsafe {
                    <heap::Atomic<
                        u64,
                    > as heap::Shared>::release(
                        slot
                            .field::<
                                heap::Atomic<u64>,
                            >(const { __AllSlot::FIELDS[2usize].offset }),
                        writer,
                    )
                }?;
            }
            if <HashMap<String, Value> as heap::Shared>::OWNS {
                unsafe {
                    <HashMap<
                        String,
                        Value,
                    > as heap::Shared>::release(
                        slot
                            .field::<
                                HashMap<String, Value>,
                            >(const { __AllSlot::FIELDS[3usize].offset }),
                        writer,
                    )
                }?;
            }
            if <String as heap::Shared>::OWNS {
                unsafe {
                    <String as heap::Shared>::release(
                        slot.field::<String>(const { __AllSlot::FIELDS[4usize].offset }),
                        writer,
                    )
                }?;
            }
            if <u8 as heap::Shared>::OWNS {
                unsafe {
                    <u8 as heap::Shared>::release(
                        slot.field::<u8>(const { __AllSlot::FIELDS[5usize].offset }),
                        writer,
                    )
                }?;
            }
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
                let field = unsafe {
                    <String as heap::Shared>::build_ref(writer, &value)
                }?;
                unsafe { (&raw mut (*place).note).write(field) };
            }
            if 5usize >= from {
                let value: u8 = ten();
                let field = unsafe { <u8 as heap::Shared>::build_ref(writer, &value) }?;
                unsafe { (&raw mut (*place).level).write(field) };
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
                    let loaded: Foreign = my::module::load(
                        <my::module::Stored as heap::Shared>::load(
                            <my::module::Stored as heap::Shared>::view(unsafe {
                                self.0
                                    .field::<
                                        my::module::Stored,
                                    >(const { __AllSlot::FIELDS[0usize].offset })
                            }),
                        ),
                    );
                    loaded
                },
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "bytes",
                &<heap::Pod<
                    geometry::Point<f32>,
                > as heap::Shared>::view(unsafe {
                    self.0
                        .field::<
                            heap::Pod<geometry::Point<f32>>,
                        >(const { __AllSlot::FIELDS[1usize].offset })
                }),
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "hits",
                &<heap::Atomic<
                    u64,
                > as heap::Shared>::view(unsafe {
                    self.0
                        .field::<
                            heap::Atomic<u64>,
                        >(const { __AllSlot::FIELDS[2usize].offset })
                }),
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "more",
                &<HashMap<
                    String,
                    Value,
                > as heap::Shared>::view(unsafe {
                    self.0
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "note",
                &<String as heap::Shared>::view(unsafe {
                    self.0.field::<String>(const { __AllSlot::FIELDS[4usize].offset })
                }),
            );
            ::core::fmt::DebugStruct::field(
                &mut text,
                "level",
                &<u8 as heap::Shared>::view(unsafe {
                    self.0.field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                }),
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
            let _ = other;
            true
                && ::core::cmp::PartialEq::eq(
                    &{
                        let loaded: Foreign = my::module::load(
                            <my::module::Stored as heap::Shared>::load(
                                <my::module::Stored as heap::Shared>::view(unsafe {
                                    self.0
                                        .field::<
                                            my::module::Stored,
                                        >(const { __AllSlot::FIELDS[0usize].offset })
                                }),
                            ),
                        );
                        loaded
                    },
                    &{
                        let loaded: Foreign = my::module::load(
                            <my::module::Stored as heap::Shared>::load(
                                <my::module::Stored as heap::Shared>::view(unsafe {
                                    other
                                        .0
                                        .field::<
                                            my::module::Stored,
                                        >(const { __AllSlot::FIELDS[0usize].offset })
                                }),
                            ),
                        );
                        loaded
                    },
                )
                && ::core::cmp::PartialEq::eq(
                    &<heap::Pod<
                        geometry::Point<f32>,
                    > as heap::Shared>::view(unsafe {
                        self.0
                            .field::<
                                heap::Pod<geometry::Point<f32>>,
                            >(const { __AllSlot::FIELDS[1usize].offset })
                    }),
                    &<heap::Pod<
                        geometry::Point<f32>,
                    > as heap::Shared>::view(unsafe {
                        other
                            .0
                            .field::<
                                heap::Pod<geometry::Point<f32>>,
                            >(const { __AllSlot::FIELDS[1usize].offset })
                    }),
                )
                && ::core::cmp::PartialEq::eq(
                    &<heap::Atomic<
                        u64,
                    > as heap::Shared>::view(unsafe {
                        self.0
                            .field::<
                                heap::Atomic<u64>,
                            >(const { __AllSlot::FIELDS[2usize].offset })
                    }),
                    &<heap::Atomic<
                        u64,
                    > as heap::Shared>::view(unsafe {
                        other
                            .0
                            .field::<
                                heap::Atomic<u64>,
                            >(const { __AllSlot::FIELDS[2usize].offset })
                    }),
                )
                && ::core::cmp::PartialEq::eq(
                    &<HashMap<
                        String,
                        Value,
                    > as heap::Shared>::view(unsafe {
                        self.0
                            .field::<
                                HashMap<String, Value>,
                            >(const { __AllSlot::FIELDS[3usize].offset })
                    }),
                    &<HashMap<
                        String,
                        Value,
                    > as heap::Shared>::view(unsafe {
                        other
                            .0
                            .field::<
                                HashMap<String, Value>,
                            >(const { __AllSlot::FIELDS[3usize].offset })
                    }),
                )
                && ::core::cmp::PartialEq::eq(
                    &<String as heap::Shared>::view(unsafe {
                        self.0
                            .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
                    }),
                    &<String as heap::Shared>::view(unsafe {
                        other
                            .0
                            .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
                    }),
                )
                && ::core::cmp::PartialEq::eq(
                    &<u8 as heap::Shared>::view(unsafe {
                        self.0.field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                    }),
                    &<u8 as heap::Shared>::view(unsafe {
                        other.0.field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                    }),
                )
        }
    }
    #[automatically_derived]
    impl<'t> ::core::cmp::Eq for AllRef<'t> {}
    impl<'t> AllRef<'t> {
        /// The field `foreign`.
        #[inline]
        fn foreign(self) -> Foreign {
            {
                let loaded: Foreign = my::module::load(
                    <my::module::Stored as heap::Shared>::load(
                        <my::module::Stored as heap::Shared>::view(unsafe {
                            self.0
                                .field::<
                                    my::module::Stored,
                                >(const { __AllSlot::FIELDS[0usize].offset })
                        }),
                    ),
                );
                loaded
            }
        }
        /// The field `bytes`.
        #[inline]
        fn bytes(self) -> <heap::Pod<geometry::Point<f32>> as heap::Shared>::Ref<'t> {
            <heap::Pod<
                geometry::Point<f32>,
            > as heap::Shared>::view(unsafe {
                self.0
                    .field::<
                        heap::Pod<geometry::Point<f32>>,
                    >(const { __AllSlot::FIELDS[1usize].offset })
            })
        }
        /// The field `hits`.
        #[inline]
        fn hits(self) -> <heap::Atomic<u64> as heap::Shared>::Ref<'t> {
            <heap::Atomic<
                u64,
            > as heap::Shared>::view(unsafe {
                self.0
                    .field::<
                        heap::Atomic<u64>,
                    >(const { __AllSlot::FIELDS[2usize].offset })
            })
        }
        /// The field `more`.
        #[inline]
        fn more(self) -> <HashMap<String, Value> as heap::Shared>::Ref<'t> {
            <HashMap<
                String,
                Value,
            > as heap::Shared>::view(unsafe {
                self.0
                    .field::<
                        HashMap<String, Value>,
                    >(const { __AllSlot::FIELDS[3usize].offset })
            })
        }
        /// The extra attribute of that name.
        #[inline]
        fn get_extra(
            self,
            name: &::core::primitive::str,
        ) -> ::core::option::Option<heap::ValueRef<'t>> {
            heap::__private::extra(
                <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view(unsafe {
                    self.0
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
                name,
            )
        }
        /// The field `note`.
        #[inline]
        fn note(self) -> <String as heap::Shared>::Ref<'t> {
            <String as heap::Shared>::view(unsafe {
                self.0.field::<String>(const { __AllSlot::FIELDS[4usize].offset })
            })
        }
        /// The field `level`.
        #[inline]
        fn level(self) -> <u8 as heap::Shared>::Ref<'t> {
            <u8 as heap::Shared>::view(unsafe {
                self.0.field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
            })
        }
        /// Copies the whole object out of the heap, into a plain `All`.
        #[inline]
        pub fn load(self) -> All {
            let _ = <my::module::Stored as heap::Shared>::OWNS;
            let _ = <heap::Pod<geometry::Point<f32>> as heap::Shared>::OWNS;
            let _ = <heap::Atomic<u64> as heap::Shared>::OWNS;
            let _ = <HashMap<String, Value> as heap::Shared>::OWNS;
            <All as heap::Shared>::load(self)
        }
    }
    impl<'t> AllMut<'t> {
        /// The field `foreign`.
        #[inline]
        fn foreign(&self) -> Foreign {
            {
                let loaded: Foreign = my::module::load(
                    <my::module::Stored as heap::Shared>::load(
                        <my::module::Stored as heap::Shared>::view(unsafe {
                            heap::__private::SlotMut::as_ref(&self.0)
                                .field::<
                                    my::module::Stored,
                                >(const { __AllSlot::FIELDS[0usize].offset })
                        }),
                    ),
                );
                loaded
            }
        }
        /// The field `foreign`, for changing it in place.
        #[inline]
        fn foreign_mut(&mut self) -> <my::module::Stored as heap::Shared>::Mut<'_> {
            <my::module::Stored as heap::Shared>::view_mut(unsafe {
                heap::__private::SlotMut::reborrow(&mut self.0)
                    .field::<
                        my::module::Stored,
                    >(const { __AllSlot::FIELDS[0usize].offset })
            })
        }
        /// Sets the field `foreign`.
        #[inline]
        fn set_foreign(
            &mut self,
            value: &Foreign,
        ) -> <my::module::Stored as heap::Shared>::Set {
            let stored: my::module::Stored = my::module::store(value);
            <my::module::Stored as heap::Shared>::set(
                unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            my::module::Stored,
                        >(const { __AllSlot::FIELDS[0usize].offset })
                },
                <my::module::Stored as heap::Shared>::to_arg(&stored),
            )
        }
        /// The field `bytes`.
        #[inline]
        fn bytes(&self) -> <heap::Pod<geometry::Point<f32>> as heap::Shared>::Ref<'_> {
            <heap::Pod<
                geometry::Point<f32>,
            > as heap::Shared>::view(unsafe {
                heap::__private::SlotMut::as_ref(&self.0)
                    .field::<
                        heap::Pod<geometry::Point<f32>>,
                    >(const { __AllSlot::FIELDS[1usize].offset })
            })
        }
        /// The field `bytes`, for changing it in place.
        #[inline]
        fn bytes_mut(
            &mut self,
        ) -> <heap::Pod<geometry::Point<f32>> as heap::Shared>::Mut<'_> {
            <heap::Pod<
                geometry::Point<f32>,
            > as heap::Shared>::view_mut(unsafe {
                heap::__private::SlotMut::reborrow(&mut self.0)
                    .field::<
                        heap::Pod<geometry::Point<f32>>,
                    >(const { __AllSlot::FIELDS[1usize].offset })
            })
        }
        /// Sets the field `bytes`.
        #[inline]
        fn set_bytes(
            &mut self,
            value: <heap::Pod<geometry::Point<f32>> as heap::Shared>::Arg<'_>,
        ) -> <heap::Pod<geometry::Point<f32>> as heap::Shared>::Set {
            <heap::Pod<
                geometry::Point<f32>,
            > as heap::Shared>::set(
                unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            heap::Pod<geometry::Point<f32>>,
                        >(const { __AllSlot::FIELDS[1usize].offset })
                },
                value,
            )
        }
        /// The field `hits`.
        #[inline]
        fn hits(&self) -> <heap::Atomic<u64> as heap::Shared>::Ref<'_> {
            <heap::Atomic<
                u64,
            > as heap::Shared>::view(unsafe {
                heap::__private::SlotMut::as_ref(&self.0)
                    .field::<
                        heap::Atomic<u64>,
                    >(const { __AllSlot::FIELDS[2usize].offset })
            })
        }
        /// Sets the field `hits`.
        #[inline]
        fn set_hits(
            &mut self,
            value: <heap::Atomic<u64> as heap::Shared>::Arg<'_>,
        ) -> <heap::Atomic<u64> as heap::Shared>::Set {
            <heap::Atomic<
                u64,
            > as heap::Shared>::set(
                unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            heap::Atomic<u64>,
                        >(const { __AllSlot::FIELDS[2usize].offset })
                },
                value,
            )
        }
        /// The field `more`.
        #[inline]
        fn more(&self) -> <HashMap<String, Value> as heap::Shared>::Ref<'_> {
            <HashMap<
                String,
                Value,
            > as heap::Shared>::view(unsafe {
                heap::__private::SlotMut::as_ref(&self.0)
                    .field::<
                        HashMap<String, Value>,
                    >(const { __AllSlot::FIELDS[3usize].offset })
            })
        }
        /// The field `more`, for changing it in place.
        #[inline]
        fn more_mut(&mut self) -> <HashMap<String, Value> as heap::Shared>::Mut<'_> {
            <HashMap<
                String,
                Value,
            > as heap::Shared>::view_mut(unsafe {
                heap::__private::SlotMut::reborrow(&mut self.0)
                    .field::<
                        HashMap<String, Value>,
                    >(const { __AllSlot::FIELDS[3usize].offset })
            })
        }
        /// The extra attribute of that name.
        #[inline]
        fn get_extra(
            &self,
            name: &::core::primitive::str,
        ) -> ::core::option::Option<heap::ValueRef<'_>> {
            heap::__private::extra(
                <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view(unsafe {
                    heap::__private::SlotMut::as_ref(&self.0)
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
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
                <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view_mut(unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
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
                <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view_mut(unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
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
                <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view_mut(unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
                name,
            )
        }
        /// The field `note`.
        #[inline]
        fn note(&self) -> <String as heap::Shared>::Ref<'_> {
            <String as heap::Shared>::view(unsafe {
                heap::__private::SlotMut::as_ref(&self.0)
                    .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
            })
        }
        /// The field `note`, for changing it in place.
        #[inline]
        fn note_mut(&mut self) -> <String as heap::Shared>::Mut<'_> {
            <String as heap::Shared>::view_mut(unsafe {
                heap::__private::SlotMut::reborrow(&mut self.0)
                    .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
            })
        }
        /// Sets the field `note`.
        #[inline]
        fn set_note(
            &mut self,
            value: <String as heap::Shared>::Arg<'_>,
        ) -> <String as heap::Shared>::Set {
            <String as heap::Shared>::set(
                unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<String>(const { __AllSlot::FIELDS[4usize].offset })
                },
                value,
            )
        }
        /// The field `level`.
        #[inline]
        fn level(&self) -> <u8 as heap::Shared>::Ref<'_> {
            <u8 as heap::Shared>::view(unsafe {
                heap::__private::SlotMut::as_ref(&self.0)
                    .field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
            })
        }
        /// The field `level`, for changing it in place.
        #[inline]
        fn level_mut(&mut self) -> <u8 as heap::Shared>::Mut<'_> {
            <u8 as heap::Shared>::view_mut(unsafe {
                heap::__private::SlotMut::reborrow(&mut self.0)
                    .field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
            })
        }
        /// Sets the field `level`.
        #[inline]
        fn set_level(
            &mut self,
            value: <u8 as heap::Shared>::Arg<'_>,
        ) -> <u8 as heap::Shared>::Set {
            <u8 as heap::Shared>::set(
                unsafe {
                    heap::__private::SlotMut::reborrow(&mut self.0)
                        .field::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                },
                value,
            )
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
            let _ = <my::module::Stored as heap::Shared>::OWNS;
            let _ = <heap::Pod<geometry::Point<f32>> as heap::Shared>::OWNS;
            let _ = <heap::Atomic<u64> as heap::Shared>::OWNS;
            let _ = <HashMap<String, Value> as heap::Shared>::OWNS;
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
    impl<'t> AllMut<'t> {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> AllParts<'_> {
            let slot = heap::__private::SlotMut::reborrow(&mut self.0);
            AllParts {
                foreign: <my::module::Stored as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            my::module::Stored,
                        >(const { __AllSlot::FIELDS[0usize].offset })
                }),
                bytes: <heap::Pod<
                    geometry::Point<f32>,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            heap::Pod<geometry::Point<f32>>,
                        >(const { __AllSlot::FIELDS[1usize].offset })
                }),
                hits: <heap::Atomic<
                    u64,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            heap::Atomic<u64>,
                        >(const { __AllSlot::FIELDS[2usize].offset })
                }),
                more: <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
                note: <String as heap::Shared>::view_mut(unsafe {
                    slot.part::<String>(const { __AllSlot::FIELDS[4usize].offset })
                }),
                level: <u8 as heap::Shared>::view_mut(unsafe {
                    slot.part::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                }),
            }
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> AllParts<'t> {
            let slot = self.0;
            AllParts {
                foreign: <my::module::Stored as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            my::module::Stored,
                        >(const { __AllSlot::FIELDS[0usize].offset })
                }),
                bytes: <heap::Pod<
                    geometry::Point<f32>,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            heap::Pod<geometry::Point<f32>>,
                        >(const { __AllSlot::FIELDS[1usize].offset })
                }),
                hits: <heap::Atomic<
                    u64,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            heap::Atomic<u64>,
                        >(const { __AllSlot::FIELDS[2usize].offset })
                }),
                more: <HashMap<
                    String,
                    Value,
                > as heap::Shared>::view_mut(unsafe {
                    slot.part::<
                            HashMap<String, Value>,
                        >(const { __AllSlot::FIELDS[3usize].offset })
                }),
                note: <String as heap::Shared>::view_mut(unsafe {
                    slot.part::<String>(const { __AllSlot::FIELDS[4usize].offset })
                }),
                level: <u8 as heap::Shared>::view_mut(unsafe {
                    slot.part::<u8>(const { __AllSlot::FIELDS[5usize].offset })
                }),
            }
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for AllParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("AllParts").finish_non_exhaustive()
        }
    }
};
