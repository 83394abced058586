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

fn main() {
    assert_eq!(<Line as shm::Shared>::NAME, "geometry.Line");
    assert_eq!(<Point as shm::Shared>::NAME, "Point");
}
