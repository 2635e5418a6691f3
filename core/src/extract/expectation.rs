//! [`Expectation`]: the value that a type expects at a place, in words for a client's developer.

use serde::de::{Expected, Visitor};

use super::failure::Fault;

/// The kind of value that a type requests from a deserializer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hint {
    Any,
    Bool,
    Integer { rust: &'static str, least: i128, most: u128 },
    Float,
    Char,
    Text,
    Null,
    Array { length: Option<usize> },
    Object,
    Enum(&'static [&'static str]),
}

/// The request of a type at a place.
#[derive(Debug)]
pub(super) struct Expectation {
    hint: Hint,
    /// The text of the type's visitor.
    text: String,
}

impl Expectation {
    pub(super) fn new<'de, V: Visitor<'de>>(hint: Hint, visitor: &V) -> Expectation {
        let expected: &dyn Expected = visitor;
        Expectation { hint, text: expected.to_string() }
    }

    /// Returns the expected value in words, if it is known.
    pub(super) fn words(&self, fault: &Fault) -> Option<String> {
        match fault {
            Fault::Expected(text) => words(self.hint, text),
            Fault::Refused => words(self.hint, &self.text),
            Fault::Length(_) => self.hint.words(),
            // The rule may demand more than the text says.
            Fault::Rule => (!self.hint.is_plain(&self.text)).then(|| self.text.clone()),
            _ => None,
        }
    }
}

/// Returns the words for a type with this hint and this text.
pub(super) fn words(hint: Hint, text: &str) -> Option<String> {
    if let Hint::Integer { rust, least, most } = hint {
        if text.strip_prefix("a nonzero ") == Some(rust) {
            return Some(match least {
                0 => integer(1, most),
                _ => format!("{} except 0", integer(least, most)),
            });
        }
    }
    match hint {
        Hint::Any if text.starts_with("internally tagged enum ") => Hint::Object.words(),
        _ if hint.is_plain(text) => hint.words(),
        _ => Some(text.to_owned()),
    }
}

/// Returns the words for a choice between these names.
pub(super) fn one_of(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| format!("one of: {}", names.join(", ")))
}

fn integer(least: i128, most: u128) -> String {
    format!("a whole number from {least} to {most}")
}

impl Hint {
    pub(super) fn words(self) -> Option<String> {
        Some(match self {
            Hint::Any => return None,
            Hint::Bool => "true or false".to_owned(),
            Hint::Integer { least, most, .. } => integer(least, most),
            Hint::Float => "a number".to_owned(),
            Hint::Char => "a single character".to_owned(),
            Hint::Text => "a string".to_owned(),
            Hint::Null => "null".to_owned(),
            Hint::Array { length: None } => "an array".to_owned(),
            Hint::Array { length: Some(1) } => "an array of 1 value".to_owned(),
            Hint::Array { length: Some(length) } => format!("an array of {length} values"),
            Hint::Object => "an object".to_owned(),
            Hint::Enum(names) => return one_of(names),
        })
    }

    /// Returns true if serde's own types and derives use this text. It is for developers in Rust.
    fn is_plain(self, text: &str) -> bool {
        let begins = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
        match self {
            Hint::Any => text == "any value" || begins(&["internally tagged enum "]),
            Hint::Bool => text == "a boolean",
            Hint::Integer { rust, .. } => text == rust || matches!(text, "usize" | "isize"),
            Hint::Float => matches!(text, "f32" | "f64"),
            Hint::Char => text == "a character",
            Hint::Text => matches!(text, "a string" | "variant identifier" | "field identifier"),
            Hint::Null => text == "unit" || begins(&["unit struct "]),
            Hint::Array { .. } => {
                text == "a sequence"
                    || begins(&[
                        "a tuple of size ",
                        "an array of length ",
                        "an empty array",
                        "tuple struct ",
                        "tuple variant ",
                    ])
            }
            Hint::Object => text == "a map" || begins(&["struct ", "struct variant ", "adjacently tagged enum "]),
            Hint::Enum(_) => begins(&["enum "]),
        }
    }
}

/// The deserialize methods of whole numbers, each with its type.
macro_rules! integers {
    ($callback:ident) => {
        $callback! {
            deserialize_i8 i8, deserialize_i16 i16, deserialize_i32 i32, deserialize_i64 i64, deserialize_i128 i128,
            deserialize_u8 u8, deserialize_u16 u16, deserialize_u32 u32, deserialize_u64 u64, deserialize_u128 u128,
        }
    };
}
pub(super) use integers;

/// The hint of a whole number.
macro_rules! integer_hint {
    ($type:ident) => {
        $crate::extract::expectation::Hint::Integer {
            rust: stringify!($type),
            #[allow(clippy::cast_lossless, trivial_numeric_casts, reason = "the widest number of either sign")]
            least: $type::MIN as i128,
            most: $type::MAX as u128,
        }
    };
}
pub(super) use integer_hint;
