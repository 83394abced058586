//! Heaps that outlive the machine.

use super::*;
use crate::error::Error;
use crate::region::list::{HeapState, list};
use crate::region::options::IfExists;
use crate::region::remove::{remove, remove_dead};

#[test]
fn a_heap_on_a_disk_that_was_open_when_the_machine_went_down_is_unclean() {
    let dir = TempDir::new("/var/tmp");
    let target = dir.target("h");
    let (region, _) = create(&target, &small()).unwrap();
    if !region.header().on_disk() {
        return;
    }
    assert!(!region.file().marks().unwrap().0);
    drop(region);
    // Left in order: another boot may open it. What it notes is on the disk.
    let other_boot = |region: &Region| region.control().opened_boot[0].fetch_xor(1, Ordering::Relaxed);
    let (region, _) = attach(&target, &small().read_only(true)).unwrap();
    assert!(region.file().marks().unwrap().0, "a reader alone changes nothing");
    other_boot(&region);
    drop(region);
    let (region, _) = attach(&target, &small()).unwrap();
    assert!(!region.file().marks().unwrap().0);
    drop(region);
    // Killed in this boot: usable.
    let mut peer = Peer::start("attach", dir.path());
    peer.said();
    peer.kill();
    let (region, arrival) = attach(&target, &small()).unwrap();
    assert_eq!((arrival, read_stamp(&region)), (Arrival::First, STAMP));
    // The same in an earlier boot: not.
    let mut peer = Peer::start("attach", dir.path());
    peer.said();
    other_boot(&region);
    drop(region);
    peer.kill();
    assert!(matches!(attach(&target, &small()), Err(Error::Unclean { .. })));
    assert_eq!(list(dir.path()).unwrap()[0].state, HeapState::Unclean);
    assert_eq!(remove_dead(dir.path()).unwrap(), Vec::<String>::new());
    let (region, arrival) = create(&target, &small().if_exists(IfExists::ReplaceDead)).unwrap();
    assert_eq!(arrival, Arrival::Created);
    assert_eq!(list(dir.path()).unwrap()[0].state, HeapState::InUse);
    drop(region);
    remove(&target).unwrap();
}
