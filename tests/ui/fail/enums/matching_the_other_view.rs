//! The view for changing has patterns of its own.

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
    //~ UNDO:    if let JobMut::Failed(why) = task.job_mut() {
    if let JobRef::Failed(why) = task.job_mut() {
        println!("{why:?}");
    }
    task.set_name("failed")
}

fn main() {}
