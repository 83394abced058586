//! The older of two programs with one heap: see `tests/versions.rs`, which runs both.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
struct Player {
    name: String,
    score: u64,
}

#[derive(SharedStruct)]
struct Team {
    captain: Player,
}

#[derive(SharedStruct)]
struct Thing {
    kept: i64,
    removed: String,
    retyped: u32,
    moved: u16,
    swapped: u16,
}

mod lab {
    #[derive(ipo::SharedStruct)]
    #[shared(name = "lab.Sample")]
    pub(crate) struct Sample {
        pub(crate) degrees: f64,
    }
}

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().collect();
    let heap = Heap::attach(&arguments[1])?;
    match arguments[2].as_str() {
        "store" => {
            let mut turn = heap.write()?;
            let player = turn.put(&Player { name: "a name that is longer than any slot".into(), score: 7 })?;
            turn.bind("player", player)?;
            let team = turn.put(&Team { captain: Player { name: "Ada".into(), score: 1 } })?;
            turn.bind("team", team)?;
            let list = turn.put(&vec![Player { name: "Bob".into(), score: 2 }])?;
            turn.bind("list", list)?;
            let thing = Thing { kept: 1, removed: String::new(), retyped: 2, moved: 3, swapped: 4 };
            let thing = turn.put(&thing)?;
            turn.bind("thing", thing)?;
            let sample = turn.put(&lab::Sample { degrees: 20.5 })?;
            turn.bind("sample", sample)?;
        }
        "read" => {
            let turn = heap.read()?;
            let player = turn.get(turn.root::<Player>("player")?)?;
            println!("{} {}", player.name(), player.score());
        }
        "change" => {
            let mut turn = heap.write()?;
            let player = turn.root::<Player>("player")?;
            println!("{}", turn.get_mut(player).expect_err("a newer program's object is not changed"));
            println!("{}", turn.remove(player).expect_err("a newer program's object is not removed"));
        }
        other => panic!("no such step: {other}"),
    }
    Ok(())
}
