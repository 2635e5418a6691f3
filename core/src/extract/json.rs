//! Reads a JSON body, and finds its faults.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::failure::{Failure, Fault};
use super::{does_not_fit, faults, reader};
use crate::{Error, ErrorKind};

/// Reads a JSON body.
///
/// ```
/// use errorbook::extract;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Part {
///     name: String,
///     quantity: u32,
/// }
///
/// let error = extract::json::<Vec<Part>>(br#"[{"name":"Fuse","quantity":1},{"name":5,"quantity":"two"}]"#).unwrap_err();
/// assert_eq!(
///     error.to_response().body(),
///     br##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"expected a string","pointer":"#/1/name","code":"invalid"},{"detail":"expected a whole number from 0 to 4294967295","pointer":"#/1/quantity","code":"invalid"}]}"##,
/// );
/// ```
///
/// # Errors
/// See [`json_error`].
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| json_error::<T>(body))
}

/// Returns the error of a JSON body that a framework's own extractor has refused.
///
/// It is [`ErrorKind::UnreadableBody`] if serde_json cannot read some part of the body into an untyped value, and
/// [`ErrorKind::InvalidBody`] if the JSON does not fit `T`: with a violation for each fault, at most 32.
///
/// The body is read again for each fault, at most 33 times. At each known fault, `T` receives a substitute of the kind that it
/// requests. If a type with its own rules refuses every substitute, the list ends.
#[cold]
pub fn json_error<T: DeserializeOwned>(body: &[u8]) -> Error {
    // Each reading of bytes would check every text for UTF-8.
    let text = std::str::from_utf8(body).unwrap_or_default();
    // A type error must not hide a syntax error behind it. Messages about syntax do not contain values.
    let syntax = if text.len() == body.len() { serde_json::from_str(text) } else { serde_json::from_slice(body) };
    if let Err(syntax) = syntax.map(|Json| ()) {
        return Error::from(ErrorKind::UnreadableBody)
            .with_description(format!("the body is not readable JSON: {syntax}"));
    }
    does_not_fit(faults::find(body.len(), |mends| {
        let mut json = serde_json::Deserializer::from_str(text);
        reader::read::<T, _>(&mut json, mends)?;
        json.end().map_err(|_| Failure::new(Fault::Refused).located())
    }))
}

/// Any JSON value, read but not kept. Unlike [`IgnoredAny`] it also checks the contents of texts and numbers.
struct Json;

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(Json)
    }
}

macro_rules! visit {
    ($($visit:ident $type:ty,)+) => {$(
        fn $visit<E: serde::de::Error>(self, _: $type) -> Result<Json, E> {
            Ok(Json)
        }
    )+};
}

impl<'de> Visitor<'de> for Json {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    visit! { visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str, }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Json, E> {
        Ok(Json)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        while elements.next_element::<Json>()?.is_some() {}
        Ok(Json)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        while members.next_entry::<IgnoredAny, Json>()?.is_some() {}
        Ok(Json)
    }
}
