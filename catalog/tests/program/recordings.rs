//! The commands verify and audit.

use serde_json::json;

use crate::{CART, Folder, errorbook};

const DOCUMENT: &str = r##"{
  "openapi": "3.1.0",
  "servers": [{"url": "https://cart.example/v1"}],
  "paths": {
    "/parts/{id}": {"get": {"responses": {"200": {}, "404": {"$ref": "#/components/responses/Missing"}}}},
    "/parts/new": {"get": {"responses": {"200": {}, "409": {"content": {"application/json": {"schema": {"properties": {"code": {"const": "CART-1001"}}}}}}}}}
  },
  "components": {"responses": {"Missing": {"content": {"application/json": {"schema": {"properties": {"code": {"const": "CART-1002"}}}}}}}}
}"##;

const RECORDING: &str = r#"{"method":"GET","path":"/v1/parts/7","status":200}
{"method":"GET","path":"/v1/parts/8","status":404,"book":"cart","code":"CART-1002"}
{"method":"HEAD","path":"/v1/parts/9","status":404,"book":"cart","code":"CART-1002"}
{"method":"GET","path":"/parts/7","status":404,"book":"http","code":"not_found"}
"#;

#[test]
fn verify_lists_every_undeclared_response() {
    let more = format!(
        "{RECORDING}{}",
        "{\"method\":\"GET\",\"path\":\"/v1/parts/new\",\"status\":404,\"book\":\"cart\",\"code\":\"CART-1002\"}\n\
         {\"method\":\"GET\",\"path\":\"/v1/parts/7\",\"status\":404}\n\
         {\"method\":\"GET\",\"path\":\"/v1/parts/7\",\"status\":503,\"code\":\"X\"}\n\
         {\"method\":\"GET\",\"path\":\"/v1/parts/8\",\"status\":503,\"code\":\"X\"}\n"
    );
    let folder =
        Folder::new([("openapi.json", DOCUMENT), ("good.jsonl", RECORDING), ("bad.jsonl", &more), ("none.jsonl", "")]);
    let verify = |recording: &str, format: &str| {
        errorbook(&["verify", &folder.path("openapi.json"), &folder.path(recording), "--format", format])
    };

    let output = verify("good.jsonl", "text");
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert_eq!(
        output.out,
        "3 responses were checked, and the document declares every one\n\n\
         1 declared code was not observed:\n  GET /v1/parts/new: 409 CART-1001\n\n\
         1 request does not match a declared operation:\n  GET /parts/7: 404 not_found (once)\n"
    );
    let output = verify("bad.jsonl", "text");
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    assert!(
        output.out.starts_with(
            "3 responses are not declared:\n  \
           GET /v1/parts/new: 404 CART-1002 (once)\n  \
           GET /v1/parts/{id}: 404 (once, first for /v1/parts/7)\n  \
           GET /v1/parts/{id}: 503 X (2 times, first for /v1/parts/7)\n\n"
        ),
        "{}",
        output.out
    );
    let output = verify("bad.jsonl", "json");
    let report = output.json();
    assert_eq!(
        (output.code, &report["undeclared"][1], &report["unobserved"], &report["checked"]),
        (
            1,
            &json!({ "method": "GET", "path": "/v1/parts/{id}", "status": 404, "code": null, "count": 1, "first": "/v1/parts/7" }),
            &json!([{ "method": "GET", "path": "/v1/parts/new", "status": "409", "code": "CART-1001" }]),
            &json!(7),
        )
    );
    let output = verify("none.jsonl", "text");
    assert_eq!(output.code, 0);
    assert!(output.out.starts_with(
        "0 responses were checked, and the document declares every one\n\n2 declared codes were not observed:\n"
    ));
}

#[test]
fn audit_lists_codes_without_a_response_and_codes_without_a_use() {
    let folder = Folder::new([("cart.json", CART), ("r.jsonl", RECORDING)]);
    std::fs::create_dir(folder.path("src")).unwrap();
    std::fs::write(folder.path("src/page.ts"), "if (code === \"CART-1001\") {}").unwrap();
    let (cart, recording, source) = (folder.path("cart.json"), folder.path("r.jsonl"), folder.path("src"));
    let output = errorbook(&["audit", &cart, "--recording", &recording, "--source", &source]);
    assert_eq!((output.code, output.err.as_str()), (1, ""));
    assert_eq!(
        output.out,
        "cart: 1 of 2 codes observed\n\nnot observed:\n  CART-1001\n\nnot used in the source code:\n  CART-1002\n"
    );
    let output = errorbook(&["audit", &cart, "--recording", &recording, "--format", "json"]);
    assert_eq!(
        (output.code, output.json()),
        (1, json!({ "book": "cart", "codes": 2, "unobserved": ["CART-1001"], "unknown": [], "unnamed": null }))
    );
    let all = format!("{RECORDING}{{\"method\":\"GET\",\"path\":\"/\",\"status\":409,\"code\":\"CART-1001\"}}\n");
    std::fs::write(&recording, all).unwrap();
    let output = errorbook(&["audit", &cart, "--recording", &recording]);
    assert_eq!((output.code, output.out.as_str()), (0, "cart: 2 of 2 codes observed\n"));
}
