//! A field of every kind.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Numbers {
    pub a: i8,
    pub b: i16,
    pub c: i32,
    pub d: i64,
    pub e: i128,
    pub f: u8,
    pub g: u16,
    pub h: u32,
    pub i: u64,
    pub j: u128,
    pub k: f32,
    pub l: f64,
}

#[derive(SharedStruct)]
pub struct Kinds {
    pub flag: bool,
    pub letter: char,
    pub text: String,
    pub bytes: Vec<u8>,
    pub names: Vec<String>,
    pub nested: Vec<Vec<i64>>,
    pub array: [f64; 4],
    pub matrix: [[i32; 3]; 2],
    pub words: [String; 2],
    pub pair: (f64, f64),
    pub labelled: (String, i64),
    pub maybe: Option<i64>,
    pub perhaps: Option<String>,
    pub many: Option<Vec<String>>,
    pub boxed: Box<Numbers>,
    pub handle: Handle<Numbers>,
    pub next: Option<Handle<Kinds>>,
}

pub fn uses(heap: &Heap, kinds: Handle<Kinds>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut view = turn.get_mut(kinds)?;
    view.set_flag(!view.flag());
    view.set_letter('x');
    view.set_text("text")?;
    view.set_bytes(b"bytes")?;
    view.names_mut().push("name")?;
    view.set_pair((1.0, view.pair().1));
    view.set_labelled(("label", 1))?;
    view.set_maybe(None);
    view.set_perhaps(None)?;
    view.boxed_mut().set_a(1);
    *view.boxed_mut().l_mut() += 1.0;
    view.set_handle(view.handle());
    view.set_next(None);
    let text: &str = view.text();
    let maybe: Option<i64> = view.maybe();
    let perhaps: Option<&str> = view.perhaps();
    assert!(text.is_empty() || maybe.is_none() || perhaps.is_none());
    Ok(())
}

fn main() {}
