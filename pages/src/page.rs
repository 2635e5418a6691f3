//! [`Page`]: the answer with a page.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;

use super::etag;
use super::format::Format;
use crate::header::of_pages::{REFERRER_POLICY, VARY};
use crate::{Error, Head, Status, header};

/// The answer to a request for one of the [`Pages`](crate::Pages): 200 with a page, 304 or 406 without.
///
/// The body is shared: a clone costs nothing.
#[derive(Clone)]
pub struct Page {
    status: Status,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Bytes,
}

const NOT_MODIFIED: Status = known(304);
const NOT_ACCEPTABLE: Status = known(406);

#[expect(clippy::expect_used, reason = "evaluated in the compiler, where a wrong number is an error")]
const fn known(status: u16) -> Status {
    Status::new(status).expect("it is a status")
}

impl Page {
    pub(super) fn new(format: Format, body: String) -> Page {
        let body = Bytes::from(body);
        let headers = vec![
            (header::CONTENT_TYPE, format.content_type().into()),
            (header::ETAG, etag::of(&body).into()),
            (VARY, "accept".into()),
            (header::CACHE_CONTROL, "no-cache".into()),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".into()),
            (REFERRER_POLICY, "no-referrer".into()),
        ];
        Page { status: Status::OK, headers, body }
    }

    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Page {
        self.headers.push((name, value.into()));
        self
    }

    /// The page, for a client that has it.
    pub(super) fn not_modified(self) -> Page {
        let stays = |name: &str| [header::ETAG, header::CACHE_CONTROL, VARY].contains(&name);
        let headers = self.headers.into_iter().filter(|(name, _)| stays(name)).collect();
        Page { status: NOT_MODIFIED, headers, body: Bytes::new() }
    }

    pub(super) fn not_acceptable() -> Page {
        Page { status: NOT_ACCEPTABLE, headers: vec![(VARY, "accept".into())], body: Bytes::new() }
    }

    /// The status: 200, 304 or 406.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Every header.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    /// The header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find_map(|(given, value)| (given == name).then_some(value))
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Writes status and headers to the head of a new response, whose body is then [`Page::into_body`].
    pub fn write_head(&self, head: &mut impl Head) {
        head.set_status(self.status);
        for (name, value) in self.headers() {
            head.append_header(name, value);
        }
    }

    /// The body.
    pub fn into_body(self) -> Bytes {
        self.body
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("status", &self.status).field("headers", &self.headers).finish_non_exhaustive()
    }
}

/// A page in its three formats, each rendered when it is first asked for.
#[derive(Default)]
pub(super) struct Kept {
    html: OnceLock<Page>,
    json: OnceLock<Page>,
    markdown: OnceLock<Page>,
}

impl Kept {
    pub(super) fn get_or_render(
        &self,
        format: Format,
        render: impl FnOnce() -> Result<Page, Error>,
    ) -> Result<Page, Error> {
        let kept = match format {
            Format::Html => &self.html,
            Format::Json => &self.json,
            Format::Markdown => &self.markdown,
        };
        match kept.get() {
            Some(page) => Ok(page.clone()),
            None => {
                let page = render()?;
                Ok(kept.get_or_init(|| page).clone())
            }
        }
    }
}
