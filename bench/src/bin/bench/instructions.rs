//! Counts of instructions, which are the same on an idle and on a busy machine, and their record.

use std::collections::BTreeMap;
use std::{env, fs};

use serde::{Deserialize, Serialize};

use crate::{Result, callgrind, machine, requests};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.toml");
const COMMAND: &str = ".ci/instructions";
/// How far a count may be above the recorded one, in hundredths of it.
const TOLERANCE: f64 = 5.0;

/// What `bench/instructions.toml` holds: instructions for each time that a case is run.
#[derive(Serialize, Deserialize)]
struct Record {
    /// The compiler, which has a say in every count.
    rustc: String,
    counts: BTreeMap<String, u64>,
}

/// Counts, prints and, if asked to, checks or records.
pub(crate) fn run(check: bool, record: bool) -> Result<()> {
    if cfg!(feature = "peers") {
        return Err(format!("the features of the peers change what is counted: {COMMAND}").into());
    }
    let counts = count()?;
    if record {
        let record = Record { rustc: machine::rustc()?, counts };
        let head = "# Instructions for each time that a case is run. Written by:\n# ";
        fs::write(RECORD, format!("{head}{COMMAND} --record\n\n{}", toml::to_string(&record)?))?;
        println!("{} counts are in {RECORD}", record.counts.len());
        return Ok(());
    }
    let recorded = recorded()?;
    let beyond = print(&counts, &recorded);
    if !check || beyond.is_empty() {
        return Ok(());
    }
    let (then, now) = (recorded.rustc, machine::rustc()?);
    let compiler = if then == now { String::new() } else { format!(" (recorded with {then}, this is {now})") };
    Err(format!(
        "more than {TOLERANCE} % above the record{compiler}: {}\nIf the change is worth that, record it: {COMMAND} --record",
        beyond.join(", "),
    )
    .into())
}

/// The recorded counts.
pub(crate) fn of_the_record() -> Result<BTreeMap<String, u64>> {
    recorded().map(|record| record.counts)
}

fn recorded() -> Result<Record> {
    Ok(toml::from_str(&fs::read_to_string(RECORD)?)?)
}

/// Prints the counts beside the record. Returns the names of those that are too far above it: new and gone ones are recorded with
/// the next release.
fn print(counts: &BTreeMap<String, u64>, recorded: &Record) -> Vec<String> {
    let mut beyond = Vec::new();
    println!("{:26} {:>10} {:>10} {:>9}", "case", "recorded", "now", "change");
    for (name, now) in counts {
        let Some(then) = recorded.counts.get(name) else {
            println!("{name:26} {:>10} {now:>10} {:>9}  <- new", "-", "-");
            continue;
        };
        let change = (*now as f64 / *then as f64 - 1.0) * 100.0;
        let is_beyond = change > TOLERANCE;
        println!("{name:26} {then:>10} {now:>10} {change:>+7.1} %{}", if is_beyond { "  <- beyond" } else { "" });
        if is_beyond {
            beyond.push(name.clone());
        }
    }
    for (name, then) in recorded.counts.iter().filter(|(name, _)| !counts.contains_key(*name)) {
        println!("{name:26} {then:>10} {:>10} {:>9}  <- gone", "-", "-");
    }
    beyond
}

fn count() -> Result<BTreeMap<String, u64>> {
    let cases = bench::CASES.iter().map(|case| Ok((case.name.to_owned(), count_of(case.name)? / bench::TIMES)));
    let mut counts = cases.collect::<Result<BTreeMap<_, _>>>()?;
    counts.extend(requests::count()?);
    Ok(counts)
}

fn count_of(case: &str) -> Result<u64> {
    let out = tempfile::NamedTempFile::new()?;
    let mut program = callgrind::command(out.path());
    let ran = program.arg("--toggle-collect=*counted*").arg(env::current_exe()?).args(["count", case]).output();
    let ran = ran.map_err(|error| format!("valgrind (Debian's package of that name) cannot be run: {error}"))?;
    if !ran.status.success() {
        return Err(format!("{case}: {}", String::from_utf8_lossy(&ran.stderr)).into());
    }
    callgrind::total(out.path())
}
