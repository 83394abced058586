//! The list in a view for reading is one for reading.

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
    //~ UNDO:    if let JobMut::Running { mut log, .. } = task.job_mut() {
    if let JobRef::Running { mut log, .. } = task.job() {
        log.push("one step")?;
    }
    task.set_name("done")
}

fn main() {}
