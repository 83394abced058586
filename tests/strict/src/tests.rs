//! The generated code does what it does elsewhere.

use ::core::assert_eq;
use ::core::convert::From;
use ::core::default::Default;
use ::core::marker::PhantomData;
use ::core::mem::drop;
use ::core::option::Option::{None, Some};
use ::core::result::Result::{self, Ok};
use ::heap::{EnumList, Error, Heap, value};
use ::std::boxed::Box;
use ::std::format;
use ::std::string::String;
use ::std::time::Duration;
use ::std::vec::Vec;

use crate::enums::{Metric, Shape, ShapeMut, ShapeRef};
use crate::generics::{Grid, Id, Pair, Reply, ReplyMut};
use crate::structs::{Everything, Names, Nothing, Secret, Way};
use crate::used::there_and_back;

fn heap() -> Result<Heap, Error> {
    Heap::options().capacity(1 << 20).create_anonymous()
}

#[test]
fn structs_with_all_attributes_and_odd_names() -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let all = turn.put(&Everything::default())?;
    let mut view = turn.get_mut(all)?;
    view.set_heading("heading")?;
    view.set_timeout(&Duration::from_millis(5));
    view.place_mut().x = 1.0;
    let _: u64 = view.hits().fetch_add(2)?;
    view.set_extra("color", value!("red"))?;
    view.set_parent(Some(&Everything::default()))?;
    view.set_seen_here(3);
    view.set_rank(view.rank() + 1);
    view.close();
    let loaded = turn.load(all)?;
    assert_eq!((loaded.timeout.as_millis(), loaded.hits, loaded.level, loaded.rank), (5, 2, 7, 1));
    assert_eq!((loaded.name, loaded.seen_here, turn.get(all)?.open()), (String::from("heading"), 3, 0));

    let names = turn.put(&Names::default())?;
    let mut view = turn.get_mut(names)?;
    view.set_store("store")?;
    view.set_load(view.slot() + view.writer() + view.value() + 1);
    view.set_match(Some(view.r#type()));
    assert_eq!((turn.get(names)?.load(), turn.get(names)?.store()), (1, "store"));

    let way = turn.put(&Way::default())?;
    let mut parts = turn.get_mut(way)?.into_parts();
    parts.0.push_str("way")?;
    *parts.1 = 4;
    assert_eq!((turn.get(way)?._0(), turn.get(way)?.length()), ("way", 4));
    assert_eq!(turn.get(way)?, turn.get(way)?);
    let nothing = turn.put(&Nothing)?;
    assert_eq!(turn.load(nothing)?, Nothing);
    Ok(())
}

#[test]
fn enums_of_both_kinds() -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let shape = turn.put(&Shape::Square(1.0, 2))?;
    if let ShapeMut::Square(side, _) = turn.get_mut(shape)? {
        *side += 1.0;
    }
    assert_eq!(turn.get(shape)?, ShapeRef::Square(2.0, 2));
    turn.store(shape, &Shape::Err(String::from("e")))?;
    assert_eq!(format!("{:?}", turn.get(shape)?), "Err(\"e\")");

    let list = turn.put(&EnumList::new().with(Metric::TEMPERATURE, 1.5))?;
    let mut view = turn.get_mut(list)?;
    view.set_type(true);
    view.set_hidden(Some(&Secret::default()))?;
    assert_eq!(view.as_ref().told(), Some(0));
    assert_eq!(view.others_mut().insert(Metric::X, &[Some(Metric::Note)])?, None);
    assert_eq!((view.temperature(), view.get(Metric::X_AXIS).is_none(), view.r#type()), (1.5, true, true));
    Ok(())
}

#[test]
fn types_with_parameters() -> Result<(), Error> {
    let heap = heap()?;
    let mut turn = heap.write()?;
    let leaf = Grid { cells: [1_u8, 2], next: None };
    let grid = turn.put(&Grid { cells: [3, 4], next: Some(Box::new(leaf)) })?;
    assert_eq!(turn.get(grid)?.depth(), 2);
    let id = turn.put(&Id::<String> { number: 1, of: PhantomData })?;
    turn.get_mut(id)?.set_number(2);
    assert_eq!(turn.load(id)?.number, 2);
    let pair = turn.put(&Pair('a', Vec::from([1_i8])))?;
    turn.get_mut(pair)?.second_mut().push(2)?;
    assert_eq!(turn.get(pair)?.second().len(), 2);
    let reply = turn.put(&Reply::<u8>::Done(1, [2]))?;
    if let ReplyMut::Done(number, _) = turn.get_mut(reply)? {
        *number += 1;
    }
    assert_eq!(turn.load(reply)?, Reply::Done(2, [2]));
    drop(turn);
    assert_eq!(there_and_back(&heap, 5)?, 5);
    Ok(())
}
