//! One struct with a field of every kind, and others that lie beside it.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::BuildHasherDefault;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use ipo::calendar::{Date, Timestamp};
use ipo::{
    Compact, EnumList, Handle, Ix2, IxDyn, NdArray, SharedEnum, SharedEnumIndex, SharedStruct, Tensor, Value, value,
};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub flags: [bool; 3],
    pub n: Option<u32>,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    #[shared(type = Option<f64>)]
    Income,
    #[shared(type = i64)]
    Staff,
    #[shared(type = Vec<String>)]
    Emails,
    #[shared(type = Value)]
    Other,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
pub enum State {
    Nothing,
    Number(u32),
    Named { name: String, part: Part },
}

/// Owns nothing and takes no bytes.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Nothing {
    pub unit: (),
    #[shared(skip)]
    pub not_here: [u64; 4],
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Tree {
    pub name: String,
    pub next: Option<Box<Tree>>,
    pub children: Vec<Tree>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct World {
    // Scalars and what lies in place.
    pub id: u128,
    pub flag: bool,
    pub letter: char,
    pub ordering: Ordering,
    pub metric: Metric,
    pub pair: (bool, String),
    pub option: Option<(u16, bool)>,
    pub array: [Part; 2],
    pub duration: Duration,
    pub time: SystemTime,
    pub date: Date,
    pub moment: Timestamp,
    pub socket: SocketAddr,
    pub range: std::ops::RangeInclusive<u16>,
    pub link: Option<Handle<Part>>,
    #[shared(atomic)]
    pub counter: u32,
    #[shared(atomic)]
    pub switch: bool,
    // Text and lists.
    pub title: String,
    pub path: PathBuf,
    pub short: Vec<u8>,
    pub numbers: Vec<i64>,
    pub texts: Vec<String>,
    pub parts: Vec<Part>,
    pub units: Vec<()>,
    pub nothings: Vec<Nothing>,
    pub unit_ring: VecDeque<()>,
    pub ring: VecDeque<String>,
    pub number_ring: VecDeque<u16>,
    pub boxed: Box<Part>,
    pub tree: Tree,
    pub state: State,
    pub states: Vec<State>,
    // Maps.
    pub map: HashMap<String, Vec<i64>>,
    pub number_map: HashMap<u16, u64>,
    pub set: HashSet<u32>,
    pub ordered: BTreeMap<u16, String>,
    pub ordered_text: BTreeMap<String, u8>,
    pub ordered_set: BTreeSet<(i16, bool)>,
    pub compact: Compact<HashMap<u32, u64>>,
    pub compact_text: Compact<HashMap<String, String>>,
    pub compact_set: Compact<HashSet<u16>>,
    // Known at run time.
    pub value: Value,
    pub values: HashMap<Value, Value>,
    pub metrics: EnumList<Metric>,
    pub matrix: NdArray<bool, Ix2>,
    pub array_nd: NdArray<i32, IxDyn>,
    pub tensor: Tensor,
}

pub fn part(n: u32) -> Part {
    Part { name: format!("part {n} with a name that needs a block"), flags: [true, false, true], n: Some(n) }
}

fn tree(depth: u32) -> Tree {
    let leaf = Tree { name: "a leaf of the tree, in a block".into(), next: None, children: vec![] };
    (0..depth).fold(leaf, |tree, n| Tree {
        name: format!("level {n}"),
        next: (n % 2 == 0).then(|| Box::new(tree.clone())),
        children: if n % 2 == 0 { vec![] } else { vec![tree] },
    })
}

/// Maps of std iterate in another order each time: those are left empty here, and filled by `fill`.
pub fn sample(link: Option<Handle<Part>>) -> World {
    World {
        id: u128::MAX / 3,
        flag: true,
        letter: 'ß',
        ordering: Ordering::Greater,
        metric: Metric::Emails,
        pair: (true, "in a slot".into()),
        option: Some((7, true)),
        array: [part(1), part(2)],
        duration: Duration::new(5, 6),
        time: SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 5),
        date: Date::new(2024, 2, 29).unwrap(),
        moment: Timestamp::new(-5, 7).unwrap(),
        socket: SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80)),
        range: 3..=900,
        link,
        counter: 0,
        switch: false,
        title: "a title that does not fit into its slot".into(),
        path: PathBuf::from("/a/path/that/is/too/long/for/a/slot"),
        short: vec![1, 2, 3],
        numbers: (0..40).collect(),
        texts: (0..4).map(|n| format!("text {n} that is too long for a slot")).collect(),
        parts: (0..3).map(part).collect(),
        units: vec![(); 30],
        nothings: vec![Nothing { unit: (), not_here: [0; 4] }; 3],
        unit_ring: vec![(); 5].into(),
        ring: (0..5).map(|n| format!("{n}")).collect(),
        number_ring: (0..20).collect(),
        boxed: Box::new(part(3)),
        tree: tree(5),
        state: State::Named { name: "of a state, in a block of its own".into(), part: part(4) },
        states: vec![State::Nothing, State::Number(5), State::Named { name: "n".into(), part: part(5) }],
        map: HashMap::new(),
        number_map: HashMap::new(),
        set: HashSet::new(),
        ordered: (0..60).map(|n| (n * 3, format!("value {n}"))).collect(),
        ordered_text: (0..12).map(|n| (format!("a key {n} that is too long for a slot"), n)).collect(),
        ordered_set: (0..20).map(|n| (n, n % 2 == 0)).collect(),
        compact: Compact::new(HashMap::new()),
        compact_text: Compact::new(HashMap::from([("one key, in a block of its own".into(), "value".into())])),
        compact_set: Compact::new(HashSet::new()),
        value: value!([1, 2.5, null, true, "text that is too long for a slot", [1, [2, [3]]]]),
        values: HashMap::new(),
        metrics: EnumList::new().with(Metric::EMAILS, vec!["an address that does not fit".into()]),
        matrix: NdArray::from_vec([3, 4], (0..12).map(|n| n % 3 == 0).collect()).unwrap(),
        array_nd: NdArray::from_vec(vec![2, 3, 4], (0..24).collect()).unwrap(),
        tensor: Tensor::from(NdArray::<f32, Ix2>::zeros([4, 5]).unwrap()),
    }
}

/// Entries in one order, whatever std's maps do.
pub fn fill(world: &mut WorldMut<'_>) -> Result<(), ipo::Error> {
    let mut map = world.map_mut();
    for n in 0..6_i64 {
        let key = format!("key {n}, of which some are longer than a slot");
        map.insert(&key[..20 + n as usize * 3], &[n, n, n, n, n])?;
    }
    let mut numbers = world.number_map_mut();
    for n in 0..40 {
        numbers.insert(n * 7, u64::from(n))?;
    }
    for n in 0..12 {
        numbers.remove(n * 21)?;
    }
    let mut set = world.set_mut();
    for n in 0..9 {
        set.insert(n * 1000)?;
    }
    let mut values = world.values_mut();
    values.insert("list".into(), value!([1, "two"]))?;
    values.insert(value!(("a", 1)), value!(null))?;
    values.insert(3.into(), value!(2.5))?;
    // With a hasher of its own std's map has one order, too.
    let compact: HashMap<u32, u64, BuildHasherDefault<DefaultHasher>> =
        (0..30).map(|n| (n * 5, u64::from(n))).collect();
    world.compact_mut().set(&compact)?;
    let compact: HashSet<u16, BuildHasherDefault<DefaultHasher>> = (0..20).collect();
    world.compact_set_mut().set(&compact)?;
    world.metrics_mut().set_value(Metric::Other, value!(["any", 1]))
}
