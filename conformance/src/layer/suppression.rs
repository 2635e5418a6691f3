//! Below a layer, a request can ask for status 200 in every final response.

use std::time::Duration;

use errorbook::{Error, Policy, ayanova, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::reply::Reply;

/// This book has no suppression by default, so the policy turns it on.
const STANDARD: Policy = Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code");

pub fn a_suppressed_response_has_the_same_body_and_status_200<F: Framework>() {
    let late = || Error::from(standard::SERVICE_UNAVAILABLE).with_retry_after(Duration::from_secs(1));
    let app = App::new(STANDARD)
        .get("/fine", Reply::text("fine"))
        .get("/made", Reply::json("[1]").status(201).header("location", "/made/1").header("etag", "\"a\""))
        .get("/gone", Reply::text("the words").status(410))
        .get("/own", Reply::json("[1]").status(409).header("etag", "\"a\"").header("expires", "0"))
        .get("/code", Handler::fails(|| primaerp::OBJECT_NOT_FOUND.into()))
        .get("/late", Handler::fails(late));
    for (path, is_error) in [
        ("/fine", false),
        ("/made", false),
        ("/gone", true),
        ("/own", true),
        ("/code", true),
        ("/late", true),
        ("/no", true),
    ] {
        let (plain, suppressed) = (app.ask::<F>(path), app.ask::<F>(format!("{path}?suppress_response_code=true")));
        suppressed.assert_eq(200, &plain.body, path);
        let status = (plain.status != 200).then(|| plain.status.to_string());
        assert_eq!(suppressed.header("x-suppressed-status"), status.as_deref(), "{path}");
        for name in ["location", "retry-after", "www-authenticate"] {
            assert_eq!(suppressed.header(name), plain.header(name), "{path}");
        }
        let content_type = plain.header("content-type").map(|plain| plain.replace("problem+json", "json"));
        assert_eq!(suppressed.header("content-type"), content_type.as_deref(), "{path}");
        if is_error {
            // Caches may store a 200, but must not store an error.
            assert_eq!(suppressed.header("cache-control"), Some("no-store"), "{path}");
            assert_eq!(["etag", "last-modified", "expires"].map(|name| suppressed.header(name)), [None; 3], "{path}");
        } else {
            assert_eq!(suppressed.header("etag"), plain.header("etag"), "{path}");
        }
    }
}

pub fn suppression_needs_the_right_name_and_value<F: Framework>() {
    let app = App::new(STANDARD).get("/", Reply::empty(201));
    for (query, status) in [
        ("suppress_response_code=true", 200),
        ("suppress_response_code=TrUe", 200),
        ("suppress_response_code=1", 200),
        ("suppress%5Fresponse_code=%74rue", 200),
        ("a=%zz&suppress_response_code=false&suppress_response_code=true", 200),
        ("", 201),
        ("suppress_response_code", 201),
        ("suppress_response_code=", 201),
        ("suppress_response_code=0", 201),
        ("suppress_response_code=yes", 201),
        ("suppress_response_codes=true", 201),
        ("Suppress_Response_Code=true", 201),
    ] {
        assert_eq!(app.ask::<F>(format!("/?{query}")).status, status, "{query}");
    }
}

pub fn a_redirect_is_suppressed_if_it_was_made_from_a_code<F: Framework>() {
    let moved = || Error::from(primaerp::TENANT_MOVED).with_location("/there");
    let own = Reply::empty(303).header("location", "/there");
    let mut app = App::new(Policy::new(&primaerp::BOOK)).get("/own", own);
    for (path, handler) in Handler::all_that_fail(moved) {
        app = app.get(path, handler);
    }
    let nested = App::new(STANDARD).mount("/in", app.clone());
    for (app, base) in [(app, ""), (nested, "/in")] {
        for path in ["/fails", "/refused", "/rebuilt"] {
            let path = format!("{base}{path}");
            let plain = app.ask::<F>(&*path);
            plain.assert_is(primaerp::TENANT_MOVED, &path);
            assert_eq!(plain.header("location"), Some("/there"), "{path}");
            let suppressed = app.ask::<F>(format!("{path}?suppress_response_code=1"));
            suppressed.assert_eq(200, &plain.body, &path);
            for (name, value) in [("location", "/there"), ("x-suppressed-status", "301"), ("cache-control", "no-store")]
            {
                assert_eq!(suppressed.header(name), Some(value), "{path}");
            }
        }
        let own = app.ask::<F>(format!("{base}/own?suppress_response_code=1"));
        assert_eq!((own.status, own.header("x-suppressed-status")), (303, None), "{base}");
        assert_eq!(own.header("location"), Some("/there"), "{base}");
    }
}

pub fn a_service_can_configure_suppression<F: Framework>() {
    let (policy, unset) = (STANDARD, Policy::new(&standard::BOOK));
    let cases = [
        (unset, "/made?suppress_response_code=true", 201),
        (unset, "/secret?suppress_response_code=true", 401),
        (unset.suppress_errors_only(), "/secret?suppress_response_code=true", 401),
        (Policy::new(&primaerp::BOOK), "/made?suppress_response_code=true", 200),
        (Policy::new(&ayanova::BOOK), "/made?suppress_response_code=true", 200),
        (Policy::new(&primaerp::BOOK).without_suppression(), "/made?suppress_response_code=true", 201),
        (policy, "/made?suppress_response_code=true", 200),
        (policy, "/made?quiet=true", 201),
        (policy.suppression_parameter("quiet"), "/made?quiet=true", 200),
        (policy.suppression_parameter("quiet"), "/made?suppress_response_code=true", 201),
        (policy.without_suppression(), "/secret?suppress_response_code=true", 401),
        (policy.suppress_errors_only(), "/made?suppress_response_code=true", 201),
        (policy.suppress_errors_only(), "/secret?suppress_response_code=true", 200),
    ];
    for (policy, target, status) in cases {
        let app = App::new(policy).get("/made", Reply::empty(201)).get("/secret", Reply::empty(401));
        assert_eq!(app.ask::<F>(target).status, status, "{target} {policy:?}");
    }
}

pub fn a_101_a_206_and_a_304_are_not_suppressed<F: Framework>() {
    for status in [101, 206, 304] {
        let app = App::new(STANDARD).get("/", Reply::empty(status));
        let response = app.ask::<F>("/?suppress_response_code=true");
        assert_eq!((response.status, response.header("x-suppressed-status")), (status, None));
    }
}

pub fn a_suppressed_204_or_205_is_empty_and_has_no_content_type<F: Framework>() {
    for reply in [Reply::empty(204), Reply::empty(205), Reply::text("").status(205), Reply::text("words").status(205)] {
        let status = reply.status.to_string();
        let app = App::new(STANDARD).get("/", reply);
        let response = app.ask::<F>("/?suppress_response_code=true");
        response.assert_eq(200, "", &status);
        assert_eq!(response.header("content-type"), None, "{status}");
        assert_eq!(response.header("content-length"), Some("0"), "{status}");
        assert_eq!(response.header("x-suppressed-status"), Some(&*status));
    }
}
