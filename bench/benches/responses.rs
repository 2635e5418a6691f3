//! Time and allocations of the responses: `cargo bench -p bench`. This includes dropping the response.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark fails by panicking, and its names say what it is")]

use std::hint::black_box;

use bench::{Claim, bodies, by_hand, errors, large, on};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench_group]
mod axum {
    use super::*;

    fn measure<R: http_body::Body<Error: std::fmt::Debug>>(
        bencher: Bencher<'_, '_>,
        claim: Claim,
        make: impl Fn() -> ::http::Response<R> + Sync,
    ) {
        claim.assert_http("the response", make());
        bencher.bench(|| drop(black_box(make())));
    }

    #[cfg(feature = "peers")]
    fn measure_peer(bencher: Bencher<'_, '_>, claim: Claim, make: bench::peers::Make) {
        match make {
            bench::peers::Make::Axum07(make) => measure(bencher, claim, make),
            bench::peers::Make::Axum08(make) => measure(bencher, claim, make),
        }
    }

    #[divan::bench]
    fn by_hand_static(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::PLAIN, on::axum::by_hand);
    }

    #[divan::bench]
    fn code(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::PLAIN, on::axum::code);
    }

    #[divan::bench]
    fn promised_code(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::PLAIN, on::axum::promised_code);
    }

    #[divan::bench]
    fn code_with_serde(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::PLAIN, by_hand::code);
    }

    #[divan::bench]
    fn one_violation(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::ONE_VIOLATION, || on::axum::error(errors::one_violation()));
    }

    #[divan::bench]
    fn one_violation_with_serde(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::ONE_VIOLATION, by_hand::one_violation);
    }

    #[divan::bench]
    fn private_cause(bencher: Bencher<'_, '_>) {
        measure(bencher, Claim::PRIVATE, || on::axum::error(errors::private()));
    }

    #[cfg(feature = "peers")]
    #[divan::bench(args = bench::peers::PEERS)]
    fn peer_code(bencher: Bencher<'_, '_>, peer: &bench::peers::Peer) {
        let (make, claim) = peer.code;
        measure_peer(bencher, claim, make);
    }

    #[cfg(feature = "peers")]
    #[divan::bench(args = bench::peers::PEERS.into_iter().filter(|peer| peer.one_violation.is_some()))]
    fn peer_one_violation(bencher: Bencher<'_, '_>, peer: &bench::peers::Peer) {
        measure_peer(bencher, Claim::ONE_VIOLATION, peer.one_violation.unwrap());
    }
}

#[divan::bench_group]
mod actix {
    use super::*;

    fn measure(bencher: Bencher<'_, '_>, make: impl Fn() -> actix_web::HttpResponse) {
        use actix_web::body::MessageBody as _;

        let (head, body) = make().into_parts();
        let content_types = head.headers().get_all("content-type").map(|value| value.as_bytes());
        let body = body.try_into_bytes().unwrap();
        Claim::PLAIN.assert("the response", head.status().as_u16(), content_types, &body);
        bencher.bench_local(|| drop(black_box(make())));
    }

    #[divan::bench]
    fn by_hand_static(bencher: Bencher<'_, '_>) {
        measure(bencher, on::actix::by_hand);
    }

    #[divan::bench]
    fn code(bencher: Bencher<'_, '_>) {
        measure(bencher, on::actix::code);
    }
}

#[divan::bench_group]
mod rocket {
    use super::*;

    fn measure(bencher: Bencher<'_, '_>, make: fn(&::rocket::Request<'_>) -> ::rocket::Response<'static>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let client = on::rocket::app(on::Around::ErrorBook).await;
            let request = client.get(on::CODE);
            let mut response = make(request.inner());
            let body = response.body_mut().to_bytes().await.unwrap();
            let content_types = response.headers().get("content-type").map(str::as_bytes);
            Claim::PLAIN.assert("the response", response.status().code, content_types, &body);
            bencher.bench_local(|| drop(black_box(make(request.inner()))));
        });
    }

    #[divan::bench]
    fn by_hand_static(bencher: Bencher<'_, '_>) {
        measure(bencher, |_| on::rocket::by_hand());
    }

    #[divan::bench]
    fn code(bencher: Bencher<'_, '_>) {
        measure(bencher, on::rocket::code);
    }
}

#[divan::bench_group]
mod warp {
    use super::*;

    fn measure(bencher: Bencher<'_, '_>, make: fn() -> ::warp::reply::Response) {
        Claim::PLAIN.assert_http("the response", make());
        bencher.bench(|| drop(black_box(make())));
    }

    #[divan::bench]
    fn by_hand_static(bencher: Bencher<'_, '_>) {
        measure(bencher, on::warp::by_hand);
    }

    #[divan::bench]
    fn code(bencher: Bencher<'_, '_>) {
        measure(bencher, on::warp::code);
    }
}

#[divan::bench_group]
mod core {
    use super::*;

    /// Measures only the response: the error is made before.
    #[divan::bench(args = [1, 10, 100, 1_000, 10_000])]
    fn violations(bencher: Bencher<'_, '_>, count: usize) {
        let error = errors::violations(count);
        let response = error.to_response();
        let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body.pointer("/constraintViolations").and_then(|all| all.as_array()).map(Vec::len), Some(count));
        bencher.counter(BytesCount::new(response.body().len())).bench(|| drop(black_box(error.to_response())));
    }

    #[divan::bench(args = large::WANTED)]
    fn find(bencher: Bencher<'_, '_>, id: &str) {
        assert_eq!(large::BOOK.find(id).is_some(), large::BOOK.codes().any(|code| code.id() == id));
        bencher.bench(|| large::BOOK.find(black_box(id)));
    }

    /// Measures a whole request to axum below the layer. The cost of suppression is the difference between the two cases.
    #[divan::bench(args = ["/code?x=1", "/code?suppress_response_code=true"])]
    fn suppression(bencher: Bencher<'_, '_>, target: &str) {
        let app = on::axum::app(on::Around::ErrorBook);
        let status = if target.contains("suppress") { 200 } else { 404 };
        assert_eq!(on::axum::ask(&app, target).status().as_u16(), status);
        bencher.bench_local(|| drop(black_box(on::axum::ask(&app, target))));
    }

    /// Measures a whole request to axum for 1 KiB of JSON, below a layer with JSONP.
    #[divan::bench(args = [on::PARTS, "/parts?callback=show"])]
    fn jsonp(bencher: Bencher<'_, '_>, target: &str) {
        let app = on::axum::with_jsonp();
        let media_type =
            if target.contains("callback") { "text/javascript; charset=utf-8" } else { "application/json" };
        assert_eq!(on::axum::ask(&app, target).headers()["content-type"], media_type);
        bencher.bench_local(|| drop(black_box(on::axum::ask(&app, target))));
    }
}

/// Measures bodies of 2 lines and of 64 KiB, by their number of faults.
#[divan::bench_group]
mod bodies_read {
    use super::*;

    const CASES: [(usize, usize); 5] = [(2, 0), (2, 1), (bodies::LARGE, 0), (bodies::LARGE, 1), (bodies::LARGE, 32)];

    fn measure(bencher: Bencher<'_, '_>, (lines, faults): (usize, usize), read: fn(&[u8]) -> usize, found: usize) {
        let body = bodies::order(lines, faults);
        assert_eq!(read(body.as_bytes()), found);
        bencher.counter(BytesCount::new(body.len())).bench(|| read(black_box(body.as_bytes())));
    }

    #[divan::bench(args = [2, bodies::LARGE])]
    fn serde_json(bencher: Bencher<'_, '_>, lines: usize) {
        measure(bencher, (lines, 0), bodies::serde_jsons, 0);
    }

    #[divan::bench(args = CASES)]
    fn ours(bencher: Bencher<'_, '_>, case: (usize, usize)) {
        measure(bencher, case, bodies::ours, case.1);
    }

    #[divan::bench(args = CASES)]
    fn axum(bencher: Bencher<'_, '_>, case: (usize, usize)) {
        measure(bencher, case, bodies::axums, case.1.min(1));
    }

    #[cfg(feature = "peers")]
    #[divan::bench(args = CASES)]
    fn deserr(bencher: Bencher<'_, '_>, case: (usize, usize)) {
        measure(bencher, case, bodies::deserrs, case.1);
    }
}
