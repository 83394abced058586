//! A view for reading gives numbers by value.

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
    //~ UNDO:    if let JobMut::Running { progress, .. } = task.job_mut() {
    if let JobRef::Running { progress, .. } = task.job() {
        *progress += 0.5;
    }
    task.set_name("done")
}

fn main() {}
