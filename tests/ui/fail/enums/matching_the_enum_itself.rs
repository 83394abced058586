//! A view is not the enum.

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

pub fn uses(task: TaskRef<'_>) -> bool {
    //~ UNDO:    matches!(task.job(), JobRef::Waiting)
    matches!(task.job(), Job::Waiting)
}

pub fn done(mut task: TaskMut<'_>) -> Result<(), Error> {
    task.set_name("done")
}

fn main() {}
