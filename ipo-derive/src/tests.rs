//! The derive as a whole: what it expands to, and what it says.
//!
//! `expected/*.rs` hold the expansions, so that a change of generated code is read in review. To write them anew, run the
//! tests with `IPO_EXPECTED=overwrite`.

use std::path::Path;
use std::{env, fs};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{DeriveInput, Item, Macro, parse_quote};

use crate::{derive_enum, derive_enum_index, derive_struct};

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

/// How often a name stands in an expansion.
fn mentions(name: &str, code: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Ident(ident) => usize::from(ident == name),
        TokenTree::Group(group) => mentions(name, group.stream()),
        _ => 0,
    };
    code.into_iter().map(count).sum()
}

#[test]
fn a_fields_type_stands_in_the_expansion_once_however_it_is_stored() {
    for field in [
        quote!(field: Strange),
        quote!(field: Vec<Strange>),
        quote!(field: HashMap<T, Strange>),
        quote!(field: [Strange; N]),
        quote!(field: (T, [u8; Strange])),
        quote!(field: <T as Strange>::Item),
        quote!(field: T::Strange),
        quote!(#[shared(pod)] field: Strange),
        quote!(#[shared(atomic)] field: Strange),
        quote!(#[shared(with = module)] field: Strange),
        quote!(#[shared(extra)] field: HashMap<String, Strange::Value>),
        quote!(#[shared(skip)] field: Strange),
        quote!(#[shared(default)] field: Strange),
    ] {
        let input = parse_quote! {
            #[shared(derive_ref(Debug, PartialEq, Eq))]
            struct Whole<T: Bound, const N: usize> { first: T, #field }
        };
        assert_eq!(mentions("Strange", derive_struct(&input)), 1, "{field}");
    }
    for fields in [quote!((Strange)), quote!({ field: Vec<Strange> }), quote!((u8, Box<Whole<Strange>>))] {
        let input = parse_quote! {
            #[shared(derive_ref(PartialEq, Eq))]
            enum Whole<T> { First(T), Second #fields }
        };
        assert_eq!(mentions("Strange", derive_enum(&input)), 1, "{fields}");
    }
    let input = parse_quote! { enum Whole { First, #[shared(type = Strange)] Second } };
    assert_eq!(mentions("Strange", derive_enum_index(&input)), 1);
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
    compare("refused.rs", derive_struct(&parse_quote! { pub(crate) struct Pair<'a, T: Clone>(&'a T, T); }));
}

#[test]
fn a_generic_struct_expands_with_its_parameters() {
    let input: DeriveInput = parse_quote! {
        #[shared(bound = "K: ::ipo::Key")]
        struct Grid<K, T = u8, const N: usize = 4>
        where
            T: Clone,
        {
            cells: [T; N],
            index: HashMap<K, Self>,
        }
    };
    compare("generic.rs", derive_struct(&input));
}

#[test]
fn a_tuple_struct_expands_with_numbered_accessors() {
    compare(
        "tuple.rs",
        derive_struct(&parse_quote! { pub struct Pair(pub String, #[shared(accessor = "second")] i64); }),
    );
}

#[test]
fn every_form_of_storage_expands() {
    let input: DeriveInput = parse_quote! {
        #[shared(crate = "heap", name = "lab.All", derive_ref(Debug, PartialEq, Eq))]
        struct All {
            #[shared(with = my::module)]
            foreign: Foreign,
            #[shared(pod)]
            bytes: geometry::Point<f32>,
            #[shared(atomic)]
            hits: u64,
            #[shared(extra)]
            more: HashMap<String, Value>,
            #[shared(skip)]
            cache: Cache,
            #[shared(default)]
            note: String,
            #[shared(default = "ten")]
            level: u8,
        }
    };
    compare("storage.rs", derive_struct(&input));
}

#[test]
fn an_enum_with_data_expands_to_views_to_match_on() {
    let input: DeriveInput = parse_quote! {
        /// A shape.
        pub enum Shape {
            /// Nothing.
            Empty,
            Circle {
                /// In meters.
                radius: f64,
                #[shared(skip)]
                cache: f64,
            },
            #[shared(rename = "polygon")]
            Polygon(Vec<(f64, f64)>, #[shared(with = names)] Name),
            Group(Vec<Self>),
        }
    };
    compare("union.rs", derive_enum(&input));
}

#[test]
fn a_generic_enum_with_data_expands_with_its_parameters() {
    let input: DeriveInput = parse_quote! {
        #[shared(derive_ref(PartialEq, Eq))]
        enum Reply<T: Clone, E> { Done(T), Failed { error: E }, Pending }
    };
    compare("generic_union.rs", derive_enum(&input));
}

#[test]
fn every_mistake_in_an_enum_with_data_is_reported() {
    let found = messages(derive_enum(&parse_quote! {
        #[shared(type = i64)]
        enum Wrong {
            #[shared(key = "A")]
            A(&'static str),
            #[shared(rename = "A")]
            B { #[shared(accessor = "x")] x: i64, #[shared(rename = "x")] y: *const u8, #[shared(rename = "x")] z: i64 },
            C(#[shared(default)] i64, #[shared(skip, default)] i64),
        }
    }));
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "there is no `type` here: it belongs to a variant; an enum takes `bound`, `crate`, `derive_ref` and `name`",
            "there is no `key` here: it belongs to a variant; a variant with data takes `rename`",
            "a reference is valid in one process only: use `String`",
            "there is no `accessor` here: it belongs to a field; a field of a variant takes `atomic`, `default`, `pod`, \
             `rename`, `skip` and `with`",
            "a pointer is valid in one process only: use `Handle<T>`, which every process can follow",
            "the variants `A` and `B` would both be named `A` in the heap: give one of them another \
             `#[shared(rename = \"...\")]`",
            "the fields `x` and `z` would both be named `x` in the heap: give one of them another \
             `#[shared(rename = \"...\")]`",
            "no field is appended to a variant, so a default is for one that is not in the heap: add `skip`, or leave out \
             `default`",
        ]
    );
    assert_eq!(messages(derive_enum(&parse_quote! { enum Never {} })).len(), 1);
    assert_eq!(messages(derive_enum(&parse_quote! { struct No; })).len(), 1);
    assert_eq!(messages(derive_enum(&parse_quote! { union No { a: i64 } })).len(), 1);
}

#[test]
fn contradictory_attributes_are_reported() {
    let found = errors(&parse_quote! {
        #[shared(derive_ref(Debug, Hassh), bound = "T")]
        struct Wrong {
            #[shared(pod, with = m)]
            a: A,
            #[shared(skip, rename = "x", accessor = "y", atomic)]
            b: i64,
            #[shared(extra = "x")]
            c: HashMap<String, Value>,
            #[shared(extra)]
            d: Vec<i64>,
            #[shared(extra)]
            e: HashMap<String, Value>,
            #[shared(extra)]
            f: HashMap<String, Value>,
            #[shared(default)]
            g: i64,
            #[shared(with)]
            h: i64,
            #[shared(default = 3)]
            i: i64,
            get_extra: i64,
        }
    });
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "`derive_ref` does not know `Hassh`: it takes `Debug`, `Eq` and `PartialEq`",
            "a bound is what stands behind `where`: `bound = \"T: ipo::Key\"`",
            "`with` and `pod` each say how the field is stored: keep one",
            "the field is not in the heap: leave out `atomic`, or `skip`",
            "the field is not in the heap: leave out `rename`, or `skip`",
            "the field is not in the heap: leave out `accessor`, or `skip`",
            "`extra` has no value: write `#[shared(extra)]`",
            "`extra` is for a field of the type `HashMap<String, Value>`",
            "`with` is given the path of a module: `with = my_module`",
            "`default` is given the path of a function without arguments: `default = default_level`",
            "`e` holds the extra attributes already: a struct has one such field",
            "the accessor of entries of `e` and the getter of `get_extra` would both be named `get_extra`: name the \
             accessors of one of the fields otherwise, `#[shared(accessor = \"...\")]`",
            "a default is for fields that were appended: `get_extra`, which stands behind this one, has none",
        ]
    );
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
            "there is no `what` here: a field takes `accessor`, `atomic`, `default`, `extra`, `pod`, `rename`, `skip` and `with`",
            "`rename` is given twice: keep one",
            "a trait object holds an address of one process's code: use a type of known layout, or `Value`",
            "the setter of `c` and the getter of `set_c` would both be named `set_c`: name the accessors of one of the \
             fields otherwise, `#[shared(accessor = \"...\")]`",
        ]
    );
}

#[test]
fn types_that_may_be_the_users_own_are_left_to_the_trait() {
    assert!(
        errors(&parse_quote! { struct Mine { a: Rc<String>, b: sync::Mutex<i64>, c: Own<&'static str> } }).is_empty()
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
            "the variants of an index hold no data, its list holds a value for each: write `#[shared(type = ...)] C`, or no type, for any `Value`; for an enum that holds data, derive `SharedEnum`",
            "a reference is valid in one process only: use `String`",
            "`type` is given as a type: `type = Option<i64>`",
            "the variants of an index hold no data, its list holds a value for each: write `#[shared(type = ...)] D`, or no type, for any `Value`; for an enum that holds data, derive `SharedEnum`",
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
    // Of `D`, rustc says that `A` has the number.
    assert_eq!(enum_errors(&parse_quote! { enum Odd { A, B = 5, C, D = 0, E = 3 } }).len(), 2);
    assert_eq!(enum_errors(&parse_quote! { enum Odd { A, B = FIVE, C, D = 0 } }).len(), 2);
}

#[test]
fn a_list_that_would_lie_in_itself_is_refused_and_one_behind_a_box_is_not() {
    let errors = enum_errors(&parse_quote! {
        enum Part { #[shared(type = (i64, Option<EnumList<Part>>))] First, #[shared(type = ipo::EnumList<Self>)] Second }
    });
    let error = "the list of `Part` would lie in itself, without end: use `Option<Box<EnumList<Part>>>`, or `Handle<EnumList<Part>>`";
    assert_eq!(errors, [error, error]);
    let boxed: DeriveInput = parse_quote! {
        enum Part { #[shared(type = Option<Box<EnumList<Part>>>)] First, #[shared(type = Vec<EnumList<Part>>)] Second, #[shared(type = EnumList<Other>)] Third }
    };
    assert!(enum_errors(&boxed).is_empty());
}

#[test]
fn a_variant_whose_type_is_left_open_is_refused() {
    for input in [
        parse_quote! { enum Open { #[shared(type = _)] A } },
        parse_quote! { enum Open { #[shared(type = impl Send)] A } },
        parse_quote! { enum Open { #[shared(type = !)] A } },
    ] {
        assert_eq!(enum_errors(&input), ["a value needs a type of known layout: write the type out"]);
    }
}
