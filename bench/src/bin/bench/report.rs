//! The whole table, `bench/RESULTS.md` and the chart.

use std::fs;

use bench::on::Around;
use clap::ValueEnum as _;

use crate::adding::{self, Added};
use crate::building::{self, Building, LargeBook, Spent};
use crate::load::{self, Loaded};
use crate::row::{Row, time};
use crate::server::Framework;
use crate::times::Times;
use crate::{Result, chart, instructions, machine, requests};

const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/RESULTS.md");
const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/results.svg");
/// The reasons for the figures that miss their goal.
const LIMITS: &str = include_str!("limits.md");

/// Measures everything. On a busy machine it skips the parts that need an idle one.
pub(crate) fn make(is_busy: bool) -> Result<()> {
    if cfg!(not(feature = "peers")) {
        return Err("the table has the peers in it: cargo run --release -p bench".into());
    }
    let times = Times::measure()?;
    let loaded = if is_busy { Vec::new() } else { load::measure()? };
    let building = if is_busy { None } else { Some(building::measure()?) };
    let mut rows = codes_alone(&times);
    rows.extend(loaded.iter().flat_map(under_load));
    rows.extend(rich(&times));
    rows.extend(growth(&times));
    rows.extend(layer()?);
    rows.extend(asked_for(&times)?);
    rows.push(find(&times));
    rows.extend(building.iter().flat_map(built));
    rows.extend(bodies(&times)?);
    let table: String = rows.iter().map(ToString::to_string).collect();
    print!("{}{table}", Row::HEAD);
    fs::write(CHART, chart::of(&bars(&times)))?;
    let head = format!(
        "# Results\n\nMeasured on {} by `cargo run --release -p bench`, on {} ({}), {}, errorbook {}.\n\n\
         A ratio compares two figures of one run, which were measured in turns: times of two runs cannot be compared. A time \
         is the median of the rounds, and a ratio is the median of the rounds' ratios. Allocations stand beside their time. \
         Instructions are counted by callgrind, and are the same on an idle and on a busy machine. The bench first checks the \
         status, the content type and the facts of each response. One of the peers makes serde_json keep the order of \
         members, in the whole program.\n\n\
         ![One error response on axum](results.svg)\n\n",
        machine::date(),
        machine::processor()?,
        machine::system()?,
        machine::rustc()?,
        env!("CARGO_PKG_VERSION"),
    );
    fs::write(RESULTS, format!("{head}{}{table}\n{LIMITS}", Row::HEAD))?;
    println!("\nwritten to {RESULTS}");
    Ok(())
}

fn figure(times: &Times, path: &str) -> String {
    format!("{}, {} allocations", time(times.time(path)), times.last(path).allocations)
}

/// Goal 1: a code without details, beside the same response written by hand.
fn codes_alone(times: &Times) -> Vec<Row> {
    let frameworks = ["axum", "actix", "rocket", "warp"].into_iter();
    let mut rows: Vec<_> = frameworks
        .map(|framework| {
            let (ours, floor) = (format!("{framework}/code"), format!("{framework}/by_hand_static"));
            let figures = (figure(times, &ours), figure(times, &floor));
            let what = format!("a bare code on {framework}, against static bytes");
            let mut row = Row::ratio(1, what, figures, times.ratio(&ours, &floor), 1.05);
            row.met = row.met.map(|met| met && times.last(&ours).allocations <= times.last(&floor).allocations);
            row.limit += ", no allocation more";
            row
        })
        .collect();
    let (promised, open) = ("axum/promised_code", "axum/code");
    rows.push(Row {
        goal: 1,
        what: "a bare code of a handler that promises it, against one that promises nothing".into(),
        ours: figure(times, promised),
        against: figure(times, open),
        measured: format!("{:.2}", times.ratio(promised, open)),
        limit: String::new(),
        met: None,
    });
    rows.push(beside(times, open, "a struct with serde", "axum/code_with_serde"));
    rows.extend(
        times
            .below("axum/peer_code")
            .iter()
            .map(|peer| beside(times, "axum/code", peer, &format!("axum/peer_code/{peer}"))),
    );
    rows
}

/// Returns a row without a goal.
fn beside(times: &Times, ours: &str, name: &str, other: &str) -> Row {
    Row {
        goal: if ours.ends_with("violation") { 2 } else { 1 },
        what: format!("{} against {name}", if ours.ends_with("violation") { "one violation" } else { "a bare code" }),
        ours: figure(times, ours),
        against: figure(times, other),
        measured: format!("{:.2}", times.ratio(ours, other)),
        limit: String::new(),
        met: None,
    }
}

/// Returns the path of the fastest peer below this path.
fn fastest(times: &Times, path: &str) -> (String, String) {
    let peers = times.below(path).into_iter().map(|name| (format!("{path}/{name}"), name));
    peers.min_by(|one, other| times.time(&one.0).total_cmp(&times.time(&other.0))).unwrap_or_default()
}

/// Goal 2: one violation, and a private cause.
fn rich(times: &Times) -> Vec<Row> {
    let (peer, name) = fastest(times, "axum/peer_one_violation");
    let ours = "axum/one_violation";
    let figures = (figure(times, ours), figure(times, &peer));
    let what = format!("one violation, against the fastest peer, {name}");
    let violation = Row::ratio(2, what, figures, times.ratio(ours, &peer), 0.48);
    let allocations = times.last(ours).allocations;
    let count = Row {
        goal: 2,
        what: "one violation's allocations".into(),
        ours: allocations.to_string(),
        against: String::new(),
        measured: allocations.to_string(),
        limit: "at most 6".into(),
        met: Some(allocations <= 6.0),
    };
    let mut rows = vec![violation, count, beside(times, ours, "a struct with serde", "axum/one_violation_with_serde")];
    rows.extend(
        times
            .below("axum/peer_one_violation")
            .iter()
            .map(|peer| beside(times, ours, peer, &format!("axum/peer_one_violation/{peer}"))),
    );
    let (peer, name) = fastest(times, "axum/peer_code");
    let ours = "axum/private_cause";
    let figures = (figure(times, ours), figure(times, &peer));
    let what = format!("a private cause, against the fastest peer's plain error, {name}");
    rows.push(Row::ratio(2, what, figures, times.ratio(ours, &peer), 1.3));
    rows
}

/// Goal 2: from 1 to 10,000 violations.
fn growth(times: &Times) -> Vec<Row> {
    let each = |count: u32| times.time(&format!("core/violations/{count}")) / f64::from(count);
    let body = |count: usize| bench::errors::violations(count).to_response().body().len();
    let speed = body(1_000) as f64 / times.time("core/violations/1000");
    let grown = times.last("core/violations/10000").grown;
    let row = |what: &str, ours: String, against: String, measured: String, limit: &str, met| Row {
        goal: 2,
        what: what.into(),
        ours,
        against,
        measured,
        limit: limit.into(),
        met: Some(met),
    };
    vec![
        Row::ratio(
            2,
            "each of 10,000 violations, against each of 100",
            (time(each(10_000)), time(each(100))),
            each(10_000) / each(100),
            1.25,
        ),
        row(
            "JSON of 1,000 violations",
            time(times.time("core/violations/1000")),
            format!("{} bytes", body(1_000)),
            format!("{speed:.1} GB/s"),
            "at least 1 GB/s",
            speed >= 1.0,
        ),
        row(
            "10,000 violations",
            String::new(),
            String::new(),
            format!("{grown} reallocations"),
            "at most 1",
            grown <= 1.0,
        ),
    ]
}

/// Goal 3: the layer, in recorded instructions of a whole request to a server.
fn layer() -> Result<Vec<Row>> {
    let counts = instructions::of_the_record()?;
    let mut rows = Vec::new();
    for framework in Framework::value_variants() {
        let count = |around| -> Result<u64> {
            let name = requests::name(*framework, around)?;
            counts.get(&name).copied().ok_or_else(|| format!("{name} is not in the record").into())
        };
        let (none, identity) = (count(Around::Nothing)?, count(Around::Identity)?);
        let name = framework.name();
        for (around, what) in [(Around::ErrorBook, "the layer"), (Around::Outside, "the layer around the whole router")]
        {
            if framework.has(around) {
                let what = |other| format!("a request to {name} that succeeds: {what}, against {other}");
                rows.push(whole(what("a layer that does nothing"), count(around)?, identity, true));
                rows.push(whole(what("no layer"), count(around)?, none, false));
            }
        }
        let what = format!("a request to {name} that succeeds: a layer that does nothing, against no layer");
        rows.push(whole(what, identity, none, false));
    }
    Ok(rows)
}

/// Returns the recorded instructions of a whole request.
fn whole(what: String, count: u64, other: u64, has_goal: bool) -> Row {
    let ratio = count as f64 / other as f64;
    Row {
        goal: 3,
        what,
        ours: format!("{count} instructions"),
        against: other.to_string(),
        measured: format!("{ratio:.3}"),
        limit: if has_goal { "at most 1.02".into() } else { String::new() },
        met: has_goal.then_some(ratio <= 1.02),
    }
}

/// Goal 4: the forms that a request can ask for.
fn asked_for(times: &Times) -> Result<Vec<Row>> {
    let (plain, suppressed) = ("core/suppression//code?x=1", "core/suppression//code?suppress_response_code=true");
    let added = times.difference(suppressed, plain);
    let suppression = Row {
        goal: 4,
        what: "suppression of an error, in a whole request to axum".into(),
        ours: figure(times, suppressed),
        against: figure(times, plain),
        measured: format!("{added:+.0} ns"),
        limit: "at most +60 ns".into(),
        met: Some(added <= 60.0),
    };
    let (json, script) = ("core/jsonp//parts", "core/jsonp//parts?callback=show");
    let what = "JSONP of a success of 1 KiB, in a whole request to axum";
    let jsonp = Row::ratio(4, what, (figure(times, script), figure(times, json)), times.ratio(script, json), 1.5);
    let counts = instructions::of_the_record()?;
    let query = counts.get("query-8-kib").copied().ok_or("query-8-kib is not in the record")?;
    let query = Row {
        goal: 4,
        what: "a query of 8 KiB that asks for nothing".into(),
        ours: format!("{query} instructions"),
        against: String::new(),
        measured: format!("{:.1} for each byte", query as f64 / (8.0 * 1024.0)),
        limit: String::new(),
        met: None,
    };
    Ok(vec![suppression, jsonp, query])
}

/// Goal 1: a whole server.
fn under_load(loaded: &Loaded) -> [Row; 2] {
    let name = loaded.framework.name();
    let ratio = loaded.error / loaded.by_hand;
    let (before, after) = loaded.memory;
    let row = |what: String, ours: String, against: String, measured: String, limit: &str, met: bool| Row {
        goal: 1,
        what,
        ours,
        against,
        measured,
        limit: limit.into(),
        met: Some(met),
    };
    [
        row(
            format!("errors from {name}, against a static response"),
            format!("{:.0}/s", loaded.error),
            format!("{:.0}/s", loaded.by_hand),
            format!("{ratio:.2}"),
            "at least 0.98",
            ratio >= 0.98,
        ),
        row(
            format!("memory of {name} after a million errors more"),
            format!("{after} KiB"),
            format!("{before} KiB"),
            format!("{:+} KiB", i128::from(after) - i128::from(before)),
            "flat (within 256 KiB)",
            after <= before + 256,
        ),
    ]
}

/// Goal 6: the search for a code in a book of 2,400 codes.
fn find(times: &Times) -> Row {
    let found = times.below("core/find");
    let slowest = found.iter().map(|id| times.time(&format!("core/find/{id}"))).fold(0.0, f64::max);
    Row {
        goal: 6,
        what: "Book::find among 2,400 codes, the slowest".into(),
        ours: time(slowest),
        against: String::new(),
        measured: time(slowest),
        limit: "at most 25 ns".into(),
        met: Some(slowest <= 25.0),
    }
}

/// Goal 6: builds.
fn built(building: &Building) -> [Row; 4] {
    let Building { core, peer, large_book } = building;
    let seconds = |time: std::time::Duration| format!("{:.1} s", time.as_secs_f64());
    let ratio = core.time.as_secs_f64() / peer.time.as_secs_f64();
    let crates = core.crates as f64 / peer.crates as f64;
    let against = "against problem_details with axum";
    let [first, changed] = checked(*large_book);
    [
        Row::ratio(
            6,
            format!("the core from nothing, {against}"),
            (seconds(core.time), seconds(peer.time)),
            ratio,
            1.0,
        ),
        Row::ratio(
            6,
            format!("its crates, {against}"),
            (core.crates.to_string(), peer.crates.to_string()),
            crates,
            1.0,
        ),
        first,
        changed,
    ]
}

/// Goal 5: bodies with and without faults, in recorded instructions, and beside deserr in time.
fn bodies(times: &Times) -> Result<Vec<Row>> {
    let counts = instructions::of_the_record()?;
    let count = |name: &str| counts.get(name).copied().ok_or_else(|| format!("{name} is not in the record"));
    let mut rows = Vec::new();
    for (what, ours, against, limit) in [
        ("a body of 130 bytes that fits, against serde_json alone", "body-fits", "body-fits-serde-json", 1.01),
        ("a body of 58 KiB that fits, against serde_json alone", "large-body-fits", "large-body-fits-serde-json", 1.01),
        ("one fault in 134 bytes, against axum's own rejection", "body-1-fault", "body-1-fault-axum", 2.0),
        ("one fault in 58 KiB, against axum's own rejection", "large-body-1-fault", "large-body-1-fault-axum", 2.0),
        ("32 faults in 58 KiB, in readings by serde_json", "large-body-32-faults", "large-body-fits-serde-json", 33.0),
    ] {
        let (ours, against) = (count(ours)?, count(against)?);
        let figures = (format!("{ours} instructions"), against.to_string());
        rows.push(Row::ratio(5, what, figures, ours as f64 / against as f64, limit));
    }
    let cases = times.below("bodies_read/deserr");
    rows.extend(cases.iter().map(|case| {
        let (ours, peer) = (format!("bodies_read/ours/{case}"), format!("bodies_read/deserr/{case}"));
        Row {
            goal: 5,
            what: format!("a body of (lines, faults) {case}, against deserr"),
            ours: figure(times, &ours),
            against: figure(times, &peer),
            measured: format!("{:.2}", times.ratio(&ours, &peer)),
            limit: String::new(),
            met: None,
        }
    }));
    Ok(rows)
}

/// Goal 6: the check of a book of 2,400 codes.
fn checked(book: LargeBook) -> [Row; 2] {
    let row = |what: &str, spent: Spent, limit: f64| Row {
        goal: 6,
        what: what.into(),
        ours: format!("{:.2} s", spent.wall.as_secs_f64()),
        against: String::new(),
        measured: format!("{:.2} s of a processor", spent.processor.as_secs_f64()),
        limit: format!("at most {limit} s"),
        met: Some(spent.wall.as_secs_f64() <= limit),
    };
    [
        row("what a book of 2,400 codes adds to a check", book.first, 0.7),
        row("the same after one row has changed", book.changed, 0.3),
    ]
}

/// Prints the cost of adding errorbook, and of checking a large book.
pub(crate) fn building() -> Result<()> {
    let book = checked(building::large_book()?).map(|row| row.to_string()).concat();
    print!("{}{book}\n{}", Row::HEAD, Added::HEAD);
    adding::measure(|added| print!("{added}"))
}

/// Returns the bars of the chart: static bytes, errorbook, and all others from the fastest to the slowest.
fn bars(times: &Times) -> Vec<(String, f64)> {
    let bar = |name: &str, path: &str| (name.to_owned(), times.time(path));
    let mut others = vec![bar("struct with serde", "axum/code_with_serde")];
    others.extend(times.below("axum/peer_code").iter().map(|peer| bar(peer, &format!("axum/peer_code/{peer}"))));
    others.sort_by(|one, other| one.1.total_cmp(&other.1));
    let mut bars = vec![bar("static bytes by hand", "axum/by_hand_static"), bar("errorbook", "axum/code")];
    bars.append(&mut others);
    bars
}
