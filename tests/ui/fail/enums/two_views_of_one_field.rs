//! Two views that could change one enum.

use ipo::{Error, SharedEnum, SharedStruct};

#[derive(SharedEnum)]
pub enum Job {
    Waiting,
    Running { progress: f64, log: Vec<String> },
    Failed(String),
}

#[derive(SharedStruct)]
pub struct Task {
    pub job: Job,
    pub name: String,
}

pub fn uses(mut task: TaskMut<'_>) -> Result<(), Error> {
    let first = task.job_mut();
    //~ UNDO:    let second = JobMut::Waiting;
    let second = task.job_mut();
    println!("{first:?} {second:?}");
    task.set_name("seen")
}

fn main() {}
