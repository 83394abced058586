//! Enums with data that hold themselves in a `Box`: read, compared, changed in place and switched at any depth.

use ipo::{Error, Handle, Heap, SharedEnum};

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq))]
enum Term {
    Number(i64),
    Named(String),
    Sum(Box<Term>, Box<Self>),
    Negative { of: Option<Box<Term>>, note: String },
    Weighted((i64, Box<Term>)),
    All(Vec<Term>),
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq))]
enum Tree<T> {
    Leaf,
    Node(T, Box<Tree<T>>, Option<Box<Tree<T>>>),
}

fn number(number: i64) -> Box<Term> {
    Box::new(Term::Number(number))
}

fn value(term: TermRef<'_>) -> i64 {
    match term {
        TermRef::Number(number) => number,
        TermRef::Named(name) => name.len() as i64,
        TermRef::Sum(left, right) => value(left.get()) + value(right.get()),
        TermRef::Negative { of, .. } => of.get().map_or(0, |term| -value(term)),
        TermRef::Weighted(weighted) => {
            let (weight, term) = weighted.get();
            weight * value(term)
        }
        TermRef::All(terms) => terms.iter().map(value).sum(),
    }
}

fn total<T: ipo::Shared>(tree: TreeRef<'_, T>) -> usize {
    match tree {
        TreeRef::Node(_, left, right) => 1 + total(left.get()) + right.get().map_or(0, total),
        _ => 0,
    }
}

/// Runs `change` on a fresh object, and checks that the heap is as empty as before once the object is removed.
fn with_object<T: ipo::Shared>(
    value: &T,
    change: impl FnOnce(&mut ipo::WriteTurn<'_>, Handle<T>) -> Result<(), Error>,
) {
    let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("an anonymous heap");
    let mut turn = heap.write().expect("a turn");
    // The first object of a type makes the heap know the type.
    let first = turn.put(value).expect("room");
    turn.remove(first).expect("it is there");
    let before = turn.stats();
    let handle = turn.put(value).expect("room");
    change(&mut turn, handle).expect("the change succeeds");
    assert!(turn.verify().is_sound(), "{:?}", turn.verify().findings);
    turn.remove(handle).expect("it is there");
    assert_eq!((turn.stats().used, turn.stats().blocks), (before.used, before.blocks));
}

fn term() -> Term {
    Term::Sum(
        Box::new(Term::Negative { of: Some(Box::new(Term::Weighted((3, number(2))))), note: "a".repeat(40) }),
        Box::new(Term::All(vec![Term::Named("four".into()), Term::Negative { of: None, note: String::new() }])),
    )
}

#[test]
fn boxed_terms_are_read_compared_and_loaded() {
    with_object(&term(), |turn, handle| {
        assert_eq!(value(turn.get(handle)?), -6 + 4);
        assert_eq!(turn.load(handle)?, term());
        assert_eq!(turn.get(handle)?.load(), term());
        let other = turn.put(&Term::Sum(number(1), number(2)))?;
        assert!(turn.get(handle)? == turn.get(handle)?);
        assert!(turn.get(handle)? != turn.get(other)?);
        // The same variant, and another value in a box.
        let third = turn.put(&Term::Sum(number(1), number(3)))?;
        assert!(turn.get(third)? != turn.get(other)?);
        turn.store(third, &Term::Sum(number(1), number(2)))?;
        assert!(turn.get(third)? == turn.get(other)?);
        turn.remove(other)?;
        turn.remove(third)
    });
}

#[test]
fn a_boxed_term_is_changed_in_place_switched_and_rolled_back() {
    with_object(&term(), |turn, handle| {
        {
            let TermMut::Sum(left, mut right) = turn.get_mut(handle)? else { panic!("another variant") };
            // In the box, in the option in it, in the tuple in that.
            let TermMut::Negative { mut of, .. } = left.into_mut() else { panic!("another variant") };
            let Some(TermMut::Weighted(mut weighted)) = of.get_mut().into_mut() else { panic!("another variant") };
            *weighted.get_mut().0 = 5;
            right.set(&Term::Named("seven c".into()))?;
            assert!(matches!(right.get(), TermRef::Named("seven c")));
        }
        assert_eq!(value(turn.get(handle)?), -10 + 7);

        let failed: Result<(), Error> = turn.transaction(|tx| {
            let TermMut::Sum(mut left, right) = tx.get_mut(handle)? else { panic!("another variant") };
            left.set(&Term::All(vec![Term::Number(9), term()]))?;
            let TermMut::Named(mut name) = right.into_mut() else { panic!("another variant") };
            name.push_str(" and more than a slot has room for, in a block")?;
            Err(Error::NoMessages)
        });
        assert!(failed.is_err());
        assert_eq!(value(turn.get(handle)?), -10 + 7);

        let TermMut::Sum(left, _) = turn.get_mut(handle)? else { panic!("another variant") };
        let TermMut::Negative { mut of, .. } = left.into_mut() else { panic!("another variant") };
        of.set(None)?;
        assert_eq!(value(turn.get(handle)?), 7);
        turn.store(handle, &Term::Number(1))?;
        assert_eq!(value(turn.get(handle)?), 1);
        Ok(())
    });
}

#[test]
fn a_generic_tree_of_boxes_has_views_at_every_depth() {
    let leaf = || Box::new(Tree::Leaf);
    let tree = Tree::Node("a".to_owned(), leaf(), Some(Box::new(Tree::Node("b".to_owned(), leaf(), None))));
    with_object(&tree, |turn, handle| {
        assert_eq!((total(turn.get(handle)?), turn.load(handle)?), (2, tree.clone()));
        if let TreeMut::Node(mut name, mut left, _) = turn.get_mut(handle)? {
            name.set("c")?;
            left.set(&tree)?;
        }
        assert_eq!(total(turn.get(handle)?), 4);
        Ok(())
    });
}
