//! All entries of one ordered map or set into another one.

use std::collections::{BTreeMap, BTreeSet};

use ipo::Error;

use super::{assert_sound, heap, in_use};

type Texts = BTreeMap<u32, String>;

/// Some keys are in both, each with its own value.
fn two_maps() -> (Texts, Texts) {
    let texts = |keys: std::ops::Range<u32>, text: &str| keys.map(|key| (key, text.repeat(key as usize))).collect();
    (texts(0..90, "a"), texts(60..130, "b"))
}

#[test]
fn a_map_takes_the_entries_of_another_one_in_or_both_stay_as_they_were() -> Result<(), Error> {
    let (mut done, mut full) = (0, 0);
    for room in (1_500..60_000).step_by(1_500) {
        let (heap, mut model) = (heap(1 << 18), two_maps());
        let mut turn = heap.write()?;
        let handle = turn.put(&model)?;
        let filler = turn.stats().largest_free.saturating_sub(room);
        turn.put(&vec![0_u8; filler as usize])?;
        let before = in_use(&turn);
        let (mut one, mut two) = turn.get_mut(handle)?;
        match one.append(&mut two) {
            Ok(()) => {
                done += 1;
                model.0.append(&mut model.1);
            }
            Err(Error::OutOfSpace { .. }) => {
                full += 1;
                assert_eq!(in_use(&turn), before, "what failed took memory");
            }
            Err(other) => return Err(other),
        }
        assert_eq!(turn.load(handle)?, model, "with room for {room} bytes");
        assert_sound(&turn);
    }
    assert!(done > 0 && full > 0, "done {done} times, full {full} times");
    Ok(())
}

#[test]
fn a_map_that_took_entries_in_gives_them_back_when_the_transaction_is_undone() -> Result<(), Error> {
    let (heap, model) = (heap(1 << 18), two_maps());
    let mut turn = heap.write()?;
    let handle = turn.put(&model)?;
    let before = in_use(&turn);
    let undone = turn.transaction(|tx| {
        let (mut one, mut two) = tx.get_mut(handle)?;
        one.append(&mut two)?;
        assert_eq!((one.len(), two.len()), (130, 0));
        Err::<(), _>(Error::NoMessages)
    });
    assert!(matches!(undone, Err(Error::NoMessages)));
    assert_eq!((turn.load(handle)?, in_use(&turn)), (model, before));
    assert_sound(&turn);
    Ok(())
}

#[test]
fn sets_of_two_heaps_are_combined_and_moved() -> Result<(), Error> {
    let (here, there) = (heap(1 << 18), heap(1 << 18));
    let (mut turn, mut other) = (here.write()?, there.write()?);
    let one = turn.put(&BTreeSet::from(["a".to_owned(), "b".into()]))?;
    let two = other.put(&BTreeSet::from(["b".to_owned(), "c".into()]))?;
    let (mut one, mut two) = (turn.get_mut(one)?, other.get_mut(two)?);
    // What both views can be asked.
    assert_eq!(one.union(two.as_ref()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(one.intersection(two.as_ref()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(one.difference(two.as_ref()).collect::<Vec<_>>(), ["a"]);
    assert!(!one.is_subset(two.as_ref()) && !one.is_disjoint(two.as_ref()));
    one.append(&mut two)?;
    assert_eq!((one.iter().collect::<Vec<_>>(), two.len()), (vec!["a", "b", "c"], 0));
    assert_sound(&turn);
    assert_sound(&other);
    Ok(())
}
