//! The reader: an answer of whatever sends answers, and what may be passed on of it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use errorbook::client::{Origin, Reader, ReceivedError, Translation};
use errorbook::{StatusMapping, Book, Code, Error, IntoError, Status, ayanova, standard, primaerp};

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

/// An answer as it is sent: the status, a line per header, an empty line, the body.
#[derive(Debug)]
struct Sent<'a> {
    status: u16,
    headers: BTreeMap<String, &'a str>,
    body: &'a [u8],
}

impl<'a> Sent<'a> {
    fn of(input: &'a [u8]) -> Option<Sent<'a>> {
        let (head, body) = match input.windows(2).position(|two| two == b"\n\n") {
            Some(end) => (&input[..end], &input[end + 2..]),
            None => (input, &b""[..]),
        };
        let mut lines = std::str::from_utf8(head).ok()?.split('\n');
        let status = lines.next()?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        // Of several of one name the first counts, as it does for the reader.
        let headers = headers.rev().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Some(Sent { status, headers, body })
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).copied()
    }

    fn read(&self, reader: Reader) -> Result<Vec<u8>, ReceivedError> {
        reader.read(self.status, |name| self.header(name), self.body)
    }
}

/// Status, headers and body as text: `404`, a line `name: value` per header, an empty line, and the body.
pub fn check(input: &[u8]) {
    let Some(sent) = Sent::of(input) else { return };
    let all = Reader::new(BOOKS[0]).and(BOOKS[1]).and(BOOKS[2]);
    check_with(&sent, all, &BOOKS, Reader::LIMIT);
    for book in BOOKS {
        check_with(&sent, Reader::new(book), &[book], Reader::LIMIT);
    }
    let limit = sent.body.len() / 2;
    check_with(&sent, all.limit(limit), &BOOKS, limit);
}

fn check_with(sent: &Sent<'_>, reader: Reader, books: &[&'static Book], limit: usize) {
    let read = sent.read(reader);
    assert_eq!(read.is_err(), rules::is_error(sent, books, limit), "with {books:?}: {read:?}");
    match (read, sent.read(reader)) {
        (Ok(body), Ok(again)) => {
            assert_eq!(body, again);
            assert_eq!(body, rules::success(sent, limit));
        }
        (Err(error), Err(again)) => {
            check_same(&error, &again);
            check_error(sent, &error, books, limit);
            check_told(&error);
            check_crossing(&error);
        }
        (read, again) => panic!("read first as {read:?}, then as {again:?}"),
    }
}

/// That two readings of one answer say the same.
fn check_same(error: &ReceivedError, again: &ReceivedError) {
    fn same<T: PartialEq + Debug>(error: &ReceivedError, again: &ReceivedError, of: impl Fn(&ReceivedError) -> T) {
        assert_eq!(of(error), of(again));
    }
    same(error, again, |error| (error.status(), error.original_status(), error.book().name(), error.code()));
    same(error, again, |error| (error.origin(), error.id().map(str::to_owned), error.is_in_envelope()));
    same(error, again, |error| (error.message().map(str::to_owned), error.description().map(str::to_owned)));
    same(error, again, |error| (error.violations().to_vec(), error.target().cloned()));
    same(error, again, |error| (error.instance().map(str::to_owned), error.type_uri().map(str::to_owned)));
    same(error, again, |error| (error.parameters().to_vec(), error.extensions().clone()));
    same(error, again, |error| (error.error_id().map(str::to_owned), error.location().map(str::to_owned)));
    same(error, again, |error| (error.body().to_vec(), error.to_string()));
    // A date without a date to count from is counted from now.
    let drift = match (error.retry_after(), again.retry_after()) {
        (Some(delay), Some(again)) => delay.abs_diff(again),
        (None, None) => Duration::ZERO,
        (delay, again) => panic!("{delay:?}, then {again:?}"),
    };
    assert!(drift < Duration::from_secs(60), "{drift:?}");
}

/// That the error is of a book of the reader, and no larger than what was sent.
fn check_error(sent: &Sent<'_>, error: &ReceivedError, books: &[&'static Book], limit: usize) {
    assert!(books.iter().any(|book| std::ptr::eq(*book, error.book())));
    assert_eq!(error.origin() == Origin::Stated, error.id().is_some());
    match (error.origin(), error.code()) {
        (Origin::Stated, code) => {
            let id = error.id().unwrap_or_default();
            assert!(error.is_in_envelope());
            assert_eq!(code, error.book().find(id));
            if let Some(code) = code {
                assert!(error.is(code) && std::ptr::eq(code.book(), error.book()) && code.id() == id);
            }
        }
        (Origin::Inferred, code) => {
            let status = error.original_status();
            let inferred = match error.book().for_status(status) {
                StatusMapping::Coded(code) if status.is_error() => Some(code),
                _ => None,
            };
            assert_eq!(code, inferred);
        }
    }

    assert_eq!(error.status(), sent.status);
    if !(100..400).contains(&sent.status) {
        assert_eq!(error.original_status(), Status::new(sent.status).or(Status::new(500)).unwrap_or(Status::OK));
    }
    assert_eq!((error.error_id(), error.location()), (sent.header("x-error-id"), sent.header("location")));

    assert_eq!(error.body(), sent.body.get(..limit).unwrap_or(sent.body));
    if sent.body.len() > limit {
        assert!(!error.is_in_envelope());
    }
    assert!(error.violations().len() + error.extensions().len() + error.parameters().len() <= sent.body.len());
}

/// That what is told in a log is one line, and no flood.
fn check_told(error: &ReceivedError) {
    for told in [error.to_string(), format!("{error:?}")] {
        assert!(!told.contains(char::is_control), "{told:?}");
        assert!(told.len() < 1 << 16, "{} bytes are told of {}", told.len(), error.body().len());
    }
}

/// That nothing of it is answered but what a table allows.
fn check_crossing(error: &ReceivedError) {
    check_answer(error, error.clone().into_error(), Error::from(standard::INTERNAL_SERVER_ERROR));

    let stated = error.code().filter(|_| error.origin() == Origin::Stated);
    let row = ROWS.iter().find(|(theirs, _)| Some(*theirs) == stated);
    let ours = row.map_or(standard::INTERNAL_SERVER_ERROR, |(_, ours)| *ours);
    check_answer(error, error.clone().translate(&UPSTREAM), Error::from(ours));

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
    let told = UPSTREAM.with_description().with_violations().with_retry_after();
    check_answer(error, error.clone().translate(&told), expected);
}

/// That the answer is the one that is expected and an id, of which only the log knows more.
fn check_answer(received: &ReceivedError, error: Error, expected: Error) {
    let (answer, expected) = (error.to_response(), expected.to_response());
    assert_eq!(answer.status(), expected.status());
    assert_eq!(answer.body(), expected.body());
    let (ids, others): (Vec<_>, Vec<_>) = answer.headers().partition(|(name, _)| *name == "x-error-id");
    assert_eq!(others, expected.headers().collect::<Vec<_>>());
    assert_eq!(ids.len(), 1);
    assert!(!ids.iter().any(|(_, id)| received.error_id() == Some(*id)));
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(cause, Some(received.to_string()));
}
