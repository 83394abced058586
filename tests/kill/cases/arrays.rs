//! Arrays and tensors, and with them aligned blocks: cut from the top and from free blocks, with a gap before them.

use ipo::{DType, Error, Handle, Ix1, Ix2, NdArray, SharedStruct, Tensor, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{named, put};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Arrays {
    numbers: NdArray<u64, Ix2>,
    flags: NdArray<bool, Ix1>,
    tensor: Tensor,
}

fn numbers(n: usize) -> NdArray<u64, Ix2> {
    NdArray::from_vec([2, n], (0..2 * n as u64).collect()).expect("as many")
}

fn arrays(n: usize) -> Arrays {
    let tensor = Tensor::from_vec(&[n, 1], vec![0.5_f32; n]).expect("as many");
    Arrays { numbers: numbers(n), flags: vec![true; n].into(), tensor }
}

fn case(what: &str, n: usize, change: impl for<'t> Fn(&mut ArraysMut<'t>) -> Result<(), Error> + 'static) -> Case {
    Case::new(
        format!("ndarray: {what}"),
        move |turn| put(turn, "arrays", &arrays(n)),
        move |turn| {
            let handle = named::<Arrays>(turn, "arrays")?;
            change(&mut turn.get_mut(handle)?)
        },
    )
}

fn tensor(n: usize) -> Tensor {
    Tensor::from_vec(&[n], vec![7_u16; n]).expect("as many")
}

/// A hole of so many bytes between two objects, and their names behind, so that the next block comes to lie in it.
fn hole(turn: &mut WriteTurn<'_>, n: usize) -> Result<(), Error> {
    put(turn, "array", &tensor(1))?;
    let first = turn.put(&vec![1_u8; n])?;
    put(turn, "text", &vec![2_u8; 100])?;
    turn.remove(first)
}

fn allocation(what: &str, n: usize, len: usize) -> Case {
    Case::new(format!("ndarray: {what}"), move |turn| hole(turn, n), move |turn| turn.put(&tensor(len)).map(drop))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("ndarray: put", |_| Ok(()), |turn| turn.put(&arrays(9)).map(drop)),
        Case::new(
            "ndarray: remove of the object",
            |turn| put(turn, "arrays", &arrays(9)),
            |turn| {
                let handle: Handle<Arrays> = named(turn, "arrays")?;
                turn.remove(handle)
            },
        ),
        allocation("a part of a free block", 1_000, 30),
        allocation("nearly all of a free block", 200, 40),
        allocation("behind a free block that is too small", 90, 100),
        case("assign in place", 9, |a| a.set_numbers(&NdArray::zeros([2, 9])?)),
        case("assign in place, of another shape", 9, |a| a.numbers_mut().assign(&NdArray::zeros([9, 2])?)),
        case("assign of more", 9, |a| a.set_numbers(&numbers(30))),
        case("assign of less", 30, |a| a.set_numbers(&numbers(2))),
        case("assign of much", 200, |a| a.numbers_mut().replace(&NdArray::zeros([200, 2])?).map(drop)),
        case("assign of nothing", 9, |a| a.set_numbers(&NdArray::default())),
        case("assign to nothing", 0, |a| a.set_numbers(&numbers(5))),
        case("zeros in place", 9, |a| a.numbers_mut().set_zeros([3, 6])),
        case("zeros, larger", 9, |a| a.numbers_mut().set_zeros([40, 20])),
        case("reshape", 9, |a| a.numbers_mut().reshape([6, 3])),
        case("reshape to another number", 9, |a| a.numbers_mut().reshape([6, 4])),
        // Fewer lengths lie where the more ones did.
        Case::new(
            "ndarray: reshape of a tensor in its block",
            |turn| put(turn, "tensor", &Tensor::from_vec(&[3, 1, 5], vec![7_u16; 15])?),
            |turn| {
                let handle = named::<Tensor>(turn, "tensor")?;
                let shape: &[usize] = if turn.get(handle)?.ndim() == 3 { &[15] } else { &[5, 3] };
                turn.get_mut(handle)?.reshape(shape)
            },
        ),
        case("reshape of a tensor that moves it", 9, |a| a.tensor_mut().reshape(&[1, 3, 1, 1, 3, 1, 1])),
        case("tensor of another type in place", 8, |a| {
            a.tensor_mut().assign(&Tensor::from_slice(&[4, 1], &[1_i64, 2, 3, 4])?)
        }),
        case("tensor, zeros of another type", 9, |a| a.tensor_mut().set_zeros(DType::Complex128, &[3, 3])),
        case("set of an element", 9, |a| a.flags_mut().set([3], false)),
        Case::new(
            "ndarray: slices in a transaction",
            |turn| put(turn, "arrays", &arrays(9)),
            |turn| {
                let handle: Handle<Arrays> = named(turn, "arrays")?;
                turn.transaction(|tx| {
                    let mut arrays = tx.get_mut(handle)?;
                    arrays.numbers_mut().fill(7);
                    arrays.flags_mut().as_mut_slice()[2] = false;
                    arrays.tensor_mut().as_mut_slice::<f32>()?[8] = 1.5;
                    arrays.numbers_mut().set_zeros([1, 3])?;
                    arrays.numbers_mut().fill(8);
                    arrays.tensor_mut().reshape(&[3, 3, 1])
                })
            },
        ),
    ]
}
