//! Converts a code of a catalog for the document generator of the core.

use errorbook::media_type;
use errorbook::openapi::DocumentedCode;

use crate::{Catalog, CatalogCode, CatalogEnvelope};

/// Returns the code in the form that the document generator of the core needs.
pub(super) fn documented<'a>(catalog: &'a Catalog, code: &'a CatalogCode) -> DocumentedCode<'a> {
    let parameters = code.parameters.iter();
    DocumentedCode {
        id: &code.code,
        status: code.status,
        message: code.message.as_deref(),
        parameters: parameters.map(|parameter| (parameter.name.as_str(), parameter.kind.as_str())).collect(),
        headers: code.headers.iter().map(String::as_str).collect(),
        content_type: catalog.envelope.as_ref().map_or(media_type::JSON, |envelope| &envelope.content_type),
        envelope: catalog.envelope.as_ref().and_then(CatalogEnvelope::writer),
        body: None,
    }
}
