//! An envelope that writes nothing for some errors: a layer sends them without a body.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use errorbook::adapter::{BufferedResponse, Exchange, ResponseHead as _};
use errorbook::envelope::{Envelope, PROBLEM, Report};
use errorbook::{Error, Policy};

/// A problem, or nothing for a 401 and a 500.
struct Quiet;

impl Envelope for Quiet {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        if !matches!(report.status.as_u16(), 401 | 500) {
            PROBLEM.write(report, body);
        }
    }
}

mod door {
    errorbook::codes! {
        /// The codes of the door.
        book "door" {
            envelope: super::Quiet,
            suppression: "quiet",
            error_kinds: { internal: FAILED },
            statuses: { 401: WHO_ARE_YOU },
        }

        /// Nobody has signed in.
        SIGNED_OUT = "DOOR-1", 401, "Sign in";
        /// The key does not fit.
        WRONG_KEY = "DOOR-2", 403, "Wrong key";
        /// It failed.
        FAILED = "DOOR-3", 500, "Failed";
        /// A 401 without a code.
        WHO_ARE_YOU = "DOOR-4", 401, "Who are you?";
    }
}

const POLICY: Policy = Policy::new(&door::BOOK).jsonp("callback");

/// Sends a request through layers with these policies, the innermost last, around a handler.
fn send(policies: &[Policy], query: &str, handler: &dyn Fn() -> BufferedResponse) -> BufferedResponse {
    let Some((policy, inner)) = policies.split_first() else { return handler() };
    let mut exchange = Exchange::new(policy, "GET", Some(query));
    let response = exchange
        .run(|| send(inner, query, handler))
        .unwrap_or_else(|panic| BufferedResponse::from(exchange.panicked(&*panic)));
    // As in every layer, what is inside ends in a poll of the layer around it.
    response.finish(exchange)
}

fn shown(response: &BufferedResponse) -> (u16, &str, Vec<&str>) {
    let names = response.headers.iter().map(|(name, _)| name.as_ref()).filter(|name| *name != "x-error-id").collect();
    (response.status, std::str::from_utf8(&response.body).unwrap(), names)
}

#[test]
fn an_error_whose_envelope_writes_nothing_has_no_body_and_no_content_type() {
    let response = BufferedResponse::from(Error::from(door::SIGNED_OUT).to_response());
    assert_eq!(shown(&response), (401, "", vec!["www-authenticate"]));
    let response = BufferedResponse::from(Error::from(door::WRONG_KEY).to_response());
    assert_eq!((response.status, response.header("content-type")), (403, Some("application/json")));
}

#[test]
fn a_layer_does_not_wrap_it_again() {
    let standard = Policy::new(&errorbook::standard::BOOK);
    let signed_out = || BufferedResponse::from(Error::from(door::SIGNED_OUT).to_response());
    // A middleware inside may set a content type on everything.
    let typed = || {
        let mut response = signed_out();
        response.append_header("content-type", "application/json".into());
        response
    };
    for handler in [&signed_out as &dyn Fn() -> BufferedResponse, &typed] {
        for policies in [&[POLICY][..], &[POLICY, standard], &[standard, POLICY], &[POLICY, standard, standard]] {
            let response = send(policies, "", handler);
            assert_eq!(shown(&response), (401, "", vec!["www-authenticate"]), "{policies:?}");
        }
    }
    let failed = || BufferedResponse::from(Error::internal("secret").to_response());
    let response = send(&[standard, POLICY], "", &failed);
    assert_eq!(shown(&response), (500, "", vec![]));
    assert_eq!(response.headers.iter().filter(|(name, _)| name == "x-error-id").count(), 1);
}

#[test]
fn a_status_without_a_code_is_wrapped_by_the_same_envelope() {
    let response = send(&[POLICY], "", &|| BufferedResponse::new(401, "text/plain", b"who?"));
    assert_eq!(shown(&response), (401, "", vec!["www-authenticate"]));
    // So is a panic, and what a layer further out sees of either.
    let standard = Policy::new(&errorbook::standard::BOOK);
    let response = send(&[standard, POLICY], "", &|| BufferedResponse::new(401, "text/plain", b"who?"));
    assert_eq!(shown(&response), (401, "", vec!["www-authenticate"]));
    let response = send(&[standard, POLICY], "", &|| panic!("secret"));
    assert_eq!(shown(&response), (500, "", vec![]));
    assert_eq!(response.headers.iter().filter(|(name, _)| name == "x-error-id").count(), 1);
    // Nothing has been made by a code here: a handler's own empty response is put into the envelope.
    let response = send(&[POLICY], "", &|| BufferedResponse::new(403, "text/plain", b""));
    assert!(shown(&response).1.contains("forbidden"));
}

/// The log has the panic under this id: the layer must not take the empty response for a status without a code.
#[test]
fn the_response_to_a_panic_keeps_its_id() {
    let mut exchange = Exchange::new(&POLICY, "GET", None);
    let panic = exchange.run(|| -> () { panic!("secret") }).unwrap_err();
    let panicked = exchange.panicked(&*panic);
    let id = panicked.header("x-error-id").unwrap().to_owned();
    let response = BufferedResponse::from(panicked).finish(exchange);
    assert_eq!(shown(&response), (500, "", vec![]));
    assert_eq!(response.header("x-error-id"), Some(id.as_str()));
}

#[test]
fn an_empty_error_is_an_empty_200_when_suppressed_and_null_as_a_script() {
    let signed_out = || BufferedResponse::from(Error::from(door::SIGNED_OUT).to_response());
    let response = send(&[POLICY], "quiet=true", &signed_out);
    let headers = vec!["www-authenticate", "x-suppressed-status", "cache-control"];
    assert_eq!(shown(&response), (200, "", headers));
    assert_eq!(response.header("x-suppressed-status"), Some("401"));

    let response = send(&[POLICY], "callback=show", &signed_out);
    assert_eq!((response.status, response.body.as_ref()), (200, &b"/**/show(null);"[..]));
    assert_eq!(response.header("x-suppressed-status"), Some("401"));
    assert_eq!(response.header("content-type"), Some("text/javascript; charset=utf-8"));
}
