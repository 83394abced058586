//! 3,000 players in the forms that are compared, and a pass of increments over each form. Also the data of the benches.

use std::collections::HashMap;

use hashbrown::HashTable;
use ipo::{EnumList, Error, Handle, Heap, KeyHasher, SharedEnumIndex, SharedStruct, WriteTurn};

/// How many.
pub(crate) const PLAYERS: usize = 3_000;
/// Increments in one pass over all players.
pub(crate) const INCREMENTS: usize = 9 * PLAYERS;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Player {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) health: i64,
    pub(crate) mana: i64,
    pub position_x: i64,
    pub position_y: i64,
    pub position_z: i64,
    pub rotation_x: i64,
    pub rotation_y: i64,
    pub rotation_z: i64,
    pub inventory_size: i64,
}

impl Player {
    pub(crate) fn new(id: i64) -> Player {
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

    pub(crate) fn increment(&mut self) {
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
    pub(crate) fn increment(&mut self) {
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

/// The same player as a list with a slot per variant.
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stat {
    #[shared(type = i64)]
    Id,
    #[shared(type = String)]
    Name,
    #[shared(type = i64)]
    Health,
    #[shared(type = i64)]
    Mana,
    #[shared(type = i64)]
    PositionX,
    #[shared(type = i64)]
    PositionY,
    #[shared(type = i64)]
    PositionZ,
    #[shared(type = i64)]
    RotationX,
    #[shared(type = i64)]
    RotationY,
    #[shared(type = i64)]
    RotationZ,
    #[shared(type = i64)]
    InventorySize,
}

impl StatMut<'_> {
    pub(crate) fn increment(&mut self) {
        self.set(Stat::HEALTH, self.get(Stat::HEALTH) + 1);
        self.set(Stat::MANA, self.get(Stat::MANA) + 1);
        self.set(Stat::POSITION_X, self.get(Stat::POSITION_X) + 1);
        self.set(Stat::POSITION_Y, self.get(Stat::POSITION_Y) + 1);
        self.set(Stat::POSITION_Z, self.get(Stat::POSITION_Z) + 1);
        self.set(Stat::ROTATION_X, self.get(Stat::ROTATION_X) + 1);
        self.set(Stat::ROTATION_Y, self.get(Stat::ROTATION_Y) + 1);
        self.set(Stat::ROTATION_Z, self.get(Stat::ROTATION_Z) + 1);
        self.set(Stat::INVENTORY_SIZE, self.get(Stat::INVENTORY_SIZE) + 1);
    }
}

/// The nine keys of a dict that are incremented; the tenth is `id`.
pub(crate) const KEYS: [&str; 9] = [
    "health",
    "mana",
    "position_x",
    "position_y",
    "position_z",
    "rotation_x",
    "rotation_y",
    "rotation_z",
    "inventory_size",
];

pub(crate) type Dict = HashMap<String, i64>;

impl Player {
    pub(crate) fn numbers(&self) -> [i64; 9] {
        [
            self.health,
            self.mana,
            self.position_x,
            self.position_y,
            self.position_z,
            self.rotation_x,
            self.rotation_y,
            self.rotation_z,
            self.inventory_size,
        ]
    }

    pub(crate) fn stats(&self) -> EnumList<Stat> {
        EnumList::new()
            .with(Stat::ID, self.id)
            .with(Stat::NAME, self.name.clone())
            .with(Stat::HEALTH, self.health)
            .with(Stat::MANA, self.mana)
            .with(Stat::POSITION_X, self.position_x)
            .with(Stat::POSITION_Y, self.position_y)
            .with(Stat::POSITION_Z, self.position_z)
            .with(Stat::ROTATION_X, self.rotation_x)
            .with(Stat::ROTATION_Y, self.rotation_y)
            .with(Stat::ROTATION_Z, self.rotation_z)
            .with(Stat::INVENTORY_SIZE, self.inventory_size)
    }

    pub(crate) fn dict(&self) -> Dict {
        let numbers = KEYS.iter().map(|key| key.to_string()).zip(self.numbers());
        numbers.chain([("id".to_owned(), self.id)]).collect()
    }
}

/// What the second process finds by name.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(crate) struct Game {
    pub(crate) players: Vec<Handle<Player>>,
    pub(crate) roster: Vec<Player>,
    pub(crate) stats: Vec<Handle<EnumList<Stat>>>,
    pub(crate) dicts: Vec<Handle<Dict>>,
}

/// Plain Rust values, to compare with.
pub(crate) struct Plain {
    pub(crate) players: Vec<Player>,
    pub(crate) dicts: Vec<HashTable<(String, i64)>>,
    pub(crate) hasher: KeyHasher,
}

impl Plain {
    pub(crate) fn new(players: Vec<Player>) -> Plain {
        let hasher = KeyHasher::new(1);
        let table = |player: &Player| {
            let mut table = HashTable::with_capacity(KEYS.len() + 1);
            for entry in player.dict() {
                table.insert_unique(hasher.hash(entry.0.as_bytes()), entry, |e| hasher.hash(e.0.as_bytes()));
            }
            table
        };
        Plain { dicts: players.iter().map(table).collect(), players, hasher }
    }
}

impl Game {
    /// Makes all forms of the players, and binds the name `game` to them.
    pub(crate) fn create(heap: &Heap) -> Result<Handle<Game>, Error> {
        let roster: Vec<Player> = (0..PLAYERS as i64).map(Player::new).collect();
        let mut turn = heap.write()?;
        // One form after the other, as a program would that has one of them.
        let players = roster.iter().map(|player| turn.put(player)).collect::<Result<_, _>>()?;
        let stats = roster.iter().map(|player| turn.put(&player.stats())).collect::<Result<_, _>>()?;
        let dicts = roster.iter().map(|player| turn.put(&player.dict())).collect::<Result<_, _>>()?;
        let game = turn.put(&Game { players, roster, stats, dicts })?;
        turn.bind("game", game)?;
        Ok(game)
    }

    /// Whether every player has the numbers of `expected`, in the forms that are asked for.
    pub(crate) fn check(heap: &Heap, game: Handle<Game>, form: Form, expected: &[Player]) -> Result<bool, Error> {
        let turn = heap.read()?;
        let game = turn.load(game)?;
        for (i, expected) in expected.iter().enumerate() {
            let equal = match form {
                Form::Struct => turn.load(game.players[i])? == *expected,
                Form::List => game.roster[i] == *expected,
                Form::Enum => turn.load(game.stats[i])? == expected.stats(),
                Form::Dict => turn.load(game.dicts[i])? == expected.dict(),
            };
            if !equal {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The forms that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Struct,
    List,
    Enum,
    Dict,
}

#[inline(never)]
pub(crate) fn pass_plain(players: &mut [Player]) -> Result<(), Error> {
    for player in players {
        player.increment();
    }
    Ok(())
}

#[inline(never)]
pub(crate) fn pass_structs(turn: &mut WriteTurn<'_>, handles: &[Handle<Player>]) -> Result<(), Error> {
    for &handle in handles {
        turn.get_mut(handle)?.increment();
    }
    Ok(())
}

#[inline(never)]
pub(crate) fn pass_list(turn: &mut WriteTurn<'_>, game: Handle<Game>) -> Result<(), Error> {
    for mut player in turn.get_mut(game)?.roster_mut().iter_mut() {
        player.increment();
    }
    Ok(())
}

#[inline(never)]
pub(crate) fn pass_stats(turn: &mut WriteTurn<'_>, handles: &[Handle<EnumList<Stat>>]) -> Result<(), Error> {
    for &handle in handles {
        turn.get_mut(handle)?.increment();
    }
    Ok(())
}

#[inline(never)]
pub(crate) fn pass_dicts(turn: &mut WriteTurn<'_>, handles: &[Handle<Dict>]) -> Result<(), Error> {
    for &handle in handles {
        let mut dict = turn.get_mut(handle)?;
        for key in KEYS {
            *dict.get_mut(key).expect("every dict has the key") += 1;
        }
    }
    Ok(())
}

#[inline(never)]
pub(crate) fn pass_tables(tables: &mut [HashTable<(String, i64)>], hasher: &KeyHasher) -> Result<(), Error> {
    for table in tables {
        for key in KEYS {
            let entry = table.find_mut(hasher.hash(key.as_bytes()), |entry| entry.0 == key);
            entry.expect("every table has the key").1 += 1;
        }
    }
    Ok(())
}
