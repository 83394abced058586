//! The main example: one process puts a company into the heap, a second one changes it in place, the first checks it.
//!
//! `cargo run --release --example company` starts both; `-- sender` and `-- receiver` run one side each, in two
//! terminals. Prints the final fields and exits with 1 if one of them is not what it should be.

use std::collections::HashMap;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use ipo::{EnumList, Error, Handle, Heap, IfExists, Ix1, NdArray, SharedEnumIndex, SharedStruct, Value};

const NAME: &str = "company";
const PATIENCE: Duration = Duration::from_secs(30);

/// A fixed slot per variant, each with its own type.
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum CompanyMetrics {
    #[shared(type = Option<Vec<String>>)]
    Websites,
    #[shared(type = f64)]
    AvgSalary,
    #[shared(type = i64)]
    Employees,
    #[shared(type = Option<bool>)]
    InAGoodState,
    #[shared(type = Option<f64>)]
    AnnualIncome,
    #[shared(type = Vec<String>)]
    Emails,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Manager,
    Engineer,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Employee {
    name: String,
    age: i64,
    position: Position,
    years_of_employment: i64,
}

impl EmployeeMut<'_> {
    /// A method of the shared object: in place, in whichever process calls it.
    fn add_year(&mut self) {
        self.set_years_of_employment(self.years_of_employment() + 1);
        self.set_age(self.age() + 1);
    }
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct CompanyInfo {
    company_id: i64,
    emails: (String, String),
    websites: Vec<String>,
    income: f64,
    employees: i64,
    some_employee: Employee,
    company_metrics: EnumList<CompanyMetrics>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Stage {
    some_processing_stage_control: bool,
    int_value: i64,
    str_value: String,
    /// Keys and values of several kinds.
    data_dict: HashMap<Value, Value>,
    company_info: CompanyInfo,
}

fn websites() -> Vec<String> {
    vec!["http://company.com".into(), "http://company.org".into()]
}

fn stage() -> Stage {
    Stage {
        some_processing_stage_control: false,
        int_value: 18,
        str_value: "Hello, ".into(),
        data_dict: HashMap::from([
            ("key1".into(), 1.into()),
            (("key", 2).into(), "value2".into()),
            ("key3".into(), key3([1, 2, 3])),
        ]),
        company_info: CompanyInfo {
            company_id: 1,
            emails: ("sails@company.com".into(), "support@company.com".into()),
            websites: websites(),
            income: 1_000_000.0,
            employees: 10,
            some_employee: Employee {
                name: "John Doe".into(),
                age: 30,
                position: Position::Manager,
                years_of_employment: 2,
            },
            company_metrics: EnumList::new()
                .with(CompanyMetrics::WEBSITES, Some(websites()))
                .with(CompanyMetrics::AVG_SALARY, 3_000.0)
                .with(CompanyMetrics::EMPLOYEES, 10)
                .with(CompanyMetrics::IN_A_GOOD_STATE, Some(true)),
        },
    }
}

/// The first side: puts the object, sends its handle, waits until the other side has done its work.
fn sender(name: &str) -> Result<bool, Error> {
    let heap = Heap::options().capacity(200 << 20).if_exists(IfExists::ReplaceDead).create(name)?;
    let outcome = send_and_check(&heap);
    Heap::remove(name)?;
    outcome
}

fn send_and_check(heap: &Heap) -> Result<bool, Error> {
    let handle = {
        let mut turn = heap.write()?;
        let handle = turn.put(&stage())?;
        turn.send(&handle)?;
        handle
    };
    let start = Instant::now();
    while !heap.read()?.get(handle)?.some_processing_stage_control() {
        if start.elapsed() > PATIENCE {
            return Err(Error::TimedOut { waited: start.elapsed(), holder: None });
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let fields = final_fields(&heap.read()?.load(handle)?);
    Ok(report(&fields))
}

/// The second side: changes the object in place.
fn receiver(name: &str) -> Result<(), Error> {
    let heap = Heap::options().timeout(PATIENCE).attach(name)?;
    let handle: Handle<Stage> = heap.take_message_timeout(PATIENCE)?;
    let mut turn = heap.write()?;
    let mut stage = turn.get_mut(handle)?;
    change_metrics(stage.company_info_mut())?;
    stage.company_info_mut().some_employee_mut().add_year();

    stage.set_int_value(200);
    stage.set_int_value(stage.int_value() + 1);
    stage.set_str_value("Hello. ")?;
    stage.str_value_mut().push_str("!")?;
    add_to_key3(&mut stage, 10);
    add_to_key3(&mut stage, -15);
    change_dict(&mut stage)?;

    stage.company_info_mut().some_employee_mut().add_year();
    let mut company = stage.company_info_mut();
    company.set_income(3_000_000.0);
    company.set_income(company.income() * 1.1);
    company.set_income(company.income() + 500_000.0);
    add_to_key3(&mut stage, 10);
    stage.set_some_processing_stage_control(true);
    Ok(())
}

fn change_metrics(mut company: CompanyInfoMut<'_>) -> Result<(), Error> {
    let mut metrics = company.company_metrics_mut();
    metrics.set_annual_income(Some(2_000_000.0));
    metrics.set_employees(20);
    metrics.set_avg_salary(5_000.0);
    metrics.set_in_a_good_state(None);
    metrics.set_in_a_good_state(Some(false));
    metrics.set(CompanyMetrics::AVG_SALARY, metrics.avg_salary() + 1.1);
    metrics.set(CompanyMetrics::EMPLOYEES, metrics.employees() + 1);
    metrics.set_emails(&[])?;
    metrics.emails_mut().push("sails@company.com")?;
    metrics.emails_mut().push("support@company.com")?;
    metrics.set_websites(Some(&websites()))
}

fn change_dict(stage: &mut StageMut<'_>) -> Result<(), Error> {
    let mut dict = stage.data_dict_mut();
    dict.insert("key1".into(), 200.into())?;
    let mut key1 = dict.get_mut("key1".into()).expect("just set");
    let key1 = key1.as_i64_mut().expect("an integer");
    *key1 += 3;
    *key1 *= 1;
    for _ in 0..2 {
        dict.insert(("key", 2).into(), "value2".into())?;
        let mut key2 = dict.get_mut(("key", 2).into()).expect("just set");
        key2.as_str_mut().expect("text").push_str("d")?;
    }
    Ok(())
}

/// Adds to each number of `data_dict["key3"]`, in place.
fn add_to_key3(stage: &mut StageMut<'_>, n: i32) {
    let mut dict = stage.data_dict_mut();
    let mut key3 = dict.get_mut("key3".into()).expect("a known key");
    let mut array = key3.as_tensor_mut().expect("an array");
    for number in array.as_mut_slice::<i32>().expect("of i32") {
        *number += n;
    }
}

/// An array of 32-bit integers with one dimension.
fn key3(numbers: [i32; 3]) -> Value {
    let array: NdArray<i32, Ix1> = NdArray::from_vec([3], numbers.to_vec()).expect("three numbers");
    array.into()
}

/// A value as a person would write it.
fn spell(value: &Value) -> String {
    match value {
        Value::Int(n) => n.to_string(),
        Value::Str(text) => format!("{text:?}"),
        Value::Tensor(array) => array.as_slice::<i32>().map_or_else(|e| e.to_string(), |n| format!("{n:?}")),
        other => format!("{other:?}"),
    }
}

/// Each field's name, what it is, and what it should be.
fn final_fields(stage: &Stage) -> Vec<(&'static str, String, String)> {
    let (company, metrics) = (&stage.company_info, &stage.company_info.company_metrics);
    let employee = &company.some_employee;
    let dict = |key: Value| stage.data_dict.get(&key).map_or("missing".into(), spell);
    fn row(
        name: &'static str,
        found: impl std::fmt::Debug,
        expected: impl std::fmt::Debug,
    ) -> (&'static str, String, String) {
        (name, format!("{found:?}"), format!("{expected:?}"))
    }
    // As the receiver computes them, in floating point.
    let (income, salary) = (3_000_000.0 * 1.1 + 500_000.0, 5_000.0 + 1.1);
    vec![
        row("some_processing_stage_control", stage.some_processing_stage_control, true),
        row("int_value", stage.int_value, 201),
        row("str_value", &stage.str_value, "Hello. !"),
        ("data_dict.key1", dict("key1".into()), spell(&203.into())),
        ("data_dict.(key, 2)", dict(("key", 2).into()), spell(&"value2d".into())),
        ("data_dict.key3", dict("key3".into()), spell(&key3([6, 7, 8]))),
        row("company_id", company.company_id, 1),
        row("emails", &company.emails, ("sails@company.com", "support@company.com")),
        row("websites", &company.websites, websites()),
        row("income", company.income, income),
        row("employees", company.employees, 10),
        row("some_employee.name", &employee.name, "John Doe"),
        row("some_employee.age", employee.age, 32),
        row("some_employee.position", employee.position, Position::Manager),
        row("some_employee.years_of_employment", employee.years_of_employment, 4),
        row("company_metrics.websites", metrics.get(CompanyMetrics::WEBSITES), Some(websites())),
        row("company_metrics.avg_salary", metrics.get(CompanyMetrics::AVG_SALARY), salary),
        row("company_metrics.employees", metrics.get(CompanyMetrics::EMPLOYEES), 21),
        row("company_metrics.in_a_good_state", metrics.get(CompanyMetrics::IN_A_GOOD_STATE), Some(false)),
        row("company_metrics.annual_income", metrics.get(CompanyMetrics::ANNUAL_INCOME), Some(2_000_000.0)),
        row(
            "company_metrics.emails",
            metrics.get(CompanyMetrics::EMAILS),
            ["sails@company.com", "support@company.com"],
        ),
    ]
}

/// Prints the fields; false if one differs.
fn report(fields: &[(&str, String, String)]) -> bool {
    let mut right = true;
    for (name, found, expected) in fields {
        println!("{name} = {found}");
        if found != expected {
            eprintln!("{name} should be {expected}");
            right = false;
        }
    }
    right
}

/// Both sides, the second as a process of its own.
fn both() -> Result<bool, Box<dyn std::error::Error>> {
    let name = format!("{NAME}-{}", std::process::id());
    let mut other = Command::new(std::env::current_exe()?).args(["receiver", &name]).spawn()?;
    let outcome = sender(&name);
    if outcome.is_err() {
        let _ = other.kill();
    }
    let status = other.wait()?;
    Ok(outcome? && status.success())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let name = args.get(2).map_or(NAME, String::as_str);
    let outcome = match args.get(1).map(String::as_str) {
        None => both(),
        Some("sender") => sender(name).map_err(Into::into),
        Some("receiver") => receiver(name).map(|()| true).map_err(Into::into),
        Some(other) => Err(format!("{other:?}: expected nothing, `sender` or `receiver`").into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("company: {error}");
            ExitCode::FAILURE
        }
    }
}
