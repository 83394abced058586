//! Tensors, arrays, and DLPack: what one is as the other.

use ipo::dlpack::{CPU, DLDataType, DLDevice, DLTensor};
use ipo::{ArrayElement, DType, Error, Ix1, Ix2, Ix3, IxDyn, NdArray, Tensor};

use super::{assert_sound, heap, shown};

const ALL: [DType; 15] = [
    DType::Bool,
    DType::U8,
    DType::U16,
    DType::U32,
    DType::U64,
    DType::I8,
    DType::I16,
    DType::I32,
    DType::I64,
    DType::F16,
    DType::BF16,
    DType::F32,
    DType::F64,
    DType::Complex64,
    DType::Complex128,
];

#[test]
fn tensors_of_every_type_are_what_was_put() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    for dtype in ALL {
        let bytes: Vec<u8> =
            (0..6 * dtype.size()).map(|n| if dtype == DType::Bool { n % 2 } else { n } as u8).collect();
        let plain = Tensor::from_bytes(dtype, &[2, 3], &bytes)?;
        let handle = turn.put(&plain)?;
        let view = turn.get(handle)?;
        assert_eq!((view.dtype(), view.as_bytes(), view.len()), (dtype, &bytes[..], 6));
        assert_eq!((view.load(), shown(view)), (plain.clone(), format!("[2, 3] × {dtype}")));
        let shown = view.as_dlpack();
        assert_eq!(usize::from(shown.tensor().dtype.bits), dtype.size() * 8);
        // SAFETY: `shown` lives, and nobody writes to the heap meanwhile.
        assert_eq!(unsafe { Tensor::from_dlpack(shown.as_ptr()) }?, plain);
        assert!(view == plain);
    }
    assert_sound(&turn);
    Ok(())
}

#[test]
fn a_tensor_is_read_as_its_own_type_only() -> Result<(), Error> {
    let tensor = Tensor::from_vec(&[2, 2], vec![1_i32, 2, 3, 4])?;
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&tensor)?;
    let wrong = |error: Result<usize, Error>, expected: &str| match error {
        Err(Error::WrongKind { expected: e, found: "i32" }) => assert_eq!(e, expected),
        other => panic!("{other:?}"),
    };
    wrong(tensor.as_slice::<u32>().map(<[_]>::len), "u32");
    wrong(turn.get(handle)?.as_slice::<f32>().map(<[_]>::len), "f32");
    wrong(turn.get_mut(handle)?.as_mut_slice::<i64>().map(|s| s.len()), "i64");
    wrong(turn.get(handle)?.as_ndarray::<bool, Ix2>().map(|a| a.len()), "bool");
    wrong(turn.get_mut(handle)?.fill(1_u16).map(|()| 0), "u16");
    wrong(NdArray::<u8, Ix2>::try_from(&tensor).map(|a| a.len()), "u8");
    let shape = turn.get(handle)?.as_ndarray::<i32, Ix3>();
    assert!(matches!(&shape, Err(Error::ShapeMismatch { found, .. }) if found == &[2, 2]), "{shape:?}");
    assert!(matches!(NdArray::<i32, Ix1>::try_from(tensor.clone()), Err(Error::ShapeMismatch { .. })));
    assert_eq!(NdArray::<i32, IxDyn>::try_from(tensor.clone())?.shape(), [2, 2]);
    assert_eq!(Tensor::from(NdArray::<i32, Ix2>::try_from(tensor.clone())?), tensor);
    // As an array, it is changed as one.
    let mut view = turn.get_mut(handle)?;
    view.as_ndarray_mut::<i32, Ix2>()?.set_zeros([3, 1])?;
    assert_eq!((view.dtype(), view.shape(), view.as_slice::<i32>()?), (DType::I32, &[3, 1][..], &[0; 3][..]));
    assert!(matches!(Tensor::from_bytes(DType::Bool, &[1], &[2]), Err(Error::WrongKind { .. })));
    assert!(matches!(Tensor::from_bytes(DType::U16, &[2], &[2]), Err(Error::BufferLength { needed: 4, .. })));
    Ok(())
}

#[test]
fn tensors_are_equal_by_their_bytes() -> Result<(), Error> {
    let nan = Tensor::from_slice(&[1], &[f64::NAN])?;
    assert_eq!(nan, nan.clone());
    assert_ne!(Tensor::from_slice(&[1], &[0.0_f64])?, Tensor::from_slice(&[1], &[-0.0_f64])?);
    assert_ne!(Tensor::from_slice(&[2], &[1_u8, 1])?, Tensor::from_slice(&[1], &[257_u16])?);
    assert_ne!(Tensor::from_slice(&[2], &[1_u8, 1])?, Tensor::from_slice(&[1, 2], &[1_u8, 1])?);
    assert_eq!((f32::DTYPE, Tensor::default().dtype()), (DType::F32, DType::F64));
    Ok(())
}

fn theirs<T>(elements: &mut [T], dtype: DLDataType, shape: &mut [i64], strides: &mut [i64]) -> DLTensor {
    DLTensor {
        data: elements.as_mut_ptr().cast(),
        device: CPU,
        ndim: shape.len() as i32,
        dtype,
        shape: shape.as_mut_ptr(),
        strides: if strides.is_empty() { std::ptr::null_mut() } else { strides.as_mut_ptr() },
        byte_offset: 0,
    }
}

const I16: DLDataType = DLDataType { code: 0, bits: 16, lanes: 1 };

#[test]
fn strided_tensors_are_copied_in_row_by_row() -> Result<(), Error> {
    let mut numbers: Vec<i16> = (0..24).collect();
    let mut check = |shape: &[i64], strides: &[i64], offset: u64, expected: &[i16]| {
        let (mut shape, mut strides) = (shape.to_vec(), strides.to_vec());
        let tensor = DLTensor { byte_offset: offset, ..theirs(&mut numbers, I16, &mut shape, &mut strides) };
        // SAFETY: each case stays in the 24 numbers.
        let copy = unsafe { Tensor::from_dlpack(&tensor) }.expect("a tensor");
        assert_eq!(copy.as_slice::<i16>().expect("i16"), expected, "{shape:?} {strides:?}");
        assert!(copy.shape().iter().map(|&n| n as i64).eq(shape));
    };
    check(&[2, 3], &[], 0, &[0, 1, 2, 3, 4, 5]);
    check(&[2, 3], &[3, 1], 4, &[2, 3, 4, 5, 6, 7]);
    check(&[3, 2], &[1, 3], 0, &[0, 3, 1, 4, 2, 5]);
    check(&[2, 2, 2], &[12, -3, 2], 6, &[3, 5, 0, 2, 15, 17, 12, 14]);
    check(&[4], &[-1], 6, &[3, 2, 1, 0]);
    check(&[3], &[0], 2, &[1, 1, 1]);
    check(&[1, 4, 1], &[99, 1, -7], 0, &[0, 1, 2, 3]);
    check(&[], &[], 10, &[5]);
    check(&[0, 3], &[5, 7], 0, &[]);
    Ok(())
}

#[test]
fn other_tensors_are_refused() {
    let mut bytes = [1_u8, 0, 1, 2];
    let (mut shape, mut strides) = ([4], [1]);
    let good = theirs(&mut bytes, DLDataType { code: 1, bits: 8, lanes: 1 }, &mut shape, &mut strides);
    let (mut negative, mut large, mut many) = ([-1], [1 << 62, 4], [1_i64; 65]);
    let ask = |tensor: &DLTensor| {
        // SAFETY: every case names the four bytes at most, or is refused for its words.
        unsafe { Tensor::from_dlpack(tensor) }
    };
    assert_eq!(ask(&good).expect("a good one").as_bytes(), [1, 0, 1, 2]);
    let wrong = [
        DLTensor { device: DLDevice { device_type: 2, device_id: 0 }, ..good },
        DLTensor { dtype: DLDataType { code: 3, ..good.dtype }, ..good },
        DLTensor { dtype: DLDataType { bits: 4, ..good.dtype }, ..good },
        DLTensor { dtype: DLDataType { lanes: 4, ..good.dtype }, ..good },
        // A byte that is neither true nor false.
        DLTensor { dtype: DLDataType { code: 6, ..good.dtype }, ..good },
        DLTensor { ndim: -1, ..good },
        DLTensor { shape: negative.as_mut_ptr(), ..good },
        DLTensor { shape: std::ptr::null_mut(), ..good },
        DLTensor { data: std::ptr::null_mut(), ..good },
    ];
    for (n, tensor) in wrong.iter().enumerate() {
        assert!(matches!(ask(tensor), Err(Error::WrongKind { .. })), "case {n}");
    }
    let large = DLTensor { shape: large.as_mut_ptr(), ndim: 2, strides: std::ptr::null_mut(), ..good };
    assert!(matches!(ask(&large), Err(Error::TooLarge { .. })));
    let many = DLTensor { shape: many.as_mut_ptr(), ndim: 65, strides: std::ptr::null_mut(), ..good };
    assert!(matches!(ask(&many), Err(Error::TooLarge { size: 65, .. })));
    // SAFETY: null is asked for.
    assert!(matches!(unsafe { Tensor::from_dlpack(std::ptr::null()) }, Err(Error::WrongKind { .. })));
}

#[test]
fn dlpack_shows_the_heap_itself() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&NdArray::<f32, Ix3>::zeros([2, 3, 4])?)?;
    let view = turn.get(handle)?.as_tensor();
    let shown = view.as_dlpack();
    let tensor = shown.tensor();
    assert_eq!(tensor.data.cast_const().cast::<u8>(), view.as_bytes().as_ptr());
    // SAFETY: three lengths, then three strides, while `shown` lives.
    let dims = unsafe { std::slice::from_raw_parts(tensor.shape, 6) };
    assert_eq!((dims, tensor.strides), (&[2, 3, 4, 12, 4, 1][..], tensor.shape.wrapping_add(3)));
    assert_eq!((tensor.device, tensor.dtype), (CPU, DLDataType { code: 2, bits: 32, lanes: 1 }));
    assert_eq!(super::shown(&shown), "Dlpack([2, 3, 4], DLDataType { code: 2, bits: 32, lanes: 1 })");

    let other = turn.put(&Tensor::from_slice(&[2], &[1_u64, 2])?)?;
    {
        let mut view = turn.get_mut(other)?;
        let shown = view.as_dlpack_mut();
        // SAFETY: the second of two elements, given out for writing.
        unsafe { shown.tensor().data.cast::<u64>().add(1).write(9) };
    }
    assert_eq!(turn.get(other)?.as_slice::<u64>()?, [1, 9]);
    let empty = turn.put(&Tensor::zeros(DType::I8, &[0, 4])?)?;
    assert!(turn.get(empty)?.as_dlpack().tensor().data.is_null());
    Ok(())
}
