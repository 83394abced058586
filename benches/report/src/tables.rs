//! The tables, from the lines of the files.

use std::fmt::Write as _;

use super::Failure;
use super::results::{Line, Results};

const NONE: &str = "Not measured yet.\n";

pub fn by_name(name: &str, results: &Results) -> Result<String, Failure> {
    let growth =
        |group: &str| results.file("growth").iter().filter(|line| line.group == group).cloned().collect::<Vec<_>>();
    let table = match name {
        "machine" => machine(results.file("machine")),
        "limits" => limits(results.file("limits")),
        "messages" => plain(results.file("messages"), "Work"),
        "peers" => peers(results.file("peers")),
        "peers ahead" => ahead(results.file("peers")),
        "python increments" => python(results.file("python"), "increments"),
        "python messages" => python(results.file("python"), "messages of 400 kB"),
        "growth" => curves(&growth("growth")),
        "startup" => plain(&growth("startup"), "Heap"),
        "footprint" => footprint(&growth("footprint")),
        _ => return Err(format!("nothing is made for `{name}`").into()),
    };
    Ok(table)
}

fn machine(lines: &[Line]) -> String {
    if lines.is_empty() {
        return NONE.to_owned();
    }
    let rows = lines.iter().map(|line| vec![line.name.clone(), line.note.clone()]);
    table(&["", ""], rows)
}

/// Ours, the reference, the ratio and the goal, a line for each row.
fn limits(lines: &[Line]) -> String {
    let rows = works(lines).into_iter().map(|(work, lines)| {
        let of = |name: &str| lines.iter().find(|line| line.name == name).map_or(String::new(), value);
        let note = lines.iter().find(|line| line.name == "ratio").map_or(String::new(), |line| line.note.clone());
        let ratio = lines.iter().find(|line| line.name == "ratio").map_or(String::new(), spread);
        vec![format!("`{work}`"), of("ipo"), of("reference"), ratio, note]
    });
    table(&["Row", "ipo", "Reference", "Ratio", "Goal"], rows)
}

/// A table for each group, a line for each party of each work.
fn peers(lines: &[Line]) -> String {
    let mut text = String::new();
    for (group, lines) in groups(lines) {
        let _ = write!(text, "\n### {}\n\n", capital(&group));
        let rows = works(&lines).into_iter().flat_map(|(work, lines)| parties(&work, &lines));
        text += &table(&["Work", "By", "Median", "Least to most", ""], rows);
    }
    if text.is_empty() { NONE.to_owned() } else { text.trim_start().to_owned() }
}

/// The works in which a peer is ahead of the best of ipo's ways.
fn ahead(lines: &[Line]) -> String {
    let rows = works(lines).into_iter().filter_map(|(work, lines)| {
        let best = |ours: bool| {
            let measured = lines.iter().filter(|line| line.measured.is_some() && is_ours(line) == ours);
            measured.max_by(|a, b| goodness(a).total_cmp(&goodness(b))).cloned()
        };
        let (ours, peer) = (best(true)?, best(false)?);
        let ratio = goodness(&peer) / goodness(&ours);
        (ratio > 1.0).then(|| {
            let group = ours.group.clone();
            vec![format!("{group}: {work}"), peer.name.clone(), value(&peer), value(&ours), format!("{ratio:.2}")]
        })
    });
    let rows: Vec<_> = rows.collect();
    match (lines.is_empty(), rows.is_empty()) {
        (true, _) => NONE.to_owned(),
        (_, true) => "In none.\n".to_owned(),
        _ => table(&["Work", "Fastest peer", "Its figure", "ipo's best", "times as fast"], rows.into_iter()),
    }
}

fn python(lines: &[Line], work: &str) -> String {
    let mut lines: Vec<Line> = lines.iter().filter(|line| line.work == work).cloned().collect();
    lines.sort_by(|a, b| goodness(b).total_cmp(&goodness(a)));
    let rows = lines.iter().map(|line| vec![bold(line), value(line), spread_only(line), line.note.clone()]);
    table(&["By", "Median", "Least to most", ""], rows)
}

/// A table for each subject: a line for each work, a column for each size.
fn curves(lines: &[Line]) -> String {
    let mut text = String::new();
    for (work, lines) in works(lines) {
        let _ = write!(text, "\n**{}**\n\n", capital(&work.replacen(": ", ", ", 1)));
        let first = lines.iter().find_map(|line| line.measured).map_or(1.0, |measured| measured.median);
        let judged = lines.iter().all(|line| line.unit == "ns");
        let rows = lines.iter().map(|line| {
            let ratio = line.measured.filter(|_| judged).map_or(String::new(), |m| number(m.median / first));
            vec![line.name.clone(), value(line), ratio, line.note.clone()]
        });
        text += &table(&["Size", "Each", "To the smallest", "Beside it"], rows);
    }
    if text.is_empty() { NONE.to_owned() } else { text.trim_start().to_owned() }
}

fn footprint(lines: &[Line]) -> String {
    table(
        &["", "Bytes", ""],
        lines.iter().map(|line| {
            let bytes = line.measured.map_or(String::new(), |measured| thousands(measured.median));
            vec![capital(&line.name), bytes, line.note.clone()]
        }),
    )
}

/// Each line as it is.
fn plain(lines: &[Line], work: &str) -> String {
    let rows = works(lines).into_iter().flat_map(|(work, lines)| parties(&work, &lines));
    table(&[work, "", "Median", "Least to most", ""], rows)
}

/// The work's name stands in its first line only.
fn parties(work: &str, lines: &[Line]) -> Vec<Vec<String>> {
    let row = |(i, line): (usize, &Line)| {
        let work = if i == 0 { work.to_owned() } else { String::new() };
        vec![work, bold(line), value(line), spread_only(line), line.note.clone()]
    };
    lines.iter().enumerate().map(row).collect()
}

// ---- parts -----------------------------------------------------------------------------------------------------------

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: Vec<String> = rows.map(|cells| format!("| {} |\n", cells.join(" | ").replace("|  |", "| |"))).collect();
    if rows.is_empty() {
        return NONE.to_owned();
    }
    format!("| {} |\n|{}\n{}", head.join(" | "), "---|".repeat(head.len()), rows.concat())
}

/// The lines of each work together, in the order of the first ones.
fn works(lines: &[Line]) -> Vec<(String, Vec<Line>)> {
    by(lines, |line| format!("{}\t{}", line.group, line.work))
        .into_iter()
        .map(|(key, lines)| (key.split('\t').nth(1).unwrap_or_default().to_owned(), lines))
        .collect()
}

fn groups(lines: &[Line]) -> Vec<(String, Vec<Line>)> {
    by(lines, |line| line.group.clone())
}

fn by(lines: &[Line], key: impl Fn(&Line) -> String) -> Vec<(String, Vec<Line>)> {
    let mut all: Vec<(String, Vec<Line>)> = Vec::new();
    for line in lines {
        let key = key(line);
        match all.iter_mut().find(|known| known.0 == key) {
            Some(known) => known.1.push(line.clone()),
            None => all.push((key, vec![line.clone()])),
        }
    }
    all
}

/// Lines whose party is ipo.
pub fn is_ours(line: &Line) -> bool {
    line.name == "ipo"
        || line.name.starts_with("ipo ")
        || line.name.starts_with("ipo,")
        || line.name.starts_with("ipo:")
}

/// More is better: the speed, or the inverse of a time; what was not measured is last.
pub fn goodness(line: &Line) -> f64 {
    match line.measured {
        None => 0.0,
        Some(measured) if line.unit == "ns" => 1.0 / measured.median,
        Some(measured) => measured.median,
    }
}

fn bold(line: &Line) -> String {
    if is_ours(line) { format!("**{}**", line.name) } else { line.name.clone() }
}

fn value(line: &Line) -> String {
    let Some(measured) = line.measured else { return "-".to_owned() };
    let (scale, unit) = scale(measured.median, &line.unit);
    format!("{} {unit}", number(measured.median / scale)).replace(" /s", "/s")
}

fn spread(line: &Line) -> String {
    let Some(measured) = line.measured else { return "-".to_owned() };
    format!("{} ({} to {})", number(measured.median), number(measured.min), number(measured.max))
}

fn spread_only(line: &Line) -> String {
    let Some(measured) = line.measured else { return "-".to_owned() };
    let (scale, _) = scale(measured.median, &line.unit);
    format!("{} to {}", number(measured.min / scale), number(measured.max / scale))
}

/// The unit in which a value has few digits, and what to divide by.
fn scale(value: f64, unit: &str) -> (f64, String) {
    match (unit, value) {
        ("ns", 1e7..) => (1e6, "ms".to_owned()),
        ("ns", 1e4..) => (1e3, "µs".to_owned()),
        ("/s", 1e9..) => (1e9, "G/s".to_owned()),
        ("/s", 1e6..) => (1e6, "M/s".to_owned()),
        ("/s", 1e3..) => (1e3, "k/s".to_owned()),
        _ => (1.0, unit.to_owned()),
    }
}

/// With three digits or so.
pub fn number(value: f64) -> String {
    match value.abs() {
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_that_is_ahead_is_named_whatever_the_unit() {
        let tsv = "a\tw\tipo\t10\t9\t11\tns\t\na\tw\tx\t5\t4\t6\tns\t\nb\tw\tipo, copied\t10\t9\t11\tGiB/s\t\n\
                   b\tw\ty\t5\t4\t6\tGiB/s\t\nc\tv\tipo\t1\t1\t1\tGiB/s\t\nc\tv\tz\t3\t3\t3\tGiB/s\t\n\
                   c\tv\tq\t\t\t\tGiB/s\tnot measured: why\n";
        let results = Results::of("peers", tsv);
        let text = ahead(results.file("peers"));
        assert!(text.contains("| a: w | x | 5.00 ns | 10.0 ns | 2.00 |"), "{text}");
        assert!(text.contains("| c: v | z |") && !text.contains("| y |"), "{text}");
    }

    #[test]
    fn numbers_have_units_that_fit() {
        assert_eq!(scale(2.5e6, "/s"), (1e6, "M/s".to_owned()));
        assert_eq!(thousands(1_234_567.0), "1,234,567");
        assert_eq!(number(123.4), "123");
    }
}
