//! What the crate has for itself, without anything public about it.

use ::core::clone::Clone;
use ::core::convert::From;
use ::core::fmt::Debug;
use ::core::marker::Copy;
use ::core::option::Option::{self, Some};
use ::core::result::Result::{self, Ok};
use ::heap::{EnumList, Error, Heap, SharedEnum, SharedEnumIndex, SharedStruct, Value};
use ::std::string::String;

#[derive(Clone, Debug, SharedStruct)]
#[shared(crate = "::heap")]
struct Private {
    number: i64,
    text: String,
}

#[derive(Clone, Debug, SharedEnum)]
#[shared(crate = "::heap")]
enum Choice {
    One(Private),
    Two { text: Option<String> },
}

#[derive(Clone, Copy, Debug, SharedEnumIndex)]
#[shared(crate = "::heap")]
enum List {
    #[shared(type = i64)]
    Number,
    Note,
}

/// Puts the number through each of them.
///
/// # Errors
/// The heap has no room.
pub fn there_and_back(heap: &Heap, number: i64) -> Result<i64, Error> {
    let mut turn = heap.write()?;
    let one = Choice::One(Private { number, text: String::new() });
    let choice = turn.put(&one)?;
    let private = match turn.get(choice)? {
        ChoiceRef::One(private) => private.load(),
        ChoiceRef::Two { text } => Private { number: 0, text: String::from(text.unwrap_or_default()) },
    };
    turn.store(choice, &Choice::Two { text: Some(private.text) })?;
    let list = turn.put(&EnumList::new().with(List::NUMBER, private.number))?;
    turn.get_mut(list)?.set_value(List::Note, Value::from(private.number))?;
    Ok(turn.get(list)?.number())
}
