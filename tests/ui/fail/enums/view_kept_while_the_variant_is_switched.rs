//! A view of a variant ends where another variant is set.

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
    if let JobMut::Running { progress, .. } = task.job_mut() {
        //~ UNDO:
        task.set_job(&Job::Waiting)?;
        *progress += 0.5;
        //~ UNDO:        task.set_job(&Job::Waiting)?;
        task.set_name("again")?;
    }
    Ok(())
}

fn main() {}
