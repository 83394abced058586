//! Text of a variant is freed where another variant is set.

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

pub fn uses(mut task: TaskMut<'_>) -> Result<usize, Error> {
    match task.job() {
        JobRef::Failed(why) => {
            //~ UNDO:            let length = why.len();
            let length = why;
            task.set_job(&Job::Waiting)?;
            //~ UNDO:            Ok(length)
            Ok(length.len())
        }
        _ => Ok(0),
    }
}

fn main() {}
