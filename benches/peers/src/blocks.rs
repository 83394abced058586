//! 10,000 live blocks of 16 to 2,031 bytes; each step frees one of them and allocates another of another size. Once the
//! blocks alone, and once with as many bytes copied into each.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::CStr;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::rc::Rc;

use ipo::__private::{allocate_block, free_block};
use ipo::{Handle, WriteTurn};
use mimalloc::MiMalloc;
use rlsf::Tlsf;
use talc::TalcCell;
use talc::source::Claim;

use super::boost::{self, Segment};
use super::common::Random;
use super::contest::{Measured, Party, contest, ours, peer};
use super::report::{Row, Unit};
use super::second::CORES;
use super::{Failure, common, machine};

pub const ROWS: &[Row] = &[
    Row {
        group: "allocation",
        work: "a block freed, another allocated, 16 to 2,031 bytes, 10,000 live",
        unit: Unit::Nanoseconds,
        run: || blocks(false),
    },
    Row {
        group: "allocation",
        work: "the same, and the bytes copied in",
        unit: Unit::Nanoseconds,
        run: || blocks(true),
    },
];

const LIVE: usize = 10_000;
const STEPS: usize = 20_000;
const POOL: usize = 64 << 20;
const ALIGN: usize = 16;
static BYTES: [u8; 2_031] = [7; 2_031];

struct Trace {
    first: Vec<usize>,
    /// Which block is replaced, and the size of the new one.
    steps: Vec<(usize, usize)>,
}

impl Trace {
    fn new() -> Trace {
        let mut random = Random(1);
        let size = |random: &mut Random| 16 + random.below(2_016) as usize;
        let first = (0..LIVE).map(|_| size(&mut random)).collect();
        let steps = (0..STEPS).map(|_| (random.below(LIVE as u64) as usize, size(&mut random))).collect();
        Trace { first, steps }
    }
}

/// Who has blocks.
trait Blocks {
    type Block;
    fn take(&mut self, len: usize, fill: bool) -> Result<Self::Block, Failure>;
    /// # Safety
    /// The block was taken here, of that length, and is not used any more.
    unsafe fn give_back(&mut self, block: Self::Block, len: usize) -> Result<(), Failure>;
}

/// The trace, over and over again.
fn run<B: Blocks>(mut blocks: B, trace: &Trace, fill: bool) -> Result<impl FnMut() -> Result<f64, Failure>, Failure> {
    let taken = trace.first.iter().map(|&len| Ok((Some(blocks.take(len, fill)?), len)));
    let mut live: Vec<(Option<B::Block>, usize)> = taken.collect::<Result<_, Failure>>()?;
    Ok(move || {
        common::time(STEPS, || {
            for &(which, len) in &trace.steps {
                let (block, old) = &mut live[which];
                let block = block.take().ok_or("no block")?;
                // SAFETY: it was taken here, and is not used any more.
                unsafe { blocks.give_back(block, *old)? };
                live[which] = (Some(blocks.take(len, fill)?), len);
            }
            Ok(())
        })
    })
}

fn layout(len: usize) -> Result<Layout, Failure> {
    Ok(Layout::from_size_align(len, ALIGN)?)
}

fn filled(block: *mut u8, len: usize, fill: bool) -> Result<*mut u8, Failure> {
    if block.is_null() {
        return Err("the pool is full".into());
    }
    if fill {
        // Not known to the compiler, which would otherwise write the same byte everywhere instead of copying.
        // SAFETY: the block has so many bytes, and so has what is copied.
        unsafe { block.copy_from_nonoverlapping(black_box(BYTES.as_ptr()), len) };
    }
    Ok(block)
}

/// ipo's blocks, by the calls that its values make; each call is all or nothing.
struct OurBlocks<'a>(WriteTurn<'a>);

impl Blocks for OurBlocks<'_> {
    type Block = u64;

    fn take(&mut self, len: usize, _fill: bool) -> Result<u64, Failure> {
        Ok(allocate_block(&mut self.0, len as u64)?)
    }

    unsafe fn give_back(&mut self, block: u64, _len: usize) -> Result<(), Failure> {
        // SAFETY: as the caller says.
        unsafe { free_block(&mut self.0, block)? };
        Ok(())
    }
}

/// ipo's objects that are lists of bytes.
struct OurObjects<'a>(WriteTurn<'a>, Vec<u8>);

impl Blocks for OurObjects<'_> {
    type Block = Handle<Vec<u8>>;

    fn take(&mut self, len: usize, _fill: bool) -> Result<Handle<Vec<u8>>, Failure> {
        assert!(len <= BYTES.len());
        // SAFETY: the list was made of `BYTES`: so many of its bytes are there, and never change. A program would have it
        // already: making it is not part of the work.
        unsafe { self.1.set_len(len) };
        Ok(self.0.put(&self.1)?)
    }

    unsafe fn give_back(&mut self, block: Handle<Vec<u8>>, _len: usize) -> Result<(), Failure> {
        Ok(self.0.remove(block)?)
    }
}

/// Anything that can be Rust's global allocator.
struct Global<A>(A);

impl<A: GlobalAlloc> Blocks for Global<A> {
    type Block = *mut u8;

    fn take(&mut self, len: usize, fill: bool) -> Result<*mut u8, Failure> {
        // SAFETY: not of length 0.
        filled(unsafe { self.0.alloc(layout(len)?) }, len, fill)
    }

    unsafe fn give_back(&mut self, block: *mut u8, len: usize) -> Result<(), Failure> {
        // SAFETY: as the caller says.
        unsafe { self.0.dealloc(block, layout(len)?) };
        Ok(())
    }
}

struct Rlsf(Tlsf<'static, u32, u32, 24, 16>);

impl Rlsf {
    fn new() -> Rlsf {
        let mut tlsf = Tlsf::new();
        tlsf.insert_free_block(Box::leak(vec![MaybeUninit::<u8>::new(0); POOL].into_boxed_slice()));
        Rlsf(tlsf)
    }
}

impl Blocks for Rlsf {
    type Block = *mut u8;

    fn take(&mut self, len: usize, fill: bool) -> Result<*mut u8, Failure> {
        let block = self.0.allocate(layout(len)?).ok_or("the pool is full")?;
        filled(block.as_ptr(), len, fill)
    }

    unsafe fn give_back(&mut self, block: *mut u8, _len: usize) -> Result<(), Failure> {
        // SAFETY: as the caller says, with the alignment that it was allocated with.
        unsafe { self.0.deallocate(NonNull::new(block).ok_or("no block")?, ALIGN) };
        Ok(())
    }
}

fn talc() -> Global<TalcCell<Claim>> {
    let pool = Box::leak(vec![0_u8; POOL].into_boxed_slice());
    // SAFETY: the pool is never used by anything else.
    Global(TalcCell::new(unsafe { Claim::new(pool.as_mut_ptr(), pool.len()) }))
}

struct InSegment(Rc<Segment>);

impl Blocks for InSegment {
    type Block = *mut u8;

    fn take(&mut self, len: usize, fill: bool) -> Result<*mut u8, Failure> {
        filled(self.0.allocate(len)?, len, fill)
    }

    unsafe fn give_back(&mut self, block: *mut u8, _len: usize) -> Result<(), Failure> {
        // SAFETY: as the caller says.
        unsafe { self.0.free(block) };
        Ok(())
    }
}

fn glibc() -> String {
    // SAFETY: a text that the library contains.
    let version = unsafe { CStr::from_ptr(libc::gnu_get_libc_version()) };
    format!("glibc {}", version.to_string_lossy())
}

fn blocks(fill: bool) -> Result<Vec<Measured>, Failure> {
    machine::pin(CORES.0);
    let trace = Trace::new();
    let (_name, heap) = common::heap("blocks")?;
    let turn = heap.write()?;
    let ipo: Party<'_> = if fill {
        ours("put and remove of Vec<u8>", run(OurObjects(turn, BYTES.to_vec()), &trace, fill)?)
    } else {
        ours("", run(OurBlocks(turn), &trace, fill)?).note("ipo's inner calls, each all or nothing")
    };
    let segment = Segment::create(&common::name("blocks"), POOL);
    contest(vec![
        ipo,
        peer(concat!("rlsf ", env!("VERSION_RLSF")), run(Rlsf::new(), &trace, fill)),
        peer(concat!("talc ", env!("VERSION_TALC")), run(talc(), &trace, fill)),
        peer(
            concat!("mimalloc (libmimalloc-sys ", env!("VERSION_LIBMIMALLOC_SYS"), ")"),
            run(Global(MiMalloc), &trace, fill),
        ),
        peer(glibc(), run(Global(System), &trace, fill)),
        peer(boost::name("managed_shared_memory"), segment.and_then(|segment| run(InSegment(segment), &trace, fill))),
    ])
}
