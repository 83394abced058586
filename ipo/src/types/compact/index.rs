//! The index of a compact table: a number per bucket of about four keys, so chosen that every key has a place of its own.
//!
//! The high half of a key's hash names its bucket, and the low half, times the bucket's number, its place: two
//! multiplications. Large buckets choose their numbers first, while most places are free. A bucket of one key notes the
//! place itself. The keys of a bucket that finds no number (of equal hashes, say) take places that are left, and these are
//! noted apart.

/// Keys per bucket, a power of two.
const KEYS: u64 = 4;
/// Marks the number of a bucket that is a place.
const PLACE: u32 = 1 << 31;
/// A bucket tries the odd numbers below this one.
const TRIES: u32 = 1 << 18;

/// Buckets for so many keys.
#[inline]
pub(crate) const fn buckets(len: u64) -> u64 {
    // No more than 32 bits of them: the sum does not overflow.
    (len + (KEYS - 1)) >> KEYS.trailing_zeros()
}

/// A number below `n` in proportion to 32 bits. `n` has no more than that.
#[inline]
fn scale(bits: u32, n: u64) -> usize {
    (u64::from(bits).wrapping_mul(n) >> 32) as usize
}

/// The bucket of a hash, out of so many.
#[inline]
pub(super) fn bucket_of(hash: u64, buckets: u64) -> usize {
    scale((hash >> 32) as u32, buckets)
}

/// The place of a hash whose bucket has that number, out of `len`; a place that the bucket notes itself may be any.
#[inline]
pub(super) fn place_of(hash: u64, number: u32, len: u64) -> usize {
    if number & PLACE != 0 {
        return (number & !PLACE) as usize;
    }
    scale((hash as u32).wrapping_mul(number), len)
}

/// The place of a hash out of `len`, where `number` gives the numbers of the buckets: for `verify`.
pub(crate) fn place(hash: u64, len: u64, number: impl Fn(usize) -> u32) -> usize {
    place_of(hash, number(bucket_of(hash, buckets(len))), len)
}

/// What is known of all keys.
pub(super) struct Index {
    /// A number per bucket.
    pub(super) numbers: Vec<u32>,
    /// The place of each key, in the order in which the hashes came.
    pub(super) places: Vec<u32>,
    /// Places of keys that their hashes do not lead to.
    pub(super) astray: Vec<u32>,
}

impl Index {
    /// An index of keys with these hashes, fewer than 2³¹. In proportion to their number.
    pub(super) fn of(hashes: &[u64]) -> Index {
        let len = hashes.len() as u64;
        let buckets = buckets(len) as usize;
        let bucket = |hash: u64| bucket_of(hash, buckets as u64);
        // The keys in the order of their buckets.
        let mut starts = vec![0_u32; buckets + 1];
        hashes.iter().for_each(|&hash| starts[bucket(hash) + 1] += 1);
        (0..buckets).for_each(|b| starts[b + 1] += starts[b]);
        let (mut next, mut keys) = (starts.clone(), vec![0_u32; hashes.len()]);
        for (key, &hash) in (0..).zip(hashes) {
            let at = &mut next[bucket(hash)];
            keys[*at as usize] = key;
            *at += 1;
        }
        // The buckets, larger ones first.
        let size = |b: &u32| starts[*b as usize + 1] - starts[*b as usize];
        let mut order: Vec<u32> = (0..buckets as u32).filter(|b| size(b) > 0).collect();
        order.sort_by_key(|b| std::cmp::Reverse(size(b)));

        let mut index = Index { numbers: vec![0; buckets], places: vec![0; hashes.len()], astray: Vec::new() };
        let mut taken = Taken { words: vec![0; hashes.len().div_ceil(64)], free: 0 };
        let (mut lost, mut wanted) = (Vec::new(), Vec::new());
        for b in order {
            let members = &keys[starts[b as usize] as usize..starts[b as usize + 1] as usize];
            if let [only] = members {
                // Buckets of one come last: what is left will do.
                let place = taken.any();
                index.numbers[b as usize] = place | PLACE;
                index.places[*only as usize] = place;
                continue;
            }
            let found = (1..TRIES).step_by(2).find(|&number| {
                wanted.clear();
                for &key in members {
                    let place = place_of(hashes[key as usize], number, len) as u32;
                    if taken.has(place) || wanted.contains(&place) {
                        return false;
                    }
                    wanted.push(place);
                }
                true
            });
            match found {
                Some(number) => {
                    index.numbers[b as usize] = number;
                    for (&key, &place) in members.iter().zip(&wanted) {
                        taken.take(place);
                        index.places[key as usize] = place;
                    }
                }
                None => lost.extend_from_slice(members),
            }
        }
        for key in lost {
            let place = taken.any();
            index.places[key as usize] = place;
            index.astray.push(place);
        }
        index
    }
}

/// A bit per place.
struct Taken {
    words: Vec<u64>,
    /// Places in the words before this one are all taken.
    free: usize,
}

impl Taken {
    #[inline]
    fn has(&self, place: u32) -> bool {
        self.words[place as usize / 64] >> (place % 64) & 1 != 0
    }

    #[inline]
    fn take(&mut self, place: u32) {
        self.words[place as usize / 64] |= 1 << (place % 64);
    }

    /// Takes the first free place. There are as many places as keys, so there is one.
    fn any(&mut self) -> u32 {
        while self.words[self.free] == u64::MAX {
            self.free += 1;
        }
        let place = (self.free * 64) as u32 + self.words[self.free].trailing_ones();
        self.take(place);
        place
    }
}
