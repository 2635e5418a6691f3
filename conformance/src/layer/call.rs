//! [`Call`] and [`Received`]: a request to an app of the tests, and its response.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use errorbook::Code;
use futures_util::{Stream, StreamExt as _};

use super::reply::{is_held, release};

/// A request to an app.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter sends all of it")]
pub struct Call {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body. It is sent with a `content-length`.
    pub body: String,
}

impl Call {
    /// Creates a request without headers and body.
    pub fn new(method: &str, target: impl Into<String>) -> Call {
        Call { method: method.to_owned(), target: target.into(), headers: Vec::new(), body: String::new() }
    }

    /// Creates a `GET`.
    pub fn get(target: impl Into<String>) -> Call {
        Call::new("GET", target)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Call {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Call {
        self.body = body.into();
        self
    }
}

/// The way in which a body ended.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a body has no other end")]
pub enum End {
    /// The body is complete.
    Whole,
    /// The body failed with this message.
    Failed(String),
    /// The body waits for a piece that never arrives.
    Open,
}

/// The response of an app.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a response has nothing else")]
pub struct Received {
    /// The status.
    pub status: u16,
    /// The values of each header, by name in lower case.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The received part of the body.
    pub body: String,
    /// The end of the body.
    pub end: End,
}

impl Received {
    /// Reads a response. `length` is the length of the body if it is known without a `content-length` header.
    ///
    /// # Panics
    ///
    /// Panics if the body is not UTF-8, or if it continues after it has failed.
    pub async fn read<N: AsRef<str>, V: AsRef<[u8]>, P: AsRef<[u8]>, E: Display>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        length: Option<u64>,
        body: impl Stream<Item = Result<P, E>>,
    ) -> Received {
        let mut named = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in headers {
            let values = named.entry(name.as_ref().to_lowercase()).or_default();
            values.push(String::from_utf8_lossy(value.as_ref()).into_owned());
        }
        if let Some(length) = length {
            named.entry("content-length".to_owned()).or_insert_with(|| vec![length.to_string()]);
        }
        let (mut bytes, mut body) = (Vec::new(), pin!(body));
        release();
        let end = loop {
            let next = poll_fn(|cx| match body.poll_next_unpin(cx) {
                Poll::Pending if is_held() => Poll::Ready(Err(())),
                poll => poll.map(Ok),
            });
            match next.await {
                Ok(Some(Ok(piece))) => bytes.extend_from_slice(piece.as_ref()),
                Ok(Some(Err(error))) => {
                    assert!(body.next().await.is_none(), "the body continues after it has failed");
                    break End::Failed(error.to_string());
                }
                Ok(None) => break End::Whole,
                Err(()) => break End::Open,
            }
        };
        let body = String::from_utf8(bytes).unwrap_or_else(|error| panic!("the body is not UTF-8: {error}"));
        Received { status, headers: named, body, end }
    }

    /// Returns the value of a header.
    ///
    /// # Panics
    ///
    /// Panics if the header is there more than once.
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        match self.all(name) {
            [] => None,
            [value] => Some(value),
            values => panic!("{name} is there more than once: {values:?}"),
        }
    }

    /// Returns all values of a header.
    pub fn all(&self, name: &str) -> &[String] {
        self.headers.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns all headers except `content-length`, which a framework may leave out.
    pub(super) fn headers_but_length(&self) -> BTreeMap<&str, Vec<&str>> {
        let headers = self.headers.iter().filter(|(name, _)| *name != "content-length");
        headers.map(|(name, values)| (name.as_str(), values.iter().map(String::as_str).collect())).collect()
    }

    /// Asserts the status and the body. `of` names the response in the message.
    ///
    /// # Panics
    ///
    /// Panics if the status or the body differs.
    #[track_caller]
    pub fn assert_eq(&self, status: u16, body: &str, of: &str) {
        assert_eq!((self.status, self.body.as_str(), &self.end), (status, body, &End::Whole), "{of}");
    }

    /// Asserts that the response is that of the code, without details.
    ///
    /// # Panics
    ///
    /// Panics if the status or the body differs.
    #[track_caller]
    pub fn assert_is(&self, code: Code, of: &str) {
        self.assert_eq(code.status().as_u16(), &body_of(code), of);
    }

    /// Asserts that no header and no part of the body contains the word `secret`.
    #[track_caller]
    pub(super) fn assert_has_no_secret(&self, of: &str) {
        let mut values = self.headers.values().flatten();
        assert!(!self.body.contains("secret") && !values.any(|value| value.contains("secret")), "{of}: {self:?}");
    }
}

/// Returns the body of an error that has only a code.
pub fn body_of(code: Code) -> String {
    String::from_utf8_lossy(code.body()).into_owned()
}
