//! All derives on what is declared inside of functions, closures, constants and blocks.

#![deny(warnings)]

use ipo::{Error, Heap, Shared};

const NUMBER: u64 = {
    #[derive(ipo::SharedStruct)]
    struct Hidden {
        number: u64,
    }
    Hidden { number: 7 }.number
};

fn round_trip<T: Shared + PartialEq + std::fmt::Debug>(value: T) -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let handle = turn.put(&value)?;
    assert_eq!(turn.load(handle)?, value);
    Ok(())
}

fn generic<T: Shared + PartialEq + std::fmt::Debug>(value: T) -> Result<(), Error> {
    #[derive(ipo::SharedStruct, Debug, PartialEq)]
    struct Local<T> {
        value: T,
        more: Vec<Self>,
    }
    round_trip(Local { value, more: vec![] })
}

fn main() -> Result<(), Error> {
    #[derive(ipo::SharedStruct, Debug, PartialEq)]
    struct Point(f64, f64);

    #[derive(ipo::SharedEnum, Debug, PartialEq)]
    enum Shape {
        At(Point),
        Nowhere,
    }

    #[derive(ipo::SharedEnumIndex, Clone, Copy, Debug, PartialEq)]
    enum Color {
        Red,
        Green,
    }

    impl ShapeRef<'_> {
        fn is_somewhere(self) -> bool {
            !matches!(self, ShapeRef::Nowhere)
        }
    }

    generic(1_u8)?;
    round_trip((Point(1.0, 2.0), Color::Green))?;
    round_trip(vec![Shape::At(Point(0.0, NUMBER as f64)), Shape::Nowhere])?;
    let closure = || {
        #[derive(ipo::SharedStruct, Debug, PartialEq)]
        struct Point {
            color: Color,
        }
        round_trip(Point { color: Color::Red })
    };
    closure()?;
    let _ = ShapeRef::is_somewhere;
    Ok(())
}
