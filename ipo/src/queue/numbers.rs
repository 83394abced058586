//! Lists of numbers as bytes: the messages that can lie in buffers. Which list a type is, if any, is known when it is
//! compiled.

use std::any::{Any, TypeId};

use zerocopy::{FromBytes, IntoBytes};

/// The bytes of numbers of one size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) size: usize,
}

macro_rules! lists_of {
    ($($number:ident)*) => {
        /// The numbers of a message, if it is a list of such.
        #[inline]
        pub(super) fn numbers_of<T: 'static>(value: &T) -> Option<Numbers<'_>> {
            let any: &dyn Any = value;
            $(if let Some(numbers) = any.downcast_ref::<Vec<$number>>() {
                return Some(Numbers { bytes: numbers.as_slice().as_bytes(), size: size_of::<$number>() });
            })*
            None
        }

        /// The size of the numbers, if `T` is a list of such.
        #[inline]
        pub(super) fn element_size<T: 'static>() -> Option<u64> {
            let id = TypeId::of::<T>();
            $(if id == TypeId::of::<Vec<$number>>() {
                return Some(size_of::<$number>() as u64);
            })*
            None
        }

        /// A list of numbers from its bytes, if `T` is one.
        pub(super) fn list_from<T: 'static>(bytes: &[u8]) -> Option<T> {
            let mut list: Option<Box<dyn Any>> = None;
            let id = TypeId::of::<T>();
            $(if id == TypeId::of::<Vec<$number>>() {
                let numbers = bytes.chunks_exact(size_of::<$number>());
                let numbers = numbers.map(|bytes| $number::read_from_bytes(bytes).expect("as many bytes as a number has"));
                list = Some(Box::new(numbers.collect::<Vec<$number>>()));
            })*
            list.and_then(|list| list.downcast::<T>().ok()).map(|list| *list)
        }
    };
}

lists_of!(u8 i8 u16 i16 u32 i32 u64 i64 f32 f64);
