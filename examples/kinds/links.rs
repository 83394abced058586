//! Objects that refer to others, and messages.

use std::collections::HashMap;

use ipo::{Handle, ReadTurn, SharedStruct, WriteTurn};

use crate::stop::{Outcome, Stop, shown};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Person {
    name: String,
    friends: Vec<Handle<Person>>,
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    vec![Box::new(Handles), Box::new(Messages)]
}

/// Two objects that refer to each other, and one that goes.
struct Handles;

impl Stop for Handles {
    fn name(&self) -> &'static str {
        "handles"
    }

    fn put(&self, turn: &mut WriteTurn<'_>) -> Outcome<()> {
        let ada = turn.put(&Person { name: "Ada".into(), friends: vec![] })?;
        let bob = turn.put(&Person { name: "Bob".into(), friends: vec![ada] })?;
        turn.get_mut(ada)?.friends_mut().push(bob)?;
        Ok(turn.bind("ada", ada)?)
    }

    fn visit(&self, turn: &mut WriteTurn<'_>) -> Outcome<(String, String)> {
        let ada: Handle<Person> = turn.root("ada")?;
        let bob = turn.get(ada)?.friends().first().ok_or("Ada has a friend")?;
        if turn.get(bob)?.friends().first() != Some(ada) {
            return Err("Bob's friend is another one".into());
        }
        let found = format!("{} and {}, each a friend of the other", turn.get(ada)?.name(), turn.get(bob)?.name());
        let eve = turn.put(&Person { name: "Eve".into(), friends: vec![ada] })?;
        turn.get_mut(ada)?.friends_mut().set(0, eve)?;
        turn.remove(bob)?;
        let gone = turn.get(bob).is_err();
        turn.get_mut(eve)?.friends_mut().push(bob)?;
        Ok((found, format!("Eve instead of Bob, whose handle is {}", if gone { "an error" } else { "still good" })))
    }

    fn check(&self, turn: &ReadTurn<'_>) -> Outcome<()> {
        let ada: Handle<Person> = turn.root("ada")?;
        let eve = turn.get(ada)?.friends().first().ok_or("Ada has a friend")?;
        let friends = turn.get(eve)?.friends();
        let stale = friends.get(1).is_some_and(|bob| turn.get(bob).is_err());
        if turn.get(eve)?.name() == "Eve" && friends.first() == Some(ada) && stale {
            return Ok(());
        }
        Err(format!("found {:?}", turn.load(eve)?).into())
    }
}

/// Messages of several kinds, answered by one.
struct Messages;

impl Messages {
    fn dict() -> HashMap<String, Vec<i64>> {
        HashMap::from([("numbers".into(), vec![1, 2, 3])])
    }
}

impl Stop for Messages {
    fn name(&self) -> &'static str {
        "messages"
    }

    fn put(&self, turn: &mut WriteTurn<'_>) -> Outcome<()> {
        turn.send(&7_i64)?;
        turn.send(&"a longer text, which lies in a block".to_owned())?;
        Ok(turn.send(&Messages::dict())?)
    }

    fn visit(&self, turn: &mut WriteTurn<'_>) -> Outcome<(String, String)> {
        let number: i64 = turn.take_message()?;
        let text: String = turn.take_message()?;
        let dict: HashMap<String, Vec<i64>> = turn.take_message()?;
        if (number, dict == Messages::dict()) != (7, true) {
            return Err(format!("took {number} and {dict:?}").into());
        }
        let answer = (text.len(), dict["numbers"].iter().sum::<i64>());
        turn.send(&answer)?;
        Ok((shown(&(number, text, dict)), format!("the answer {answer:?}")))
    }

    fn check(&self, turn: &ReadTurn<'_>) -> Outcome<()> {
        let expected = ("a longer text, which lies in a block".len(), 6);
        let answer = turn.peek_message::<(usize, i64)>()?;
        if answer == expected && turn.message_count() == 1 { Ok(()) } else { Err(format!("{answer:?}").into()) }
    }
}
