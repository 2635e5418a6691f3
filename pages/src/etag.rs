//! The entity tag of a page, and its comparison with the tags in a request.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Returns a strong entity tag for a body.
pub(crate) fn of(body: &[u8]) -> String {
    format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(body)))
}

/// Returns true if the values of `if-none-match` contain the tag. Tags are compared weakly, as RFC 9110, section 13.1.2 says.
pub(crate) fn matches<'h>(values: impl IntoIterator<Item = &'h [u8]>, etag: &str) -> bool {
    values.into_iter().any(|value| {
        // A tag may contain a comma. Splitting cuts such a tag in two, but our tags have no comma, so neither part equals ours.
        let mut tags = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        value.trim_ascii() == b"*" || tags.any(|tag| tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tag_of_the_list_is_compared_weakly() {
        let cases: [(&[&str], bool); 15] = [
            (&[], false),
            (&[""], false),
            (&["\"a\""], true),
            (&["W/\"a\""], true),
            (&["w/\"a\""], false),
            (&["\"b\""], false),
            (&["\"b\", \"a\""], true),
            (&["\"b\" ,\t W/\"a\" , \"c\""], true),
            (&["\"b\"", "\"a\""], true),
            (&["*"], true),
            (&[" * "], true),
            (&["a"], false),
            (&["\"a"], false),
            (&["\"x,\"a\""], true),
            (&["\"b,a\""], false),
        ];
        for (values, expected) in cases {
            assert_eq!(matches(values.iter().map(|value| value.as_bytes()), "\"a\""), expected, "{values:?}");
        }
    }

    #[test]
    fn different_bytes_have_different_tags() {
        assert_eq!(of(b""), "\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"");
        assert_ne!(of(b"a"), of(b"b"));
    }
}
