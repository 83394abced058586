//! How long a name means a heap.

use super::*;
use crate::error::Error;
use crate::region::list::list;
use crate::region::options::{IfExists, Lifetime};
use crate::region::remove::{remove, remove_dead};
use std::time::{Duration, Instant};

#[test]
fn a_heap_that_lives_until_the_last_leaves_does() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    let (one, _) = create(&target, &small().lifetime(Lifetime::UntilLastLeaves)).unwrap();
    let (two, arrival) = attach(&target, &small()).unwrap();
    assert_eq!((arrival, one.me().slot, two.me().slot), (Arrival::Joined, 0, 1));
    drop(one);
    assert_eq!(dir.files().len(), 1);
    drop(two);
    assert_eq!(dir.files().len(), 0);
    assert!(matches!(attach(&target, &small()), Err(Error::NoSuchHeap { .. })));
}

#[test]
fn the_next_comer_takes_the_name_away_that_the_killed_could_not() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    let abandon = || {
        let (region, _) = create(&target, &small().lifetime(Lifetime::UntilLastLeaves)).unwrap();
        let mut peer = Peer::start("attach", dir.path());
        peer.said();
        drop(region);
        assert_eq!(dir.files().len(), 1);
        peer.kill();
    };
    abandon();
    assert!(matches!(attach(&target, &small()), Err(Error::NoSuchHeap { .. })));
    assert_eq!(dir.files().len(), 0);
    abandon();
    assert!(matches!(list(dir.path()).unwrap().as_slice(), []));
    assert_eq!(dir.files().len(), 0);
    abandon();
    assert_eq!(remove_dead(dir.path()).unwrap(), ["h"]);
    abandon();
    abandon(); // a creator is a next comer, too
    assert!(matches!(remove(&target), Err(Error::NoSuchHeap { .. })));
    assert_eq!(dir.files().len(), 0);
}

#[test]
fn removing_takes_the_name_and_leaves_the_attached_alone() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    let (old, _) = create(&target, &small().lifetime(Lifetime::UntilLastLeaves)).unwrap();
    assert!(matches!(create(&target, &small()), Err(Error::AlreadyExists { .. })));
    let replaced = create(&target, &small().if_exists(IfExists::ReplaceDead));
    assert!(matches!(replaced, Err(Error::AlreadyExists { .. })));
    let (same, arrival) = create(&target, &small().if_exists(IfExists::Attach)).unwrap();
    assert_eq!((arrival, same.identity()), (Arrival::Joined, old.identity()));
    remove(&target).unwrap();
    assert!(matches!(remove(&target), Err(Error::NoSuchHeap { .. })));
    let late = Region::from_fd(old.as_fd().try_clone_to_owned().unwrap(), &small(), &mut |_| Ok(()));
    assert!(matches!(late, Err(Error::NoSuchHeap { .. })));
    let (new, _) = create(&target, &small()).unwrap();
    assert_ne!(new.identity(), old.identity());
    assert_eq!(read_stamp(&old), STAMP);
    drop((old, same));
    assert!(new.file().still_named(), "the old heap's last one took the new heap's name");
}

#[test]
fn attaching_waits_for_the_creator_and_not_longer_than_told() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    let start = Instant::now();
    let absent = attach(&target, &small().timeout(Duration::from_millis(60)));
    assert!(matches!(absent, Err(Error::NoSuchHeap { .. })));
    assert!(start.elapsed() >= Duration::from_millis(60) && start.elapsed() < Duration::from_secs(5));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| attach(&target, &small().timeout(Duration::from_secs(20))));
        std::thread::sleep(Duration::from_millis(50));
        let _created = create(&target, &small()).unwrap();
        assert_eq!(waiting.join().unwrap().unwrap().1, Arrival::Joined);
    });
    assert_eq!(attach(&target, &small()).unwrap().1, Arrival::First);
}
