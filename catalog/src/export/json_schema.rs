//! Exports the bodies of books as a JSON Schema.

use std::collections::BTreeMap;

use errorbook::openapi::EnvelopeSchema;
use serde_json::{Map, Value, json};

use super::documented::documented;
use crate::{Catalog, CatalogEnvelope};

/// Returns a JSON Schema (draft 2020-12) of the bodies. A body must match the schema of exactly one code.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_catalog::{Catalog, export};
/// use serde_json::{Value, json};
///
/// let schema: Value = serde_json::from_str(&export::json_schema(&[Catalog::of(&primaerp::BOOK)]))?;
/// assert_eq!(schema["oneOf"][0]["title"], "PE01-1001");
/// assert_eq!(schema["oneOf"][0]["allOf"][0], json!({ "$ref": "#/$defs/PrimaErp" }));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// If the envelope of a catalog is not known, its codes allow any body.
pub fn json_schema(catalogs: &[Catalog]) -> String {
    let mut envelopes = BTreeMap::<String, Value>::new();
    let mut bodies = Vec::new();
    for catalog in catalogs {
        let writer = catalog.envelope.as_ref().and_then(CatalogEnvelope::writer);
        let schema = writer.and_then(|envelope| envelope.schema());
        for code in &catalog.codes {
            let mut body = Map::from_iter([("title".to_owned(), json!(code.code))]);
            body.extend(code.message.iter().map(|message| ("description".to_owned(), json!(message))));
            if let Some(schema) = &schema {
                envelopes.entry(schema.name().to_owned()).or_insert_with(|| json!(schema));
                let reference = EnvelopeSchema::Reference { target: format!("#/$defs/{}", schema.name()) };
                if let Value::Object(schema) = json!(documented(catalog, code).schema(Some(reference))) {
                    body.extend(schema);
                }
            }
            bodies.push(body);
        }
    }
    let names: Vec<&str> = catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Errors of {}", names.join(", ")),
        "oneOf": bodies,
        "$defs": envelopes,
    });
    // Writing a JSON value to memory cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
