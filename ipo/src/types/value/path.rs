//! Ways through nested values: a key or an index per level.

use super::view::{ValueMut, ValueRef};
use super::{Value, slot};

/// One level of a path through nested values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathItem<'a> {
    /// The entry of a dict under a text key.
    Key(&'a str),
    /// The element of a list or tuple; in a dict, the entry under this integer.
    Index(usize),
    /// The entry of a dict under a key of any kind.
    Value(&'a Value),
}

impl<'a> From<&'a str> for PathItem<'a> {
    fn from(key: &'a str) -> Self {
        PathItem::Key(key)
    }
}
impl<'a> From<&'a String> for PathItem<'a> {
    fn from(key: &'a String) -> Self {
        PathItem::Key(key)
    }
}
impl From<usize> for PathItem<'_> {
    fn from(index: usize) -> Self {
        PathItem::Index(index)
    }
}
impl<'a> From<&'a Value> for PathItem<'a> {
    fn from(key: &'a Value) -> Self {
        PathItem::Value(key)
    }
}

impl PathItem<'_> {
    /// The item as the key of a dict.
    fn key(self) -> Value {
        match self {
            PathItem::Key(key) => key.into(),
            PathItem::Index(index) => index.into(),
            PathItem::Value(key) => key.clone(),
        }
    }

    fn index(self) -> Option<usize> {
        match self {
            PathItem::Index(index) => Some(index),
            _ => None,
        }
    }
}

/// What is a path: a tuple of up to eight items, or an array, slice or vector of items of one kind.
///
/// # Example
///
/// ```
/// use ipo::{PathItem, value};
///
/// let order = value!({"items": [{"name": "apple", "price": 2}]});
/// assert_eq!(order.get_path(("items", 0, "price")), Some(&value!(2)));
/// assert_eq!(order.get_path(["items", "price"]), None);
/// let path: Vec<PathItem<'_>> = vec!["items".into(), 0.into()];
/// assert!(order.get_path(path).is_some());
/// ```
pub trait IntoPath<'a> {
    /// Each item in order, until `step` says to stop.
    #[doc(hidden)]
    fn walk<S>(self, start: S, step: impl FnMut(S, PathItem<'a>) -> Option<S>) -> Option<S>;
}

impl<'a, T: Into<PathItem<'a>>, const N: usize> IntoPath<'a> for [T; N] {
    fn walk<S>(self, start: S, mut step: impl FnMut(S, PathItem<'a>) -> Option<S>) -> Option<S> {
        self.into_iter().try_fold(start, |at, item| step(at, item.into()))
    }
}
impl<'a, T: Into<PathItem<'a>> + Copy> IntoPath<'a> for &[T] {
    fn walk<S>(self, start: S, mut step: impl FnMut(S, PathItem<'a>) -> Option<S>) -> Option<S> {
        self.iter().try_fold(start, |at, &item| step(at, item.into()))
    }
}
impl<'a, T: Into<PathItem<'a>>> IntoPath<'a> for Vec<T> {
    fn walk<S>(self, start: S, mut step: impl FnMut(S, PathItem<'a>) -> Option<S>) -> Option<S> {
        self.into_iter().try_fold(start, |at, item| step(at, item.into()))
    }
}

macro_rules! tuple_path {
    ($($t:ident $i:tt)+) => {
        impl<'a, $($t: Into<PathItem<'a>>),+> IntoPath<'a> for ($($t,)+) {
            fn walk<State>(
                self,
                start: State,
                step: impl FnMut(State, PathItem<'a>) -> Option<State>,
            ) -> Option<State> {
                [$(self.$i.into()),+].walk(start, step)
            }
        }
    };
}
tuple_path!(A 0);
tuple_path!(A 0 B 1);
tuple_path!(A 0 B 1 C 2);
tuple_path!(A 0 B 1 C 2 D 3);
tuple_path!(A 0 B 1 C 2 D 3 E 4);
tuple_path!(A 0 B 1 C 2 D 3 E 4 F 5);
tuple_path!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple_path!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);

impl Value {
    /// What lies at the end of a path; `None` where a level has no such entry or element.
    pub fn get_path<'a>(&self, path: impl IntoPath<'a>) -> Option<&Value> {
        path.walk(self, |at, item| match at {
            Value::Dict(entries) => entries.get(&item.key()),
            Value::List(values) | Value::Tuple(values) => values.get(item.index()?),
            _ => None,
        })
    }

    /// As [`get_path`](Self::get_path), to be changed.
    pub fn get_path_mut<'a>(&mut self, path: impl IntoPath<'a>) -> Option<&mut Value> {
        path.walk(self, |at, item| match at {
            Value::Dict(entries) => entries.get_mut(&item.key()),
            Value::List(values) | Value::Tuple(values) => values.get_mut(item.index()?),
            _ => None,
        })
    }
}

impl<'t> ValueRef<'t> {
    /// What lies at the end of a path; `None` where a level has no such entry or element. Nothing is copied but keys.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value.
    pub fn get_path<'a>(self, path: impl IntoPath<'a>) -> Option<ValueRef<'t>> {
        path.walk(self, |at, item| match at.as_dict() {
            Some(dict) => dict.get(item.key()),
            None => at.as_list()?.get(item.index()?),
        })
    }
}

impl<'t> ValueMut<'t> {
    /// What lies at the end of a path, to be changed in place; `None` where a level has no such entry or element. In a
    /// transaction, the slot of each level is copied into the journal, once.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, value};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let state = turn.put(&value!({"players": {"ada": {"scores": [1, 2]}}}))?;
    ///
    /// let mut view = turn.get_mut(state)?;
    /// let mut score = view.get_path_mut(("players", "ada", "scores", 1)).expect("a score");
    /// *score.as_i64_mut().expect("an integer") += 40;
    /// assert_eq!(turn.get(state)?.get_path(("players", "ada", "scores", 1)).and_then(|n| n.as_i64()), Some(42));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn get_path_mut<'a>(&mut self, path: impl IntoPath<'a>) -> Option<ValueMut<'_>> {
        self.reborrow().into_path_mut(path)
    }

    /// As [`get_path_mut`](Self::get_path_mut), for all of the view's time.
    pub fn into_path_mut<'a>(self, path: impl IntoPath<'a>) -> Option<ValueMut<'t>> {
        path.walk(self, |at, item| match at.as_ref().tag() {
            slot::DICT => at.into_dict_mut()?.into_get_mut(item.key()),
            _ => at.into_list_mut()?.into_get_mut(item.index()?),
        })
    }
}
