//! [`CatalogEnvelope`]: the envelope of a catalog.

use std::fmt;

use errorbook::Envelope;
use errorbook::envelope::{AYANOVA, BY_FIELD, FLAT, PRIMAERP, PROBLEM};
use serde::{Deserialize, Deserializer, Serialize};

/// The envelope of a catalog.
///
/// Two envelopes are equal if they have the same media type and the same schema name.
///
/// ```
/// use errorbook_model::CatalogEnvelope;
///
/// let read: CatalogEnvelope = serde_json::from_str(r#"{"content_type":"application/json","schema":"AyaNova"}"#)?;
/// assert_eq!(read, CatalogEnvelope::of(&errorbook::envelope::AYANOVA));
/// assert!(read.writer().is_some());
///
/// let unknown: CatalogEnvelope = serde_json::from_str(r#"{"content_type":"application/json","schema":"Own"}"#)?;
/// assert!(unknown.writer().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct CatalogEnvelope {
    /// The media type of the bodies.
    pub content_type: String,
    /// The name of the [`Schema`](errorbook::envelope::Schema), if the envelope has a schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    #[serde(skip)]
    writer: Option<&'static dyn Envelope>,
}

/// The envelopes that a file can name.
static KNOWN: [&dyn Envelope; 5] = [&PRIMAERP, &AYANOVA, &PROBLEM, &FLAT, &BY_FIELD];

impl CatalogEnvelope {
    /// Returns the description of an envelope. [`CatalogEnvelope::writer`] then returns the envelope itself.
    pub fn of(envelope: &'static dyn Envelope) -> CatalogEnvelope {
        CatalogEnvelope {
            content_type: envelope.content_type().to_owned(),
            schema: envelope.schema().map(|schema| schema.name().to_owned()),
            writer: Some(envelope),
        }
    }

    /// Returns the envelope that writes the bodies, if known.
    ///
    /// For a catalog from a file it is the envelope of errorbook with this media type and schema name. A file cannot name the
    /// envelopes of other crates.
    pub fn writer(&self) -> Option<&'static dyn Envelope> {
        self.writer
    }

    fn named(content_type: String, schema: Option<String>) -> CatalogEnvelope {
        let is_named = |envelope: &&&dyn Envelope| {
            envelope.content_type() == content_type
                && envelope.schema().is_some_and(|known| Some(known.name()) == schema.as_deref())
        };
        let writer = KNOWN.iter().find(is_named).copied();
        CatalogEnvelope { content_type, schema, writer }
    }
}

impl PartialEq for CatalogEnvelope {
    fn eq(&self, other: &CatalogEnvelope) -> bool {
        (&self.content_type, &self.schema) == (&other.content_type, &other.schema)
    }
}

impl Eq for CatalogEnvelope {}

impl fmt::Debug for CatalogEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogEnvelope")
            .field("content_type", &self.content_type)
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

impl<'de> Deserialize<'de> for CatalogEnvelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CatalogEnvelope, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename = "CatalogEnvelope")]
        struct Members {
            content_type: String,
            schema: Option<String>,
        }

        let Members { content_type, schema } = Members::deserialize(deserializer)?;
        Ok(CatalogEnvelope::named(content_type, schema))
    }
}
