//! The crate under another name, or inside another crate.

mod framework {
    pub mod reexports {
        pub use ipo as shm;
    }
}

use framework::reexports::shm;

#[derive(shm::SharedStruct)]
#[shared(crate = "shm")]
pub struct Point {
    pub x: f64,
    pub label: String,
}

#[derive(shm::SharedStruct)]
#[shared(crate = "crate::framework::reexports::shm", name = "geometry.Line")]
pub struct Line {
    pub from: Point,
    pub to: Point,
}

#[derive(shm::SharedEnumIndex, Clone, Copy, Debug)]
#[shared(crate = "shm", name = "geometry.Metric")]
pub enum Metric {
    #[shared(type = f64)]
    Length,
    Note,
}

#[derive(shm::SharedEnum)]
#[shared(crate = "crate::framework::reexports::shm", bound = "K: shm::OrdKey", derive_ref(Debug))]
pub enum Choice<K: Ord> {
    Point(Point),
    Names {
        #[shared(atomic)]
        count: u32,
        #[shared(pod)]
        bytes: [u8; 8],
        names: std::collections::BTreeSet<K>,
    },
}

#[derive(shm::SharedStruct)]
#[shared(crate = "shm")]
pub struct Numbers<T, const N: usize>(
    pub [T; N],
    #[shared(extra)] std::collections::HashMap<String, shm::Value>,
    #[shared(default)] Option<Choice<u8>>,
);

fn main() {
    assert_eq!(<Line as shm::Shared>::NAME, "geometry.Line");
    assert_eq!(<Metric as shm::Shared>::NAME, "geometry.Metric");
    assert_eq!(<Point as shm::Shared>::NAME, "Point");
}
