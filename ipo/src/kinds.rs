#![doc = include_str!("../KINDS.md")]
//!
//! ## The views
//!
//! [`ScalarMut`](crate::ScalarMut), [`WholeRef`](crate::WholeRef) and [`WholeMut`](crate::WholeMut),
//! [`AtomicRef`](crate::AtomicRef), [`Ends`](crate::Ends), [`OptionMut`](crate::OptionMut), [`StrMut`](crate::StrMut);
//! [`ListRef`](crate::ListRef) and [`ListMut`](crate::ListMut), [`DequeRef`](crate::DequeRef) and
//! [`DequeMut`](crate::DequeMut), [`ArrayRef`](crate::ArrayRef) and [`ArrayMut`](crate::ArrayMut);
//! [`MapRef`](crate::MapRef) and [`MapMut`](crate::MapMut), [`SetRef`](crate::SetRef) and [`SetMut`](crate::SetMut);
//! [`BTreeMapRef`](crate::BTreeMapRef) and [`BTreeMapMut`](crate::BTreeMapMut), [`BTreeSetRef`](crate::BTreeSetRef) and
//! [`BTreeSetMut`](crate::BTreeSetMut); [`CompactMapRef`](crate::CompactMapRef) and
//! [`CompactMapMut`](crate::CompactMapMut), [`CompactSetRef`](crate::CompactSetRef) and
//! [`CompactSetMut`](crate::CompactSetMut); [`ValueRef`](crate::ValueRef) and [`ValueMut`](crate::ValueMut). [`Key`](crate::Key) and
//! [`OrdKey`](crate::OrdKey) say what a key is.
