//! Arrays of numbers with several dimensions: of a type that the program names, or of one that is known at run time only.
//!
//! Both lie in the heap in the same way (`block`), so that one piece of code builds, changes and verifies them.

mod block;
pub(crate) mod create;
mod dimension;
pub mod dlpack;
mod dtype;
mod plain;
mod shared;
mod tensor;
mod tensor_view;
mod view;
#[cfg(feature = "ndarray")]
mod with_ndarray;

pub(crate) use block::Layout;
pub use create::ArrayKind;
#[cfg(feature = "ndarray")]
pub use create::NdarrayCopy;
pub use dimension::{Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn};
pub use dtype::{ArrayElement, DType};
pub use plain::NdArray;
pub use tensor::Tensor;
pub use tensor_view::{TensorMut, TensorRef};
pub use view::{NdArrayMut, NdArrayRef};
#[cfg(feature = "ndarray")]
pub use with_ndarray::NdarrayDimension;
