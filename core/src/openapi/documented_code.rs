//! [`DocumentedCode`]: a code, and the parts of an OpenAPI document that describe its response.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Outline, Pinned};
use crate::envelope::{Envelope, Schema};
use crate::{Code, Status, header};

/// A code in an OpenAPI document. It comes from a [`Book`](crate::Book) or from a file.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "exports make it of their own model of a code")]
pub struct DocumentedCode<'a> {
    /// The identifier.
    pub id: &'a str,
    /// The status.
    pub status: Status,
    /// The short public message.
    pub message: Option<&'a str>,
    /// The name and the kind of each parameter.
    pub parameters: Vec<(&'a str, &'a str)>,
    /// The headers that a response can have in addition to those of every error.
    pub headers: Vec<&'a str>,
    /// The media type of the body.
    pub content_type: &'a str,
    /// The envelope. It is `None` if a file names an unknown one.
    pub envelope: Option<&'static dyn Envelope>,
    /// The body of an error without details.
    pub body: Option<&'a [u8]>,
}

impl fmt::Debug for DocumentedCode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DocumentedCode").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

impl From<Code> for DocumentedCode<'static> {
    fn from(code: Code) -> DocumentedCode<'static> {
        let envelope = code.book().envelope();
        DocumentedCode {
            id: code.id(),
            status: code.status(),
            message: Some(code.message()),
            parameters: code.parameters().iter().map(|parameter| (parameter.name(), parameter.kind().name())).collect(),
            headers: code.headers().to_vec(),
            content_type: envelope.content_type(),
            envelope: Some(envelope),
            body: Some(code.body()),
        }
    }
}

impl<'a> DocumentedCode<'a> {
    /// Returns the schema of the code's bodies: the envelope's schema, with the values that the code decides. Without an envelope's
    /// schema any body is allowed.
    pub fn schema(&self, envelope: Option<EnvelopeSchema>) -> BodySchema<'a> {
        let Some(schema) = envelope else { return BodySchema::Any {} };
        let pinned = Pinned::of(self, &Outline::of(self.envelope));
        if pinned.is_empty() { BodySchema::Envelope(schema) } else { BodySchema::Pinned { all_of: (schema, pinned) } }
    }

    /// Returns the schema of the envelope, if it has one.
    pub fn envelope_schema(&self) -> Option<EnvelopeSchema> {
        self.envelope?.schema().map(EnvelopeSchema::Inline)
    }

    /// Returns the body as an example, byte for byte. A body that is not JSON is not an example.
    pub fn example(&self) -> Option<Box<RawValue>> {
        RawValue::from_string(std::str::from_utf8(self.body?).ok()?.to_owned()).ok()
    }

    /// Returns each header that a response can have, by its name.
    pub fn response_headers(&self) -> Vec<(&'a str, Header)> {
        let challenge = (self.status.as_u16() == 401).then_some(header::WWW_AUTHENTICATE);
        let error_id = self.status.is_server_error().then_some(header::X_ERROR_ID);
        let mut taken = BTreeSet::new();
        let names = self.headers.iter().copied().chain(challenge).chain(error_id).filter(|name| taken.insert(*name));
        names.map(|name| (name, Header::of(name, challenge == Some(name)))).collect()
    }
}

/// The schema of an envelope.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "a schema stands there or elsewhere")]
pub enum EnvelopeSchema {
    /// The schema itself, inside of the response.
    Inline(Schema),
    /// A reference to the place of the schema: `#/components/schemas/Problem`.
    Reference {
        /// The place.
        #[serde(rename = "$ref")]
        target: String,
    },
}

/// The schema of a code's bodies.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum BodySchema<'a> {
    /// Any value.
    #[non_exhaustive]
    Any {},
    /// A body of the envelope.
    Envelope(EnvelopeSchema),
    /// A body of the envelope, with some values that the code decides.
    #[non_exhaustive]
    Pinned {
        /// Both schemas.
        #[serde(rename = "allOf")]
        all_of: (EnvelopeSchema, Pinned<'a>),
    },
}

/// A header of a response.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Header {
    /// The meaning of its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'static str>,
    /// True if every response has it.
    pub required: bool,
    /// The type of its value.
    #[serde(serialize_with = "serialize_type")]
    pub schema: &'static str,
}

impl Header {
    fn of(name: &str, required: bool) -> Header {
        let description = match name {
            header::ALLOW => "The methods that the resource supports.",
            header::LOCATION => "Where else to go.",
            header::RETRY_AFTER => "When to try again, in whole seconds.",
            header::WWW_AUTHENTICATE => "How to authenticate.",
            header::X_ERROR_ID => "The id under which the service's log has what the response does not say.",
            _ => "",
        };
        let schema = if name == header::RETRY_AFTER { "integer" } else { "string" };
        Header { description: Some(description).filter(|text| !text.is_empty()), required, schema }
    }
}

fn serialize_type<S: Serializer>(name: &&'static str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map([("type", name)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard;

    #[test]
    fn a_header_is_documented_once() {
        let names = |code: Code| {
            DocumentedCode::from(code)
                .response_headers()
                .into_iter()
                .map(|(name, _)| name.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(standard::UNAUTHORIZED), ["www-authenticate"]);
        assert_eq!(names(standard::SERVICE_UNAVAILABLE), ["retry-after", "x-error-id"]);
    }
}
