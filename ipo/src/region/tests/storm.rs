//! Everybody at once on one name, killed at any time.

use super::*;
use crate::error::Error;
use crate::region::list::{HeapState, list};
use crate::region::options::{IfExists, Lifetime};
use crate::region::remove::{remove, remove_dead};
use std::time::Duration;

/// Creates, attaches, lists and cleans at random. Whatever it is attached to is whole and is what the name means, if
/// nobody removes ("gently").
pub(super) fn storm(dir: &Path, argument: &str) {
    let gently = argument == "gently";
    let target = Target::named(dir, "h").unwrap();
    let mut random = u64::from(std::process::id()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut held: Option<Region> = None;
    // The kill may come before this process could end with an error: leave a note.
    let note = dir.join("failed");
    std::panic::set_hook(Box::new(move |info| {
        let _ = std::fs::write(&note, info.to_string());
        std::process::exit(1);
    }));
    say("1");
    loop {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let lifetime = if gently || random >> 40 & 1 == 0 { Lifetime::UntilLastLeaves } else { Lifetime::UntilRemoved };
        let options = small().lifetime(lifetime);
        let outcome = match random >> 20 & 7 {
            0 => create(&target, &options),
            1 => create(&target, &options.if_exists(IfExists::Attach)),
            2 => create(&target, &options.if_exists(IfExists::ReplaceDead)),
            3 | 4 => attach(&target, &options),
            5 if !gently => {
                let done = remove(&target);
                assert!(matches!(done, Ok(()) | Err(Error::NoSuchHeap { .. })), "{done:?}");
                continue;
            }
            6 => {
                assert!(list(dir).unwrap().iter().all(|i| !matches!(i.state, HeapState::Unreadable { .. })));
                remove_dead(dir).unwrap();
                continue;
            }
            _ => {
                held = None;
                continue;
            }
        };
        match outcome {
            Ok((region, arrival)) => {
                assert_eq!(read_stamp(&region), STAMP);
                assert_eq!(
                    region.participants()[region.me().slot as usize].pid.load(Ordering::Relaxed),
                    std::process::id()
                );
                if gently {
                    assert!(region.file().still_named() && !region.file().is_dead().unwrap(), "{arrival:?}");
                    if let Some(held) = &held {
                        assert_eq!(held.identity(), region.identity(), "two live heaps of one name");
                    }
                }
                held = Some(region);
            }
            Err(Error::NoSuchHeap { .. } | Error::AlreadyExists { .. }) => {
                assert!(!gently || held.is_none() || matches!(outcome, Err(Error::AlreadyExists { .. })));
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

fn storm_with_kills(manner: &str) {
    let dir = TempDir::new("/dev/shm");
    let kills: u64 = std::env::var("IPO_REGION_TEST_KILLS").map_or(60, |n| n.parse().unwrap());
    let role = format!("storm {manner}");
    let mut peers: Vec<Peer> = (0..3).map(|_| Peer::start(&role, dir.path())).collect();
    for kill in 0..kills {
        let peer = &mut peers[kill as usize % 3];
        peer.said();
        std::thread::sleep(Duration::from_micros(300 + kill * 7919 % 5000));
        *peer = Peer::start(&role, dir.path()); // the old one is killed
    }
    drop(peers);
    assert_eq!(std::fs::read_to_string(dir.path().join("failed")).ok(), None);
    // Free or usable, in every order of asking.
    let target = dir.target("h");
    match attach(&target, &small()) {
        Ok((region, arrival)) => {
            assert_eq!(arrival, Arrival::First);
            assert_eq!(read_stamp(&region), STAMP);
        }
        Err(Error::NoSuchHeap { .. }) => assert_eq!(dir.files().len(), 0),
        Err(other) => panic!("{other:?}"),
    }
    let (region, _) = create(&target, &small().if_exists(IfExists::ReplaceDead)).unwrap();
    assert!(region.file().still_named());
    drop(region);
    remove(&target).unwrap();
    assert_eq!(dir.files().len(), 0);
}

#[test]
fn creators_attachers_removers_and_cleaners_may_be_killed_at_any_time() {
    storm_with_kills("roughly");
}

#[test]
fn whoever_attaches_is_never_in_a_heap_whose_name_is_gone() {
    storm_with_kills("gently");
}

#[test]
fn of_several_creators_exactly_one_wins() {
    let dir = TempDir::new("/dev/shm");
    let rounds = 300;
    let mut peers: Vec<Peer> = (0..2).map(|_| Peer::start(&format!("creator {rounds}"), dir.path())).collect();
    peers.iter_mut().for_each(|p| {
        p.said();
    });
    peers.iter_mut().for_each(Peer::go_on);
    let mut won: Vec<u32> = peers
        .iter_mut()
        .flat_map(|p| {
            let said = p.said();
            said.split_whitespace().map(|n| n.parse().unwrap()).collect::<Vec<u32>>()
        })
        .collect();
    won.sort_unstable();
    assert_eq!(won, (0..rounds).collect::<Vec<_>>());
}
