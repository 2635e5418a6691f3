//! [`Answer`]: status, headers and bytes, ready for any framework, and the [`Head`] that they are written to.

use std::borrow::Cow;
use std::fmt;

use crate::log::{Digits, ErrorId};
use crate::{Book, Code, Status, header};

/// An error answer: what an adapter sends, without serialising or deciding anything.
///
/// ```
/// use errorbook::{IntoError, primaerp};
///
/// let answer = primaerp::TOKEN_INVALID.into_error().to_answer();
/// assert_eq!(answer.status().as_u16(), 401);
/// assert_eq!(answer.header("content-type"), Some("application/json"));
/// assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
/// assert_eq!(answer.into_body(), primaerp::TOKEN_INVALID.body());
/// ```
pub struct Answer {
    status: Status,
    content_type: &'static str,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    error_id: Option<Digits>,
    body: Cow<'static, [u8]>,
}

impl Answer {
    #[inline]
    pub(crate) fn new(status: Status, content_type: &'static str, body: Cow<'static, [u8]>) -> Answer {
        Answer { status, content_type, headers: Vec::new(), error_id: None, body }
    }

    #[inline]
    pub(crate) fn of(code: Code) -> Answer {
        Answer::new(code.status(), code.book().envelope().content_type(), Cow::Borrowed(code.body())).with_challenge()
    }

    pub(crate) fn push_header(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.headers.push((name, value.into()));
    }

    /// The id under which the log has what the answer does not say.
    pub(crate) fn set_error_id(&mut self, id: ErrorId) {
        self.error_id = Some(id.digits());
    }

    /// A 401 says how to authenticate, unless the error itself did.
    #[inline]
    pub(crate) fn with_challenge(self) -> Answer {
        if self.status.as_u16() == 401 { self.challenging() } else { self }
    }

    #[cold]
    fn challenging(mut self) -> Answer {
        if self.header(header::WWW_AUTHENTICATE).is_none() {
            self.push_header(header::WWW_AUTHENTICATE, Book::CHALLENGE);
        }
        self
    }

    /// The status: the one of the code.
    #[inline]
    pub fn status(&self) -> Status {
        self.status
    }

    /// Every header, `content-type` first; all but that can come several times.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let others = self.headers.iter().map(|(name, value)| (*name, value.as_ref()));
        let error_id = self.error_id.iter().map(|id| (header::X_ERROR_ID, id.as_str()));
        std::iter::once((header::CONTENT_TYPE, self.content_type)).chain(others).chain(error_id)
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find_map(|(given, value)| (given == name).then_some(value))
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, borrowed for ever where the code alone said everything.
    #[inline]
    pub fn into_body(self) -> Cow<'static, [u8]> {
        self.body
    }

    /// The body, of which the answer then has none left.
    #[inline]
    pub fn take_body(&mut self) -> Cow<'static, [u8]> {
        std::mem::take(&mut self.body)
    }

    /// Writes status and headers to the head of a new response.
    #[inline]
    pub fn write_head(&self, head: &mut impl Head) {
        head.set_status(self.status);
        head.append_static_header(header::CONTENT_TYPE, self.content_type);
        for (name, value) in &self.headers {
            match value {
                Cow::Borrowed(value) => head.append_static_header(name, value),
                Cow::Owned(value) => head.append_header(name, value),
            }
        }
        if let Some(id) = &self.error_id {
            head.append_header(header::X_ERROR_ID, id.as_str());
        }
    }

    /// Writes status and headers of the answer to an error that is [`bare`](crate::Error::bare) to the head of a new response.
    #[inline]
    pub fn write_bare_head(code: Code, head: &mut impl Head) {
        head.set_status(code.status());
        head.set_static_header(header::CONTENT_TYPE, code.book().envelope().content_type());
    }

    /// Writes status and headers over the head of another response: what described the old body goes, what inner layers
    /// set stays.
    pub fn replace_head(&self, head: &mut impl Head) {
        for name in header::OF_THE_BODY {
            head.remove_header(name);
        }
        // The id is the one under which this answer is logged; one from further down says nothing about it.
        head.remove_header(header::X_ERROR_ID);
        head.set_status(self.status);
        for (name, value) in self.headers() {
            if head.header(name).is_none() {
                head.append_header(name, value);
            }
        }
    }
}

/// What a client may know: the body is public, and causes are not in it.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers().collect::<Vec<_>>())
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish_non_exhaustive()
    }
}

/// The head of a framework's response, as far as the core reads and writes it. Each adapter implements it once.
pub trait Head {
    /// The status, whatever number the framework lets through.
    fn status(&self) -> u16;

    /// Replaces the status.
    fn set_status(&mut self, status: Status);

    /// The first value of a header; `name` is in lower case.
    fn header(&self, name: &'static str) -> Option<&[u8]>;

    /// Adds a header beside those of its name; the name is a lower-case token, the value holds no control characters
    /// but the tab.
    fn append_header(&mut self, name: &'static str, value: &str);

    /// Adds a header whose value lives for ever, as most do: a framework that can borrow it copies nothing.
    #[inline]
    fn append_static_header(&mut self, name: &'static str, value: &'static str) {
        self.append_header(name, value);
    }

    /// Replaces all headers of a name by this one, whose value lives for ever.
    #[inline]
    fn set_static_header(&mut self, name: &'static str, value: &'static str) {
        self.remove_header(name);
        self.append_static_header(name, value);
    }

    /// Replaces a header by this one, whose value lives for ever, if it has a value of that kind.
    #[inline]
    fn replace_static_header(&mut self, name: &'static str, is_of_kind: fn(&[u8]) -> bool, value: &'static str) {
        if self.header(name).is_some_and(is_of_kind) {
            self.set_static_header(name, value);
        }
    }

    /// Removes all headers of a name.
    fn remove_header(&mut self, name: &'static str);

    /// Removes all headers of these names, of which most heads have none.
    #[inline]
    fn remove_headers(&mut self, names: &[&'static str]) {
        for name in names {
            self.remove_header(name);
        }
    }
}
