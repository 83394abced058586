//! Compares the allocator's cache with the block headers: for `verify`.

use std::collections::HashSet;

use super::bins::{depth_of, first_of};
use super::block::BlockKind;
use super::classes::{NEXT, PREV, class};
use super::lists::Allocator;
use super::meta::SECOND;
use super::stats::Walk;
use crate::sync::Ordering;

impl Allocator<'_> {
    /// Reports everything in lists, flags and counters that the headers contradict.
    pub(crate) fn audit(&self, report: &mut dyn FnMut(u64, String)) {
        let (mut free, mut waiting) = (HashSet::new(), HashSet::new());
        let (mut used, mut blocks, mut objects, mut wait) = (0, 0, 0, 0);
        let mut prev_free = false;
        for found in Walk::new(self.space) {
            let (at, block) = match found {
                Ok(found) => found,
                Err(error) => return report(self.first(), error.to_string()),
            };
            if block.prev_is_free() != prev_free {
                report(at, "the flag for a free block before it is wrong".into());
            }
            if block.is_used() {
                used += block.size();
                blocks += 1;
                objects += u64::from(block.kind() == Some(BlockKind::Object));
            } else if block.is_waiting() {
                waiting.insert(at);
                wait += block.size();
            } else {
                free.insert(at);
                if prev_free {
                    report(at, "two free blocks side by side".into());
                }
                if self.link_word(at, block.size() - 8).load(Ordering::Relaxed) != block.size() {
                    report(at, "a free block's end names another size".into());
                }
            }
            prev_free = block.is_listed();
        }
        if prev_free {
            report(self.top(), "the last block is free".into());
        }
        let words = self.words();
        for (name, word, counted) in [
            ("bytes in use", &words.used, used),
            ("blocks in use", &words.blocks, blocks),
            ("objects", &words.objects, objects),
            ("bytes that wait", &words.waiting, wait),
        ] {
            let noted = word.load(Ordering::Relaxed);
            if noted != counted {
                report(0, format!("{name}: {noted} are noted, {counted} counted"));
            }
        }
        self.audit_lists(&mut free, report);
        for at in free {
            report(at, "a free block that no list knows".into());
        }
        self.audit_bins(&mut waiting, report);
        for at in waiting {
            report(at, "a free block that waits in no bin".into());
        }
    }

    /// Takes every block that a bin knows out of `waiting`.
    fn audit_bins(&self, waiting: &mut HashSet<u64>, report: &mut dyn FnMut(u64, String)) {
        for (granules, bin) in self.words().bins.iter().enumerate() {
            let mut word = bin.load(Ordering::Relaxed);
            let mut left = depth_of(word);
            while word != 0 {
                let at = first_of(word);
                // Each block once: the walk through a bin ends.
                if !waiting.remove(&at) {
                    report(at, format!("bin {granules} has a block that does not wait, or twice"));
                    break;
                }
                let size = self.get(at).size();
                if size != granules as u64 * 16 {
                    report(at, format!("a block of {size} bytes in bin {granules}"));
                }
                // Each link counts those that came before: one less, and none at the end.
                word = self.link_word(at, NEXT).load(Ordering::Relaxed);
                left = left.saturating_sub(1);
                if depth_of(word) != left {
                    report(at, format!("bin {granules} counts its blocks wrong"));
                }
            }
        }
    }

    /// Takes every block that a list knows out of `free`.
    fn audit_lists(&self, free: &mut HashSet<u64>, report: &mut dyn FnMut(u64, String)) {
        let words = self.words();
        for (f, heads) in words.heads.chunks(SECOND).enumerate() {
            let second = words.second[f].load(Ordering::Relaxed);
            if (words.first.load(Ordering::Relaxed) >> f & 1 == 1) != (second != 0) {
                report(0, format!("the first-level bitmap is wrong for class {f}"));
            }
            for (s, head) in heads.iter().enumerate() {
                let (mut at, mut prev) = (head.load(Ordering::Relaxed), 0);
                if (second >> s & 1 == 1) != (at != 0) {
                    report(0, format!("the second-level bitmap is wrong for class {f}.{s}"));
                }
                while at != 0 {
                    // Each block once: the walk along a list ends.
                    if !free.remove(&at) {
                        report(at, format!("class {f}.{s} lists a block that is not free, or twice"));
                        break;
                    }
                    if class(self.get(at).size()) != f * SECOND + s {
                        report(at, format!("a block of {} bytes in class {f}.{s}", self.get(at).size()));
                    }
                    if self.link_word(at, PREV).load(Ordering::Relaxed) != prev {
                        report(at, "a list's backward link is wrong".into());
                    }
                    (prev, at) = (at, self.link_word(at, NEXT).load(Ordering::Relaxed));
                }
            }
        }
    }
}
