//! Types that hold themselves, behind something that lies elsewhere.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Tree {
    pub value: i64,
    pub left: Option<Box<Tree>>,
    pub right: Option<Box<Self>>,
}

#[derive(SharedStruct)]
pub struct Folder {
    pub name: String,
    pub folders: Vec<Folder>,
    pub parent: Option<Handle<Folder>>,
}

#[derive(SharedStruct)]
pub struct Author {
    pub books: Vec<Book>,
}

#[derive(SharedStruct)]
pub struct Book {
    pub author: Option<Box<Author>>,
}

pub fn uses(heap: &Heap, tree: Handle<Tree>) -> Result<i64, Error> {
    fn sum(tree: TreeRef<'_>) -> i64 {
        tree.value() + tree.left().map_or(0, sum) + tree.right().map_or(0, sum)
    }
    let turn = heap.read()?;
    Ok(sum(turn.get(tree)?))
}

fn main() {}
