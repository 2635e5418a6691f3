//! Every envelope, with any text in any field, is byte for byte what serde_json writes for the same members.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use errorbook::envelope::{Certainty, ParsedError};
use errorbook::{Book, Code, Constraint, Error, Segment, Target, Violation, ayanova, primaerp, standard};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde::Serialize;

#[derive(Debug, Clone)]
struct Given {
    code: usize,
    description: Option<String>,
    target: Option<String>,
    instance: Option<String>,
    violations: Vec<Wrong>,
}

#[derive(Debug, Clone)]
struct Wrong {
    path: Vec<Result<String, usize>>,
    constraint: usize,
    name: String,
    message: Option<String>,
    entity_type: String,
    entity_path: String,
}

/// The table of the contract: the constraint, and what primaERP, AyaNova and a problem call it.
fn constraints(name: &str) -> [(Constraint, &str, &'static str, &str); 15] {
    [
        (Constraint::Missing, "NotNull", "2205", "missing"),
        (Constraint::Required, "NotNull", "2201", "required"),
        (Constraint::Blank, "NotBlank", "2201", "blank"),
        (Constraint::MaxLength(255), "Size", "2202", "max_length"),
        (Constraint::Min, "Min", "2203", "min"),
        (Constraint::Max, "Max", "2203", "max"),
        (Constraint::Invalid, "Valid", "2203", "invalid"),
        (Constraint::Unique, "Unique", "2206", "unique"),
        (Constraint::StartBeforeEnd, "StartBeforeEnd", "2207", "start_before_end"),
        (Constraint::Referenced, "Referenced", "2208", "referenced"),
        (Constraint::Fixed, "Fixed", "2209", "fixed"),
        (Constraint::Child, "Child", "2210", "child"),
        (Constraint::CustomRequired, "Custom", "2211", "custom_required"),
        (Constraint::custom(name.to_owned(), None), name, "2203", name),
        (Constraint::custom(name.to_owned(), Some(ayanova::MULTIPLE_CONTRACTED_UNITS)), name, "2212", name),
    ]
}

impl Given {
    fn code(&self, book: &'static Book) -> Code {
        book.codes().nth(self.code % book.codes().len()).unwrap()
    }

    fn error(&self, book: &'static Book) -> Error {
        let mut error = Error::from(self.code(book)).with_violations(self.violations.iter().map(Wrong::violation));
        if let Some(description) = &self.description {
            error = error.with_description(description.clone());
        }
        if let Some(target) = &self.target {
            error = error.with_target(Target::Parameter(target.clone().into()));
        }
        if let Some(instance) = &self.instance {
            error = error.with_instance(instance.clone());
        }
        error
    }
}

impl Wrong {
    fn violation(&self) -> Violation {
        let path = self.path.iter().cloned().map(|step| match step {
            Ok(member) => Segment::Member(member.into()),
            Err(index) => Segment::Index(index),
        });
        let path: errorbook::FieldPath = path.collect();
        let [constraint, ..] = &constraints(&self.name)[self.constraint..] else { unreachable!() };
        let mut violation = Violation::new(path, constraint.0.clone())
            .with_entity_type(self.entity_type.clone())
            .with_entity_path(self.entity_path.clone());
        if let Some(message) = &self.message {
            violation = violation.with_message(message.clone());
        }
        violation
    }

    fn field(&self) -> String {
        let mut field = String::new();
        for (at, step) in self.path.iter().enumerate() {
            match step {
                Ok(member) if at == 0 => field += member,
                Ok(member) => field += &format!(".{member}"),
                Err(index) => field += &format!("[{index}]"),
            }
        }
        field
    }

    fn message(&self) -> String {
        self.message.clone().unwrap_or_else(|| constraints(&self.name)[self.constraint].0.to_string())
    }
}

fn wrong() -> impl Strategy<Value = Wrong> {
    let step = prop_oneof![any::<String>().prop_map(Ok), any::<usize>().prop_map(Err)];
    let texts = (any::<String>(), of(any::<String>()), "[a-z.é\"]{0,12}", any::<String>());
    (vec(step, 0..4), 0..15_usize, texts).prop_map(|(path, constraint, (name, message, entity_type, entity_path))| {
        Wrong { path, constraint, name, message, entity_type, entity_path }
    })
}

fn given() -> impl Strategy<Value = Given> {
    let text = || of(any::<String>());
    (any::<usize>(), text(), text(), text(), vec(wrong(), 0..4)).prop_map(
        |(code, description, target, instance, violations)| Given { code, description, target, instance, violations },
    )
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Primaerp {
    status: u16,
    code: &'static str,
    message: &'static str,
    description: Option<String>,
    constraint_violations: Vec<ConstraintViolation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConstraintViolation {
    entity_path: String,
    entity_type: String,
    field: String,
    constraint: String,
    message: String,
}

fn primaerp(given: &Given) -> Primaerp {
    let code = given.code(&primaerp::BOOK);
    let constraint = |wrong: &Wrong| constraints(&wrong.name)[wrong.constraint].1.to_owned();
    let described = given.violations.iter().map(|wrong| {
        let entity = wrong.entity_type.split('.').next_back().unwrap();
        let field = wrong.field();
        let what = format!("{}({})", constraint(wrong), wrong.message());
        match (entity, field.as_str()) {
            ("", "") => what,
            (entity, "") => format!("{entity} - {what}"),
            ("", field) => format!("{field} - {what}"),
            (entity, field) => format!("{entity}.{field} - {what}"),
        }
    });
    let described = (!given.violations.is_empty()).then(|| described.collect::<Vec<_>>().join("; "));
    Primaerp {
        status: code.status().as_u16(),
        code: code.id(),
        message: code.message(),
        description: given.description.clone().or(described),
        constraint_violations: given
            .violations
            .iter()
            .map(|wrong| ConstraintViolation {
                entity_path: wrong.entity_path.clone(),
                entity_type: wrong.entity_type.clone(),
                field: wrong.field(),
                constraint: constraint(wrong),
                message: wrong.message(),
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct Ayanova {
    error: AyanovaError,
}

#[derive(Serialize)]
struct AyanovaError {
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<Detail>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
}

#[derive(Serialize)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    target: String,
    error: &'static str,
}

fn ayanova(given: &Given) -> Ayanova {
    let code = given.code(&ayanova::BOOK);
    let detail = |wrong: &Wrong| {
        let (constraint, _, error, _) = &constraints(&wrong.name)[wrong.constraint];
        let message = match constraint {
            Constraint::MaxLength(limit) => Some(format!("{limit} max")),
            _ => wrong.message.clone(),
        };
        Detail { message, target: wrong.field(), error }
    };
    Ayanova {
        error: AyanovaError {
            code: code.id(),
            details: given.violations.iter().map(detail).collect(),
            message: given.description.clone().unwrap_or_else(|| code.message().to_owned()),
            target: given.target.clone(),
        },
    }
}

#[derive(Serialize)]
struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemError>,
}

#[derive(Serialize)]
struct ProblemError {
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    code: String,
}

fn problem(given: &Given) -> Problem {
    let code = given.code(&standard::BOOK);
    let errors = given.violations.iter().map(|wrong| ProblemError {
        detail: wrong.message(),
        pointer: Some(pointer(wrong)),
        parameter: None,
        code: constraints(&wrong.name)[wrong.constraint].3.to_owned(),
    });
    let mut errors: Vec<_> = errors.collect();
    if let (true, Some(target)) = (errors.is_empty(), &given.target) {
        errors.push(ProblemError {
            detail: given.description.clone().unwrap_or_else(|| code.message().to_owned()),
            pointer: None,
            parameter: Some(target.clone()),
            code: "invalid".to_owned(),
        });
    }
    Problem {
        r#type: "about:blank",
        title: code.message(),
        status: code.status().as_u16(),
        detail: given.description.clone(),
        instance: given.instance.clone(),
        code: code.id(),
        errors,
    }
}

mod flat_book {
    errorbook::codes! {
        /// A book of the flat envelope.
        book "flat" { envelope: errorbook::envelope::FLAT }

        /// It failed.
        FAILED = "FLAT-1", 422, "Failed";
        /// It burst.
        BURST = "FLAT-2", 500, "Burst";
    }
}

mod by_field_book {
    errorbook::codes! {
        /// A book of the envelope that groups by field.
        book "by_field" { envelope: errorbook::envelope::BY_FIELD }

        /// It failed.
        FAILED = "BY-1", 422, "Failed";
    }
}

#[derive(Serialize)]
struct Flat {
    error: String,
    code: &'static str,
}

fn flat(given: &Given) -> Flat {
    let code = given.code(&flat_book::BOOK);
    let listed = given.violations.iter().map(|wrong| match wrong.field().as_str() {
        "" => wrong.message(),
        field => format!("{field}: {}", wrong.message()),
    });
    let listed: Vec<_> = listed.collect();
    let error = match (&given.description, listed.as_slice()) {
        (Some(description), _) => description.clone(),
        (None, []) => code.message().to_owned(),
        (None, listed) => listed.join("; "),
    };
    Flat { error, code: code.id() }
}

#[derive(Serialize)]
struct ByField {
    errors: BTreeMap<String, Vec<String>>,
    code: &'static str,
    message: String,
}

fn by_field(given: &Given) -> ByField {
    let code = given.code(&by_field_book::BOOK);
    let message = given.description.clone().unwrap_or_else(|| code.message().to_owned());
    let mut errors = BTreeMap::<_, Vec<_>>::new();
    for wrong in &given.violations {
        errors.entry(wrong.field()).or_default().push(wrong.message());
    }
    if let (true, Some(target)) = (errors.is_empty(), &given.target) {
        errors.insert(target.clone(), vec![message.clone()]);
    }
    ByField { errors, code: code.id(), message }
}

/// The path as a JSON Pointer in a URI fragment (RFC 6901, section 6).
fn pointer(wrong: &Wrong) -> String {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte);
    let mut pointer = "#".to_owned();
    for step in &wrong.path {
        let step = match step {
            Ok(member) => member.replace('~', "~0").replace('/', "~1"),
            Err(index) => index.to_string(),
        };
        pointer.push('/');
        for byte in step.bytes() {
            if allowed(byte) {
                pointer.push(char::from(byte));
            } else {
                pointer += &format!("%{byte:02X}");
            }
        }
    }
    pointer
}

fn check(given: &Given, book: &'static Book, expected: &impl Serialize) -> Result<(), TestCaseError> {
    let response = given.error(book).to_response();
    let expected = serde_json::to_string(expected).unwrap();
    prop_assert_eq!(std::str::from_utf8(response.body()), Ok(expected.as_str()));
    prop_assert_eq!(response.status(), given.code(book).status());
    Ok(())
}

fn read_back(given: &Given, book: &'static Book) -> ParsedError {
    let json = serde_json::from_slice(given.error(book).to_response().body()).unwrap();
    book.envelope().read(&json).unwrap()
}

proptest! {
    #[test]
    fn primaerp_is_what_serde_json_writes(given in given()) {
        check(&given, &primaerp::BOOK, &primaerp(&given))?;
    }

    #[test]
    fn ayanova_is_what_serde_json_writes(given in given()) {
        check(&given, &ayanova::BOOK, &ayanova(&given))?;
    }

    #[test]
    fn a_problem_is_what_serde_json_writes(given in given()) {
        check(&given, &standard::BOOK, &problem(&given))?;
    }

    #[test]
    fn a_flat_error_is_what_serde_json_writes(given in given()) {
        check(&given, &flat_book::BOOK, &flat(&given))?;
    }

    #[test]
    fn errors_by_field_are_what_serde_json_writes(given in given()) {
        check(&given, &by_field_book::BOOK, &by_field(&given))?;
    }

    #[test]
    fn a_flat_error_reads_back(given in given()) {
        let Flat { error, code } = flat(&given);
        let parsed = read_back(&given, &flat_book::BOOK);
        prop_assert_eq!((parsed.code.as_deref(), parsed.text.as_deref()), (Some(code), Some(error.as_str())));
        prop_assert_eq!(parsed.certainty == Certainty::Certain, !error.is_empty());
    }

    #[test]
    fn errors_by_field_read_back(given in given()) {
        let ByField { errors, code, message } = by_field(&given);
        let parsed = read_back(&given, &by_field_book::BOOK);
        prop_assert_eq!((parsed.code.as_deref(), parsed.text.as_deref()), (Some(code), Some(message.as_str())));
        let mut fields = BTreeMap::<_, Vec<_>>::new();
        for violation in &parsed.violations {
            fields.entry(violation.target().to_string()).or_default().push(violation.text().into_owned());
        }
        prop_assert_eq!(fields, errors);
        prop_assert_eq!(parsed.certainty, Certainty::Certain);
    }
}

#[test]
fn the_examples_of_the_published_documents_are_written_byte_for_byte() {
    let error = Error::from(primaerp::VALIDATION_ERROR).with_violation(
        Violation::new("owner", Constraint::Required)
            .with_message("may not be null")
            .with_entity_type("eu.abra.primaerp.api.beans.time.Project"),
    );
    let body = r#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"Project.owner - NotNull(may not be null)","constraintViolations":[{"entityPath":"","entityType":"eu.abra.primaerp.api.beans.time.Project","field":"owner","constraint":"NotNull","message":"may not be null"}]}"#;
    assert_eq!(std::str::from_utf8(error.to_response().body()), Ok(body));
}

#[test]
fn every_neutral_name_finds_its_constraint() {
    for (constraint, .., name) in constraints("own") {
        let found = Constraint::named(name, Some(255));
        let is_custom = matches!(constraint, Constraint::Custom(_));
        assert_eq!(found, (!is_custom).then_some(constraint), "{name}");
    }
    assert_eq!(Constraint::named("max_length", None), None);
}

#[test]
fn a_body_of_another_shape_is_not_read_as_flat_or_grouped() {
    let read = |book: &Book, json: &str| {
        let parsed = book.envelope().read(&serde_json::from_str(json).unwrap());
        parsed.map(|parsed| (parsed.code, parsed.text, parsed.violations.len(), parsed.certainty))
    };
    let text = |text: &str| Some(text.to_owned());
    for other in ["null", "[]", "{}", r#"{"error":null}"#, r#"{"error":{"code":"2010"}}"#, r#"{"code":"A"}"#] {
        assert!(read(&flat_book::BOOK, other).is_none(), "{other}");
    }
    let flat = [
        (r#"{"error":"no part"}"#, (None, text("no part"), 0, Certainty::Possible)),
        (r#"{"error":"Gone","code":null}"#, (None, text("Gone"), 0, Certainty::Possible)),
        (r#"{"error":"","code":"0"}"#, (text("0"), text(""), 0, Certainty::Possible)),
        (r#"{"error":"a","code":"b","data":1}"#, (text("b"), text("a"), 0, Certainty::Possible)),
    ];
    for (json, expected) in flat {
        assert_eq!(read(&flat_book::BOOK, json), Some(expected), "{json}");
    }
    for other in ["null", "{}", r#"{"errors":[]}"#, r#"{"message":"a"}"#] {
        assert!(read(&by_field_book::BOOK, other).is_none(), "{other}");
    }
    let by_field = [
        (r#"{"errors":{"a":["b","c",1],"d":"e","f":{}}}"#, (None, None, 3, Certainty::Possible)),
        (r#"{"errors":{},"code":null,"message":"Gone"}"#, (None, text("Gone"), 0, Certainty::Possible)),
        (r#"{"errors":{},"code":"a","message":"b","data":1}"#, (text("a"), text("b"), 0, Certainty::Possible)),
    ];
    for (json, expected) in by_field {
        assert_eq!(read(&by_field_book::BOOK, json), Some(expected), "{json}");
    }
}
