/// The list that [`Metric`] indexes, in a shared heap, for reading.
pub struct MetricRef<'t>(::ipo::__private::SlotRef<'t, ::ipo::EnumList<Metric>>);
/// The list that [`Metric`] indexes, in a shared heap, for changing it in place.
pub struct MetricMut<'t>(::ipo::__private::SlotMut<'t, ::ipo::EnumList<Metric>>);
const _: () = {
    type __Sound = [(); <::ipo::EnumList<Metric> as ::ipo::Shared>::OWNS
        as ::core::primitive::usize];
    #[doc(hidden)]
    #[repr(C)]
    pub struct __MetricSlot {
        Temperature: <f64 as ::ipo::Shared>::Slot,
        HTTPVisitors: <Option<Vec<Metric>> as ::ipo::Shared>::Slot,
        r#Note: <::ipo::Value as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __MetricSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__MetricSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "Temperature",
                    unsafe { (&raw const (*slot).Temperature).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <f64 as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "visitors",
                    unsafe { (&raw const (*slot).HTTPVisitors).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <Option<Vec<Metric>> as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "Note",
                    unsafe { (&raw const (*slot).r#Note).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <::ipo::Value as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
        const AT_2: ::core::primitive::usize = Self::FIELDS[2usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __MetricSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __MetricSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __MetricSlot {}
    #[doc(hidden)]
    pub struct __MetricValues {
        Temperature: f64,
        HTTPVisitors: Option<Vec<Metric>>,
        r#Note: ::ipo::Value,
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __MetricValues {
        fn clone(&self) -> Self {
            __MetricValues {
                Temperature: <f64 as ::core::clone::Clone>::clone(&self.Temperature),
                HTTPVisitors: <Option<
                    Vec<Metric>,
                > as ::core::clone::Clone>::clone(&self.HTTPVisitors),
                r#Note: <::ipo::Value as ::core::clone::Clone>::clone(&self.r#Note),
            }
        }
    }
    #[automatically_derived]
    impl ::core::default::Default for __MetricValues {
        fn default() -> Self {
            __MetricValues {
                Temperature: <f64 as ::core::default::Default>::default(),
                HTTPVisitors: <Option<
                    Vec<Metric>,
                > as ::core::default::Default>::default(),
                r#Note: <::ipo::Value as ::core::default::Default>::default(),
            }
        }
    }
    #[automatically_derived]
    impl ::core::cmp::PartialEq for __MetricValues {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            true
                && <f64 as ::core::cmp::PartialEq>::eq(
                    &self.Temperature,
                    &other.Temperature,
                )
                && <Option<
                    Vec<Metric>,
                > as ::core::cmp::PartialEq>::eq(&self.HTTPVisitors, &other.HTTPVisitors)
                && <::ipo::Value as ::core::cmp::PartialEq>::eq(
                    &self.r#Note,
                    &other.r#Note,
                )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for __MetricValues {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let mut text = f.debug_struct("Metric");
            ::core::fmt::DebugStruct::field(&mut text, "Temperature", &self.Temperature);
            ::core::fmt::DebugStruct::field(
                &mut text,
                "HTTPVisitors",
                &self.HTTPVisitors,
            );
            ::core::fmt::DebugStruct::field(&mut text, "Note", &self.r#Note);
            text.finish()
        }
    }
    #[automatically_derived]
    unsafe impl ::ipo::EnumIndex for Metric {
        const COUNT: ::core::primitive::usize = 3usize;
        const NAMES: &'static [&'static ::core::primitive::str] = &[
            "Temperature",
            "visitors",
            "Note",
        ];
        const OWNS: ::core::primitive::bool = false || <f64 as ::ipo::Shared>::OWNS
            || <Option<Vec<Metric>> as ::ipo::Shared>::OWNS
            || <::ipo::Value as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false || <f64 as ::ipo::Shared>::ATOMIC
            || <Option<Vec<Metric>> as ::ipo::Shared>::ATOMIC
            || <::ipo::Value as ::ipo::Shared>::ATOMIC;
        type Values = __MetricValues;
        type ListSlot = __MetricSlot;
        type ListRef<'t> = MetricRef<'t>;
        type ListMut<'t> = MetricMut<'t>;
        #[inline]
        fn index(self) -> ::core::primitive::usize {
            self as ::core::primitive::usize
        }
        #[inline]
        fn from_index(
            index: ::core::primitive::usize,
        ) -> ::core::option::Option<Metric> {
            match index {
                0usize => ::core::option::Option::Some(Metric::Temperature),
                1usize => ::core::option::Option::Some(Metric::HTTPVisitors),
                2usize => ::core::option::Option::Some(Metric::r#Note),
                _ => ::core::option::Option::None,
            }
        }
        fn fields() -> &'static [::ipo::__private::Field] {
            __MetricSlot::FIELDS
        }
        #[inline]
        fn fingerprint() -> &'static ::ipo::__private::Fingerprint {
            static FINGERPRINT: ::ipo::__private::Fingerprint = ::ipo::__private::Fingerprint::new();
            &FINGERPRINT
        }
        #[inline]
        unsafe fn build_list(
            writer: &::ipo::__private::Writer,
            value: &__MetricValues,
        ) -> ::core::result::Result<__MetricSlot, ::ipo::Error> {
            let _: __Sound;
            let mut slot = ::core::mem::MaybeUninit::<__MetricSlot>::uninit();
            let place = slot.as_mut_ptr();
            unsafe {
                <f64 as ::ipo::Shared>::build_at(
                    writer,
                    &value.Temperature,
                    unsafe { &raw mut (*place).Temperature },
                )
            }?;
            unsafe {
                <Option<
                    Vec<Metric>,
                > as ::ipo::Shared>::build_at(
                    writer,
                    &value.HTTPVisitors,
                    unsafe { &raw mut (*place).HTTPVisitors },
                )
            }?;
            unsafe {
                <::ipo::Value as ::ipo::Shared>::build_at(
                    writer,
                    &value.r#Note,
                    unsafe { &raw mut (*place).r#Note },
                )
            }?;
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view_list(
            slot: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Metric>>,
        ) -> MetricRef<'_> {
            MetricRef(slot)
        }
        #[inline]
        fn view_list_mut(
            slot: ::ipo::__private::SlotMut<'_, ::ipo::EnumList<Metric>>,
        ) -> MetricMut<'_> {
            MetricMut(slot)
        }
        #[inline]
        fn load_list(view: MetricRef<'_>) -> __MetricValues {
            __MetricValues {
                Temperature: unsafe {
                    <f64 as ::ipo::Shared>::load_at(view.0, __MetricSlot::AT_0)
                },
                HTTPVisitors: unsafe {
                    <Option<
                        Vec<Metric>,
                    > as ::ipo::Shared>::load_at(view.0, __MetricSlot::AT_1)
                },
                r#Note: unsafe {
                    <::ipo::Value as ::ipo::Shared>::load_at(view.0, __MetricSlot::AT_2)
                },
            }
        }
        unsafe fn release_list(
            slot: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Metric>>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            unsafe {
                <f64 as ::ipo::Shared>::release_at(slot, __MetricSlot::AT_0, writer)
            }?;
            unsafe {
                <Option<
                    Vec<Metric>,
                > as ::ipo::Shared>::release_at(slot, __MetricSlot::AT_1, writer)
            }?;
            unsafe {
                <::ipo::Value as ::ipo::Shared>::release_at(
                    slot,
                    __MetricSlot::AT_2,
                    writer,
                )
            }?;
            ::core::result::Result::Ok(())
        }
        #[inline]
        fn shorten_list<'s, 'l: 's>(view: MetricRef<'l>) -> MetricRef<'s> {
            view
        }
        fn value_of(
            slot: ::ipo::__private::SlotRef<'_, ::ipo::EnumList<Metric>>,
            variant: Metric,
        ) -> ::ipo::AnyRef<'_> {
            match variant {
                Metric::Temperature => {
                    let _ = <f64 as ::ipo::Shared>::OWNS;
                    ::ipo::__private::typed_value::<
                        f64,
                    >(unsafe { slot.field::<f64>(__MetricSlot::AT_0) })
                }
                Metric::HTTPVisitors => {
                    let _ = <Option<Vec<Metric>> as ::ipo::Shared>::OWNS;
                    ::ipo::__private::typed_value::<
                        Option<Vec<Metric>>,
                    >(unsafe { slot.field::<Option<Vec<Metric>>>(__MetricSlot::AT_1) })
                }
                Metric::r#Note => {
                    let _ = <::ipo::Value as ::ipo::Shared>::OWNS;
                    ::ipo::__private::untyped_value(unsafe {
                        slot.field::<::ipo::Value>(__MetricSlot::AT_2)
                    })
                }
            }
        }
        fn set_value_of(
            slot: ::ipo::__private::SlotMut<'_, ::ipo::EnumList<Metric>>,
            variant: Metric,
            value: ::ipo::Value,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            match variant {
                Metric::Temperature => {
                    let _ = <f64 as ::ipo::Shared>::OWNS;
                    ::ipo::__private::set_typed_value::<
                        f64,
                    >(unsafe { slot.field::<f64>(__MetricSlot::AT_0) }, value)
                }
                Metric::HTTPVisitors => {
                    let _ = <Option<Vec<Metric>> as ::ipo::Shared>::OWNS;
                    ::ipo::__private::set_typed_value::<
                        Option<Vec<Metric>>,
                    >(
                        unsafe { slot.field::<Option<Vec<Metric>>>(__MetricSlot::AT_1) },
                        value,
                    )
                }
                Metric::r#Note => {
                    let _ = <::ipo::Value as ::ipo::Shared>::OWNS;
                    ::ipo::__private::set_untyped_value(
                        unsafe { slot.field::<::ipo::Value>(__MetricSlot::AT_2) },
                        value,
                    )
                }
            }
        }
        fn untyped(
            values: &__MetricValues,
            variant: Metric,
        ) -> ::core::option::Option<&::ipo::Value> {
            match variant {
                Metric::Temperature => ::core::option::Option::None,
                Metric::HTTPVisitors => ::core::option::Option::None,
                Metric::r#Note => ::core::option::Option::Some(&values.r#Note),
            }
        }
        fn untyped_mut(
            values: &mut __MetricValues,
            variant: Metric,
        ) -> ::core::option::Option<&mut ::ipo::Value> {
            match variant {
                Metric::Temperature => ::core::option::Option::None,
                Metric::HTTPVisitors => ::core::option::Option::None,
                Metric::r#Note => ::core::option::Option::Some(&mut values.r#Note),
            }
        }
    }
    impl Metric {
        /// In degrees.
        pub const TEMPERATURE: ::ipo::Index<Metric, f64> = unsafe {
            <::ipo::Index<
                Metric,
                f64,
            >>::new(
                Metric::Temperature,
                __MetricSlot::AT_0,
                |values: &__MetricValues| &values.Temperature,
                |values: &mut __MetricValues| &mut values.Temperature,
            )
        };
        /// The key of the value of `HTTPVisitors`.
        pub const GUESTS: ::ipo::Index<Metric, Option<Vec<Metric>>> = unsafe {
            <::ipo::Index<
                Metric,
                Option<Vec<Metric>>,
            >>::new(
                Metric::HTTPVisitors,
                __MetricSlot::AT_1,
                |values: &__MetricValues| &values.HTTPVisitors,
                |values: &mut __MetricValues| &mut values.HTTPVisitors,
            )
        };
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for MetricRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for MetricRef<'t> {}
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for MetricRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for MetricMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::fmt::Debug::fmt(&self.0, f)
        }
    }
    impl<'t> MetricRef<'t> {
        /// In degrees.
        #[inline]
        pub fn temperature(self) -> <f64 as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<f64>(__MetricSlot::AT_0) }
        }
        /// The value of `HTTPVisitors`.
        #[inline]
        pub fn guests(self) -> <Option<Vec<Metric>> as ::ipo::Shared>::Ref<'t> {
            let _: __Sound;
            unsafe { self.0.view_field::<Option<Vec<Metric>>>(__MetricSlot::AT_1) }
        }
        /// The value of `Note`.
        #[inline]
        pub fn note(self) -> <::ipo::Value as ::ipo::Shared>::Ref<'t> {
            unsafe { self.0.view_field::<::ipo::Value>(__MetricSlot::AT_2) }
        }
        /// Copies the whole object out of the heap, into a plain `EnumList<Metric>`.
        #[inline]
        pub fn load(self) -> ::ipo::EnumList<Metric> {
            let _: __Sound;
            <::ipo::EnumList<Metric> as ::ipo::Shared>::load(self)
        }
    }
    impl<'t> MetricMut<'t> {
        /// In degrees.
        #[inline]
        pub fn temperature(&self) -> <f64 as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<f64>(__MetricSlot::AT_0) }
        }
        /// The value of `Temperature`, for changing it in place.
        #[inline]
        pub fn temperature_mut(&mut self) -> <f64 as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<f64>(__MetricSlot::AT_0) }
        }
        /// Sets the value of `Temperature`.
        #[inline]
        pub fn set_temperature(
            &mut self,
            value: <f64 as ::ipo::Shared>::Arg<'_>,
        ) -> <f64 as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<f64>(__MetricSlot::AT_0, value) }
        }
        /// The value of `HTTPVisitors`.
        #[inline]
        pub fn guests(&self) -> <Option<Vec<Metric>> as ::ipo::Shared>::Ref<'_> {
            let _: __Sound;
            unsafe { self.0.view_field::<Option<Vec<Metric>>>(__MetricSlot::AT_1) }
        }
        /// The value of `HTTPVisitors`, for changing it in place.
        #[inline]
        pub fn guests_mut(&mut self) -> <Option<Vec<Metric>> as ::ipo::Shared>::Mut<'_> {
            let _: __Sound;
            unsafe { self.0.view_field_mut::<Option<Vec<Metric>>>(__MetricSlot::AT_1) }
        }
        /// Sets the value of `HTTPVisitors`.
        #[inline]
        pub fn set_guests(
            &mut self,
            value: <Option<Vec<Metric>> as ::ipo::Shared>::Arg<'_>,
        ) -> <Option<Vec<Metric>> as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<Option<Vec<Metric>>>(__MetricSlot::AT_1, value) }
        }
        /// The value of `Note`.
        #[inline]
        pub fn note(&self) -> <::ipo::Value as ::ipo::Shared>::Ref<'_> {
            unsafe { self.0.view_field::<::ipo::Value>(__MetricSlot::AT_2) }
        }
        /// The value of `Note`, for changing it in place.
        #[inline]
        pub fn note_mut(&mut self) -> <::ipo::Value as ::ipo::Shared>::Mut<'_> {
            unsafe { self.0.view_field_mut::<::ipo::Value>(__MetricSlot::AT_2) }
        }
        /// Sets the value of `Note`.
        #[inline]
        pub fn set_note(
            &mut self,
            value: <::ipo::Value as ::ipo::Shared>::Arg<'_>,
        ) -> <::ipo::Value as ::ipo::Shared>::Set {
            unsafe { self.0.set_field::<::ipo::Value>(__MetricSlot::AT_2, value) }
        }
        /// The same object, for reading.
        #[inline]
        pub fn as_ref(&self) -> MetricRef<'_> {
            MetricRef(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The same view for a shorter time, to hand it on and use it again.
        #[inline]
        pub fn reborrow(&mut self) -> MetricMut<'_> {
            MetricMut(::ipo::__private::SlotMut::reborrow(&mut self.0))
        }
        /// Copies the whole object out of the heap, into a plain `EnumList<Metric>`.
        #[inline]
        pub fn load(&self) -> ::ipo::EnumList<Metric> {
            let _: __Sound;
            <::ipo::EnumList<
                Metric,
            > as ::ipo::Shared>::load(
                MetricRef(::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// Overwrites the whole object with a plain `EnumList<Metric>`, all or nothing.
        ///
        /// # Errors
        /// The heap has no room for the new value; the object is then unchanged.
        #[inline]
        pub fn store(
            &mut self,
            value: &::ipo::EnumList<Metric>,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            <::ipo::EnumList<
                Metric,
            > as ::ipo::Shared>::set(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                value,
            )
        }
    }
    impl<'t> MetricRef<'t> {
        /// The value of a typed variant, by its key.
        #[inline]
        pub fn get<T: ::ipo::Shared>(
            self,
            key: ::ipo::Index<Metric, T>,
        ) -> <T as ::ipo::Shared>::Ref<'t> {
            <T as ::ipo::Shared>::view(<::ipo::Index<_, _>>::slot(key, self.0))
        }
        /// The value of a variant that is known only at run time.
        #[inline]
        pub fn value(self, variant: Metric) -> ::ipo::AnyRef<'t> {
            ::ipo::__private::value_of(self.0, variant)
        }
        /// All variants with their values, in order.
        #[inline]
        pub fn iter(
            self,
        ) -> impl ::core::iter::DoubleEndedIterator<
            Item = (Metric, ::ipo::AnyRef<'t>),
        > + ::core::iter::ExactSizeIterator {
            ::ipo::__private::values_of(self.0)
        }
        /// The number of variants.
        #[inline]
        pub fn len(self) -> ::core::primitive::usize {
            3usize
        }
        /// Never: a list has a value for each variant.
        #[inline]
        pub fn is_empty(self) -> ::core::primitive::bool {
            false
        }
    }
    impl MetricMut<'_> {
        /// The value of a typed variant, by its key.
        #[inline]
        pub fn get<T: ::ipo::Shared>(
            &self,
            key: ::ipo::Index<Metric, T>,
        ) -> <T as ::ipo::Shared>::Ref<'_> {
            <T as ::ipo::Shared>::view(
                <::ipo::Index<
                    _,
                    _,
                >>::slot(key, ::ipo::__private::SlotMut::as_ref(&self.0)),
            )
        }
        /// The value of a typed variant, by its key, for changing it in place.
        #[inline]
        pub fn get_mut<T: ::ipo::Shared>(
            &mut self,
            key: ::ipo::Index<Metric, T>,
        ) -> <T as ::ipo::Shared>::Mut<'_> {
            <T as ::ipo::Shared>::view_mut(
                <::ipo::Index<
                    _,
                    _,
                >>::slot_mut(key, ::ipo::__private::SlotMut::reborrow(&mut self.0)),
            )
        }
        /// Sets the value of a typed variant, by its key.
        #[inline]
        pub fn set<T: ::ipo::Shared>(
            &mut self,
            key: ::ipo::Index<Metric, T>,
            value: <T as ::ipo::Shared>::Arg<'_>,
        ) -> <T as ::ipo::Shared>::Set {
            <T as ::ipo::Shared>::set(
                <::ipo::Index<
                    _,
                    _,
                >>::slot_mut(key, ::ipo::__private::SlotMut::reborrow(&mut self.0)),
                value,
            )
        }
        /// The value of a variant that is known only at run time.
        #[inline]
        pub fn value(&self, variant: Metric) -> ::ipo::AnyRef<'_> {
            ::ipo::__private::value_of(
                ::ipo::__private::SlotMut::as_ref(&self.0),
                variant,
            )
        }
        /// Sets the value of a variant that is known only at run time.
        ///
        /// # Errors
        /// The value is not of the variant's type, or the heap has no room for it; the list is then unchanged.
        #[inline]
        pub fn set_value(
            &mut self,
            variant: Metric,
            value: ::ipo::Value,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            ::ipo::__private::set_value_of(
                ::ipo::__private::SlotMut::reborrow(&mut self.0),
                variant,
                value,
            )
        }
        /// All variants with their values, in order.
        #[inline]
        pub fn iter(
            &self,
        ) -> impl ::core::iter::DoubleEndedIterator<
            Item = (Metric, ::ipo::AnyRef<'_>),
        > + ::core::iter::ExactSizeIterator {
            ::ipo::__private::values_of(::ipo::__private::SlotMut::as_ref(&self.0))
        }
        /// The number of variants.
        #[inline]
        pub fn len(&self) -> ::core::primitive::usize {
            3usize
        }
        /// Never: a list has a value for each variant.
        #[inline]
        pub fn is_empty(&self) -> ::core::primitive::bool {
            false
        }
    }
    static __FINGERPRINT: ::ipo::__private::Fingerprint = ::ipo::__private::Fingerprint::new();
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Metric
    where
        for<'a> Metric: ::ipo::EnumIndex,
    {
        type Slot = ::core::primitive::u8;
        type Arg<'x> = Metric;
        type Ref<'t> = Metric;
        type Mut<'t> = ::ipo::ScalarMut<'t, Metric>;
        type Set = ();
        const NAME: &'static ::core::primitive::str = "Metric";
        const OWNS: ::core::primitive::bool = false;
        fn schema() -> &'static ::ipo::__private::Schema {
            static SCHEMA: ::ipo::__private::Schema = ::ipo::__private::Schema::new::<
                Metric,
            >(
                "Metric",
                ::core::mem::size_of::<::core::primitive::u8>(),
                ::core::mem::align_of::<::core::primitive::u8>(),
                ::ipo::__private::Kind::Enum {
                    variants: &["Temperature", "visitors", "Note"],
                },
            );
            &SCHEMA
        }
        #[inline]
        fn deep() -> ::core::primitive::u64 {
            __FINGERPRINT.get(<Metric as ::ipo::Shared>::schema)
        }
        #[inline]
        fn deep_hint() -> ::core::primitive::u64 {
            __FINGERPRINT.peek()
        }
        #[inline]
        fn to_arg(&self) -> Metric {
            *self
        }
        #[inline]
        unsafe fn build(
            _: &::ipo::__private::Writer,
            value: Metric,
        ) -> ::core::result::Result<::core::primitive::u8, ::ipo::Error> {
            ::core::result::Result::Ok(
                <Metric as ::ipo::EnumIndex>::index(value) as ::core::primitive::u8,
            )
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Metric>) -> Metric {
            ::ipo::__private::decode_variant(slot)
        }
        #[inline]
        fn view_mut(
            slot: ::ipo::__private::SlotMut<'_, Metric>,
        ) -> ::ipo::ScalarMut<'_, Metric> {
            ::ipo::__private::scalar_mut(slot)
        }
        #[inline]
        fn load(view: Metric) -> Metric {
            view
        }
        #[inline]
        unsafe fn release(
            _: ::ipo::__private::SlotRef<'_, Metric>,
            _: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            ::core::result::Result::Ok(())
        }
        fn to_value(view: Metric) -> ::core::option::Option<::ipo::Value> {
            ::core::option::Option::Some(
                ::core::convert::Into::into(<Metric as ::ipo::EnumIndex>::name(view)),
            )
        }
        fn from_value(
            value: ::ipo::Value,
        ) -> ::core::result::Result<Metric, ::ipo::Value> {
            let variant = match &value {
                ::ipo::Value::Str(name) => <Metric as ::ipo::EnumIndex>::from_name(name),
                _ => ::core::option::Option::None,
            };
            ::core::option::Option::ok_or(variant, value)
        }
        #[inline]
        fn shorten<'s, 'l: 's>(view: Metric) -> Metric {
            view
        }
    }
    #[automatically_derived]
    unsafe impl ::ipo::Inline for Metric
    where
        for<'a> Metric: ::ipo::EnumIndex,
    {}
    #[automatically_derived]
    impl ::core::convert::From<Metric> for ::ipo::Value
    where
        for<'a> Metric: ::ipo::EnumIndex,
    {
        fn from(variant: Metric) -> ::ipo::Value {
            ::core::convert::Into::into(<Metric as ::ipo::EnumIndex>::name(variant))
        }
    }
    #[automatically_derived]
    impl ::core::convert::TryFrom<::ipo::Value> for Metric
    where
        for<'a> Metric: ::ipo::EnumIndex,
    {
        type Error = ::ipo::WrongKind;
        fn try_from(
            value: ::ipo::Value,
        ) -> ::core::result::Result<Metric, ::ipo::WrongKind> {
            ::ipo::__private::typed(value)
        }
    }
    #[automatically_derived]
    impl ::ipo::Key for Metric
    where
        for<'a> Metric: ::ipo::EnumIndex,
        for<'a> Metric: ::ipo::__private::KeyTraits,
    {
        fn encode_arg(
            arg: &Metric,
            out: &mut ::ipo::__private::Vec<::core::primitive::u8>,
        ) {
            ::ipo::__private::encode_variant(
                <Metric as ::ipo::EnumIndex>::index(*arg),
                out,
            );
        }
        fn encode_slot(
            slot: ::ipo::__private::SlotRef<'_, Metric>,
            out: &mut ::ipo::__private::Vec<::core::primitive::u8>,
        ) {
            ::ipo::__private::encode_variant(
                <Metric as ::ipo::EnumIndex>::index(
                    ::ipo::__private::decode_variant(slot),
                ),
                out,
            );
        }
        #[inline]
        fn matches(
            slot: ::ipo::__private::SlotRef<'_, Metric>,
            arg: &Metric,
        ) -> ::core::primitive::bool {
            <Metric as ::ipo::EnumIndex>::index(::ipo::__private::decode_variant(slot))
                == <Metric as ::ipo::EnumIndex>::index(*arg)
        }
        #[inline]
        fn hash_arg(arg: &Metric, hasher: &::ipo::KeyHasher) -> ::core::primitive::u64 {
            hasher
                .hash(
                    &(<Metric as ::ipo::EnumIndex>::index(*arg)
                        as ::core::primitive::u32)
                        .to_le_bytes(),
                )
        }
        #[inline]
        fn hash_slot(
            slot: ::ipo::__private::SlotRef<'_, Metric>,
            hasher: &::ipo::KeyHasher,
        ) -> ::core::primitive::u64 {
            <Metric as ::ipo::Key>::hash_arg(
                &::ipo::__private::decode_variant(slot),
                hasher,
            )
        }
    }
    #[automatically_derived]
    impl ::ipo::OrdKey for Metric
    where
        for<'a> Metric: ::ipo::EnumIndex,
        for<'a> Metric: ::ipo::__private::OrdKeyTraits,
    {
        #[inline]
        fn order(
            slot: ::ipo::__private::SlotRef<'_, Metric>,
            arg: &Metric,
        ) -> ::core::cmp::Ordering {
            <Metric as ::ipo::OrdKey>::order_args(
                &::ipo::__private::decode_variant(slot),
                arg,
            )
        }
        #[inline]
        fn order_slots(
            a: ::ipo::__private::SlotRef<'_, Metric>,
            b: ::ipo::__private::SlotRef<'_, Metric>,
        ) -> ::core::cmp::Ordering {
            <Metric as ::ipo::OrdKey>::order_args(
                &::ipo::__private::decode_variant(a),
                &::ipo::__private::decode_variant(b),
            )
        }
        #[inline]
        fn order_args(a: &Metric, b: &Metric) -> ::core::cmp::Ordering {
            ::core::cmp::Ord::cmp(
                &<Metric as ::ipo::EnumIndex>::index(*a),
                &<Metric as ::ipo::EnumIndex>::index(*b),
            )
        }
    }
};
