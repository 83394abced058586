//! The tests that `TRUST.md` names exist.

use std::path::Path;

const PAGE: &str = include_str!("../TRUST.md");

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn each_test_that_the_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut rows, mut found) = (0, 0);
    for row in PAGE.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`: ")) {
        rows += 1;
        let tests = row.trim_end_matches(" |").rsplit_once(" | ").expect("two columns").1;
        for group in tests.split("; ") {
            let (file, names) = group.split_once(": ").expect("a file, then the tests in it");
            let file = quoted(file).next().expect("a file in backticks");
            let source = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            for name in quoted(names) {
                assert!(source.contains(&format!("fn {name}(")), "{file} has no {name}");
                found += 1;
            }
        }
    }
    let promises = PAGE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Promise")).count();
    assert_eq!(rows, promises, "every promise names its tests");
    assert!(rows > 20 && found > 40, "{rows} rows, {found} tests");
}
