//! Types with parameters.

use ::core::clone::Clone;
use ::core::cmp::{Eq, Ord, PartialEq};
use ::core::fmt::Debug;
use ::core::marker::{Copy, PhantomData};
use ::core::option::Option;
use ::heap::{Key, OrdKey, Shared, SharedEnum, SharedStruct};
use ::std::boxed::Box;
use ::std::collections::{BTreeMap, HashMap};
use ::std::string::String;

/// Cells.
#[derive(Clone, Debug, PartialEq, SharedStruct)]
#[shared(crate = "::heap", derive_ref(Debug))]
pub struct Grid<T, const N: usize = 2>
where
    T: Clone,
{
    /// In a row.
    pub cells: [T; N],
    /// Below.
    pub next: Option<Box<Self>>,
}

/// Keys of both kinds.
#[derive(Debug, SharedStruct)]
#[shared(crate = "::heap", bound = "K: Key, L: OrdKey")]
pub struct Index<K, L: Ord, V> {
    /// Without an order.
    pub hashed: HashMap<K, V>,
    /// In order.
    pub ordered: BTreeMap<L, V>,
}

/// A number with a meaning.
#[derive(Debug, PartialEq, Eq, SharedStruct)]
#[shared(crate = "::heap")]
pub struct Id<T> {
    /// The number.
    pub number: u64,
    /// The meaning.
    #[shared(skip)]
    pub of: PhantomData<fn() -> T>,
}

/// A pair with parameters named like what generated code uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SharedStruct)]
#[shared(crate = "::heap")]
pub struct Pair<Slot, Ref>(pub Slot, #[shared(accessor = "second")] pub Ref);

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, SharedEnum)]
#[shared(crate = "::heap", derive_ref(PartialEq, Eq))]
pub enum Reply<T, E = String, const N: usize = 1> {
    /// It is there.
    Done(T, [T; N]),
    /// It failed.
    Failed {
        /// For this reason.
        error: E,
    },
    /// Not yet.
    Pending,
}

impl<T: Shared + Clone, const N: usize> GridRef<'_, T, N> {
    /// How many there are.
    #[must_use]
    pub fn depth(self) -> usize {
        self.next().map_or(1, |next| next.depth() + 1)
    }
}
