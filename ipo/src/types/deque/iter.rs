//! Iterators over the elements of a deque: its two runs, one behind the other.

use std::fmt;
use std::iter::FusedIterator;

use crate::object::shared::Shared;
use crate::types::elements::{Iter, IterMut};

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $run:ident, $item:ident) => {
        $(#[$doc])*
        pub struct $name<'t, T: Shared> {
            runs: [$run<'t, T>; 2],
        }

        impl<'t, T: Shared> $name<'t, T> {
            #[inline]
            pub(super) fn new(runs: [$run<'t, T>; 2]) -> Self {
                $name { runs }
            }
        }

        impl<T: Shared> fmt::Debug for $name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} × {})", stringify!($name), self.len(), T::NAME)
            }
        }

        impl<'t, T: Shared> Iterator for $name<'t, T> {
            type Item = T::$item<'t>;

            #[inline]
            fn next(&mut self) -> Option<T::$item<'t>> {
                let [first, second] = &mut self.runs;
                first.next().or_else(|| second.next())
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                let left = self.runs[0].len() + self.runs[1].len();
                (left, Some(left))
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<T::$item<'t>> {
                let first = self.runs[0].len();
                if n < first {
                    return self.runs[0].nth(n);
                }
                if first > 0 {
                    self.runs[0].nth(first - 1);
                }
                self.runs[1].nth(n - first)
            }
        }

        impl<'t, T: Shared> DoubleEndedIterator for $name<'t, T> {
            #[inline]
            fn next_back(&mut self) -> Option<T::$item<'t>> {
                let [first, second] = &mut self.runs;
                second.next_back().or_else(|| first.next_back())
            }
        }

        impl<T: Shared> ExactSizeIterator for $name<'_, T> {}
        impl<T: Shared> FusedIterator for $name<'_, T> {}
    };
}

iterator!(
    /// Views of a deque's elements, in order and backwards.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let line = heap.write()?.put(&VecDeque::from([1_u8, 2, 3]))?;
    /// let turn = heap.read()?;
    /// let mut ends = turn.get(line)?.iter();
    /// assert_eq!((ends.next(), ends.next_back(), ends.len()), (Some(1), Some(3), 1));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    DequeIter, Iter, Ref
);
iterator!(
    /// Changeable views of a deque's elements, in order and backwards. In a transaction all of them were saved when it
    /// was made.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u8, 2, 3]))?;
    /// turn.get_mut(line)?.iter_mut().rev().for_each(|n| *n *= 2);
    /// assert_eq!(turn.load(line)?, [2, 4, 6]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    DequeIterMut, IterMut, Mut
);

impl<T: Shared> Clone for DequeIter<'_, T> {
    fn clone(&self) -> Self {
        DequeIter { runs: self.runs.clone() }
    }
}
