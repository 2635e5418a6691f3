//! Attacks on the pages through the request. `SECURITY.md` names these tests.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::mpsc;
use std::time::Duration;

use errorbook::{Book, Error, ayanova, primaerp, standard};
use errorbook_pages::Pages;

const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];
const SECRET: &str = "secret";

/// The length of the inputs in bytes, many times the limit of a server for a request head.
const LENGTH: usize = 1 << 20;

fn pages() -> Pages {
    Pages::new("/errors", &[&primaerp::BOOK])
}

fn repeated(piece: &str) -> String {
    piece.repeat(LENGTH / piece.len())
}

/// Asserts that the work on a long input ends. Code with quadratic time would exceed the limit.
fn ends(input: String, work: fn(&str)) {
    let start = input.get(..40.min(input.len())).unwrap_or_default().to_owned();
    let (done, is_done) = mpsc::channel();
    std::thread::spawn(move || {
        work(&input);
        done.send(()).unwrap();
    });
    assert!(is_done.recv_timeout(Duration::from_secs(600)).is_ok(), "the work does not end, or panics: {start:?}");
}

#[test]
fn the_work_on_a_query_grows_no_faster_than_the_query() {
    let different: String = (0..LENGTH / 40).map(|at| format!("{at}=&")).collect();
    let pieces = ["&", "=", "+", "%", "%2", "%61", "b&", "b=%ff&", "q=a&", "callback=a&"];
    for query in pieces.map(repeated).into_iter().chain([format!("a={}", repeated("1")), different]) {
        ends(query, |query| {
            let _ = pages().get(None, Some(query), |_| None);
            let _ = pages().get(None, Some(&format!("q={query}")), |_| None);
            let _ = pages().get(Some(query), None, |_| None);
        });
    }
}

#[test]
fn the_work_on_a_header_grows_no_faster_than_the_header() {
    let different: String = (0..LENGTH / 40).map(|at| format!(";a{at}=b")).collect();
    let pieces = [",", ";", "\"", ", ", "a/b,", "*/*;q=0,", "text/html;", "text/html,", "\"a\",", "W/"];
    let parameters = [repeated(";a=b"), format!(";a=\"{}\"", repeated("\\\"")), repeated("; charset=utf-8"), different];
    let media_types = parameters.map(|parameters| format!("text/html{parameters}"));
    for value in pieces.map(repeated).into_iter().chain(media_types) {
        ends(value, |value| {
            let _ = pages().get(None, None, |name| (name == "accept").then_some(value.as_bytes()));
            let _ = pages().get(None, None, |name| (name == "if-none-match").then_some(value.as_bytes()));
        });
    }
}

fn assert_not_repeated(error: &Error, sent: &str) {
    for book in BOOKS {
        let response = error.to_response_in(book);
        let body = std::str::from_utf8(response.body()).unwrap();
        assert!(!body.contains(SECRET), "{sent}: {body}");
        assert!(response.headers().all(|(_, value)| !value.contains(SECRET)), "{sent}: {response:?}");
    }
    assert!(!format!("{error} {error:?}").contains(SECRET), "{sent}: {error:?}");
}

#[test]
fn a_refused_filter_or_code_is_not_repeated() {
    let long = format!("q={}", SECRET.repeat(100));
    for query in ["status=secret", "q=a&q=secret", "q=%FFsecret", long.as_str()] {
        assert_not_repeated(&pages().get(None, Some(query), |_| None).unwrap_err(), query);
    }
    assert_not_repeated(&pages().get(Some(SECRET), None, |_| None).unwrap_err(), "a code");
}

#[test]
fn a_search_is_shown_as_text() {
    let query = "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&status=4xx";
    let page = pages().get(None, Some(query), |_| None).unwrap();
    let html = std::str::from_utf8(page.body()).unwrap();
    assert!(!html.contains("<script>alert") && html.contains("&#60;script&#62;alert"));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
}
