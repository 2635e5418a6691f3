//! Times and allocations: what `cargo bench` prints, round after round.

use std::collections::BTreeMap;
use std::env;
use std::process::Command;

use crate::Result;

/// How often everything is measured: what one round is disturbed by, the median leaves out.
const ROUNDS: usize = 5;

/// What was measured of each benchmark, by its path: `axum/code`.
pub(crate) struct Times(Vec<BTreeMap<String, Measured>>);

/// One benchmark in one round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured {
    /// The median in nanoseconds.
    pub(crate) time: f64,
    pub(crate) allocations: f64,
    /// How often an allocation was made larger.
    pub(crate) grown: f64,
}

impl Times {
    /// Measures all of it.
    pub(crate) fn measure() -> Result<Times> {
        let round = |number| {
            eprintln!("times and allocations, round {number} of {ROUNDS}");
            let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let ran = Command::new(cargo)
                .args(["bench", "--quiet", "--package", "bench", "--bench", "responses", "--", "--sample-count", "100"])
                .output()?;
            if !ran.status.success() {
                return Err(String::from_utf8_lossy(&ran.stderr).into());
            }
            Ok(parse(&String::from_utf8(ran.stdout)?))
        };
        (1..=ROUNDS).map(round).collect::<Result<_>>().map(Times)
    }

    /// The names of the benchmarks below a path, without it.
    pub(crate) fn below(&self, path: &str) -> Vec<String> {
        let names = self.0.first().into_iter().flat_map(BTreeMap::keys);
        names.filter_map(|name| name.strip_prefix(path)?.strip_prefix('/')).map(str::to_owned).collect()
    }

    /// The median of the rounds.
    pub(crate) fn time(&self, path: &str) -> f64 {
        median(self.0.iter().filter_map(|round| round.get(path)).map(|measured| measured.time))
    }

    /// The median of what the rounds say is the first one's share of the second one's time.
    pub(crate) fn ratio(&self, path: &str, of: &str) -> f64 {
        median(self.0.iter().filter_map(|round| Some(round.get(path)?.time / round.get(of)?.time)))
    }

    /// The median of the differences in nanoseconds.
    pub(crate) fn difference(&self, path: &str, from: &str) -> f64 {
        median(self.0.iter().filter_map(|round| Some(round.get(path)?.time - round.get(from)?.time)))
    }

    /// Allocations, which are the same in each round.
    pub(crate) fn last(&self, path: &str) -> Measured {
        self.0.last().and_then(|round| round.get(path)).copied().unwrap_or_default()
    }
}

/// The median; not a number if there is none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Reads divan's tree: a branch for each name, its columns between bars, and below a name what it allocated.
fn parse(table: &str) -> BTreeMap<String, Measured> {
    let mut measured: BTreeMap<String, Measured> = BTreeMap::new();
    let (mut path, mut below) = (Vec::<String>::new(), String::new());
    for line in table.lines() {
        let Some((at, _)) = line.char_indices().find(|(_, letter)| matches!(letter, '├' | '╰')) else {
            let cell = line.trim_start_matches(['│', ' ']).split('│').next().unwrap_or_default().trim();
            match (measured.get_mut(&path.join("/")), cell.parse(), below.as_str()) {
                (Some(measured), Ok(count), "alloc:") => measured.allocations = count,
                (Some(measured), Ok(count), "grow:") => measured.grown = count,
                _ => {}
            }
            // The line after one of these has the count, the next one the bytes.
            below = cell.to_owned();
            continue;
        };
        let (before, row) = line.split_at(at);
        path.truncate(before.chars().count() / 3);
        let mut cells = row.trim_start_matches(['├', '╰', '─', ' ']).split('│');
        let name = cells.next().unwrap_or_default();
        path.push(name.split("  ").next().unwrap_or(name).trim().to_owned());
        if let Some(time) = cells.nth(1).and_then(nanoseconds) {
            measured.insert(path.join("/"), Measured { time, ..Measured::default() });
        }
    }
    measured
}

fn nanoseconds(cell: &str) -> Option<f64> {
    let (number, unit) = cell.trim().split_once(' ')?;
    let unit = match unit.trim() {
        "ps" => 1e-3,
        "ns" => 1.0,
        "µs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * unit)
}
