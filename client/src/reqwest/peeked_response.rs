//! [`PeekedResponse`]: a response with a partly read body. It can be passed on unchanged.

use http::response::Parts;
use http_body::Body as _;

use super::replay_body::ReplayBody;
use super::version::reqwest::{Body, Response, ResponseBuilderExt, Url, header::HeaderMap};
use crate::received_head::{Class, ReceivedHead};
use crate::{Reader, ReceivedError};

/// A response with a partly read body. It can be passed on unchanged.
pub(super) struct PeekedResponse {
    parts: Parts,
    url: Url,
    body: ReplayBody,
}

impl PeekedResponse {
    /// Reads the body if the response can be an error, up to the limit of the reader.
    ///
    /// The body is not read if the status and the headers show a success. Reading stops after the first bytes if an error cannot
    /// begin with these bytes.
    pub(super) async fn read(response: Response, reader: &Reader) -> PeekedResponse {
        let url = response.url().clone();
        let (parts, body) = http::Response::from(response).into_parts();
        let class = ReceivedHead::new(parts.status.as_u16(), lookup(&parts.headers)).classify();
        let mut body = ReplayBody::new(body);
        let is_too_long = body.size_hint().lower() > u64::try_from(reader.limit).unwrap_or(u64::MAX);
        let mut length = 0;
        let mut may_be_error = match class {
            Class::Error => Some(true),
            Class::Undecided if !is_too_long => None,
            Class::Undecided | Class::Success => Some(false),
        };
        while length <= reader.limit && may_be_error != Some(false) {
            let Some(data) = body.read().await else { break };
            length += data.len();
            may_be_error = may_be_error.or_else(|| begins_an_error(&data));
        }
        PeekedResponse { parts, url, body }
    }

    /// Returns the error if the response is an error.
    pub(super) fn error(&self, reader: &Reader) -> Option<ReceivedError> {
        let body: Vec<u8> = self.body.pieces().flatten().copied().collect();
        reader.read(self.parts.status.as_u16(), lookup(&self.parts.headers), body).err()
    }

    /// Returns the unchanged response. Its body can be read from the beginning.
    pub(super) fn into_response(self) -> Response {
        let PeekedResponse { mut parts, url, body } = self;
        // This is the only way to set the URL of a response.
        if let Some(with_url) = http::Response::builder().url(url).extensions_mut() {
            parts.extensions.extend(std::mem::take(with_url));
        }
        Response::from(http::Response::from_parts(parts, Body::wrap(body)))
    }
}

/// Returns a function that returns the first header with a name, if it is text.
pub(super) fn lookup<'h>(headers: &'h HeaderMap) -> impl Fn(&str) -> Option<&'h str> {
    move |name| headers.get(name)?.to_str().ok()
}

/// Returns true if an error can begin with these bytes: as an object or as a JSONP call. Returns `None` if there is only white
/// space.
fn begins_an_error(data: &[u8]) -> Option<bool> {
    let first = *data.trim_ascii_start().first()?;
    // Only the first byte of a byte-order mark may have arrived.
    Some(matches!(first, b'{' | b'/' | b'_' | b'$' | 0xef) || first.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_begins_as_an_object_or_as_a_call() {
        let cases = [
            ("{", Some(true)),
            (" \r\n{}", Some(true)),
            ("/**/show({", Some(true)),
            ("jQuery.done(", Some(true)),
            ("\u{feff}{", Some(true)),
            ("[{", Some(false)),
            ("\"text\"", Some(false)),
            ("7", Some(false)),
            ("<html>", Some(false)),
            (" ", None),
            ("", None),
        ];
        for (start, expected) in cases {
            assert_eq!(begins_an_error(start.as_bytes()), expected, "{start:?}");
        }
    }
}
