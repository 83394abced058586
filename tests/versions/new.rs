//! The newer of two programs with one heap: see `tests/versions.rs`, which runs both.

use ipo::{Error, Heap, Shared, SharedStruct};

#[derive(SharedStruct)]
struct Player {
    name: String,
    score: u64,
    #[shared(default = first)]
    level: u32,
    #[shared(default)]
    tags: Vec<String>,
    #[shared(default = title)]
    title: String,
}

fn first() -> u32 {
    1
}

fn title() -> String {
    "beginner".into()
}

#[derive(SharedStruct)]
struct Team {
    captain: Player,
}

#[derive(SharedStruct)]
struct Thing {
    kept: i64,
    added: bool,
    retyped: i32,
    swapped: u16,
    moved: u16,
}

/// What was `Sample`, in another module.
mod measured {
    #[derive(ipo::SharedStruct)]
    #[shared(name = "lab.Sample")]
    pub(crate) struct Temperature {
        pub(crate) degrees: f64,
    }
}

/// A default that its slot has no room for.
mod long {
    #[derive(ipo::SharedStruct)]
    pub(crate) struct Player {
        pub(crate) name: String,
        pub(crate) score: u64,
        #[shared(default = long)]
        pub(crate) motto: String,
    }

    fn long() -> String {
        "longer than what fits into a slot".into()
    }
}

fn mismatch<T: Shared>(heap: &Heap, name: &str) -> Result<(), Error> {
    match heap.read()?.root::<T>(name) {
        Err(Error::SchemaMismatch { differences, .. }) => {
            for difference in differences {
                println!("{name}: {difference}");
            }
            Ok(())
        }
        other => panic!("{name}: {other:?}"),
    }
}

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().collect();
    let heap = Heap::attach(&arguments[1])?;
    match arguments[2].as_str() {
        "read" => {
            let turn = heap.read()?;
            let player = turn.root::<Player>("player")?;
            let view = turn.get(player)?;
            println!("{} {} {} {} {}", view.name(), view.score(), view.level(), view.tags().len(), view.title());
            let loaded = turn.load(player)?;
            println!("{} {}", loaded.name, loaded.title);
            let sample = turn.get(turn.root::<measured::Temperature>("sample")?)?;
            println!("{}", sample.degrees());
            let long = turn.root::<long::Player>("player")?;
            println!("{}", turn.get(long).expect_err("a default that does not fit"));
        }
        "mismatches" => {
            mismatch::<Team>(&heap, "team")?;
            mismatch::<Vec<Player>>(&heap, "list")?;
            mismatch::<Thing>(&heap, "thing")?;
            mismatch::<Player>(&heap, "sample")?;
        }
        "renew" => {
            let mut turn = heap.write()?;
            let old = turn.root::<Player>("player")?;
            println!("{}", turn.get_mut(old).expect_err("an older program's object is not changed"));
            let mut player = turn.load(old)?;
            player.score += 1;
            player.tags.push("a tag that is longer than any slot".into());
            let new = turn.transaction(|tx| {
                tx.remove(old)?;
                let new = tx.put(&player)?;
                tx.bind("player", new)?;
                Ok::<_, Error>(new)
            })?;
            assert!(matches!(turn.get(old), Err(Error::Stale { .. })));
            turn.get_mut(new)?.set_level(2);
            println!("{}", turn.verify().is_sound());
        }
        other => panic!("no such step: {other}"),
    }
    Ok(())
}
