//! [`Member`]: a member of a body that can be absent, null or a value.

use errorbook::Constraint;
use garde::error::NoKey;
use garde::rules::inner::Inner;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A member of a body: absent, null, or a value of its type.
///
/// The rules handle absent and null, and each book has its own message for them. The extractor has already rejected values of
/// another type. A struct with such members needs `#[serde(default)]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other case")]
pub enum Member<T> {
    /// The member is absent.
    #[default]
    Absent,
    /// The member is null.
    Null,
    /// The member has a value.
    Value(T),
}

/// Writes absent as null, because the schemas of the OpenAPI document show it as the default.
impl<T: Serialize> Serialize for Member<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().value().serialize(serializer)
    }
}

impl<T> Member<T> {
    /// Returns the value, or the constraint that is broken without one.
    ///
    /// # Errors
    ///
    /// Fails with [`Constraint::Missing`] if absent, and with [`Constraint::Required`] if null.
    pub fn required(self) -> Result<T, Constraint> {
        match self {
            Member::Absent => Err(Constraint::Missing),
            Member::Null => Err(Constraint::Required),
            Member::Value(value) => Ok(value),
        }
    }

    /// Returns the value. Returns `None` both if absent and if null.
    pub fn value(self) -> Option<T> {
        match self {
            Member::Absent | Member::Null => None,
            Member::Value(value) => Some(value),
        }
    }

    /// Returns a member with a reference to the value.
    pub fn as_ref(&self) -> Member<&T> {
        match self {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(value) => Member::Value(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Member<T>, D::Error> {
        // Serde calls this only if the member is there, so `None` is null.
        Ok(Option::deserialize(deserializer)?.map_or(Member::Null, Member::Value))
    }
}

/// Lets garde's `inner` apply rules to the value, if there is one.
impl<T> Inner<T> for Member<T> {
    type Key = NoKey;

    fn validate_inner<F: FnMut(&T, &NoKey)>(&self, mut rules: F) {
        if let Member::Value(value) = self {
            rules(value, &NoKey::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Body {
        text: Member<String>,
    }

    #[test]
    fn absent_null_and_a_value_are_distinguished() {
        let cases = [
            ("{}", Member::Absent),
            (r#"{"other":1}"#, Member::Absent),
            (r#"{"text":null}"#, Member::Null),
            (r#"{"text":""}"#, Member::Value(String::new())),
        ];
        for (body, expected) in cases {
            assert_eq!(serde_json::from_str::<Body>(body).unwrap().text, expected, "{body}");
        }
    }

    #[test]
    fn a_wrong_type_and_a_repeated_member_are_rejected() {
        for body in [r#"{"text":1}"#, r#"{"text":["a"]}"#, r#"{"text":"a","text":"b"}"#] {
            assert!(serde_json::from_str::<Body>(body).is_err(), "{body}");
        }
    }
}
