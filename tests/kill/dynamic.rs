//! Maps, sets, dynamic values and enum lists. They are shown with their entries in order, so that equal ones look equal.

use std::collections::{HashMap, HashSet};
use std::fmt;

use ipo::{EnumIndex, EnumList, SharedEnumIndex, SharedStruct, Value, value};

use crate::kill::types::{Leaf, leaf, long};

#[derive(SharedStruct, Clone, PartialEq)]
pub(crate) struct Maps {
    pub(crate) numbers: HashMap<u64, u64>,
    pub(crate) texts: HashMap<String, String>,
    pub(crate) leaves: HashMap<(u32, String), Leaf>,
    pub(crate) set: HashSet<String>,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    #[shared(type = u64)]
    Count,
    #[shared(type = Option<String>)]
    Title,
    #[shared(type = Vec<String>)]
    Lines,
    Note,
}

#[derive(SharedStruct, Clone, PartialEq)]
pub(crate) struct Dynamic {
    pub(crate) value: Value,
    pub(crate) extra: HashMap<String, Value>,
    pub(crate) facts: EnumList<Fact>,
    pub(crate) fact: Fact,
}

/// `n` numbers; 14 fill the first table.
pub(crate) fn maps(n: u64) -> Maps {
    Maps {
        numbers: (0..n).map(|i| (i, i * i)).collect(),
        texts: (0..n.min(5)).map(|i| (format!("key {i}, which needs a block"), long('v', i as usize * 15))).collect(),
        leaves: (0..3).map(|i| ((i, long('k', 30)), leaf(i))).collect(),
        set: ["short".to_owned(), long('s', 40)].into(),
    }
}

pub(crate) fn dynamic() -> Dynamic {
    Dynamic {
        value: value!({"list": [1, 2.5, "text that lies outside of its slot"], "none": null}),
        extra: HashMap::from([("known".into(), value!([1, [2, [3]]]))]),
        facts: EnumList::new().with(Fact::TITLE, Some(long('t', 30))).with(Fact::LINES, vec![long('l', 30)]),
        fact: Fact::Title,
    }
}

fn sorted<T: fmt::Debug>(entries: impl IntoIterator<Item = T>) -> String {
    let mut entries: Vec<String> = entries.into_iter().map(|entry| format!("{entry:?}")).collect();
    entries.sort();
    entries.join(", ")
}

/// A value with the entries of its dicts in order.
fn ordered(value: &Value) -> String {
    match value {
        Value::Dict(entries) => {
            let mut entries: Vec<String> =
                entries.iter().map(|(k, v)| format!("{}: {}", ordered(k), ordered(v))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        Value::List(values) | Value::Tuple(values) => {
            format!("{} [{}]", value.kind(), values.iter().map(ordered).collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}

impl fmt::Debug for Maps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numbers, texts) = (sorted(&self.numbers), sorted(&self.texts));
        write!(f, "numbers {numbers}; texts {texts}; leaves {}; set {}", sorted(&self.leaves), sorted(&self.set))
    }
}

impl fmt::Debug for Dynamic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut extra: Vec<String> = self.extra.iter().map(|(k, v)| format!("{k}: {}", ordered(v))).collect();
        extra.sort();
        let facts = (self.facts.get(Fact::COUNT), self.facts.get(Fact::TITLE), self.facts.get(Fact::LINES));
        write!(f, "{}; {extra:?}; {facts:?}; {} {:?}", ordered(&self.value), self.fact.name(), self.facts)
    }
}
