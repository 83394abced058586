//! Objects through the public API, in one process.
use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Inner {
    name: String,
    n: u8,
}
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Outer {
    a: i64,
    inner: Inner,
    list: Vec<Inner>,
    nums: Vec<f64>,
    opt: Option<Box<Outer>>,
    t: (bool, char, String),
    arr: [u16; 3],
    h: Option<Handle<Inner>>,
}

fn value() -> Outer {
    let inner = Inner { name: "a name that is longer than twenty-three bytes".into(), n: 3 };
    let mut o = Outer {
        a: 1,
        inner: inner.clone(),
        list: vec![inner.clone(); 3],
        nums: vec![1.0; 10],
        opt: None,
        t: (true, 'x', "yes".into()),
        arr: [1, 2, 3],
        h: None,
    };
    o.opt = Some(Box::new(o.clone()));
    o
}

#[test]
fn round_trip() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 22).create_anonymous()?;
    let mut turn = heap.write()?;
    let h = turn.put(&value())?;
    assert_eq!(turn.load(h)?, value());
    turn.bind("x", h)?;
    assert_eq!(turn.root::<Outer>("x")?, h);
    {
        let mut o = turn.get_mut(h)?;
        o.inner_mut().set_name("short")?;
        o.list_mut().push(&Inner { name: "n".into(), n: 1 })?;
        o.nums_mut().push(2.0)?;
        assert_eq!(o.list().len(), 4);
        assert_eq!(o.inner().name(), "short");
    }
    let r = turn.verify();
    assert!(r.is_sound(), "{r:?}");
    turn.remove(h)?;
    turn.unbind("x")?;
    assert!(matches!(turn.get(h), Err(Error::Stale { .. })));
    let r = turn.verify();
    assert!(r.is_sound(), "{r:?}");
    assert_eq!(turn.stats().objects, 0);
    Ok(())
}
