//! Parameters that only a field uses that is not in the heap.

#![deny(warnings)]

use std::marker::PhantomData;

use ipo::{Error, Heap, SharedEnum, SharedStruct};

#[derive(SharedStruct, Clone, Copy, Debug, PartialEq)]
pub struct Id<T> {
    pub number: u64,
    #[shared(skip)]
    pub of: PhantomData<T>,
}

#[derive(SharedStruct, Debug, PartialEq)]
pub struct Tagged<T, U>(pub String, #[shared(skip)] PhantomData<T>, pub U);

#[derive(SharedStruct, Debug, PartialEq)]
pub struct Marker<T> {
    #[shared(skip)]
    pub of: PhantomData<fn() -> T>,
}

#[derive(SharedEnum, Debug, PartialEq)]
pub enum Maybe<T> {
    Some {
        number: u64,
        #[shared(skip)]
        of: PhantomData<T>,
    },
    None,
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let id = turn.put(&Id::<String> { number: 1, of: PhantomData })?;
    let mut view = turn.get_mut(id)?;
    let IdParts { number, .. } = view.parts();
    *number += 1;
    assert_eq!(turn.load(id)?, Id { number: 2, of: PhantomData });

    let tagged = turn.put(&Tagged::<u8, i64>("a".into(), PhantomData, 1))?;
    let TaggedParts(mut text, number, ..) = turn.get_mut(tagged)?.into_parts();
    text.push_str("b")?;
    *number = 3;
    assert_eq!(turn.load(tagged)?, Tagged("ab".into(), PhantomData, 3));

    let marker = turn.put(&Marker::<u8> { of: PhantomData })?;
    assert_eq!(turn.load(marker)?, Marker { of: PhantomData });

    let maybe = turn.put(&Maybe::Some::<u8> { number: 4, of: PhantomData })?;
    match turn.get(maybe)? {
        MaybeRef::Some { number } => assert_eq!(number, 4),
        other => panic!("{other:?}"),
    }
    turn.store(maybe, &Maybe::None)
}
