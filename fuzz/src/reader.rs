//! Checks the reader with any response, and checks the details that it passes on.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use errorbook::{Book, Code, Error, IntoError, Status, StatusMapping, ayanova, primaerp, standard};
use errorbook_client::{CodeSource, Reader, ReceivedError, Translation};

mod rules;

static BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

static UPSTREAM: Translation = Translation::new(ROWS);

const ROWS: &[(Code, Code)] = &[
    (primaerp::OBJECT_NOT_FOUND, standard::NOT_FOUND),
    (primaerp::VALIDATION_ERROR, standard::UNPROCESSABLE_CONTENT),
    (primaerp::LIMIT_EXCEEDED, ayanova::API_CLOSED),
    (ayanova::OBJECT_NOT_FOUND, primaerp::OBJECT_NOT_FOUND),
    (ayanova::VALIDATION_ERROR, primaerp::VALIDATION_ERROR),
    (ayanova::AUTHENTICATION_FAILED, primaerp::TOKEN_INVALID),
    (standard::NOT_FOUND, ayanova::OBJECT_NOT_FOUND),
    (standard::UNPROCESSABLE_CONTENT, ayanova::VALIDATION_ERROR),
];

/// A response as text: the status, a line for each header, an empty line, and the body.
#[derive(Debug)]
struct Received<'a> {
    status: u16,
    headers: BTreeMap<String, &'a str>,
    body: &'a [u8],
}

impl<'a> Received<'a> {
    fn parse(input: &'a [u8]) -> Option<Received<'a>> {
        let (head, body) = match input.windows(2).position(|two| two == b"\n\n") {
            Some(end) => (&input[..end], &input[end + 2..]),
            None => (input, &b""[..]),
        };
        let mut lines = std::str::from_utf8(head).ok()?.split('\n');
        let status = lines.next()?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        // Of several headers with the same name, the first one counts, as it does in the reader.
        let headers = headers.rev().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Some(Received { status, headers, body })
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).copied()
    }

    fn read(&self, reader: Reader) -> Result<Vec<u8>, ReceivedError> {
        reader.read(self.status, |name| self.header(name), self.body)
    }
}

/// Checks a response as text: `404`, a line `name: value` for each header, an empty line, and the body.
pub fn check(input: &[u8]) {
    let Some(received) = Received::parse(input) else { return };
    let all = Reader::new(BOOKS[0]).and(BOOKS[1]).and(BOOKS[2]);
    check_with(&received, all, &BOOKS, Reader::LIMIT);
    for book in BOOKS {
        check_with(&received, Reader::new(book), &[book], Reader::LIMIT);
    }
    let limit = received.body.len() / 2;
    check_with(&received, all.limit(limit), &BOOKS, limit);
}

fn check_with(received: &Received<'_>, reader: Reader, books: &[&'static Book], limit: usize) {
    let read = received.read(reader);
    assert_eq!(read.is_err(), rules::is_error(received, books, limit), "with {books:?}: {read:?}");
    match (read, received.read(reader)) {
        (Ok(body), Ok(again)) => {
            assert_eq!(body, again);
            assert_eq!(body, rules::success(received, limit));
        }
        (Err(error), Err(again)) => {
            check_same(&error, &again);
            check_error(received, &error, books, limit);
            check_line(&error);
            check_crossing(&error);
        }
        (read, again) => panic!("read first as {read:?}, then as {again:?}"),
    }
}

/// Checks that reading a response twice gives the same result.
fn check_same(error: &ReceivedError, again: &ReceivedError) {
    fn same<T: PartialEq + Debug>(error: &ReceivedError, again: &ReceivedError, of: impl Fn(&ReceivedError) -> T) {
        assert_eq!(of(error), of(again));
    }
    same(error, again, |error| (error.status(), error.original_status(), error.book().name(), error.code()));
    same(error, again, |error| (error.code_source(), error.id().map(str::to_owned), error.is_in_envelope()));
    same(error, again, |error| (error.message().map(str::to_owned), error.description().map(str::to_owned)));
    same(error, again, |error| (error.violations().to_vec(), error.target().cloned()));
    same(error, again, |error| (error.instance().map(str::to_owned), error.type_uri().map(str::to_owned)));
    same(error, again, |error| (error.parameters().to_vec(), error.extensions().clone()));
    same(error, again, |error| (error.error_id().map(str::to_owned), error.location().map(str::to_owned)));
    same(error, again, |error| (error.body().to_vec(), error.to_string()));
    // If the response has no date, a `retry-after` date is compared with the current time, which may change in between.
    let drift = match (error.retry_after(), again.retry_after()) {
        (Some(delay), Some(again)) => delay.abs_diff(again),
        (None, None) => Duration::ZERO,
        (delay, again) => panic!("{delay:?}, then {again:?}"),
    };
    assert!(drift < Duration::from_secs(60), "{drift:?}");
}

/// Checks that the error belongs to a book of the reader, and is not larger than the response.
fn check_error(received: &Received<'_>, error: &ReceivedError, books: &[&'static Book], limit: usize) {
    assert!(books.iter().any(|book| std::ptr::eq(*book, error.book())));
    assert_eq!(error.code_source() == CodeSource::Stated, error.id().is_some());
    match (error.code_source(), error.code()) {
        (CodeSource::Stated, code) => {
            let id = error.id().unwrap_or_default();
            assert!(error.is_in_envelope());
            assert_eq!(code, error.book().find(id));
            if let Some(code) = code {
                assert!(error.is(code) && std::ptr::eq(code.book(), error.book()) && code.id() == id);
            }
        }
        (CodeSource::Inferred, code) => {
            let status = error.original_status();
            let inferred = match error.book().for_status(status) {
                StatusMapping::Coded(code) if status.is_error() => Some(code),
                _ => None,
            };
            assert_eq!(code, inferred);
        }
    }

    assert_eq!(error.status(), received.status);
    if !(100..400).contains(&received.status) {
        assert_eq!(error.original_status(), Status::new(received.status).or(Status::new(500)).unwrap_or(Status::OK));
    }
    assert_eq!((error.error_id(), error.location()), (received.header("x-error-id"), received.header("location")));

    assert_eq!(error.body(), received.body.get(..limit).unwrap_or(received.body));
    if received.body.len() > limit {
        assert!(!error.is_in_envelope());
    }
    assert!(error.violations().len() + error.extensions().len() + error.parameters().len() <= received.body.len());
}

/// Checks that the texts for the log are short and have one line.
fn check_line(error: &ReceivedError) {
    for line in [error.to_string(), format!("{error:?}")] {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(line.len() < 1 << 16, "a line of {} bytes for {}", line.len(), error.body().len());
    }
}

/// Checks that only details that a translation allows are passed on.
fn check_crossing(error: &ReceivedError) {
    check_response(error, error.clone().into_error(), Error::from(standard::INTERNAL_SERVER_ERROR));

    let stated = error.code().filter(|_| error.code_source() == CodeSource::Stated);
    let row = ROWS.iter().find(|(theirs, _)| Some(*theirs) == stated);
    let ours = row.map_or(standard::INTERNAL_SERVER_ERROR, |(_, ours)| *ours);
    check_response(error, error.clone().translate(&UPSTREAM), Error::from(ours));

    let mut expected = Error::from(ours);
    if row.is_some() {
        expected = expected.with_violations(error.violations().iter().cloned());
        if let Some(description) = error.description() {
            expected = expected.with_description(description.to_owned());
        }
        if let Some(target) = error.target() {
            expected = expected.with_target(target.clone());
        }
        if let Some(delay) = error.retry_after() {
            expected = expected.with_retry_after(delay);
        }
    }
    let generous = UPSTREAM.with_description().with_violations().with_retry_after();
    check_response(error, error.clone().translate(&generous), expected);
}

/// Checks that the response is the expected one, with its own id.
fn check_response(cause: &ReceivedError, error: Error, expected: Error) {
    let (response, expected) = (error.to_response(), expected.to_response());
    assert_eq!(response.status(), expected.status());
    assert_eq!(response.body(), expected.body());
    let (ids, others): (Vec<_>, Vec<_>) = response.headers().partition(|(name, _)| *name == "x-error-id");
    assert_eq!(others, expected.headers().collect::<Vec<_>>());
    assert_eq!(ids.len(), 1);
    assert!(!ids.iter().any(|(_, id)| cause.error_id() == Some(*id)));
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source, Some(cause.to_string()));
}
