//! Which files are heaps, and whose.

use super::*;
use crate::error::Error;
use crate::region::list::{HeapState, list};
use crate::region::options::{IfExists, OwnerRule};
use crate::region::remove::{remove, remove_dead};
use std::time::Duration;

#[test]
fn what_is_not_a_heap_is_refused_without_waiting() {
    let dir = TempDir::new("/dev/shm");
    let (_real, _) = create(&dir.target("real"), &small()).unwrap();
    let path = |name: &str| dir.target(name).path;
    rustix::fs::mknodat(rustix::fs::CWD, path("fifo"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    std::fs::create_dir(path("dir")).unwrap();
    std::os::unix::fs::symlink(path("real"), path("link")).unwrap();
    std::fs::write(path("empty"), b"").unwrap();
    std::fs::write(path("short"), b"ipo heap").unwrap();
    std::fs::write(path("foreign"), [b'x'; 8192]).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    for name in ["fifo", "dir", "link", "empty", "foreign", "socket"] {
        let target = dir.target(name);
        for result in [
            attach(&target, &small()),
            create(&target, &small().if_exists(IfExists::Attach)),
            create(&target, &small().if_exists(IfExists::ReplaceDead)),
        ] {
            assert!(matches!(result, Err(Error::NotAHeap { .. })), "{name}: {result:?}");
        }
        assert!(matches!(remove(&target), Err(Error::NotAHeap { .. })));
        assert!(matches!(create(&target, &small()), Err(Error::AlreadyExists { .. })));
    }
    assert!(matches!(attach(&dir.target("short"), &small()), Err(Error::Truncated { .. })));
    assert!(matches!(attach(&dir.target("absent"), &small()), Err(Error::NoSuchHeap { .. })));
    let infos = list(dir.path()).unwrap();
    assert_eq!(infos.len(), 8);
    assert_eq!(infos.iter().filter(|i| matches!(i.state, HeapState::Unreadable { .. })).count(), 7);
    assert_eq!(remove_dead(dir.path()).unwrap(), Vec::<String>::new());
    remove(&dir.target("short")).unwrap();
    assert_eq!(dir.files().len(), 7);
}

#[test]
fn a_cut_off_heap_says_so() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    drop(create(&target, &small()).unwrap());
    let len = std::fs::metadata(&target.path).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&target.path).unwrap().set_len(len - 1).unwrap();
    assert!(matches!(attach(&target, &small()), Err(Error::Truncated { .. })));
    remove(&target).unwrap();
}

#[test]
fn the_owner_rule_decides_whose_heaps_are_attached() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    drop(create(&target, &small()).unwrap());
    let me = crate::sys::process::user();
    for rule in [OwnerRule::SameUser, OwnerRule::SameGroup, OwnerRule::User(me), OwnerRule::Anyone] {
        attach(&target, &small().owner(rule)).unwrap();
    }
    let other = attach(&target, &small().owner(OwnerRule::User(me + 1)));
    assert!(matches!(other, Err(Error::WrongOwner { .. })));
    if std::os::unix::fs::chown(&target.path, Some(me + 1), None).is_ok() {
        assert!(matches!(attach(&target, &small()), Err(Error::WrongOwner { .. })));
        attach(&target, &small().owner(OwnerRule::SameGroup)).unwrap();
    }
}

#[test]
fn the_mode_is_what_was_asked_for() {
    use std::os::unix::fs::MetadataExt;
    let dir = TempDir::new("/dev/shm");
    for mode in [0o600, 0o666] {
        let target = dir.target(&mode.to_string());
        let _region = create(&target, &small().mode(mode)).unwrap();
        assert_eq!(std::fs::metadata(&target.path).unwrap().mode() & 0o7777, mode);
    }
}

#[test]
fn a_listing_tells_what_there_is() {
    let dir = TempDir::new("/dev/shm");
    let (_region, _) = create(&dir.target("used"), &small().participants(300)).unwrap();
    let _second = attach(&dir.target("used"), &small()).unwrap();
    drop(create(&dir.target("idle"), &small()).unwrap());
    std::fs::write(dir.path().join("other"), b"").unwrap();
    let infos = list(dir.path()).unwrap();
    let names: Vec<&str> = infos.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["idle", "used"]);
    assert_eq!(infos[0].state, HeapState::Idle);
    assert_eq!(infos[1].state, HeapState::InUse);
    let details = infos[1].details.as_ref().unwrap();
    assert_eq!((details.capacity, details.participants, details.participant_limit), (64 << 10, 2, 300));
    assert!(details.created.elapsed().unwrap() < Duration::from_secs(60));
    assert_eq!(remove_dead(dir.path()).unwrap(), ["idle"]);
    assert!(list(Path::new("/nonexistent")).is_err());
}
