//! A type that cannot live in a heap.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = f64)]
    #[shared(type = std::sync::Arc<f64>)]
    Temperature,
    //~ UNDO:    #[shared(type = Option<Vec<String>>)]
    #[shared(type = Option<Vec<&'static str>>)]
    Names,
}

fn main() {}
