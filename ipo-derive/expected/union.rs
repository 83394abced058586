#[doc(hidden)]
type __ShapeField0 = Name;
/// A [`Shape`] in a shared heap, for reading: the variant, with views of its fields.
pub enum ShapeRef<'t> {
    /// Nothing.
    Empty,
    Circle {
        /// In meters.
        radius: <f64 as ::ipo::Shared>::Ref<'t>,
    },
    Polygon(
        <Vec<(f64, f64)> as ::ipo::Shared>::Ref<'t>,
        <names::Stored as ::ipo::Shared>::Ref<'t>,
    ),
    Group(<Vec<Shape> as ::ipo::Shared>::Ref<'t>),
}
/// A [`Shape`] in a shared heap: the variant, with views for changing its fields in place.
pub enum ShapeMut<'t> {
    /// Nothing.
    Empty,
    Circle {
        /// In meters.
        radius: <f64 as ::ipo::Shared>::Mut<'t>,
    },
    Polygon(
        <Vec<(f64, f64)> as ::ipo::Shared>::Mut<'t>,
        <names::Stored as ::ipo::Shared>::Mut<'t>,
    ),
    Group(<Vec<Shape> as ::ipo::Shared>::Mut<'t>),
}
const _: () = {
    type __Sound = [(); <Shape as ::ipo::Shared>::OWNS as ::core::primitive::usize];
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ShapeEmptySlot {
        __end: (),
    }
    impl __ShapeEmptySlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__ShapeEmptySlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[]
        };
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapeEmptySlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapeEmptySlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapeEmptySlot {}
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ShapeCircleSlot {
        radius: <f64 as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __ShapeCircleSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__ShapeCircleSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "radius",
                    unsafe { (&raw const (*slot).radius).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <f64 as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapeCircleSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapeCircleSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapeCircleSlot {}
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ShapePolygonSlot {
        field_0: <Vec<(f64, f64)> as ::ipo::Shared>::Slot,
        field_1: <names::Stored as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __ShapePolygonSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__ShapePolygonSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "0",
                    unsafe { (&raw const (*slot).field_0).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <Vec<(f64, f64)> as ::ipo::Shared>::schema,
                ),
                ::ipo::__private::Field::new(
                    "1",
                    unsafe { (&raw const (*slot).field_1).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <names::Stored as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
        const AT_1: ::core::primitive::usize = Self::FIELDS[1usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapePolygonSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapePolygonSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapePolygonSlot {}
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ShapeGroupSlot {
        field_0: <Vec<Shape> as ::ipo::Shared>::Slot,
        __end: (),
    }
    impl __ShapeGroupSlot {
        const FIELDS: &'static [::ipo::__private::Field] = {
            let _: __Sound;
            let slot = ::core::mem::MaybeUninit::<__ShapeGroupSlot>::uninit();
            let slot = slot.as_ptr();
            let _ = slot;
            &[
                ::ipo::__private::Field::new(
                    "0",
                    unsafe { (&raw const (*slot).field_0).byte_offset_from(slot) }
                        as ::core::primitive::usize,
                    <Vec<Shape> as ::ipo::Shared>::schema,
                ),
            ]
        };
        const AT_0: ::core::primitive::usize = Self::FIELDS[0usize].offset;
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapeGroupSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapeGroupSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapeGroupSlot {}
    #[doc(hidden)]
    #[repr(C)]
    pub union __ShapeData {
        variant_0: __ShapeEmptySlot,
        variant_1: __ShapeCircleSlot,
        variant_2: __ShapePolygonSlot,
        variant_3: __ShapeGroupSlot,
        __end: ::core::marker::PhantomData<fn() -> ()>,
    }
    #[doc(hidden)]
    #[repr(C)]
    pub struct __ShapeSlot {
        number: ::core::primitive::u8,
        data: __ShapeData,
    }
    impl __ShapeSlot {
        /// Where the variant's fields begin.
        const DATA: ::core::primitive::usize = {
            let _: __Sound;
            ::core::mem::offset_of!(Self, data)
        };
        const VARIANTS: &'static [::ipo::__private::Variant] = &[
            ::ipo::__private::Variant::new("Empty", __ShapeEmptySlot::FIELDS),
            ::ipo::__private::Variant::new("Circle", __ShapeCircleSlot::FIELDS),
            ::ipo::__private::Variant::new("polygon", __ShapePolygonSlot::FIELDS),
            ::ipo::__private::Variant::new("Group", __ShapeGroupSlot::FIELDS),
        ];
    }
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapeSlot {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapeSlot {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapeSlot {}
    #[automatically_derived]
    impl ::core::clone::Clone for __ShapeData {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for __ShapeData {}
    #[automatically_derived]
    unsafe impl ::ipo::__private::Slot for __ShapeData {}
    #[automatically_derived]
    unsafe impl ::ipo::Shared for Shape {
        type Slot = __ShapeSlot;
        type Arg<'a> = &'a Shape;
        type Ref<'t> = ShapeRef<'t>;
        type Mut<'t> = ShapeMut<'t>;
        type Set = ::core::result::Result<(), ::ipo::Error>;
        const NAME: &'static ::core::primitive::str = "Shape";
        const OWNS: ::core::primitive::bool = false || <f64 as ::ipo::Shared>::OWNS
            || <Vec<(f64, f64)> as ::ipo::Shared>::OWNS
            || <names::Stored as ::ipo::Shared>::OWNS
            || <Vec<Shape> as ::ipo::Shared>::OWNS;
        const ATOMIC: ::core::primitive::bool = false || <f64 as ::ipo::Shared>::ATOMIC
            || <Vec<(f64, f64)> as ::ipo::Shared>::ATOMIC
            || <names::Stored as ::ipo::Shared>::ATOMIC
            || <Vec<Shape> as ::ipo::Shared>::ATOMIC;
        fn schema() -> &'static ::ipo::__private::Schema {
            const {
                &::ipo::__private::Schema::new::<
                    Self,
                >(
                    "Shape",
                    ::core::mem::size_of::<__ShapeSlot>(),
                    ::core::mem::align_of::<__ShapeSlot>(),
                    ::ipo::__private::Kind::Tagged {
                        offset: __ShapeSlot::DATA,
                        variants: __ShapeSlot::VARIANTS,
                    },
                )
            }
        }
        #[inline]
        fn to_arg(&self) -> &Shape {
            self
        }
        unsafe fn build(
            writer: &::ipo::__private::Writer,
            value: &Shape,
        ) -> ::core::result::Result<__ShapeSlot, ::ipo::Error> {
            let _: __Sound;
            let mut slot = ::core::mem::MaybeUninit::<__ShapeSlot>::zeroed();
            let whole = slot.as_mut_ptr();
            let _ = writer;
            match value {
                Shape::Empty { .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(0);
                        &raw mut (*whole).data.variant_0
                    };
                    let _ = place;
                }
                Shape::Circle { radius: field_0, .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(1);
                        &raw mut (*whole).data.variant_1
                    };
                    let _ = place;
                    unsafe {
                        <f64 as ::ipo::Shared>::build_at(
                            writer,
                            &(*field_0),
                            unsafe { &raw mut (*place).radius },
                        )
                    }?;
                }
                Shape::Polygon { 0: field_0, 1: field_1, .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(2);
                        &raw mut (*whole).data.variant_2
                    };
                    let _ = place;
                    unsafe {
                        <Vec<
                            (f64, f64),
                        > as ::ipo::Shared>::build_at(
                            writer,
                            &(*field_0),
                            unsafe { &raw mut (*place).field_0 },
                        )
                    }?;
                    let stored: names::Stored = names::store(&(*field_1));
                    unsafe {
                        <names::Stored as ::ipo::Shared>::build_at(
                            writer,
                            &stored,
                            unsafe { &raw mut (*place).field_1 },
                        )
                    }?;
                }
                Shape::Group { 0: field_0, .. } => {
                    let place = unsafe {
                        (&raw mut (*whole).number).write(3);
                        &raw mut (*whole).data.variant_3
                    };
                    let _ = place;
                    unsafe {
                        <Vec<
                            Shape,
                        > as ::ipo::Shared>::build_at(
                            writer,
                            &(*field_0),
                            unsafe { &raw mut (*place).field_0 },
                        )
                    }?;
                }
            }
            ::core::result::Result::Ok(unsafe { slot.assume_init() })
        }
        #[inline]
        fn view(slot: ::ipo::__private::SlotRef<'_, Shape>) -> ShapeRef<'_> {
            let _: __Sound;
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                slot.field::<::core::primitive::u8>(0)
            }) {
                0 => ShapeRef::Empty,
                1 => {
                    ShapeRef::Circle {
                        radius: unsafe {
                            slot.view_field::<
                                    f64,
                                >(__ShapeSlot::DATA + __ShapeCircleSlot::AT_0)
                        },
                    }
                }
                2 => {
                    ShapeRef::Polygon(
                        unsafe {
                            slot.view_field::<
                                    Vec<(f64, f64)>,
                                >(__ShapeSlot::DATA + __ShapePolygonSlot::AT_0)
                        },
                        unsafe {
                            slot.view_field::<
                                    names::Stored,
                                >(__ShapeSlot::DATA + __ShapePolygonSlot::AT_1)
                        },
                    )
                }
                3 => {
                    ShapeRef::Group(unsafe {
                        slot.view_field::<
                                Vec<Shape>,
                            >(__ShapeSlot::DATA + __ShapeGroupSlot::AT_0)
                    })
                }
                _ => ::ipo::__private::no_variant(slot),
            }
        }
        #[inline]
        fn view_mut(slot: ::ipo::__private::SlotMut<'_, Shape>) -> ShapeMut<'_> {
            let _: __Sound;
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                ::ipo::__private::SlotMut::as_ref(&slot)
                    .field::<::core::primitive::u8>(0)
            }) {
                0 => ShapeMut::Empty,
                1 => {
                    ShapeMut::Circle {
                        radius: unsafe {
                            slot.view_part::<
                                    f64,
                                >(__ShapeSlot::DATA + __ShapeCircleSlot::AT_0)
                        },
                    }
                }
                2 => {
                    ShapeMut::Polygon(
                        unsafe {
                            slot.view_part::<
                                    Vec<(f64, f64)>,
                                >(__ShapeSlot::DATA + __ShapePolygonSlot::AT_0)
                        },
                        unsafe {
                            slot.view_part::<
                                    names::Stored,
                                >(__ShapeSlot::DATA + __ShapePolygonSlot::AT_1)
                        },
                    )
                }
                3 => {
                    ShapeMut::Group(unsafe {
                        slot.view_part::<
                                Vec<Shape>,
                            >(__ShapeSlot::DATA + __ShapeGroupSlot::AT_0)
                    })
                }
                _ => {
                    ::ipo::__private::no_variant(
                        ::ipo::__private::SlotMut::as_ref(&slot),
                    )
                }
            }
        }
        fn load(view: ShapeRef<'_>) -> Shape {
            let _: __Sound;
            match view {
                ShapeRef::Empty => Shape::Empty {},
                ShapeRef::Circle { radius: field_0 } => {
                    Shape::Circle {
                        radius: <f64 as ::ipo::Shared>::load(field_0),
                        cache: <f64 as ::core::default::Default>::default(),
                    }
                }
                ShapeRef::Polygon(field_0, field_1) => {
                    Shape::Polygon {
                        0: <Vec<(f64, f64)> as ::ipo::Shared>::load(field_0),
                        1: {
                            let stored: names::Stored = <names::Stored as ::ipo::Shared>::load(
                                field_1,
                            );
                            let loaded: __ShapeField0 = names::load(stored);
                            loaded
                        },
                    }
                }
                ShapeRef::Group(field_0) => {
                    Shape::Group {
                        0: <Vec<Shape> as ::ipo::Shared>::load(field_0),
                    }
                }
            }
        }
        unsafe fn release(
            slot: ::ipo::__private::SlotRef<'_, Shape>,
            writer: &::ipo::__private::Writer,
        ) -> ::core::result::Result<(), ::ipo::Error> {
            match <::core::primitive::u8 as ::ipo::Shared>::view(unsafe {
                slot.field::<::core::primitive::u8>(0)
            }) {
                0 => {
                    let _ = (&slot, writer);
                }
                1 => {
                    let _ = (&slot, writer);
                    unsafe {
                        <f64 as ::ipo::Shared>::release_at(
                            slot,
                            __ShapeSlot::DATA + __ShapeCircleSlot::AT_0,
                            writer,
                        )
                    }?;
                }
                2 => {
                    let _ = (&slot, writer);
                    unsafe {
                        <Vec<
                            (f64, f64),
                        > as ::ipo::Shared>::release_at(
                            slot,
                            __ShapeSlot::DATA + __ShapePolygonSlot::AT_0,
                            writer,
                        )
                    }?;
                    unsafe {
                        <names::Stored as ::ipo::Shared>::release_at(
                            slot,
                            __ShapeSlot::DATA + __ShapePolygonSlot::AT_1,
                            writer,
                        )
                    }?;
                }
                3 => {
                    let _ = (&slot, writer);
                    unsafe {
                        <Vec<
                            Shape,
                        > as ::ipo::Shared>::release_at(
                            slot,
                            __ShapeSlot::DATA + __ShapeGroupSlot::AT_0,
                            writer,
                        )
                    }?;
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
        fn shorten<'s, 'l: 's>(view: ShapeRef<'l>) -> ShapeRef<'s> {
            let _: __Sound;
            match view {
                ShapeRef::Empty => ShapeRef::Empty,
                ShapeRef::Circle { radius: field_0 } => {
                    ShapeRef::Circle {
                        radius: <f64 as ::ipo::Shared>::shorten(field_0),
                    }
                }
                ShapeRef::Polygon(field_0, field_1) => {
                    ShapeRef::Polygon(
                        <Vec<(f64, f64)> as ::ipo::Shared>::shorten(field_0),
                        <names::Stored as ::ipo::Shared>::shorten(field_1),
                    )
                }
                ShapeRef::Group(field_0) => {
                    ShapeRef::Group(<Vec<Shape> as ::ipo::Shared>::shorten(field_0))
                }
            }
        }
    }
    #[automatically_derived]
    impl<'t> ::core::clone::Clone for ShapeRef<'t> {
        #[inline]
        fn clone(&self) -> Self {
            let _: __Sound;
            *self
        }
    }
    #[automatically_derived]
    impl<'t> ::core::marker::Copy for ShapeRef<'t> {}
    impl<'t> ShapeRef<'t> {
        /// Copies the value out of the heap, into a plain `Shape`.
        #[inline]
        pub fn load(self) -> Shape {
            let _: __Sound;
            <Shape as ::ipo::Shared>::load(self)
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for ShapeRef<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let _ = <names::Stored as ::ipo::Shared>::OWNS;
            let _ = <Vec<Shape> as ::ipo::Shared>::OWNS;
            match self {
                ShapeRef::Empty => f.write_str("Empty"),
                ShapeRef::Circle { radius: field_0 } => {
                    f.debug_struct("Circle").field("radius", field_0).finish()
                }
                ShapeRef::Polygon(field_0, field_1) => {
                    f.debug_tuple("Polygon").field(field_0).field(field_1).finish()
                }
                ShapeRef::Group(field_0) => {
                    f.debug_tuple("Group").field(field_0).finish()
                }
            }
        }
    }
    #[automatically_derived]
    impl<'t> ::core::fmt::Debug for ShapeMut<'t> {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            let _ = <names::Stored as ::ipo::Shared>::OWNS;
            let _ = <Vec<Shape> as ::ipo::Shared>::OWNS;
            match self {
                ShapeMut::Empty => f.write_str("Empty"),
                ShapeMut::Circle { radius: field_0 } => {
                    f.debug_struct("Circle").field("radius", field_0).finish()
                }
                ShapeMut::Polygon(field_0, field_1) => {
                    f.debug_tuple("Polygon").field(field_0).field(field_1).finish()
                }
                ShapeMut::Group(field_0) => {
                    f.debug_tuple("Group").field(field_0).finish()
                }
            }
        }
    }
};
