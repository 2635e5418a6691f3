//! The names of the headers that errorbook reads and writes. Each is spelled only here.

macro_rules! headers {
    ($($(#[doc = $doc:literal])+ $NAME:ident = $name:literal;)+) => {
        $($(#[doc = $doc])+ pub const $NAME: &str = $name;)+

        #[cfg(test)]
        const ALL: &[&str] = &[$($NAME),+];
    };
}

headers! {
    /// The media types that the client accepts.
    ACCEPT = "accept";
    /// Tells whether a part of the body can be requested.
    ACCEPT_RANGES = "accept-ranges";
    /// The methods that the route serves.
    ALLOW = "allow";
    /// Tells whether and how long a cache may keep the response: `no-store` on a suppressed error.
    CACHE_CONTROL = "cache-control";
    /// A digest of the body as it is sent.
    CONTENT_DIGEST = "content-digest";
    /// Tells a browser to show or to save the body: `attachment; filename="f.txt"` on a script.
    CONTENT_DISPOSITION = "content-disposition";
    /// The compression of the body.
    CONTENT_ENCODING = "content-encoding";
    /// The language of the body.
    CONTENT_LANGUAGE = "content-language";
    /// The length of the body in bytes.
    CONTENT_LENGTH = "content-length";
    /// The URI of the resource in the body.
    CONTENT_LOCATION = "content-location";
    /// A digest of the body, as RFC 1864 defines it.
    CONTENT_MD5 = "content-md5";
    /// The range of the whole that the body contains, or the length of the whole on a 416.
    CONTENT_RANGE = "content-range";
    /// The media type of the body.
    CONTENT_TYPE = "content-type";
    /// The time at which the response was made.
    DATE = "date";
    /// A digest of the body, as RFC 3230 defines it.
    DIGEST = "digest";
    /// The identity of the body.
    ETAG = "etag";
    /// The time at which the response becomes stale.
    EXPIRES = "expires";
    /// The time at which the body was last changed.
    LAST_MODIFIED = "last-modified";
    /// The URI of the redirect or of the created resource.
    LOCATION = "location";
    /// A digest of the whole representation, even if the body is only a part of it.
    REPR_DIGEST = "repr-digest";
    /// The delay before the next attempt, in whole seconds.
    RETRY_AFTER = "retry-after";
    /// The trace of the request. errorbook can send it back in an error.
    TRACEPARENT = "traceparent";
    /// The names of the headers that follow the body.
    TRAILER = "trailer";
    /// The framing of the body on an HTTP/1.1 connection.
    TRANSFER_ENCODING = "transfer-encoding";
    /// The way to authenticate, on every 401.
    WWW_AUTHENTICATE = "www-authenticate";
    /// `nosniff` on JSON and scripts below a layer with JSONP: browsers must not guess another media type.
    X_CONTENT_TYPE_OPTIONS = "x-content-type-options";
    /// The identifier of the error's code, for clients that do not read bodies.
    X_ERROR_CODE = "x-error-code";
    /// The id of the log event with the details that the response does not contain.
    X_ERROR_ID = "x-error-id";
    /// The status that a suppressed response would have had, for proxies, logs and metrics.
    X_SUPPRESSED_STATUS = "x-suppressed-status";
}

/// The value of `cache-control` on a suppressed error.
pub const NO_STORE: &str = "no-store";

/// The headers that describe a body and its framing. A layer removes them when it replaces the body.
pub(crate) const REPRESENTATION_HEADERS: [&str; 15] = [
    CONTENT_TYPE,
    CONTENT_LENGTH,
    CONTENT_ENCODING,
    CONTENT_DISPOSITION,
    CONTENT_LANGUAGE,
    CONTENT_LOCATION,
    CONTENT_MD5,
    CONTENT_DIGEST,
    REPR_DIGEST,
    DIGEST,
    ETAG,
    LAST_MODIFIED,
    ACCEPT_RANGES,
    TRANSFER_ENCODING,
    TRAILER,
];

/// The headers that let a cache keep a response. A layer removes them from an error with status 200.
pub(crate) const CACHE_HEADERS: [&str; 3] = [ETAG, LAST_MODIFIED, EXPIRES];

/// The headers that belong to one response. A layer removes them when it sends a different response.
pub(crate) const RESPONSE_HEADERS: [&str; 8] =
    [ALLOW, CACHE_CONTROL, CONTENT_RANGE, EXPIRES, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE, X_SUPPRESSED_STATUS];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_name_is_a_lower_case_token_and_listed_once() {
        for name in ALL {
            assert!(
                name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
                "{name}"
            );
        }
        let mut sorted = ALL.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, ALL);
    }
}
