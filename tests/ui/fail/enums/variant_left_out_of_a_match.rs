//! All variants of a view are looked at.

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

pub fn uses(task: TaskRef<'_>) -> usize {
    match task.job() {
        JobRef::Waiting => 0,
        //~ UNDO:        JobRef::Failed(_) => 1,
        // Nothing about the third one.
        JobRef::Running { log, .. } => log.len(),
    }
}

pub fn done(mut task: TaskMut<'_>) -> Result<(), Error> {
    task.set_name("done")
}

fn main() {}
