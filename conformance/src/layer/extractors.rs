//! The extractors of an adapter refuse a request with errors of the layer's book.

use errorbook::{Policy, ayanova};

use super::app::{App, BODY_LIMIT, Framework, Handler};
use super::call::{Call, Received};
use super::reply::Reply;

fn parts() -> App {
    App::new(Policy::new(&ayanova::BOOK))
        .get("/parts/{id}", Handler::ReadsPath)
        .post("/parts/{id}", Handler::ReadsAll)
        .post("/parts", Handler::ReadsJson)
        .get("/fine", Reply::empty(200))
}

fn create<F: Framework>(body: &str) -> Received {
    let call = Call::new("POST", "/parts").header("content-type", "application/json").body(body);
    F::respond(&parts(), &call)
}

pub fn a_parameter_is_refused_by_its_name<F: Framework>() {
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

pub fn a_body_is_refused_in_the_envelope<F: Framework>() {
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

pub fn a_body_over_the_limit_is_refused<F: Framework>() {
    let padded = |length: usize| {
        let start = r#"{"quantity":1"#;
        format!("{start}{}}}", " ".repeat(length - start.len() - 1))
    };
    assert_eq!(create::<F>(&padded(BODY_LIMIT)).status, 200);
    let expected = r#"{"error":{"code":"2030","message":"the body is too large"}}"#;
    create::<F>(&padded(BODY_LIMIT + 1)).assert_eq(400, expected, "over the limit");
}

pub fn a_request_that_no_route_serves_is_not_a_wrong_parameter<F: Framework>() {
    parts().ask::<F>("/parts/x/y").assert_is(ayanova::OBJECT_NOT_FOUND, "/parts/x/y");
    parts().send::<F>("DELETE", "/parts/x").assert_is(ayanova::INVALID_OPERATION, "DELETE /parts/x");
}
