//! [`CatalogError`]: the bytes are not a valid catalog.

/// The bytes are not a valid [`Catalog`](crate::Catalog). The message names the position of the mistake.
///
/// ```
/// use errorbook_model::Catalog;
///
/// let error = Catalog::from_json(b"{\"name\": \"cart\",\n \"codes\": [{\"status\": 409}]}").unwrap_err();
/// assert_eq!(error.to_string(), "missing field `code` at line 2 column 26");
///
/// let error = Catalog::from_json(br#"{"name": "cart", "codes": [{"code": "", "status": 409}]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "codes[0]: the identifier is empty");
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct CatalogError(#[from] Kind);

impl CatalogError {
    /// Returns true if a newer version of this crate wrote the file.
    pub fn is_newer_format(&self) -> bool {
        matches!(self.0, Kind::NewerFormat { .. })
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The path is written as in JavaScript: `codes[3].parameters[1]`.
    #[error("{path}: {mistake}")]
    Member { path: String, mistake: Mistake },
    /// The first line is 1.
    #[error("line {0}: this is a merge conflict marker: resolve the conflict")]
    MergeConflict(usize),
    #[error(
        "its format version is {found}, but this errorbook-catalog reads version {known}: update errorbook-catalog"
    )]
    NewerFormat { found: u64, known: u64 },
}

/// A mistake in one member of a catalog.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Mistake {
    #[error("{0:?} is listed twice: keep one of the two")]
    Twice(String),
    #[error("{0:?} is both retired and in use: keep one of the two")]
    RetiredInUse(String),
    #[error("the parameter {0:?} is listed twice: keep one of the two")]
    ParameterTwice(String),
    #[error("{0:?} is not a code of the catalog")]
    NotACode(String),
    #[error("{0} is not an error status: use 400 to 599")]
    NotAnError(u16),
    #[error("the identifier is empty")]
    EmptyIdentifier,
    #[error("`retry` is `after`, but `retry_after` is missing: set it to a number of seconds")]
    NoDelay,
    #[error("`retry_after` is set, but `retry` is not `after`: remove one of the two")]
    IdleDelay,
}

impl Mistake {
    pub(crate) fn at(self, path: impl Into<String>) -> CatalogError {
        Kind::Member { path: path.into(), mistake: self }.into()
    }
}
