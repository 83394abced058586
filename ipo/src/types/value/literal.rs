//! The `value!` macro.

/// A [`Value`](crate::Value) from a literal: `null`, numbers, text, `[..]` for lists, `{key: value, ..}` for dicts, and
/// any Rust expression that converts into a `Value` (a tuple becomes a `Tuple`, a vector a `List`). Keys may be any value.
/// Of two equal keys, the last one counts.
///
/// An integer that does not fit into an `i64` becomes a `BigInt`. `null` is a word of this macro; elsewhere it is
/// `Value::None`.
///
/// # Example
///
/// ```
/// use ipo::{Value, value};
///
/// assert_eq!(value!(null), Value::None);
/// assert_eq!(value!([1, "two", [3.0]]), Value::List(vec![1.into(), "two".into(), value!([3.0])]));
/// let name = String::from("Ada");
/// let dict = value!({"name": name, ("key", 2): null});
/// assert_eq!(dict.get("name"), Some(&Value::from("Ada")));
/// ```
#[macro_export]
macro_rules! value {
    (null) => { $crate::Value::None };
    ([ $($tokens:tt)* ]) => { $crate::Value::List($crate::__value_list!([] $($tokens)*)) };
    ({ $($tokens:tt)* }) => {{
        #[allow(unused_mut)]
        let mut entries = $crate::__private::HashMap::new();
        $crate::__value_dict!(entries () $($tokens)*);
        $crate::Value::Dict(entries)
    }};
    ($value:expr) => { $crate::Value::from($value) };
}

/// Elements up to each comma. An element that is `null`, a list or a dict is one token tree.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_list {
    ([$($done:expr,)*]) => { $crate::__private::vec![$($done),*] };
    ([$($done:expr,)*] null $(, $($rest:tt)*)?) => {
        $crate::__value_list!([$($done,)* $crate::Value::None,] $($($rest)*)?)
    };
    ([$($done:expr,)*] [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::__value_list!([$($done,)* $crate::value!([$($inner)*]),] $($($rest)*)?)
    };
    ([$($done:expr,)*] {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::__value_list!([$($done,)* $crate::value!({$($inner)*}),] $($($rest)*)?)
    };
    ([$($done:expr,)*] $next:expr $(, $($rest:tt)*)?) => {
        $crate::__value_list!([$($done,)* $crate::Value::from($next),] $($($rest)*)?)
    };
}

/// `key: value` pairs. The key's tokens are gathered up to the colon.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_dict {
    ($map:ident ()) => {};
    ($map:ident ($($key:tt)+) : null $(, $($rest:tt)*)?) => {
        $map.insert($crate::value!($($key)+), $crate::Value::None);
        $crate::__value_dict!($map () $($($rest)*)?);
    };
    ($map:ident ($($key:tt)+) : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $map.insert($crate::value!($($key)+), $crate::value!([$($inner)*]));
        $crate::__value_dict!($map () $($($rest)*)?);
    };
    ($map:ident ($($key:tt)+) : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $map.insert($crate::value!($($key)+), $crate::value!({$($inner)*}));
        $crate::__value_dict!($map () $($($rest)*)?);
    };
    ($map:ident ($($key:tt)+) : $value:expr $(, $($rest:tt)*)?) => {
        $map.insert($crate::value!($($key)+), $crate::Value::from($value));
        $crate::__value_dict!($map () $($($rest)*)?);
    };
    ($map:ident ($($key:tt)*) $next:tt $($rest:tt)*) => {
        $crate::__value_dict!($map ($($key)* $next) $($rest)*);
    };
}
