//! increments/…: nine numbers of 3,000 players, changed by a second process in one turn, against the same loop over a
//! `Vec` of plain structs in that process; dicts against hashbrown tables with the same hash.

use std::str::FromStr;
use std::time::Duration;

use ipo::{Handle, Heap};

use super::Failure;
use super::neighbour;
use super::other::Other;
use super::players::{
    self, Form, Game, INCREMENTS, Plain, pass_dicts, pass_list, pass_plain, pass_stats, pass_structs, pass_tables,
};
use super::table::{Goal, Round, Row, alternate, time};

pub const ROWS: &[Row] = &[
    Row { name: "increments/struct", goal: Goal::SpeedAtLeast(0.75), run: || rounds(Form::Struct) },
    Row { name: "increments/enum", goal: Goal::SpeedAtLeast(0.75), run: || rounds(Form::Enum) },
    Row { name: "increments/list", goal: Goal::SpeedAtLeast(0.95), run: || rounds(Form::List) },
    Row { name: "increments/dict", goal: Goal::SpeedAtLeast(0.6), run: || rounds(Form::Dict) },
];

/// Passes over all players per half of a round: dicts take longer.
fn passes(form: Form) -> usize {
    if form == Form::Dict { 20 } else { 200 }
}

fn rounds(form: Form) -> Result<Vec<Round>, Failure> {
    let (name, heap) = players::heap("increments")?;
    let game = Game::create(&heap)?;
    let mut expected = heap.read()?.load(game)?.roster;
    let mut second = Other::start(&["increments", &name])?;
    second.tell(&format!("{form:?}"))?;
    let [run, beside] = numbers(&second.answer()?)?;
    neighbour::count(run, beside);
    let mut rounds = Vec::new();
    let [kept] = numbers(&second.answer()?)?;
    for _ in 0_usize..kept {
        let [ours, reference] = numbers(&second.answer()?)?;
        rounds.push(Round { ours, reference });
    }
    second.answer()?;
    for player in &mut expected {
        (0..passes(form) * (run + 1)).for_each(|_| player.increment());
    }
    // Nothing was left out.
    if Game::check(&heap, game, form, &expected)? {
        Ok(rounds)
    } else {
        Err("the players have other numbers than expected".into())
    }
}

/// The numbers of a line.
fn numbers<T: FromStr, const N: usize>(line: &str) -> Result<[T; N], Failure> {
    let numbers: Vec<T> = line.split_whitespace().flat_map(str::parse).collect();
    numbers.try_into().map_err(|_| format!("{line:?} is not {N} numbers").into())
}

/// The second process: runs the rounds of the form that it is told, and answers with a line for each.
pub fn second(heap: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    neighbour::calibrate();
    println!("ready");
    let mut told = String::new();
    std::io::stdin().read_line(&mut told)?;
    let forms = [Form::Struct, Form::List, Form::Enum, Form::Dict];
    let form = *forms.iter().find(|form| format!("{form:?}") == told.trim()).ok_or("no such form")?;
    let game: Handle<Game> = heap.read()?.root("game")?;
    let mut plain = Plain::new(heap.read()?.load(game)?.roster);
    let passes = passes(form);
    let rounds = alternate(
        || {
            let mut turn = heap.write()?;
            let forms = turn.load(game)?;
            time(passes * INCREMENTS, || {
                Ok((0..passes).try_for_each(|_| match form {
                    Form::Struct => pass_structs(&mut turn, &forms.players),
                    Form::List => pass_list(&mut turn, game),
                    Form::Enum => pass_stats(&mut turn, &forms.stats),
                    Form::Dict => pass_dicts(&mut turn, &forms.dicts),
                })?)
            })
        },
        || {
            time(passes * INCREMENTS, || {
                Ok((0..passes).try_for_each(|_| match form {
                    Form::Dict => pass_tables(&mut plain.dicts, &plain.hasher),
                    _ => pass_plain(&mut plain.players),
                })?)
            })
        },
    )?;
    let (run, beside) = neighbour::counted();
    println!("{run} {beside}\n{}", rounds.len());
    for round in rounds {
        println!("{} {}", round.ours, round.reference);
    }
    println!("done");
    Ok(())
}
