//! The names of the headers that an error answer can carry, each spelled here and nowhere else.

/// The methods that a route does serve.
pub const ALLOW: &str = "allow";
/// The type of the body.
pub const CONTENT_TYPE: &str = "content-type";
/// The length of the body in bytes.
pub const CONTENT_LENGTH: &str = "content-length";
/// Whether a body is shown or kept, and under which name; `attachment; filename="f.txt"` on a script.
pub const CONTENT_DISPOSITION: &str = "content-disposition";
/// How the body is compressed.
pub const CONTENT_ENCODING: &str = "content-encoding";
/// Whether and how long an answer may be kept; `no-store` on a suppressed error.
pub const CACHE_CONTROL: &str = "cache-control";
/// The identity of the body.
pub const ETAG: &str = "etag";
/// When the answer becomes stale.
pub const EXPIRES: &str = "expires";
/// When the body was changed.
pub const LAST_MODIFIED: &str = "last-modified";
/// Where else to go.
pub const LOCATION: &str = "location";
/// When to try again, in whole seconds.
pub const RETRY_AFTER: &str = "retry-after";
/// How to authenticate, on every 401.
pub const WWW_AUTHENTICATE: &str = "www-authenticate";
/// `nosniff` on JSON and scripts where JSONP is on: the body is what its type says.
pub const X_CONTENT_TYPE_OPTIONS: &str = "x-content-type-options";
/// The id under which the log has what the answer does not say.
pub const X_ERROR_ID: &str = "x-error-id";
/// The status that a suppressed answer would have had, for proxies, logs and metrics.
pub const X_SUPPRESSED_STATUS: &str = "x-suppressed-status";

/// When the answer was made, by the clock of who made it.
#[cfg(feature = "client")]
pub(crate) const DATE: &str = "date";

/// The headers that the pages read and write besides.
#[cfg(feature = "pages")]
pub(crate) mod of_pages {
    pub(crate) const ACCEPT: &str = "accept";
    pub(crate) const CONTENT_SECURITY_POLICY: &str = "content-security-policy";
    pub(crate) const IF_NONE_MATCH: &str = "if-none-match";
    pub(crate) const REFERRER_POLICY: &str = "referrer-policy";
    pub(crate) const VARY: &str = "vary";
}

/// The headers that describe a body, and go when it is replaced.
pub(crate) const OF_THE_BODY: [&str; 5] = [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, ETAG, LAST_MODIFIED];

/// The headers under which an error could be kept by a cache, and that go when its status becomes 200.
pub(crate) const OF_THE_CACHE: [&str; 3] = [ETAG, LAST_MODIFIED, EXPIRES];

/// The headers that say something about one answer, and go when quite another one is given.
pub(crate) const OF_THE_ANSWER: [&str; 9] = [
    ALLOW,
    CACHE_CONTROL,
    CONTENT_DISPOSITION,
    "content-range",
    EXPIRES,
    LOCATION,
    RETRY_AFTER,
    WWW_AUTHENTICATE,
    X_SUPPRESSED_STATUS,
];
