//! [`Page`]: the response to a request for a page.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use errorbook::adapter::ResponseHead;
use errorbook::{Status, header};

use crate::etag;
use crate::format::Format;
use crate::header::{REFERRER_POLICY, VARY};

/// The response of [`Pages::get`](crate::Pages::get): a 200 with the page, or a 304 or a 406 without a body.
///
/// Clones share the body.
#[derive(Clone)]
pub struct Page {
    status: Status,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Bytes,
}

const NOT_MODIFIED: Status = known(304);
const NOT_ACCEPTABLE: Status = known(406);

#[expect(clippy::expect_used, reason = "it runs at compile time, where a wrong number is a compile error")]
const fn known(status: u16) -> Status {
    Status::new(status).expect("the number is a status")
}

impl Page {
    pub(crate) fn new(format: Format, body: String) -> Page {
        let body = Bytes::from(body);
        let headers = vec![
            (header::CONTENT_TYPE, format.content_type().into()),
            (header::ETAG, etag::of(&body).into()),
            (VARY, header::ACCEPT.into()),
            (header::CACHE_CONTROL, "no-cache".into()),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
            (REFERRER_POLICY, "no-referrer".into()),
        ];
        Page { status: Status::OK, headers, body }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Page {
        self.headers.push((name, value.into()));
        self
    }

    /// Returns the 304 for a client that has the page in its cache.
    pub(crate) fn not_modified(self) -> Page {
        let stays = |name: &str| [header::ETAG, header::CACHE_CONTROL, VARY].contains(&name);
        let headers = self.headers.into_iter().filter(|(name, _)| stays(name)).collect();
        Page { status: NOT_MODIFIED, headers, body: Bytes::new() }
    }

    pub(crate) fn not_acceptable() -> Page {
        Page { status: NOT_ACCEPTABLE, headers: vec![(VARY, header::ACCEPT.into())], body: Bytes::new() }
    }

    /// Returns the status: 200, 304 or 406.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Returns the headers, with their names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    /// Returns the value of a header. The name is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find_map(|(given, value)| (given == name).then_some(value))
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Writes the status and the headers of the page to a new response, and returns the body of the page.
    pub fn write_to(self, head: &mut impl ResponseHead) -> Bytes {
        head.set_status(self.status);
        for (name, value) in self.headers {
            head.append_header(name, value);
        }
        self.body
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("status", &self.status).field("headers", &self.headers).finish_non_exhaustive()
    }
}
