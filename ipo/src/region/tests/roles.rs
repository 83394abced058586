//! What the other processes do.

use super::storm::storm;
use super::*;
use crate::error::Error;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

/// Not a test: what the other processes run.
#[test]
fn as_a_peer() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let dir = PathBuf::from(std::env::var("IPO_REGION_TEST_DIR").unwrap());
    let target = Target::named(&dir, "h").unwrap();
    let (role, argument) = role.split_once(' ').unwrap_or((&role, ""));
    match role {
        "attach" => {
            let (region, _) = attach(&target, &HeapOptions::new()).unwrap();
            say(&format!("{} {}", region.me().slot, region.me().generation));
            pause();
        }
        "fork" => {
            let (region, _) = attach(&target, &HeapOptions::new()).unwrap();
            // SAFETY: the child only asks, drops the region and sleeps.
            let pid = unsafe { libc::fork() };
            if pid == 0 {
                assert!(region.forked());
                drop(region);
                std::thread::sleep(Duration::from_secs(20));
                std::process::exit(0);
            }
            std::thread::sleep(Duration::from_millis(50));
            assert!(!region.forked());
            say(&format!("{} {} {pid}", region.me().slot, region.me().generation));
            pause();
        }
        "closeall" => {
            let (region, _) = attach(&target, &HeapOptions::new()).unwrap();
            // SAFETY: this process uses none of the closed descriptors but the region's, which must bear it.
            unsafe { libc::close_range(3, u32::MAX, 0) };
            // The next file gets the heap's number.
            let foreign = std::fs::File::create(dir.join("foreign")).unwrap();
            assert_eq!(region.as_fd().as_raw_fd(), foreign.as_raw_fd());
            assert!(region.is_alive(0, 1));
            assert!(!region.is_alive(0, 2));
            region.commit(region.header().arena_off, region.header().total_len).unwrap();
            assert_eq!(foreign.metadata().unwrap().len(), 0);
            say(&format!("{} {}", region.me().slot, region.me().generation));
            pause();
            assert!(!region.is_alive(0, 1));
            drop(region);
            foreign.metadata().unwrap();
            say("0");
        }
        "write" => {
            let (region, _) = attach(&target, &HeapOptions::new().read_only(true)).unwrap();
            assert!(region.read_only());
            assert_eq!(read_stamp(&region), STAMP);
            say("1");
            let off = region.header().meta_off as usize;
            // SAFETY: not at all: the kernel must end this process here.
            unsafe { region.base().add(off).write_volatile(1) };
            say("2");
        }
        "nofile" => {
            let limit = libc::rlimit { rlim_cur: 0, rlim_max: 1 << 10 };
            for open in 3..12 {
                let limit = libc::rlimit { rlim_cur: open, ..limit };
                // SAFETY: lowers this process's own limit.
                assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) }, 0);
                for result in [attach(&target, &HeapOptions::new()), create(&target, &small())] {
                    match result {
                        Ok(_) | Err(Error::AlreadyExists { .. }) => {}
                        Err(Error::Os { source, .. }) => {
                            assert_eq!(source.raw_os_error(), Some(libc::EMFILE));
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                }
            }
            assert!(attach(&target, &HeapOptions::new()).is_ok());
            say("1");
        }
        "fsize" => {
            let limit = libc::rlimit { rlim_cur: 8 << 10, rlim_max: 1 << 40 };
            // SAFETY: lowers this process's own limit.
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) }, 0);
            let made = create(&target, &small());
            assert!(matches!(made, Err(Error::OutOfSpace { available: 8192, .. })), "{made:?}");
            say("1");
        }
        "fd" => {
            // SAFETY: the test left this descriptor open for us.
            let fd = unsafe { OwnedFd::from_raw_fd(argument.parse().unwrap()) };
            let (region, arrival) = Region::from_fd(fd, &HeapOptions::new(), &mut |_| Ok(())).unwrap();
            assert_eq!(arrival, Arrival::Joined);
            assert_eq!(read_stamp(&region), STAMP);
            assert!(region.is_alive(0, 1));
            say(&format!("{} {}", region.me().slot, region.me().generation));
            pause();
        }
        "creator" => {
            // Two or more race for each name; all say which ones they got.
            let rounds: u32 = argument.parse().unwrap();
            say("0");
            pause();
            let mut won = Vec::new();
            let mut kept = Vec::new();
            for round in 0..rounds {
                let target = Target::named(&dir, &round.to_string()).unwrap();
                match create(&target, &small()) {
                    Ok((region, arrival)) => {
                        assert_eq!(arrival, Arrival::Created);
                        won.push(round.to_string());
                        kept.push(region);
                    }
                    Err(Error::AlreadyExists { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            say(&won.join(" "));
            pause();
        }
        "storm" => storm(&dir, argument),
        other => panic!("no role {other}"),
    }
}
