//! Arrays with dimensions, and tensors.

use ipo::{ArrayElement, DType, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, NdArray, Tensor};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::kinds;

/// Lengths of dimensions; 0 is one of them now and then, and of many most are 1.
fn lengths(ndim: usize) -> impl Strategy<Value = Vec<usize>> {
    let some = vec(prop_oneof![1 => Just(0_usize), 9 => 1..5_usize], ndim.min(3));
    let all = some.prop_map(move |mut lengths| {
        lengths.resize(ndim, 1);
        lengths
    });
    all.prop_shuffle()
}

/// An array of so many dimensions, whose elements are made of their places and of a number.
fn array<T: ArrayElement, D: Dimension>(ndim: usize, element: fn(u64) -> T) -> impl Strategy<Value = NdArray<T, D>>
where
    D::Shape: for<'a> TryFrom<&'a [usize]>,
{
    (lengths(ndim), any::<u64>()).prop_map(move |(shape, seed)| {
        let len = shape.iter().product::<usize>() as u64;
        // Without an order: neighbours are alike in no bits.
        let elements = (0..len).map(|n| element((seed ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)));
        let Ok(shape) = D::Shape::try_from(&shape[..]) else { panic!("a shape of {ndim} lengths") };
        NdArray::from_vec(shape, elements.collect()).expect("as many as the shape says")
    })
}

/// What is below the number of dimensions that the type does not say.
fn dynamic<T: ArrayElement>(element: fn(u64) -> T) -> impl Strategy<Value = NdArray<T, IxDyn>> {
    (0..9_usize).prop_flat_map(move |ndim| array::<T, IxDyn>(ndim, element))
}

/// Of every type, those among them that Rust has none for.
pub(super) fn tensors() -> impl Strategy<Value = Tensor> {
    use DType::{BF16, Bool, Complex64, Complex128, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64};
    let all = vec![Bool, U8, U16, U32, U64, I8, I16, I32, I64, F16, BF16, F32, F64, Complex64, Complex128];
    let shape = prop_oneof![6 => (0..5_usize).prop_flat_map(lengths), 1 => Just(vec![1, 40, 3])];
    (prop::sample::select(all), shape, any::<u8>()).prop_map(|(dtype, shape, seed)| {
        let len = shape.iter().product::<usize>() * dtype.size();
        let mask = if dtype == Bool { 1 } else { 0xFF };
        let bytes: Vec<u8> = (0..len).map(|n| (n as u8).wrapping_mul(31).wrapping_add(seed) & mask).collect();
        Tensor::from_bytes(dtype, &shape, &bytes).expect("as many as type and shape say")
    })
}

/// Shape and bits.
fn exact<T: ArrayElement, D: Dimension>(array: &NdArray<T, D>) -> String {
    let tensor = Tensor::from(array);
    format!("{} {:?} {:?}", tensor.dtype(), tensor.shape(), tensor.as_bytes())
}

/// All integers, one width per number of dimensions.
type Integers =
    (NdArray<u8, Ix1>, NdArray<i16, Ix2>, NdArray<u32, Ix3>, NdArray<i64, Ix4>, NdArray<i8, Ix5>, NdArray<u16, Ix6>);
/// What is left, of any number of dimensions.
type Others = (NdArray<i32, IxDyn>, NdArray<u64, IxDyn>, NdArray<bool, IxDyn>, NdArray<f32, IxDyn>);

fn integers() -> impl Strategy<Value = Integers> {
    (
        array(1, |n| n as u8),
        array(2, |n| n as i16),
        array(3, |n| n as u32),
        array(4, |n| n as i64),
        array(5, |n| n as i8),
        array(6, |n| n as u16),
    )
}

fn others() -> impl Strategy<Value = Others> {
    (
        dynamic(|n| n as i32),
        dynamic(|n| n),
        dynamic(|n| n % 3 == 1),
        // A signalling NaN may become a quiet one on its way through a register.
        dynamic(|n| f32::from_bits(n as u32 & !(1 << 24) | 1)),
    )
}

fn exact_integers(all: &Integers) -> String {
    [exact(&all.0), exact(&all.1), exact(&all.2), exact(&all.3), exact(&all.4), exact(&all.5)].join(" | ")
}

fn exact_others(all: &Others) -> String {
    [exact(&all.0), exact(&all.1), exact(&all.2), exact(&all.3)].join(" | ")
}

fn exact_tensor(tensor: &Tensor) -> String {
    format!("{} {:?} {:?}", tensor.dtype(), tensor.shape(), tensor.as_bytes())
}

kinds! {
    of_matrix: NdArray<f64, Ix2> = array(2, f64::from_bits); value [] exact;
    of_integers: Integers = integers(); value [] exact_integers;
    of_any_dimension: Others = others(); value [] exact_others;
    of_tensor: Tensor = tensors(); value [] exact_tensor;
}
