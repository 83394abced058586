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

fn main() {
    assert_eq!(<Line as shm::Shared>::NAME, "geometry.Line");
    assert_eq!(<Metric as shm::Shared>::NAME, "geometry.Metric");
    assert_eq!(<Point as shm::Shared>::NAME, "Point");
}
