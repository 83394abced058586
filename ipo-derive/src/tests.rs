//! The derive as a whole: what it expands to, and what it says.
//!
//! `expected/*.rs` hold the expansions, so that a change of generated code is read in review. To write them anew, run the
//! tests with `IPO_EXPECTED=overwrite`.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use syn::{DeriveInput, Item, Macro, parse_quote};

use crate::derive_struct;

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
    let file: syn::File = syn::parse2(derive_struct(input)).expect("the derive makes items");
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
    assert!(errors(&parse_quote! { struct Own { a: Rc<String>, b: sync::Mutex<i64>, c: Own<&'static str> } }).is_empty());
    assert_eq!(errors(&parse_quote! { struct Std { a: std::rc::Rc<String>, b: ::std::sync::Mutex<i64> } }).len(), 2);
}
