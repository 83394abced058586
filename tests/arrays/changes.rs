//! Changes that are undone, and such of more bytes than the journal or the heap has.

use ipo::{DType, Error, Handle, Heap, Ix1, Ix2, NdArray, Tensor};

use super::{assert_sound, heap, in_use};

#[test]
fn a_transaction_that_fails_leaves_arrays_as_they_were() -> Result<(), Error> {
    let heap = heap(4 << 20);
    let mut turn = heap.write()?;
    let numbers: NdArray<i64, Ix2> = NdArray::from_vec([3, 40], (0..120).collect())?;
    let flags: NdArray<bool, Ix1> = vec![true, false, true].into();
    let tensor = Tensor::from_vec(&[2, 2], vec![1.0_f32, 2.0, 3.0, 4.0])?;
    let (a, b, c) = (turn.put(&numbers)?, turn.put(&flags)?, turn.put(&tensor)?);
    let start = in_use(&turn);
    type Step = fn(
        &mut ipo::Tx<'_>,
        Handle<NdArray<i64, Ix2>>,
        Handle<NdArray<bool, Ix1>>,
        Handle<Tensor>,
    ) -> Result<(), Error>;
    let steps: &[Step] = &[
        |tx, a, _, _| tx.get_mut(a).map(|mut array| array.as_mut_slice().fill(7)),
        |tx, a, _, _| tx.get_mut(a).map(|mut array| array.fill(8)),
        |tx, a, _, _| {
            tx.get_mut(a)?.get_mut([2, 39]).map(|number| *number = 9).ok_or(Error::OutOfBounds { index: 2, len: 0 })
        },
        |tx, a, _, _| tx.get_mut(a)?.set([0, 0], 10),
        |tx, a, _, _| tx.get_mut(a)?.reshape([40, 3]),
        |tx, a, _, _| tx.get_mut(a)?.set_zeros([40, 3]),
        |tx, a, _, _| tx.get_mut(a)?.set_zeros([1, 1]),
        |tx, a, _, _| tx.get_mut(a)?.assign(&NdArray::from_vec([3, 40], (1..121).collect())?),
        |tx, _, b, _| tx.get_mut(b)?.set([1], true),
        |tx, _, b, _| tx.get_mut(b).map(|mut flags| flags.as_mut_slice().reverse()),
        |tx, _, b, _| tx.get_mut(b)?.assign(&vec![false; 3].into()),
        |tx, _, _, c| tx.get_mut(c)?.as_mut_slice::<f32>().map(|numbers| numbers.fill(0.5)),
        |tx, _, _, c| tx.get_mut(c)?.fill(0.5_f32),
        |tx, _, _, c| tx.get_mut(c)?.reshape(&[1, 1, 1, 4]),
        |tx, _, _, c| tx.get_mut(c)?.reshape(&[4]),
        |tx, _, _, c| tx.get_mut(c)?.set_zeros(DType::I8, &[16]),
        |tx, _, _, c| tx.get_mut(c)?.as_ndarray_mut::<f32, Ix2>()?.set([1, 1], 6.0),
        |tx, _, _, c| {
            let data = tx.get_mut(c)?.as_dlpack_mut().tensor().data.cast::<f32>();
            if !data.is_null() {
                // SAFETY: the first four bytes of at least 16, which the view just gave out for writing.
                unsafe { data.write(7.0) };
            }
            Ok(())
        },
        |tx, _, _, c| tx.get_mut(c)?.assign(&Tensor::default()),
    ];
    // Each alone, each behind each other one, and all.
    let mut runs: Vec<Vec<&Step>> = steps.iter().map(|step| vec![step]).collect();
    for first in steps {
        runs.extend(steps.iter().map(|second| vec![first, second, first]));
    }
    runs.push(steps.iter().collect());
    for run in runs {
        let result = turn.transaction(|tx| {
            let done = run.iter().try_for_each(|step| step(tx, a, b, c));
            // What one step makes of an array may not suit another one.
            assert!(
                matches!(
                    done,
                    Ok(()) | Err(Error::OutOfBounds { .. } | Error::ShapeMismatch { .. } | Error::WrongKind { .. })
                ),
                "{done:?}"
            );
            Err::<(), _>(Error::ReadOnly)
        });
        assert!(matches!(result, Err(Error::ReadOnly)), "{result:?}");
        assert_eq!((turn.load(a)?, turn.load(b)?, turn.load(c)?), (numbers.clone(), flags.clone(), tensor.clone()));
        assert_eq!(in_use(&turn), start);
    }
    assert_sound(&turn);
    Ok(())
}

/// More than the journal, and more than half of the heap.
#[test]
fn large_arrays_are_replaced_by_new_blocks_or_through_the_journal() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).journal(128 << 10).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle = turn.put(&NdArray::<u32, Ix1>::from(vec![1; 90_000]))?;
    let full = in_use(&turn);
    // Room for both: 360,000 bytes do not fit into the journal.
    turn.get_mut(handle)?.assign(&vec![2; 90_000].into())?;
    assert_eq!(in_use(&turn), full);
    turn.get_mut(handle)?.set_zeros([90_001])?;
    // No room for both, and the journal is too small.
    turn.get_mut(handle)?.assign(&vec![3; 100].into())?;
    turn.get_mut(handle)?.set_zeros([150_000])?;
    let error = turn.get_mut(handle)?.assign(&vec![4; 150_000].into());
    assert!(matches!(error, Err(Error::OutOfSpace { .. })), "{error:?}");
    assert_eq!(turn.get(handle)?.as_slice(), vec![0; 150_000]);
    assert_sound(&turn);
    // No room for a second one, and the journal has it.
    let small = turn.put(&NdArray::<u32, Ix1>::from(vec![5; 5_000]))?;
    let mut fill = Vec::new();
    while let Ok(handle) = turn.put(&NdArray::<u8, Ix1>::from(vec![0; 10_000])) {
        fill.push(handle);
    }
    let full = in_use(&turn);
    turn.get_mut(small)?.assign(&vec![6; 5_000].into())?;
    turn.get_mut(small)?.set_zeros([5_000])?;
    assert!(matches!(turn.get_mut(small)?.set_zeros([5_001]), Err(Error::OutOfSpace { .. })));
    assert_eq!((turn.get(small)?.as_slice(), in_use(&turn)), (&[0; 5_000][..], full));
    assert_sound(&turn);
    // An array larger than the journal cannot be opened in a transaction, and nothing is lost by trying.
    let error = turn.transaction(|tx| tx.get_mut(handle).map(|mut array| array.fill(1)));
    assert!(matches!(error, Err(Error::JournalFull { .. })), "{error:?}");
    assert_eq!(turn.get(handle)?.as_slice()[149_999], 0);
    Ok(())
}
