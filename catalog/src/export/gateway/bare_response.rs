//! [`BareResponse`]: the response that a book has for a status without a code.

use errorbook::{Status, standard};

use crate::{Catalog, CatalogMapping};

/// The response that a layer with the book sends for a status without a code.
#[derive(Debug, Clone)]
pub(super) struct BareResponse {
    /// The status of the gateway's error.
    pub(super) status: Status,
    /// The status that the book has for it, which is sent.
    pub(super) sent: Status,
    pub(super) body: String,
    /// The delay before a retry in seconds.
    pub(super) retry_after: Option<u64>,
}

impl BareResponse {
    /// Returns the responses for all registered statuses. Returns `None` if the envelope of the catalog is not known.
    pub(super) fn all(catalog: &Catalog) -> Option<Vec<BareResponse>> {
        standard::BOOK.codes().map(|code| BareResponse::of(catalog, code.status())).collect()
    }

    fn of(catalog: &Catalog, status: Status) -> Option<BareResponse> {
        let (sent, body) = catalog.status_body(status)?;
        let retry_after = match catalog.for_status(status) {
            CatalogMapping::Coded(code) => code.retry_after(),
            _ => None,
        };
        Some(BareResponse { status, sent, body: String::from_utf8(body).ok()?, retry_after })
    }
}
