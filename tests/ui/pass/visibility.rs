//! Accessors are as visible as their fields, views as visible as their struct.

mod outer {
    pub mod inner {
        use ipo::{SharedEnumIndex, SharedStruct};

        #[derive(SharedEnumIndex, Clone, Copy, Debug)]
        pub(in crate::outer) enum Metric {
            #[shared(type = i64)]
            Parent,
            #[shared(type = Option<i64>)]
            Visitors,
        }

        #[derive(SharedStruct)]
        struct Secret {
            key: u64,
        }

        #[derive(SharedStruct)]
        pub(crate) struct Open {
            pub everyone: i64,
            pub(crate) here: i64,
            pub(in crate::outer) outer: i64,
            pub(super) parent: i64,
            pub(self) own: i64,
            secret: Secret,
        }

        impl OpenMut<'_> {
            pub(crate) fn turn_key(&mut self) {
                let key = self.secret().key() + self.own() as u64;
                self.secret_mut().set_key(key);
            }
        }
    }

    fn metric(list: inner::MetricRef<'_>) -> Option<i64> {
        list.get(inner::Metric::VISITORS).map(|visitors| visitors + list.parent())
    }

    pub(crate) fn parent(open: inner::OpenRef<'_>) -> i64 {
        let _ = metric;
        open.outer() + open.parent()
    }
}

pub(crate) fn everyone(mut open: outer::inner::OpenMut<'_>) -> i64 {
    open.turn_key();
    let sum = open.everyone() + open.here() + outer::parent(open.as_ref());
    *open.parts().here += sum;
    sum
}

fn main() {
    let _ = everyone;
}
