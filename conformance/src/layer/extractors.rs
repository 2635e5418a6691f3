//! The extractors of an adapter reject requests with errors of the layer's book.

use errorbook::{Policy, ayanova};

use super::app::{App, BODY_LIMIT, Framework, Handler};
use super::call::{Call, Received};
use super::reply::Reply;

fn parts() -> App {
    App::new(Policy::new(&ayanova::BOOK))
        .get("/parts/{id}", Handler::ReadsPath)
        .post("/parts/{id}", Handler::ReadsAll)
        .post("/parts", Handler::ReadsJson)
        .post("/orders", Handler::ReadsOrder)
        .post("/pages", Handler::ReadsForm)
        .get("/fine", Reply::empty(200))
}

fn create<F: Framework>(body: &str) -> Received {
    let call = Call::new("POST", "/parts").header("content-type", "application/json").body(body);
    F::respond(&parts(), &call)
}

pub fn a_wrong_parameter_is_rejected_with_its_name<F: Framework>() {
    let json = |method: &str, target: &str| {
        F::respond(&parts(), &Call::new(method, target).header("content-type", "application/json"))
    };
    for (method, target, body) in [
        (
            "GET",
            "/parts/x",
            r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 4294967295","target":"id"}}"#,
        ),
        (
            "GET",
            "/parts/-1",
            r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 4294967295","target":"id"}}"#,
        ),
        ("GET", "/parts/%FF", r#"{"error":{"code":"2203","message":"id: expected UTF-8","target":"id"}}"#),
        (
            "POST",
            "/parts/x?quantity=1",
            r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 4294967295","target":"id"}}"#,
        ),
        ("POST", "/parts/1", r#"{"error":{"code":"2203","message":"quantity: is missing","target":"quantity"}}"#),
        (
            "POST",
            "/parts/1?quantity=x",
            r#"{"error":{"code":"2203","message":"quantity: expected a whole number from 0 to 255","target":"quantity"}}"#,
        ),
    ] {
        json(method, target).assert_eq(400, body, &format!("{method} {target}"));
    }
    json("HEAD", "/parts/x").assert_eq(400, "", "HEAD /parts/x");
    for id in ["1", "%37"] {
        assert_eq!(parts().ask::<F>(format!("/parts/{id}")).status, 200, "{id}");
    }
}

pub fn a_wrong_body_is_rejected_in_the_envelope<F: Framework>() {
    for (body, expected) in [
        (
            "{",
            r#"{"error":{"code":"2030","message":"the body is not readable JSON: EOF while parsing an object at line 1 column 1"}}"#,
        ),
        (
            r#"{"quantity":-1}"#,
            r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 255","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
        ),
        (
            "{}",
            r#"{"error":{"code":"2200","details":[{"message":"is missing","target":"quantity","error":"2205"}],"message":"Validation error"}}"#,
        ),
    ] {
        create::<F>(body).assert_eq(400, expected, body);
    }
    let expected = r#"{"error":{"code":"2030","message":"the content type of the body must be application/json"}}"#;
    F::respond(&parts(), &Call::new("POST", "/parts").body("{}")).assert_eq(400, expected, "no content type");
    let text = Call::new("POST", "/parts").header("content-type", "text/json").body("{}");
    F::respond(&parts(), &text).assert_eq(400, expected, "text/json");
}

const U8: &str = "expected a whole number from 0 to 255";

/// The code of a validation error, the field, and the message.
type Fault = (&'static str, &'static str, &'static str);

/// Asserts that a body or a form is rejected with these validation errors.
fn assert_faults<F: Framework>(call: &Call, faults: &[Fault]) {
    let detail = |(error, target, message): &Fault| {
        format!(r#"{{"message":"{message}","target":"{target}","error":"{error}"}}"#)
    };
    let details = faults.iter().map(detail).collect::<Vec<_>>().join(",");
    let expected = format!(r#"{{"error":{{"code":"2200","details":[{details}],"message":"Validation error"}}}}"#);
    F::respond(&parts(), call).assert_eq(400, &expected, &format!("{call:?}"));
}

pub fn all_validation_errors_of_a_body_are_in_one_response<F: Framework>() {
    const OBJECT: &str = "expected an object";
    const STATE: &str = "expected one of: open, moved";
    const NAME: &str = "the name of a member is not valid: expected a whole number from 0 to 255";
    const RANGE: &str = "expected an array of 2 values";
    const RULE: &str = "expected a whole number from 1 to 255";
    const MISSING: &str = "is missing";
    let cases: [(&str, &[Fault]); 16] = [
        (
            r#"{"number":0,"state":"x","x":1}"#,
            &[("2203", "number", RULE), ("2203", "state", STATE), ("2203", "x", "is unknown")],
        ),
        (
            r#"{"number":"0","number":1,"range":[]}"#,
            &[("2203", "number", RULE), ("2203", "number", "occurs twice"), ("2203", "range", RANGE)],
        ),
        (r#"{"state":{"moved":{"to":-1}},"number":0}"#, &[("2203", "state.moved.to", U8), ("2203", "number", RULE)]),
        (r#"{"state":{"moved":{}},"number":256}"#, &[("2205", "state.moved.to", MISSING), ("2203", "number", RULE)]),
        (r#"{"state":{"moved":1},"number":[]}"#, &[("2203", "state.moved", OBJECT), ("2203", "number", RULE)]),
        (r#"{"state":"moved","range":5}"#, &[("2203", "state", OBJECT), ("2203", "range", RANGE)]),
        (
            r#"{"flags":{"x":true,"1":1,"2":"x"}}"#,
            &[
                ("2203", "flags", NAME),
                ("2203", "flags.1", "expected true or false"),
                ("2203", "flags.2", "expected true or false"),
            ],
        ),
        (
            r#"{"range":["x","y",1]}"#,
            &[("2203", "range[0]", U8), ("2203", "range[1]", "expected a number"), ("2203", "range", RANGE)],
        ),
        (r#"{"price":340282366920938463463374607431768211455,"number":0}"#, &[("2203", "number", RULE)]),
        (
            r#"{"price":340282366920938463463374607431768211456,"number":0}"#,
            &[
                ("2203", "price", "expected a whole number from 0 to 340282366920938463463374607431768211455"),
                ("2203", "number", RULE),
            ],
        ),
        (r#"{"shape":{"kind":"x"}}"#, &[("2203", "shape.kind", "expected one of: circle, point")]),
        (r#"{"shape":{"kind":"circle","radius":"x"}}"#, &[("2203", "shape", "is not valid")]),
        // Without the tag, serde does not know which members the variant needs.
        (r#"{"shape":{},"number":0}"#, &[("2205", "shape.kind", MISSING)]),
        (r#"{"flat":{},"number":0}"#, &[("2205", "flat.id", MISSING), ("2205", "flat.quantity", MISSING)]),
        (r#"{"flat":{"id":"x","quantity":1},"number":0}"#, &[("2203", "flat.id", U8), ("2203", "number", RULE)]),
        (
            r#"{"next":{"next":{"next":5,"x":1}},"state":5}"#,
            &[("2203", "next.next.next", OBJECT), ("2203", "next.next.x", "is unknown"), ("2203", "state", STATE)],
        ),
    ];
    for (body, faults) in cases {
        let call = Call::new("POST", "/orders?top=1").header("content-type", "application/json").body(body);
        assert_faults::<F>(&call, faults);
    }
}

pub fn all_wrong_parameters_are_in_one_response<F: Framework>() {
    for (query, expected) in [
        ("top=x", format!(r#"{{"error":{{"code":"2203","message":"top: {U8}","target":"top"}}}}"#)),
        (
            "skip=x&top=-1&state=shut",
            format!(
                r#"{{"error":{{"code":"2203","details":[{{"message":"{U8}","target":"skip","error":"2203"}},{{"message":"{U8}","target":"top","error":"2203"}},{{"message":"expected one of: open, moved","target":"state","error":"2203"}}],"message":"skip: {U8}; top: {U8}; state: expected one of: open, moved","target":"skip"}}}}"#
            ),
        ),
        (
            "skip=%FF&x=1&skip=2",
            r#"{"error":{"code":"2203","details":[{"message":"expected UTF-8","target":"skip","error":"2203"},{"message":"is unknown","target":"x","error":"2203"},{"message":"occurs twice","target":"skip","error":"2203"},{"message":"is missing","target":"top","error":"2205"}],"message":"skip: expected UTF-8; x: is unknown; skip: occurs twice; top: is missing","target":"skip"}}"#.to_owned(),
        ),
    ] {
        let call = Call::new("POST", format!("/orders?{query}")).header("content-type", "application/json").body("{}");
        F::respond(&parts(), &call).assert_eq(400, &expected, query);
    }
}

pub fn all_validation_errors_of_a_form_are_in_one_response<F: Framework>() {
    let form =
        |body: &str| Call::new("POST", "/pages").header("content-type", "application/x-www-form-urlencoded").body(body);
    assert_eq!(F::respond(&parts(), &form("top=1&state=open")).status, 200);
    assert_faults::<F>(
        &form("skip=&top=x&state=5"),
        &[("2203", "skip", U8), ("2203", "top", U8), ("2203", "state", "expected one of: open, moved")],
    );
    assert_faults::<F>(
        &form("skip=256&x=1"),
        &[("2203", "skip", U8), ("2203", "x", "is unknown"), ("2205", "top", "is missing")],
    );
    assert_faults::<F>(&form("top=%FF&top=1"), &[("2203", "top", "expected UTF-8"), ("2203", "top", "occurs twice")]);
}

pub fn a_body_over_the_limit_is_rejected<F: Framework>() {
    let padded = |length: usize| {
        let start = r#"{"quantity":1"#;
        format!("{start}{}}}", " ".repeat(length - start.len() - 1))
    };
    assert_eq!(create::<F>(&padded(BODY_LIMIT)).status, 200);
    let expected = r#"{"error":{"code":"2030","message":"the body is too large"}}"#;
    create::<F>(&padded(BODY_LIMIT + 1)).assert_eq(400, expected, "over the limit");
}

pub fn an_unknown_path_is_not_a_wrong_parameter<F: Framework>() {
    parts().ask::<F>("/parts/x/y").assert_is(ayanova::OBJECT_NOT_FOUND, "/parts/x/y");
    parts().send::<F>("DELETE", "/parts/x").assert_is(ayanova::INVALID_OPERATION, "DELETE /parts/x");
}
