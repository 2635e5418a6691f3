//! The names of the headers that only pages read or write. The others are in [`errorbook::header`].

/// Restricts the page to its own style and script.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "content-security-policy";
/// The entity tags of the pages that the client has.
pub(crate) const IF_NONE_MATCH: &str = "if-none-match";
/// Keeps the address of the page, with what was searched for, from the sites that it links to.
pub(crate) const REFERRER_POLICY: &str = "referrer-policy";
/// The request headers that the page depends on.
pub(crate) const VARY: &str = "vary";
