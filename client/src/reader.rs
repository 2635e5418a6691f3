//! [`Reader`]: status, headers and body of any answer, sorted into successes and errors.

use std::ops::Range;
use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Certainty, Reading, ReceivedError, delay, jsonp};
use crate::{Book, Code, Status, header, media_type};

/// Reads answers of services that use a book: see [the module](super) for what it takes for an error.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook::client::Reader;
///
/// static READER: Reader = Reader::new(&ayanova::BOOK);
///
/// let header = |name: &str| (name == "content-type").then_some("application/json; charset=utf-8");
/// assert_eq!(READER.read(200, header, r#"{"data":{"id":1}}"#).ok().as_deref(), Some(br#"{"data":{"id":1}}"#.as_slice()));
///
/// let error = READER.read(404, header, r#"{"error":{"code":"2010","message":"no part 7"}}"#).unwrap_err();
/// assert!(error.is(ayanova::OBJECT_NOT_FOUND));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    book: &'static Book,
    /// An array, so that a reader can be a constant.
    others: [Option<&'static Book>; Reader::BOOKS - 1],
    limit: usize,
}

impl Reader {
    /// How many books a reader has at the most.
    pub const BOOKS: usize = 8;

    /// The limit of a body that is read, unless another is set: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// A reader of what a service with this book answers.
    pub const fn new(book: &'static Book) -> Reader {
        Reader { book, others: [None; Reader::BOOKS - 1], limit: Reader::LIMIT }
    }

    /// Reads the errors of another book, too, such as those of a gateway in front of the service.
    ///
    /// ```
    /// use errorbook::client::Reader;
    /// use errorbook::{standard, primaerp};
    ///
    /// let reader = Reader::new(&primaerp::BOOK).and(&standard::BOOK);
    /// let body = r#"{"title":"Bad Gateway","status":502,"code":"bad_gateway"}"#;
    /// assert!(reader.read(502, |_: &str| None, body).unwrap_err().is(standard::BAD_GATEWAY));
    /// ```
    ///
    /// # Panics
    /// If there are more than [`Reader::BOOKS`].
    #[must_use]
    pub const fn and(mut self, book: &'static Book) -> Reader {
        let mut free: &mut [Option<&Book>] = &mut self.others;
        while let [place, rest @ ..] = free {
            if place.is_none() {
                *place = Some(book);
                return self;
            }
            free = rest;
        }
        panic!("a reader has at most 8 books")
    }

    /// Sets how many bytes a body has at the most that is read, and how many are kept of the body of an error.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Reader {
        self.limit = bytes;
        self
    }

    /// Reads an answer.
    ///
    /// `header` looks up the first header of a name in lower case; with a `HeaderMap` of the `http` crate it is
    /// `|name| headers.get(name)?.to_str().ok()`.
    ///
    /// A success is the body. JSON comes without a byte-order mark and without the call of a function around it; all else
    /// comes as it was sent. A redirect and what else is no error is a success.
    ///
    /// # Errors
    /// The answer is an error: see [the module](super) for when it is.
    pub fn read<'h>(
        &self,
        status: u16,
        header: impl Fn(&str) -> Option<&'h str>,
        body: impl Into<Vec<u8>>,
    ) -> Result<Vec<u8>, ReceivedError> {
        self.sort(Head::of(status, &header), body.into())
    }

    /// What the head alone says: an error, a success, or nothing, where the body decides.
    #[cfg(feature = "reqwest")]
    pub(crate) fn glance<'h>(&self, status: u16, header: impl Fn(&str) -> Option<&'h str>) -> Option<bool> {
        let head = Head::of(status, &header);
        if head.is_error() {
            return Some(true);
        }
        (head.is_success() || !head.is_json()).then_some(false)
    }

    /// How many bytes of a body are read.
    #[cfg(feature = "reqwest")]
    pub(crate) const fn most(&self) -> usize {
        self.limit
    }

    fn sort(&self, head: Head<'_>, body: Vec<u8>) -> Result<Vec<u8>, ReceivedError> {
        if body.len() > self.limit {
            return if head.is_error() { Err(self.error(&head, None, body)) } else { Ok(body) };
        }
        let place = Place::of(&body);
        let json = body.get(place.json.clone()).unwrap_or_default();
        if head.is_error() {
            let found = parse(json).and_then(|json| self.find(&json, |_| true));
            return Err(self.error(&head, found, body));
        }
        if !head.is_json() {
            return Ok(body);
        }
        if !head.is_success() && json.trim_ascii_start().first() == Some(&b'{') {
            // What is an error of one book does not become a success because another book has its code.
            if let Some(found) = parse(json).and_then(|json| self.find(&json, |found| found.is_error(&head))) {
                return Err(self.error(&head, Some(found), body));
            }
        }
        let is_wrapped = place.json != (0..body.len());
        if is_wrapped && (!place.is_call || is_json(json)) {
            return Ok(json.to_vec());
        }
        Ok(body)
    }

    /// What the body says in the envelope of the book that it fits best, among those in which it `counts`; of several, the
    /// first.
    fn find(&self, json: &Value, counts: impl Fn(&Found) -> bool) -> Option<Found> {
        let mut best: Option<Found> = None;
        for book in std::iter::once(self.book).chain(self.others.into_iter().flatten()) {
            let Some(reading) = book.envelope().read(json) else { continue };
            let code = reading.code.as_deref().and_then(|id| book.find(id));
            let found = Found { book, code, reading };
            if counts(&found) && best.as_ref().is_none_or(|best| found.rank() > best.rank()) {
                best = Some(found);
            }
        }
        best
    }

    fn error(&self, head: &Head<'_>, found: Option<Found>, mut body: Vec<u8>) -> ReceivedError {
        body.truncate(self.limit);
        body.shrink_to_fit();
        ReceivedError::new(head, found, self.book, body)
    }
}

/// A reader of what a service with this book answers.
impl From<&'static Book> for Reader {
    fn from(book: &'static Book) -> Reader {
        Reader::new(book)
    }
}

impl From<&Reader> for Reader {
    fn from(reader: &Reader) -> Reader {
        *reader
    }
}

/// What a body says in the envelope of a book.
pub(super) struct Found {
    pub(super) book: &'static Book,
    /// The code that is stated, if the book has it.
    pub(super) code: Option<Code>,
    pub(super) reading: Reading,
}

impl Found {
    fn rank(&self) -> impl PartialOrd + use<> {
        (self.code.is_some(), self.reading.certainty, self.reading.code.is_some())
    }

    /// Whether this is an error even if the status does not say so.
    fn is_error(&self, head: &Head<'_>) -> bool {
        let stated = self.reading.status;
        let is_of_the_code = match (self.code, stated) {
            (Some(code), Some(stated)) => Some(stated == code.status()),
            _ => None,
        };
        match (self.reading.certainty, is_of_the_code) {
            (Certainty::Certain | Certainty::Likely, Some(true)) => true,
            (Certainty::Certain, None) => stated.is_none_or(Status::is_error),
            _ => stated.is_none_or(Status::is_error) && self.has_own_type(head),
        }
    }

    /// Whether the answer has a media type that only the errors of the book have.
    fn has_own_type(&self, head: &Head<'_>) -> bool {
        let own = self.book.envelope().content_type();
        let is_own = |given: &str| media_type::is_same(given.as_bytes(), own.as_bytes());
        own != media_type::JSON && head.content_type.is_some_and(is_own)
    }
}

/// What the head of an answer says.
pub(super) struct Head<'h> {
    pub(super) status: u16,
    pub(super) suppressed: Option<Status>,
    pub(super) retry_after: Option<Duration>,
    pub(super) location: Option<&'h str>,
    pub(super) error_id: Option<&'h str>,
    content_type: Option<&'h str>,
}

impl<'h> Head<'h> {
    fn of(status: u16, header: &dyn Fn(&str) -> Option<&'h str>) -> Head<'h> {
        let number = |text: &str| text.trim().parse().ok();
        Head {
            status,
            suppressed: header(header::X_SUPPRESSED_STATUS).and_then(number).and_then(Status::new),
            retry_after: header(header::RETRY_AFTER).and_then(|text| delay::of_header(text, header(header::DATE))),
            location: header(header::LOCATION),
            error_id: header(header::X_ERROR_ID),
            content_type: header(header::CONTENT_TYPE),
        }
    }

    /// Whether it is an error, whatever the body says.
    fn is_error(&self) -> bool {
        !(100..400).contains(&self.status) || self.suppressed.is_some_and(Status::is_error)
    }

    /// Whether it says that it would have been a success without suppression.
    fn is_success(&self) -> bool {
        self.suppressed.is_some_and(|status| status.as_u16() < 300)
    }

    /// Whether the body of a success may be JSON or a call of a function with it.
    fn is_json(&self) -> bool {
        self.content_type.is_none_or(|given| {
            let given = given.as_bytes();
            media_type::is_json(given) || media_type::is_script(given) || media_type::is_same(given, b"text/json")
        })
    }
}

/// Where the JSON of a body would be.
struct Place {
    json: Range<usize>,
    /// Whether it is the argument of a function.
    is_call: bool,
}

impl Place {
    fn of(body: &[u8]) -> Place {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let start = body.len() - text.len();
        match jsonp::argument(text) {
            Some(argument) => Place { json: argument.start + start..argument.end + start, is_call: true },
            None => Place { json: start..body.len(), is_call: false },
        }
    }
}

/// Whether the argument of a function is JSON, of however many levels. `serde_json` ignores values as bytes, so that it
/// would take what is not UTF-8.
fn is_json(argument: &[u8]) -> bool {
    std::str::from_utf8(argument).is_ok_and(|argument| serde_json::from_str::<IgnoredAny>(argument).is_ok())
}

/// The JSON of an error; what in it is not UTF-8 is replaced.
fn parse(json: &[u8]) -> Option<Value> {
    match std::str::from_utf8(json) {
        Ok(json) => serde_json::from_str(json).ok(),
        Err(_) => serde_json::from_str(&String::from_utf8_lossy(json)).ok(),
    }
}
