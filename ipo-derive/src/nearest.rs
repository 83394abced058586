//! "Did you mean ...?"

/// The known word that `word` is most likely a misspelling of.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= candidate.len() / 3 + 1)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be inserted, removed or exchanged to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // `row[j]`: the distance between the part of `a` seen so far and the first `j` characters of `b`.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KNOWN: &[&str] = &["rename", "accessor"];

    #[test]
    fn a_misspelling_finds_its_word() {
        assert_eq!(nearest("acessor", KNOWN), Some("accessor"));
        assert_eq!(nearest("renamed", KNOWN), Some("rename"));
        assert_eq!(nearest("name", KNOWN), Some("rename"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("skip", KNOWN), None);
    }
}
