//! Tuple structs and unit structs: numbered accessors, names for them, parts, and nesting.

#![deny(warnings)]

use std::collections::HashMap;

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct, Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Meters(pub f64);

#[derive(SharedStruct, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marker;

#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
pub struct Nothing();

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Route(
    /// Its name.
    pub String,
    #[shared(accessor = "length")] pub Meters,
    #[shared(rename = "stops")] pub Vec<(String, Meters)>,
    pub(crate) Option<Box<Route>>,
    Marker,
);

impl RouteMut<'_> {
    fn double(&mut self) {
        let RouteParts(_, mut length, ..) = self.parts();
        *length._0_mut() *= 2.0;
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Wrapper<T>(pub T);

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let plain = Route("a".into(), Meters(1.5), vec![("b".into(), Meters(1.0))], None, Marker);
    let route = turn.put(&plain)?;
    let mut view = turn.get_mut(route)?;
    view.set_0("c")?;
    view.double();
    let length = view.length()._0();
    view.length_mut().set_0(length + 1.0);
    view.set_3(Some(&plain))?;
    let read = view.as_ref();
    let (name, stops): (&str, usize) = (read._0(), read._2().len());
    assert_eq!((name, stops, read.length()._0(), read._3().is_some()), ("c", 1, 4.0, true));

    let wrapped = turn.put(&Wrapper(HashMap::from([(1_u8, Wrapper("x".to_owned()))])))?;
    turn.get_mut(wrapped)?._0_mut().insert(2, &Wrapper("y".into()))?;
    assert_eq!(turn.load(wrapped)?.0.len(), 2);
    let nothing = turn.put(&(Marker, Nothing()))?;
    assert_eq!(turn.load(nothing)?, (Marker, Nothing()));
    Ok(())
}
