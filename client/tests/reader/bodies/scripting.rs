//! Error bodies of FastAPI, Django, Flask, Rails, Laravel, Symfony and Phoenix.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "FastAPI with Pydantic 2",
        status: 422,
        body: r#"{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{"price":1}},{"type":"int_parsing","loc":["body","parts",0,"count"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"two"}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[
            ("name", "missing", "Field required"),
            ("parts[0].count", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"),
        ],
        // The extension keeps the input.
        extensions: &["detail"],
        ..CASE
    },
    Case {
        name: "FastAPI with Pydantic 1",
        status: 422,
        body: r#"{"detail":[{"loc":["path","item_id"],"msg":"value is not a valid integer","type":"type_error.integer"},{"loc":["query","top"],"msg":"field required","type":"value_error.missing"},{"loc":["header","x-token"],"msg":"field required","type":"value_error.missing"},{"loc":["body"],"msg":"field required","type":"value_error.missing"}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[
            ("parameter item_id", "type_error.integer", "value is not a valid integer"),
            ("parameter top", "value_error.missing", "field required"),
            ("header x-token", "value_error.missing", "field required"),
            ("", "value_error.missing", "field required"),
        ],
        ..CASE
    },
    Case {
        name: "FastAPI, a body that is not JSON",
        status: 422,
        body: r#"{"detail":[{"type":"json_invalid","loc":["body",41],"msg":"JSON decode error","input":{},"ctx":{"error":"Expecting ',' delimiter"}}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("", "json_invalid", "JSON decode error")],
        extensions: &["detail"],
        ..CASE
    },
    Case {
        name: "FastAPI, HTTPException",
        status: 404,
        body: r#"{"detail":"Item not found"}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Item not found"),
        ..CASE
    },
    Case {
        name: "FastAPI, HTTPException with a list of its own",
        status: 409,
        body: r#"{"detail":[{"part":7,"msg":"is locked"},"try later"]}"#,
        code: Some("conflict"),
        message: "Conflict",
        extensions: &["detail"],
        ..CASE
    },
    Case {
        name: "Django REST framework, 404",
        status: 404,
        body: r#"{"detail":"Not found."}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Not found."),
        ..CASE
    },
    Case {
        name: "Django REST framework, validation",
        status: 400,
        body: r#"{"amount":["A valid integer is required."],"description":["This field may not be blank."],"non_field_errors":["start must be before end"]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[
            ("amount", "invalid", "A valid integer is required."),
            ("description", "invalid", "This field may not be blank."),
            ("", "invalid", "start must be before end"),
        ],
        ..CASE
    },
    Case {
        name: "Django REST framework, a nested serializer",
        status: 400,
        body: r#"{"user":{"email":["Enter a valid email address."],"name":["This field is required."]}}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[
            ("user.email", "invalid", "Enter a valid email address."),
            ("user.name", "invalid", "This field is required."),
        ],
        ..CASE
    },
    Case {
        name: "Django REST framework, throttled",
        status: 429,
        body: r#"{"detail":"Request was throttled. Expected available in 42 seconds."}"#,
        code: Some("too_many_requests"),
        message: "Too Many Requests",
        description: Some("Request was throttled. Expected available in 42 seconds."),
        ..CASE
    },
    Case {
        name: "Flask, the generic handler of its documentation",
        status: 404,
        body: r#"{"code":404,"name":"Not Found","description":"The requested URL was not found on the server."}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("The requested URL was not found on the server."),
        extensions: &["code", "name"],
        ..CASE
    },
    Case {
        name: "Rails, a status",
        status: 404,
        body: r#"{"status":404,"error":"Not Found"}"#,
        code: Some("not_found"),
        message: "Not Found",
        ..CASE
    },
    Case {
        name: "Rails, errors of a model",
        status: 422,
        body: r#"{"errors":{"name":["can't be blank","is too short (minimum is 3 characters)"]}}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[
            ("name", "invalid", "can't be blank"),
            ("name", "invalid", "is too short (minimum is 3 characters)"),
        ],
        ..CASE
    },
    Case {
        name: "Rails, the scaffold's errors of a model",
        status: 422,
        body: r#"{"name":["can't be blank"]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("name", "invalid", "can't be blank")],
        ..CASE
    },
    Case {
        name: "Rails, full messages",
        status: 422,
        body: r#"{"errors":["Name can't be blank"]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("", "invalid", "Name can't be blank")],
        ..CASE
    },
    Case {
        name: "Rails, details of errors",
        status: 422,
        body: r#"{"errors":{"name":[{"error":"blank"},{"error":"too_short","count":3}]}}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "Laravel, validation",
        status: 422,
        body: r#"{"message":"The team name must be a string. (and 4 more errors)","errors":{"team_name":["The team name must be a string.","The team name must be at least 1 characters."],"users.0.email":["The users.0.email field is required."]}}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        description: Some("The team name must be a string. (and 4 more errors)"),
        violations: &[
            ("team_name", "invalid", "The team name must be a string."),
            ("team_name", "invalid", "The team name must be at least 1 characters."),
            ("users.0.email", "invalid", "The users.0.email field is required."),
        ],
        ..CASE
    },
    Case {
        name: "Laravel, throttled",
        status: 429,
        body: r#"{"message":"Too Many Attempts."}"#,
        code: Some("too_many_requests"),
        message: "Too Many Requests",
        description: Some("Too Many Attempts."),
        ..CASE
    },
    Case {
        name: "Symfony, 404",
        status: 404,
        body: r#"{"type":"https://tools.ietf.org/html/rfc2616#section-10","title":"An error occurred","status":404,"detail":"Not Found"}"#,
        code: Some("not_found"),
        message: "An error occurred",
        description: Some("Not Found"),
        ..CASE
    },
    Case {
        name: "Symfony, validation",
        status: 422,
        body: r#"{"type":"https://symfony.com/errors/validation","title":"Validation Failed","status":422,"detail":"name: This value should not be blank.","violations":[{"propertyPath":"name","title":"This value should not be blank.","template":"This value should not be blank.","parameters":{"{{ value }}":"\"\""},"type":"urn:uuid:c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}"#,
        id: Some("validation"),
        message: "Validation Failed",
        description: Some("name: This value should not be blank."),
        violations: &[("name", "invalid", "This value should not be blank.")],
        extensions: &["violations"],
        ..CASE
    },
    Case {
        name: "API Platform",
        status: 422,
        body: r#"{"@context":"/contexts/ConstraintViolationList","@type":"ConstraintViolationList","hydra:title":"An error occurred","hydra:description":"name: This value should not be blank.","violations":[{"propertyPath":"name","message":"This value should not be blank.","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("name", "c1051bb4-d103-4f74-8988-acbcafc7fdc3", "This value should not be blank.")],
        extensions: &["@context", "@type", "hydra:title", "hydra:description"],
        ..CASE
    },
    Case {
        name: "Phoenix",
        status: 404,
        body: r#"{"errors":{"detail":"Not Found"}}"#,
        code: Some("not_found"),
        message: "Not Found",
        violations: &[("", "invalid", "Not Found")],
        ..CASE
    },
];
