//! The lock: the severity of each change, the written file, and the built-in books.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "lock/history.rs"]
mod history;
#[path = "lock/modes.rs"]
mod modes;
#[path = "lock/properties.rs"]
mod properties;

use errorbook::{ayanova, primaerp, standard};
use errorbook_catalog::{Catalog, Severity, lock};
use serde_json::{Value, json};

#[test]
fn the_built_in_books_are_locked() {
    lock!(&primaerp::BOOK, "books/primaerp.book.json");
    lock!(&ayanova::BOOK, "books/ayanova.book.json");
    lock!(&standard::BOOK, "books/http.book.json");
}

fn cart(retired: Value, codes: Value) -> Catalog {
    let book = json!({ "name": "cart", "retired": retired, "codes": codes });
    Catalog::from_json(book.to_string().as_bytes()).unwrap()
}

/// Returns a book with one code, which also has these members.
fn with(members: Value) -> Catalog {
    let mut code = json!({ "code": "A", "status": 409, "message": "a" });
    code.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    cart(json!([]), json!([code]))
}

#[test]
fn every_kind_of_change_has_a_severity_and_one_line() {
    let plain = || with(json!({}));
    let retired = || cart(json!(["A"]), json!([]));
    let nothing = || cart(json!([]), json!([]));
    let part = |kind: &str| with(json!({ "parameters": [{ "name": "part", "kind": kind }] }));
    let retry = |retry: &str| with(json!({ "retry": retry }));
    let after = |seconds: u64| with(json!({ "retry": "after", "retry_after": seconds }));
    let envelope = |content_type: &str, schema: Option<&str>| {
        let envelope = json!({ "content_type": content_type, "schema": schema });
        let codes = json!([{ "code": "A", "status": 409, "message": "a" }]);
        let book = json!({ "name": "cart", "envelope": envelope, "codes": codes });
        Catalog::from_json(book.to_string().as_bytes()).unwrap()
    };
    let problem = || envelope("application/problem+json", Some("Problem"));
    let json_envelope = |schema| envelope("application/json", schema);
    let suppressed = |name: &str| {
        let mut catalog = with(json!({}));
        catalog.suppression = Some(name.to_owned());
        catalog
    };
    let (addition, breaking, note) = (Severity::Addition, Severity::Breaking, Severity::Note);
    let withdrawn = |said: &str, says: &str| {
        format!(
            "A could be retried ({said}), but now it cannot ({says}): restore `retry: {said}`, or retire the code and add \
             a new code"
        )
    };
    let cases = [
        (
            plain(),
            nothing(),
            breaking,
            r#"A (409 "a") was removed: restore its row, or replace it with `retired "A";`"#,
        ),
        (
            retired(),
            plain(),
            breaking,
            r#"A was retired but is in use again (409 "a"): restore `retired "A";`, and give the new code another identifier"#,
        ),
        (retired(), nothing(), breaking, r#"A is no longer retired: restore `retired "A";`"#),
        (
            plain(),
            with(json!({ "status": 422 })),
            breaking,
            "A has status 422 instead of 409: restore 409, or retire the code and add a new code",
        ),
        (part("integer"), plain(), breaking, "A no longer has the parameter part: restore `part: integer`"),
        (
            part("integer"),
            part("string"),
            breaking,
            "A has the parameter part of kind string instead of integer: restore `part: integer`, and add a new parameter with another name",
        ),
        (retry("at_once"), retry("never"), breaking, &withdrawn("at_once", "never")),
        (retry("at_once"), plain(), breaking, &withdrawn("at_once", "unset")),
        (after(30), retry("never"), breaking, &withdrawn("after 30s", "never")),
        (after(30), plain(), breaking, &withdrawn("after 30s", "unset")),
        (nothing(), plain(), addition, r#"A is new: 409 "a""#),
        (plain(), retired(), addition, "A is retired and must never be used again"),
        (nothing(), retired(), addition, "A is retired and must never be used again"),
        (plain(), part("integer"), addition, "A has a new parameter part: integer"),
        (plain(), retry("never"), addition, "A has retry never instead of unset"),
        (plain(), after(30), addition, "A has retry after 30s instead of unset"),
        (retry("never"), plain(), addition, "A has retry unset instead of never"),
        (retry("never"), retry("at_once"), addition, "A has retry at_once instead of never"),
        (retry("at_once"), after(30), addition, "A has retry after 30s instead of at_once"),
        (after(30), after(60), addition, "A has retry after 60s instead of after 30s"),
        (plain(), with(json!({ "since": "1.2" })), addition, "A has since 1.2 instead of none"),
        (plain(), with(json!({ "replacement": "B" })), addition, "A is deprecated in favour of B"),
        (with(json!({ "replacement": "B" })), plain(), addition, "A is no longer deprecated"),
        (plain(), with(json!({ "message": "b" })), note, r#"A has the message "b" instead of "a""#),
        (plain(), with(json!({ "message": null })), note, r#"A has the message none instead of "a""#),
        (plain(), with(json!({ "meaning": "b" })), note, "A has another meaning"),
        (with(json!({ "advice": "a" })), with(json!({ "advice": "b" })), note, "A has other advice"),
        (with(json!({ "headers": ["allow"] })), plain(), addition, "A has headers none instead of allow"),
        (
            plain(),
            with(json!({ "headers": ["allow", "x a"] })),
            addition,
            r#"A has headers allow, "x a" instead of none"#,
        ),
        (
            problem(),
            json_envelope(None),
            breaking,
            "the envelope is application/json instead of application/problem+json (Problem): restore the old envelope",
        ),
        (
            json_envelope(Some("A")),
            json_envelope(Some("B")),
            breaking,
            "the envelope is application/json (B) instead of application/json (A): restore the old envelope",
        ),
        (
            json_envelope(None),
            json_envelope(Some("A")),
            addition,
            "the envelope is application/json (A) instead of application/json",
        ),
        (plain(), problem(), addition, "the envelope is application/problem+json (Problem) instead of unknown"),
        (plain(), suppressed("quiet"), addition, r#"statuses can be suppressed with "quiet""#),
        (
            suppressed("quiet"),
            plain(),
            breaking,
            r#"statuses can no longer be suppressed with "quiet": restore `suppression: "quiet"`"#,
        ),
        (
            suppressed("quiet"),
            suppressed("silent"),
            breaking,
            r#"statuses are suppressed with "silent" instead of "quiet": restore `suppression: "quiet"`"#,
        ),
    ];
    for (old, new, severity, line) in cases {
        let report = old.compare(&new);
        let lines: Vec<String> = report.changes().iter().map(ToString::to_string).collect();
        assert_eq!(lines, [line]);
        assert_eq!(report.severity(), Some(severity), "{line}");
        assert_eq!(report.is_breaking(), severity == breaking, "{line}");
        assert!(old.compare(&old).is_empty() && new.compare(&new).is_empty(), "{line}");
    }
}

#[test]
fn every_kind_of_change_is_written_as_json() {
    let from = json!({
        "parameters": [{ "name": "lost", "kind": "string" }, { "name": "part", "kind": "integer" }],
        "retry": "after", "retry_after": 30, "since": "1.1", "replacement": "B", "meaning": "c",
    });
    let to = json!({
        "status": 422, "message": "b", "advice": "d", "headers": ["allow"],
        "parameters": [{ "name": "new", "kind": "boolean" }, { "name": "part", "kind": "number" }],
    });
    let report = serde_json::to_value(with(from).compare(&with(to))).unwrap();
    assert_eq!(
        report,
        json!({ "from": "cart", "to": "cart", "breaking": true, "changes": [
            { "code": "A", "severity": "breaking", "change": "status_changed", "from": 409, "to": 422 },
            { "code": "A", "severity": "breaking", "change": "parameter_lost", "parameter": "lost", "kind": "string" },
            {
                "code": "A", "severity": "breaking", "change": "parameter_kind_changed",
                "parameter": "part", "from": "integer", "to": "number",
            },
            {
                "code": "A", "severity": "addition", "change": "parameter_added",
                "parameter": "new", "kind": "boolean",
            },
            {
                "code": "A", "severity": "breaking", "change": "retry_withdrawn",
                "from": { "retry": "after", "retry_after": 30 }, "to": { "retry": null, "retry_after": null },
            },
            { "code": "A", "severity": "addition", "change": "headers_changed", "from": [], "to": ["allow"] },
            { "code": "A", "severity": "addition", "change": "since_changed", "from": "1.1", "to": null },
            { "code": "A", "severity": "addition", "change": "replacement_changed", "from": "B", "to": null },
            { "code": "A", "severity": "note", "change": "message_changed", "from": "a", "to": "b" },
            { "code": "A", "severity": "note", "change": "meaning_changed", "from": "c", "to": null },
            { "code": "A", "severity": "note", "change": "advice_changed", "from": null, "to": "d" },
        ] }),
    );
    let mut enveloped = with(json!({}));
    enveloped.envelope = Catalog::of(&ayanova::BOOK).envelope;
    assert_eq!(
        serde_json::to_value(with(json!({})).compare(&enveloped)).unwrap()["changes"],
        json!([{
            "severity": "addition", "change": "envelope_changed",
            "from": null, "to": { "content_type": "application/json", "schema": "AyaNova" },
        }]),
    );
    let mut suppressed = with(json!({}));
    suppressed.suppression = Some("quiet".to_owned());
    assert_eq!(
        serde_json::to_value(suppressed.compare(&with(json!({})))).unwrap()["changes"],
        json!([{ "severity": "breaking", "change": "suppression_changed", "from": "quiet", "to": null }]),
    );
    let old = cart(json!(["B", "C"]), json!([{ "code": "A", "status": 409 }, { "code": "D", "status": 409 }]));
    let new = cart(json!(["D"]), json!([{ "code": "B", "status": 410 }, { "code": "E", "status": 411 }]));
    assert_eq!(
        serde_json::to_value(old.compare(&new)).unwrap()["changes"],
        json!([
            { "code": "A", "severity": "breaking", "change": "removed", "status": 409, "message": null },
            { "code": "B", "severity": "breaking", "change": "reused", "status": 410, "message": null },
            { "code": "C", "severity": "breaking", "change": "unretired" },
            { "code": "D", "severity": "addition", "change": "retired" },
            { "code": "E", "severity": "addition", "change": "added", "status": 411, "message": null },
        ]),
    );
}

#[test]
fn large_books_compare_code_by_code() {
    let book = |numbers: std::ops::Range<u32>, status: u16| {
        let codes = numbers.map(|number| json!({ "code": format!("CART-{number:04}"), "status": status }));
        cart(json!([]), codes.collect())
    };
    let report = book(0..2_400, 409).compare(&book(100..2_500, 422));
    let count = |severity| report.changes().iter().filter(|change| change.severity() == severity).count();
    assert_eq!((count(Severity::Breaking), count(Severity::Addition)), (2_400, 100));
    assert!(report.changes().is_sorted_by_key(|change| change.code()));
    assert!(report.to_string().starts_with("cart: 2400 breaking changes, 100 additions\n"));
}

#[test]
fn the_catalog_of_a_book_has_the_values_of_its_rows() {
    for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
        let catalog = Catalog::of(book);
        assert_eq!((catalog.name.as_str(), catalog.suppression.as_deref()), (book.name(), book.suppression()));
        assert_eq!(catalog.codes.len(), book.codes().len());
        for code in book.codes() {
            let row = catalog.get(code.id()).unwrap();
            assert_eq!((row.status, row.message.as_deref()), (code.status(), Some(code.message())));
            assert_eq!((row.retry, row.since.as_deref()), (code.retry(), code.since()), "{code:?}");
        }
        let mut read = Catalog::from_json(catalog.to_string().as_bytes()).unwrap();
        let place = |id: &str| catalog.codes.iter().position(|code| code.code == id);
        read.codes.sort_by_key(|code| place(&code.code));
        assert_eq!(read, catalog);
    }
}

#[test]
fn the_file_of_a_book_is_read_back_without_changes() {
    for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
        let exported = Catalog::from_json(Catalog::of(book).to_string().as_bytes()).unwrap();
        assert!(exported.compare(&Catalog::of(book)).is_empty());
    }
}

#[test]
fn a_new_code_of_a_locked_operation_is_a_breaking_change() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("http.book.json");
    let book = |codes: &[&str]| {
        let schema = json!({ "properties": { "code": { "enum": codes } } });
        let response = json!({ "content": { "application/json": { "schema": schema } } });
        let document =
            json!({ "openapi": "3.1.0", "paths": { "/parts": { "get": { "responses": { "404": response } } } } });
        let mut catalog = Catalog::of(&standard::BOOK);
        errorbook_catalog::document::declare(&mut catalog, &document).unwrap();
        catalog
    };
    let check = |book: &Catalog, mode| lock::check(book, &path, mode);
    assert_eq!(check(&Catalog::of(&standard::BOOK), lock::Mode::Check).unwrap(), lock::Outcome::Created);
    assert!(matches!(check(&book(&["not_found"]), lock::Mode::Strict), Err(lock::LockError::Outdated { .. })));
    assert!(matches!(check(&book(&["not_found"]), lock::Mode::Update), Ok(lock::Outcome::Updated(_))));
    assert_eq!(check(&book(&["not_found"]), lock::Mode::Strict).unwrap(), lock::Outcome::Same);
    let error = check(&book(&["not_found", "gone"]), lock::Mode::Update).unwrap_err().to_string();
    assert!(error.contains("GET /parts can return gone with status 404: clients may not handle it"), "{error}");
    assert!(matches!(check(&book(&["gone"]), lock::Mode::Check), Err(lock::LockError::Breaking { .. })));
}
