//! Arrays with several dimensions, and tensors, against plain vectors.

use std::collections::HashMap;
use std::fmt::Debug;

use ipo::{
    ArrayElement, DType, Dimension, EnumList, Error, Handle, Heap, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, NdArray,
    Shared, SharedEnumIndex, SharedStruct, Tensor, WriteTurn,
};
use ipo_workspace::{Name, RawHeap, child, run_job, say};

#[path = "arrays/blocks.rs"]
mod blocks;
#[path = "arrays/broken.rs"]
mod broken;
#[path = "arrays/changes.rs"]
mod changes;
#[path = "ordered/damage.rs"]
mod damage;
#[path = "arrays/exchange.rs"]
mod exchange;
#[path = "arrays/random.rs"]
mod random;
#[cfg(feature = "ndarray")]
#[path = "arrays/with_ndarray.rs"]
mod with_ndarray;

fn heap(capacity: u64) -> Heap {
    Heap::options().capacity(capacity).create_anonymous().expect("memory")
}

#[track_caller]
fn assert_sound(turn: &WriteTurn<'_>) {
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn in_use(turn: &WriteTurn<'_>) -> (u64, u64, u64) {
    let stats = turn.stats();
    (stats.used, stats.blocks, stats.objects)
}

/// Objects of a type, with its description in the heap.
fn known<T: Shared>(turn: &mut WriteTurn<'_>, value: &T) -> (u64, u64, u64) {
    let handle = turn.put(value).expect("there is room");
    turn.remove(handle).expect("it is there");
    in_use(turn)
}

#[track_caller]
fn round_trip<T: ArrayElement, D: Dimension>(turn: &mut WriteTurn<'_>, shape: &[usize], values: &[T])
where
    for<'a> D::Shape: From<&'a [usize]>,
{
    let len: usize = shape.iter().product();
    let elements: Vec<T> = values.iter().copied().cycle().take(len).collect();
    let plain = NdArray::<T, D>::from_vec(shape, elements.clone()).expect("as many as the shape says");
    let start = known(turn, &plain);
    let handle = turn.put(&plain).expect("there is room");
    {
        let view = turn.get(handle).expect("it is there");
        assert_eq!((view.shape(), view.len(), view.ndim()), (shape, len, shape.len()));
        assert_eq!(view.as_slice(), elements);
        assert_eq!(view.as_slice().as_ptr() as usize % 64, 0);
        assert_eq!(view.as_tensor().as_slice::<T>().expect("the same type"), elements);
        assert!(view == plain && view == view.as_tensor().as_ndarray::<T, D>().expect("the same type"));
        assert_eq!(view.is_empty(), len == 0);
    }
    let mut view = turn.get_mut(handle).expect("it is there");
    view.as_mut_slice().reverse();
    assert_eq!(view.as_slice(), elements.iter().rev().copied().collect::<Vec<T>>());
    view.fill(values[0]);
    assert!(view.as_slice().iter().all(|&value| value == values[0]));
    assert_eq!(view.replace(&plain).expect("there is room").len(), len);
    assert_eq!(turn.load(handle).expect("it is there"), plain);
    assert_sound(turn);
    turn.remove(handle).expect("it is there");
    assert_eq!(in_use(turn), start);
}

fn all_dimensions<T: ArrayElement>(values: &[T]) {
    let heap = heap(1 << 20);
    let mut turn = heap.write().expect("free");
    for n in [0, 1, 7, 300] {
        round_trip_fixed::<T>(&mut turn, n, values);
    }
}

fn round_trip_fixed<T: ArrayElement>(turn: &mut WriteTurn<'_>, n: usize, values: &[T]) {
    macro_rules! fixed {
        ($($d:ident [$($dim:expr),*])*) => {$(
            let shape = [$($dim),*];
            let len: usize = shape.iter().product();
            let elements: Vec<T> = values.iter().copied().cycle().take(len).collect();
            let plain = NdArray::<T, $d>::from_vec(shape, elements.clone()).expect("as many as the shape says");
            let start = known(turn, &plain);
            let handle = turn.put(&plain).expect("there is room");
            let view = turn.get(handle).expect("it is there");
            assert_eq!((view.shape(), view.as_slice()), (&shape[..], &elements[..]));
            assert_eq!(view.as_slice().as_ptr() as usize % 64, 0);
            assert!(view == plain);
            // Every index, in order.
            let mut index = shape.map(|_| 0);
            for (at, &value) in elements.iter().enumerate() {
                let mut rest = at;
                for axis in (0..index.len()).rev() {
                    index[axis] = rest % shape[axis];
                    rest /= shape[axis];
                }
                assert_eq!((view.get(index), plain.get(index), plain[index]), (Some(value), Some(&value), value));
            }
            for axis in 0..index.len() {
                let mut outside = shape.map(|_| 0);
                outside[axis] = shape[axis];
                assert_eq!((view.get(outside), plain.get(outside)), (None, None));
            }
            let mut view = turn.get_mut(handle).expect("it is there");
            view.as_mut_slice().reverse();
            assert!(view.as_slice().iter().eq(elements.iter().rev()));
            if len > 0 {
                view.set(shape.map(|_| 0), elements[0]).expect("inside");
                assert_eq!(view.as_slice()[0], elements[0]);
            }
            view.fill(values[0]);
            assert!(view.as_slice().iter().all(|&value| value == values[0]));
            view.reshape({
                let mut turned = shape;
                turned.reverse();
                turned
            }).expect("as many");
            assert_eq!(view.shape(), shape.iter().rev().copied().collect::<Vec<_>>());
            view.assign(&plain).expect("there is room");
            view.set_zeros(shape).expect("there is room");
            assert!(view.as_slice() == vec![T::default(); len]);
            assert_eq!(view.replace(&plain).expect("there is room"), NdArray::zeros(shape).expect("small"));
            assert_eq!(turn.load(handle).expect("it is there"), plain);
            assert_sound(turn);
            turn.remove(handle).expect("it is there");
            assert_eq!(in_use(turn), start);
        )*};
    }
    fixed! {
        Ix1[n]
        Ix2[n, 3]
        Ix3[2, n, 3]
        Ix4[2, 1, 3, n]
        Ix5[n, 2, 1, 2, 2]
        Ix6[1, 2, n, 2, 1, 3]
    }
    round_trip::<T, IxDyn>(turn, &[], values);
    round_trip::<T, IxDyn>(turn, &[n], values);
    round_trip::<T, IxDyn>(turn, &[1, 1, 2, 1, n, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3], values);
}

#[test]
fn arrays_of_every_type_and_one_to_six_dimensions_are_what_was_put() {
    all_dimensions(&[true, false, false]);
    all_dimensions(&[u8::MAX, 0, 7]);
    all_dimensions(&[u16::MAX, 0, 7]);
    all_dimensions(&[u32::MAX, 0, 7]);
    all_dimensions(&[u64::MAX, 0, 7]);
    all_dimensions(&[i8::MIN, 0, 7]);
    all_dimensions(&[i16::MIN, 0, 7]);
    all_dimensions(&[i32::MIN, 0, 7]);
    all_dimensions(&[i64::MIN, 0, 7]);
    all_dimensions(&[f32::MIN_POSITIVE, -0.5, f32::INFINITY]);
    all_dimensions(&[f64::MIN_POSITIVE, -0.5, f64::INFINITY]);
}

#[cfg(feature = "num-complex")]
#[test]
fn arrays_of_complex_numbers_are_what_was_put() {
    use ipo::num_complex::{Complex32, Complex64};

    all_dimensions(&[Complex32::new(f32::MIN_POSITIVE, -0.5), Complex32::new(-0.0, 3.0), Complex32::I]);
    all_dimensions(&[Complex64::new(f64::MAX, f64::INFINITY), Complex64::new(0.5, -0.0), Complex64::I]);
}

#[test]
fn lengths_of_zero_take_no_elements_and_only_all_of_them_no_block() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&NdArray::<u64, Ix3>::default())?;
    assert_eq!(turn.get(handle)?.shape(), [0, 0, 0]);
    assert_eq!(turn.get(handle)?.strides(), [1, 1, 1]);
    let blocks = turn.stats().blocks;
    let mut view = turn.get_mut(handle)?;
    view.set_zeros([0, 7, 0])?;
    assert_eq!((view.shape(), view.strides(), view.len()), (&[0, 7, 0][..], &[7, 1, 1][..], 0));
    assert_eq!((view.get([0, 0, 0]), view.as_mut_slice().len()), (None, 0));
    view.reshape([3, 0, 5])?;
    assert_eq!(view.shape(), [3, 0, 5]);
    assert_eq!(turn.stats().blocks, blocks + 1);
    assert_sound(&turn);
    let mut view = turn.get_mut(handle)?;
    view.assign(&NdArray::default())?;
    assert_eq!(view.shape(), [0, 0, 0]);
    view.reshape([0, 1, 1])?;
    assert_eq!(view.shape(), [0, 1, 1]);
    view.set_zeros([0, 0, 0])?;
    assert_eq!(turn.stats().blocks, blocks);
    // No dimension at all is one element.
    let single = turn.put(&NdArray::<i32, IxDyn>::from_vec([], vec![5])?)?;
    let mut single = turn.get_mut(single)?;
    assert_eq!((single.get(&[]), single.ndim()), (Some(5), 0));
    single.reshape([1, 1, 1, 1])?;
    single.set(&[0, 0, 0, 0], 6)?;
    single.reshape([])?;
    assert_eq!(single.get(&[]), Some(6));
    assert_sound(&turn);
    Ok(())
}

#[test]
fn shapes_that_nothing_can_have_are_errors() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let (fixed, any) = (turn.put(&NdArray::<u64, Ix2>::zeros([2, 3])?)?, turn.put(&Tensor::default())?);
    let start = in_use(&turn);
    for shape in [[usize::MAX, 2], [1 << 32, 1 << 32], [usize::MAX, 0], [1 << 61, 1], [0, usize::MAX]] {
        let errors = [
            turn.get_mut(fixed)?.set_zeros(shape),
            turn.get_mut(fixed)?.reshape(shape),
            turn.get_mut(any)?.set_zeros(DType::U64, &shape),
            NdArray::<u64, Ix2>::zeros(shape).map(drop),
            NdArray::<u64, Ix2>::from_vec(shape, vec![]).map(drop),
            Tensor::zeros(DType::U64, &shape).map(drop),
        ];
        for error in errors {
            assert!(matches!(error, Err(Error::TooLarge { .. })), "{shape:?}: {error:?}");
        }
    }
    // It has that many bytes, and the heap has not.
    let error = turn.get_mut(fixed)?.set_zeros([1 << 20, 1 << 20]);
    assert!(matches!(error, Err(Error::OutOfSpace { needed, .. }) if needed >= 1 << 43), "{error:?}");
    let error = turn.get_mut(any)?.set_zeros(DType::U8, &[1; 65]);
    assert!(matches!(error, Err(Error::TooLarge { size: 65, limit: 64, .. })), "{error:?}");
    turn.get_mut(any)?.set_zeros(DType::F64, &[1; 64])?;
    turn.get_mut(any)?.assign(&Tensor::default())?;

    let error = turn.get_mut(fixed)?.reshape([2, 4]);
    assert!(
        matches!(&error, Err(Error::ShapeMismatch { expected, found }) if expected == &[2, 3] && found == &[2, 4]),
        "{error:?}"
    );
    assert_eq!(error.unwrap_err().to_string(), "an array of the shape [2, 4] where [2, 3] is wanted");
    assert!(matches!(turn.get_mut(fixed)?.set([0, 3], 1), Err(Error::OutOfBounds { index: 3, len: 3 })));
    assert!(matches!(turn.get_mut(fixed)?.set([2, 9], 1), Err(Error::OutOfBounds { index: 2, len: 2 })));
    assert!(turn.get_mut(fixed)?.get_mut([2, 0]).is_none());
    let error = NdArray::<u8, Ix2>::from_vec([1, 1], vec![0])?.into_dimension::<Ix3>();
    assert!(matches!(error, Err(Error::ShapeMismatch { .. })), "{error:?}");
    assert_eq!(in_use(&turn), start);
    assert_sound(&turn);
    Ok(())
}

#[test]
fn a_buffer_that_is_too_short_or_too_long_is_told_so() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let numbers = turn.put(&NdArray::<u64, Ix2>::from_vec([2, 3], vec![1, 2, 3, 4, 5, 6])?)?;
    let start = in_use(&turn);
    let (array, tensor) = (turn.get(numbers)?, turn.get(numbers)?.as_tensor());
    for len in [0, 5, 7, 48] {
        let mut buffer = vec![9_u64; len];
        let errors = [
            (array.copy_to_slice(&mut buffer), len, 6, "elements"),
            (tensor.copy_to_slice(&mut buffer), len, 6, "elements"),
            (NdArray::<u64, Ix2>::from_vec([2, 3], buffer.clone()).map(drop), len, 6, "elements"),
            (Tensor::from_slice(&[2, 3], &buffer).map(drop), len, 6, "elements"),
            (Tensor::from_bytes(DType::U64, &[2, 3], &vec![9; 8 * len]).map(drop), 8 * len, 48, "bytes"),
        ];
        for (error, len, suits, counted) in errors {
            let Err(Error::BufferLength { shape, needed, found, unit }) = error else { panic!("{len}: {error:?}") };
            assert_eq!((shape, needed, found, unit), (vec![2, 3], suits, len, counted));
        }
        assert!(buffer.iter().all(|&n| n == 9), "nothing is copied then");
    }
    let error = NdArray::<u8, Ix2>::from_vec([2, 3], vec![0; 5]).unwrap_err();
    assert_eq!(error.to_string(), "a buffer of 5 elements where an array of the shape [2, 3] has 6");
    let mut buffer = [0; 6];
    array.copy_to_slice(&mut buffer)?;
    assert_eq!(buffer, [1, 2, 3, 4, 5, 6]);
    buffer.fill(0);
    tensor.copy_to_slice(&mut buffer)?;
    assert_eq!(buffer, [1, 2, 3, 4, 5, 6]);
    assert!(matches!(tensor.copy_to_slice(&mut [0_i64; 6]), Err(Error::WrongKind { expected: "i64", found: "u64" })));
    assert_eq!(in_use(&turn), start);
    Ok(())
}

/// In a heap that has no room for two of them: the elements are in one block from the start.
#[test]
fn an_array_is_made_where_it_lies() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    known(&mut turn, &Tensor::default());
    let start = known(&mut turn, &NdArray::<f32, Ix2>::default());
    let matrix = turn.put_zeros::<NdArray<f32, Ix2>>([400, 500])?;
    assert_eq!((turn.get(matrix)?.shape(), turn.get(matrix)?.as_slice()), (&[400, 500][..], &[0.0; 200_000][..]));
    let full = in_use(&turn);
    let errors = [
        turn.put_zeros::<NdArray<f32, Ix2>>([400, 500]).map(drop),
        turn.put_zeros::<Tensor>((DType::F64, vec![100_000])).map(drop),
        turn.transaction(|tx| tx.put_zeros::<Tensor>((DType::U8, vec![8, 100_000])).map(drop)),
    ];
    for error in errors {
        assert!(matches!(error, Err(Error::OutOfSpace { needed: 800_000.., .. })), "{error:?}");
    }
    assert!(matches!(turn.put_zeros::<NdArray<u8, IxDyn>>([1; 65]), Err(Error::TooLarge { size: 65, .. })));
    assert!(matches!(turn.put_zeros::<NdArray<u8, Ix2>>([usize::MAX, 2]), Err(Error::TooLarge { .. })));
    assert_eq!(in_use(&turn), full);
    turn.get_mut(matrix)?.as_mut_slice()[199_999] = 5.0;
    assert_eq!(turn.get(matrix)?.get([399, 499]), Some(5.0));
    assert_sound(&turn);
    turn.remove(matrix)?;
    // What is freed was not zeros.
    let other = turn.put_zeros::<Tensor>((DType::F32, vec![500, 20, 20]))?;
    assert_eq!(turn.get(other)?.as_slice::<f32>()?, [0.0; 200_000]);
    turn.remove(other)?;
    let kept = turn.transaction(|tx| {
        let kept = tx.put_zeros::<NdArray<f32, Ix2>>([1, 2])?;
        tx.get_mut(kept)?.set([0, 1], 7.0)?;
        Ok::<_, Error>(kept)
    })?;
    let undone = turn.transaction(|tx| {
        tx.put_zeros::<NdArray<f32, Ix2>>([10, 20])?;
        Err::<(), _>(Error::ReadOnly)
    });
    assert!(undone.is_err());
    assert_eq!(turn.load(kept)?.as_slice(), [0.0, 7.0]);
    turn.remove(kept)?;
    assert_eq!(in_use(&turn), start);
    assert_sound(&turn);
    Ok(())
}

#[test]
#[should_panic(expected = "index [2, 0] in an array of the shape [2, 3]")]
fn a_plain_array_panics_outside_of_its_shape() {
    let array = NdArray::<u8, Ix2>::zeros([2, 3]).expect("small");
    let _ = array[[2, 0]];
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    #[shared(type = NdArray<f64, Ix1>)]
    Numbers,
    #[shared(type = Option<Tensor>)]
    Any,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Nested {
    name: String,
    matrix: NdArray<f32, Ix2>,
    list: Vec<NdArray<i16, IxDyn>>,
    maybe: Option<Box<NdArray<bool, Ix3>>>,
    map: HashMap<String, Tensor>,
    pair: (Tensor, NdArray<u8, Ix1>),
    both: [NdArray<u64, Ix1>; 2],
    places: EnumList<Place>,
    next: Option<Box<Nested>>,
}

fn nested(n: usize) -> Nested {
    let matrix: Vec<f32> = (0..n * 3).map(|i| i as f32 / 2.0).collect();
    Nested {
        name: format!("nested {n}, which is longer than its slot"),
        matrix: NdArray::from_vec([n, 3], matrix.clone()).expect("as many"),
        list: vec![NdArray::default(), NdArray::from_vec([2, n, 1], vec![-3; 2 * n]).expect("as many")],
        maybe: (n % 2 == 1).then(|| Box::new(NdArray::from_vec([n, 1, 1], vec![true; n]).expect("as many"))),
        map: (0..n)
            .map(|i| (format!("key {i}"), Tensor::from_vec(&[i], vec![i as u64; i]).expect("as many")))
            .collect(),
        pair: (Tensor::from_slice(&[3, n], &matrix).expect("as many"), vec![7; n].into()),
        both: [[1, 2, 3].into(), NdArray::default()],
        places: EnumList::new()
            .with(Place::NUMBERS, vec![0.5; n].into())
            .with(Place::ANY, (n > 2).then(|| Tensor::from_slice(&[n], &vec![n as i8; n]).expect("as many"))),
        next: (n > 0).then(|| Box::new(nested(n - 1))),
    }
}

#[test]
fn arrays_lie_in_everything_and_are_messages() -> Result<(), Error> {
    let heap = heap(4 << 20);
    let mut turn = heap.write()?;
    turn.send(&Tensor::default())?;
    turn.take_message::<Tensor>()?;
    turn.send(&NdArray::<i32, Ix1>::default())?;
    turn.take_message::<NdArray<i32, Ix1>>()?;
    let start = known(&mut turn, &nested(0));
    let handle = turn.put(&nested(5))?;
    assert_eq!(turn.load(handle)?, nested(5));
    turn.store(handle, &nested(2))?;
    assert_eq!(turn.load(handle)?, nested(2));
    let mut view = turn.get_mut(handle)?;
    view.set_matrix(&nested(4).matrix)?;
    view.matrix_mut().view_set([3, 2]);
    view.list_mut().push(&NdArray::from_vec([1, 1], vec![9])?)?;
    view.map_mut().insert("new", &Tensor::from_vec(&[1], vec![1_u8])?)?;
    view.map_mut().get_mut("key 1").expect("set above").fill(8_u64)?;
    view.places_mut().set(Place::NUMBERS, &vec![1.0, 2.0].into())?;
    view.places_mut().get_mut(Place::NUMBERS).as_mut_slice()[1] = 3.0;
    assert_eq!(view.places().get(Place::NUMBERS).as_slice(), [1.0, 3.0]);
    assert_eq!(view.matrix().get([3, 2]), Some(-1.0));
    assert_eq!(view.list().get(2).expect("pushed").shape(), [1, 1]);
    assert_eq!(view.map().get("key 1").expect("there").as_slice::<u64>()?, [8]);
    assert_sound(&turn);
    turn.send(&nested(3))?;
    turn.send(&nested(1).matrix)?;
    assert_eq!(turn.take_message::<Nested>()?, nested(3));
    assert_eq!(turn.peek_message::<NdArray<f32, Ix2>>()?.shape(), [1, 3]);
    assert_eq!(turn.take_message::<NdArray<f32, Ix2>>()?, nested(1).matrix);
    turn.remove(handle)?;
    let types_of_messages = known(&mut turn, &nested(1).matrix);
    assert!(types_of_messages >= start && turn.stats().objects == 0);
    assert_sound(&turn);
    Ok(())
}

trait ViewSet {
    fn view_set(&mut self, index: [usize; 2]);
}

impl ViewSet for ipo::NdArrayMut<'_, f32, Ix2> {
    fn view_set(&mut self, index: [usize; 2]) {
        *self.get_mut(index).expect("inside") = -1.0;
    }
}

#[test]
fn another_type_or_number_of_dimensions_is_another_type() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let handle = turn.put(&NdArray::<i32, Ix2>::default())?;
    turn.bind("array", handle)?;
    assert_eq!(turn.roots()?[0].type_name, "NdArray<i32, Ix2>");
    let text = |error: Result<String, Error>| error.unwrap_err().to_string();
    let float = text(turn.root::<NdArray<f32, Ix2>>("array").map(|h| format!("{h:?}")));
    assert!(float.contains("is `NdArray<i32, Ix2>` in the heap and `NdArray<f32, Ix2>` here"), "{float}");
    let any = text(turn.root::<NdArray<i32, IxDyn>>("array").map(|h| format!("{h:?}")));
    assert!(any.contains("`NdArray<i32, IxDyn>` here"), "{any}");
    let tensor = text(turn.root::<Tensor>("array").map(|h| format!("{h:?}")));
    assert!(tensor.contains("`Tensor` here"), "{tensor}");
    Ok(())
}

#[test]
fn child_entry() {
    run_job(&[("changes", change_in_place), ("damage", broken::damage_job)]);
}

fn change_in_place(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it is there");
    let mut turn = heap.write().expect("free");
    let matrix: Handle<NdArray<f64, Ix2>> = turn.root("matrix").expect("bound");
    let tensor: Handle<Tensor> = turn.root("tensor").expect("bound");
    let mut view = turn.get_mut(matrix).expect("there");
    assert_eq!(view.as_slice().as_ptr() as usize % 64, 0);
    assert!(view.as_slice().iter().zip(0..).all(|(&found, n)| found == f64::from(n)));
    view.as_mut_slice().iter_mut().for_each(|n| *n *= 2.0);
    view.reshape([300, 200]).expect("as many");
    turn.get_mut(tensor).expect("there").as_mut_slice::<u8>().expect("bytes").fill(9);
    drop(turn);
    say("changed");
}

#[test]
fn another_process_changes_arrays_in_place() {
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name).expect("a fresh name");
    let (matrix, tensor) = {
        let mut turn = heap.write().expect("free");
        let numbers = (0..60_000).map(f64::from).collect();
        let matrix = turn.put(&NdArray::<f64, Ix2>::from_vec([200, 300], numbers).expect("as many"));
        let matrix = matrix.expect("there is room");
        turn.bind("matrix", matrix).expect("there is room");
        let tensor = turn.put(&Tensor::zeros(DType::U8, &[5, 5]).expect("small")).expect("there is room");
        turn.bind("tensor", tensor).expect("there is room");
        (matrix, tensor)
    };
    let blocks = heap.read().expect("free").stats().blocks;
    let other = child("changes", &[&name]);
    other.expect("changed");
    other.finish();
    let turn = heap.read().expect("free");
    let view = turn.get(matrix).expect("there");
    assert_eq!((view.shape(), view.get([299, 199])), (&[300, 200][..], Some(2.0 * 59_999.0)));
    assert_eq!(turn.get(tensor).expect("there").as_bytes(), [9; 25]);
    assert_eq!(turn.stats().blocks, blocks);
}

#[test]
fn debug_is_short() -> Result<(), Error> {
    let heap = heap(1 << 20);
    let mut turn = heap.write()?;
    let plain: NdArray<u8, Ix1> = vec![1; 1000].into();
    assert!(format!("{plain:?}").ends_with("1, 1] and 900 more"));
    assert_eq!(format!("{:?}", NdArray::<i8, Ix2>::from_vec([1, 2], vec![1, -2])?), "[1, 2] [1, -2]");
    let tensor = Tensor::from(&plain);
    assert!(format!("{tensor:?}").starts_with("[1000] × u8 0101") && format!("{tensor:?}").len() < 200);
    let handle = turn.put(&plain)?;
    assert_eq!(format!("{:?} {:?}", turn.get(handle)?, turn.get(handle)?.as_tensor()), "[1000] × u8 [1000] × u8");
    assert_eq!(format!("{:?}", turn.get_mut(handle)?), "[1000] × u8");
    Ok(())
}

/// Numbers of heaps in files, for `RawHeap`.
fn named_heap(capacity: u64) -> (Name, Heap) {
    let name = Name::new();
    let heap = Heap::options().capacity(capacity).create(&name).expect("a fresh name");
    (name, heap)
}

fn raw(name: &Name) -> RawHeap {
    RawHeap::open(name)
}

fn shown(value: impl Debug) -> String {
    format!("{value:?}")
}

#[test]
fn an_array_in_a_value_is_changed_in_place_and_can_be_a_key() {
    use std::collections::HashMap;

    use ipo::Value;

    let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("a heap");
    let mut turn = heap.write().expect("a turn");
    let first = turn.put(&Value::None).expect("room");
    turn.remove(first).expect("it lives");
    let first = turn.put(&HashMap::<Value, Value>::new()).expect("room");
    turn.remove(first).expect("it lives");
    let start = turn.stats();
    let array: NdArray<i32, Ix2> = NdArray::from_vec([2, 2], vec![1, 2, 3, 4]).expect("four");
    let other: NdArray<f64, Ix1> = NdArray::zeros([1_000]).expect("small");
    let key = Value::from(array.clone());
    let dict: HashMap<Value, Value> = HashMap::from([
        ("array".into(), array.clone().into()),
        (key.clone(), other.clone().into()),
        ("nested".into(), Value::List(vec![array.clone().into(), 1.into()])),
    ]);
    let handle = turn.put(&dict).expect("room");
    assert_eq!(turn.load(handle).expect("it lives"), dict);
    let mut view = turn.get_mut(handle).expect("it lives");
    for number in view
        .get_mut("array".into())
        .expect("set")
        .as_tensor_mut()
        .expect("an array")
        .as_mut_slice::<i32>()
        .expect("i32")
    {
        *number += 10;
    }
    view.get_mut(key.clone()).expect("a key").as_tensor_mut().expect("an array").fill(0.5).expect("of f64");
    let found = view.get("array".into()).expect("set").as_tensor().expect("an array");
    assert_eq!((found.shape(), found.as_slice::<i32>().expect("i32")), (&[2, 2][..], &[11, 12, 13, 14][..]));
    let wrong = Value::from(NdArray::<i64, Ix2>::from_vec([2, 2], vec![1, 2, 3, 4]).expect("four"));
    assert!(view.get(wrong).is_none(), "an array of another type is another key");
    let loaded = turn.load(handle).expect("it lives");
    let back: NdArray<f64, Ix1> = loaded[&key].clone().try_into().expect("of f64, with one dimension");
    assert!(back.as_slice().iter().all(|&x| x == 0.5));
    assert!(NdArray::<f32, Ix1>::try_from(loaded[&key].clone()).is_err());
    assert!(turn.verify().is_sound(), "{:?}", turn.verify().findings);
    turn.remove(handle).expect("it lives");
    assert_eq!(turn.stats(), start);
}

#[cfg(feature = "num-complex")]
#[test]
fn complex_numbers_are_elements() {
    use ipo::num_complex::Complex;

    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("a heap");
    let mut turn = heap.write().expect("a turn");
    let array: NdArray<Complex<f64>, Ix1> = NdArray::from_vec([2], vec![Complex::new(1.0, -1.0); 2]).expect("two");
    let handle = turn.put(&array).expect("room");
    let mut view = turn.get_mut(handle).expect("it lives");
    view.set([1], Complex::new(0.0, 2.0)).expect("inside");
    view.as_mut_slice()[0] *= Complex::new(2.0, 0.0);
    view.get_mut([1]).expect("inside").re = 0.5;
    let expected = [Complex::new(2.0, -2.0), Complex::new(0.5, 2.0)];
    assert_eq!(turn.load(handle).expect("it lives").as_slice(), expected);
    let tensor = turn.get(handle).expect("it lives").as_tensor();
    assert_eq!(
        (tensor.dtype(), tensor.as_slice::<Complex<f64>>().expect("its type")),
        (DType::Complex128, &expected[..])
    );
    assert!(matches!(tensor.as_slice::<Complex<f32>>(), Err(Error::WrongKind { found: "complex128", .. })));
    assert!(matches!(tensor.as_slice::<f64>(), Err(Error::WrongKind { expected: "f64", .. })));
    // As DLPack has complex numbers: one element of both parts.
    let shown = tensor.as_dlpack();
    assert_eq!((shown.tensor().dtype.code, shown.tensor().dtype.bits), (5, 128));
    // SAFETY: two elements of two parts each, while `shown` lives.
    let parts = unsafe { std::slice::from_raw_parts(shown.tensor().data.cast::<f64>(), 4) };
    assert_eq!(parts, [2.0, -2.0, 0.5, 2.0]);

    // In a `Value`, and out of it.
    let value = ipo::Value::from(NdArray::<Complex<f32>, Ix2>::from_vec([1, 1], vec![Complex::I]).expect("one"));
    let handle = turn.put(&value).expect("room");
    let back: NdArray<Complex<f32>, Ix2> = turn.load(handle).expect("it lives").try_into().expect("that type");
    assert_eq!(back.as_slice(), [Complex::I]);
    assert_eq!(turn.get(handle).expect("it lives").as_tensor().expect("an array").dtype(), DType::Complex64);

    // As an array of the crate `ndarray`, in place.
    #[cfg(feature = "ndarray")]
    {
        let handle = turn.put_zeros::<NdArray<Complex<f64>, Ix2>>([2, 2]).expect("room");
        turn.get_mut(handle).expect("it lives").view_mut().diag_mut().fill(Complex::I);
        let matrix = turn.get(handle).expect("it lives").view();
        assert_eq!(matrix.dot(&matrix), ndarray::Array2::from_diag_elem(2, Complex::new(-1.0, 0.0)));
    }
    assert_sound(&turn);
}
