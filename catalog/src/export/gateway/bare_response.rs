//! [`BareResponse`]: what a book makes of a status that comes without a code.

use errorbook::{Status, standard};

use crate::{Catalog, CatalogMapping};

/// The response to a status that comes without a code, as a layer with the book sends it.
#[derive(Debug, Clone)]
pub(super) struct BareResponse {
    /// The status that the gateway has.
    pub(super) status: Status,
    /// The status of the book's code.
    pub(super) sent: Status,
    pub(super) body: String,
    /// The delay before a retry in seconds.
    pub(super) retry_after: Option<u64>,
}

impl BareResponse {
    /// Returns the response to each registered status. Returns `None` if the catalog's envelope is not known.
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
