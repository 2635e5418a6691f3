//! No member of a body is lost: each member is in a field of the error, or unchanged in its extensions.

use errorbook::{Book, Constraint};
use errorbook_client::{Reader, ReceivedError};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::bodies;

/// The words of envelopes and frameworks that the fields of an error contain in another form.
const WORDS: [&str; 33] = [
    "NotNull",
    "NotBlank",
    "Size",
    "Min",
    "Max",
    "Valid",
    "Unique",
    "StartBeforeEnd",
    "Referenced",
    "Fixed",
    "Child",
    "Custom",
    "2201",
    "2202",
    "2203",
    "2205",
    "2206",
    "2207",
    "2208",
    "2209",
    "2210",
    "2211",
    "query",
    "querystring",
    "path",
    "params",
    "matrix",
    "cookie",
    "cookies",
    "header",
    "body",
    "form",
    "json",
];

/// The names of members that are decoded or shortened into a path.
const PATHS: [&str; 6] = ["pointer", "path", "field", "propertyPath", "loc", "param"];

#[test]
fn each_known_body_is_kept_with_any_book() {
    for book in bodies::BOOKS {
        for (status, body) in bodies::bodies() {
            assert_kept(book, status, &serde_json::from_str(body).unwrap());
        }
    }
}

#[test]
fn members_of_the_wrong_type_are_kept_with_any_book() {
    let values = ["7", "true", "[]", "{}", "[1]", "[{}]", r#"["a"]"#, r#"{"a":"b"}"#, r#"[{"a":"b"},{"a":7}]"#];
    let names = [
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "code",
        "errors",
        "message",
        "description",
        "error",
        "violations",
        "constraintViolations",
        "constraintViolation",
        "target",
        "details",
        "fieldErrors",
    ];
    for (name, value) in names.iter().flat_map(|name| values.map(|value| (name, value))) {
        for rest in ["", r#","title":"t""#, r#","message":"m","code":"2000""#] {
            let bodies =
                [format!(r#"{{"{name}":{value}{rest}}}"#), format!(r#"{{"error":{{"{name}":{value}{rest}}}}}"#)];
            for (body, book) in bodies.iter().flat_map(|body| bodies::BOOKS.map(|book| (body, book))) {
                // A name can occur twice. The last member counts, as in the reader.
                assert_kept(book, 400, &serde_json::from_str(body).unwrap());
            }
        }
    }
}

fn assert_kept(book: &'static Book, status: u16, body: &Value) {
    let error = Reader::new(book).read(status, |_: &str| None, body.to_string()).unwrap_err();
    let texts = texts(&error);
    for (name, value) in body.as_object().into_iter().flatten() {
        if is_kept(&error, &texts, name, value) {
            continue;
        }
        // AyaNova's envelope has its members in the object `error`.
        let inner = value.as_object().filter(|_| name == "error");
        let is_inner_kept =
            inner.is_some_and(|inner| inner.iter().all(|(name, value)| is_kept(&error, &texts, name, value)));
        assert!(is_inner_kept, "{} loses {name} of {body}: {error:?} {:?}", book.name(), error.extensions());
    }
}

fn is_kept(error: &ReceivedError, texts: &[String], name: &str, value: &Value) -> bool {
    error.extensions().get(name) == Some(value) || is_said(texts, name, value)
}

/// Returns true if each text and each number in the value is in a field of the error.
fn is_said(texts: &[String], name: &str, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) => false,
        Value::Number(number) => texts.contains(&number.to_string()) || PATHS.contains(&name),
        Value::String(text) => texts.contains(text) || WORDS.contains(&text.as_str()) || PATHS.contains(&name),
        Value::Array(items) => items.iter().all(|item| is_said(texts, name, item)),
        Value::Object(members) => are_said(texts, members),
    }
}

fn are_said(texts: &[String], members: &Map<String, Value>) -> bool {
    members.iter().all(|(name, value)| is_said(texts, name, value))
}

/// Returns the texts of all fields of the error.
fn texts(error: &ReceivedError) -> Vec<String> {
    let fields = [error.message(), error.description(), error.id(), error.instance(), error.type_uri()];
    let mut texts: Vec<_> = fields.into_iter().flatten().map(str::to_owned).collect();
    texts.push(error.original_status().to_string());
    texts.extend(error.extensions().get("status").map(ToString::to_string));
    texts.extend(error.target().map(ToString::to_string));
    for violation in error.violations() {
        let constraint = violation.constraint();
        if let Constraint::MaxLength(limit) = constraint {
            texts.push(format!("{limit} max"));
        }
        texts.extend([violation.target().to_string(), constraint.name().to_owned()]);
        texts.extend(violation.message().map(str::to_owned));
        texts.extend([violation.entity_type().to_owned(), violation.entity_path().to_owned()]);
    }
    texts
}

/// Generates JSON with the member names of envelopes and frameworks.
fn json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "status",
        "code",
        "message",
        "description",
        "constraintViolations",
        "constraintViolation",
        "error",
        "details",
        "target",
        "field",
        "constraint",
        "type",
        "title",
        "detail",
        "instance",
        "errors",
        "pointer",
        "parameter",
        "header",
        "source",
        "violations",
        "fieldErrors",
        "defaultMessage",
        "msg",
        "loc",
        "in",
        "path",
        "param",
        "invalid-params",
        "name",
        "reason",
        "error_description",
        "entityType",
        "fieldViolations",
        "non_field_errors",
        "data",
        "other",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Into::into),
        (0..3_000_u64).prop_map(Into::into),
        prop::sample::select(vec![
            "PE01-1104",
            "2200",
            "2202",
            "not_found",
            "404",
            "NotNull",
            "255 max",
            "body",
            "$.a",
            ""
        ])
        .prop_map(Into::into),
        "[a-z]{1,3}".prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    let value = leaf.prop_recursive(4, 40, 8, {
        let names = names.clone();
        move |inner| {
            let object = prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner.clone(), 0..6);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                object.prop_map(|members| members.into_iter().collect()),
            ]
        }
    });
    prop::collection::btree_map(names.prop_map(str::to_owned), value, 0..8)
        .prop_map(|members| members.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_member_of_any_body_is_lost(status in prop::sample::select(vec![400_u16, 404, 422, 503]), body in json()) {
        for book in bodies::BOOKS {
            assert_kept(book, status, &body);
        }
    }
}
