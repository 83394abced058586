//! Arrays whose bytes somebody else has changed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ipo::{Corrupt, Error, Handle, Heap, Ix1, Ix2, IxDyn, NdArray, SharedStruct, Tensor, WriteTurn};

use super::{damage, named_heap, raw};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Victim {
    flags: NdArray<bool, Ix2>,
    numbers: NdArray<i32, Ix1>,
    any: NdArray<f64, IxDyn>,
    tensor: Tensor,
    tensors: Vec<Tensor>,
}

fn victim() -> Victim {
    Victim {
        flags: NdArray::from_vec([5, 8], [true, false].repeat(20)).expect("as many"),
        numbers: (0..50).collect::<Vec<_>>().into(),
        any: NdArray::from_vec([2, 3, 4], vec![0.5; 24]).expect("as many"),
        tensor: Tensor::from_vec(&[3, 3], vec![7_u16; 9]).expect("as many"),
        tensors: vec![Tensor::default(), Tensor::from_slice(&[2, 1], &[true, false]).expect("as many")],
    }
}

fn use_victim(turn: &mut WriteTurn<'_>, handle: Handle<Victim>) -> Result<(), Error> {
    // Damage makes tensors of other types and shapes: those errors are right.
    let fine = |result: Result<(), Error>| match result {
        Err(Error::WrongKind { .. } | Error::ShapeMismatch { .. } | Error::OutOfBounds { .. }) => Ok(()),
        other => other,
    };
    let mut it = turn.get_mut(handle)?;
    let _ = (it.flags().get([4, 7]), it.flags().as_slice().len(), it.numbers().get([49]), it.any().get(&[1, 2, 3]));
    it.numbers_mut().as_mut_slice().reverse();
    let _ = it.any_mut().get_mut(&[0, 1, 2]).map(|n| *n += 1.0);
    fine(it.flags_mut().set([1, 1], true))?;
    fine(it.any_mut().reshape([6, 4]))?;
    fine(it.tensor_mut().fill(9_u16))?;
    fine(it.tensor_mut().reshape(&[1, 9]))?;
    fine(it.tensor().as_ndarray::<u16, Ix2>().map(drop))?;
    let _ = (it.tensor().strides().len(), it.tensor().as_dlpack().tensor().ndim);
    for mut tensor in it.tensors_mut().iter_mut() {
        fine(tensor.as_mut_slice::<bool>().map(|flags| flags.fill(true)))?;
    }
    it.flags_mut().assign(&NdArray::from_vec([1, 1], vec![true])?)?;
    it.numbers_mut().set_zeros([50])?;
    it.tensor_mut().assign(&Tensor::default())
}

pub(super) fn damage_job(args: &[&str]) {
    damage::flip(args[0], victim, use_victim);
}

#[test]
fn damaged_arrays_crash_nothing() {
    damage::watch();
}

/// A word of a slot or of a block, and what meets another one there.
#[test]
fn impossible_words_are_found_by_accessors_and_by_verify() {
    let (name, heap) = named_heap(1 << 20);
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&victim()).expect("there is room");
    let raw = raw(&name);
    let slot = raw.slot_of(handle);
    let (flags, numbers) = (raw.word(slot), raw.word(slot + 24));
    // 40 flags; 200 bytes of numbers. Behind them: lengths, steps.
    let damages: [(u64, u64); 22] = [
        (slot, flags + 16),
        (slot, 1 << 40),
        (slot, numbers),
        (slot, 0),
        (slot + 8, 41),
        (slot + 8, u64::MAX),
        (slot + 8, 1 << 60),
        (slot + 16, 0),
        (slot + 16, 2 << 8 | 2),
        (slot + 16, 3 << 8 | 1),
        (slot + 16, 1 << 16 | 2 << 8 | 1),
        (flags, 0x0101_0201_0101_0101),
        (flags + 40, 4),
        (flags + 40, u64::MAX),
        (flags + 48, 0),
        (flags + 56, 7),
        (flags + 64, 8),
        (slot + 32, 49),
        (slot + 48 + 16, 65 << 8 | 13),
        (slot + 72 + 16, 2 << 8 | 99),
        (slot + 72 + 16, 2 << 8),
        (slot + 72 + 8, 10),
    ];
    for (place, value) in damages {
        let old = raw.word(place);
        assert_ne!(old, value, "{place:#x} is that already");
        raw.set_word(place, value);
        assert!(!turn.verify().is_sound(), "{place:#x} = {value:#x}");
        let met = catch_unwind(AssertUnwindSafe(|| {
            let view = turn.get(handle).expect("it is there");
            let _ = (view.flags().strides(), view.flags().as_slice(), view.flags().load());
            let _ = (view.numbers().load(), view.any().load(), view.tensor().strides(), view.tensor().load());
        }));
        // Two arrays over one block are found by `verify` only, which looks before a heap is attached.
        if (place, value) != (slot, numbers) {
            let payload = met.expect_err("somebody has to notice");
            assert!(payload.is::<Corrupt>(), "{place:#x} = {value:#x}");
        }
        raw.set_word(place, old);
    }
    assert!(turn.verify().is_sound());
    assert_eq!(turn.load(handle).expect("it is there"), victim());
}

/// One bad truth value among many: a single access meets it, and what lies beside it is still read.
#[test]
fn one_byte_that_is_no_bool_is_met_where_it_lies() {
    let (name, heap) = named_heap(1 << 20);
    let mut turn = heap.write().expect("free");
    let handle = turn.put(&NdArray::<bool, Ix1>::from(vec![true; 16])).expect("there is room");
    let raw = raw(&name);
    raw.set_word(raw.word(raw.slot_of(handle)), 0x0101_0101_0101_0301);
    let view = turn.get(handle).expect("it is there");
    assert_eq!((view.get([0]), view.get([2])), (Some(true), Some(true)));
    let accesses: [fn(ipo::NdArrayRef<'_, bool, Ix1>) -> usize; 2] =
        [|view| view.get([1]).map_or(0, usize::from), |view| view.as_slice().len()];
    for access in accesses {
        let payload = catch_unwind(AssertUnwindSafe(|| access(view))).expect_err("3 is no bool");
        assert!(payload.is::<Corrupt>());
    }
    turn.get_mut(handle).expect("it is there").set([1], false).expect("inside");
    assert!(turn.verify().is_sound());
}

#[test]
fn a_heap_with_a_damaged_array_is_not_attached_unless_trusted() {
    let (name, heap) = named_heap(1 << 20);
    let handle = heap.write().expect("free").put(&victim()).expect("there is room");
    drop(heap);
    let raw = raw(&name);
    raw.set_word(raw.slot_of(handle) + 8, 39);
    assert!(matches!(Heap::attach(&name), Err(Error::Unsound { .. })));
    let heap = Heap::options().trust(true).attach(&name).expect("trusted");
    let mut turn = heap.write().expect("free");
    let whole = NdArray::from_vec([1, 1], vec![true]).expect("as many");
    // What can be told is told; the block is still the array's own.
    turn.get_mut(handle).expect("it is there").set_flags(&whole).expect("there is room");
    assert!(turn.verify().is_sound());
}
