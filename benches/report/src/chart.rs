//! Charts: a bar for each approach on a logarithmic scale, as plain SVG with text that can be read on light and dark pages.

use std::fmt::Write as _;

use super::results::{Line, Results};
use super::tables::{goodness, is_ours, number};

/// A bar.
#[derive(Clone, Debug)]
struct Bar {
    name: String,
    value: f64,
    ours: bool,
}

/// GiB per second of messages of 400,000 bytes.
pub fn throughput(results: &Results) -> String {
    let wanted = |line: &&Line| line.unit == "GiB/s" && line.measured.is_some();
    let python = results.file("python").iter().filter(|line| line.work == "messages of 400 kB").filter(wanted);
    let peers = results.file("peers").iter().filter(wanted).filter(|line| line.work.contains("copied in"));
    let python = python.map(|line| bar(line, "", goodness(line)));
    // There all of them poll, ipo too.
    let peers = peers.map(|line| bar(line, if is_ours(line) { ", polling" } else { "" }, goodness(line)));
    let bars = python.chain(peers).collect();
    draw("Messages of 400,000 bytes between two processes", "GiB/s", bars)
}

/// Increments per second on the numbers of 3,000 players, by a second process.
pub fn increments(results: &Results) -> String {
    let python = results.file("python").iter().filter(|line| line.work == "increments" && line.measured.is_some());
    let python = python.map(|line| bar(line, "", goodness(line)));
    // One for all players, as a turn is one for all.
    let one = |line: &&Line| line.group == "transactions" && line.work.contains("one transaction for 3,000 objects");
    let peers = results.file("peers").iter().filter(one).filter(|line| line.unit == "ns" && line.measured.is_some());
    let peers = peers.map(|line| bar(line, ", one transaction", 1e9 * goodness(line)));
    draw("Increments of 9 numbers of 3,000 players by a second process", "increments/s", python.chain(peers).collect())
}

fn bar(line: &Line, how: &str, value: f64) -> Bar {
    Bar { name: format!("{}{how}", line.name), value, ours: is_ours(line) }
}

const WIDTH: f64 = 960.0;
const LABELS: f64 = 380.0;
/// For the values behind the bars.
const VALUES: f64 = 80.0;
const TOP: f64 = 64.0;
const STEP: f64 = 24.0;
const BAR: f64 = 16.0;

fn draw(title: &str, unit: &str, mut bars: Vec<Bar>) -> String {
    bars.sort_by(|a, b| b.value.total_cmp(&a.value));
    let (low, high) = decades(&bars);
    let x = |value: f64| LABELS + (value.log10() - low as f64) / (high - low) as f64 * (WIDTH - LABELS - VALUES);
    let height = TOP + STEP * bars.len() as f64 + 20.0;
    let bottom = height - 14.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" aria-label=\"{title}\">\n{STYLE}\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>\n\
         <text class=\"title\" x=\"16\" y=\"26\">{title}</text>\n\
         <text class=\"quiet\" x=\"16\" y=\"46\">{unit}, logarithmic scale; longer is faster</text>\n",
        title = escaped(title),
    );
    for decade in low..=high {
        let (x, label) = (x(10_f64.powi(decade)), short(10_f64.powi(decade)));
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>\n\
             <text class=\"quiet\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>\n",
            TOP - 6.0
        );
    }
    for (i, bar) in bars.iter().enumerate() {
        let top = TOP + 4.0 + STEP * i as f64;
        let (text, end) = (top + 12.5, x(bar.value));
        let (name, class) = (escaped(&bar.name), if bar.ours { "ours" } else { "peer" });
        let _ = write!(
            svg,
            "<text class=\"{class}-name\" x=\"{:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{name}</text>\n\
             <rect class=\"{class}\" x=\"{LABELS}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{BAR}\" rx=\"2\"/>\n\
             <text class=\"value\" x=\"{:.1}\" y=\"{text:.1}\">{}</text>\n",
            LABELS - 8.0,
            end - LABELS,
            end + 6.0,
            short(bar.value)
        );
    }
    svg + "</svg>\n"
}

/// Colours of light pages, and of dark ones.
const STYLE: &str = "<style>
text { font: 13px system-ui, 'DejaVu Sans', sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.quiet { fill: #59636e; font-size: 12px }
.ours-name { font-weight: 600 }
.page { fill: #ffffff }
.grid { stroke: #d1d9e0 }
.ours { fill: #0969da }
.peer { fill: #8c959f }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.quiet { fill: #9198a1 }
.page { fill: #0d1117 }
.grid { stroke: #3d444d }
.ours { fill: #4493f8 }
.peer { fill: #656c76 }
}
</style>
";

/// The powers of ten around all values. The shortest bar is not so short that it cannot be seen.
fn decades(bars: &[Bar]) -> (i32, i32) {
    let least = bars.iter().map(|bar| bar.value).fold(f64::INFINITY, f64::min);
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    if bars.is_empty() {
        return (0, 1);
    }
    let low = (least.log10() - 0.2).floor() as i32;
    (low, (most.log10().ceil() as i32).max(low + 1))
}

/// 1234567 as `1.23 M`.
fn short(value: f64) -> String {
    let (scaled, unit) = match value {
        1e9.. => (value / 1e9, " G"),
        1e6.. => (value / 1e6, " M"),
        1e3.. => (value / 1e3, " k"),
        _ => (value, ""),
    };
    let round = scaled >= 1.0 && (scaled.log10().fract() == 0.0);
    if round { format!("{scaled:.0}{unit}") } else { format!("{}{unit}", number(scaled)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decade_is_as_wide_as_the_next() {
        let bars = [1.0, 10.0, 100.0].map(|value| Bar { name: format!("a & {value}"), value, ours: value == 1.0 });
        let svg = draw("title", "unit", bars.to_vec());
        let widths: Vec<f64> = svg
            .lines()
            .filter_map(|line| line.strip_prefix("<rect class=\"peer\"").or(line.strip_prefix("<rect class=\"ours\"")))
            .map(|line| line.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
            .collect();
        assert!((widths[0] - widths[1] - (widths[1] - widths[2])).abs() < 0.2, "{widths:?}");
        assert!(widths[2] > 10.0 && svg.contains("a &amp; 10") && svg.matches("class=\"ours\"").count() == 1);
    }

    #[test]
    fn values_are_short() {
        assert_eq!(short(1_234_567.0), "1.23 M");
        assert_eq!(short(1000.0), "1 k");
        assert_eq!(short(0.1), "0.10");
    }
}
