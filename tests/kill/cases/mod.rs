//! The operations, each in variants that take different paths.

pub(crate) mod arrays;
mod blocks;
mod frozen;
mod full;
mod kinds;
mod lists;
mod maps;
mod messages;
mod methods;
mod objects;
pub(crate) mod ordered;
mod slots;
mod text;
mod transactions;
mod values;

use crate::kill::case::Case;

/// All of them, the long ones first.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = transactions::cases();
    cases.extend(objects::cases());
    cases.extend(frozen::cases());
    cases.extend(full::cases());
    cases.extend(lists::cases());
    cases.extend(blocks::cases());
    cases.extend(slots::cases());
    cases.extend(text::cases());
    cases.extend(maps::cases());
    cases.extend(methods::cases());
    cases.extend(values::cases());
    cases.extend(messages::cases());
    cases.extend(ordered::cases());
    cases.extend(arrays::cases());
    cases.extend(kinds::cases());
    cases
}
