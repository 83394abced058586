//! The kinds of std, enums with data, generic structs, attributes of fields, and two versions of one struct. What has no
//! order is shown in order, so that equal ones look equal.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::CString;
use std::fmt;
use std::net::SocketAddr;
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::time::Duration;

use ipo::calendar::ZonedDateTime;
use ipo::{SharedEnum, SharedStruct, Value};

/// Kinds that own blocks, between some that do not.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Places {
    pub(crate) timeout: Duration,
    pub(crate) path: PathBuf,
    pub(crate) c_text: CString,
    pub(crate) names: Range<String>,
    pub(crate) socket: SocketAddr,
    pub(crate) numbers: RangeInclusive<i64>,
    pub(crate) zoned: ZonedDateTime,
    pub(crate) text: Box<str>,
    pub(crate) texts: Box<[String]>,
}

#[derive(SharedStruct, Clone, PartialEq)]
pub(crate) struct Values {
    pub(crate) set: Value,
    pub(crate) big: Value,
    pub(crate) after: u64,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Empty,
    Circle { radius: f64, label: String },
    Polygon(Vec<(u32, u32)>, Option<String>),
    Group(Vec<Shape>),
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) before: u64,
    pub(crate) main: Shape,
    pub(crate) others: Vec<Shape>,
    pub(crate) by_number: BTreeMap<u8, Shape>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Pair<T: Clone> {
    pub(crate) items: [T; 2],
    pub(crate) spare: Vec<T>,
    pub(crate) next: Option<Box<Pair<T>>>,
}

/// A set of words as one text.
pub(crate) mod words {
    use std::collections::BTreeSet;

    pub(crate) type Stored = String;

    pub(crate) fn store(words: &BTreeSet<String>) -> String {
        words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn load(stored: String) -> BTreeSet<String> {
        stored.split_whitespace().map(str::to_owned).collect()
    }
}

#[derive(SharedStruct, Clone, PartialEq)]
pub(crate) struct Attributes {
    #[shared(with = words)]
    pub(crate) words: BTreeSet<String>,
    #[shared(pod)]
    pub(crate) bytes: [u8; 12],
    #[shared(atomic)]
    pub(crate) hits: u64,
    #[shared(extra)]
    pub(crate) more: HashMap<String, Value>,
}

/// A struct as an older program has it.
pub(crate) mod old {
    #[derive(ipo::SharedStruct, Clone, Debug, PartialEq)]
    #[shared(name = "kill.Player")]
    pub(crate) struct Player {
        pub(crate) name: String,
        pub(crate) tags: Vec<String>,
    }
}

/// The same with fields appended.
pub(crate) mod new {
    #[derive(ipo::SharedStruct, Clone, Debug, PartialEq)]
    #[shared(name = "kill.Player")]
    pub(crate) struct Player {
        pub(crate) name: String,
        pub(crate) tags: Vec<String>,
        #[shared(default)]
        pub(crate) level: u32,
        #[shared(default)]
        pub(crate) notes: Vec<String>,
    }
}

fn sorted(mut entries: Vec<String>) -> String {
    entries.sort();
    entries.join(", ")
}

/// A value with what has no order in order.
fn ordered(value: &Value) -> String {
    let all = |values: &[Value]| values.iter().map(ordered).collect::<Vec<_>>().join(", ");
    match value {
        Value::Set(elements) => format!("{{{}}}", sorted(elements.iter().map(ordered).collect())),
        Value::Dict(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{}: {}", ordered(key), ordered(value)));
            format!("{{{}}}", sorted(entries.collect()))
        }
        Value::List(values) | Value::Tuple(values) => format!("{} [{}]", value.kind(), all(values)),
        Value::Range(range) => format!("{} to {}", ordered(&range.start), ordered(&range.end)),
        other => format!("{other:?}"),
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "set {}; big {}; {}", ordered(&self.set), ordered(&self.big), self.after)
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = self.more.iter().map(|(key, value)| format!("{key}: {}", ordered(value)));
        write!(f, "{:?}; {:?}; {}; {}", self.words, self.bytes, self.hits, sorted(more.collect()))
    }
}
