//! Error bodies of JSON:API, of the examples in RFC 7807 and RFC 9457, and of well-known services.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "JSON:API, a field",
        status: 422,
        body: r#"{"errors":[{"status":"422","source":{"pointer":"/data/attributes/firstName"},"title":"Invalid Attribute","detail":"First name must contain at least two characters."}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("data.attributes.firstName", "invalid", "First name must contain at least two characters.")],
        // The extension keeps the title and the status of the item.
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "JSON:API, codes, a parameter and a header",
        status: 400,
        body: r#"{"jsonapi":{"version":"1.1"},"errors":[{"code":"123","source":{"pointer":"/data/attributes/firstName"},"title":"Value is too short"},{"source":{"parameter":"include"},"detail":"no relationship `author`"},{"source":{"header":"accept"},"detail":"unknown extension"}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[
            ("data.attributes.firstName", "123", "Value is too short"),
            ("parameter include", "invalid", "no relationship `author`"),
            ("header accept", "invalid", "unknown extension"),
        ],
        extensions: &["jsonapi"],
        ..CASE
    },
    Case {
        name: "JSON:API, 404",
        status: 404,
        body: r#"{"errors":[{"title":"Not Found"}]}"#,
        code: Some("not_found"),
        message: "Not Found",
        violations: &[("", "invalid", "Not Found")],
        ..CASE
    },
    Case {
        name: "RFC 7807, invalid parameters",
        status: 400,
        body: r#"{"type":"https://example.net/validation-error","title":"Your request parameters didn't validate.","invalid-params":[{"name":"age","reason":"must be a positive integer"},{"name":"color","reason":"must be 'green', 'red' or 'blue'"}]}"#,
        id: Some("validation-error"),
        message: "Your request parameters didn't validate.",
        violations: &[
            ("age", "invalid", "must be a positive integer"),
            ("color", "invalid", "must be 'green', 'red' or 'blue'"),
        ],
        ..CASE
    },
    Case {
        name: "RFC 9457, errors with pointers",
        status: 422,
        body: r##"{"type":"https://example.net/validation-error","title":"Your request is not valid.","errors":[{"detail":"must be a positive integer","pointer":"#/age"},{"detail":"must be 'green', 'red' or 'blue'","pointer":"#/profile/color"}]}"##,
        id: Some("validation-error"),
        message: "Your request is not valid.",
        violations: &[
            ("age", "invalid", "must be a positive integer"),
            ("profile.color", "invalid", "must be 'green', 'red' or 'blue'"),
        ],
        ..CASE
    },
    Case {
        name: "Pointers without texts, and with texts of another name",
        status: 400,
        body: r##"{"errors":[{"pointer":"#/age","code":"min"}],"violations":[{"pointer":"#/name","message":"is taken"}]}"##,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("age", "min", "")],
        extensions: &["violations"],
        ..CASE
    },
    Case {
        name: "A status of MDN",
        status: 404,
        body: r#"{"type":"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/404","title":"Not Found","status":404}"#,
        code: Some("not_found"),
        message: "Not Found",
        ..CASE
    },
    Case {
        name: "Stripe",
        status: 400,
        body: r#"{"error":{"code":"parameter_missing","doc_url":"https://stripe.com/docs/error-codes/parameter-missing","message":"Missing required param: amount.","param":"amount","type":"invalid_request_error"}}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("Missing required param: amount."),
        target: Some("parameter amount"),
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "GitHub, validation",
        status: 422,
        body: r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://docs.github.com/rest/issues/issues#create-an-issue","status":"422"}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        description: Some("Validation Failed"),
        violations: &[("title", "missing_field", "")],
        extensions: &["errors", "documentation_url", "status"],
        ..CASE
    },
    Case {
        name: "GitHub, 404",
        status: 404,
        body: r#"{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}"#,
        code: Some("not_found"),
        message: "Not Found",
        extensions: &["documentation_url", "status"],
        ..CASE
    },
    Case {
        name: "Google, 404",
        status: 404,
        body: r#"{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Requested entity was not found."),
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "Google, field violations",
        status: 400,
        body: r#"{"error":{"code":400,"message":"Invalid value at 'part.count'","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"part.count","description":"Invalid value"}]}]}}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("Invalid value at 'part.count'"),
        violations: &[("part.count", "invalid", "Invalid value")],
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "Google, 503",
        status: 503,
        body: r#"{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}"#,
        code: Some("service_unavailable"),
        message: "Service Unavailable",
        description: Some("The service is currently unavailable."),
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "OAuth 2.0",
        status: 400,
        body: r#"{"error":"invalid_grant","error_description":"the refresh token has expired","error_uri":"https://auth.example/errors"}"#,
        code: Some("bad_request"),
        message: "invalid_grant",
        description: Some("the refresh token has expired"),
        extensions: &["error_uri"],
        ..CASE
    },
    Case {
        name: "Microsoft Graph",
        status: 404,
        body: r#"{"error":{"code":"Request_ResourceNotFound","message":"Resource '7' does not exist.","innerError":{"date":"2024-05-01T09:00:00","request-id":"1"}}}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Resource '7' does not exist."),
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "Amazon API Gateway",
        status: 403,
        body: r#"{"message":"Missing Authentication Token"}"#,
        code: Some("forbidden"),
        message: "Forbidden",
        description: Some("Missing Authentication Token"),
        ..CASE
    },
    Case {
        name: "Twilio",
        status: 404,
        body: r#"{"code":20404,"message":"The requested resource /Accounts/1 was not found","more_info":"https://www.twilio.com/docs/errors/20404","status":404}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("The requested resource /Accounts/1 was not found"),
        extensions: &["code", "more_info"],
        ..CASE
    },
    Case {
        name: "Kubernetes",
        status: 404,
        body: r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"a\" not found","reason":"NotFound","details":{"name":"a","kind":"pods"},"code":404}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("pods \"a\" not found"),
        extensions: &["kind", "apiVersion", "metadata", "status", "reason", "details", "code"],
        ..CASE
    },
    Case {
        name: "GraphQL over HTTP",
        status: 400,
        body: r#"{"errors":[{"message":"Syntax Error: Expected Name","locations":[{"line":1,"column":2}]}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("", "invalid", "Syntax Error: Expected Name")],
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "Members of the wrong type",
        status: 400,
        body: r#"{"type":7,"title":[],"status":"400","detail":[1],"instance":{},"code":3,"errors":"none","violations":7,"message":{"a":"b"},"error":[1]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        extensions: &[
            "type",
            "title",
            "status",
            "detail",
            "instance",
            "code",
            "errors",
            "violations",
            "message",
            "error",
        ],
        ..CASE
    },
];
