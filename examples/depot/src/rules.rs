//! Rules for bodies that garde does not have, and the check of a whole body.

use errorbook::integration::garde023::violations_in;
use errorbook::{Constraint, Violation};
use garde::Validate;
use serde::de::DeserializeOwned;

use crate::Member;

/// Returns the value that `made` creates if the body keeps its rules. Otherwise returns the validation errors in the order of
/// the members, changed by `words`.
///
/// Each member has only the first rule that it breaks. For example, a long blank text is only blank.
pub(crate) fn kept<B: Validate + DeserializeOwned, T>(
    body: B,
    context: &B::Context,
    words: fn(Violation) -> Violation,
    made: impl FnOnce(B) -> Option<T>,
) -> Result<T, Vec<Violation>> {
    let mut violations = violations_in(&body, context);
    violations.dedup_by(|next, first| next.target() == first.target());
    let violations: Vec<_> = violations.into_iter().map(words).collect();
    made(body).filter(|_| violations.is_empty()).ok_or(violations)
}

/// Removes the message of a validation error, because AyaNova sends only the code.
pub(crate) fn without_message(violation: Violation) -> Violation {
    Violation::new(violation.target().clone(), violation.constraint().clone())
}

/// Checks that a member is there and not null.
pub(crate) fn given<T, C>(member: &Member<T>, _: &C) -> garde::Result {
    member.as_ref().required().map(|_| ()).map_err(|constraint| broken(&constraint))
}

/// Checks that a text is not blank: it must contain something other than white space.
pub(crate) fn not_blank<C>(text: &str, _: &C) -> garde::Result {
    if text.trim().is_empty() { Err(broken(&Constraint::Blank)) } else { Ok(()) }
}

/// Returns garde's error for a broken constraint, in the form that errorbook reads.
pub(crate) fn broken(constraint: &Constraint) -> garde::Error {
    garde::Error::new(constraint.name())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Default, Deserialize, Validate)]
    #[serde(default)]
    struct Body {
        #[garde(custom(given), inner(custom(not_blank), length(chars, max = 3)))]
        a_text: Member<String>,
        #[garde(custom(given), inner(range(min = 0)))]
        a_number: Member<i64>,
    }

    /// Returns the constraints that these members break.
    fn broken_by(a_text: Member<String>, a_number: Member<i64>) -> Vec<(String, Constraint)> {
        let kept = kept(Body { a_text, a_number }, &(), without_message, Some);
        let pair = |violation: Violation| (violation.target().to_string(), violation.constraint().clone());
        kept.err().unwrap_or_default().into_iter().map(pair).collect()
    }

    #[test]
    fn texts_are_checked_at_their_bounds() {
        let value = |text: &str| Member::Value(text.to_owned());
        let cases = [
            (Member::Absent, Some(Constraint::Missing)),
            (Member::Null, Some(Constraint::Required)),
            (value(""), Some(Constraint::Blank)),
            (value(" \t\n\u{a0}\u{2003}\u{3000}"), Some(Constraint::Blank)),
            (value("    "), Some(Constraint::Blank)),
            (value("a"), None),
            (value(" a "), None),
            (value("\0"), None),
            // Characters are Unicode scalar values, not bytes, UTF-16 units or graphemes.
            (value("ééé"), None),
            (value("😀😀😀"), None),
            (value("éééé"), Some(Constraint::MaxLength(3))),
            (value("e\u{301}e\u{301}"), Some(Constraint::MaxLength(3))),
        ];
        for (text, constraint) in cases {
            let expected: Vec<_> = constraint.map(|it| ("a_text".to_owned(), it)).into_iter().collect();
            assert_eq!(broken_by(text.clone(), Member::Value(0)), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_checked_at_their_bounds() {
        let cases = [
            (Member::Absent, Some(Constraint::Missing)),
            (Member::Null, Some(Constraint::Required)),
            (Member::Value(-1), Some(Constraint::Min)),
            (Member::Value(i64::MIN), Some(Constraint::Min)),
            (Member::Value(0), None),
            (Member::Value(i64::MAX), None),
        ];
        for (number, constraint) in cases {
            let expected: Vec<_> = constraint.map(|it| ("a_number".to_owned(), it)).into_iter().collect();
            assert_eq!(broken_by(Member::Value("a".to_owned()), number), expected, "{number:?}");
        }
    }

    #[test]
    fn errors_are_in_the_order_of_the_members() {
        let expected = [("a_text".to_owned(), Constraint::Missing), ("a_number".to_owned(), Constraint::Missing)];
        assert_eq!(broken_by(Member::Absent, Member::Absent), expected);
    }
}
