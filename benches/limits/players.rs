//! The data of the rows about increments: 3,000 players with nine numbers each that are changed.

use ipo::{Error, Handle, Heap, Lifetime, SharedStruct, WriteTurn};

use super::Failure;

pub const PLAYERS: usize = 3_000;
/// Increments in one pass over all players.
pub const INCREMENTS: usize = 9 * PLAYERS;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Player {
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

    #[inline]
    pub fn increment(&mut self) {
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
    #[inline]
    pub fn increment(&mut self) {
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

/// What the heap holds: each player as an object, and all of them in a list.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Game {
    pub players: Vec<Handle<Player>>,
    pub roster: Vec<Player>,
}

/// A heap for one row; its name goes with it.
pub fn heap(row: &str) -> Result<(String, Heap), Error> {
    let name = format!("ipo-limits-{row}-{}", std::process::id());
    let heap = Heap::options().capacity(256 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    Ok((name, heap))
}

/// Makes the players.
pub fn fill(heap: &Heap) -> Result<Handle<Game>, Failure> {
    let roster: Vec<Player> = (0..PLAYERS as i64).map(Player::new).collect();
    let mut turn = heap.write()?;
    let players = roster.iter().map(|player| turn.put(player)).collect::<Result<_, _>>()?;
    let game = turn.put(&Game { players, roster })?;
    turn.bind("game", game)?;
    Ok(game)
}

#[inline(never)]
pub fn pass_plain(players: &mut [Player]) {
    for player in players {
        player.increment();
    }
}

#[inline(never)]
pub fn pass_structs(turn: &mut WriteTurn<'_>, handles: &[Handle<Player>]) -> Result<(), Error> {
    for &handle in handles {
        turn.get_mut(handle)?.increment();
    }
    Ok(())
}

#[inline(never)]
pub fn pass_list(turn: &mut WriteTurn<'_>, game: Handle<Game>) -> Result<(), Error> {
    for mut player in turn.get_mut(game)?.roster_mut().iter_mut() {
        player.increment();
    }
    Ok(())
}
