//! The orders of the shipped source are needed: weaken a line, and a model fails.

use super::place::{Act, FORMER, Left, Model, Role};
use crate::sync::turn::{Fences, Weak, with_rules};

use Act::{Read, Write};

/// The parts of the turns, line by line.
const SOURCES: [(&str, &str); 3] = [
    ("turn/lock.rs", include_str!("../lock.rs")),
    ("turn/drain.rs", include_str!("../drain.rs")),
    ("turn/release.rs", include_str!("../release.rs")),
];

/// Small models that meet every line between them, the ones that find most first.
fn models() -> Vec<Model> {
    let two = |left, first: &[Act], second: &[Act]| Model::new(left, &[Role::new(0, first), Role::new(1, second)]);
    let mut models = vec![
        two(Left::InOrder, &[Read], &[Write]),
        two(Left::InOrder, &[Write], &[Write]),
        two(Left::InOrder, &[Read], &[Write]).patient(),
        two(Left::InOrder, &[Write], &[Write]).patient(),
        two(Left::InOrder, &[Write, Write], &[Write]),
        two(Left::InOrder, &[Write, Write], &[Read]),
        two(Left::InOrder, &[Write, Write], &[Write]).patient(),
        two(Left::InOrder, &[Read, Read], &[Write]).patient(),
        two(Left::DeadWriter, &[Write], &[Read]),
        two(Left::DeadWriter, &[Read], &[Read]),
        two(Left::Handed { alive: true }, &[Read], &[Write]),
        two(Left::Handed { alive: false }, &[Read], &[Write]),
        Model::new(Left::DeadReader, &[Role::new(FORMER.slot, &[Read]), Role::new(0, &[Write])]),
    ];
    let second = models.clone().into_iter().map(|model| model.interruptions(Some(3)));
    models.extend(second.collect::<Vec<_>>());
    models
}

/// Whether some model fails with that line weakened, and whether any met it.
fn is_missed(weak: Weak) -> (Option<String>, bool) {
    let mut met = false;
    for model in models() {
        for fences in [Fences::After, Fences::Before] {
            let (fault, times) = with_rules(fences, Some(weak), || model.fault());
            met |= times > 0;
            if fault.is_some() {
                return (fault, met);
            }
        }
    }
    (None, met)
}

#[test]
#[ignore = "a survey: it takes minutes"]
fn survey() {
    std::panic::set_hook(Box::new(|_| {}));
    for (file, text) in SOURCES {
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim_start().starts_with("//") || !text.contains("Ordering::") || text.contains("use ") {
                continue;
            }
            let (fault, met) = is_missed(Weak { file, line });
            let verdict = match &fault {
                Some(fault) => &fault[..fault.len().min(60)],
                None if met => "SURVIVES",
                None => "not met",
            };
            println!("{file}:{line}: {}: {verdict}", text.trim());
        }
    }
}
