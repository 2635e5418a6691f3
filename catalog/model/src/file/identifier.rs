//! [`Identifier`]: the identifier of a code in a file.

use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use serde_json::Value;

/// The identifier of a code in a file: a string, or a whole number.
pub(super) struct Identifier(String);

impl From<Identifier> for String {
    fn from(id: Identifier) -> String {
        id.0
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Identifier, D::Error> {
        // With serde_json's feature `arbitrary_precision`, only a `Value` can read a number.
        let unexpected = match Value::deserialize(deserializer)? {
            Value::String(text) => return Ok(Identifier(text)),
            Value::Number(number) if number.is_i64() || number.is_u64() => return Ok(Identifier(number.to_string())),
            Value::Number(_) => Unexpected::Other("fraction"),
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(value),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Err(D::Error::invalid_type(unexpected, &"an identifier, which is a string or a whole number"))
    }
}
