//! Arrays of the crate `ndarray`.

use ipo::{DType, Error, Handle, Ix1, Ix2, Ix3, Ix6, IxDyn, NdArray, Tensor};
use ndarray::{Array, Array2, Array3, ArrayD, Axis, array, s};

use super::{assert_sound, heap};

#[test]
fn an_array_is_the_same_there_and_back() {
    let matrix = Array2::from_shape_fn((3, 5), |(i, j)| (10 * i + j) as i32);
    let ours: NdArray<i32, Ix2> = matrix.clone().into();
    assert_eq!((ours.shape(), ours[[2, 4]]), (&[3, 5][..], 24));
    assert_eq!(Array2::from(ours), matrix);
    // Not in row-major order, in part, backwards.
    let turned: NdArray<i32, Ix2> = matrix.clone().reversed_axes().into();
    assert_eq!((turned.shape(), turned[[4, 2]]), (&[5, 3][..], 24));
    let part: NdArray<i32, Ix2> = matrix.clone().slice_move(s![1.., ..]).into();
    assert_eq!((part.shape(), part.as_slice()[0], part.len()), (&[2, 5][..], 10, 10));
    let first: NdArray<i32, Ix2> = matrix.clone().slice_move(s![..2, ..]).into();
    assert_eq!(first.as_slice(), [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
    let backwards: NdArray<i32, Ix1> = Array::from_iter(0..4).slice_move(s![..;-1]).into();
    assert_eq!(backwards.as_slice(), [3, 2, 1, 0]);
    let six: NdArray<u8, Ix6> = Array::zeros((1, 2, 3, 1, 2, 3)).into();
    assert_eq!(six.len(), 36);
    let none: NdArray<u8, IxDyn> = ArrayD::from_elem(vec![], 7).into();
    assert_eq!((none.ndim(), none.as_slice()), (0, &[7][..]));
    assert_eq!(ArrayD::from(none).first(), Some(&7));
    let empty: NdArray<f64, Ix3> = Array3::zeros((2, 0, 3)).into();
    assert_eq!(Array3::from(empty).shape(), [2, 0, 3]);
}

#[test]
fn views_are_the_heap_itself() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let cube = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (100 * i + 10 * j + k) as f64);
    let handle = turn.put(&NdArray::<f64, Ix3>::from(cube.clone()))?;
    assert_eq!(turn.get(handle)?.view(), cube);
    let mut expected = cube.clone();
    expected.index_axis_mut(Axis(1), 2).mapv_inplace(|n| n * 2.0);
    expected.slice_mut(s![.., 0, ..;2]).fill(-1.0);
    let mut view = turn.get_mut(handle)?;
    let address = view.as_slice().as_ptr();
    let mut seen = view.view_mut();
    assert_eq!(seen.as_ptr(), address);
    seen.index_axis_mut(Axis(1), 2).mapv_inplace(|n| n * 2.0);
    seen.slice_mut(s![.., 0, ..;2]).fill(-1.0);
    assert_eq!(view.view(), expected);
    assert_eq!(turn.load(handle)?.as_slice(), expected.as_slice().expect("in order"));

    // Rolled back, as slices are.
    let result = turn.transaction(|tx| {
        tx.get_mut(handle)?.view_mut().fill(0.0);
        Err::<(), _>(Error::ReadOnly)
    });
    assert!(result.is_err());
    assert_eq!(turn.get(handle)?.view(), expected);

    // Other shapes and strides, short and long, into the same place and another one.
    for n in [1, 4, 300] {
        let long = Array3::from_shape_fn((n, 2, 3), |(i, j, k)| (i * 6 + j * 3 + k) as f64);
        let turned = long.view().permuted_axes([2, 0, 1]);
        turn.get_mut(handle)?.assign_view(&turned)?;
        assert_eq!(turn.get(handle)?.view(), turned);
        turn.get_mut(handle)?.assign_view(&turned.mapv(|n| n + 1.0))?;
        assert_eq!(turn.get(handle)?.get([2, 0, 1]), Some(6.0));
    }
    let flags = turn.put(&NdArray::<bool, Ix1>::from(array![true, false]))?;
    turn.get_mut(flags)?.view_mut().mapv_inplace(|flag| !flag);
    assert_eq!(turn.get(flags)?.view(), array![false, true]);
    assert_sound(&turn);
    Ok(())
}

#[test]
fn an_array_is_put_by_one_copy_whatever_its_strides() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let cube = Array3::from_shape_fn((40, 30, 100), |(i, j, k)| (i * 10_000 + j * 100 + k) as u32);
    // Nearly half of the heap: a second copy has room, a third one has not.
    let turned: Handle<NdArray<u32, Ix3>> = turn.put_ndarray(&cube.view().permuted_axes([2, 0, 1]))?;
    assert_eq!(turn.get(turned)?.view(), cube.view().permuted_axes([2, 0, 1]));
    assert_eq!((turn.get(turned)?.shape(), turn.get(turned)?.strides()), (&[100, 40, 30][..], &[1200, 30, 1][..]));
    let part: Handle<NdArray<u32, IxDyn>> = turn.put_ndarray(&cube.slice(s![..;7, 1..3, ..;-2]).into_dyn())?;
    assert_eq!(turn.get(part)?.view(), cube.slice(s![..;7, 1..3, ..;-2]).into_dyn());
    let tensor: Handle<Tensor> = turn.transaction(|tx| tx.put_ndarray(&cube.slice(s![3, .., ..]).t()))?;
    assert_eq!(turn.get(tensor)?.view::<u32>()?, cube.slice(s![3, .., ..]).t().into_dyn());
    let before = turn.stats();
    let more: Result<Handle<Tensor>, _> = turn.put_ndarray(&cube.mapv(u64::from));
    assert!(matches!(more, Err(Error::OutOfSpace { .. })), "{more:?}");
    assert_eq!((turn.stats().used, turn.stats().objects), (before.used, before.objects));
    assert_sound(&turn);
    Ok(())
}

#[test]
fn tensors_check_their_type() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&Tensor::from(array![[1_u16, 2], [3, 4]].reversed_axes()))?;
    let view = turn.get(handle)?;
    assert_eq!((view.dtype(), view.view::<u16>()?), (DType::U16, array![[1, 3], [2, 4]].into_dyn().view()));
    assert!(matches!(view.view::<i16>(), Err(Error::WrongKind { .. })));
    let mut view = turn.get_mut(handle)?;
    view.view_mut::<u16>()?[[0, 1]] = 9;
    assert!(matches!(view.view_mut::<f32>(), Err(Error::WrongKind { .. })));
    assert_eq!(view.as_slice::<u16>()?, [1, 9, 2, 4]);
    view.assign_view(&array![[0.5_f64, 1.5]].t())?;
    let copy = ArrayD::<f64>::try_from(view.load())?;
    assert_eq!(copy, array![[0.5], [1.5]].into_dyn());
    assert!(matches!(ArrayD::<f32>::try_from(view.load()), Err(Error::WrongKind { .. })));
    assert_sound(&turn);
    Ok(())
}
