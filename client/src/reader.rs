//! [`Reader`]: reads responses, and returns the body of a success or an error.

use errorbook::Book;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::found::Found;
use crate::received::Received;
use crate::received_head::{Class, ReceivedHead};
use crate::{ReceivedError, exact_numbers, jsonp_call};

/// Reads the responses of services that use a book. The [crate's documentation](crate) lists the rules for errors.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook_client::Reader;
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
    /// This is an array, so that a reader can be a constant.
    others: [Option<&'static Book>; Reader::BOOKS - 1],
    pub(crate) limit: usize,
}

impl Reader {
    /// The maximum number of books of a reader.
    pub const BOOKS: usize = 8;

    /// The default limit for the length of a body: 1 MiB.
    pub const LIMIT: usize = 1 << 20;

    /// Creates a reader for the responses of a service with this book.
    pub const fn new(book: &'static Book) -> Reader {
        Reader { book, others: [None; Reader::BOOKS - 1], limit: Reader::LIMIT }
    }

    /// Adds another book, for example the book of a gateway in front of the service.
    ///
    /// ```
    /// use errorbook::{primaerp, standard};
    /// use errorbook_client::Reader;
    ///
    /// let reader = Reader::new(&primaerp::BOOK).and(&standard::BOOK);
    /// let body = r#"{"title":"Bad Gateway","status":502,"code":"bad_gateway"}"#;
    /// assert!(reader.read(502, |_: &str| None, body).unwrap_err().is(standard::BAD_GATEWAY));
    /// ```
    ///
    /// # Panics
    /// Panics if the reader already has [`Reader::BOOKS`] books.
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

    /// Sets the limit for the length of a body in bytes. A longer body is not parsed, and the body of an error is cut at the limit.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Reader {
        self.limit = bytes;
        self
    }

    /// Reads a response.
    ///
    /// `header` receives a name in lower case and returns the first header with this name. For a `HeaderMap` of the `http` crate
    /// it is `|name| headers.get(name)?.to_str().ok()`.
    ///
    /// Returns the body of a success. A byte-order mark and a JSONP call around JSON are removed. Any other body is unchanged. A
    /// redirect is a success unless it has a code.
    ///
    /// # Errors
    /// Returns the error if the response is an error. The [crate's documentation](crate) lists the rules.
    pub fn read<'h>(
        &self,
        status: u16,
        header: impl Fn(&str) -> Option<&'h str>,
        body: impl Into<Vec<u8>>,
    ) -> Result<Vec<u8>, ReceivedError> {
        self.sort(&ReceivedHead::new(status, header), body.into())
    }

    fn sort(&self, head: &ReceivedHead<'_>, mut body: Vec<u8>) -> Result<Vec<u8>, ReceivedError> {
        let is_read = body.len() <= self.limit;
        let text = if is_read { body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body) } else { b"" };
        let argument = jsonp_call::argument(text);
        let json = argument.unwrap_or(text);
        let class = head.classify();
        let found = match class {
            Class::Error => self.find(json, |_| true, |value| Some(Found::outside_of_envelopes(self.book, value))),
            // If the body is an error in one book, it is an error. It does not matter that it is not an error in another book.
            Class::Undecided if json.trim_ascii_start().first() == Some(&b'{') => {
                self.find(json, |found| found.is_error(head), |_| None)
            }
            Class::Undecided | Class::Success => None,
        };
        if class == Class::Error || found.is_some() {
            body.truncate(self.limit);
            body.shrink_to_fit();
            return Err(ReceivedError(Box::new(Received::new(head, found, self.book, body))));
        }
        let is_wrapped = is_read && json.len() < body.len();
        if is_wrapped && head.may_be_json() && argument.is_none_or(is_json) { Ok(json.to_vec()) } else { Ok(body) }
    }

    /// Reads the body with the envelope of the best matching book. A book is skipped if `counts` returns false for its result.
    /// Among equal matches the first book wins. `otherwise` reads the body if no book matches.
    fn find(
        &self,
        json: &[u8],
        counts: impl Fn(&Found) -> bool,
        otherwise: impl Fn(&Value) -> Option<Found>,
    ) -> Option<Found> {
        // The text can have another charset. Bytes that are not UTF-8 are replaced.
        let json = String::from_utf8_lossy(json);
        let mut value = serde_json::from_str(&json).ok()?;
        let mut best: Option<Found> = None;
        for book in std::iter::once(self.book).chain(self.others.into_iter().flatten()) {
            let Some(found) = book.envelope().read(&value).map(|parsed| Found::new(book, parsed)) else { continue };
            if counts(&found) && best.as_ref().is_none_or(|best| found.rank() > best.rank()) {
                best = Some(found);
            }
        }
        let best = best.or_else(|| otherwise(&value))?;
        let book = best.book;
        if !exact_numbers::correct(&mut value, &json) {
            return Some(best);
        }
        let corrected = if best.is_in_envelope {
            book.envelope().read(&value).map(|parsed| Found::new(book, parsed))
        } else {
            otherwise(&value)
        };
        corrected.or(Some(best))
    }
}

/// Same as [`Reader::new`].
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

/// Returns true if the argument of a JSONP call is JSON, with any number of levels.
fn is_json(argument: &[u8]) -> bool {
    // serde_json does not check the strings that it ignores. Therefore UTF-8 is checked first.
    std::str::from_utf8(argument).is_ok_and(|argument| serde_json::from_str::<IgnoredAny>(argument).is_ok())
}
