//! A list with a value of every kind, as a program uses it.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::{HashMap, HashSet};

use ipo::{AnyRef, EnumIndex, EnumList, Error, Handle, Heap, Index, SharedEnumIndex, SharedStruct, Value, value};

#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
pub struct Employee {
    pub name: String,
    pub age: i64,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    Red,
    Green,
}

impl Default for Color {
    fn default() -> Color {
        Color::Red
    }
}

/// What is known of a company.
#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = Option<f64>)]
    Income,
    #[shared(type = i64)]
    Employees,
    /// In euros.
    #[shared(type = f64)]
    AvgSalary,
    #[shared(type = Option<bool>)]
    InAGoodState,
    #[shared(type = Option<Vec<String>>)]
    Emails,
    #[shared(type = String)]
    Name,
    #[shared(type = Vec<u8>)]
    Logo,
    #[shared(type = (f64, f64))]
    Position,
    #[shared(type = [i32; 3])]
    Counts,
    #[shared(type = char)]
    Grade,
    #[shared(type = u128)]
    Serial,
    #[shared(type = Employee)]
    Boss,
    #[shared(type = Vec<Employee>)]
    Staff,
    #[shared(type = Color)]
    Logotype,
    #[shared(type = Option<Handle<Employee>>)]
    Founder,
    #[shared(type = HashMap<String, i64>)]
    Branches,
    #[shared(type = HashSet<i64>)]
    Rooms,
    #[shared(type = Value)]
    Anything,
    Websites,
}

const SALARY: Index<Metric, f64> = Metric::AVG_SALARY;

impl MetricMut<'_> {
    fn raise(&mut self) {
        self.set_avg_salary(self.avg_salary() * 1.1);
    }
}

impl MetricRef<'_> {
    fn is_rich(self) -> bool {
        self.income().is_some_and(|income| income > 1e9)
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Company {
    pub metrics: EnumList<Metric>,
    pub former: Vec<EnumList<Metric>>,
}

pub fn uses(heap: &Heap) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let plain = EnumList::new().with(SALARY, 4_000.0).with(Metric::NAME, "Company".into());
    let company = turn.put(&Company { metrics: plain.clone(), former: vec![plain] })?;
    let mut view = turn.get_mut(company)?;
    let mut list: MetricMut<'_> = view.metrics_mut();
    list.raise();

    // By accessor.
    list.set_income(None);
    list.set_employees(list.employees() + 1);
    *list.avg_salary_mut() += 1.0;
    list.set_in_a_good_state(Some(true));
    list.set_emails(None)?;
    list.set_name("another")?;
    list.set_logo(b"png")?;
    list.set_position((1.0, 2.0));
    list.set_grade('A');
    list.set_serial(1);
    list.boss_mut().set_name("Ada")?;
    list.staff_mut().push(&Employee::default())?;
    list.set_logotype(Color::Green);
    list.set_founder(None);
    list.branches_mut().insert("Berlin", 1)?;
    list.set_anything(value!([1, null]))?;
    list.set_websites("http://company.net".into())?;

    // By key.
    list.set(Metric::INCOME, Some(2e9));
    list.set(Metric::EMPLOYEES, 7);
    *list.get_mut(Metric::AVG_SALARY) += 1.0;
    list.set(Metric::NAME, "a name")?;
    list.get_mut(Metric::STAFF).push(&Employee::default())?;
    let (salary, name): (f64, &str) = (list.get(SALARY), list.get(Metric::NAME));
    assert!(salary > 0.0 && !name.is_empty());

    // By variant.
    list.set_value(Metric::Websites, value!(["http://company.com"]))?;
    list.set_value(Metric::Employees, value!(8))?;
    for variant in Metric::all() {
        let value: AnyRef<'_> = list.value(variant);
        println!("{} {value:?}", variant.name());
    }
    assert_eq!(list.iter().rev().len(), list.len());
    let mut again: MetricMut<'_> = list.reborrow();
    let copy: EnumList<Metric> = again.load();
    again.store(&copy)?;

    let read: MetricRef<'_> = list.as_ref();
    assert!(read.is_rich());
    let (name, websites) = (read.name(), read.websites());
    println!("{name} {websites:?} {read:?} {list:?} {copy:?}");
    drop(turn);

    let turn = heap.read()?;
    let list = turn.get(company)?.metrics();
    let names = list.iter().map(|(variant, value)| (variant, value.load())).count();
    assert_eq!((names, list.len()), (Metric::COUNT, Metric::COUNT));
    // Views outlive what they were copied from.
    let name: &str = { list.get(Metric::NAME) };
    let value = { list.value(Metric::Websites) };
    println!("{name} {value:?}");
    Ok(())
}

fn main() {
    assert_eq!(Metric::from_name("AvgSalary").map(Metric::index), Some(2));
    assert_eq!(format!("{SALARY:?}"), "Index(AvgSalary: f64)");
    let list: EnumList<Color> = EnumList::new();
    assert_eq!(format!("{list:?}"), "Color { Red: None, Green: None }");
}
