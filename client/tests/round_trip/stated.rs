//! The details of an error, and the details that each envelope keeps.
//!
//! [`primaerp`], [`ayanova`], [`problem`], [`flat`], [`by_field`] and [`terse`] remove the details that their envelope drops.

use errorbook::{
    Book, Code, Constraint, Error, FieldPath, ParameterValue, Segment, Target, Violation, ayanova, primaerp,
};

use errorbook_client::ReceivedError;

use super::books::{by_field, flat, terse};

/// The constraints without a limit. If an envelope has one word for several, the most common constraint comes first.
pub(crate) const PLAIN: [Constraint; 12] = [
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

/// The details of an error.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) code: usize,
    pub(crate) description: Option<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) target: Option<Target>,
    pub(crate) instance: Option<String>,
}

impl Given {
    pub(crate) fn code(&self, book: &'static Book) -> Code {
        book.codes().nth(self.code % book.codes().len()).unwrap()
    }

    pub(crate) fn add_to(&self, mut error: Error) -> Error {
        error = error.with_violations(self.violations.iter().cloned());
        if let Some(description) = &self.description {
            error = error.with_description(description.clone());
        }
        if let Some(target) = &self.target {
            error = error.with_target(target.clone());
        }
        if let Some(instance) = &self.instance {
            error = error.with_instance(instance.clone());
        }
        error
    }
}

/// The details that can be read back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stated {
    pub(crate) code: Code,
    pub(crate) description: Option<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) target: Option<Target>,
    pub(crate) instance: Option<String>,
    pub(crate) parameters: Vec<(&'static str, ParameterValue)>,
}

impl Stated {
    pub(crate) fn of(error: &ReceivedError) -> Stated {
        Stated {
            code: error.code().unwrap(),
            description: error.description().map(str::to_owned),
            violations: error.violations().iter().map(with_plain_target).collect(),
            target: error.target().map(plain),
            instance: error.instance().map(str::to_owned),
            parameters: error.parameters().to_vec(),
        }
    }
}

/// Returns the target with a path of single segments, because a dotted path does not equal such a path.
fn plain(target: &Target) -> Target {
    let Target::Field(path) = target else { return target.clone() };
    let steps = path.segments().map(|step| match step {
        Segment::Member(name) => Segment::Member(name.into_owned().into()),
        Segment::Index(index) => Segment::Index(index),
    });
    Target::Field(steps.collect())
}

fn again(violation: &Violation, target: Target, constraint: Constraint, message: Option<String>) -> Violation {
    let again = Violation::new(target, constraint)
        .with_entity_type(violation.entity_type().to_owned())
        .with_entity_path(violation.entity_path().to_owned());
    match message {
        Some(message) => again.with_message(message),
        None => again,
    }
}

fn with_plain_target(violation: &Violation) -> Violation {
    let message = violation.message().map(str::to_owned);
    again(violation, plain(violation.target()), violation.constraint().clone(), message)
}

/// Returns the text of the target as a field.
fn as_text(target: &Target) -> Target {
    plain(&Target::from(target.to_string()))
}

/// Returns the message of the violation, or else the message of its constraint.
fn message(violation: &Violation) -> String {
    violation.text().into_owned()
}

/// Returns the constraint with the limit from a message, or else a custom constraint with the word.
fn limit_in(message: &str, word: &str) -> Constraint {
    let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
    let end = message.rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |last| last + 1);
    let limit = message[end - digits(&message[..end])..end].parse();
    limit.map_or_else(|_| Constraint::custom(word.to_owned(), None), Constraint::MaxLength)
}

/// Returns the constraint for which the envelope uses the same word as the name of a custom constraint.
fn called(name: &str, message: &str, word: fn(&Constraint) -> &str) -> Constraint {
    if name == word(&Constraint::MaxLength(0)) {
        return limit_in(message, name);
    }
    let known = PLAIN.into_iter().find(|constraint| word(constraint) == name);
    known.unwrap_or_else(|| Constraint::custom(name.to_owned(), None))
}

/// Returns the details that primaERP's envelope keeps.
///
/// It has one word for missing and null, and a limit only in the message. It drops codes of constraints, the kind of a target, the
/// target of the whole error, the instance, and parameters.
pub(crate) fn primaerp(given: &Given) -> Stated {
    let violations = given.violations.iter().map(|violation| {
        let message = message(violation);
        let constraint = match violation.constraint() {
            Constraint::Missing => Constraint::Required,
            Constraint::MaxLength(_) => limit_in(&message, "Size"),
            Constraint::Custom(custom) => called(custom.name(), &message, word),
            other => other.clone(),
        };
        again(violation, as_text(violation.target()), constraint, Some(message))
    });
    let described = given.violations.iter().map(|violation| {
        let entity = violation.entity_type().rsplit('.').next().unwrap().to_owned();
        let place = [entity, violation.target().to_string()].into_iter().filter(|part| !part.is_empty());
        let place = place.collect::<Vec<_>>().join(".");
        let what = format!("{}({})", word(violation.constraint()), message(violation));
        if place.is_empty() { what } else { format!("{place} - {what}") }
    });
    let described = (!given.violations.is_empty()).then(|| described.collect::<Vec<_>>().join("; "));
    Stated {
        code: given.code(&primaerp::BOOK),
        description: given.description.clone().or(described),
        violations: violations.collect(),
        target: None,
        instance: None,
        parameters: vec![],
    }
}

/// Returns primaERP's word for a constraint, according to the contract.
fn word(constraint: &Constraint) -> &str {
    match constraint {
        Constraint::Missing | Constraint::Required => "NotNull",
        Constraint::Blank => "NotBlank",
        Constraint::MaxLength(_) => "Size",
        Constraint::Min => "Min",
        Constraint::Max => "Max",
        Constraint::Invalid => "Valid",
        Constraint::Unique => "Unique",
        Constraint::StartBeforeEnd => "StartBeforeEnd",
        Constraint::Referenced => "Referenced",
        Constraint::Fixed => "Fixed",
        Constraint::Child => "Child",
        Constraint::CustomRequired => "Custom",
        other => other.name(),
    }
}

/// Returns the constraint for a code of AyaNova.
fn of_code(violation: &Violation, code: Code) -> Constraint {
    match code.id() {
        "2201" => Constraint::Required,
        "2203" => Constraint::Invalid,
        "2205" => Constraint::Missing,
        "2206" => Constraint::Unique,
        "2207" => Constraint::StartBeforeEnd,
        "2208" => Constraint::Referenced,
        "2209" => Constraint::Fixed,
        "2210" => Constraint::Child,
        "2211" => Constraint::CustomRequired,
        "2202" => match limit_in(violation.message().unwrap_or_default(), "2202") {
            limit @ Constraint::MaxLength(_) => limit,
            _ => Constraint::custom("2202", Some(code)),
        },
        id => Constraint::custom(id, Some(code)),
    }
}

/// Returns the details that AyaNova's envelope keeps.
///
/// It has one code for null and blank, one code for all invalid values, and no names of constraints. It drops the type and the
/// path of the object, the kind of a target, a message beside a limit, the instance, and parameters. A description that equals the
/// code's message is lost.
pub(crate) fn ayanova(given: &Given) -> Stated {
    let violations = given.violations.iter().map(|violation| {
        let constraint = match violation.constraint() {
            Constraint::Blank => Constraint::Required,
            Constraint::Min | Constraint::Max => Constraint::Invalid,
            Constraint::Custom(custom) => match custom.code() {
                Some(code) => of_code(violation, code),
                None => Constraint::Invalid,
            },
            other => other.clone(),
        };
        // A message with only the limit is part of the constraint.
        let message = violation.message().filter(|message| match (&constraint, violation.constraint()) {
            (Constraint::MaxLength(_), Constraint::MaxLength(_)) => false,
            (Constraint::MaxLength(limit), _) => **message != format!("{limit} max"),
            _ => true,
        });
        let message = message.map(str::to_owned);
        let bare = Violation::new("", Constraint::Invalid);
        again(&bare, as_text(violation.target()), constraint, message)
    });
    let code = given.code(&ayanova::BOOK);
    Stated {
        code,
        description: given.description.clone().filter(|description| description != code.message()),
        violations: violations.collect(),
        target: given.target.as_ref().map(as_text),
        instance: None,
        parameters: vec![],
    }
}

/// Returns the details that a problem keeps.
///
/// It has a limit only in the message, and a target only in a violation. A member name that is a number becomes an index. It drops
/// codes of constraints, and the type and the path of the object.
pub(crate) fn problem(given: &Given, code: Code, parameters: &[(&'static str, ParameterValue)]) -> Stated {
    let kept = |violation: &Violation| {
        let message = message(violation);
        let constraint = match violation.constraint() {
            Constraint::MaxLength(_) => limit_in(&message, "max_length"),
            Constraint::Custom(custom) => called(custom.name(), &message, Constraint::name),
            other => other.clone(),
        };
        let bare = Violation::new("", Constraint::Invalid);
        again(&bare, pointed_at(violation.target()), constraint, Some(message))
    };
    let text = given.description.clone().unwrap_or_else(|| code.message().to_owned());
    let whole =
        given.target.clone().map(|target| Violation::new(target, Constraint::Invalid).with_message(text.clone()));
    let violations: Vec<_> = match whole {
        Some(whole) if given.violations.is_empty() => vec![kept(&whole)],
        _ => given.violations.iter().map(kept).collect(),
    };
    let target = match &violations[..] {
        [one] if *one.constraint() == Constraint::Invalid && one.message() == Some(&text) => Some(one.target().clone()),
        _ => None,
    };
    Stated {
        code,
        description: given.description.clone(),
        violations,
        target,
        instance: given.instance.clone(),
        parameters: parameters.to_vec(),
    }
}

fn pointed_at(target: &Target) -> Target {
    let Target::Field(path) = plain(target) else { return target.clone() };
    let steps = path.segments().map(|step| match step {
        Segment::Member(name) => match name.parse::<usize>() {
            Ok(index) if index.to_string() == name => Segment::Index(index),
            _ => Segment::Member(name.into_owned().into()),
        },
        Segment::Index(index) => Segment::Index(index),
    });
    Target::Field(FieldPath::from_iter(steps))
}

/// Returns the details that the flat envelope keeps: the code and one text.
pub(crate) fn flat(given: &Given) -> Stated {
    let listed = given.violations.iter().map(|violation| match violation.target().to_string() {
        target if target.is_empty() => message(violation),
        target => format!("{target}: {}", message(violation)),
    });
    let listed = (!given.violations.is_empty()).then(|| listed.collect::<Vec<_>>().join("; "));
    let code = given.code(&flat::BOOK);
    let text = given.description.clone().or(listed);
    Stated {
        code,
        description: text.filter(|text| text != code.message()),
        violations: vec![],
        target: None,
        instance: None,
        parameters: vec![],
    }
}

/// Returns the details that the envelope by field keeps: the texts of the violations, without the names of constraints.
pub(crate) fn by_field(given: &Given) -> Stated {
    let code = given.code(&by_field::BOOK);
    let text = given.description.clone().unwrap_or_else(|| code.message().to_owned());
    let mut texts: Vec<(String, String)> =
        given.violations.iter().map(|violation| (violation.target().to_string(), message(violation))).collect();
    texts.sort_by(|(one, _), (other, _)| one.cmp(other));
    if let (Some(target), true) = (&given.target, texts.is_empty()) {
        texts.push((target.to_string(), text.clone()));
    }
    let violation = |(field, text)| Violation::new(plain(&Target::from(field)), Constraint::Invalid).with_message(text);
    let violations = texts.into_iter().map(violation).collect();
    let description = Some(text).filter(|text| text != code.message());
    Stated { code, description, violations, target: None, instance: None, parameters: vec![] }
}

/// Returns the details that `Terse` keeps: the code, the description and the fields.
pub(crate) fn terse(given: &Given) -> Stated {
    let violations = given.violations.iter().map(|violation| as_text(violation.target()));
    Stated {
        code: given.code(&terse::BOOK),
        description: given.description.clone(),
        violations: violations.map(|target| Violation::new(target, Constraint::Invalid)).collect(),
        target: None,
        instance: None,
        parameters: vec![],
    }
}
