//! [`Member`]: what a body says of one member.

use errorbook::Constraint;
use garde::error::NoKey;
use garde::rules::inner::Inner;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a body says of one member: nothing, null, or a value of its type.
///
/// Absent and null are the rules' business, each in its book's own words; a value of another type never gets here.
/// A struct with such members has `#[serde(default)]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "JSON knows no fourth way")]
pub enum Member<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is null.
    Null,
    /// The member has a value.
    Value(T),
}

/// Absent is null: the document's schemas have it as their default.
impl<T: Serialize> Serialize for Member<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().value().serialize(serializer)
    }
}

impl<T> Member<T> {
    /// The value, or the constraint that its lack breaks.
    ///
    /// # Errors
    ///
    /// [`Constraint::Missing`] when absent, [`Constraint::Required`] when null.
    pub fn required(self) -> Result<T, Constraint> {
        match self {
            Member::Absent => Err(Constraint::Missing),
            Member::Null => Err(Constraint::Required),
            Member::Value(value) => Ok(value),
        }
    }

    /// The value, if there is one: absent and null are the same here.
    pub fn value(self) -> Option<T> {
        match self {
            Member::Absent | Member::Null => None,
            Member::Value(value) => Some(value),
        }
    }

    /// The same, borrowed.
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
        // Serde asks only when the member is there, so `None` is null.
        Ok(Option::deserialize(deserializer)?.map_or(Member::Null, Member::Value))
    }
}

/// `inner` applies rules to the value, if there is one.
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
    fn absent_null_and_value_are_told_apart() {
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
    fn a_wrong_type_and_a_member_twice_are_shape() {
        for body in [r#"{"text":1}"#, r#"{"text":["a"]}"#, r#"{"text":"a","text":"b"}"#] {
            assert!(serde_json::from_str::<Body>(body).is_err(), "{body}");
        }
    }
}
