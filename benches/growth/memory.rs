//! Plain memory to compare with, page faults, and what the kernel says about memory.

use super::machine;

/// Bytes that /dev/shm still has.
pub fn free_shared() -> u64 {
    // SAFETY: the name ends with 0; an all-zero statvfs is valid, and the call fills it.
    unsafe {
        let mut stat: libc::statvfs = std::mem::zeroed();
        if libc::statvfs(c"/dev/shm".as_ptr(), &mut stat) != 0 {
            return 0;
        }
        stat.f_bavail * stat.f_frsize
    }
}

/// Page faults of this process so far.
pub fn faults() -> u64 {
    // SAFETY: an all-zero rusage is valid, and the call fills it.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        usage.ru_minflt as u64
    }
}

/// Plain memory, shared as a heap's is, of some cells.
pub struct Cells {
    base: *mut u64,
    stride: usize,
    len: usize,
}

impl Cells {
    /// `cells` cells of `stride` bytes, all touched.
    pub fn new(cells: usize, stride: usize) -> Cells {
        let len = (cells * stride).next_multiple_of(4096);
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_POPULATE;
        // SAFETY: a fresh mapping at an address of the kernel's choice.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), len, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
        assert_ne!(base, libc::MAP_FAILED, "no memory for the comparison");
        Cells { base: base.cast(), stride, len }
    }

    /// Nanoseconds per `+= 1` on a cell of the order.
    pub fn increment(&mut self, order: &[u32]) -> f64 {
        let start = machine::time_run();
        for &i in order {
            let at = i as usize * self.stride;
            assert!(at + 8 <= self.len);
            // SAFETY: inside of the mapping by the line above, and aligned, since the stride is a multiple of 8.
            unsafe { *self.base.byte_add(at) += 1 };
        }
        (machine::time_run() - start) as f64 / order.len() as f64
    }

    /// Nanoseconds per access where each tells which cell is the next: none begins before the last one has ended. They go
    /// round by the order.
    pub fn chase(&mut self, order: &[u32]) -> f64 {
        let cell = |i: u32| {
            let at = i as usize * self.stride;
            assert!(at + 8 <= self.len);
            // SAFETY: inside of the mapping by the line above.
            unsafe { self.base.byte_add(at) }
        };
        for (i, &from) in order.iter().enumerate() {
            // SAFETY: a cell, and aligned, since the stride is a multiple of 8.
            unsafe { *cell(from) = u64::from(order[(i + 1) % order.len()]) };
        }
        let (start, mut at) = (machine::time_run(), order[0]);
        for _ in order {
            // SAFETY: as above.
            at = unsafe { *cell(at) } as u32;
        }
        assert_eq!(std::hint::black_box(at), order[0]);
        (machine::time_run() - start) as f64 / order.len() as f64
    }
}

impl Drop for Cells {
    fn drop(&mut self) {
        // SAFETY: this value's mapping, used by nothing else.
        unsafe { libc::munmap(self.base.cast(), self.len) };
    }
}

/// The same numbers in every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// 0..n in an order without a pattern.
pub fn shuffled(n: usize) -> Vec<u32> {
    let mut random = Random(n as u64);
    let mut order: Vec<u32> = (0..n as u32).collect();
    for i in (1..n).rev() {
        order.swap(i, random.below(i as u64 + 1) as usize);
    }
    order
}
