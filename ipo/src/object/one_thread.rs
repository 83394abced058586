//! What stays on the thread that took a turn, and what the compiler says where it is to go to another one.

/// Implemented by nothing. Types that stay on their thread are `Send` and `Sync` where something implements it: so they never
/// are, and the message names the reason instead of a cell or a pointer somewhere inside of them.
#[diagnostic::on_unimplemented(
    message = "a turn, and a view for changing, belong to the thread that took the turn",
    label = "would be used by another thread",
    note = "take a turn in the other thread, `heap.write()`, or hand it what may go there: handles, views for reading, slices"
)]
pub(crate) trait LeavesItsThread {}
