//! [`ErrorResponse`]: the status, headers and bytes of an error, ready for any framework.

use std::borrow::Cow;
use std::fmt;

use smallvec::SmallVec;

use crate::adapter::ResponseHead;
use crate::log::ErrorId;
use crate::{Book, Code, Status, header};

/// The response to an error. An adapter sends it unchanged.
///
/// ```
/// use errorbook::{IntoError, primaerp};
///
/// let response = primaerp::TOKEN_INVALID.into_error().to_response();
/// assert_eq!(response.status().as_u16(), 401);
/// assert_eq!(response.header("content-type"), Some("application/json"));
/// assert_eq!(response.header("www-authenticate"), Some("Bearer"));
/// assert_eq!(response.into_body(), primaerp::TOKEN_INVALID.body());
/// ```
#[derive(Clone)]
pub struct ErrorResponse {
    book: &'static Book,
    code: Option<&'static str>,
    status: Status,
    /// The headers without `content-type`. Few errors have one.
    headers: SmallVec<[Header; 1]>,
    body: Cow<'static, [u8]>,
}

type Header = (&'static str, Cow<'static, str>);

impl ErrorResponse {
    #[inline]
    pub(crate) fn new(
        book: &'static Book,
        code: Option<&'static str>,
        status: Status,
        body: Cow<'static, [u8]>,
    ) -> ErrorResponse {
        ErrorResponse { book, code, status, headers: SmallVec::new(), body }
    }

    #[inline]
    pub(crate) fn of(code: Code) -> ErrorResponse {
        let mut response = ErrorResponse::new(code.book(), Some(code.id()), code.status(), Cow::Borrowed(code.body()));
        response.add_challenge();
        response
    }

    pub(crate) fn push_header(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.headers.push((name, value.into()));
    }

    /// Adds the id of the log event with the private details.
    pub(crate) fn set_error_id(&mut self, id: ErrorId) {
        self.push_header(header::X_ERROR_ID, id.digits());
    }

    /// Adds a challenge to a 401 without one.
    #[inline]
    pub(crate) fn add_challenge(&mut self) {
        if self.status.as_u16() == 401 && self.header(header::WWW_AUTHENTICATE).is_none() {
            self.push_header(header::WWW_AUTHENTICATE, Book::CHALLENGE);
        }
    }

    /// Returns the book whose envelope the response is in.
    pub fn book(&self) -> &'static Book {
        self.book
    }

    /// Returns the identifier of the code. A status that its book passes through has no code.
    pub fn code(&self) -> Option<&'static str> {
        self.code
    }

    /// Returns the status of the code.
    #[inline]
    pub fn status(&self) -> Status {
        self.status
    }

    /// Returns the media type of the body. It is `None` if the envelope writes no body for the error.
    #[inline]
    fn content_type(&self) -> Option<&'static str> {
        (!self.body.is_empty()).then(|| self.book.envelope().content_type())
    }

    /// Returns true if the error has a header beside `content-type`.
    #[inline]
    pub(crate) fn has_more_headers(&self) -> bool {
        !self.headers.is_empty()
    }

    /// Returns every header, `content-type` first unless there is no body. A name can occur several times.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let others = self.headers.iter().map(|(name, value)| (*name, value.as_ref()));
        self.content_type().map(|value| (header::CONTENT_TYPE, value)).into_iter().chain(others)
    }

    /// Returns the first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find_map(|(given, value)| (given == name).then_some(value))
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body. It is borrowed if the code is the whole response.
    #[inline]
    pub fn into_body(self) -> Cow<'static, [u8]> {
        self.body
    }

    /// Writes status and headers to the head of a new response, and returns the body.
    ///
    /// [`errorbook::adapter`](crate::adapter) has an example.
    #[inline]
    pub fn write_to(self, head: &mut impl ResponseHead) -> Cow<'static, [u8]> {
        head.set_status(self.status);
        if let Some(content_type) = self.content_type() {
            head.append_header(header::CONTENT_TYPE, Cow::Borrowed(content_type));
        }
        if self.has_more_headers() {
            for (name, value) in self.headers {
                head.append_header(name, value);
            }
        }
        self.body
    }

    /// Writes status and headers over the head of another response, and returns the body.
    ///
    /// The headers that describe the old body are removed. Headers of inner layers stay, and take precedence over the error's own.
    pub fn write_over(self, head: &mut impl ResponseHead) -> Cow<'static, [u8]> {
        head.remove_headers(&header::REPRESENTATION_HEADERS);
        if self.status.as_u16() != 416 {
            head.remove_header(header::CONTENT_RANGE);
        }
        // This response is logged under its own id. The id of the old response would lead to another log event.
        head.remove_header(header::X_ERROR_ID);
        head.remove_header(header::X_ERROR_CODE);
        let given: SmallVec<[bool; 4]> = self.headers.iter().map(|(name, _)| head.header(name).is_some()).collect();
        head.set_status(self.status);
        if let Some(content_type) = self.content_type() {
            head.append_header(header::CONTENT_TYPE, Cow::Borrowed(content_type));
        }
        for ((name, value), is_given) in self.headers.into_iter().zip(given) {
            if !is_given {
                head.append_header(name, value);
            }
        }
        self.body
    }
}

/// Prints only what a client may read.
impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse")
            .field("status", &self.status)
            .field("headers", &self.headers().collect::<Vec<_>>())
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish()
    }
}
