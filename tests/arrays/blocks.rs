//! Aligned blocks among others: cut out of free ones, merged again, found again when the allocator's lists are made anew.

use ipo::{Error, Handle, Heap, Ix1, NdArray, WriteTurn};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{assert_sound, in_use, known, named_heap, raw};

#[derive(Debug, Clone)]
enum Op {
    Array(usize),
    Bytes(usize),
    Remove(usize),
    /// As if a process had died in the middle of an allocation.
    Rebuild,
}

fn op() -> impl Strategy<Value = Op> {
    let len = prop_oneof![4 => 0..200_usize, 2 => 0..3_000_usize, 1 => 0..20_000_usize];
    prop_oneof![
        4 => len.clone().prop_map(Op::Array),
        3 => len.prop_map(Op::Bytes),
        5 => any::<usize>().prop_map(Op::Remove),
        1 => Just(Op::Rebuild),
    ]
}

enum Value {
    Array(Handle<NdArray<u8, Ix1>>, usize, u8),
    Bytes(Handle<Vec<u8>>, usize, u8),
}

impl Value {
    fn check(&self, turn: &WriteTurn<'_>) {
        match self {
            Value::Array(handle, len, stamp) => {
                let elements = turn.get(*handle).expect("it is there").as_slice();
                assert!(elements == vec![*stamp; *len], "another content");
                assert_eq!(elements.as_ptr() as usize % 64, 0);
            }
            Value::Bytes(handle, len, stamp) => {
                assert!(turn.get(*handle).expect("it is there").as_slice() == vec![*stamp; *len], "another content");
            }
        }
    }

    fn remove(self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        match self {
            Value::Array(handle, ..) => turn.remove(handle),
            Value::Bytes(handle, ..) => turn.remove(handle),
        }
    }
}

/// From the heap's state to the word that says that the allocator is in the middle of a call.
const BUSY: u64 = 8;

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn aligned_blocks_are_split_off_and_merge_again(ops in vec(op(), 1..120)) {
        let (name, heap) = named_heap(1 << 16);
        let raw = raw(&name);
        let mut turn = heap.write().expect("free");
        known(&mut turn, &NdArray::<u8, Ix1>::default());
        let empty = known(&mut turn, &Vec::<u8>::new());
        let mut values = Vec::new();
        for (n, op) in ops.into_iter().enumerate() {
            let stamp = n as u8;
            match op {
                Op::Array(len) => match turn.put(&NdArray::from(vec![stamp; len])) {
                    Ok(handle) => values.push(Value::Array(handle, len, stamp)),
                    Err(Error::OutOfSpace { needed, available, .. }) => prop_assert!(needed > available),
                    Err(other) => panic!("{other}"),
                },
                Op::Bytes(len) => match turn.put(&vec![stamp; len]) {
                    Ok(handle) => values.push(Value::Bytes(handle, len, stamp)),
                    Err(Error::OutOfSpace { .. }) => {}
                    Err(other) => panic!("{other}"),
                },
                Op::Remove(_) if values.is_empty() => {}
                Op::Remove(i) => values.swap_remove(i % values.len()).remove(&mut turn).expect("it is there"),
                Op::Rebuild => {
                    let used = in_use(&turn);
                    drop(turn);
                    let meta = raw.word(40);
                    raw.set_word(meta + BUSY, 1);
                    turn = heap.write().expect("free");
                    prop_assert_eq!(raw.word(meta + BUSY), 0, "the lists were not made anew");
                    prop_assert_eq!(in_use(&turn), used);
                }
            }
            assert_sound(&turn);
        }
        values.iter().for_each(|value| value.check(&turn));
        for value in values {
            value.remove(&mut turn).expect("it is there");
        }
        prop_assert_eq!(in_use(&turn), empty);
        assert_sound(&turn);
        let stats = turn.stats();
        prop_assert!(stats.largest_free > stats.capacity - 1_000, "{:?}: the free space is in pieces", stats);
    }
}

/// In a full heap, the hole that an aligned block left takes the next one of its size.
#[test]
fn an_aligned_block_finds_the_last_hole_that_fits() -> Result<(), Error> {
    for len in [1, 40, 100, 500, 1_000, 5_000] {
        let heap = Heap::options().capacity(1 << 16).create_anonymous()?;
        let mut turn = heap.write()?;
        let array = || NdArray::<u8, Ix1>::from(vec![1; len]);
        // Beside its array, each object is a block of its own: without it, only arrays are made.
        let list = turn.put(&vec![NdArray::<u8, Ix1>::default(); if len < 200 { 1_500 } else { 500 }])?;
        let mut count = 0;
        while turn.get_mut(list)?.set(count, &array()).is_ok() {
            count += 1;
        }
        let full = turn.get_mut(list)?.set(count, &array());
        assert!(count > 5 && matches!(full, Err(Error::OutOfSpace { .. })), "{count} of {len} bytes: {full:?}");
        for n in 0..count {
            turn.get_mut(list)?.set(n, &NdArray::default())?;
            turn.get_mut(list)?.set(n, &array()).unwrap_or_else(|error| panic!("{n} of {len} bytes: {error}"));
        }
        assert_sound(&turn);
    }
    Ok(())
}
