//! increments/…: nine fields of 3,000 players, changed by a second process in one turn, against the same loop over a
//! `Vec` of plain structs in that process.

use std::time::Duration;

use ipo::{Handle, Heap};

use super::Failure;
use super::players::{self, Game, INCREMENTS, pass_list, pass_plain, pass_structs};
use super::second::Second;
use super::table::{Goal, ROUNDS, Round, Row, alternate, time};

pub const ROWS: &[Row] = &[
    Row { name: "increments/struct", goal: Goal::SpeedAtLeast(0.75), run: || rounds("struct") },
    Row { name: "increments/list", goal: Goal::SpeedAtLeast(0.95), run: || rounds("list") },
];

/// Passes over all players per half of a round.
const PASSES: usize = 200;

fn rounds(kind: &str) -> Result<Vec<Round>, Failure> {
    let (name, heap) = players::heap("increments")?;
    let game = players::fill(&heap)?;
    let before = heap.read()?.load(game)?;
    let mut second = Second::start(&["increments", &name])?;
    second.tell(kind)?;
    let rounds = (0..ROUNDS).map(|_| round(&second.answer()?)).collect::<Result<_, _>>()?;
    second.answer()?;
    check(&heap, game, before, kind)?;
    Ok(rounds)
}

fn round(line: &str) -> Result<Round, Failure> {
    let (ours, reference) = line.split_once(' ').ok_or("not a round")?;
    Ok(Round { ours: ours.parse()?, reference: reference.parse()? })
}

/// Nothing was left out: every player has the numbers that all passes make.
fn check(heap: &Heap, game: Handle<Game>, mut expected: Game, kind: &str) -> Result<(), Failure> {
    let passes = PASSES * (ROUNDS + 1);
    for player in &mut expected.roster {
        (0..passes).for_each(|_| player.increment());
    }
    let turn = heap.read()?;
    let found = turn.load(game)?;
    let players = match kind {
        "list" => found.roster,
        _ => found.players.iter().map(|&player| turn.load(player)).collect::<Result<_, _>>()?,
    };
    if players == expected.roster { Ok(()) } else { Err("the players have other numbers than expected".into()) }
}

/// The second process: runs the rounds of the kind that it is told, and answers with a line for each.
pub fn second(heap: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    println!("ready");
    let mut kind = String::new();
    std::io::stdin().read_line(&mut kind)?;
    let game: Handle<Game> = heap.read()?.root("game")?;
    let mut plain = heap.read()?.load(game)?.roster;
    let rounds = alternate(
        || {
            let mut turn = heap.write()?;
            let handles = turn.load(game)?.players;
            time(PASSES * INCREMENTS, || match kind.trim() {
                "list" => Ok((0..PASSES).try_for_each(|_| pass_list(&mut turn, game))?),
                _ => Ok((0..PASSES).try_for_each(|_| pass_structs(&mut turn, &handles))?),
            })
        },
        || {
            time(PASSES * INCREMENTS, || {
                (0..PASSES).for_each(|_| pass_plain(&mut plain));
                Ok(())
            })
        },
    )?;
    for round in rounds {
        println!("{} {}", round.ours, round.reference);
    }
    println!("done");
    Ok(())
}
