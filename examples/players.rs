//! 3,000 players, made by one process and changed in place by a second one that this program starts itself.
//!
//! `cargo run --release --example players`: the second process finds the players by name and adds 1 to nine of their
//! fields, through a handle to each and over one list of all. Then it does the same to a plain `Vec`, alternating, and
//! the last line tells how the speeds compare (1.00: as fast as plain structs).

use std::process::Command;
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, SharedStruct, WriteTurn};

const PLAYERS: usize = 3_000;
/// Passes over all players per measurement.
const PASSES: i64 = 200;
/// Measurements of each kind; the median counts.
const ROUNDS: usize = 15;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Player {
    id: i64,
    name: String,
    health: i64,
    mana: i64,
    position_x: i64,
    position_y: i64,
    position_z: i64,
    rotation_x: i64,
    rotation_y: i64,
    rotation_z: i64,
    inventory_size: i64,
}

impl Player {
    fn new(id: i64) -> Player {
        Player {
            id,
            name: format!("player {id}"),
            health: 100,
            mana: 50 + id % 50,
            position_x: id,
            position_y: -id,
            position_z: 0,
            rotation_x: 0,
            rotation_y: 90,
            rotation_z: 180,
            inventory_size: id % 20,
        }
    }

    fn increment(&mut self) {
        self.health += 1;
        self.mana += 1;
        self.position_x += 1;
        self.position_y += 1;
        self.position_z += 1;
        self.rotation_x += 1;
        self.rotation_y += 1;
        self.rotation_z += 1;
        self.inventory_size += 1;
    }
}

impl PlayerMut<'_> {
    fn increment(&mut self) {
        self.set_health(self.health() + 1);
        self.set_mana(self.mana() + 1);
        self.set_position_x(self.position_x() + 1);
        self.set_position_y(self.position_y() + 1);
        self.set_position_z(self.position_z() + 1);
        self.set_rotation_x(self.rotation_x() + 1);
        self.set_rotation_y(self.rotation_y() + 1);
        self.set_rotation_z(self.rotation_z() + 1);
        self.set_inventory_size(self.inventory_size() + 1);
    }
}

/// What the second process finds by name.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Game {
    players: Vec<Handle<Player>>,
    roster: Vec<Player>,
}

/// One pass of each kind, `PASSES` times.
struct Times {
    plain: Duration,
    structs: Duration,
    list: Duration,
}

fn measure(heap: &Heap, game: Handle<Game>, plain: &mut [Player]) -> Result<Times, Error> {
    let mut turn = heap.write()?;
    let handles = turn.load(game)?.players;
    Ok(Times {
        plain: time(|| {
            pass_plain(plain);
            Ok(())
        })?,
        structs: time(|| pass_structs(&mut turn, &handles))?,
        list: time(|| pass_list(&mut turn, game))?,
    })
}

fn time(mut pass: impl FnMut() -> Result<(), Error>) -> Result<Duration, Error> {
    let start = Instant::now();
    for _ in 0..PASSES {
        pass()?;
    }
    Ok(start.elapsed())
}

#[inline(never)]
fn pass_plain(players: &mut [Player]) {
    for player in players {
        player.increment();
    }
}

#[inline(never)]
fn pass_structs(turn: &mut WriteTurn<'_>, handles: &[Handle<Player>]) -> Result<(), Error> {
    for &handle in handles {
        turn.get_mut(handle)?.increment();
    }
    Ok(())
}

#[inline(never)]
fn pass_list(turn: &mut WriteTurn<'_>, game: Handle<Game>) -> Result<(), Error> {
    for mut player in turn.get_mut(game)?.roster_mut().iter_mut() {
        player.increment();
    }
    Ok(())
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// The second process.
fn change(name: &str) -> Result<(), Error> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(name)?;
    let game: Handle<Game> = heap.read()?.root("game")?;
    let mut plain = heap.read()?.load(game)?.roster;
    let (mut structs, mut list) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let times = measure(&heap, game, &mut plain)?;
        structs.push(times.plain.as_secs_f64() / times.structs.as_secs_f64());
        list.push(times.plain.as_secs_f64() / times.list.as_secs_f64());
    }
    println!("{} increments of each kind by process {}", 9 * PLAYERS * PASSES as usize * ROUNDS, std::process::id());
    println!("ratio struct {:.2} list {:.2}", median(structs), median(list));
    Ok(())
}

/// The first process: makes the players, lets the second one change them, checks every value.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let Some(name) = std::env::args().nth(1) {
        return Ok(change(&name)?);
    }
    let name = format!("players-{}", std::process::id());
    let heap = Heap::options().capacity(64 << 20).create(&name)?;
    let checked = start_and_check(&heap, &name);
    Heap::remove(&name)?;
    checked
}

fn start_and_check(heap: &Heap, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut expected: Vec<Player> = (0..PLAYERS as i64).map(Player::new).collect();
    let game = {
        let mut turn = heap.write()?;
        let players = expected.iter().map(|player| turn.put(player)).collect::<Result<_, _>>()?;
        let game = turn.put(&Game { players, roster: expected.clone() })?;
        turn.bind("game", game)?;
        game
    };
    let status = Command::new(std::env::current_exe()?).arg(name).status()?;
    if !status.success() {
        return Err(format!("the second process ended with {status}").into());
    }
    for player in &mut expected {
        for _ in 0..PASSES * ROUNDS as i64 {
            player.increment();
        }
    }
    let turn = heap.read()?;
    let game = turn.load(game)?;
    for (handle, expected) in game.players.iter().zip(&expected) {
        if turn.load(*handle)? != *expected {
            return Err(format!("player {} has other values than expected", expected.id).into());
        }
    }
    if game.roster != expected {
        return Err("the list has other values than expected".into());
    }
    Ok(())
}
