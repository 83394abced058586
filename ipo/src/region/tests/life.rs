//! Who is alive, and what a participant may do.

use super::*;
use crate::error::Error;
use crate::region::options::IfExists;
use std::os::fd::{AsFd, AsRawFd};
use std::time::{Duration, Instant};

#[test]
fn a_killed_participant_is_dead_at_once_and_its_slot_is_free() {
    let dir = TempDir::new("/dev/shm");
    let (region, _) = create(&dir.target("h"), &small()).unwrap();
    assert_eq!((region.me().slot, region.me().generation), (0, 1));
    for round in 1..=20 {
        let mut peer = Peer::start("attach", dir.path());
        assert_eq!(peer.numbers(), [1, round]);
        assert!(region.is_alive(1, round));
        assert!(!region.is_alive(1, round + 1));
        peer.kill();
        assert!(!region.is_alive(1, round));
    }
    let infos = region.participant_infos();
    assert_eq!(infos.iter().map(|i| (i.slot, i.alive)).collect::<Vec<_>>(), [(0, true), (1, false)]);
    assert_eq!(infos[0].pid, std::process::id());
}

#[test]
fn a_forked_child_does_not_keep_its_dead_parent_alive() {
    let dir = TempDir::new("/dev/shm");
    let (region, _) = create(&dir.target("h"), &small()).unwrap();
    let mut peer = Peer::start("fork", dir.path());
    let numbers = peer.numbers();
    assert!(region.is_alive(numbers[0], numbers[1]), "the child has taken the parent's place away");
    peer.kill();
    assert!(!region.is_alive(numbers[0], numbers[1]));
    // SAFETY: signal 0 only asks, SIGKILL goes to the process that our own peer made.
    unsafe {
        assert_eq!(libc::kill(numbers[2] as i32, 0), 0, "the child was to outlive its parent");
        libc::kill(numbers[2] as i32, libc::SIGKILL);
    }
}

#[test]
fn a_process_that_closes_all_descriptors_lives_and_sees_the_others() {
    let dir = TempDir::new("/dev/shm");
    let (region, _) = create(&dir.target("h"), &small()).unwrap();
    let mut peer = Peer::start("closeall", dir.path());
    let numbers = peer.numbers();
    assert!(region.is_alive(numbers[0], numbers[1]));
    drop(region);
    peer.go_on();
    assert_eq!(peer.numbers(), [0]);
}

#[test]
fn a_read_only_participant_cannot_write_data() {
    let dir = TempDir::new("/dev/shm");
    let (_region, _) = create(&dir.target("h"), &small()).unwrap();
    let mut peer = Peer::start("write", dir.path());
    assert_eq!(peer.numbers(), [1]);
    let status = peer.child.wait().unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(libc::SIGSEGV));
}

#[test]
fn running_out_of_descriptors_is_an_error_of_the_system() {
    let dir = TempDir::new("/dev/shm");
    let (_region, _) = create(&dir.target("h"), &small()).unwrap();
    assert_eq!(Peer::start("nofile", dir.path()).numbers(), [1]);
}

#[test]
fn a_heap_without_a_name_is_shared_by_its_descriptor() {
    let region = Region::anonymous(&small(), &mut stamp).unwrap();
    let fd = region.as_fd().try_clone_to_owned().unwrap();
    // SAFETY: clears the close-on-exec flag of a descriptor of ours.
    unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_SETFD, 0) };
    let mut peer = Peer::start(&format!("fd {}", fd.as_raw_fd()), Path::new("/dev/shm"));
    assert_eq!(peer.numbers(), [1, 1]);
    assert!(region.is_alive(1, 1));
    peer.kill();
    assert!(!region.is_alive(1, 1));
    assert!(file::set_len(fd.as_fd(), 0).is_err());
    drop(region);
    let (region, arrival) = Region::from_fd(fd, &HeapOptions::new(), &mut |_| Ok(())).unwrap();
    assert_eq!((arrival, read_stamp(&region)), (Arrival::First, STAMP));
    let plain = file::memfd("plain").unwrap();
    assert!(matches!(Region::from_fd(plain, &small(), &mut |_| Ok(())), Err(Error::NotAHeap { .. })));
}

#[test]
fn a_full_participant_table_is_an_error() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    let (one, _) = create(&target, &small().participants(2)).unwrap();
    let _two = attach(&target, &small()).unwrap();
    assert!(matches!(attach(&target, &small()), Err(Error::TooManyParticipants { limit: 2 })));
    drop(one);
    let (three, _) = attach(&target, &small()).unwrap();
    assert_eq!((three.me().slot, three.me().generation), (0, 2));
    assert!(!three.is_alive(0, 1) && three.is_alive(1, 1) && !three.is_alive(2, 1) && !three.is_alive(u32::MAX, 1));
}

#[test]
fn only_the_first_verifies_and_its_error_leaves_the_heap_as_it_was() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    drop(create(&target, &small()).unwrap());
    let start = Instant::now();
    let failed = Region::attach(&target, &small(), &mut |r| Err(Error::corrupt(r.me().slot.into(), "test")));
    assert!(matches!(failed, Err(Error::Corrupt(_))));
    let failed = Region::create(
        &target,
        &small().if_exists(IfExists::ReplaceDead),
        &mut |_| Err(Error::corrupt(0, "test")),
        &mut |_| Ok(()),
    );
    assert!(matches!(failed, Err(Error::Corrupt(_))));
    let (_first, arrival) = attach(&target, &small()).unwrap();
    assert_eq!(arrival, Arrival::First);
    let joined = Region::attach(&target, &small(), &mut |_| panic!("someone is there already"));
    assert_eq!(joined.unwrap().1, Arrival::Joined);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn programs_spawned_meanwhile_do_not_make_the_departed_look_alive() {
    let dir = TempDir::new("/dev/shm");
    let target = dir.target("h");
    drop(create(&target, &small().participants(1)).unwrap());
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                Command::new("true").status().unwrap();
            }
        });
        let arrivals: Vec<_> = (0..1000).map(|_| attach(&target, &small()).map(|(_, arrival)| arrival)).collect();
        stop.store(true, Ordering::Relaxed);
        assert!(arrivals.iter().all(|a| matches!(a, Ok(Arrival::First))));
    });
}
