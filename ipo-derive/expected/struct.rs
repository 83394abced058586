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
    type __Sound = [(); <Player as ::ipo::Shared>::OWNS as ::core::primitive::usize];
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
            let _: __Sound;
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
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
        const AT_2: ::core::primitive::usize = Self::FIELDS[2usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __PlayerSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
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
            let _: __Sound;
            let mut slot = ::core::mem::MaybeUninit::<__PlayerSlot>::uninit();
            let place = slot.as_mut_ptr();
            unsafe {
                <String as ::ipo::Shared>::build_at(
                    writer,
                    &value.name,
                    unsafe { &raw mut (*place).name },
                )
            }?;
            unsafe {
                <i64 as ::ipo::Shared>::build_at(
                    writer,
                    &value.score,
                    unsafe { &raw mut (*place).score },
                )
            }?;
            unsafe {
                <Option<
                    Box<Player>,
                > as ::ipo::Shared>::build_at(
                    writer,
                    &value.r#type,
                    unsafe { &raw mut (*place).r#type },
                )
            }?;
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
                name: unsafe {
                    <String as ::ipo::Shared>::load_at(view.0, __PlayerSlot::AT_0)
                },
                score: unsafe {
                    <i64 as ::ipo::Shared>::load_at(view.0, __PlayerSlot::AT_1)
                },
                r#type: unsafe {
                    <Option<
                        Box<Player>,
                    > as ::ipo::Shared>::load_at(view.0, __PlayerSlot::AT_2)
                },
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Player>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            unsafe {
                <String as ::ipo::Shared>::release_at(slot, __PlayerSlot::AT_0, writer)
            }?;
            unsafe {
                <i64 as ::ipo::Shared>::release_at(slot, __PlayerSlot::AT_1, writer)
            }?;
            unsafe {
                <Option<
                    Box<Player>,
                > as ::ipo::Shared>::release_at(slot, __PlayerSlot::AT_2, writer)
            }?;
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
            unsafe { self.0.view_field::<String>(__PlayerSlot::AT_0) }
        }
        /// The field `points`.
        #[inline]
        pub(crate) fn points(self) -> <i64 as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<i64>(__PlayerSlot::AT_1) }
        }
        /// The field `r#type`.
        #[inline]
        fn r#type(self) -> <Option<Box<Player>> as ::ipo::Shared>::Ref<'t> {
            let _: __Sound;
            unsafe { self.0.view_field::<Option<Box<Player>>>(__PlayerSlot::AT_2) }
        }
        /// Copies the whole object out of the heap, into a plain `Player`.
        #[inline]
        pub fn load(self) -> Player {
            let _: __Sound;
            <Player as ::ipo::Shared>::load(self)
        }
    }
    impl<'t> PlayerMut<'t> {
        /// The name that others see.
        #[inline]
        pub fn name(&self) -> <String as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<String>(__PlayerSlot::AT_0) }
        }
        /// The field `name`, for changing it in place.
        #[inline]
        pub fn name_mut(&mut self) -> <String as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<String>(__PlayerSlot::AT_0) }
        }
        /// Sets the field `name`.
        #[inline]
        pub fn set_name(
            &mut self,
            value: <String as ::ipo::Shared>::Arg<'_>,
        ) -> <String as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<String>(__PlayerSlot::AT_0, value) }
        }
        /// The field `points`.
        #[inline]
        pub(crate) fn points(&self) -> <i64 as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<i64>(__PlayerSlot::AT_1) }
        }
        /// The field `points`, for changing it in place.
        #[inline]
        pub(crate) fn points_mut(&mut self) -> <i64 as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<i64>(__PlayerSlot::AT_1) }
        }
        /// Sets the field `points`.
        #[inline]
        pub(crate) fn set_points(
            &mut self,
            value: <i64 as ::ipo::Shared>::Arg<'_>,
        ) -> <i64 as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<i64>(__PlayerSlot::AT_1, value) }
        }
        /// The field `r#type`.
        #[inline]
        fn r#type(&self) -> <Option<Box<Player>> as ::ipo::Shared>::Ref<'_> {
            let _: __Sound;
            unsafe { self.0.view_field::<Option<Box<Player>>>(__PlayerSlot::AT_2) }
        }
        /// The field `r#type`, for changing it in place.
        #[inline]
        fn type_mut(&mut self) -> <Option<Box<Player>> as ::ipo::Shared>::Mut<'_> {
            let _: __Sound;
            unsafe { self.0.view_field_mut::<Option<Box<Player>>>(__PlayerSlot::AT_2) }
        }
        /// Sets the field `r#type`.
        #[inline]
        fn set_type(
            &mut self,
            value: <Option<Box<Player>> as ::ipo::Shared>::Arg<'_>,
        ) -> <Option<Box<Player>> as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<Option<Box<Player>>>(__PlayerSlot::AT_2, value) }
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
            let _: __Sound;
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
    #[inline]
    fn __parts<'t>(slot: ::ipo::__private::SlotMut<'t, Player>) -> PlayerParts<'t>
    where
        for<'any> PlayerParts<'any>: ::core::marker::Sized,
    {
        let _: __Sound;
        PlayerParts {
            name: unsafe { slot.view_part::<String>(__PlayerSlot::AT_0) },
            score: unsafe { slot.view_part::<i64>(__PlayerSlot::AT_1) },
            r#type: unsafe { slot.view_part::<Option<Box<Player>>>(__PlayerSlot::AT_2) },
        }
    }
    impl<'t> PlayerMut<'t>
    where
        for<'any> PlayerParts<'any>: ::core::marker::Sized,
    {
        /// The mutable views of all fields at once.
        #[inline]
        pub fn parts(&mut self) -> PlayerParts<'_> {
            let _: __Sound;
            __parts(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// The mutable views of all fields at once, for as long as this one.
        #[inline]
        pub fn into_parts(self) -> PlayerParts<'t> {
            let _: __Sound;
            __parts(self.0)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for PlayerParts<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("PlayerParts").finish_non_exhaustive()
        }
    }
};
