//! A turn remembers which type it looked for last; that must never let another type through.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct First {
    n: u64,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Second {
    text: String,
}

#[test]
fn a_turn_that_looked_for_one_type_refuses_it_as_another() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let first = turn.put(&First { n: 7 })?;
    let second = turn.put(&Second { text: "two".into() })?;
    for _ in 0..2 {
        turn.get_mut(first)?.set_n(8);
        let wrong = turn.get_mut(Handle::<Second>::from_bits(first.to_bits()));
        assert!(matches!(wrong, Err(Error::SchemaMismatch { .. })));
        turn.get_mut(second)?.set_text("three")?;
        let wrong = turn.get_mut(Handle::<First>::from_bits(second.to_bits()));
        assert!(matches!(wrong, Err(Error::SchemaMismatch { .. })));
    }
    assert_eq!((turn.load(first)?.n, turn.load(second)?.text.as_str()), (8, "three"));
    Ok(())
}
