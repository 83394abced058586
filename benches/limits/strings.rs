//! string/set: a 40-byte string field of 1,000 objects is set through their handles, against the same code in the crate
//! `ipo-bare`: ipo's sources compiled once more without the journal (nothing is saved, published or committed, and a
//! change that fails is not undone). What the row shows is the price of all-or-nothing, and nothing else: both sides
//! find the object, check the string's place and copy the text in the same way.

use std::hint::black_box;

use super::other::CORES;
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine};

pub const ROWS: &[Row] = &[Row { name: "string/set", goal: Goal::TimeAtMost(1.3), run: set }];

const OBJECTS: usize = 1_000;
const PASSES: usize = 50;
/// 40 bytes each.
const TEXTS: [&str; 2] = ["forty bytes of text, not one more or few", "and forty others, so that something else"];

/// The same program over one of the two crates.
macro_rules! side {
    ($side:ident, $krate:ident, $path:literal) => {
        mod $side {
            use $krate::{Error, Handle, Heap, Lifetime, SharedStruct, WriteTurn};

            #[derive(SharedStruct, Clone, Debug)]
            #[shared(crate = $path)]
            pub struct Note {
                number: i64,
                text: String,
            }

            pub fn heap() -> Result<Heap, Error> {
                let name = format!("ipo-limits-{}-{}", stringify!($side), std::process::id());
                Heap::options().capacity(16 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)
            }

            pub fn fill(turn: &mut WriteTurn<'_>, count: usize, text: &str) -> Result<Vec<Handle<Note>>, Error> {
                (0..count).map(|n| turn.put(&Note { number: n as i64, text: text.to_owned() })).collect()
            }

            #[inline(never)]
            pub fn pass(turn: &mut WriteTurn<'_>, notes: &[Handle<Note>], text: &str) -> Result<(), Error> {
                for &note in notes {
                    turn.get_mut(note)?.set_text(text)?;
                }
                Ok(())
            }
        }
    };
}
side!(ours, ipo, "::ipo");
side!(bare, ipo_bare, "::ipo_bare");

fn set() -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    assert!(TEXTS.iter().all(|text| text.len() == 40));
    let (our_heap, bare_heap) = (ours::heap()?, bare::heap()?);
    let (mut our_turn, mut bare_turn) = (our_heap.write()?, bare_heap.write()?);
    let our_notes = ours::fill(&mut our_turn, OBJECTS, TEXTS[0])?;
    let bare_notes = bare::fill(&mut bare_turn, OBJECTS, TEXTS[0])?;
    alternate(
        || {
            time(OBJECTS * PASSES, || {
                for pass in 0..PASSES {
                    ours::pass(&mut our_turn, &our_notes, black_box(TEXTS[pass % 2]))?;
                }
                Ok(())
            })
        },
        || {
            time(OBJECTS * PASSES, || {
                for pass in 0..PASSES {
                    bare::pass(&mut bare_turn, &bare_notes, black_box(TEXTS[pass % 2]))?;
                }
                Ok(())
            })
        },
    )
}
