//! [`CASES`]: the cases whose instructions are counted.

use std::hint::black_box;

use errorbook::Book;
use errorbook::adapter::Exchange;

use crate::on::{self, Around, CODE, FINE};
use crate::{bodies, errors, large};

/// A case whose instructions are counted.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The name in the table.
    pub name: &'static str,
    /// Prepares the case and runs it. The counted part runs in [`counted`].
    pub run: fn(),
}

/// The number of runs for one count. Work that is done once, and random hash keys, are spread over them.
pub const TIMES: u64 = 32;

/// Runs the counted part: only instructions in this function, and in the functions that it calls, are counted.
#[inline(never)]
pub fn counted<R>(mut work: impl FnMut() -> R) {
    for _ in 0..TIMES {
        black_box(work());
    }
}

/// Runs the work a few times, so that everything that is created only once exists, and then counts.
fn warm<R>(mut work: impl FnMut() -> R) {
    for _ in 0..4 {
        black_box(work());
    }
    counted(work);
}

const SUPPRESSED: &str = "/code?suppress_response_code=true";
/// The framework itself responds to this path, and the layer puts the response into the envelope.
const NO_ROUTE: &str = "/nowhere";

/// All cases.
pub const CASES: &[Case] = &[
    Case { name: "axum-by-hand", run: || warm(on::axum::by_hand) },
    Case { name: "axum-code", run: || warm(on::axum::code) },
    Case { name: "axum-code-promised", run: || warm(on::axum::promised_code) },
    Case { name: "actix-by-hand", run: || warm(on::actix::by_hand) },
    Case { name: "actix-code", run: || warm(on::actix::code) },
    Case { name: "rocket-by-hand", run: || warm(on::rocket::by_hand) },
    Case { name: "rocket-code", run: rocket_code },
    Case { name: "warp-by-hand", run: || warm(on::warp::by_hand) },
    Case { name: "warp-code", run: || warm(on::warp::code) },
    Case { name: "one-violation", run: || warm(|| on::axum::error(errors::one_violation())) },
    Case { name: "private-cause", run: || warm(|| on::axum::error(errors::private())) },
    Case { name: "violations-100", run: || warm(|| errors::violations(100).to_response()) },
    Case { name: "find", run: || warm(|| large::WANTED.map(|id| Book::find(&large::BOOK, black_box(id)))) },
    Case { name: "query-8-kib", run: query },
    Case { name: "body-fits", run: || body(2, 0, bodies::ours) },
    Case { name: "body-fits-serde-json", run: || body(2, 0, bodies::serde_jsons) },
    Case { name: "body-fits-axum", run: || body(2, 0, bodies::axums) },
    Case { name: "body-1-fault", run: || body(2, 1, bodies::ours) },
    Case { name: "body-1-fault-axum", run: || body(2, 1, bodies::axums) },
    Case { name: "large-body-fits", run: || body(bodies::LARGE, 0, bodies::ours) },
    Case { name: "large-body-fits-serde-json", run: || body(bodies::LARGE, 0, bodies::serde_jsons) },
    Case { name: "large-body-fits-axum", run: || body(bodies::LARGE, 0, bodies::axums) },
    Case { name: "large-body-1-fault", run: || body(bodies::LARGE, 1, bodies::ours) },
    Case { name: "large-body-1-fault-axum", run: || body(bodies::LARGE, 1, bodies::axums) },
    Case { name: "large-body-32-faults", run: || body(bodies::LARGE, 32, bodies::ours) },
    Case { name: "axum-fine", run: || axum(Around::Nothing, FINE) },
    Case { name: "axum-fine-identity", run: || axum(Around::Identity, FINE) },
    Case { name: "axum-fine-layer", run: || axum(Around::ErrorBook, FINE) },
    Case { name: "axum-fine-outside", run: axum_outside },
    Case { name: "axum-code-layer", run: || axum(Around::ErrorBook, CODE) },
    Case { name: "axum-code-suppressed", run: || axum(Around::ErrorBook, SUPPRESSED) },
    Case { name: "axum-no-route", run: || axum(Around::ErrorBook, NO_ROUTE) },
    Case { name: "axum-parts", run: || jsonp(on::PARTS) },
    Case { name: "axum-parts-jsonp", run: || jsonp("/parts?callback=show") },
    Case { name: "actix-fine", run: || actix(Around::Nothing, FINE) },
    Case { name: "actix-fine-identity", run: || actix(Around::Identity, FINE) },
    Case { name: "actix-fine-layer", run: || actix(Around::ErrorBook, FINE) },
    Case { name: "actix-code-suppressed", run: || actix(Around::ErrorBook, SUPPRESSED) },
    Case { name: "actix-no-route", run: || actix(Around::ErrorBook, NO_ROUTE) },
    Case { name: "rocket-fine", run: || whole_rocket(Around::Nothing, FINE) },
    Case { name: "rocket-fine-identity", run: || whole_rocket(Around::Identity, FINE) },
    Case { name: "rocket-fine-layer", run: || whole_rocket(Around::ErrorBook, FINE) },
    Case { name: "rocket-code-suppressed", run: || whole_rocket(Around::ErrorBook, SUPPRESSED) },
    Case { name: "rocket-no-route", run: || whole_rocket(Around::ErrorBook, NO_ROUTE) },
    Case { name: "warp-fine", run: || warp(Around::Nothing, FINE) },
    Case { name: "warp-fine-identity", run: || warp(Around::Identity, FINE) },
    Case { name: "warp-fine-layer", run: || warp(Around::ErrorBook, FINE) },
    Case { name: "warp-code-suppressed", run: || warp(Around::ErrorBook, SUPPRESSED) },
    Case { name: "warp-no-route", run: || warp(Around::ErrorBook, NO_ROUTE) },
];

/// Reads a query of 8 KiB without any of our parameters.
fn query() {
    let query = large_query();
    let policy = errors::POLICY.jsonp("callback");
    warm(|| Exchange::new(&policy, "GET", Some(black_box(&query))));
}

/// Reads a body with this number of lines and faults.
fn body(lines: usize, faults: usize, read: fn(&[u8]) -> usize) {
    let body = bodies::order(lines, faults);
    warm(|| read(black_box(body.as_bytes())));
}

/// Returns 8 KiB of other parameters, like the long filter of a list.
pub(crate) fn large_query() -> String {
    "filter=quantity%20gt%2010&order=name&".chars().cycle().take(8 * 1024).collect()
}

fn in_runtime<R>(work: impl Future<Output = R>) -> R {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn axum(around: Around, target: &str) {
    let app = on::axum::app(around);
    warm(|| on::axum::ask(&app, target));
}

fn axum_outside() {
    let app = on::axum::outside();
    warm(|| on::axum::ask(&app, FINE));
}

fn jsonp(target: &str) {
    let app = on::axum::with_jsonp();
    warm(|| on::axum::ask(&app, target));
}

fn actix(around: Around, target: &str) {
    in_runtime(async {
        let ask = on::actix::app(around);
        warm(|| ask(target));
    });
}

fn warp(around: Around, target: &str) {
    let ask = on::warp::app(around);
    warm(|| ask(target));
}

fn whole_rocket(around: Around, target: &'static str) {
    in_runtime(async {
        let client = on::rocket::app(around).await;
        warm(|| on::rocket::ask(&client, target));
    });
}

fn rocket_code() {
    in_runtime(async {
        let client = on::rocket::app(Around::ErrorBook).await;
        let request = client.get(CODE);
        warm(|| on::rocket::code(request.inner()));
    });
}
