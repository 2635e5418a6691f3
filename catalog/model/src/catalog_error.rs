//! [`CatalogError`]: bytes are not a catalog.

/// The bytes are not a [`Catalog`](crate::Catalog). The message names the place.
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
    /// The line counts from 1.
    #[error("line {0}: a merge conflict begins or ends here: resolve it")]
    MergeConflict(usize),
    #[error("its format is {found}, and this version of errorbook-catalog reads {known}: update errorbook-catalog")]
    NewerFormat { found: u64, known: u64 },
}

/// A mistake in one member of a catalog.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Mistake {
    #[error("{0:?} stands twice: keep one of the two")]
    Twice(String),
    #[error("{0:?} is retired and in use: keep one of the two")]
    RetiredInUse(String),
    #[error("the parameter {0:?} stands twice: keep one of the two")]
    ParameterTwice(String),
    #[error("{0:?} is not a code of the catalog")]
    NotACode(String),
    #[error("{0} is not the status of an error: use 400 to 599")]
    NotAnError(u16),
    #[error("the identifier is empty")]
    EmptyIdentifier,
    #[error("`retry` is `after`: say in `retry_after` after how many seconds")]
    NoDelay,
    #[error("`retry_after` stands with the `retry` `after` alone")]
    IdleDelay,
}

impl Mistake {
    pub(crate) fn at(self, path: impl Into<String>) -> CatalogError {
        Kind::Member { path: path.into(), mistake: self }.into()
    }
}
