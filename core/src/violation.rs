//! [`Violation`]: a fault of one part of the request.

use std::borrow::Cow;
use std::fmt;

use crate::Constraint;

/// A fault of one field, parameter or header of the request.
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
    /// Returns a violation of a constraint. `target` is a field by its dotted path (`parts[0].quantity`, or `""` for the whole
    /// body), or any other [`Target`].
    pub fn new(target: impl Into<Target>, constraint: Constraint) -> Violation {
        Violation {
            target: target.into(),
            constraint,
            message: None,
            entity_type: Cow::Borrowed(""),
            entity_path: Cow::Borrowed(""),
        }
    }

    /// Sets the message for people. It defaults to the words of the constraint.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Violation {
        self.message = Some(message.into());
        self
    }

    /// Sets the type of the object, dotted. It is primaERP's `entityType`.
    #[must_use]
    pub fn with_entity_type(mut self, entity_type: impl Into<Cow<'static, str>>) -> Violation {
        self.entity_type = entity_type.into();
        self
    }

    /// Sets the path to the object. It is primaERP's `entityPath`.
    #[must_use]
    pub fn with_entity_path(mut self, entity_path: impl Into<Cow<'static, str>>) -> Violation {
        self.entity_path = entity_path.into();
        self
    }

    /// Returns the part of the request that the violation is about.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the constraint that is broken.
    pub fn constraint(&self) -> &Constraint {
        &self.constraint
    }

    /// Returns the message, if one was set.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the message for people: the one that was set, or the words of the constraint.
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

    /// Returns the type of the object, or `""` if it was not set.
    pub fn entity_type(&self) -> &str {
        &self.entity_type
    }

    /// Returns the path to the object, or `""` if it was not set.
    pub fn entity_path(&self) -> &str {
        &self.entity_path
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
    /// Returns the dotted path or the name, if it exists as text.
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

/// Prints the dotted path or the name.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Field(path) => path.fmt(f),
            Target::Parameter(name) | Target::Header(name) => f.write_str(name),
        }
    }
}

/// The path to a field of a JSON body, written `parts[0].quantity`. It is empty for the body as a whole.
///
/// If the name of a member contains dots or brackets, make the path from [`Segment`]s.
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
    /// Returns the dotted path, if it exists as text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Path::Dotted(path) => Some(path),
            Path::Segments(_) => None,
        }
    }

    /// Iterates over the steps from the body to the field.
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

/// Prints the dotted path: `parts[0].quantity`.
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
