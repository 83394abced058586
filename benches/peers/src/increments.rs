//! Nine numbers of each of 3,000 players, incremented by a second process in one turn: through a handle to each, over one
//! list of all, over lists indexed by an enum, and by key; against plain values in that process's own memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use ipo::{Handle, Heap};

use super::contest::{Measured, ROUNDS, contest, ours, peer};
use super::report::{Row, Unit};
use super::second::{self, Second};
use super::{Failure, common};

#[allow(dead_code, reason = "the example uses all of it")]
#[path = "../../../examples/players/model.rs"]
mod model;

use model::{Form, Game, INCREMENTS, KEYS, Player, pass_dicts, pass_list, pass_plain, pass_stats, pass_structs};

pub const ROWS: &[Row] = &[
    Row { group: "increments", work: "9 fields of 3,000 players", unit: Unit::Nanoseconds, run: fields },
    Row {
        group: "increments",
        work: "9 keys of a dict for each of 3,000 players",
        unit: Unit::Nanoseconds,
        run: dicts,
    },
];

const HASHBROWN: &str = concat!("hashbrown ", env!("VERSION_HASHBROWN"), ", foldhash");

/// The other processes' players, and the second process that changes them.
struct Players {
    heap: Heap,
    game: Handle<Game>,
    expected: Vec<Player>,
    second: Second,
}

impl Players {
    fn start() -> Result<Players, Failure> {
        let (word, heap) = common::heap("increments")?;
        let game = Game::create(&heap)?;
        let expected = heap.read()?.load(game)?.roster;
        let second = Second::start(&[&"increments", &word])?;
        Ok(Players { heap, game, expected, second })
    }

    fn pass(&self, what: &str) -> Result<f64, Failure> {
        Ok(self.second.ask(what)?.parse()?)
    }

    /// Whether nothing was left out in these forms.
    fn check(mut self, forms: &[Form]) -> Result<(), Failure> {
        for form in forms {
            let mut expected = self.expected.clone();
            for player in &mut expected {
                (0..passes(&format!("{form:?}")) * (ROUNDS + 1)).for_each(|_| player.increment());
            }
            if !Game::check(&self.heap, self.game, *form, &expected)? {
                return Err(format!("{form:?}: the players have other numbers than expected").into());
            }
        }
        self.expected.clear();
        Ok(())
    }
}

/// Passes over all players in a round: dicts take longer.
fn passes(what: &str) -> usize {
    match what {
        "Dict" | "hashbrown" | "std" => 20,
        _ => 200,
    }
}

fn fields() -> Result<Vec<Measured>, Failure> {
    let players = Players::start()?;
    let measured = contest(vec![
        ours("one list", || players.pass("List")),
        ours("handles to structs", || players.pass("Struct")),
        ours("handles to enum lists", || players.pass("Enum")),
        peer("Vec of plain structs", Ok(|| players.pass("plain"))).note("private memory, no lock"),
        peer("Vec of structs of relaxed atomics", Ok(|| players.pass("atomics"))).note("a load and a store, no lock"),
    ])?;
    players.check(&[Form::List, Form::Struct, Form::Enum])?;
    Ok(measured)
}

fn dicts() -> Result<Vec<Measured>, Failure> {
    let players = Players::start()?;
    let measured = contest(vec![
        ours("", || players.pass("Dict")),
        peer(HASHBROWN, Ok(|| players.pass("hashbrown"))).note("private memory, no lock"),
        peer("std HashMap", Ok(|| players.pass("std"))).note("private memory, no lock"),
    ])?;
    players.check(&[Form::Dict])?;
    Ok(measured)
}

/// A player of numbers that need no lock, if one thread at a time writes.
struct Atomics([AtomicI64; 9]);

#[inline(never)]
fn pass_atomics(players: &[Atomics]) {
    for player in players {
        for number in &player.0 {
            // Relaxed: the numbers are of no meaning to each other.
            number.store(number.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        }
    }
}

/// The same keys as ipo's dicts have.
macro_rules! pass_keys {
    ($maps:expr) => {
        for map in $maps.iter_mut() {
            for key in KEYS {
                *map.get_mut(key).ok_or("no such key")? += 1;
            }
        }
    };
}

/// The second process: passes over what it is told, and answers with nanoseconds per increment.
pub fn second(heap: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    let game: Handle<Game> = heap.read()?.root("game")?;
    let forms = heap.read()?.load(game)?;
    let mut plain = forms.roster.clone();
    let atomics: Vec<Atomics> = plain.iter().map(|player| Atomics(player.numbers().map(AtomicI64::new))).collect();
    let mut std_maps: Vec<HashMap<String, i64>> = plain.iter().map(Player::dict).collect();
    let mut hashbrown_maps: Vec<hashbrown::HashMap<String, i64>> =
        std_maps.iter().map(|map| map.iter().map(|(key, value)| (key.clone(), *value)).collect()).collect();
    for what in second::lines() {
        let passes = passes(&what);
        let took = common::time(passes * INCREMENTS, || {
            let mut turn = heap.write()?;
            for _ in 0..passes {
                match what.as_str() {
                    "Struct" => pass_structs(&mut turn, &forms.players)?,
                    "List" => pass_list(&mut turn, game)?,
                    "Enum" => pass_stats(&mut turn, &forms.stats)?,
                    "Dict" => pass_dicts(&mut turn, &forms.dicts)?,
                    "plain" => pass_plain(&mut plain)?,
                    "atomics" => pass_atomics(&atomics),
                    "hashbrown" => pass_keys!(hashbrown_maps),
                    "std" => pass_keys!(std_maps),
                    _ => return Err("no such form".into()),
                }
            }
            Ok(())
        })?;
        println!("{took}");
    }
    Ok(())
}
