//! Times and allocations, as `cargo bench` prints them, over several rounds.

use std::collections::BTreeMap;
use std::env;
use std::process::Command;

use crate::Result;

/// The number of rounds. The median removes disturbances of single rounds.
const ROUNDS: usize = 5;

/// The results of each benchmark, by its path such as `axum/code`.
pub(crate) struct Times(Vec<BTreeMap<String, Measured>>);

/// The result of a benchmark in one round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured {
    /// The median in nanoseconds.
    pub(crate) time: f64,
    pub(crate) allocations: f64,
    /// The number of times that an allocation was enlarged.
    pub(crate) grown: f64,
}

impl Times {
    /// Measures everything.
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

    /// Returns the names of the benchmarks below a path, without the path.
    pub(crate) fn below(&self, path: &str) -> Vec<String> {
        let names = self.0.first().into_iter().flat_map(BTreeMap::keys);
        names.filter_map(|name| name.strip_prefix(path)?.strip_prefix('/')).map(str::to_owned).collect()
    }

    /// Returns the median of the rounds.
    pub(crate) fn time(&self, path: &str) -> f64 {
        median(self.0.iter().filter_map(|round| round.get(path)).map(|measured| measured.time))
    }

    /// Returns the median of the ratios of the two times in each round.
    pub(crate) fn ratio(&self, path: &str, of: &str) -> f64 {
        median(self.0.iter().filter_map(|round| Some(round.get(path)?.time / round.get(of)?.time)))
    }

    /// Returns the median of the differences, in nanoseconds.
    pub(crate) fn difference(&self, path: &str, from: &str) -> f64 {
        median(self.0.iter().filter_map(|round| Some(round.get(path)?.time - round.get(from)?.time)))
    }

    /// Returns the allocations. They are the same in each round.
    pub(crate) fn last(&self, path: &str) -> Measured {
        self.0.last().and_then(|round| round.get(path)).copied().unwrap_or_default()
    }
}

/// Returns the median, or NaN if there are no values.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Parses divan's tree. Each name is a branch, its columns stand between bars, and its allocations stand below it.
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
            // After such a line, the next line has the count, and the one after it the bytes.
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
