//! alloc/mixed: 10,000 live blocks of 16 to 2,031 bytes; each step frees one of them and allocates another of another
//! size. Ours are blocks of the heap, inside one turn, each freed and each allocated in a journal scope of its own, by
//! the code that values use; so a process may die at any store. The reference is the crate rlsf, on the same trace.

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use ipo::__private::{allocate_block, free_block};
use rlsf::Tlsf;

use super::other::CORES;
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[Row { name: "alloc/mixed", goal: Goal::TimeAtMost(1.5), run: mixed }];

const LIVE: usize = 10_000;
const STEPS: usize = 20_000;

/// One step: which block is replaced, and the size of the new one.
type Step = (usize, u64);

fn size(random: &mut Random) -> u64 {
    16 + random.below(2_016)
}

fn mixed() -> Result<Vec<Round>, Failure> {
    machine::pin(CORES.0);
    let mut random = Random(1);
    let first: Vec<u64> = (0..LIVE).map(|_| size(&mut random)).collect();
    let trace: Vec<Step> = (0..STEPS).map(|_| (random.below(LIVE as u64) as usize, size(&mut random))).collect();

    let (_name, heap) = players::heap("blocks")?;
    let mut turn = heap.write()?;
    let mut ours = first.iter().map(|&len| allocate_block(&mut turn, len)).collect::<Result<Vec<_>, _>>()?;

    let mut pool = vec![MaybeUninit::<u8>::new(0); 64 << 20];
    let mut tlsf: Tlsf<'_, u32, u32, 24, 16> = Tlsf::new();
    let _pool = tlsf.insert_free_block(&mut pool);
    let mut theirs = first.iter().map(|&len| rlsf_block(&mut tlsf, len)).collect::<Result<Vec<_>, _>>()?;

    alternate(
        || {
            time(STEPS, || {
                for &(which, len) in &trace {
                    // SAFETY: the block was allocated here and is freed once.
                    unsafe { free_block(&mut turn, ours[which])? };
                    ours[which] = allocate_block(&mut turn, len)?;
                }
                Ok(())
            })
        },
        || {
            time(STEPS, || {
                for &(which, len) in &trace {
                    // SAFETY: as above, with the alignment that it was allocated with.
                    unsafe { tlsf.deallocate(theirs[which], 16) };
                    theirs[which] = rlsf_block(&mut tlsf, len)?;
                }
                Ok(())
            })
        },
    )
}

fn rlsf_block(tlsf: &mut Tlsf<'_, u32, u32, 24, 16>, len: u64) -> Result<NonNull<u8>, Failure> {
    let layout = Layout::from_size_align(len as usize, 16)?;
    Ok(tlsf.allocate(layout).ok_or("the pool is full")?)
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % limit
    }
}
