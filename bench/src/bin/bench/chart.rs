//! The bar chart of times. It is readable in light and dark mode.

use std::fmt::Write as _;

/// Returns the bars as SVG. Each has a name and nanoseconds. The first bar is the floor, and the second is ours.
pub(crate) fn of(bars: &[(String, f64)]) -> String {
    const STEP: usize = 26;
    let longest = bars.iter().map(|(_, time)| *time).fold(1.0, f64::max);
    let height = 48 + STEP * bars.len();
    let mut chart = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 {height}\" width=\"720\" height=\"{height}\" role=\"img\" \
         aria-label=\"Time of one error response on axum, in nanoseconds\">\n<style>\n\
         text {{ font: 14px system-ui, sans-serif; fill: #1f2328; }} .title {{ font-weight: 600; }}\n\
         .bar {{ fill: #8c959f; }} .ours {{ fill: #0969da; }}\n\
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3; }} .bar {{ fill: #6e7681; }} .ours {{ fill: #4493f8; }} }}\n\
         </style>\n<text class=\"title\" x=\"12\" y=\"24\">One error response on axum, in nanoseconds: less is better</text>\n"
    );
    for (at, (name, time)) in bars.iter().enumerate() {
        let (top, width) = (40 + STEP * at, 400.0 * time / longest);
        let class = if at == 1 { "ours" } else { "bar" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            chart,
            "<text x=\"210\" y=\"{}\" text-anchor=\"end\">{name}</text><rect class=\"{class}\" x=\"220\" y=\"{top}\" \
             width=\"{width:.0}\" height=\"18\" rx=\"2\"/><text x=\"{:.0}\" y=\"{}\">{time:.0}</text>",
            top + 14,
            228.0 + width,
            top + 14,
        );
    }
    chart + "</svg>\n"
}
