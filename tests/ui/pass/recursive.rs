//! Types that hold themselves, behind something that lies elsewhere.

use ipo::{Error, Handle, Heap, SharedEnum, SharedStruct};

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

#[derive(SharedEnum)]
#[shared(derive_ref(PartialEq, Eq))]
pub enum Term {
    Number(i64),
    Sum(Box<Term>, Box<Self>),
    Negative { of: Option<Box<Term>> },
    Weighted((i64, Box<Term>)),
    All(Vec<Term>),
}

#[derive(SharedEnum)]
#[shared(derive_ref(PartialEq))]
pub enum Chain<T> {
    End,
    Link(T, Box<Chain<T>>),
}

pub fn value(term: TermRef<'_>) -> i64 {
    match term {
        TermRef::Number(number) => number,
        TermRef::Sum(left, right) => value(left.get()) + value(right.get()),
        TermRef::Negative { of } => of.get().map_or(0, |term| -value(term)),
        TermRef::Weighted(weighted) => weighted.get().0 * value(weighted.get().1),
        TermRef::All(terms) => terms.iter().map(value).sum(),
    }
}

pub fn last<T: ipo::Shared>(chain: ChainMut<'_, T>) -> ChainMut<'_, T> {
    match chain {
        ChainMut::Link(_, next) if matches!(next.get(), ChainRef::Link(..)) => last(next.into_mut()),
        chain => chain,
    }
}

fn main() {}
