//! [`Identifier`]: the identifier of a code, as any system writes it.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A string, or a whole number where a system has numbers for codes.
pub(crate) struct Identifier(String);

impl From<Identifier> for String {
    fn from(id: Identifier) -> String {
        id.0
    }
}

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Identifier, D::Error> {
        struct IdentifierVisitor;

        impl Visitor<'_> for IdentifierVisitor {
            type Value = Identifier;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier, which is a string or a whole number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Identifier, E> {
                Ok(Identifier(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Identifier, E> {
                Ok(Identifier(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Identifier, E> {
                Ok(Identifier(number.to_string()))
            }
        }

        deserializer.deserialize_any(IdentifierVisitor)
    }
}
