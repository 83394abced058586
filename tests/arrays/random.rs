//! Random operations on an array and on a tensor, in heaps that are nearly full, in transactions and without.

use std::sync::atomic::{AtomicUsize, Ordering};

use ipo::{DType, Error, Heap, IxDyn, NdArray, NdArrayMut, SharedStruct, Tensor};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{assert_sound, in_use, known};

#[derive(Debug, Clone)]
enum Op {
    Assign(Vec<usize>, i32),
    Zeros(Vec<usize>),
    Reshape(Vec<usize>),
    Set(usize, i32),
    Fill(i32),
    Slice(usize, i32),
    Replace(Vec<usize>, i32),
}

fn shape() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        4 => vec(0..6_usize, 0..5),
        1 => (1..12_000_usize).prop_map(|n| vec![n]),
        1 => (1..40_usize, 1..60_usize).prop_map(|(a, b)| vec![a, b]),
        1 => Just(vec![0]),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        3 => (shape(), any::<i32>()).prop_map(|(shape, n)| Op::Assign(shape, n)),
        2 => shape().prop_map(Op::Zeros),
        2 => shape().prop_map(Op::Reshape),
        2 => (any::<usize>(), any::<i32>()).prop_map(|(at, n)| Op::Set(at, n)),
        1 => any::<i32>().prop_map(Op::Fill),
        2 => (any::<usize>(), any::<i32>()).prop_map(|(at, n)| Op::Slice(at, n)),
        1 => (shape(), any::<i32>()).prop_map(|(shape, n)| Op::Replace(shape, n)),
    ]
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Fenced {
    before: u64,
    array: NdArray<i32, IxDyn>,
    tensor: Tensor,
    after: u64,
}

const FENCE: u64 = 0x0123_4567_89AB_CDEF;

/// Elements that tell one from the next.
fn plain(shape: &[usize], n: i32) -> NdArray<i32, IxDyn> {
    let len = shape.iter().product::<usize>() as i32;
    NdArray::from_vec(shape, (0..len).map(|i| n.wrapping_add(i)).collect()).expect("as many")
}

/// A reshape that suits, or the one that is given.
fn suiting(shape: &[usize], len: usize) -> Vec<usize> {
    match shape.len() {
        0 | 1 => vec![len],
        2 => vec![1, len, 1],
        3 if len % 2 == 0 => vec![2, len / 2],
        _ => shape.to_vec(),
    }
}

fn apply(array: &mut NdArrayMut<'_, i32, IxDyn>, model: &mut NdArray<i32, IxDyn>, op: &Op) -> Result<(), Error> {
    match op {
        Op::Assign(shape, n) => {
            let new = plain(shape, *n);
            array.assign(&new).map(|()| *model = new)
        }
        Op::Replace(shape, n) => {
            let new = plain(shape, *n);
            array.replace(&new).map(|old| assert_eq!(old, std::mem::replace(model, new)))
        }
        Op::Zeros(shape) => array.set_zeros(&shape[..]).map(|()| *model = NdArray::zeros(&shape[..]).expect("small")),
        Op::Reshape(shape) => {
            let shape = suiting(shape, model.len());
            match array.reshape(&shape[..]) {
                Ok(()) => model.reshape(&shape[..]).map(drop),
                Err(Error::ShapeMismatch { expected, found }) => {
                    assert_eq!((&expected[..], &found), (model.shape(), &shape));
                    assert!(model.clone().reshape(shape).is_err());
                    Ok(())
                }
                Err(other) => Err(other),
            }
        }
        Op::Set(at, n) if !model.is_empty() => {
            let mut rest = at % model.len();
            let mut index = vec![0; model.ndim()];
            for (axis, &dim) in model.shape().iter().enumerate().rev() {
                index[axis] = rest % dim;
                rest /= dim;
            }
            array.set(&index, *n)?;
            model[&index[..]] = *n;
            assert_eq!(array.get(&index), Some(*n));
            Ok(())
        }
        Op::Fill(n) => {
            array.fill(*n);
            model.as_mut_slice().fill(*n);
            Ok(())
        }
        Op::Slice(at, n) if !model.is_empty() => {
            let range = at % model.len()..model.len();
            array.as_mut_slice()[range.clone()].iter_mut().for_each(|element| *element = element.wrapping_add(*n));
            model.as_mut_slice()[range].iter_mut().for_each(|element| *element = element.wrapping_add(*n));
            Ok(())
        }
        Op::Set(..) | Op::Slice(..) => Ok(()),
    }
}

#[test]
fn an_array_does_what_a_vector_with_a_shape_does() {
    let (full, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() });
    let batches = vec((vec((op(), any::<bool>()), 1..12), 0..4_u8), 1..10);
    let outcome = runner.run(&batches, |batches| {
        let heap = Heap::options().capacity(1 << 16).create_anonymous().expect("memory");
        let mut turn = heap.write().expect("free");
        let mut model = Fenced { before: FENCE, array: NdArray::default(), tensor: Tensor::default(), after: !FENCE };
        let mut other = NdArray::<i32, IxDyn>::default();
        model.tensor = Tensor::from(&other);
        let start = known(&mut turn, &model);
        let handle = turn.put(&model).expect("there is room");
        for (ops, mode) in batches {
            let (before, before_other, used) = (model.clone(), other.clone(), in_use(&turn));
            let mut work = |array: &mut FencedMut<'_>| {
                for (op, which) in &ops {
                    let result = if *which {
                        apply(&mut array.array_mut(), &mut model.array, op)
                    } else {
                        apply(&mut array.tensor_mut().as_ndarray_mut()?, &mut other, op)
                    };
                    match result {
                        Ok(()) => done.fetch_add(1, Ordering::Relaxed),
                        Err(Error::OutOfSpace { .. }) => full.fetch_add(1, Ordering::Relaxed),
                        Err(other) => return Err(other),
                    };
                }
                Ok(())
            };
            let result = match mode {
                0 | 1 => work(&mut turn.get_mut(handle).expect("there")),
                2 => turn.transaction(|tx| work(&mut tx.get_mut(handle)?)),
                _ => turn.transaction(|tx| {
                    work(&mut tx.get_mut(handle)?)?;
                    Err(Error::ReadOnly)
                }),
            };
            match result {
                Ok(()) => {}
                // A transaction of many large changes.
                Err(Error::ReadOnly | Error::JournalFull { .. }) => {
                    (model, other) = (before, before_other);
                    prop_assert_eq!(in_use(&turn), used);
                }
                Err(other) => panic!("{other}"),
            }
            model.tensor = Tensor::from(&other);
            prop_assert_eq!(&turn.load(handle).expect("there"), &model);
            let view = turn.get(handle).expect("there");
            for address in [view.array().as_slice().as_ptr() as usize, view.tensor().as_bytes().as_ptr() as usize] {
                prop_assert_eq!(address % 64, 0);
            }
            prop_assert_eq!(view.tensor().dtype(), DType::I32);
            prop_assert_eq!(view.tensor().strides(), model.tensor.strides());
            assert_sound(&turn);
        }
        turn.remove(handle).expect("there");
        prop_assert_eq!(in_use(&turn), start);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let (full, done) = (full.into_inner(), done.into_inner());
    assert!(full > 0 && done > full, "{full} of {done} had no room");
}
