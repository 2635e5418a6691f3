//! The examples of a catalog equal the responses of a layer with the book.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::borrow::Cow;
use std::time::Duration;

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::header::ALLOW;
use errorbook::{
    Book, Code, Constraint, Error, ErrorKind, Policy, Status, Target, Violation, ayanova, primaerp, standard,
};
use errorbook_model::{Catalog, ExampleResponse};

/// Returns an error with the code and the same details as the example.
fn error(code: Code) -> Error {
    let error = Error::from(code);
    let is_for = |kind| code.book().code_for(kind) == code;
    match code.status().as_u16() {
        _ if is_for(ErrorKind::InvalidBody) => error.with_violation(Violation::new("name", Constraint::Required)),
        _ if is_for(ErrorKind::InvalidParameter) => {
            error.with_description("top: must be between 1 and 1000").with_target(Target::Parameter("top".into()))
        }
        300..=399 => error.with_location("https://elsewhere.example/"),
        405 => error.with_header(ALLOW, "GET, HEAD"),
        429 | 503 if !is_for(ErrorKind::Internal) => error.with_retry_after(Duration::from_secs(30)),
        _ => error,
    }
}

/// Returns the response of a layer with the code's book to a request with this query.
fn respond(code: Code, query: Option<&str>) -> BufferedResponse {
    let mut exchange = Exchange::new(&Policy::new(code.book()), "GET", query);
    let response = error(code).to_response_in(code.book());
    exchange.note(&response);
    BufferedResponse::from(response).finish(exchange)
}

fn assert_same(example: &ExampleResponse, mut sent: BufferedResponse, code: Code) {
    let headers = example.headers.iter().map(|(name, value)| (Cow::from(*name), Cow::from(value.clone())));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    sent.headers.sort();
    assert_eq!(
        (example.status.as_u16(), headers, example.text()),
        (sent.status, sent.headers, String::from_utf8_lossy(&sent.body)),
        "{code:?}"
    );
}

mod flat {
    errorbook::codes! {
        /// A book with the flat envelope and without error kinds.
        book "flat" { envelope: errorbook::envelope::FLAT, suppression: "always_200" }

        /// It failed.
        FAILED = "FLAT-1", 503, "Failed";
        /// It moved.
        MOVED = "FLAT-2", 308, "Moved";
    }
}

mod links {
    errorbook::codes! {
        /// A book whose problems have links in `type`.
        book "links" {
            envelope: errorbook::envelope::PROBLEM,
            type_base: "https://links.example/",
            suppression: "quiet",
            error_kinds: { internal: FAILED, invalid_body: WRONG, route_not_found: NONE },
        }

        /// It failed.
        FAILED = "L-1", 503, "Failed";
        /// It is wrong.
        WRONG = "L-2", 422, "Wrong";
        /// Nothing is there.
        NONE = "L-3", 404, "Nothing";
        /// Nobody is signed in.
        SIGNED_OUT = "L-4", 401, "Sign in";
        /// Not with this method.
        METHOD = "L-5", 405, "Not so";
    }
}

const BOOKS: [&Book; 5] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK, &flat::BOOK, &links::BOOK];

#[test]
fn an_example_equals_the_response_of_a_layer_for_a_book_and_for_its_file() {
    for book in BOOKS {
        let catalog = Catalog::of(book);
        let read = Catalog::from_json(catalog.to_string().as_bytes()).unwrap();
        for code in book.codes() {
            let example = catalog.example(catalog.get(code.id()).unwrap()).unwrap();
            assert_eq!(read.example(read.get(code.id()).unwrap()), Some(example.clone()), "{code:?}");
            assert_same(&example.plain, respond(code, None), code);
            let suppressed = example.suppressed.map(|(query, suppressed)| {
                assert_same(&suppressed, respond(code, Some(&query)), code);
                query
            });
            assert_eq!(suppressed, book.suppression().map(|name| format!("{name}=true")), "{code:?}");
        }
    }
}

#[test]
fn the_bodies_of_codes_and_of_statuses_equal_those_of_the_book() {
    for book in BOOKS {
        let catalog = Catalog::of(book);
        for code in book.codes() {
            assert_eq!(catalog.body(catalog.get(code.id()).unwrap()).unwrap(), code.body(), "{code:?}");
        }
        for status in (400..=599).filter_map(Status::new) {
            let bare = BufferedResponse { status: status.as_u16(), ..BufferedResponse::default() };
            let sent = bare.finish(Exchange::new(&Policy::new(book), "GET", None));
            let (status, body) = catalog.status_body(status).unwrap();
            assert_eq!(
                (status.as_u16(), String::from_utf8(body).unwrap()),
                (sent.status, String::from_utf8_lossy(&sent.body).into())
            );
        }
    }
}

#[test]
fn a_catalog_with_an_unknown_envelope_has_no_examples() {
    let file = br#"{"name":"own","envelope":{"content_type":"application/json","schema":"Own"},"codes":[{"code":"A","status":409}]}"#;
    let catalog = Catalog::from_json(file).unwrap();
    let code = catalog.get("A").unwrap();
    assert_eq!((catalog.example(code), catalog.body(code), catalog.status_body(Status::OK)), (None, None, None));
}
