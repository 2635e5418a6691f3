//! [`Constraint`]: a rule that a part of the request breaks, independent of any envelope.

use std::borrow::Cow;
use std::fmt;

use crate::Code;

/// A rule that a part of the request breaks. Each envelope has its own words for it.
///
/// The `Display` text is the message of a violation without a message:
///
/// ```
/// use errorbook::Constraint;
///
/// assert_eq!(Constraint::MaxLength(80).to_string(), "size must be at most 80");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// The property is absent.
    Missing,
    /// The value is null.
    Required,
    /// The value is empty, or only white space.
    Blank,
    /// The value has more characters, or more elements, than this limit.
    MaxLength(u64),
    /// The value is too small.
    Min,
    /// The value is too large.
    Max,
    /// The value has the wrong type or breaks a rule.
    Invalid,
    /// Another object has the same value.
    Unique,
    /// The start is not before the end.
    StartBeforeEnd,
    /// Other objects refer to this one.
    Referenced,
    /// The value cannot be changed.
    Fixed,
    /// Something is wrong in a child object.
    Child,
    /// Customisation requires the value.
    CustomRequired,
    /// A constraint of your own.
    Custom(CustomConstraint),
}

impl Constraint {
    /// Returns a constraint of your own with this name on the wire.
    ///
    /// ```
    /// use errorbook::{Constraint, Error, Violation, ayanova};
    ///
    /// let only_one = Constraint::custom("MultipleUnits", Some(ayanova::MULTIPLE_CONTRACTED_UNITS));
    /// let error = Error::from(ayanova::VALIDATION_ERROR).with_violation(Violation::new("contractedUnits", only_one));
    /// assert_eq!(
    ///     error.to_response().body(),
    ///     br#"{"error":{"code":"2200","details":[{"target":"contractedUnits","error":"2212"}],"message":"Validation error"}}"#,
    /// );
    /// ```
    pub fn custom(name: impl Into<Cow<'static, str>>, code: Option<Code>) -> Constraint {
        Constraint::Custom(CustomConstraint { name: name.into(), code })
    }

    /// Returns the name, such as `missing`, `max_length` or a name of your own. A problem has it as the `code` of a violation.
    pub fn name(&self) -> &str {
        match self {
            Constraint::Missing => "missing",
            Constraint::Required => "required",
            Constraint::Blank => "blank",
            Constraint::MaxLength(_) => "max_length",
            Constraint::Min => "min",
            Constraint::Max => "max",
            Constraint::Invalid => "invalid",
            Constraint::Unique => "unique",
            Constraint::StartBeforeEnd => "start_before_end",
            Constraint::Referenced => "referenced",
            Constraint::Fixed => "fixed",
            Constraint::Child => "child",
            Constraint::CustomRequired => "custom_required",
            Constraint::Custom(custom) => custom.name(),
        }
    }

    /// Returns the built-in constraint with this name. `limit` is the limit of `max_length`, which is not found without it.
    ///
    /// ```
    /// use errorbook::Constraint;
    ///
    /// assert_eq!(Constraint::named("unique", None), Some(Constraint::Unique));
    /// assert_eq!(Constraint::named("max_length", Some(80)), Some(Constraint::MaxLength(80)));
    /// assert_eq!(Constraint::named("MultipleUnits", None), None);
    /// ```
    pub fn named(name: &str, limit: Option<u64>) -> Option<Constraint> {
        Constraint::known(limit).find(|constraint| constraint.name() == name)
    }

    /// Returns the built-in constraints. Where an envelope uses one word for several, the most likely one comes first. `limit` is
    /// the limit of `max_length`, which is left out without it.
    pub(crate) fn known(limit: Option<u64>) -> impl Iterator<Item = Constraint> {
        let all = [
            Constraint::Required,
            Constraint::Missing,
            Constraint::Blank,
            Constraint::Invalid,
            Constraint::Min,
            Constraint::Max,
            Constraint::Unique,
            Constraint::StartBeforeEnd,
            Constraint::Referenced,
            Constraint::Fixed,
            Constraint::Child,
            Constraint::CustomRequired,
        ];
        all.into_iter().chain(limit.map(Constraint::MaxLength))
    }
}

impl Constraint {
    /// Returns the constraint's words for people.
    pub(crate) fn words(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Constraint::Missing => "is missing",
            Constraint::Required => "may not be null",
            Constraint::Blank => "may not be blank",
            Constraint::MaxLength(limit) => return Cow::Owned(format!("size must be at most {limit}")),
            Constraint::Min => "is too small",
            Constraint::Max => "is too large",
            Constraint::Invalid => "is not valid",
            Constraint::Unique => "is taken",
            Constraint::StartBeforeEnd => "start must be before end",
            Constraint::Referenced => "is referenced by others",
            Constraint::Fixed => "cannot be changed",
            Constraint::Child => "is not valid in a child object",
            Constraint::CustomRequired => "is required by customization",
            Constraint::Custom(custom) => custom.code.map_or("is not valid", Code::message),
        })
    }
}

/// The text of a violation that has no message.
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words())
    }
}

/// A constraint of your own, made with [`Constraint::custom`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomConstraint {
    name: Cow<'static, str>,
    code: Option<Code>,
}

impl CustomConstraint {
    /// Returns the name on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the code of the constraint, for books that give constraints codes.
    pub fn code(&self) -> Option<Code> {
        self.code
    }
}
