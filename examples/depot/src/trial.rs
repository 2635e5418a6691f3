//! The parts that the routes for trying things share: their texts, their parameter and their private error.

use errorbook::Error;
use serde::{Deserialize, Serialize};

/// The text of a bare status with a body.
pub const OWN_WORDS: &str = "the handler's own words";

/// The message of a panic. No client may see it.
pub const PANIC: &str = "secret-from-panic";

/// The text of a plain success.
pub const PLAIN: &str = "plain";

/// The target of the handler's own redirect.
pub const REDIRECT: &str = "/health";

/// The handler's own JSON, without an envelope.
pub const OWN_JSON: &str = r#"{"mine":true}"#;

/// The header that a handler sets by itself, and its value.
pub const OWN_HEADER: (&str, &str) = ("x-own", "1");

/// The headers of a bare 418.
pub const TEAPOT_HEADERS: [(&str, &str); 3] = [OWN_HEADER, ("etag", "\"a\""), ("set-cookie", "a=1")];

/// Returns a text of 5,000 bytes, longer than a description may be: `é` 2,500 times.
pub fn long() -> String {
    "é".repeat(2500)
}

/// Returns the status that a handler is asked to send. It must be in 400..=599.
///
/// # Errors
///
/// Fails with a wrong parameter `n` for any other number.
pub fn bare_status(n: i64) -> Result<u16, Error> {
    match u16::try_from(n) {
        Ok(status @ 400..=599) => Ok(status),
        _ => Err(Error::invalid_parameter("n", "must be between 400 and 599")),
    }
}

/// Returns an error without a code. No client may see its causes.
pub fn private() -> Error {
    Error::internal(Ledger { source: Disk })
}

#[derive(Debug, thiserror::Error)]
#[error("the ledger cannot be written")]
struct Ledger {
    source: Disk,
}

#[derive(Debug, thiserror::Error)]
#[error("secret-from-cause")]
struct Disk;

/// The body of `echo`, in the request and in the response. It rejects unknown members.
///
/// ```json
/// {"part":{"id":1,"tags":["a"]}}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Echo {
    /// The only member.
    pub part: EchoPart,
}

/// The part in an [`Echo`].
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EchoPart {
    /// Any whole number.
    pub id: i64,
    /// Any texts.
    pub tags: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_status_of_an_error_is_accepted() {
        for n in [400, 418, 499, 500, 599] {
            assert_eq!(bare_status(n).ok().map(i64::from), Some(n));
        }
        for n in [i64::MIN, -1, 0, 200, 399, 600, 65_936, i64::MAX] {
            assert!(bare_status(n).is_err(), "{n}");
        }
    }

    #[test]
    fn an_echo_is_returned_unchanged_or_rejected() {
        let body = r#"{"part":{"id":1,"tags":["a","é",""]}}"#;
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Echo>(body).unwrap()).unwrap(), body);

        let refused = [
            r#"{}"#,
            r#"{"part":null}"#,
            r#"{"part":{"id":1}}"#,
            r#"{"part":{"id":null,"tags":[]}}"#,
            r#"{"part":{"id":1.0,"tags":[]}}"#,
            r#"{"part":{"id":1,"tags":[null]}}"#,
            r#"{"part":{"id":1,"tags":[],"x":1}}"#,
            r#"{"part":{"id":1,"tags":[]},"x":1}"#,
            r#"{"part":{"id":9223372036854775808,"tags":[]}}"#,
        ];
        for body in refused {
            assert!(serde_json::from_str::<Echo>(body).is_err(), "{body}");
        }
    }

    #[test]
    fn the_long_text_is_longer_than_a_description() {
        assert_eq!((long().len(), long().chars().count()), (5000, 2500));
    }
}
