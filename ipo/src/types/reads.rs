//! The methods that a container's two views have in common: those that only read.

/// Writes each method twice: on the view for reading, for all of its time, and on the view for changing, for as long as
/// that is borrowed.
macro_rules! reads {
    (
        impl[$life:lifetime; $($generics:tt)*] $view:ident, $view_mut:ident [$($params:tt)*] {$(
            $(#[$doc:meta])*
            fn $name:ident $([$($more:tt)*])? ($($arg:ident: $type:ty),*) -> $ret:ty $(where [$($bounds:tt)*])? = |$this:ident| $body:expr;
        )*}
    ) => {
        impl<$life, $($generics)*> $view<$life, $($params)*> {$(
            $(#[$doc])*
            #[inline]
            pub fn $name $(<$($more)*>)? (self, $($arg: $type),*) -> $ret $(where $($bounds)*)? {
                let $this = self;
                $body
            }
        )*}

        impl<$($generics)*> $view_mut<'_, $($params)*> {$(
            $(#[$doc])*
            #[inline]
            pub fn $name<$life $(, $($more)*)?>(&$life self, $($arg: $type),*) -> $ret $(where $($bounds)*)? {
                self.as_ref().$name($($arg),*)
            }
        )*}
    };
}

pub(super) use reads;
