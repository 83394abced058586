//! The words of a variant's name, for names in other spellings.

/// `HTTPCode` as `http_code`.
pub(crate) fn snake(name: &str) -> String {
    spelt(name, |word| word.to_lowercase())
}

/// `HTTPCode` as `HTTP_CODE`.
pub(crate) fn upper_snake(name: &str) -> String {
    spelt(name, |word| word.to_uppercase())
}

/// Underscores at the start, which mean something to rustc's lints, are kept; several in a row count as one.
fn spelt(name: &str, spell: impl Fn(String) -> String) -> String {
    let rest = name.trim_start_matches('_');
    let start = &name[..name.len() - rest.len()];
    let words: Vec<String> = rest.split('_').flat_map(words).map(spell).collect();
    start.to_owned() + &words.join("_")
}

/// The words of `HTTPCode2`: a new one starts at an upper-case letter behind one that is not, and at the last upper-case letter of several if
/// a lower-case one follows.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    // Digits belong to the word in front of them, and count as letters like its own.
    let mut after_upper = true;
    for (i, &letter) in letters.iter().enumerate() {
        let ends_capitals = letters.get(i + 1).is_some_and(|next| next.is_lowercase());
        let starts = letter.is_uppercase() && (!after_upper || ends_capitals);
        match words.last_mut() {
            Some(word) if !starts => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        if letter.is_uppercase() || letter.is_lowercase() {
            after_upper = letter.is_uppercase();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{snake, upper_snake};

    #[test]
    fn words_start_where_a_reader_sees_them() {
        for (name, expected) in [
            ("Temperature", "temperature"),
            ("AvgSalary", "avg_salary"),
            ("InAGoodState", "in_a_good_state"),
            ("HTTPCode", "http_code"),
            ("HttpCode", "http_code"),
            ("X", "x"),
            ("HTTP", "http"),
            ("Utf8Text", "utf8_text"),
            ("V2", "v2"),
            ("X1Y", "x1y"),
            ("Level2Cache", "level2_cache"),
            ("Größe", "größe"),
            ("ÄnderungsDatum", "änderungs_datum"),
            ("snake_case", "snake_case"),
            ("Mixed_Case", "mixed_case"),
            ("_Hidden", "_hidden"),
            ("Type_", "type"),
            ("__A__B", "__a_b"),
            ("値", "値"),
            ("_", "_"),
        ] {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(upper_snake("InAGoodState"), "IN_A_GOOD_STATE");
        assert_eq!(upper_snake("HTTPCode"), "HTTP_CODE");
        assert_eq!(upper_snake("_Größe2"), "_GRÖSSE2");
    }
}
