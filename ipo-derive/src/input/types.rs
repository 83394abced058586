//! Field types that can be seen to be impossible, with what to use instead.
//!
//! Only what cannot be anything else is refused here, since a type of the user's own may be called `Mutex` too. All
//! other types are left to the trait `Shared`, whose message is more general.

use proc_macro2::Ident;
use syn::{DeriveInput, Expr, GenericArgument, Path, PathArguments, Type, TypePath};

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
    ("AtomicBool", "use `bool`, with `#[shared(atomic)]`"),
    ("AtomicI8", "use `i8`, with `#[shared(atomic)]`"),
    ("AtomicI16", "use `i16`, with `#[shared(atomic)]`"),
    ("AtomicI32", "use `i32`, with `#[shared(atomic)]`"),
    ("AtomicI64", "use `i64`, with `#[shared(atomic)]`"),
    ("AtomicIsize", "use `i64`, with `#[shared(atomic)]`"),
    ("AtomicPtr", "use `Handle<T>`, which every process can follow"),
    ("AtomicU8", "use `u8`, with `#[shared(atomic)]`"),
    ("AtomicU16", "use `u16`, with `#[shared(atomic)]`"),
    ("AtomicU32", "use `u32`, with `#[shared(atomic)]`"),
    ("AtomicU64", "use `u64`, with `#[shared(atomic)]`"),
    ("AtomicUsize", "use `u64`, with `#[shared(atomic)]`"),
];

/// Types that are shared ones.
const SURE: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
    "usize", "String",
];

/// Containers whose parameters must be shared types as well.
const CONTAINERS: &[&str] = &["Option", "Box", "Vec", "VecDeque", "HashMap", "HashSet", "BTreeMap", "BTreeSet"];

/// Of so many elements a tuple is a shared type, if they are.
const LONGEST_TUPLE: usize = 12;

/// Whether the type may be one that can live in a heap; if not, the mistakes in it are reported.
pub(super) fn check(ty: &Type, errors: &mut Errors) -> bool {
    if let Type::ImplTrait(_) | Type::Infer(_) | Type::Never(_) = ty {
        // rustc says at this place that no field can have such a type.
        return false;
    }
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

/// Whether no value of the type is known to have a size.
pub(super) fn is_unsized(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.qself.is_none() && path.path.is_ident("str"),
        _ => false,
    }
}

/// Whether a field of the type `this` may be of the type `ty`, or would hold itself without end.
///
/// rustc reports that, and says to use a box. In its wake it reports that constants depend on themselves unless the field is
/// left out, and that it cannot tell what is to be dropped. Where nothing stands between the type and itself, it does so of
/// every function that returns one: unless there is another mistake in it, which is this one, told once more.
pub(super) fn check_finite(ty: &Type, this: &Ident, errors: &mut Errors) -> bool {
    if is_this(ty, this) {
        errors.inside(ty, format!("`{this}` would lie in itself, without end: use `Box<{this}>`, or `Handle<{this}>`"));
        return false;
    }
    if last_is(ty, "Option") && lies_in(this, ty) {
        errors.endless();
        return false;
    }
    if !has_view_of_parts(ty) {
        return true;
    }
    parts(ty).into_iter().filter(|part| !check_finite(part, this, errors)).count() == 0
}

/// Whether a value of the type has one of the type `this` in it, and not in a box.
fn lies_in(this: &Ident, ty: &Type) -> bool {
    is_this(ty, this) || has_view_of_parts(ty) && parts(ty).into_iter().any(|part| lies_in(this, part))
}

/// Whether a value of the type may be in the list that the enum `index` indexes, or has that list in it without end: then it is
/// reported.
pub(super) fn check_list_finite(ty: &Type, index: &Ident, errors: &mut Errors) -> bool {
    if last_is(ty, "EnumList") && list_index(ty).is_some_and(|argument| is_this(argument, index)) {
        errors.at(
            ty,
            format!(
                "the list of `{index}` would lie in itself, without end: use `Option<Box<EnumList<{index}>>>`, or `Handle<EnumList<{index}>>`"
            ),
        );
        return false;
    }
    if !has_view_of_parts(ty) {
        return true;
    }
    parts(ty).into_iter().filter(|part| !check_list_finite(part, index, errors)).count() == 0
}

/// What the path's last name has between its brackets, if that is one type.
fn list_index(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    match arguments(&path.path.segments.last()?.arguments)[..] {
        [index] => Some(index),
        _ => None,
    }
}

/// Whether the type has a box in it that holds `this`, where the view of the whole has the view of what is in the box.
pub(super) fn holds_boxed(ty: &Type, this: &Ident) -> bool {
    if last_is(ty, "Box") {
        return parts(ty).into_iter().any(|part| is_in_view(part, this));
    }
    has_view_of_parts(ty) && parts(ty).into_iter().any(|part| holds_boxed(part, this))
}

/// Whether the view of a value of the type has a view of `this` in it.
fn is_in_view(ty: &Type, this: &Ident) -> bool {
    is_this(ty, this)
        || ((last_is(ty, "Box") || has_view_of_parts(ty)) && parts(ty).into_iter().any(|part| is_in_view(part, this)))
}

/// Whether the parts of the type lie in it, and the views of them in the view of it. What is in other containers lies elsewhere.
fn has_view_of_parts(ty: &Type) -> bool {
    !matches!(ty, Type::Path(_)) || last_is(ty, "Option")
}

/// Whether the type is `this`, with whatever arguments, or `Self`.
fn is_this(ty: &Type, this: &Ident) -> bool {
    let Type::Path(path) = ty else { return false };
    path.qself.is_none()
        && path.path.segments.len() == 1
        && (last_is(ty, "Self") || path.path.segments[0].ident == *this)
}

/// Whether the type may be the map that an `extra` field is; if not, it is reported.
pub(super) fn check_extra(ty: &Type, errors: &mut Errors) -> bool {
    let is_map = last_is(ty, "HashMap")
        && matches!(parts(ty)[..], [key, value, ..] if last_is(key, "String") && last_is(value, "Value"));
    if !is_map {
        errors.at(ty, "`extra` is for a field of the type `HashMap<String, Value>`");
    }
    is_map
}

/// Whether the type is seen to be one that a heap can hold, unless the user has types of std's names.
pub(super) fn is_sure(ty: &Type) -> bool {
    let parts = parts(ty);
    match ty {
        Type::Path(path) => match parts[..] {
            [] => path.path.get_ident().is_some_and(|name| SURE.iter().any(|sure| name == sure)),
            // Not of maps and sets, which ask for more.
            [part] => ["Option", "Box", "Vec"].iter().any(|name| last_is(ty, name)) && is_sure(part),
            _ => false,
        },
        Type::Array(_) => parts.into_iter().all(is_sure),
        Type::Tuple(_) => parts.len() <= LONGEST_TUPLE && parts.into_iter().all(is_sure),
        _ => false,
    }
}

/// Whether nothing in the type, of a field of `whole`, can be misspelt, not be there, or lack arguments.
pub(super) fn is_known(ty: &Type, whole: &DeriveInput) -> bool {
    let params = &whole.generics;
    match ty {
        Type::Path(TypePath { qself: None, path }) => match parts(ty)[..] {
            [] => path.get_ident().is_some_and(|name| {
                name == "Self"
                    || SURE.iter().any(|sure| name == sure)
                    || params.type_params().any(|param| param.ident == *name)
            }),
            [part] => {
                let container = ["Option", "Box", "Vec"].iter().any(|name| last_is(ty, name));
                container && path.segments.len() == 1 && is_known(part, whole)
            }
            _ => false,
        },
        Type::Array(array) => {
            let length = match &array.len {
                Expr::Lit(_) => true,
                Expr::Path(length) => params.const_params().any(|param| length.path.is_ident(&param.ident)),
                _ => false,
            };
            length && is_known(&array.elem, whole)
        }
        Type::Tuple(tuple) => tuple.elems.iter().all(|part| is_known(part, whole)),
        _ => false,
    }
}

/// Whether the type is a path that ends in that name, whatever its arguments are.
fn last_is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
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
