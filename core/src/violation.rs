//! [`Violation`]: one thing wrong with one part of the request.

use std::borrow::Cow;
use std::fmt;

use crate::Code;

/// One thing wrong with one field, parameter or header of the request.
///
/// ```
/// use errorbook::{Constraint, Error, Violation, primaerp};
///
/// let error = Error::from(primaerp::VALIDATION_ERROR).with_violation(
///     Violation::new("owner", Constraint::Required).with_entity_type("eu.abra.primaerp.api.beans.time.Project"),
/// );
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"Project.owner - NotNull(may not be null)","constraintViolations":[{"entityPath":"","entityType":"eu.abra.primaerp.api.beans.time.Project","field":"owner","constraint":"NotNull","message":"may not be null"}]}"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    target: Target,
    constraint: Constraint,
    message: Option<Cow<'static, str>>,
    entity_type: Cow<'static, str>,
    entity_path: Cow<'static, str>,
}

impl Violation {
    /// A constraint that a part of the request does not keep: a field by its dotted path (`parts[0].quantity`, `""` for
    /// the object as a whole), or any other [`Target`].
    pub fn new(target: impl Into<Target>, constraint: Constraint) -> Violation {
        Violation {
            target: target.into(),
            constraint,
            message: None,
            entity_type: Cow::Borrowed(""),
            entity_path: Cow::Borrowed(""),
        }
    }

    /// Says what is wrong, for people; the constraint's own words otherwise.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Violation {
        self.message = Some(message.into());
        self
    }

    /// Names the type of the object, dotted: primaERP's `entityType`.
    #[must_use]
    pub fn with_entity_type(mut self, entity_type: impl Into<Cow<'static, str>>) -> Violation {
        self.entity_type = entity_type.into();
        self
    }

    /// Names the path to the object: primaERP's `entityPath`.
    #[must_use]
    pub fn with_entity_path(mut self, entity_path: impl Into<Cow<'static, str>>) -> Violation {
        self.entity_path = entity_path.into();
        self
    }

    /// What the violation is about.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The constraint that is not kept.
    pub fn constraint(&self) -> &Constraint {
        &self.constraint
    }

    /// Returns the message, if the violation has one of its own.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns what is wrong, for people: the message, or the constraint's words if there is none.
    ///
    /// ```
    /// use errorbook::{Constraint, Violation};
    ///
    /// let violation = Violation::new("name", Constraint::MaxLength(80));
    /// assert_eq!(violation.text(), "size must be at most 80");
    /// assert_eq!(violation.with_message("use a short name").text(), "use a short name");
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        match &self.message {
            Some(message) => Cow::Borrowed(message),
            None => self.constraint.words(),
        }
    }

    /// The type of the object, `""` if it was not named.
    pub fn entity_type(&self) -> &str {
        &self.entity_type
    }

    /// The path to the object, `""` if it was not named.
    pub fn entity_path(&self) -> &str {
        &self.entity_path
    }
}

/// A constraint in neutral words; each envelope says it in its own.
///
/// Its `Display` is the message of a violation that has none:
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
    /// The value is longer than this many characters, or holds more than this many elements.
    MaxLength(u64),
    /// The value is too small.
    Min,
    /// The value is too large.
    Max,
    /// The value is of the wrong type, or against a rule.
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
    /// A user's own.
    Custom(CustomConstraint),
}

impl Constraint {
    /// A constraint of one's own, by its name on the wire.
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

    /// The name in neutral words, which a problem's `code` says: `missing`, `max_length`, or a user's own.
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

    /// The constraint with this neutral name, if it is not a user's own; `limit` is that of `max_length`, which is no
    /// constraint without it.
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

    /// Every constraint that is not a user's own, the likelier ones first where envelopes say several alike; `limit` is that
    /// of `max_length`, which is left out without it.
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
    fn words(&self) -> Cow<'static, str> {
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

/// A user's own constraint: see [`Constraint::custom`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomConstraint {
    name: Cow<'static, str>,
    code: Option<Code>,
}

impl CustomConstraint {
    /// The name on the wire.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The code that stands for it in books which give constraints codes.
    pub fn code(&self) -> Option<Code> {
        self.code
    }
}

/// The part of a request that an error or a violation is about.
///
/// ```
/// use errorbook::Target;
///
/// assert_eq!(Target::from("parts[0].quantity").to_string(), "parts[0].quantity");
/// assert_eq!(Target::Parameter("top".into()).to_string(), "top");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A field of the body, or the body as a whole.
    Field(FieldPath),
    /// A parameter of the path or the query, by its name.
    Parameter(Cow<'static, str>),
    /// A header, by its name.
    Header(Cow<'static, str>),
}

impl Target {
    /// The dotted path or the name, where it is at hand as text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Target::Field(path) => path.as_str(),
            Target::Parameter(name) | Target::Header(name) => Some(name),
        }
    }
}

impl From<&'static str> for Target {
    fn from(path: &'static str) -> Target {
        Target::Field(path.into())
    }
}

impl From<String> for Target {
    fn from(path: String) -> Target {
        Target::Field(path.into())
    }
}

impl From<FieldPath> for Target {
    fn from(path: FieldPath) -> Target {
        Target::Field(path)
    }
}

/// The dotted path, or the name.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Field(path) => path.fmt(f),
            Target::Parameter(name) | Target::Header(name) => f.write_str(name),
        }
    }
}

/// The path to a field of a JSON body, written `parts[0].quantity`; empty for the body as a whole.
///
/// A path whose members hold dots or brackets themselves is made from its [`Segment`]s.
///
/// ```
/// use errorbook::{FieldPath, Segment};
///
/// let written = FieldPath::from("parts[0].quantity");
/// let segments = [Segment::Member("parts".into()), Segment::Index(0), Segment::Member("quantity".into())];
/// assert!(written.segments().eq(segments.clone()));
/// assert_eq!(FieldPath::from_iter(segments).to_string(), written.to_string());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath(Path);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Path {
    Dotted(Cow<'static, str>),
    Segments(Vec<Segment<'static>>),
}

/// One step of a [`FieldPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "JSON has no other containers")]
pub enum Segment<'a> {
    /// A member of an object, by its name.
    Member(Cow<'a, str>),
    /// An element of an array, counted from 0.
    Index(usize),
}

impl FieldPath {
    /// The dotted path, where it is at hand as text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Path::Dotted(path) => Some(path),
            Path::Segments(_) => None,
        }
    }

    /// The steps from the body to the field.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let (dotted, segments) = match &self.0 {
            Path::Dotted(path) => (path.as_ref(), [].as_slice()),
            Path::Segments(segments) => ("", segments.as_slice()),
        };
        let written = dotted.split(['.', '[']).filter(|step| !step.is_empty()).map(|step| {
            match step.strip_suffix(']').map(str::parse) {
                Some(Ok(index)) => Segment::Index(index),
                _ => Segment::Member(Cow::Borrowed(step)),
            }
        });
        written.chain(segments.iter().map(|segment| match segment {
            Segment::Member(name) => Segment::Member(Cow::Borrowed(name.as_ref())),
            Segment::Index(index) => Segment::Index(*index),
        }))
    }
}

impl From<&'static str> for FieldPath {
    fn from(path: &'static str) -> FieldPath {
        FieldPath(Path::Dotted(Cow::Borrowed(path)))
    }
}

impl From<String> for FieldPath {
    fn from(path: String) -> FieldPath {
        FieldPath(Path::Dotted(Cow::Owned(path)))
    }
}

impl FromIterator<Segment<'static>> for FieldPath {
    fn from_iter<I: IntoIterator<Item = Segment<'static>>>(segments: I) -> FieldPath {
        FieldPath(Path::Segments(segments.into_iter().collect()))
    }
}

/// The path as it is written: `parts[0].quantity`.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segments = match &self.0 {
            Path::Dotted(path) => return f.write_str(path),
            Path::Segments(segments) => segments,
        };
        for (at, segment) in segments.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Member(name) if at == 0 => f.write_str(name)?,
                Segment::Member(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}
