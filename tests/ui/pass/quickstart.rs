//! What a first program writes, with every kind that has a derive or a macro of its own.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::{HashMap, HashSet};

use ipo::{EnumIndex, EnumList, Error, Handle, Heap, Index, SharedEnumIndex, SharedStruct, Value, value};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    #[shared(type = HashMap<String, Vec<i64>>)]
    Series,
    Note,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Station {
    metrics: EnumList<Metric>,
    tags: HashSet<(String, Metric)>,
    extra: HashMap<Value, Value>,
    first: Metric,
    next: Option<Handle<Station>>,
}

impl MetricMut<'_> {
    fn warm(&mut self, key: Index<Metric, f64>) {
        self.set(key, self.get(key) + 0.5);
    }
}

fn work(heap: &Heap, station: Handle<Station>) -> Result<i64, Error> {
    let mut turn = heap.write()?;
    {
        let mut station = turn.get_mut(station)?;
        station.metrics_mut().warm(Metric::TEMPERATURE);
        station.metrics_mut().series_mut().insert("a", &[1, 2])?;
        station.extra_mut().insert(("key", 2).into(), value!({"deep": [null, {"er": 1}]}))?;
        station.tags_mut().insert(("tag", Metric::Note))?;
        station.set_first(Metric::Note);
    }
    turn.send(&station)?;
    let same: Handle<Station> = turn.take_message()?;
    let view = turn.get(same)?;
    assert_eq!(view.first().name(), "Note");
    Ok(view.metrics().get(Metric::VISITORS).unwrap_or_default())
}

fn main() {
    let _ = work;
}
