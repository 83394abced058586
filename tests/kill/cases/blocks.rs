//! Allocation and free, through objects of one block each.

use ipo::{Error, Shared, WriteTurn};

use crate::kill::case::Case;
use crate::kill::types::{long, named};

/// Objects "a", "b", "c", .. of these sizes side by side; then their names, which keep the top away. Those in `gone` are removed again.
fn row(turn: &mut WriteTurn<'_>, sizes: &[usize], gone: &[usize]) -> Result<(), Error> {
    // The schemas first, so that the objects lie side by side.
    for size in [112, 128, 240, 1000] {
        let handle = make(turn, size)?;
        remove(turn, size, handle)?;
    }
    let handles = sizes.iter().map(|size| make(turn, *size)).collect::<Result<Vec<_>, _>>()?;
    for (i, (&size, bits)) in sizes.iter().zip(&handles).enumerate() {
        if gone.contains(&i) {
            remove(turn, size, *bits)?;
        } else {
            bind(turn, i, size, *bits)?;
        }
    }
    Ok(())
}

/// As `row`, in a heap where so much is in use that small free blocks wait in bins.
fn full_row(turn: &mut WriteTurn<'_>, sizes: &[usize], gone: &[usize]) -> Result<(), Error> {
    let filler = turn.put(&long('f', 48_000).into_bytes())?;
    turn.bind("filler", filler)?;
    row(turn, sizes, gone)
}

macro_rules! by_size {
    ($size:expr, $n:ident => $work:expr) => {
        match $size {
            112 => {
                const $n: usize = 112;
                $work
            }
            128 => {
                const $n: usize = 128;
                $work
            }
            240 => {
                const $n: usize = 240;
                $work
            }
            1000 => {
                const $n: usize = 1000;
                $work
            }
            other => panic!("no type of {other} bytes"),
        }
    };
}

fn make(turn: &mut WriteTurn<'_>, size: usize) -> Result<u64, Error> {
    by_size!(size, N => Ok(turn.put(&[7u8; N])?.to_bits()))
}

fn remove(turn: &mut WriteTurn<'_>, size: usize, bits: u64) -> Result<(), Error> {
    by_size!(size, N => turn.remove(ipo::Handle::<[u8; N]>::from_bits(bits)))
}

fn name(index: usize) -> String {
    char::from(b'a' + index as u8).to_string()
}

fn bind(turn: &mut WriteTurn<'_>, index: usize, size: usize, bits: u64) -> Result<(), Error> {
    by_size!(size, N => turn.bind(&name(index), ipo::Handle::<[u8; N]>::from_bits(bits)))
}

fn alloc<T: Shared>(what: &str, sizes: &'static [usize], gone: &'static [usize], value: T) -> Case {
    Case::new(format!("alloc: {what}"), move |turn| row(turn, sizes, gone), move |turn| turn.put(&value).map(|_| ()))
}

fn free(what: &str, sizes: &'static [usize], gone: &'static [usize], index: usize) -> Case {
    Case::new(
        format!("free: {what}"),
        move |turn| row(turn, sizes, gone),
        move |turn| {
            let bits = turn.roots()?.iter().find(|root| root.name == name(index)).map_or(0, |root| root.handle);
            remove(turn, sizes[index], bits)
        },
    )
}

/// Where the blocks that are gone wait in bins.
fn alloc_waiting<T: Shared>(what: &str, sizes: &'static [usize], gone: &'static [usize], value: T) -> Case {
    Case::new(
        format!("alloc: {what}"),
        move |turn| full_row(turn, sizes, gone),
        move |turn| turn.put(&value).map(|_| ()),
    )
}

/// As `free`, into a bin.
fn free_to_wait(what: &str, sizes: &'static [usize], gone: &'static [usize], index: usize) -> Case {
    Case::new(
        format!("free: {what}"),
        move |turn| full_row(turn, sizes, gone),
        move |turn| {
            let bits = turn.roots()?.iter().find(|root| root.name == name(index)).map_or(0, |root| root.handle);
            remove(turn, sizes[index], bits)
        },
    )
}

/// Frees most of what is in use, so that nothing may wait any more.
fn free_filler(what: &str, sizes: &'static [usize], gone: &'static [usize]) -> Case {
    Case::new(
        format!("free: {what}"),
        move |turn| full_row(turn, sizes, gone),
        |turn| {
            let filler = named::<Vec<u8>>(turn, "filler")?;
            turn.remove(filler)
        },
    )
}

/// Of the block at the top, behind a free one or not.
fn free_last(what: &str, behind_free: bool) -> Case {
    Case::new(
        format!("free: {what}"),
        move |turn| {
            row(turn, &[112], &[])?;
            let below = make(turn, 240)?;
            let last = make(turn, 112)?;
            if behind_free {
                remove(turn, 240, below)?;
            }
            // The name exists: no block for it comes to lie at the top.
            bind(turn, 0, 112, last)
        },
        |turn| {
            let last = named::<[u8; 112]>(turn, &name(0))?;
            turn.remove(last)
        },
    )
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        alloc("from the top", &[112], &[], [1u8; 112]),
        alloc("from the top, with more memory", &[112], &[], long('m', 100_000).into_bytes()),
        alloc("a part of a free block", &[112, 1000, 112], &[1], [1u8; 112]),
        alloc("a free block of just that size", &[112, 112, 112], &[1], [1u8; 112]),
        alloc("a free block whose rest is too small for one", &[112, 128, 112], &[1], [1u8; 112]),
        alloc("the first of two in a list", &[112, 112, 112, 112, 112], &[1, 3], [1u8; 112]),
        alloc("a part of the first of two in a list", &[112, 1000, 112, 1000, 112], &[1, 3], [1u8; 240]),
        alloc("of a block that two made", &[112, 128, 112, 128], &[1, 2], [1u8; 240]),
        alloc_waiting("one that waits", &[112, 112, 112], &[1], [1u8; 112]),
        alloc_waiting("the last of three that wait", &[112, 112, 112, 112, 112, 112], &[1, 2, 4], [1u8; 112]),
        alloc_waiting("another size than those that wait", &[112, 240, 112, 240, 112], &[1, 3], [1u8; 112]),
        alloc_waiting(
            "more memory, where some wait",
            &[112, 240, 240, 112, 112, 128],
            &[1, 2, 3, 5],
            long('m', 100_000).into_bytes(),
        ),
        free_to_wait("to wait", &[112, 240, 112, 112], &[], 1),
        free_to_wait("to wait beside others", &[112, 240, 240, 240, 112], &[1, 3], 2),
        free_filler("what leaves too many that wait", &[112, 240, 240, 112, 112, 128], &[1, 2, 3, 5]),
        free("between used ones", &[112, 240, 112, 112], &[], 1),
        free("before a free one", &[112, 240, 240, 112], &[2], 1),
        free("behind a free one", &[112, 240, 240, 112], &[1], 2),
        free("between free ones", &[112, 240, 128, 240, 112], &[1, 3], 2),
        free("between free ones in lists with others", &[240, 112, 240, 128, 240, 112, 240, 112], &[0, 2, 4, 6], 3),
        free_last("the last one", false),
        free_last("the last one, behind a free one", true),
    ]
}
