//! What a case leads to without deaths, and whether a survivor finds a heap that is in one of the two states.

use ipo::{Error, WriteTurn};

use crate::kill::case::Case;
use crate::kill::heap::{Image, Scratch};
use crate::kill::types::{content, lists, long, named, put, variant};

/// What a user can see of a heap.
#[derive(Debug, Clone, PartialEq)]
struct State {
    content: String,
    used: u64,
    objects: u64,
    blocks: u64,
}

/// A state, and what comes of it when the operation, and then another one, is done.
struct Known {
    state: State,
    result: String,
    then: (String, u64),
}

/// Before and after the operation.
pub(crate) struct Reference {
    before: Known,
    after: Known,
}

impl Reference {
    /// The run without deaths.
    pub(crate) fn of(case: &Case, scratch: &Scratch, start: &Image) -> Result<Reference, String> {
        let known = |steps: usize| -> Result<Known, String> {
            scratch.view.restore(start);
            scratch.write(|turn| {
                for _ in 0..steps {
                    let _ = (case.change)(turn);
                }
                let state = state(turn)?;
                let result = apply(case, turn);
                let then = next(turn)?;
                sound(turn)?;
                Ok(Known { state, result, then })
            })
        };
        let (before, after) = (known(0)?, known(1)?);
        scratch.view.restore(start);
        if before.result != "Ok" && before.state != after.state {
            return Err(format!("gives {} and changes {:?} to {:?}", before.result, before.state, after.state));
        }
        Ok(Reference { before, after })
    }

    /// What the operation gives in the state before: "Ok" or the error's name.
    pub(crate) fn result(&self) -> &str {
        &self.before.result
    }

    /// Sound, in one of the two states, and fit for more; says whether the operation was done. `seals` are those of all
    /// types.
    pub(crate) fn look(
        &self,
        case: &Case,
        scratch: &Scratch,
        seals: &[u64],
        turn: &mut WriteTurn<'_>,
    ) -> Result<bool, String> {
        let Reference { before, after } = self;
        sound(turn)?;
        let found = state(turn)?;
        let known = [after, before].into_iter().find(|known| known.state == found);
        let Some(known) = known else {
            return Err(format!("neither before nor after: {found:?}, not {:?} or {:?}", before.state, after.state));
        };
        no_ghosts(scratch, seals, turn)?;
        let result = apply(case, turn);
        if result != known.result {
            return Err(format!("once more, the operation gives {result} and not {}", known.result));
        }
        let then = next(turn)?;
        if then != known.then {
            return Err(format!("the next scopes lead to {then:?}, not to {:?}", known.then));
        }
        sound(turn).map_err(|e| format!("after the next operations: {e}"))?;
        no_ghosts(scratch, seals, turn)?;
        Ok(found == after.state)
    }
}

fn state(turn: &WriteTurn<'_>) -> Result<State, String> {
    let content = content(turn).map_err(|e| format!("loading: {e}"))?;
    let stats = turn.stats();
    Ok(State { content, used: stats.used, objects: stats.objects, blocks: stats.blocks })
}

fn sound(turn: &WriteTurn<'_>) -> Result<(), String> {
    let report = turn.verify();
    if report.is_sound() { Ok(()) } else { Err(format!("verify: {:?}", report.findings)) }
}

/// Does the operation; "Ok" or the error's name.
pub(crate) fn apply(case: &Case, turn: &mut WriteTurn<'_>) -> String {
    match (case.change)(turn) {
        Ok(()) => "Ok".into(),
        Err(error) => variant(&error),
    }
}

/// One more operation, another one, in the next scopes: what it leads to.
fn next(turn: &mut WriteTurn<'_>) -> Result<(String, u64), String> {
    let mut work = || -> Result<(), Error> {
        put(turn, "zz next", &lists())?;
        let handle = named::<crate::kill::types::Lists>(turn, "zz next")?;
        turn.get_mut(handle)?.owning_mut().insert(1, &long('n', 70))?;
        turn.get_mut(handle)?.plain_mut().extend_from_slice(&[3, 4, 5, 6, 7])
    };
    match work() {
        // In a heap made to be full.
        Ok(()) | Err(Error::OutOfSpace { .. }) => {}
        Err(error) => return Err(format!("the next operation: {error}")),
    }
    let content = content(turn).map_err(|e| format!("loading after the next operation: {e}"))?;
    Ok((content, turn.stats().objects))
}

fn no_ghosts(scratch: &Scratch, seals: &[u64], turn: &WriteTurn<'_>) -> Result<(), String> {
    let (objects, sealed) = (turn.stats().objects, scratch.view.sealed(seals));
    if objects == sealed { Ok(()) } else { Err(format!("{objects} objects, but {sealed} places pass for one")) }
}
