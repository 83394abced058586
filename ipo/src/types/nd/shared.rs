//! Arrays and tensors as kinds of values: both have the slot of `block`.

use super::block::{self, ArraySlot, Content};
use super::dimension::Dimension;
use super::dtype::{ArrayElement, bytes_of};
use super::plain::NdArray;
use super::tensor::Tensor;
use super::tensor_view::{TensorMut, TensorRef};
use super::view::{NdArrayMut, NdArrayRef};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

// SAFETY: the slot is an array of the type and the number of dimensions that the schema names; `release` frees its block.
unsafe impl<T: ArrayElement, D: Dimension> Shared for NdArray<T, D> {
    type Slot = ArraySlot;
    type Arg<'a> = &'a NdArray<T, D>;
    type Ref<'t> = NdArrayRef<'t, T, D>;
    type Mut<'t> = NdArrayMut<'t, T, D>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "NdArray";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const {
            let kind = Kind::NdArray { dtype: T::DTYPE.number(), ndim: D::NDIM };
            &Schema::new::<Self>("NdArray", size_of::<ArraySlot>(), 8, kind)
        }
    }
    #[inline]
    fn to_arg(&self) -> &NdArray<T, D> {
        self
    }
    unsafe fn build(writer: &Writer, value: &NdArray<T, D>) -> Result<ArraySlot, Error> {
        block::build(writer, T::DTYPE, value.shape(), &Content::Bytes(bytes_of(value.as_slice())))
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> NdArrayRef<'_, T, D> {
        // SAFETY: the same slot; the view expects this type and number of dimensions.
        NdArrayRef::new(unsafe { slot.field(0) })
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> NdArrayMut<'_, T, D> {
        // SAFETY: as in `view`; the view keeps the type and the number of dimensions.
        NdArrayMut::new(unsafe { slot.field(0) })
    }
    fn set(slot: SlotMut<'_, Self>, value: &NdArray<T, D>) -> Result<(), Error> {
        Self::view_mut(slot).assign(value)
    }
    fn load(view: NdArrayRef<'_, T, D>) -> NdArray<T, D> {
        view.load()
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { block::release(slot.ptr(), writer) }
    }
    fn to_value(view: NdArrayRef<'_, T, D>) -> Option<Value> {
        Some(view.load().into())
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Tensor(tensor) => NdArray::try_from(&*tensor).map_err(|_| Value::Tensor(tensor)),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: NdArrayRef<'l, T, D>) -> NdArrayRef<'s, T, D> {
        view
    }
}

// SAFETY: the slot is an array that names its type and its number of dimensions itself; `release` frees its block.
unsafe impl Shared for Tensor {
    type Slot = ArraySlot;
    type Arg<'a> = &'a Tensor;
    type Ref<'t> = TensorRef<'t>;
    type Mut<'t> = TensorMut<'t>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Tensor";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Tensor>("Tensor", size_of::<ArraySlot>(), 8, Kind::Tensor) }
    }
    #[inline]
    fn to_arg(&self) -> &Tensor {
        self
    }
    unsafe fn build(writer: &Writer, value: &Tensor) -> Result<ArraySlot, Error> {
        block::build(writer, value.dtype(), value.shape(), &Content::Bytes(value.as_bytes()))
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> TensorRef<'_> {
        TensorRef::new(slot)
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> TensorMut<'_> {
        TensorMut::new(slot)
    }
    fn set(slot: SlotMut<'_, Self>, value: &Tensor) -> Result<(), Error> {
        TensorMut::new(slot).assign(value)
    }
    fn load(view: TensorRef<'_>) -> Tensor {
        view.load()
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { block::release(slot.ptr(), writer) }
    }
    fn to_value(view: TensorRef<'_>) -> Option<Value> {
        Some(view.load().into())
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Tensor(tensor) => Ok(*tensor),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: TensorRef<'l>) -> TensorRef<'s> {
        view
    }
}
