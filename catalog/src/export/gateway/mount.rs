//! [`Mount`]: a path of a gateway and the book of the service behind it.

use std::collections::BTreeMap;

use errorbook::{Status, media_type};

use super::bare_response::BareResponse;
use super::nginx_word::quoted;
use crate::Catalog;

/// The longest text that nginx reads as one word of its configuration.
const LONGEST_WORD: usize = 4_000;

/// A path of a gateway, and the book of the errors below it.
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

/// A mount cannot be made, or a set of mounts is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MountError {
    /// The path is not one of whole segments.
    #[error(
        "{0:?} is not the path of a mount: it is `/`, or segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`"
    )]
    Path(String),
    /// The parameter has a name that would have to be encoded.
    #[error("{0:?} is not the name of a parameter: it is made of letters, digits, `-`, `.`, `_` and `~`")]
    Parameter(String),
    /// The challenge cannot stand in a header.
    #[error("{0:?} is not a challenge: it is made of visible ASCII and spaces")]
    Challenge(String),
    /// Nothing says how the bodies look.
    #[error("the bodies of the book {0:?} are not known: its envelope is not one of errorbook's")]
    Envelope(String),
    /// A gateway cannot read the body.
    #[error("the body of status {status} of the book {book:?} is too long for the configuration of a gateway")]
    BodyTooLong {
        /// The name of the book.
        book: String,
        /// The status.
        status: Status,
    },
    /// Two mounts have one path.
    #[error("{0:?} is mounted twice: keep one of the two")]
    Twice(String),
    /// No book is named for requests outside of the mounts, and those that a gateway cannot read.
    #[error(
        "nothing is mounted at `/`: name the book for requests outside of the other mounts, and those without a readable path"
    )]
    NoRoot,
}

impl Mount {
    /// Returns a mount whose path is `/`, or begins with `/` and does not end with it.
    ///
    /// Statuses are suppressed if the book promises it.
    ///
    /// # Errors
    /// The path is not one of whole segments, the book's parameter of suppression would have to be encoded, or the gateway
    /// cannot send the bodies: the catalog's envelope is not known, or a body is too long.
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

    /// Turns suppression on with this query parameter, or names another parameter than the book.
    ///
    /// # Errors
    /// The name is empty, or holds anything but letters, digits, `-`, `.`, `_` and `~`.
    pub fn suppression_parameter(self, name: &str) -> Result<Mount, MountError> {
        if !is_plain(name) {
            return Err(MountError::Parameter(name.to_owned()));
        }
        Ok(Mount { suppression: Some(name.to_owned()), ..self })
    }

    /// Turns suppression off, whatever the book promises.
    #[must_use]
    pub fn without_suppression(self) -> Mount {
        Mount { suppression: None, ..self }
    }

    /// Sets the `www-authenticate` of a 401 that has none of its own. It defaults to `Bearer`.
    ///
    /// # Errors
    /// The challenge holds anything but visible ASCII and spaces.
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

    /// Returns the end of the names that belong to the mount: its path, or nothing for the root.
    pub(super) fn suffix(&self) -> &str {
        if self.path == "/" { "" } else { &self.path }
    }

    pub(super) fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the content type of a suppressed response: the status of a problem has to be that of the response.
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

    /// Returns each value with the statuses whose responses have it.
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
    fn a_mount_is_a_path_of_whole_segments() {
        let catalog = Catalog::of(&standard::BOOK);
        for path in ["/", "/a", "/v1.0/a-b_c~d"] {
            assert_eq!(Mount::new(path, &catalog).unwrap().path(), path);
        }
        for path in ["", "a", "/a/", "//", "/a//b", "/a b", "/a%20", "/a?b", "/é", "/a\n", "/a'", "/$a"] {
            assert_eq!(Mount::new(path, &catalog).unwrap_err(), MountError::Path(path.to_owned()));
        }
    }

    #[test]
    fn a_setting_that_no_gateway_could_use_is_an_error() {
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
