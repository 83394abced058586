//! transaction/…: what it costs that several changes take effect together or not at all. The references are ipo's own.

use ipo::{Error, Handle, Heap, Tx};

use super::other::CORES;
use super::players::{self, Game, INCREMENTS, PLAYERS, Player, pass_structs};
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine};

pub const ROWS: &[Row] = &[
    Row { name: "transaction/one", goal: Goal::TimeAtMost(8.0), run: one },
    Row { name: "transaction/each", goal: Goal::TimeAtMost(6.0), run: each },
];

const PASSES: usize = 5;

fn start(row: &str) -> Result<(Heap, Handle<Game>), Failure> {
    machine::pin(CORES.0);
    let (_name, heap) = players::heap(row)?;
    let game = Game::create(&heap)?;
    Ok((heap, game))
}

/// 27,000 increments in one transaction, against the same increments in a plain turn; per increment.
fn one() -> Result<Vec<Round>, Failure> {
    let (heap, game) = start("one")?;
    let handles = heap.read()?.load(game)?.players;
    alternate(
        || {
            let mut turn = heap.write()?;
            time(INCREMENTS * PASSES, || {
                Ok((0..PASSES).try_for_each(|_| turn.transaction(|tx| pass_transaction(tx, &handles)))?)
            })
        },
        || {
            let mut turn = heap.write()?;
            time(INCREMENTS * PASSES, || Ok((0..PASSES).try_for_each(|_| pass_structs(&mut turn, &handles))?))
        },
    )
}

#[inline(never)]
fn pass_transaction(tx: &mut Tx<'_>, handles: &[Handle<Player>]) -> Result<(), Error> {
    for &handle in handles {
        tx.get_mut(handle)?.increment();
    }
    Ok(())
}

/// For every struct a write turn with a transaction of nine increments, against an empty write turn; per struct.
fn each() -> Result<Vec<Round>, Failure> {
    let (heap, game) = start("each")?;
    let handles = heap.read()?.load(game)?.players;
    alternate(
        || {
            time(PLAYERS * PASSES, || {
                for _ in 0..PASSES {
                    for &handle in &handles {
                        heap.transaction(|tx| {
                            tx.get_mut(handle)?.increment();
                            Ok::<_, Error>(())
                        })?;
                    }
                }
                Ok(())
            })
        },
        || {
            time(PLAYERS * PASSES, || {
                for _ in 0..PASSES * PLAYERS {
                    drop(heap.write()?);
                }
                Ok(())
            })
        },
    )
}
