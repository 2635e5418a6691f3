//! The names of headers that only the pages use. The other names are in [`errorbook::header`].

/// Allows the page only its own style and script.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "content-security-policy";
/// The entity tags that the client has in its cache.
pub(crate) const IF_NONE_MATCH: &str = "if-none-match";
/// Hides the page's address, which contains the search text, from the sites that the page links to.
pub(crate) const REFERRER_POLICY: &str = "referrer-policy";
/// The request headers that select the response.
pub(crate) const VARY: &str = "vary";
