//! Field types that can be seen to be impossible, with what to use instead.
//!
//! Only what cannot be anything else is refused here, since a type of the user's own may be called `Mutex` too. All
//! other types are left to the trait `Shared`, whose message is more general.

use syn::{GenericArgument, Path, PathArguments, Type};

use crate::errors::Errors;

/// Types of `std` that mean nothing to another process.
const FOREIGN: &[(&str, &str)] = &[
    ("Arc", "use `Handle<T>` for an object that several others refer to"),
    ("Rc", "use `Handle<T>` for an object that several others refer to"),
    ("Weak", "use `Handle<T>`: one to a removed object is an error, not a wild pointer"),
    ("Cell", "use the type itself: fields are changed through the view"),
    ("RefCell", "use the type itself: a write turn makes sure that nobody else looks"),
    ("UnsafeCell", "use the type itself: fields are changed through the view"),
    ("OnceCell", "use `Option<T>`: fields are changed through the view"),
    ("OnceLock", "use `Option<T>`: fields are changed through the view"),
    ("Mutex", "use the type itself: a write turn is the lock, for all processes"),
    ("RwLock", "use the type itself: turns are the lock, for all processes"),
    ("Instant", "use `SystemTime` for a moment, `Duration` for how long something took"),
    ("Cow", "use the owned type: `String`, `Vec<T>`"),
];

/// Containers whose parameters must be shared types as well.
const CONTAINERS: &[&str] = &["Option", "Box", "Vec", "VecDeque", "HashMap", "HashSet", "BTreeMap", "BTreeSet"];

/// Whether the type may be one that can live in a heap; if not, the mistakes in it are reported.
pub(crate) fn check(ty: &Type, errors: &mut Errors) -> bool {
    match refusal(ty) {
        Some(advice) => {
            errors.at(ty, advice);
            false
        }
        // A box may hold what has no size of its own.
        None if boxed(ty).is_some() => match boxed(ty) {
            Some(Type::Slice(slice)) => check(&slice.elem, errors),
            _ => true,
        },
        // Not `all`, which stops at the first: every mistake is to be found.
        None => parts(ty).into_iter().filter(|part| !check(part, errors)).count() == 0,
    }
}

/// The `str` or the slice in a box of one.
fn boxed(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Box")?;
    match arguments(&last.arguments).as_slice() {
        [inner @ Type::Slice(_)] => Some(inner),
        [inner @ Type::Path(path)] if path.path.is_ident("str") => Some(inner),
        _ => None,
    }
}

/// Why the type itself, its parts aside, cannot live in a heap.
fn refusal(ty: &Type) -> Option<String> {
    let advice = match ty {
        Type::Reference(reference) => return Some(reference_advice(&reference.elem)),
        Type::Ptr(_) => "a pointer is valid in one process only: use `Handle<T>`, which every process can follow",
        Type::BareFn(_) => {
            "a function lies at another address in every process: keep a name for it, such as an enum, and choose the function by that"
        }
        Type::TraitObject(_) => {
            "a trait object holds an address of one process's code: use a type of known layout, or `Value`"
        }
        Type::ImplTrait(_) => "a field needs a type of known layout: write the type out",
        Type::Infer(_) => "a field needs a type of known layout: write the type out",
        Type::Never(_) => "a field of type `!` can never have a value",
        Type::Slice(_) => "a slice has no size of its own: use `Vec<T>`, or `[T; N]`",
        Type::Path(path) if path.qself.is_none() => return path_refusal(&path.path),
        _ => return None,
    };
    Some(advice.to_owned())
}

fn reference_advice(target: &Type) -> String {
    let instead = match target {
        Type::Path(path) if path.path.is_ident("str") => "`String`",
        Type::Slice(_) => "`Vec<T>`",
        Type::TraitObject(_) => "a type of known layout, or `Value`",
        _ => "the type itself, `Box<T>`, or `Handle<T>` for an object of its own",
    };
    format!("a reference is valid in one process only: use {instead}")
}

fn path_refusal(path: &Path) -> Option<String> {
    if path.is_ident("str") {
        return Some("`str` has no size of its own: use `String`".to_owned());
    }
    // A bare `Mutex` may be the user's own; `std::sync::Mutex` is not.
    let root = path.segments.first()?;
    if path.segments.len() < 2 || !["std", "core", "alloc"].iter().any(|name| root.ident == name) {
        return None;
    }
    let last = path.segments.last()?;
    let (name, advice) = FOREIGN.iter().find(|(name, _)| last.ident == name)?;
    Some(format!("`{name}` works within one process only: {advice}"))
}

/// The types inside a type that must be shared types too.
fn parts(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Array(array) => vec![&array.elem],
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Paren(paren) => vec![&paren.elem],
        Type::Group(group) => vec![&group.elem],
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if CONTAINERS.iter().any(|name| last.ident == name) => arguments(&last.arguments),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn arguments(arguments: &PathArguments) -> Vec<&Type> {
    match arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
