//! Error bodies of ASP.NET Core and of libraries for it.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "ASP.NET Core 8, 404",
        status: 404,
        body: r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-55d33e1a11d94c8a4c2d6a8ab8f5c2a1-0c8b7f5d6a1e4b2f-00"}"#,
        code: Some("not_found"),
        message: "Not Found",
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core 8, 503",
        status: 503,
        body: r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.4","title":"Service Unavailable","status":503}"#,
        code: Some("service_unavailable"),
        message: "Service Unavailable",
        ..CASE
    },
    Case {
        name: "ASP.NET Core 8, validation",
        status: 400,
        body: r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"Genre":["The field Genre must be a string with a maximum length of 30.","The Genre field is required."],"Price":["The field Price must be between 0 and 999.99."]},"traceId":"00-7e8a-1f-00"}"#,
        code: Some("bad_request"),
        message: "One or more validation errors occurred.",
        violations: &[
            ("Genre", "invalid", "The field Genre must be a string with a maximum length of 30."),
            ("Genre", "invalid", "The Genre field is required."),
            ("Price", "invalid", "The field Price must be between 0 and 999.99."),
        ],
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core 6, a value of the wrong type",
        status: 400,
        body: r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"traceId":"00-9c-31-00","errors":{"$.parts[0].quantity":["The JSON value could not be converted to System.Int32."],"order":["The order field is required."],"parts[1].name":["The Name field is required."]}}"#,
        code: Some("bad_request"),
        message: "One or more validation errors occurred.",
        violations: &[
            ("parts[0].quantity", "invalid", "The JSON value could not be converted to System.Int32."),
            ("order", "invalid", "The order field is required."),
            ("parts[1].name", "invalid", "The Name field is required."),
        ],
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core 6, a body that is not JSON",
        status: 400,
        body: r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"":["A non-empty request body is required."],"$":["'t' is an invalid start of a value."]}}"#,
        code: Some("bad_request"),
        message: "One or more validation errors occurred.",
        violations: &[
            ("", "invalid", "A non-empty request body is required."),
            ("", "invalid", "'t' is an invalid start of a value."),
        ],
        ..CASE
    },
    Case {
        name: "ASP.NET Core 3, 404",
        status: 404,
        body: r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.4","title":"Not Found","status":404,"traceId":"0HLHLV31KRN83:00000001"}"#,
        code: Some("not_found"),
        message: "Not Found",
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core 3, 500",
        status: 500,
        body: r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.6.1","title":"An error occurred while processing your request.","status":500,"traceId":"|7fb5e16a-4c8f23bbfc974667."}"#,
        code: Some("internal_server_error"),
        message: "An error occurred while processing your request.",
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core, 401",
        status: 401,
        body: r#"{"type":"https://tools.ietf.org/html/rfc7235#section-3.1","title":"Unauthorized","status":401,"traceId":"00-1-2-00"}"#,
        code: Some("unauthorized"),
        message: "Unauthorized",
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "ASP.NET Core, 422",
        status: 422,
        body: r#"{"type":"https://tools.ietf.org/html/rfc4918#section-11.2","title":"Unprocessable Entity","status":422,"traceId":"00-1-2-00"}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Entity",
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "Hellang.Middleware.ProblemDetails",
        status: 404,
        body: r#"{"type":"https://httpstatuses.io/404","title":"Not Found","status":404,"detail":"No part 7.","traceId":"00-1-2-00"}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("No part 7."),
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "Hellang.Middleware.ProblemDetails, older",
        status: 429,
        body: r#"{"type":"https://httpstatuses.com/429","title":"Too Many Requests","status":429}"#,
        code: Some("too_many_requests"),
        message: "Too Many Requests",
        ..CASE
    },
    Case {
        name: "FastEndpoints, problem details",
        status: 400,
        body: r#"{"type":"https://www.rfc-editor.org/rfc/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"instance":"/api/parts","traceId":"0HMPNHL0JHL76:00000001","errors":[{"name":"serial","reason":"the serial is required"},{"name":"lines[0].count","reason":"must be positive","code":"GreaterThanValidator"}]}"#,
        code: Some("bad_request"),
        message: "One or more validation errors occurred.",
        violations: &[
            ("serial", "invalid", "the serial is required"),
            ("lines[0].count", "GreaterThanValidator", "must be positive"),
        ],
        instance: Some("/api/parts"),
        extensions: &["traceId"],
        ..CASE
    },
    Case {
        name: "FastEndpoints, its own",
        status: 400,
        body: r#"{"statusCode":400,"message":"One or more errors occurred!","errors":{"serial":["the serial is required"]}}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("One or more errors occurred!"),
        violations: &[("serial", "invalid", "the serial is required")],
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "FluentValidation",
        status: 422,
        body: r#"{"errors":[{"propertyName":"Surname","errorMessage":"'Surname' must not be empty.","attemptedValue":"","severity":0,"errorCode":"NotEmptyValidator"}]}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("Surname", "NotEmptyValidator", "'Surname' must not be empty.")],
        // The extension keeps the attempted value.
        extensions: &["errors"],
        ..CASE
    },
];
