//! How fields can be stored: every attribute, alone and together with those for names.

#![deny(warnings)]

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ipo::{Atomic, Error, Heap, Pod, SharedStruct, Value, value};
use zerocopy::{FromBytes, Immutable, IntoBytes};

mod convert {
    pub mod duration {
        pub type Stored = (u64, u32);

        pub fn store(value: &std::time::Duration) -> (u64, u32) {
            (value.as_secs(), value.subsec_nanos())
        }

        pub fn load((seconds, nanoseconds): (u64, u32)) -> std::time::Duration {
            std::time::Duration::new(seconds, nanoseconds)
        }
    }

    pub mod path {
        use std::path::{Path, PathBuf};

        pub type Stored = String;

        // What a reference to the type turns into by itself is as good.
        pub fn store(value: &Path) -> String {
            value.to_string_lossy().into_owned()
        }

        pub fn load(text: String) -> PathBuf {
            text.into()
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

#[derive(SharedStruct, Debug)]
#[shared(derive_ref(Debug))]
pub struct Service {
    #[shared(with = convert::duration)]
    pub timeout: Duration,
    #[shared(with = "convert::path", rename = "home", accessor = "home_directory")]
    pub home: PathBuf,
    #[shared(pod, accessor = "place")]
    pub point: Point,
    pub points: Vec<Pod<Point>>,
    #[shared(atomic, rename = "requests")]
    pub hits: u64,
    #[shared(atomic)]
    pub stop: bool,
    pub each: [Atomic<i16>; 3],
    #[shared(extra, rename = "attributes")]
    pub more: HashMap<String, Value>,
    #[shared(skip)]
    pub open: Vec<std::rc::Rc<str>>,
    #[shared(skip, default = Instant::now)]
    pub since: Instant,
    #[shared(default)]
    pub tags: BTreeSet<String>,
    #[shared(default = "levels::first", accessor = "rank")]
    pub level: u8,
}

mod levels {
    pub const fn first() -> u8 {
        1
    }
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let point = Point { x: 1.0, y: 2.0 };
    let service = Service {
        timeout: Duration::from_millis(1_500),
        home: "/srv".into(),
        point,
        points: vec![Pod(point)],
        hits: 0,
        stop: false,
        each: Default::default(),
        more: HashMap::new(),
        open: vec!["a".into()],
        since: Instant::now(),
        tags: BTreeSet::new(),
        level: 2,
    };
    let handle = turn.put(&service)?;
    let mut view = turn.get_mut(handle)?;
    view.set_timeout(&(view.timeout() * 2));
    *view.timeout_mut().1 += 1;
    view.set_home_directory(&"/home".into())?;
    view.place_mut().x += 1.0;
    view.set_place(Point { y: 0.0, ..*view.place() });
    view.points_mut().as_mut_slice()[0].0.y = 3.0;
    view.set_extra("owner", value!("ops"))?;
    view.tags_mut().insert("new")?;
    view.set_rank(view.rank() + 1);
    let read = view.as_ref();
    read.hits().fetch_add(2)?;
    read.stop().store(true)?;
    read.each().get(1).ok_or(Error::NoMessages)?.fetch_max(4)?;
    assert!(read.get_extra("owner").is_some());
    let loaded = read.load();
    assert_eq!((loaded.hits, loaded.stop, loaded.open.len(), loaded.level), (2, true, 0, 3));
    assert_eq!((loaded.home, loaded.point), ("/home".into(), Point { x: 2.0, y: 0.0 }));
    Ok(())
}
