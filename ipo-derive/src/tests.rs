//! The derive as a whole: what it expands to, and what it says.
//!
//! `expected/*.rs` hold the expansions, so that a change of generated code is read in review. To write them anew, run the
//! tests with `IPO_EXPECTED=overwrite`.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use syn::{DeriveInput, Item, Macro, parse_quote};

use crate::{derive_enum_index, derive_struct};

fn compare(name: &str, code: TokenStream) {
    let file = syn::parse2(code).expect("the derive makes items");
    let text = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected").join(name);
    if env::var_os("IPO_EXPECTED").is_some_and(|value| value == "overwrite") {
        fs::write(&path, &text).expect("the expected expansion can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(text == expected, "{name} differs from what is expected; now it is:\n{text}");
}

/// The messages of the errors in an expansion.
fn errors(input: &DeriveInput) -> Vec<String> {
    messages(derive_struct(input))
}

fn enum_errors(input: &DeriveInput) -> Vec<String> {
    messages(derive_enum_index(input))
}

fn messages(code: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(code).expect("the derive makes items");
    file.items
        .iter()
        .filter_map(|item| match item {
            Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => Some(message(&item.mac)),
            _ => None,
        })
        .collect()
}

fn message(mac: &Macro) -> String {
    mac.parse_body::<syn::LitStr>().expect("an error has a text").value()
}

#[test]
fn a_struct_expands_to_its_views() {
    let input: DeriveInput = parse_quote! {
        /// A player.
        pub struct Player {
            /// The name that others see.
            pub name: String,
            #[shared(rename = "points", accessor = "points")]
            pub(crate) score: i64,
            r#type: Option<Box<Self>>,
        }
    };
    compare("struct.rs", derive_struct(&input));
}

#[test]
fn methods_give_way_to_fields_of_their_names() {
    let input: DeriveInput = parse_quote! {
        struct Odd { load: i64, store: i64, as_ref: i64, reborrow: i64, parts: i64, into_parts: i64 }
    };
    let code = derive_struct(&input).to_string();
    for name in ["load", "as_ref", "reborrow", "parts", "into_parts"] {
        let getters = code.matches(&format!("fn {name} (self)")).count();
        let borrowed = code.matches(&format!("fn {name} (& self)")).count();
        assert_eq!((getters, borrowed), (1, 1), "{name}");
    }
    assert!(!code.contains("fn store (& mut self"));
}

#[test]
fn an_empty_struct_expands() {
    compare("empty_struct.rs", derive_struct(&parse_quote! { struct Empty {} }));
}

#[test]
fn a_refused_type_expands_to_its_names() {
    compare("refused.rs", derive_struct(&parse_quote! { pub(crate) struct Pair<T: Clone>(T, T); }));
}

#[test]
fn every_mistake_is_reported() {
    let found = errors(&parse_quote! {
        #[shared(nam = "x", name = "", crate = "a b")]
        struct Wrong {
            a: &'static str,
            #[shared(rename = 1)]
            b: Vec<(i64, *const u8)>,
            c: i64,
            set_c: i64,
            #[shared(accessor = "self", what = Vec<i64>, rename = "d", rename = "e")]
            d: [dyn Send; 2],
        }
    });
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "there is no `nam` here: did you mean `name`?",
            "a name has at least one character",
            "`a b` is not the path of a crate, such as `::ipo`",
            "a reference is valid in one process only: use `String`",
            "`rename` is given as a string: `rename = \"...\"`",
            "a pointer is valid in one process only: use `Handle<T>`, which every process can follow",
            "`self` cannot be the name of a method",
            "there is no `what` here: a field takes `accessor` and `rename`",
            "`rename` is given twice: keep one",
            "a trait object holds an address of one process's code: use a type of known layout, or `Value`",
            "the setter of `c` and the getter of `set_c` would both be named `set_c`: name the accessors of one of the \
             fields otherwise, `#[shared(accessor = \"...\")]`",
        ]
    );
}

#[test]
fn a_tuple_struct_with_a_parameter_has_two_mistakes() {
    assert_eq!(errors(&parse_quote! { struct Pair<T>(T); }).len(), 2);
}

#[test]
fn types_that_may_be_the_users_own_are_left_to_the_trait() {
    assert!(
        errors(&parse_quote! { struct Own { a: Rc<String>, b: sync::Mutex<i64>, c: Own<&'static str> } }).is_empty()
    );
    assert_eq!(errors(&parse_quote! { struct Std { a: std::rc::Rc<String>, b: ::std::sync::Mutex<i64> } }).len(), 2);
}

#[test]
fn an_enum_expands_to_its_keys_and_the_views_of_its_list() {
    let input: DeriveInput = parse_quote! {
        /// What is measured.
        pub enum Metric {
            /// In degrees.
            #[shared(type = f64)]
            Temperature,
            #[shared(type = Option<Vec<Self>>, rename = "visitors", key = "GUESTS", accessor = "guests")]
            HTTPVisitors,
            r#Note = 2,
        }
    };
    compare("enum.rs", derive_enum_index(&input));
}

#[test]
fn a_refused_enum_expands_to_its_names() {
    compare("refused_enum.rs", derive_enum_index(&parse_quote! { pub(crate) enum Never {} }));
}

#[test]
fn variants_are_numbered_in_two_bytes_where_one_is_not_enough() {
    for (count, slot) in [(256, "u8"), (257, "u16")] {
        let variants = (0..count).map(|n| quote::format_ident!("V{n}"));
        let code = derive_enum_index(&parse_quote! { enum Many { #(#variants,)* } }).to_string();
        assert!(code.contains(&format!("type Slot = :: core :: primitive :: {slot} ;")), "{count}");
    }
}

#[test]
fn every_mistake_in_an_enum_is_reported() {
    let found = enum_errors(&parse_quote! {
        #[shared(nam = "x", type = i64)]
        enum Wrong {
            #[shared(tpye = HashMap<String, i64>, kye = "K")]
            A,
            #[shared(type = "f64")]
            B = 3,
            #[shared(type = &'static str)]
            C(i64),
            #[shared(type)]
            D { x: i64 } = -1,
            #[shared(type = f64)]
            X,
            #[shared(type = f64)]
            HttpCode,
            #[shared(type = f64, accessor = "other")]
            HTTPCode,
            #[shared(type = f64, key = "a b", key = "c", crate = "ipo")]
            Sum = 1 + 1,
            #[shared(key = "NOTE")]
            Note,
            Value,
            SetNote,
            #[shared(type = f64)]
            Crate,
            #[shared(rename = "A")]
            Other,
        }
    });
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "there is no `nam` here: did you mean `name`?",
            "there is no `type` here: it belongs to a variant; an enum takes `crate` and `name`",
            "there is no `tpye` here: did you mean `type`?",
            "there is no `kye` here: did you mean `key`?",
            "`type` is given as a type: `type = Option<i64>`",
            "the variants of an index hold no data, its list holds a value for each: write `#[shared(type = ...)] C`, or no type, for any `Value`",
            "a reference is valid in one process only: use `String`",
            "`type` is given as a type: `type = Option<i64>`",
            "the variants of an index hold no data, its list holds a value for each: write `#[shared(type = ...)] D`, or no type, for any `Value`",
            "`a b` cannot be the name of a const",
            "`key` is given twice: keep one",
            "there is no `crate` here: it belongs to an enum; a variant takes `accessor`, `key`, `rename` and `type`",
            "a key is of one type: say which, `#[shared(type = ...)]`, or leave out the key, and `Note` holds any `Value`",
            "`crate`, made from `Crate`, cannot be a name in Rust: choose one, `#[shared(accessor = \"...\")]`",
            "there would be a gap in front of 3: an index counts from 0, so write `B = 1` or just `B`",
            "a position is not negative: an index counts from 0, so write `D = 3` or just `D`",
            "the derive cannot see what number this is: write `Sum = 7` or just `Sum`",
            "the getter of `Value` would be named `value`, as a method of every list is: name the variant's accessors otherwise, `#[shared(accessor = \"...\")]`",
            "the setter of `Note` and the getter of `SetNote` would both be named `set_note`: name the accessors of one of the variants otherwise, `#[shared(accessor = \"...\")]`",
            "the variants `A` and `Other` would both be named `A` in the heap: give one of them another `#[shared(rename = \"...\")]`",
            "the typed key of `X` would be named `X`, and Rust would take the variant `X` for it: name the key otherwise, such as `#[shared(key = \"X_AXIS\")]`",
            "the typed keys of `HttpCode` and `HTTPCode` would both be named `HTTP_CODE`: name one of them otherwise, `#[shared(key = \"...\")]`",
        ]
    );
}

#[test]
fn a_generic_enum_and_one_that_is_none_are_refused() {
    assert_eq!(enum_errors(&parse_quote! { enum Pair<'a, T, const N: usize> { A } }).len(), 3);
    assert_eq!(enum_errors(&parse_quote! { struct Pair<T> { a: T } }).len(), 2);
    assert_eq!(enum_errors(&parse_quote! { union Pair { a: i64 } }).len(), 1);
}

#[test]
fn explicit_numbers_may_say_the_position_in_any_way() {
    assert!(enum_errors(&parse_quote! { enum Even { A = 0x0, B = 1_u8, C, D = (3) } }).is_empty());
    assert_eq!(enum_errors(&parse_quote! { enum Odd { A, B = 5, C, D = 0, E = 3 } }).len(), 3);
}
