//! [`Mount`]: a path of a gateway with the book of its errors.

use std::collections::BTreeMap;

use errorbook::{Status, media_type};

use super::bare_response::BareResponse;
use super::nginx_word::quoted;
use crate::Catalog;

/// The maximum length of a word in the configuration of nginx.
const LONGEST_WORD: usize = 4_000;

/// A path of a gateway with the book of its errors.
///
/// ```
/// use errorbook::standard;
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::export::gateway::Mount;
///
/// let mount = Mount::new("/", &Catalog::of(&standard::BOOK))?
///     .suppression_parameter("suppress_response_code")?
///     .challenge("Bearer realm=\"shop\"")?;
/// assert_eq!(mount.path(), "/");
/// # Ok::<(), errorbook_catalog::export::gateway::MountError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mount {
    path: String,
    book: String,
    content_type: String,
    suppression: Option<String>,
    challenge: String,
    responses: Vec<BareResponse>,
}

/// A mount or a set of mounts is not valid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MountError {
    /// The path is not `/` or a sequence of plain segments.
    #[error(
        "{0:?} is not a valid mount path: use `/`, or segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`"
    )]
    Path(String),
    /// The parameter name contains characters that need encoding.
    #[error("{0:?} is not a valid parameter name: use letters, digits, `-`, `.`, `_` and `~`")]
    Parameter(String),
    /// The challenge contains characters that a header cannot contain.
    #[error("{0:?} is not a valid challenge: use visible ASCII characters and spaces")]
    Challenge(String),
    /// The envelope of the book is not known, so the bodies cannot be written.
    #[error("the envelope of the book {0:?} is not known: only the envelopes of errorbook can be exported")]
    Envelope(String),
    /// The body is too long for the configuration of a gateway.
    #[error("the body of status {status} of the book {book:?} is too long for the configuration of a gateway")]
    BodyTooLong {
        /// The name of the book.
        book: String,
        /// The status.
        status: Status,
    },
    /// Two mounts have the same path.
    #[error("{0:?} is mounted twice: keep one of the two")]
    Twice(String),
    /// The mount `/` is missing. Its book is used for requests outside of the other mounts and for unreadable requests.
    #[error(
        "the mount `/` is missing: add a book for requests outside of the other mounts and for unreadable requests"
    )]
    NoRoot,
}

impl Mount {
    /// Creates a mount. The path is `/`, or it begins with `/` and does not end with `/`.
    ///
    /// Suppression is on if the book promises it.
    ///
    /// # Errors
    /// Returns an error if the path is not valid, if the name of the book's suppression parameter needs encoding, if the envelope
    /// of the catalog is not known, or if a body is too long.
    pub fn new(path: &str, catalog: &Catalog) -> Result<Mount, MountError> {
        let is_path = path.strip_prefix('/').is_some_and(|rest| path == "/" || rest.split('/').all(is_plain));
        if !is_path {
            return Err(MountError::Path(path.to_owned()));
        }
        if let Some(name) = catalog.suppression.as_ref().filter(|name| !is_plain(name)) {
            return Err(MountError::Parameter(name.clone()));
        }
        let envelope = || MountError::Envelope(catalog.name.clone());
        let content_type = catalog.envelope.as_ref().ok_or_else(envelope)?.content_type.clone();
        let responses = BareResponse::all(catalog).ok_or_else(envelope)?;
        if let Some(long) = responses.iter().find(|response| quoted(&response.body).len() > LONGEST_WORD) {
            return Err(MountError::BodyTooLong { book: catalog.name.clone(), status: long.status });
        }
        Ok(Mount {
            path: path.to_owned(),
            book: catalog.name.clone(),
            content_type,
            suppression: catalog.suppression.clone(),
            challenge: "Bearer".to_owned(),
            responses,
        })
    }

    /// Turns suppression on with this query parameter. It takes precedence over the parameter of the book.
    ///
    /// # Errors
    /// Returns an error if the name is empty, or contains characters other than letters, digits, `-`, `.`, `_` and `~`.
    pub fn suppression_parameter(self, name: &str) -> Result<Mount, MountError> {
        if !is_plain(name) {
            return Err(MountError::Parameter(name.to_owned()));
        }
        Ok(Mount { suppression: Some(name.to_owned()), ..self })
    }

    /// Turns suppression off, even if the book promises it.
    #[must_use]
    pub fn without_suppression(self) -> Mount {
        Mount { suppression: None, ..self }
    }

    /// Sets the `www-authenticate` of a 401 that does not have this header yet. It defaults to `Bearer`.
    ///
    /// # Errors
    /// Returns an error if the challenge contains characters other than visible ASCII and spaces.
    pub fn challenge(self, challenge: &str) -> Result<Mount, MountError> {
        if !challenge.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            return Err(MountError::Challenge(challenge.to_owned()));
        }
        Ok(Mount { challenge: challenge.to_owned(), ..self })
    }

    /// Returns the path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the name of the book.
    pub(super) fn book(&self) -> &str {
        &self.book
    }

    /// Returns the suffix for the names of the mount: its path, or an empty text for the root.
    pub(super) fn suffix(&self) -> &str {
        if self.path == "/" { "" } else { &self.path }
    }

    pub(super) fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the content type of a suppressed response. A suppressed problem is plain JSON, because the `status` of a problem
    /// must equal the HTTP status.
    pub(super) fn suppressed_content_type(&self) -> &str {
        if self.content_type == media_type::PROBLEM_JSON { media_type::JSON } else { &self.content_type }
    }

    pub(super) fn suppression(&self) -> Option<&str> {
        self.suppression.as_deref()
    }

    pub(super) fn challenge_text(&self) -> &str {
        &self.challenge
    }

    pub(super) fn responses(&self) -> &[BareResponse] {
        &self.responses
    }

    /// Returns each value with the statuses of the responses that have this value.
    pub(super) fn statuses_by<T: Ord>(&self, value: impl Fn(&BareResponse) -> Option<T>) -> BTreeMap<T, Vec<Status>> {
        let mut statuses = BTreeMap::<T, Vec<Status>>::new();
        for response in &self.responses {
            if let Some(value) = value(response) {
                statuses.entry(value).or_default().push(response.status);
            }
        }
        statuses
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'))
}

#[cfg(test)]
mod tests {
    use errorbook::standard;

    use super::*;

    #[test]
    fn the_path_of_a_mount_has_only_plain_segments() {
        let catalog = Catalog::of(&standard::BOOK);
        for path in ["/", "/a", "/v1.0/a-b_c~d"] {
            assert_eq!(Mount::new(path, &catalog).unwrap().path(), path);
        }
        for path in ["", "a", "/a/", "//", "/a//b", "/a b", "/a%20", "/a?b", "/é", "/a\n", "/a'", "/$a"] {
            assert_eq!(Mount::new(path, &catalog).unwrap_err(), MountError::Path(path.to_owned()));
        }
    }

    #[test]
    fn a_setting_that_a_gateway_cannot_use_is_an_error() {
        let mount = || Mount::new("/", &Catalog::of(&standard::BOOK)).unwrap();
        for name in ["", "a b", "a=b", "é"] {
            assert_eq!(mount().suppression_parameter(name).unwrap_err(), MountError::Parameter(name.to_owned()));
        }
        for challenge in ["Bearer\r\nx: 1", "é"] {
            assert_eq!(mount().challenge(challenge).unwrap_err(), MountError::Challenge(challenge.to_owned()));
        }
        let unknown = Catalog::from_json(br#"{"name":"a","codes":[]}"#).unwrap();
        assert_eq!(Mount::new("/", &unknown).unwrap_err(), MountError::Envelope("a".to_owned()));
        let mut named = Catalog::of(&standard::BOOK);
        named.suppression = Some("it's".to_owned());
        assert_eq!(Mount::new("/", &named).unwrap_err(), MountError::Parameter("it's".to_owned()));
    }
}
