//! The derive as a whole: what it expands to, and what it says.

#[test]
fn x() {
    let input: syn::DeriveInput = syn::parse_quote! { pub struct Record { pub field: Rc<String>, pub number: i64 } };
    let code = crate::derive_struct(&input);
    println!("{}", prettyplease::unparse(&syn::parse2(code).unwrap()));
}
