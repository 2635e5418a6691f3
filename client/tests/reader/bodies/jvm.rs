//! Error bodies of Spring, Quarkus and others on the Java virtual machine.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "Spring Boot 3, without a message",
        status: 404,
        body: r#"{"timestamp":"2024-05-01T09:00:00.000+00:00","status":404,"error":"Not Found","path":"/parts/7"}"#,
        code: Some("not_found"),
        message: "Not Found",
        extensions: &["timestamp", "path"],
        ..CASE
    },
    Case {
        name: "Spring Boot 3, with a message",
        status: 503,
        body: r#"{"timestamp":"2024-05-01T09:00:00.000+00:00","status":503,"error":"Service Unavailable","message":"the stock is being counted","path":"/parts"}"#,
        code: Some("service_unavailable"),
        message: "Service Unavailable",
        description: Some("the stock is being counted"),
        extensions: &["timestamp", "path"],
        ..CASE
    },
    Case {
        name: "Spring Boot 3, with binding errors",
        status: 400,
        body: r#"{"timestamp":"2024-05-01T09:00:00.000+00:00","status":400,"error":"Bad Request","message":"Validation failed for object='part'. Error count: 1","errors":[{"codes":["NotBlank.part.name","NotBlank"],"arguments":[],"defaultMessage":"must not be blank","objectName":"part","field":"name","rejectedValue":"","bindingFailure":false,"code":"NotBlank"}],"path":"/parts"}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("Validation failed for object='part'. Error count: 1"),
        violations: &[("name", "NotBlank", "must not be blank")],
        extensions: &["timestamp", "errors", "path"],
        ..CASE
    },
    Case {
        name: "Spring 6, ProblemDetail",
        status: 404,
        body: r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"No static resource parts.","instance":"/parts"}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("No static resource parts."),
        instance: Some("/parts"),
        ..CASE
    },
    Case {
        name: "Spring 6.2, ProblemDetail without a type",
        status: 400,
        body: r#"{"title":"Bad Request","status":400,"detail":"Invalid request content.","instance":"/parts"}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("Invalid request content."),
        instance: Some("/parts"),
        ..CASE
    },
    Case {
        name: "Spring 6, ProblemDetail with errors of its handler",
        status: 400,
        body: r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"Invalid request content.","instance":"/parts","errors":[{"field":"name","message":"must not be blank"},{"field":"price","message":"must be greater than 0"}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        description: Some("Invalid request content."),
        violations: &[("name", "invalid", "must not be blank"), ("price", "invalid", "must be greater than 0")],
        instance: Some("/parts"),
        ..CASE
    },
    Case {
        name: "Spring 6, ProblemDetail with a rejected value",
        status: 400,
        body: r#"{"type":"about:blank","title":"Bad Request","status":400,"errors":[{"field":"name","detail":"must not be blank","rejectedValue":null}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("name", "invalid", "must not be blank")],
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "Zalando, a status",
        status: 503,
        body: r#"{"title":"Service Unavailable","status":503,"detail":"Database not reachable"}"#,
        code: Some("service_unavailable"),
        message: "Service Unavailable",
        description: Some("Database not reachable"),
        ..CASE
    },
    Case {
        name: "Zalando, constraint violation",
        status: 400,
        body: r#"{"type":"https://zalando.github.io/problem/constraint-violation","title":"Constraint Violation","status":400,"violations":[{"field":"name","message":"must not be blank"}]}"#,
        id: Some("constraint-violation"),
        message: "Constraint Violation",
        violations: &[("name", "invalid", "must not be blank")],
        ..CASE
    },
    Case {
        name: "JHipster",
        status: 400,
        body: r#"{"type":"https://www.jhipster.tech/problem/constraint-violation","title":"Method argument not valid","status":400,"path":"/api/parts","message":"error.validation","fieldErrors":[{"objectName":"part","field":"name","message":"NotNull"}]}"#,
        id: Some("constraint-violation"),
        message: "Method argument not valid",
        violations: &[("name", "invalid", "NotNull")],
        extensions: &["path", "message", "fieldErrors"],
        ..CASE
    },
    Case {
        name: "Quarkus REST",
        status: 400,
        body: r#"{"title":"Constraint Violation","status":400,"violations":[{"field":"hello.messageParameter","message":"length must be between 15 and 2147483647"}]}"#,
        code: Some("bad_request"),
        message: "Constraint Violation",
        violations: &[("hello.messageParameter", "invalid", "length must be between 15 and 2147483647")],
        ..CASE
    },
    Case {
        name: "quarkus-resteasy-problem",
        status: 400,
        body: r#"{"status":400,"title":"Bad Request","instance":"/hello/asia","violations":[{"field":"which_continent","in":"path","message":"length must be between 5 and 2147483647"},{"field":"message","in":"query","message":"length must be between 15 and 2147483647"},{"field":"x-count","in":"header","message":"must not be null"},{"field":"name","in":"body","message":"must not be null"},{"field":"other","in":"unknown","message":"must not be null"}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[
            ("parameter which_continent", "invalid", "length must be between 5 and 2147483647"),
            ("parameter message", "invalid", "length must be between 15 and 2147483647"),
            ("header x-count", "invalid", "must not be null"),
            ("name", "invalid", "must not be null"),
            ("other", "invalid", "must not be null"),
        ],
        instance: Some("/hello/asia"),
        extensions: &["violations"],
        ..CASE
    },
    Case {
        name: "RESTEasy Classic",
        status: 400,
        body: r#"{"exception":null,"propertyViolations":[],"classViolations":[],"parameterViolations":[{"constraintType":"PARAMETER","path":"hello.whichContinent","message":"length must be between 5 and 2147483647","value":"asia"}],"returnValueViolations":[]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("hello.whichContinent", "invalid", "length must be between 5 and 2147483647")],
        extensions: &[
            "exception",
            "propertyViolations",
            "classViolations",
            "parameterViolations",
            "returnValueViolations",
        ],
        ..CASE
    },
    Case {
        name: "Micronaut",
        status: 400,
        body: r#"{"message":"Bad Request","_embedded":{"errors":[{"message":"part.name: must not be blank"}]},"_links":{"self":{"href":"/parts","templated":false}}}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        extensions: &["_embedded", "_links"],
        ..CASE
    },
];
