//! Where two schemas differ, in words for the person who has to mend it.

use super::describe::{Described, Part, Shape, Variant};

/// Most differences that an error lists.
const MOST: usize = 16;
/// How deep nested structs are compared.
const DEPTH: usize = 8;

/// Each difference between the type in the heap and the program's.
pub(crate) fn differences(heap: &Described, program: &Described) -> Vec<String> {
    let mut found = Vec::new();
    compare(heap, 0, program, 0, "", DEPTH, &mut found);
    if found.is_empty() {
        found.push("the types are laid out differently".into());
    }
    found.truncate(MOST);
    found
}

fn compare(
    heap: &Described,
    h: usize,
    program: &Described,
    p: usize,
    path: &str,
    depth: usize,
    found: &mut Vec<String>,
) {
    if depth == 0 || found.len() >= MOST {
        return;
    }
    let (ours, theirs) = (&program.nodes[p], &heap.nodes[h]);
    match (&theirs.shape, &ours.shape) {
        (Shape::Struct(a), Shape::Struct(b)) if ours.name == theirs.name || path.is_empty() => {
            if ours.name != theirs.name {
                found.push(format!("the type is named `{}` in the heap and `{}` here", theirs.name, ours.name));
            }
            compare_parts(heap, a, program, b, path, depth, found);
        }
        (Shape::EnumList(a), Shape::EnumList(b)) => compare_parts(heap, a, program, b, path, depth, found),
        (Shape::Map { key: ak, value: av, .. }, Shape::Map { key: bk, value: bv, .. })
        | (Shape::Tree { key: ak, value: av, .. }, Shape::Tree { key: bk, value: bv, .. })
        | (Shape::Compact { key: ak, value: av, .. }, Shape::Compact { key: bk, value: bv, .. }) => {
            compare(heap, *ak, program, *bk, path, depth - 1, found);
            compare(heap, *av, program, *bv, path, depth - 1, found);
        }
        (Shape::Tuple(a), Shape::Tuple(b)) if a.len() == b.len() => {
            compare_parts(heap, a, program, b, path, depth, found);
        }
        (Shape::Enum { variants: a }, Shape::Enum { variants: b }) if ours.name == theirs.name => {
            if a != b {
                found.push(format!("{}`{}` has the variants {a:?} in the heap and {b:?} here", at(path), ours.name));
            }
        }
        (Shape::Tagged { variants: a, .. }, Shape::Tagged { variants: b, .. }) if ours.name == theirs.name => {
            let names = |variants: &[Variant]| variants.iter().map(|v| v.name.clone()).collect::<Vec<_>>();
            if names(a) != names(b) {
                found.push(format!(
                    "{}`{}` has the variants {:?} in the heap and {:?} here",
                    at(path),
                    ours.name,
                    names(a),
                    names(b)
                ));
                return;
            }
            for (a, b) in a.iter().zip(b) {
                compare_parts(heap, &a.parts, program, &b.parts, &join(path, &a.name), depth, found);
            }
        }
        (Shape::Pod, Shape::Pod) if ours.name == theirs.name => {
            if (ours.size, ours.align) != (theirs.size, theirs.align) {
                found.push(format!(
                    "{}`{}` takes {} bytes in the heap and {} here",
                    at(path),
                    ours.name,
                    theirs.size,
                    ours.size
                ));
            }
        }
        (Shape::Atomic(a), Shape::Atomic(b)) => compare(heap, *a, program, *b, path, depth - 1, found),
        (Shape::List { element: a, .. }, Shape::List { element: b, .. })
        | (Shape::Deque { element: a }, Shape::Deque { element: b })
        | (Shape::Option { inner: a, .. }, Shape::Option { inner: b, .. })
        | (Shape::Boxed(a), Shape::Boxed(b)) => compare(heap, *a, program, *b, path, depth - 1, found),
        (Shape::Array { element: a, len: n }, Shape::Array { element: b, len: m }) if n == m => {
            compare(heap, *a, program, *b, path, depth - 1, found);
        }
        (a, b) if a == b && ours.name == theirs.name && !matches!(a, Shape::Struct(_)) => {}
        _ => found.push(format!("{}is `{}` in the heap and `{}` here", at(path), heap.spell(h), program.spell(p))),
    }
}

fn compare_parts(
    heap: &Described,
    theirs: &[Part],
    program: &Described,
    ours: &[Part],
    path: &str,
    depth: usize,
    found: &mut Vec<String>,
) {
    for part in theirs {
        let path = join(path, &part.name);
        match ours.iter().find(|p| p.name == part.name) {
            None => {
                found.push(format!("field `{path}`: `{}` in the heap, missing here", heap.spell(part.node)));
            }
            Some(own) => {
                let before = found.len();
                compare(heap, part.node, program, own.node, &path, depth - 1, found);
                if found.len() == before && own.offset != part.offset {
                    found.push(format!(
                        "field `{path}` moved from byte {} in the heap to {} here",
                        part.offset, own.offset
                    ));
                }
            }
        }
    }
    for own in ours {
        if !theirs.iter().any(|p| p.name == own.name) {
            let path = join(path, &own.name);
            found.push(format!("field `{path}`: missing in the heap, `{}` here", program.spell(own.node)));
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("field `{path}` ") }
}
