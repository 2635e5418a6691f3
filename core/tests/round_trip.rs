//! What was rendered reads back equal, as far as its envelope can say it, in every form that an answer can have.
//!
//! What each envelope drops is what its function here ([`primaerp`], [`ayanova`], [`problem`], [`terse`]) leaves out of
//! what was given.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use errorbook::client::{Certainty, Origin, Reader, Reading, ReceivedError};
use errorbook::envelope::{Envelope, Report};
use errorbook::{
    Answer, Book, Code, Constraint, Error, FieldPath, Head, ParameterValue, Policy, Segment, Status, Target, Violation,
    ayanova, error, http, primaerp,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};

mod cart {
    errorbook::codes! {
        /// The codes of the cart, each of which can carry values.
        book "cart" {
            envelope: errorbook::envelope::PROBLEM,
            type_base: "https://cart.example/errors/",
        }

        /// Less is in stock than was asked for.
        OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
            parameters: { part: integer, name: string, weight: number, fragile: boolean },
        };
    }
}

mod terse {
    errorbook::codes! {
        /// A book with an envelope of its own.
        book "terse" { envelope: super::TERSE }

        /// It failed.
        FAILED = "failed", 418, "Failed";
        /// It failed badly.
        BURST = "burst", 599, "Burst";
    }
}

static TERSE: Terse = Terse;

/// An envelope of a user's own, which can be read.
struct Terse;

impl Envelope for Terse {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        let fields = report.violations.iter().map(|violation| violation.target().to_string());
        let fields: Vec<_> = fields.collect();
        serde_json::to_writer(body, &json!({ "failed": report.code, "why": report.description, "fields": fields }))
            .unwrap();
    }

    fn read(&self, json: &Value) -> Option<Reading> {
        let mut reading = Reading::default();
        reading.code = Some(json.get("failed")?.as_str()?.to_owned());
        reading.description = json.get("why")?.as_str().map(str::to_owned);
        for field in json.get("fields")?.as_array()? {
            reading.violations.push(Violation::new(field.as_str()?.to_owned(), Constraint::Invalid));
        }
        reading.certainty = Certainty::Certain;
        Some(reading)
    }
}

/// All that can be said of an error.
#[derive(Debug, Clone)]
struct Given {
    code: usize,
    description: Option<String>,
    violations: Vec<Violation>,
    target: Option<Target>,
    instance: Option<String>,
}

impl Given {
    fn code(&self, book: &'static Book) -> Code {
        book.codes().nth(self.code % book.codes().len()).unwrap()
    }

    fn add_to(&self, mut error: Error) -> Error {
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

fn target() -> impl Strategy<Value = Target> {
    let step = prop_oneof![
        any::<String>().prop_map(|name| Segment::Member(name.into())),
        "[a-z0-9.\\[\\]~/#%]{0,4}".prop_map(|name| Segment::Member(name.into())),
        any::<usize>().prop_map(Segment::Index),
    ];
    prop_oneof![
        vec(step, 0..4).prop_map(|steps| Target::Field(steps.into_iter().collect())),
        "[a-z]{1,3}([.][a-z]{1,3}|\\[[0-9]\\]){0,3}".prop_map(Target::from),
        any::<String>().prop_map(|name| Target::Parameter(name.into())),
        any::<String>().prop_map(|name| Target::Header(name.into())),
    ]
}

fn constraint() -> impl Strategy<Value = Constraint> {
    let code = prop_oneof![
        Just(None),
        Just(Some(ayanova::MULTIPLE_CONTRACTED_UNITS)),
        Just(Some(ayanova::CUSTOM_FORM_REQUIRED))
    ];
    prop_oneof![
        prop::sample::select(vec![
            Constraint::Missing,
            Constraint::Required,
            Constraint::Blank,
            Constraint::Min,
            Constraint::Max,
            Constraint::Invalid,
            Constraint::Unique,
            Constraint::StartBeforeEnd,
            Constraint::Referenced,
            Constraint::Fixed,
            Constraint::Child,
            Constraint::CustomRequired,
        ]),
        any::<u64>().prop_map(Constraint::MaxLength),
        (any::<String>(), code).prop_map(|(name, code)| Constraint::custom(name, code)),
    ]
}

fn violation() -> impl Strategy<Value = Violation> {
    let message = of(prop_oneof![any::<String>(), "size must be (at most )?[0-9]{1,21}"]);
    (target(), constraint(), message, any::<String>(), any::<String>()).prop_map(
        |(target, constraint, message, entity_type, entity_path)| {
            let violation =
                Violation::new(target, constraint).with_entity_type(entity_type).with_entity_path(entity_path);
            match message {
                Some(message) => violation.with_message(message),
                None => violation,
            }
        },
    )
}

fn given() -> impl Strategy<Value = Given> {
    let text = || of(any::<String>());
    (any::<usize>(), text(), vec(violation(), 0..4), of(target()), text()).prop_map(
        |(code, description, violations, target, instance)| Given { code, description, violations, target, instance },
    )
}

/// What can be read back.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    code: Code,
    description: Option<String>,
    violations: Vec<Violation>,
    target: Option<Target>,
    instance: Option<String>,
    parameters: Vec<(&'static str, ParameterValue)>,
}

impl Said {
    fn of(error: &ReceivedError) -> Said {
        Said {
            code: error.code().unwrap(),
            description: error.description().map(str::to_owned),
            violations: error.violations().iter().map(with_plain_target).collect(),
            target: error.target().map(plain),
            instance: error.instance().map(str::to_owned),
            parameters: error.parameters().to_vec(),
        }
    }
}

/// A target whose path is written step by step, as one that is written in dots does not equal it otherwise.
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

/// A target as text, which no longer says whether it is a field.
fn as_text(target: &Target) -> Target {
    plain(&Target::from(target.to_string()))
}

/// The message, or what the constraint says in its place.
fn message(violation: &Violation) -> String {
    violation.message().map_or_else(|| violation.constraint().to_string(), str::to_owned)
}

/// The limit that is in a message, or else no more than the word for it.
fn limit_in(message: &str, word: &str) -> Constraint {
    let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
    let end = message.rfind(|letter: char| letter.is_ascii_digit()).map_or(0, |last| last + 1);
    let limit = message[end - digits(&message[..end])..end].parse();
    limit.map_or_else(|_| Constraint::custom(word.to_owned(), None), Constraint::MaxLength)
}

/// primaERP has one word for what is missing and what is null, says a limit in the message alone, and has no place for
/// codes of constraints, for the kind of a target, for a target of the whole, for an instance and for parameters.
fn primaerp(given: &Given) -> Said {
    let violations = given.violations.iter().map(|violation| {
        let message = message(violation);
        let constraint = match violation.constraint() {
            Constraint::Missing => Constraint::Required,
            Constraint::MaxLength(_) => limit_in(&message, "Size"),
            Constraint::Custom(custom) => Constraint::custom(custom.name().to_owned(), None),
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
    Said {
        code: given.code(&primaerp::BOOK),
        description: given.description.clone().or(described),
        violations: violations.collect(),
        target: None,
        instance: None,
        parameters: vec![],
    }
}

/// primaERP's word for a constraint, as the contract has it.
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

/// AyaNova has one code for null and blank and one for whatever is not valid, names no constraint, and has no place for
/// the type and the path of the object, for the kind of a target, for another message beside a limit, for an instance and
/// for parameters. A description that is the code's message is none.
fn ayanova(given: &Given) -> Said {
    let violations = given.violations.iter().map(|violation| {
        let constraint = match violation.constraint() {
            Constraint::Blank => Constraint::Required,
            Constraint::Min | Constraint::Max => Constraint::Invalid,
            Constraint::Custom(custom) => match custom.code() {
                Some(code) => Constraint::custom(code.id(), Some(code)),
                None => Constraint::Invalid,
            },
            other => other.clone(),
        };
        let has_message = !matches!(constraint, Constraint::MaxLength(_));
        let message = violation.message().filter(|_| has_message).map(str::to_owned);
        let bare = Violation::new("", Constraint::Invalid);
        again(&bare, as_text(violation.target()), constraint, message)
    });
    let code = given.code(&ayanova::BOOK);
    Said {
        code,
        description: given.description.clone().filter(|description| description != code.message()),
        violations: violations.collect(),
        target: given.target.as_ref().map(as_text),
        instance: None,
        parameters: vec![],
    }
}

/// A problem says a limit in the message alone and a target in a violation, does not tell a member that is a number from
/// an index, and has no place for codes of constraints and for the type and the path of the object.
fn problem(given: &Given, code: Code, parameters: &[(&'static str, ParameterValue)]) -> Said {
    let said = |violation: &Violation| {
        let message = message(violation);
        let constraint = match violation.constraint() {
            Constraint::MaxLength(_) => limit_in(&message, "max_length"),
            Constraint::Custom(custom) => Constraint::custom(custom.name().to_owned(), None),
            other => other.clone(),
        };
        let bare = Violation::new("", Constraint::Invalid);
        again(&bare, pointed_at(violation.target()), constraint, Some(message))
    };
    let text = given.description.clone().unwrap_or_else(|| code.message().to_owned());
    let whole =
        given.target.clone().map(|target| Violation::new(target, Constraint::Invalid).with_message(text.clone()));
    let violations: Vec<_> = match whole {
        Some(whole) if given.violations.is_empty() => vec![said(&whole)],
        _ => given.violations.iter().map(said).collect(),
    };
    let target = match &violations[..] {
        [one] if *one.constraint() == Constraint::Invalid && one.message() == Some(&text) => Some(one.target().clone()),
        _ => None,
    };
    Said {
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

/// The own envelope says what it says above.
fn terse(given: &Given) -> Said {
    let violations = given.violations.iter().map(|violation| as_text(violation.target()));
    Said {
        code: given.code(&terse::BOOK),
        description: given.description.clone(),
        violations: violations.map(|target| Violation::new(target, Constraint::Invalid)).collect(),
        target: None,
        instance: None,
        parameters: vec![],
    }
}

/// The head of an answer as a layer sees it.
#[derive(Default)]
struct Sent {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Head for Sent {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_bytes())
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| given != name);
    }
}

impl Sent {
    /// The answer as a layer with suppression and JSONP delivers it.
    fn of(answer: &Answer, query: Option<&str>) -> Sent {
        let policy = Policy::new(&http::BOOK).jsonp("callback");
        let mut sent = Sent { body: answer.body().to_vec(), ..Sent::default() };
        answer.write_head(&mut sent);
        let length = u64::try_from(sent.body.len()).ok();
        match policy.deliver(&policy.delivery("GET", query), true, length, &mut sent) {
            errorbook::Body::Keep => {}
            errorbook::Body::Replace(body) => sent.body = body.into_owned(),
            errorbook::Body::Script(script) => sent.body = script.whole(&sent.body),
        }
        sent
    }

    fn read(&self, book: &'static Book) -> Result<Vec<u8>, ReceivedError> {
        let header = |name: &str| self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
        Reader::new(book).read(self.status, header, self.body.clone())
    }
}

/// Reads the answer in every form that it can have.
fn check(book: &'static Book, error: &Error, expected: &Said) -> Result<(), TestCaseError> {
    let answer = error.to_answer();
    for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
        // A script of another origin, or a browser that was not allowed to see it, does not have the header.
        for keeps_header in [true, false] {
            let mut sent = Sent::of(&answer, query);
            if !keeps_header {
                sent.remove_header("x-suppressed-status");
            }
            let read = sent.read(book);
            prop_assert!(read.is_err(), "{query:?} {}", String::from_utf8_lossy(&sent.body));
            let error = read.unwrap_err();
            prop_assert_eq!(&Said::of(&error), expected, "{:?}", query);
            prop_assert_eq!((error.origin(), error.id()), (Origin::Stated, Some(expected.code.id())));
            prop_assert_eq!(error.message(), Some(expected.code.message()));
            prop_assert_eq!(error.original_status(), expected.code.status());
            let status = if query.is_some() { 200 } else { expected.code.status().as_u16() };
            prop_assert_eq!((error.status(), error.book().name()), (status, book.name()));
            prop_assert!(error.extensions().is_empty());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn primaerp_reads_back(given in given()) {
        let code = given.code(&primaerp::BOOK);
        check(&primaerp::BOOK, &given.add_to(Error::from(code)), &primaerp(&given))?;
    }

    #[test]
    fn ayanova_reads_back(given in given()) {
        let code = given.code(&ayanova::BOOK);
        check(&ayanova::BOOK, &given.add_to(Error::from(code)), &ayanova(&given))?;
    }

    #[test]
    fn a_problem_reads_back(given in given()) {
        let code = given.code(&http::BOOK);
        check(&http::BOOK, &given.add_to(Error::from(code)), &problem(&given, code, &[]))?;
    }

    #[test]
    fn an_own_envelope_reads_back(given in given()) {
        let code = given.code(&terse::BOOK);
        check(&terse::BOOK, &given.add_to(Error::from(code)), &terse(&given))?;
    }

    #[test]
    fn parameters_read_back(
        given in given(),
        (part, big, name) in (any::<i64>(), any::<u64>(), any::<String>()),
        (weight, fragile) in (prop_oneof![proptest::num::f64::NORMAL, proptest::num::f64::ZERO, proptest::num::f64::SUBNORMAL], any::<bool>()),
    ) {
        let code = cart::OUT_OF_STOCK;
        let values = |part| vec![
            ("part", ParameterValue::Integer(part)),
            ("name", ParameterValue::String(name.clone().into())),
            ("weight", ParameterValue::Number(weight)),
            ("fragile", ParameterValue::Boolean(fragile)),
        ];
        let error = error!(cart::OUT_OF_STOCK, { part: part, name: name.clone(), weight: weight, fragile: fragile });
        check(&cart::BOOK, &given.add_to(error), &problem(&given, code, &values(part.into())))?;
        let error = error!(cart::OUT_OF_STOCK, { part: big, name: name.clone(), weight: weight, fragile: fragile });
        check(&cart::BOOK, &given.add_to(error), &problem(&given, code, &values(big.into())))?;
    }
}

#[test]
fn every_bare_code_of_every_book_reads_back() {
    let bare = |given: &Given, code: Code| match code.book().name() {
        "primaerp" => primaerp(given),
        "ayanova" => ayanova(given),
        "terse" => terse(given),
        _ => problem(given, code, &[]),
    };
    for book in [&primaerp::BOOK, &ayanova::BOOK, &http::BOOK, &cart::BOOK, &terse::BOOK] {
        for (at, code) in book.codes().enumerate() {
            let given = Given { code: at, description: None, violations: vec![], target: None, instance: None };
            check(book, &Error::from(code), &bare(&given, code)).unwrap();
        }
    }
}

#[test]
fn every_bare_status_reads_back() {
    for book in [&primaerp::BOOK, &ayanova::BOOK, &http::BOOK] {
        let policy = Policy::new(book);
        for status in 400..=599 {
            let bare = Sent { status, ..Sent::default() };
            let answer = policy.enclose(&bare, &errorbook::Excerpt::default());
            for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
                let sent = Sent::of(&answer, query);
                let error = sent.read(book).unwrap_err();
                assert_eq!(error.original_status(), answer.status(), "{} {status} {query:?}", book.name());
                let stated: Value = serde_json::from_slice(answer.body()).unwrap();
                let code = stated.pointer("/code").or_else(|| stated.pointer("/error/code")).unwrap();
                assert_eq!(error.id(), code.as_str(), "{} {status} {query:?}", book.name());
                assert_eq!(
                    error.code(),
                    code.as_str().and_then(|id| book.find(id)),
                    "{} {status} {query:?}",
                    book.name()
                );
            }
        }
    }
}

#[test]
fn a_success_reads_back() {
    let bodies = [r#"{"id":1,"name":"<&>\u2028"}"#, "[]", "null", r#""a""#];
    for body in bodies {
        for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
            for status in [200, 201] {
                let mut sent = Sent { status, ..Sent::default() };
                sent.append_header("content-type", "application/json");
                let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
                let length = u64::try_from(body.len()).ok();
                sent.body = match policy.deliver(&policy.delivery("GET", query), false, length, &mut sent) {
                    errorbook::Body::Script(script) => script.whole(body.as_bytes()),
                    _ => body.into(),
                };
                let read: Value = serde_json::from_slice(&sent.read(&primaerp::BOOK).unwrap()).unwrap();
                assert_eq!(read, serde_json::from_str::<Value>(body).unwrap(), "{query:?}");
            }
        }
    }
}
