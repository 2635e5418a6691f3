//! [`Rules`]: what the members of an object have to keep, and the list of what they do not.

use errorbook::{Constraint, FieldPath, Violation};

use crate::Member;

/// Collects the violations of one object, in the order in which its members are checked.
#[derive(Debug)]
pub(crate) struct Rules {
    violations: Vec<Violation>,
    words: fn(FieldPath, Constraint) -> Violation,
}

impl Rules {
    /// No violation so far; `words` says one as its book wants it.
    pub(crate) fn new(words: fn(FieldPath, Constraint) -> Violation) -> Rules {
        Rules { violations: Vec::new(), words }
    }

    /// The value of a member that keeps its rules; notes the constraint that it breaks otherwise.
    pub(crate) fn keep<T>(&mut self, field: impl Into<FieldPath>, checked: Result<T, Constraint>) -> Option<T> {
        checked.map_err(|constraint| self.refuse(field, constraint)).ok()
    }

    /// Notes a constraint that a member breaks.
    pub(crate) fn refuse(&mut self, field: impl Into<FieldPath>, constraint: Constraint) {
        self.violations.push((self.words)(field.into(), constraint));
    }

    /// What was made of the members, if nothing was noted.
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, Vec<Violation>> {
        made.filter(|_| self.violations.is_empty()).ok_or(self.violations)
    }
}

/// A text that is there, not blank, and of at most this many characters. A blank one is just blank, however long.
pub(crate) fn text(member: Member<String>, limit: Option<u64>) -> Result<String, Constraint> {
    let text = member.required()?;
    if text.trim().is_empty() {
        return Err(Constraint::Blank);
    }
    match limit {
        Some(limit) if text.chars().count() as u64 > limit => Err(Constraint::MaxLength(limit)),
        _ => Ok(text),
    }
}

/// A whole number that is there and not less than `least`.
pub(crate) fn at_least(least: i64, member: Member<i64>) -> Result<i64, Constraint> {
    member.required().and_then(|number| if number < least { Err(Constraint::Min) } else { Ok(number) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_at_their_bounds() {
        let value = |text: &str| Member::Value(text.to_owned());
        let cases = [
            (Member::Absent, Err(Constraint::Missing)),
            (Member::Null, Err(Constraint::Required)),
            (value(""), Err(Constraint::Blank)),
            (value(" \t\n\u{a0}\u{2003}\u{3000}"), Err(Constraint::Blank)),
            (value("    "), Err(Constraint::Blank)),
            (value("a"), Ok("a".to_owned())),
            (value(" a "), Ok(" a ".to_owned())),
            (value("\0"), Ok("\0".to_owned())),
            // Characters are Unicode scalar values: not bytes, not UTF-16 units, not graphemes.
            (value("ééé"), Ok("ééé".to_owned())),
            (value("😀😀😀"), Ok("😀😀😀".to_owned())),
            (value("éééé"), Err(Constraint::MaxLength(3))),
            (value("e\u{301}e\u{301}"), Err(Constraint::MaxLength(3))),
        ];
        for (member, expected) in cases {
            assert_eq!(text(member.clone(), Some(3)), expected, "{member:?}");
        }
        assert_eq!(text(value(&"a".repeat(10_000)), None).map(|text| text.len()), Ok(10_000));
    }

    #[test]
    fn numbers_at_their_bounds() {
        let cases = [
            (Member::Absent, Err(Constraint::Missing)),
            (Member::Null, Err(Constraint::Required)),
            (Member::Value(-1), Err(Constraint::Min)),
            (Member::Value(i64::MIN), Err(Constraint::Min)),
            (Member::Value(0), Ok(0)),
            (Member::Value(i64::MAX), Ok(i64::MAX)),
        ];
        for (member, expected) in cases {
            assert_eq!(at_least(0, member), expected, "{member:?}");
        }
    }
}
