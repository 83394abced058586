//! Views for reading may go to other threads; turns, and views for changing, stay with the thread that took the turn.

use ipo::{ReadTurn, SharedStruct, WriteTurn};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub names: Vec<String>,
    pub children: Vec<Record>,
}

fn is_send_and_sync<T: Send + Sync>() {}

// Each check has one implementation for a type that lacks the trait, and two, of which none can be chosen, for another.
trait IsNotSend<Choice> {
    fn is_not_send() {}
}
impl<T> IsNotSend<()> for T {}
impl<T: Send> IsNotSend<bool> for T {}

trait IsNotSync<Choice> {
    fn is_not_sync() {}
}
impl<T> IsNotSync<()> for T {}
impl<T: Sync> IsNotSync<bool> for T {}

fn main() {
    is_send_and_sync::<RecordRef<'_>>();
    <RecordMut<'_> as IsNotSend<_>>::is_not_send();
    <RecordMut<'_> as IsNotSync<_>>::is_not_sync();
    <ReadTurn<'_> as IsNotSend<_>>::is_not_send();
    <WriteTurn<'_> as IsNotSend<_>>::is_not_send();
    <WriteTurn<'_> as IsNotSync<_>>::is_not_sync();
}
