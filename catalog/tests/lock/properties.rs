//! Properties of all catalogs: a file is read back without changes, the schema accepts it, and every change is found.

use boon::{Compiler, Schemas};
use errorbook_catalog::{Catalog, CatalogCode, SCHEMA, Severity};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Generates identifiers and words. Some look like parts of the file format.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{1,3}-[0-9]{1,4}",
        any::<String>(),
        proptest::sample::select(vec![
            "retired",
            "book",
            "409",
            "]",
            "\"code\":\"A\"",
            "\"",
            "\\",
            " ",
            "\r\n",
            "<<<<<<<"
        ])
        .prop_map(str::to_owned),
    ]
}

fn code() -> impl Strategy<Value = Value> {
    let retry = prop_oneof![
        Just(json!({})),
        Just(json!({ "retry": "never" })),
        Just(json!({ "retry": "at_once" })),
        any::<u64>().prop_map(|seconds| json!({ "retry": "after", "retry_after": seconds })),
    ];
    let parameters = btree_map(word(), word(), 0..3).prop_map(|parameters| {
        parameters.into_iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect::<Vec<_>>()
    });
    let texts = [any::<String>(), any::<String>(), any::<String>()].map(option::of);
    let id = word().prop_filter("an identifier is not empty", |id| !id.is_empty());
    let ends = (option::of(word()), option::of(id), option::of(word()));
    (100..=599_u16, texts, retry, parameters, vec(word(), 0..3), ends).prop_map(
        |(status, [message, meaning, advice], mut code, parameters, headers, (since, replacement, owner))| {
            let members = json!({
                "status": status, "message": message, "meaning": meaning, "advice": advice,
                "parameters": parameters, "headers": headers, "since": since, "replacement": replacement,
                "owner": owner,
            });
            code.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            code
        },
    )
}

fn operations() -> impl Strategy<Value = Value> {
    let id = word().prop_filter("an identifier is not empty", |id| !id.is_empty());
    let response = (vec(id, 0..3), any::<bool>()).prop_map(|(codes, others)| match codes.is_empty() {
        true => json!({}),
        false => json!({ "codes": codes, "others": others }),
    });
    let responses = btree_map("[1-5][0-9X]{2}|default", response, 0..3);
    btree_map(("(/[a-z{}]{1,4}){1,2}", "GET|PUT"), responses, 0..3).prop_map(|operations| {
        let operation = |((path, method), responses)| json!({ "method": method, "path": path, "responses": responses });
        operations.into_iter().map(operation).collect()
    })
}

/// Generates the members of a book that do not depend on its codes.
fn head() -> impl Strategy<Value = Value> {
    let envelope = option::of((word(), option::of(word())));
    let texts = [word(), word(), word(), word()].map(option::of);
    let range = option::of((any::<u64>(), any::<u64>()));
    (word(), envelope, texts, range).prop_map(|(name, envelope, [type_base, pattern, owner, suppression], range)| {
        let envelope = envelope.map(|(content_type, schema)| json!({ "content_type": content_type, "schema": schema }));
        json!({
            "name": name, "envelope": envelope, "type_base": type_base, "pattern": pattern, "range": range, "owner": owner,
            "suppression": suppression,
        })
    })
}

fn catalog() -> impl Strategy<Value = Catalog> {
    let place = prop_oneof![1 => Just(None), 4 => code().prop_map(Some)];
    let id = word().prop_filter("an identifier is not empty", |id| !id.is_empty());
    let kinds = btree_map("internal|not_unique|any other", any::<proptest::sample::Index>(), 0..3);
    let statuses = btree_map(400..=599_u16, any::<proptest::sample::Index>(), 0..3);
    let unlisted = prop_oneof![
        Just(json!("standard")),
        btree_map("[45][0-9]{2}", any::<String>(), 0..3).prop_map(|messages| json!({ "pass_through": messages })),
    ];
    (head(), btree_map(id, place, 0..6), kinds, statuses, unlisted, option::of(operations())).prop_map(
        |(mut head, places, kinds, statuses, unlisted, operations)| {
            let (mut retired, mut codes) = (Vec::new(), Vec::new());
            for (id, place) in places {
                match place {
                    None => retired.push(id),
                    Some(mut code) => {
                        code["code"] = id.into();
                        codes.push(code);
                    }
                }
            }
            if !codes.is_empty() {
                let id = |at: proptest::sample::Index| codes[at.index(codes.len())]["code"].clone();
                head["error_kinds"] = kinds.into_iter().map(|(kind, at)| (kind, id(at))).collect();
                head["statuses"] = statuses.into_iter().map(|(status, at)| (status.to_string(), id(at))).collect();
            }
            head["unlisted_statuses"] = unlisted;
            head["retired"] = json!(retired);
            head["codes"] = json!(codes);
            head["operations"] = json!(operations);
            Catalog::from_json(head.to_string().as_bytes()).unwrap()
        },
    )
}

/// One change, the name of its difference, and its severity.
type Mutation = (fn(&mut Catalog), &'static str, Severity);

fn first(catalog: &mut Catalog) -> &mut CatalogCode {
    &mut catalog.codes[0]
}

/// All changes of a catalog with one code. The new values contain a character that the generators do not use in this place.
const MUTATIONS: [Mutation; 22] = {
    use Severity::{Addition, Breaking, Note};

    fn text(text: &mut Option<String>) {
        *text = Some(text.take().unwrap_or_default() + "\u{1}more");
    }
    [
        (|catalog| catalog.codes.truncate(0), "removed", Breaking),
        (|catalog| catalog.codes.push(code_of(json!({ "code": "\u{1}new", "status": 404 }))), "added", Addition),
        (|catalog| catalog.retired.push("\u{1}old".to_owned()), "retired", Addition),
        (
            |catalog| {
                let status = first(catalog).status.as_u16();
                first(catalog).status = errorbook::Status::new(if status == 404 { 409 } else { 404 }).unwrap();
            },
            "status_changed",
            Breaking,
        ),
        (|catalog| text(&mut first(catalog).message), "message_changed", Note),
        (|catalog| text(&mut first(catalog).meaning), "meaning_changed", Note),
        (|catalog| text(&mut first(catalog).advice), "advice_changed", Note),
        (|catalog| text(&mut first(catalog).owner), "owner_changed", Note),
        (|catalog| text(&mut first(catalog).since), "since_changed", Addition),
        (|catalog| text(&mut first(catalog).replacement), "replacement_changed", Addition),
        (|catalog| first(catalog).headers.push("\u{1}".to_owned()), "headers_changed", Addition),
        (
            |catalog| {
                let more = json!({ "name": "p", "codes": [{
                    "code": "A", "status": 404, "parameters": [{ "name": "\u{1}", "kind": "string" }],
                }] });
                let more: Catalog = serde_json::from_value(more).unwrap();
                first(catalog).parameters.extend(more.codes[0].parameters.clone());
            },
            "parameter_added",
            Addition,
        ),
        (|catalog| text(&mut catalog.owner), "owner_changed", Note),
        (|catalog| text(&mut catalog.pattern), "pattern_changed", Note),
        (|catalog| catalog.range = Some((catalog.range.map_or(1, |(first, _)| first ^ 1), 7)), "range_changed", Note),
        (
            |catalog| {
                catalog.type_base.get_or_insert_default();
                text(&mut catalog.type_base);
            },
            "type_base_changed",
            Breaking,
        ),
        (
            |catalog| {
                catalog.suppression.get_or_insert_default();
                text(&mut catalog.suppression);
            },
            "suppression_changed",
            Breaking,
        ),
        (
            |catalog| {
                let id = first(catalog).code.clone();
                catalog.error_kinds.insert("new".to_owned(), id);
            },
            "error_kind_changed",
            Addition,
        ),
        (
            |catalog| {
                let id = first(catalog).code.clone();
                let status = (400..).find(|status| !catalog.statuses.contains_key(status)).unwrap();
                catalog.statuses.insert(status, id);
            },
            "bare_status_changed",
            Addition,
        ),
        (
            |catalog| {
                catalog
                    .operations
                    .get_or_insert_default()
                    .push(errorbook_catalog::CatalogOperation::new("GET", "/\u{1}"))
            },
            "operation_added",
            Addition,
        ),
        (
            |catalog| {
                if let Some(operation) = catalog.operations.get_or_insert_default().first_mut() {
                    let response = errorbook_catalog::CatalogResponse::of(["\u{1}"]);
                    operation.responses.insert("599".to_owned(), response);
                }
            },
            "operation_code_added",
            Breaking,
        ),
        (|catalog| catalog.operations = None, "operations_withdrawn", Addition),
    ]
};

fn code_of(value: Value) -> CatalogCode {
    let catalog: Catalog = serde_json::from_value(json!({ "name": "", "codes": [value] })).unwrap();
    catalog.codes[0].clone()
}

/// Returns a function that checks a value against the schema of catalogs.
fn schema() -> impl Fn(&Value) -> Result<(), String> {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("memory:catalog", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let schema = compiler.compile("memory:catalog", &mut schemas).unwrap();
    move |value| schemas.validate(value, schema).map_err(|error| error.to_string())
}

#[test]
fn the_schema_rejects_invalid_catalogs() {
    let schema = schema();
    let code = |members: Value| {
        let mut code = json!({ "code": "A", "status": 404 });
        code.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        json!({ "name": "a", "codes": [code] })
    };
    assert_eq!(schema(&code(json!({}))), Ok(()));
    for wrong in [
        json!([]),
        json!({ "name": "a" }),
        json!({ "codes": [] }),
        json!({ "errorbook": 2, "name": "a", "codes": [] }),
        json!({ "name": "a", "codes": [{ "code": "A" }] }),
        json!({ "name": "a", "codes": [], "range": [1] }),
        json!({ "name": "a", "codes": [], "statuses": { "200": "A" } }),
        json!({ "name": "a", "codes": [], "unlisted_statuses": { "coded": { "client": "A" } } }),
        json!({ "name": "a", "codes": [], "operations": [{ "method": "GET" }] }),
        code(json!({ "status": 600 })),
        code(json!({ "code": "" })),
        code(json!({ "retry": "later" })),
        code(json!({ "retry": "after" })),
        code(json!({ "retry_after": 1 })),
        code(json!({ "parameters": [{ "name": "a" }] })),
    ] {
        assert!(schema(&wrong).is_err(), "{wrong}");
        assert!(Catalog::from_json(wrong.to_string().as_bytes()).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_catalog_is_read_back_without_changes(catalog in catalog()) {
        let file = catalog.to_string();
        prop_assert_eq!(&Catalog::from_json(file.as_bytes()).unwrap(), &catalog, "{}", file);
        let crlf = file.replace('\n', "\r\n");
        prop_assert_eq!(&Catalog::from_json(crlf.as_bytes()).unwrap(), &catalog, "{}", file);
        let members = serde_json::to_value(&catalog).unwrap();
        let items = catalog.codes.len() + catalog.operations.as_ref().map_or(0, |operations| operations.len() + 1);
        prop_assert_eq!(file.lines().count(), 3 + members.as_object().unwrap().len() + items);
        prop_assert_eq!(file.chars().last(), Some('\n'));
        let json = serde_json::to_vec(&catalog).unwrap();
        prop_assert_eq!(&Catalog::from_json(&json).unwrap(), &catalog);
        prop_assert_eq!(&serde_json::from_slice::<Catalog>(&json).unwrap(), &catalog);
    }

    #[test]
    fn the_schema_accepts_every_catalog(catalog in catalog()) {
        let value: Value = serde_json::from_str(&catalog.to_string()).unwrap();
        prop_assert_eq!(schema()(&value), Ok(()));
    }

    #[test]
    fn every_single_change_is_found_with_its_severity(catalog in catalog(), at in 0..MUTATIONS.len()) {
        let mut old = catalog;
        if old.codes.is_empty() {
            old.codes.push(code_of(json!({ "code": "A", "status": 404 })));
            old.retired.retain(|id| id != "A");
        }
        // Each mutation changes a value, so the catalog needs a value in each place.
        old.codes.truncate(1);
        let id = old.codes[0].code.clone();
        old.error_kinds.values_mut().for_each(|code| code.clone_from(&id));
        old.statuses.values_mut().for_each(|code| code.clone_from(&id));
        old.operations.get_or_insert_with(|| vec![errorbook_catalog::CatalogOperation::new("GET", "/a")]);
        if old.operations.as_ref().is_some_and(Vec::is_empty) {
            old.operations = Some(vec![errorbook_catalog::CatalogOperation::new("GET", "/a")]);
        }
        old.type_base.get_or_insert_default();
        old.suppression.get_or_insert_default();
        let (mutate, name, severity) = MUTATIONS[at];
        let mut new = old.clone();
        mutate(&mut new);
        let report = serde_json::to_value(old.compare(&new)).unwrap();
        let changes = report["changes"].as_array().unwrap();
        prop_assert_eq!(changes.len(), 1, "{}: {}", name, report);
        let expected = serde_json::to_value(severity).unwrap();
        prop_assert_eq!((&changes[0]["change"], &changes[0]["severity"]), (&name.into(), &expected));
        prop_assert!(new.compare(&new).is_empty());
    }

    #[test]
    fn two_catalogs_differ_in_both_directions_or_in_neither(old in catalog(), new in catalog()) {
        prop_assert_eq!(old.compare(&new).is_empty(), new.compare(&old).is_empty());
        prop_assert!(old.compare(&old).is_empty());
        for change in old.compare(&new).changes() {
            prop_assert!(!change.to_string().contains('\n'));
        }
    }

    #[test]
    fn reading_never_panics(text: String, words in vec(word(), 0..8)) {
        let _ = Catalog::from_json(text.as_bytes());
        let code = format!(r#"{{"name":"cart","codes":[{{"code":"A","status":409,{}}}]}}"#, words.join(" "));
        let _ = Catalog::from_json(code.as_bytes());
    }
}
