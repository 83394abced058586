//! The page: prose by hand, and between markers what is made from the results.

use super::Failure;
use super::results::Results;
use super::tables;

/// Replaces what stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->`, for every name.
pub fn fill(page: &str, results: &Results) -> Result<String, Failure> {
    let mut filled = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- begin: ") {
        let (name, after) = after.split_once(" -->").ok_or("a marker without an end")?;
        let end = format!("<!-- end: {name} -->");
        let (_, after) = after.split_once(&end).ok_or_else(|| format!("no {end}"))?;
        let table = tables::by_name(name, results)?;
        filled.push_str(&format!("{before}<!-- begin: {name} -->\n{}\n{end}", table.trim_end()));
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TSV: &str = "machine\tmachine\tcores\t\t\t\t\t2\n";

    #[test]
    fn only_what_is_between_markers_changes() {
        let results = Results::of("machine", TSV);
        let page = "before\n<!-- begin: machine -->\nold\n<!-- end: machine -->\nafter\n";
        let filled = fill(page, &results).unwrap();
        assert!(filled.starts_with("before\n<!-- begin: machine -->\n"));
        assert!(filled.ends_with("<!-- end: machine -->\nafter\n"));
        assert!(filled.contains("| cores | 2 |") && !filled.contains("old"));
        assert_eq!(fill(&filled, &results).unwrap(), filled);
    }

    #[test]
    fn a_marker_that_nothing_is_made_for_is_an_error() {
        let results = Results::of("machine", TSV);
        assert!(fill("<!-- begin: other -->\n<!-- end: other -->", &results).is_err());
        assert!(fill("<!-- begin: machine -->\n", &results).is_err());
    }
}
