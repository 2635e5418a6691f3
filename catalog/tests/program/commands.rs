//! The commands explain, diff, check, merge, completions and man.

use serde_json::json;

use crate::{CART, Folder, errorbook, errorbook_with_input};

#[test]
fn explain_shows_everything_about_a_code() {
    let folder = Folder::new([("cart.json", CART)]);
    let output = errorbook(&["explain", "CART-1001", &folder.path("cart.json")]);
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert_eq!(
        output.out,
        r#"CART-1001 409 Sold out

Deprecated: use CART-1002.

Less is in stock.

See *elsewhere*.

What to do
  Order fewer.

Book:       cart
Owner:      team-stock
Try again:  after 30 seconds
Parameters: part (integer)
Headers:    retry-after
Since:      1.2
Operations: GET /parts/{id}

Example
  HTTP/1.1 409
  content-type: application/problem+json

  {"type":"https://cart.example/CART-1001","title":"Sold out","status":409,"code":"CART-1001"}

With ?always_200=true
  HTTP/1.1 200
  content-type: application/json
  x-suppressed-status: 409
  cache-control: no-store

  {"type":"https://cart.example/CART-1001","title":"Sold out","status":409,"code":"CART-1001"}
"#
    );
    let output = errorbook(&["explain", "CART-1002", &folder.path("cart.json"), "--format", "json"]);
    let body = json!({ "type": "https://cart.example/CART-1002", "title": "No such part", "status": 404, "code": "CART-1002" });
    assert_eq!(
        (output.code, output.json()),
        (
            0,
            json!({ "suggestions": [], "found": [{
                "book": "cart", "code": "CART-1002", "status": 404, "message": "No such part", "owner": "team-cart",
                "operations": ["GET /parts/{id}"],
                "example": { "status": 404, "headers": { "content-type": "application/problem+json" }, "body": body },
                "suppressed": {
                    "query": "always_200=true", "status": 200, "body": body,
                    "headers": {
                        "content-type": "application/json", "x-suppressed-status": "404", "cache-control": "no-store",
                    },
                },
            }] })
        )
    );
}

#[test]
fn explain_searches_the_built_in_books_and_suggests_codes() {
    for code in ["PE01-1104", "2200", "not_found"] {
        let output = errorbook(&["explain", code]);
        assert_eq!((output.code, output.err.as_str()), (0, ""));
        assert!(output.out.starts_with(code), "{}", output.out);
    }
    let folder = Folder::new([("cart.json", CART)]);
    let cart = folder.path("cart.json");
    let cases: [(&[&str], &str); 5] = [
        (
            &["explain", "PE01-9009"],
            "no code PE01-9009 in primaerp, ayanova, http. Did you mean PE01-1009, PE01-9000, PE01-9001, PE01-9002, PE01-9003?\n",
        ),
        (&["explain", "notfound", "http"], "no code notfound in http. Did you mean not_found?\n"),
        (&["explain", "cart-1002", &cart], "no code cart-1002 in cart. Did you mean CART-1002, CART-1001?\n"),
        (
            &["explain", "CART-1000", &cart],
            "the code CART-1000 is retired in cart. Did you mean CART-1001, CART-1002?\n",
        ),
        (&["explain", "something else", "http"], "no code something else in http\n"),
    ];
    for (arguments, expected) in cases {
        let output = errorbook(arguments);
        assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (1, "", expected));
    }
    let output = errorbook(&["explain", "notfound", "http", "--format", "json"]);
    assert_eq!((output.code, output.json()), (1, json!({ "found": [], "suggestions": ["not_found"] })));
}

const OLD: &str = r#"{"name":"cart","codes":[{"code":"A_1","status":409},{"code":"B","status":404,"message":"b"}]}"#;
const NEW: &str = r#"{"name":"cart","codes":[{"code":"A_1","status":422},{"code":"B","status":404,"message":"c"},{"code":"C","status":404}]}"#;

#[test]
fn diff_reports_changes_and_fails_on_breaking_changes() {
    let folder = Folder::new([("old.json", OLD), ("new.json", NEW)]);
    let (old, new) = (folder.path("old.json"), folder.path("new.json"));
    let output = errorbook(&["diff", &old, &new]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    assert_eq!(
        output.out,
        "cart: 1 breaking change, 1 addition, 1 changed text\n\n\
         breaking (clients of the old book can fail):\n  \
           A_1 has status 422 instead of 409: restore 409, or retire the code and add a new code\n\n\
         additions (clients of the old book keep working):\n  C is new: 404\n\n\
         changed texts (only people read them):\n  B has the message \"c\" instead of \"b\"\n",
    );
    let output = errorbook(&["diff", &old, &new, "--format", "markdown"]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    assert_eq!(
        output.out,
        "## Error codes of cart\n\n### Breaking changes\n\n- `A_1` has status 422 instead of 409\n\n\
         ### Additions\n\n- `C` is new: 404\n\n### Changed texts\n\n- `B` has the message \"c\" instead of \"b\"\n",
    );
    let output = errorbook(&["diff", &old, &new, "--format", "json"]);
    assert_eq!((output.code, output.json()["changes"].as_array().unwrap().len()), (1, 3));

    for (arguments, code, out) in [
        (["diff", &old, &old], 0, "cart: nothing changed\n"),
        (["diff", "primaerp", "primaerp"], 0, "primaerp: nothing changed\n"),
    ] {
        let output = errorbook(&arguments);
        assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (code, out, ""));
    }
    let output = errorbook(&["diff", &old, &old, "--format", "markdown"]);
    assert_eq!((output.code, output.out.as_str()), (0, "## Error codes of cart\n\nNothing changed.\n"));
    let output = errorbook_with_input(&["diff", "-", &new, "--format", "json"], OLD);
    assert_eq!((output.code, output.json()["breaking"].as_bool()), (1, Some(true)));
}

#[test]
fn diff_lists_the_changes_of_operations() {
    let document = |responses: serde_json::Value| {
        json!({ "openapi": "3.1.0", "info": { "title": "shop" }, "paths": { "/parts/{id}": { "get": { "responses": responses } } } })
            .to_string()
    };
    let of = |code: &str| json!({ "content": { "application/json": { "schema": { "properties": { "code": { "const": code } } } } } });
    let old = document(json!({ "404": of("A"), "409": of("B") }));
    let new = document(json!({ "404": of("A"), "410": of("B"), "422": of("C") }));
    let folder = Folder::new([("old.json", &old), ("new.json", &new)]);
    let output = errorbook(&["diff", &folder.path("old.json"), &folder.path("new.json")]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    for line in [
        "  GET /parts/{id} returns B with status 410 instead of 409\n",
        "  GET /parts/{id} can return C with status 422: clients may not handle it\n",
        "  B has status 410 instead of 409: ",
    ] {
        assert!(output.out.contains(line), "{}", output.out);
    }
    let output = errorbook(&["diff", &folder.path("new.json"), &folder.path("old.json"), "--format", "json"]);
    let changes = output.json()["changes"].clone();
    let removed = json!({
        "code": "C", "severity": "addition", "change": "operation_code_removed",
        "operation": "GET /parts/{id}", "status": "422",
    });
    assert!(changes.as_array().unwrap().contains(&removed), "{changes}");
}

#[test]
fn check_finds_every_kind_of_fault() {
    let services =
        ["cart", "shop", "bank"].map(|name| format!("{}/tests/services/{name}.json", env!("CARGO_MANIFEST_DIR")));
    let [cart, shop, bank] = &services;
    let output = errorbook(&["check", cart, shop, bank]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    assert_eq!(
        output.out,
        "shop: S-1001: it has another status and another message and another meaning in cart\n\
         bank: S-2003: it is retired here but in use in shop\n\
         shop: its pattern S-#### overlaps with the pattern S-1### of cart: both allow S-1000\n\
         cart: a 413 is sent as 400 with S-1004, so clients and proxies cannot act on the 413\n\
         cart: a 429 is sent as 400 with S-1004, so clients and proxies cannot act on the 429\n\
         shop: S-2001: its message contains {left}, but it has no such parameter\n\
         shop: S-2002: its replacement S-2003 is also deprecated\n\
         bank: B-1: its status is 500, but it has no retry rule\n\
         bank: B-2: it has no meaning\n\
         bank: B-3: it has no advice\n",
    );
    let output = errorbook(&["check", cart, shop, bank, "--format", "json"]);
    let findings = output.json();
    let faults: Vec<&str> =
        findings.as_array().unwrap().iter().map(|finding| finding["fault"].as_str().unwrap()).collect();
    assert_eq!(
        faults,
        [
            "two_meanings",
            "two_meanings",
            "overlap",
            "status_replaced",
            "status_replaced",
            "unknown_parameter",
            "dead_replacement",
            "no_retry",
            "no_meaning",
            "no_advice",
        ]
    );
    assert_eq!(
        findings[8],
        json!({ "fault": "no_meaning", "book": "bank", "code": "B-2", "message": "it has no meaning" })
    );

    let output = errorbook(&["check", "primaerp"]);
    assert_eq!((output.code, output.err.as_str()), (1, ""), "{}", output.out);
    let clean =
        r#"{"name":"a","codes":[{"code":"A","status":409,"meaning":"m","advice":"a","message":"{ not a name }"}]}"#;
    let folder = Folder::new([("a.json", clean)]);
    let a = folder.path("a.json");
    let output = errorbook(&["check", &a, &a]);
    assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (0, "no faults in 2 codes\n", ""));
    assert_eq!(errorbook(&["check", &a, "--format", "json"]).json(), json!([]));
}

#[test]
fn merge_fails_only_if_an_identifier_has_two_meanings() {
    let shop = r#"{"name":"shop","codes":[{"code":"SHOP-1","status":404},{"code":"CART-1002","status":404,"message":"No such part"}]}"#;
    let folder = Folder::new([("cart.json", CART), ("shop.json", shop)]);
    let (cart, shop) = (folder.path("cart.json"), folder.path("shop.json"));
    let output = errorbook(&["merge", &cart, &shop]);
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    let merged = output.json();
    assert_eq!((&merged["name"], &merged["retired"]), (&json!("cart+shop"), &json!(["CART-1000"])));
    assert_eq!(
        merged["codes"].as_array().unwrap().iter().map(|code| (&code["code"], &code["owner"])).collect::<Vec<_>>(),
        [
            (&json!("CART-1001"), &json!("team-stock")),
            (&json!("CART-1002"), &json!("team-cart")),
            (&json!("SHOP-1"), &json!(null)),
        ]
    );
    let output = errorbook(&["merge", &cart, &shop, "--name", "company", "--format", "json"]);
    assert_eq!(output.json()["name"], "company");

    let other = folder.path("other.json");
    std::fs::write(&other, r#"{"name":"other","codes":[{"code":"SHOP-1","status":410}]}"#).unwrap();
    let output = errorbook(&["merge", &shop, &other]);
    assert_eq!(
        (output.code, output.out.as_str(), output.err.as_str()),
        (1, "", "other: SHOP-1: it has another status in shop\n")
    );
    assert_eq!(errorbook(&["merge", &shop, &other, "--format", "json"]).json()[0]["fault"], "two_meanings");
}

#[test]
fn completions_and_the_manual_page_contain_every_command() {
    let commands = ["explain", "diff", "check", "merge", "export", "import", "audit", "verify", "serve"];
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = errorbook(&["completions", shell]);
        assert_eq!((output.code, output.err.as_str()), (0, ""));
        assert!(commands.iter().all(|command| output.out.contains(command)), "{shell}");
    }
    let output = errorbook(&["man"]);
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert!(output.out.contains(".TH errorbook 1") && output.out.contains("Exit codes:"), "{}", output.out);
    assert!(
        commands.iter().all(|command| output.out.contains(&format!("errorbook {command}"))
            || output.out.contains(&format!("errorbook\\-{command}"))),
        "{}",
        output.out
    );
}

#[test]
fn large_catalogs_are_compared_and_explained() {
    let book = |status: u16| {
        let codes: Vec<_> =
            (0..2_400).map(|number| json!({ "code": 20_000 + number, "status": status, "message": "m" })).collect();
        json!({ "name": "large", "codes": codes }).to_string()
    };
    let folder = Folder::new([("old.json", &book(409)), ("new.json", &book(422))]);
    let output = errorbook(&["diff", &folder.path("old.json"), &folder.path("new.json")]);
    assert_eq!(output.code, 1);
    assert!(output.out.starts_with("large: 2400 breaking changes\n"));
    assert_eq!(errorbook(&["explain", "22399", &folder.path("new.json")]).code, 0);
}
