//! The files of results: `group work name median min max unit note`, with tabs in between. The first three say what was
//! measured; one that was not has no numbers, and its note says why. Lines that begin with `#` are no results.

use std::path::Path;

use super::Failure;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub group: String,
    pub work: String,
    pub name: String,
    pub measured: Option<Measured>,
    pub unit: String,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

/// All files, each by its name without `.tsv`.
pub struct Results(Vec<(String, Vec<Line>)>);

impl Results {
    pub fn read(folder: &Path) -> Result<Results, Failure> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "tsv") {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let lines = parse(&std::fs::read_to_string(&path)?).map_err(|why| format!("{name}.tsv: {why}"))?;
                files.push((name, lines));
            }
        }
        Ok(Results(files))
    }

    #[cfg(test)]
    pub fn of(name: &str, text: &str) -> Results {
        Results(vec![(name.to_owned(), parse(text).unwrap())])
    }

    /// The lines of a file; none, if there is no such file.
    pub fn file(&self, name: &str) -> &[Line] {
        self.0.iter().find(|file| file.0 == name).map_or(&[], |file| &file.1)
    }
}

fn parse(text: &str) -> Result<Vec<Line>, String> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| self::line(line).ok_or_else(|| format!("no result: {line}"))).collect()
}

fn line(line: &str) -> Option<Line> {
    let [group, work, name, median, min, max, unit, note] = *line.split('\t').collect::<Vec<_>>() else { return None };
    let measured = if median.is_empty() {
        None
    } else {
        Some(Measured { median: median.parse().ok()?, min: min.parse().ok()?, max: max.parse().ok()? })
    };
    let [group, work, name, unit, note] = [group, work, name, unit, note].map(str::to_owned);
    Some(Line { group, work, name, measured, unit, note })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_numbers_was_not_measured() {
        let lines = parse("# a comment\ng\tw\tn\t2.5\t1\t3\tns\tnote\ng\tw\tm\t\t\t\tns\tnot measured: why\n").unwrap();
        assert_eq!(lines[0].measured, Some(Measured { median: 2.5, min: 1.0, max: 3.0 }));
        assert_eq!((lines[1].measured, lines[1].note.as_str()), (None, "not measured: why"));
    }

    #[test]
    fn a_line_that_is_cut_off_is_an_error() {
        assert!(parse("g\tw\tn\t2.5\t1\n").is_err());
        assert!(parse("g\tw\tn\tx\t1\t2\tns\t\n").is_err());
    }
}
