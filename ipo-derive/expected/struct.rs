/// A [`Player`] in a shared heap, for reading.
pub struct PlayerRef<'t>(::ipo::__private::SlotRef<'t, Player>);
/// A [`Player`] in a shared heap, for changing it in place.
pub struct PlayerMut<'t>(::ipo::__private::SlotMut<'t, Player>);
/// The mutable views of all fields of a [`Player`] in a shared heap.
pub struct PlayerParts<'t> {
    /// The name that others see.
    pub name: <String as ::ipo::Shared>::Mut<'t>,
    pub(crate) score: <i64 as ::ipo::Shared>::Mut<'t>,
    r#type: <Option<Box<Player>> as ::ipo::Shared>::Mut<'t>,
}
const _: () = {
    #[doc(hidden)]
    #[repr(C)]
    pub struct __PlayerSlot {
        name: <String as ::ipo::Shared>::Slot,
        score: <i64 as ::ipo::Shared>::Slot,
        r#type: <Option<Box<Player>> as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __PlayerSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let slot = ::core::mem::MaybeUninit::<__PlayerSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "name",
                    unsafe { (&raw const (*slot).name).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <String as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "points",
                    unsafe { (&raw const (*slot).score).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <i64 as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "type",
                    unsafe { (&raw const (*slot).r#type).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <Option<Box<Player>> as ::ipo::Shared>::schema,
                ),
            ]
        };
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __PlayerSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _ = <Option<Box<Player>> as ::ipo::Shared>::OWNS;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __PlayerSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __PlayerSlot {}
    static __FINGERPRINT: ::ipo::__private::Fingerprint = ::ipo::__private::Fingerprint::new();
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Player {
        type Slot = __PlayerSlot;
        type Arg<'a> = &'a Player;
        type Ref<'t> = PlayerRef<'t>;
        type Mut<'t> = PlayerMut<'t>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Player";
        const OWNS: ::core::primitive::bool = false || <String as ::ipo::Shared>::OWNS
            || <i64 as ::ipo::Shared>::OWNS
            || <Option<Box<Player>> as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false
            || <String as ::ipo::Shared>::ATOMIC || <i64 as ::ipo::Shared>::ATOMIC
            || <Option<Box<Player>> as ::ipo::Shared>::ATOMIC;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Player",
                    ::core::mem::size_of::<__PlayerSlot>(),
                    ::core::mem::align_of::<__PlayerSlot>(),
                    ::ipo::__private::Kind::Struct(__PlayerSlot::FIELDS),
                )
            }
        }
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<Player as ::ipo::Shared>::schema)
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
        fn to_arg(&self) -> &Player {
            self
        }
        #[inline]
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Player,
        ) -> ::core::result::Result<__PlayerSlot, ::ipo::Error> {
            let mut slot = ::core::mem::MaybeUninit::<__PlayerSlot>::uninit();
            let place = slot.as_mut_ptr();
            let field = unsafe {
                <String as ::ipo::Shared>::build_ref(writer, &value.name)
            }?;
            unsafe { (&raw mut (*place).name).write(field) };
            let field = unsafe {
                <i64 as ::ipo::Shared>::build_ref(writer, &value.score)
            }?;
            unsafe { (&raw mut (*place).score).write(field) };
            let field = unsafe {
                <Option<Box<Player>> as ::ipo::Shared>::build_ref(writer, &value.r#type)
            }?;
            unsafe { (&raw mut (*place).r#type).write(field) };
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Player>) -> PlayerRef<'_> {
            PlayerRef(slot)
        }
        #[inline]
        fn view_mut(slot: ::ipo::__private::SlotMut<'_, Player>) -> PlayerMut<'_> {
            PlayerMut(slot)
        }
        #[inline]
        fn load(view: PlayerRef<'_>) -> Player {
            Player {
                name: <String as ::ipo::Shared>::load(
                    <String as ::ipo::Shared>::view(unsafe {
                        view.0
                            .field::<
                                String,
                            >(const { __PlayerSlot::FIELDS[0usize].offset })
                    }),
                ),
                score: <i64 as ::ipo::Shared>::load(
                    <i64 as ::ipo::Shared>::view(unsafe {
                        view.0
                            .field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
                    }),
                ),
                r#type: <Option<
                    Box<Player>,
                > as ::ipo::Shared>::load(
                    <Option<
                        Box<Player>,
                    > as ::ipo::Shared>::view(unsafe {
                        view.0
                            .field::<
                                Option<Box<Player>>,
                            >(const { __PlayerSlot::FIELDS[2usize].offset })
                    }),
                ),
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Player>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            if <String as ::ipo::Shared>::OWNS {
                unsafe {
                    <String as ::ipo::Shared>::release(
                        slot
                            .field::<
                                String,
                            >(const { __PlayerSlot::FIELDS[0usize].offset }),
                        writer,
                    )
                }?;
            }
            if <i64 as ::ipo::Shared>::OWNS {
                unsafe {
                    <i64 as ::ipo::Shared>::release(
                        slot.field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset }),
                        writer,
                    )
                }?;
            }
            if <Option<Box<Player>> as ::ipo::Shared>::OWNS {
                unsafe {
                    <Option<
                        Box<Player>,
                    > as ::ipo::Shared>::release(
                        slot
                            .field::<
                                Option<Box<Player>>,
                            >(const { __PlayerSlot::FIELDS[2usize].offset }),
                        writer,
                    )
                }?;
            }
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: PlayerRef<'l>) -> PlayerRef<'s> {
            view
        }
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for PlayerRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for PlayerRef<'t> {}
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PlayerRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PlayerMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl<'t> PlayerRef<'t> {
        /// The name that others see.
        #[inline]
        pub fn name(self) -> <String as ::ipo::Shared>::Ref<'t> {
            <String as ::ipo::Shared>::view(unsafe {
                self.0.field::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
            })
        }
        /// The field `points`.
        #[inline]
        pub(crate) fn points(self) -> <i64 as ::ipo::Shared>::Ref<'t> {
            <i64 as ::ipo::Shared>::view(unsafe {
                self.0.field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
            })
        }
        /// The field `r#type`.
        #[inline]
        fn r#type(self) -> <Option<Box<Player>> as ::ipo::Shared>::Ref<'t> {
            <Option<
                Box<Player>,
            > as ::ipo::Shared>::view(unsafe {
                self.0
                    .field::<
                        Option<Box<Player>>,
                    >(const { __PlayerSlot::FIELDS[2usize].offset })
            })
        }
        /// Copies the whole object out of the heap, into a plain `Player`.
        #[inline]
        pub fn load(self) -> Player {
            let _ = <Option<Box<Player>> as ::ipo::Shared>::OWNS;
            <Player as ::ipo::Shared>::load(self)
        }
    }
    impl<'t> PlayerMut<'t> {
        /// The name that others see.
        #[inline]
        pub fn name(&self) -> <String as ::ipo::Shared>::Ref<'_> {
            <String as ::ipo::Shared>::view(unsafe {
                ::ipo::__private::SlotMut::as_ref(&self.0)
                    .field::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
            })
        }
        /// The field `name`, for changing it in place.
        #[inline]
        pub fn name_mut(&mut self) -> <String as ::ipo::Shared>::Mut<'_> {
            <String as ::ipo::Shared>::view_mut(unsafe {
                ::ipo::__private::SlotMut::reborrow(&mut self.0)
                    .field::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
            })
        }
        /// Sets the field `name`.
        #[inline]
        pub fn set_name(
            &mut self,
            value: <String as ::ipo::Shared>::Arg<'_>,
        ) -> <String as ::ipo::Shared>::Set {
            <String as ::ipo::Shared>::set(
                unsafe {
                    ::ipo::__private::SlotMut::reborrow(&mut self.0)
                        .field::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
                },
                value,
            )
        }
        /// The field `points`.
        #[inline]
        pub(crate) fn points(&self) -> <i64 as ::ipo::Shared>::Ref<'_> {
            <i64 as ::ipo::Shared>::view(unsafe {
                ::ipo::__private::SlotMut::as_ref(&self.0)
                    .field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
            })
        }
        /// The field `points`, for changing it in place.
        #[inline]
        pub(crate) fn points_mut(&mut self) -> <i64 as ::ipo::Shared>::Mut<'_> {
            <i64 as ::ipo::Shared>::view_mut(unsafe {
                ::ipo::__private::SlotMut::reborrow(&mut self.0)
                    .field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
            })
        }
        /// Sets the field `points`.
        #[inline]
        pub(crate) fn set_points(
            &mut self,
            value: <i64 as ::ipo::Shared>::Arg<'_>,
        ) -> <i64 as ::ipo::Shared>::Set {
            <i64 as ::ipo::Shared>::set(
                unsafe {
                    ::ipo::__private::SlotMut::reborrow(&mut self.0)
                        .field::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
                },
                value,
            )
        }
        /// The field `r#type`.
        #[inline]
        fn r#type(&self) -> <Option<Box<Player>> as ::ipo::Shared>::Ref<'_> {
            <Option<
                Box<Player>,
            > as ::ipo::Shared>::view(unsafe {
                ::ipo::__private::SlotMut::as_ref(&self.0)
                    .field::<
                        Option<Box<Player>>,
                    >(const { __PlayerSlot::FIELDS[2usize].offset })
            })
        }
        /// The field `r#type`, for changing it in place.
        #[inline]
        fn type_mut(&mut self) -> <Option<Box<Player>> as ::ipo::Shared>::Mut<'_> {
            <Option<
                Box<Player>,
            > as ::ipo::Shared>::view_mut(unsafe {
                ::ipo::__private::SlotMut::reborrow(&mut self.0)
                    .field::<
                        Option<Box<Player>>,
                    >(const { __PlayerSlot::FIELDS[2usize].offset })
            })
        }
        /// Sets the field `r#type`.
        #[inline]
        fn set_type(
            &mut self,
            value: <Option<Box<Player>> as ::ipo::Shared>::Arg<'_>,
        ) -> <Option<Box<Player>> as ::ipo::Shared>::Set {
            <Option<
                Box<Player>,
            > as ::ipo::Shared>::set(
                unsafe {
                    ::ipo::__private::SlotMut::reborrow(&mut self.0)
                        .field::<
                            Option<Box<Player>>,
                        >(const { __PlayerSlot::FIELDS[2usize].offset })
                },
                value,
            )
        }
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> PlayerRef<'_> {
            PlayerRef(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> PlayerMut<'_> {
            PlayerMut(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `Player`.
        #[inline]
        pub fn load(&self) -> Player {
            let _ = <Option<Box<Player>> as ::ipo::Shared>::OWNS;
            <Player as ::ipo::Shared>::load(
                PlayerRef(::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `Player`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(
            &mut self,
            value: &Player,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            <Player as ::ipo::Shared>::set(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    impl<'t> PlayerMut<'t>
    where
        for<'any> PlayerParts<'any>: ::core::marker::Sized,
    {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> PlayerParts<'_> {
            let slot = ::ipo::__private::SlotMut::reborrow(&mut self.0);
            PlayerParts {
                name: <String as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
                }),
                score: <i64 as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
                }),
                r#type: <Option<
                    Box<Player>,
                > as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<
                            Option<Box<Player>>,
                        >(const { __PlayerSlot::FIELDS[2usize].offset })
                }),
            }
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> PlayerParts<'t> {
            let slot = self.0;
            PlayerParts {
                name: <String as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<String>(const { __PlayerSlot::FIELDS[0usize].offset })
                }),
                score: <i64 as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<i64>(const { __PlayerSlot::FIELDS[1usize].offset })
                }),
                r#type: <Option<
                    Box<Player>,
                > as ::ipo::Shared>::view_mut(unsafe {
                    slot.part::<
                            Option<Box<Player>>,
                        >(const { __PlayerSlot::FIELDS[2usize].offset })
                }),
            }
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PlayerParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("PlayerParts").finish_non_exhaustive()
        }
    }
};
