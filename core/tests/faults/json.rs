//! [`Json`]: JSON as it is written, members that come twice included.

use std::fmt::{self, Write as _};

/// JSON as it is written, members that come twice included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(&'static str),
    Text(&'static str),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(digits) => f.write_str(digits),
            Json::Text(text) => write!(f, "{text:?}"),
            Json::Array(elements) => {
                f.write_char('[')?;
                for (at, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if at == 0 { "" } else { "," })?;
                }
                f.write_char(']')
            }
            Json::Object(members) => {
                f.write_char('{')?;
                for (at, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}{name:?}:{value}", if at == 0 { "" } else { "," })?;
                }
                f.write_char('}')
            }
        }
    }
}

impl Json {
    /// Makes any value, of any type.
    pub(crate) fn any(random: &mut fastrand::Rng, depth: usize) -> Json {
        let kind = random.usize(0..if depth == 0 { 4 } else { 6 });
        let mut count = || random.usize(0..3);
        match kind {
            0 => Json::Null,
            1 => Json::Bool(random.bool()),
            2 => {
                let numbers = ["0", "7", "-1", "255", "256", "1.5", "1e3", "9223372036854775808", "1e300"];
                Json::Number(numbers[random.usize(0..numbers.len())])
            }
            3 => {
                let texts = ["", "a", "one", "two", "three", "five", "1"];
                Json::Text(texts[random.usize(0..texts.len())])
            }
            4 => {
                let count = count();
                Json::Array((0..count).map(|_| Json::any(random, depth - 1)).collect())
            }
            _ => {
                let count = count();
                let names = ["a", "b", "one", "two", "x", "1"];
                let member = |random: &mut fastrand::Rng| {
                    (names[random.usize(0..names.len())].to_owned(), Json::any(random, depth - 1))
                };
                Json::Object((0..count).map(|_| member(random)).collect())
            }
        }
    }
}
