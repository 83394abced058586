//! Arrays with dimensions, and tensors: their elements lie in the heap as the processor wants them, and are changed there.

use ipo::{DType, Error, Ix1, Ix2, Ix3, Ix6, IxDyn, NdArray, SharedStruct, Tensor, TensorMut, Value, value};

use crate::stop::{Stop, kind};

/// An array of so many elements, of which each is one more than the last.
fn counted(shape: &[usize]) -> NdArray<i64, IxDyn> {
    let len: usize = shape.iter().product();
    NdArray::from_vec(shape, (0..len as i64).collect()).expect("as many as the shape says")
}

/// Arrays as parts of an object.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Layer {
    weights: NdArray<f32, Ix2>,
    biases: Vec<NdArray<f32, Ix1>>,
    image: Option<Tensor>,
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<NdArray<i32, Ix2>>(
            "matrix",
            || NdArray::from_vec([2, 3], vec![1, 2, 3, 4, 5, 6]).expect("six"),
            |mut matrix| {
                matrix.set([0, 2], 30)?;
                *matrix.get_mut([1, 0]).expect("inside") += 10;
                matrix.as_mut_slice()[4..].iter_mut().for_each(|n| *n = -*n);
                matrix.reshape([3, 2]) // the elements stay where they are
            },
            || NdArray::from_vec([3, 2], vec![1, 2, 30, 14, -5, -6]).expect("six"),
        ),
        kind::<(NdArray<bool, Ix1>, NdArray<u8, Ix3>, NdArray<f64, Ix6>, NdArray<i64, IxDyn>)>(
            "of many types",
            || {
                let six = NdArray::zeros([1, 2, 1, 2, 1, 2]).expect("eight");
                ([true, false, true].into(), NdArray::zeros([2, 2, 2]).expect("eight"), six, counted(&[2, 5]))
            },
            |(mut flags, mut bytes, mut six, mut any)| {
                flags.as_mut_slice().reverse();
                flags.set([1], true)?;
                bytes.set([1, 1, 1], 255)?;
                six.fill(0.5);
                six.set([0, 1, 0, 1, 0, 1], f64::INFINITY)?;
                any.reshape([5, 1, 2])?; // another number of dimensions, too
                any.set(&[4, 0, 1], -9)
            },
            || {
                let bytes = NdArray::from_vec([2, 2, 2], vec![0, 0, 0, 0, 0, 0, 0, 255]).expect("eight");
                let mut six = NdArray::from_vec([1, 2, 1, 2, 1, 2], vec![0.5; 8]).expect("eight");
                six[[0, 1, 0, 1, 0, 1]] = f64::INFINITY;
                let mut any = counted(&[5, 1, 2]);
                any[&[4, 0, 1][..]] = -9;
                ([true; 3].into(), bytes, six, any)
            },
        ),
        kind::<NdArray<f32, Ix2>>(
            "made in place",
            NdArray::default,
            |mut matrix| {
                // 400 KB, which are in the heap and nowhere else.
                matrix.set_zeros([100, 1_000])?;
                matrix.as_mut_slice().chunks_exact_mut(1_000).zip(1_u8..).for_each(|(row, n)| row.fill(n.into()));
                Ok(())
            },
            || {
                let rows = (1..=100_u8).flat_map(|n| [f32::from(n); 1_000]).collect();
                NdArray::from_vec([100, 1_000], rows).expect("a hundred rows")
            },
        ),
        kind::<Tensor>(
            "tensor",
            || Tensor::from_vec(&[2, 2], vec![1_u16, 2, 3, 4]).expect("four"),
            double,
            || Tensor::from_vec(&[2, 2], vec![2_u16, 4, 6, 8]).expect("four"),
        ),
        kind::<Layer>(
            "in a struct",
            || Layer { weights: NdArray::zeros([2, 2]).expect("four"), biases: vec![], image: None },
            |mut layer| {
                layer.weights_mut().as_mut_slice().fill(0.25);
                layer.biases_mut().push(&[1.0, 2.0].into())?;
                layer.biases_mut().last_mut().expect("just pushed").set([1], -2.0)?;
                layer.set_image(Some(&Tensor::zeros(DType::U8, &[4, 4, 3])?))?;
                layer.image_mut().as_mut().expect("just set").fill(200_u8)
            },
            || Layer {
                weights: NdArray::from_vec([2, 2], vec![0.25; 4]).expect("four"),
                biases: vec![[1.0, -2.0].into()],
                image: Some(Tensor::from_vec(&[4, 4, 3], vec![200_u8; 48]).expect("as many")),
            },
        ),
        kind::<Value>(
            "in a value",
            || value!({"frames": [counted(&[2, 2])], "key": 1, "gone": counted(&[9])}),
            |mut value| {
                let mut frame = value.get_path_mut(("frames", 0)).expect("a frame");
                frame.as_tensor_mut().expect("an array").as_mut_slice::<i64>()?.iter_mut().for_each(|n| *n += 10);
                value.get_path_mut(["gone"]).expect("known").set(value!(null))?;
                value.get_path_mut(["key"]).expect("known").set(Value::from(counted(&[3])))
            },
            || {
                let frame = NdArray::<i64, IxDyn>::from_vec([2, 2], vec![10, 11, 12, 13]).expect("four");
                value!({"frames": [frame], "key": counted(&[3]), "gone": null})
            },
        ),
        #[cfg(feature = "ndarray")]
        views_of_ndarray(),
        #[cfg(feature = "num-complex")]
        complex_elements(),
    ]
}

/// A program that does not know before what it will get looks at the type.
fn double(mut tensor: TensorMut<'_>) -> Result<(), Error> {
    match tensor.dtype() {
        DType::U16 => tensor.as_mut_slice::<u16>()?.iter_mut().for_each(|n| *n *= 2),
        DType::F32 => tensor.as_mut_slice::<f32>()?.iter_mut().for_each(|n| *n *= 2.0),
        other => return Err(Error::WrongKind { expected: "u16 or f32", found: other.name() }),
    }
    // Other libraries take it as a pointer of DLPack's form.
    assert_eq!(tensor.as_dlpack().tensor().data as usize % 64, 0);
    Ok(())
}

/// The crate `ndarray` computes on the heap itself: no element is copied.
#[cfg(feature = "ndarray")]
fn views_of_ndarray() -> Box<dyn Stop> {
    use ipo::ndarray::linalg::general_mat_mul;
    use ipo::ndarray::{array, s};

    type Matrix = NdArray<f64, Ix2>;
    kind::<(Matrix, Matrix, Matrix)>(
        "ndarray's views",
        || (array![[1.0, 2.0], [3.0, 4.0]].into(), array![[0.0, 1.0], [1.0, 0.0]].into(), Matrix::default()),
        |(mut a, b, mut product)| {
            a.view_mut().slice_mut(s![.., 0]).fill(10.0);
            product.set_zeros([2, 2])?;
            general_mat_mul(1.0, &a.view(), &b.view().t(), 0.0, &mut product.view_mut());
            Ok(())
        },
        || {
            let product = array![[2.0, 10.0], [4.0, 10.0]].into();
            (array![[10.0, 2.0], [10.0, 4.0]].into(), array![[0.0, 1.0], [1.0, 0.0]].into(), product)
        },
    )
}

#[cfg(feature = "num-complex")]
fn complex_elements() -> Box<dyn Stop> {
    use ipo::num_complex::Complex32;

    kind::<NdArray<Complex32, Ix1>>(
        "complex elements",
        || [Complex32::new(1.0, 1.0), Complex32::I].into(),
        |mut signal| {
            signal.as_mut_slice().iter_mut().for_each(|z| *z = z.conj());
            signal.get_mut([0]).expect("two").re = 7.0;
            Ok(())
        },
        || [Complex32::new(7.0, -1.0), Complex32::new(0.0, -1.0)].into(),
    )
}
