//! Reads a response in every form, and compares the result with the original error.

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{Book, Error, ErrorResponse, Policy, standard};
use errorbook_client::{CodeSource, Reader, ReceivedError};

use super::stated::Stated;

/// Returns an error in the form that a layer with suppression and JSONP sends.
pub(crate) fn send(response: &ErrorResponse, query: Option<&str>) -> BufferedResponse {
    let policy = Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code").jsonp("callback");
    let mut exchange = Exchange::new(&policy, "GET", query);
    exchange.note(response);
    BufferedResponse::from(response.clone()).finish(exchange)
}

pub(crate) fn read(sent: &BufferedResponse, book: &'static Book) -> Result<Vec<u8>, ReceivedError> {
    Reader::new(book).read(sent.status, |name| sent.header(name), sent.body.clone())
}

/// Reads the response in every form, and compares each result with the expected details.
pub(crate) fn check(book: &'static Book, error: &Error, expected: &Stated) {
    let response = error.to_response();
    for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
        // A script on another origin does not get the header.
        for keeps_header in [true, false] {
            let mut sent = send(&response, query);
            sent.headers.retain(|(name, _)| keeps_header || name != "x-suppressed-status");
            let read = read(&sent, book);
            assert!(read.is_err(), "{query:?} {}", String::from_utf8_lossy(&sent.body));
            let error = read.unwrap_err();
            assert_eq!(&Stated::of(&error), expected, "{query:?}");
            assert_eq!((error.code_source(), error.id()), (CodeSource::Stated, Some(expected.code.id())));
            assert_eq!(error.message(), Some(expected.code.message()));
            assert_eq!(error.original_status(), expected.code.status());
            let status = if query.is_some() { 200 } else { expected.code.status().as_u16() };
            assert_eq!((error.status(), error.book().name()), (status, book.name()));
            assert!(error.extensions().is_empty());
        }
    }
}
