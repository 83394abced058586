//! Types of the program's own: structs with methods, parameters and attributes, enums as values and with data, and lists
//! that an enum indexes.

use std::collections::HashMap;
use std::time::Duration;

use ipo::{EnumList, SharedEnum, SharedEnumIndex, SharedStruct, Value, value};
use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::stop::{Stop, kind};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Position {
    Engineer,
    Manager,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Employee {
    name: String,
    age: u32,
    position: Position,
}

/// Methods of the object in the heap.
impl EmployeeMut<'_> {
    fn promote(&mut self) {
        self.set_age(self.age() + 1);
        self.set_position(Position::Manager);
    }
}

/// With a parameter, and an inner struct that lies in it.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Team<T> {
    lead: Employee,
    notes: Vec<T>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Meters(f64, Option<String>);

/// A place for each variant, with a type of its own.
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Metric {
    #[shared(type = Option<f64>)]
    Income,
    #[shared(type = i64)]
    Employees,
    #[shared(type = Vec<String>)]
    Emails,
    #[shared(type = Value)]
    Note,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
enum Job {
    Waiting,
    Running { progress: f64, log: Vec<String> },
    Failed(String, u32),
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Jobs {
    first: Job,
    second: Job,
}

/// Plain bytes of another library.
#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable)]
#[repr(C)]
struct Point {
    x: f32,
    y: f32,
}

/// How a time limit is stored.
mod milliseconds {
    use std::time::Duration;

    pub(super) type Stored = u64;

    pub(super) fn store(limit: &Duration) -> u64 {
        limit.as_millis() as u64
    }

    pub(super) fn load(stored: u64) -> Duration {
        Duration::from_millis(stored)
    }
}

#[derive(SharedStruct, Debug, PartialEq)]
struct Attributes {
    #[shared(with = milliseconds)]
    limit: Duration,
    #[shared(pod)]
    place: Point,
    #[shared(atomic)]
    hits: u64,
    #[shared(extra)]
    more: HashMap<String, Value>,
    #[shared(skip)]
    not_shared: Option<std::rc::Rc<str>>,
}

fn ada() -> Employee {
    Employee { name: "Ada".into(), age: 36, position: Position::Engineer }
}

fn promoted() -> Employee {
    Employee { age: 37, position: Position::Manager, ..ada() }
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    let mut stops = structs();
    stops.extend(enums());
    stops
}

fn structs() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<Employee>(
            "struct",
            ada,
            |mut ada| {
                ada.promote();
                ada.set_name("Ada Lovelace")
            },
            || Employee { name: "Ada Lovelace".into(), ..promoted() },
        ),
        kind::<Team<(u8, String)>>(
            "generic struct",
            || Team { lead: ada(), notes: vec![(1, "one".into())] },
            |mut team| {
                team.lead_mut().promote();
                team.notes_mut().push((2, "two"))
            },
            || Team { lead: promoted(), notes: vec![(1, "one".into()), (2, "two".into())] },
        ),
        kind::<Meters>(
            "tuple struct",
            || Meters(1.5, None),
            |mut meters| {
                meters.set_0(meters._0() * 2.0);
                meters.set_1(Some("doubled"))
            },
            || Meters(3.0, Some("doubled".into())),
        ),
        kind::<Attributes>(
            "attributes",
            || Attributes {
                limit: Duration::from_millis(1_500),
                place: Point { x: 1.0, y: 2.0 },
                hits: 0,
                more: HashMap::from([("color".into(), value!("red")), ("size".into(), value!([1]))]),
                not_shared: None,
            },
            |mut all| {
                all.set_limit(&(all.limit() * 2));
                all.place_mut().x += 10.0;
                all.hits().fetch_add(3)?; // in a read turn as well, by several processes
                all.set_extra("owner", value!("ops"))?;
                let size = all.get_extra_mut("size").and_then(|size| size.into_list_mut());
                size.expect("a list").push(value!(2))?;
                all.remove_extra("color").map(drop)
            },
            || Attributes {
                limit: Duration::from_millis(3_000),
                place: Point { x: 11.0, y: 2.0 },
                hits: 3,
                more: HashMap::from([("owner".into(), value!("ops")), ("size".into(), value!([1, 2]))]),
                not_shared: None,
            },
        ),
    ]
}

fn enums() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(Position, HashMap<Position, u32>)>(
            "enum",
            || (Position::Engineer, HashMap::new()),
            |(mut position, mut hours)| {
                position.set(Position::Manager);
                hours.insert(Position::Engineer, 40).map(drop)
            },
            || (Position::Manager, HashMap::from([(Position::Engineer, 40)])),
        ),
        kind::<EnumList<Metric>>(
            "list by an enum",
            || EnumList::new().with(Metric::EMPLOYEES, 10),
            |mut metrics| {
                metrics.set_employees(metrics.employees() + 1); // by accessor
                metrics.set(Metric::INCOME, Some(2.5)); // by typed key
                metrics.set_value(Metric::Note, value!({"seen": true}))?; // by variant
                metrics.emails_mut().push("sales@company.com")
            },
            || {
                EnumList::new()
                    .with(Metric::EMPLOYEES, 11)
                    .with(Metric::INCOME, Some(2.5))
                    .with(Metric::EMAILS, vec!["sales@company.com".into()])
                    .with(Metric::NOTE, value!({"seen": true}))
            },
        ),
        kind::<Jobs>(
            "enum with data",
            || Jobs { first: Job::Waiting, second: Job::Running { progress: 0.5, log: vec![] } },
            |mut jobs| {
                jobs.set_first(&Job::Failed("no disk".into(), 2))?; // another variant
                if let JobMut::Running { progress, mut log } = jobs.second_mut() {
                    *progress += 0.25;
                    log.push("one step")?;
                }
                Ok(())
            },
            || Jobs {
                first: Job::Failed("no disk".into(), 2),
                second: Job::Running { progress: 0.75, log: vec!["one step".into()] },
            },
        ),
    ]
}
