//! [`CatalogError`]: why bytes are not a catalog.

/// Why bytes are not a [`Catalog`](crate::Catalog), and where.
///
/// ```
/// use errorbook_catalog::Catalog;
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

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error(transparent)]
    Json(serde_json::Error),
    #[error("{path}: {mistake}")]
    Member { path: String, mistake: Mistake },
    #[error("line {0}: a merge conflict begins or ends here: resolve it")]
    MergeConflict(usize),
    #[error("its format is {found}, and this version of errorbook-catalog reads {known}: update errorbook-catalog")]
    NewerFormat { found: u64, known: u64 },
}

impl CatalogError {
    pub(crate) fn json(error: serde_json::Error) -> CatalogError {
        CatalogError(Kind::Json(error))
    }

    /// `path` is written as in JavaScript: `codes[3].parameters[1]`.
    pub(crate) fn member(path: String, mistake: Mistake) -> CatalogError {
        CatalogError(Kind::Member { path, mistake })
    }

    /// `line` counts from 1.
    pub(crate) fn merge_conflict(line: usize) -> CatalogError {
        CatalogError(Kind::MergeConflict(line))
    }

    pub(crate) fn newer_format(found: u64, known: u64) -> CatalogError {
        CatalogError(Kind::NewerFormat { found, known })
    }

    /// Returns true if a newer version of this crate wrote the file.
    pub fn is_newer_format(&self) -> bool {
        matches!(self.0, Kind::NewerFormat { .. })
    }
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
    #[error("the identifier is empty")]
    EmptyIdentifier,
    #[error("`retry` is `after`: say in `retry_after` after how many seconds")]
    NoDelay,
    #[error("`retry_after` stands with the `retry` `after` alone")]
    IdleDelay,
}
