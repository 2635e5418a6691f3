//! An answer in every form that it can have, and whether it says what it was made of in each.

use errorbook::client::{Origin, Reader, ReceivedError};
use errorbook::{ErrorResponse, Book, Error, Head, Policy, Status, standard};

use super::said::Said;

/// The head of an answer as a layer sees it.
#[derive(Default)]
pub(crate) struct Sent {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Head for Sent {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_bytes())
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| given != name);
    }
}

impl Sent {
    /// The answer as a layer with suppression and JSONP delivers it.
    pub(crate) fn of(answer: &ErrorResponse, query: Option<&str>) -> Sent {
        let policy = Policy::new(&standard::BOOK).jsonp("callback");
        let mut sent = Sent { body: answer.body().to_vec(), ..Sent::default() };
        answer.write_head(&mut sent);
        let length = u64::try_from(sent.body.len()).ok();
        match policy.deliver(&policy.delivery("GET", query), true, length, &mut sent) {
            errorbook::Body::Keep => {}
            errorbook::Body::Replace(body) => sent.body = body.into_owned(),
            errorbook::Body::Script(script) => sent.body = script.whole(&sent.body),
        }
        sent
    }

    pub(crate) fn read(&self, book: &'static Book) -> Result<Vec<u8>, ReceivedError> {
        let header = |name: &str| self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
        Reader::new(book).read(self.status, header, self.body.clone())
    }
}

/// Reads the answer in every form that it can have.
pub(crate) fn check(book: &'static Book, error: &Error, expected: &Said) {
    let answer = error.to_response();
    for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
        // A script of another origin, or a browser that was not allowed to see it, does not have the header.
        for keeps_header in [true, false] {
            let mut sent = Sent::of(&answer, query);
            if !keeps_header {
                sent.remove_header("x-suppressed-status");
            }
            let read = sent.read(book);
            assert!(read.is_err(), "{query:?} {}", String::from_utf8_lossy(&sent.body));
            let error = read.unwrap_err();
            assert_eq!(&Said::of(&error), expected, "{:?}", query);
            assert_eq!((error.origin(), error.id()), (Origin::Stated, Some(expected.code.id())));
            assert_eq!(error.message(), Some(expected.code.message()));
            assert_eq!(error.original_status(), expected.code.status());
            let status = if query.is_some() { 200 } else { expected.code.status().as_u16() };
            assert_eq!((error.status(), error.book().name()), (status, book.name()));
            assert!(error.extensions().is_empty());
        }
    }
}
