//! Error bodies of NestJS, Express, Fastify and others on Node.js.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "NestJS, 404",
        status: 404,
        body: r#"{"message":"Cannot GET /parts","error":"Not Found","statusCode":404}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Cannot GET /parts"),
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "NestJS, only a status",
        status: 403,
        body: r#"{"statusCode":403,"message":"Forbidden"}"#,
        code: Some("forbidden"),
        message: "Forbidden",
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "NestJS, validation",
        status: 400,
        body: r#"{"statusCode":400,"error":"Bad Request","message":["email must be an email","name should not be empty"]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("", "invalid", "email must be an email"), ("", "invalid", "name should not be empty")],
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "Express, with http-errors",
        status: 404,
        body: r#"{"error":{"status":404,"message":"No part 7"}}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("No part 7"),
        extensions: &["error"],
        ..CASE
    },
    Case {
        name: "Express, a message",
        status: 500,
        body: r#"{"error":{"message":"Something failed!"}}"#,
        code: Some("internal_server_error"),
        message: "Internal Server Error",
        description: Some("Something failed!"),
        ..CASE
    },
    Case {
        name: "Express, a text",
        status: 500,
        body: r#"{"error":"Something failed!"}"#,
        code: Some("internal_server_error"),
        message: "Internal Server Error",
        description: Some("Something failed!"),
        ..CASE
    },
    Case {
        name: "express-validator 7",
        status: 400,
        body: r#"{"errors":[{"location":"query","msg":"Invalid value","path":"person","type":"field"},{"location":"body","msg":"Invalid value","path":"lines[0].count","type":"field","value":""}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("parameter person", "invalid", "Invalid value"), ("lines[0].count", "invalid", "Invalid value")],
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "express-validator 6, mapped",
        status: 422,
        body: r#"{"errors":{"email":{"msg":"Invalid value","param":"email","location":"body"}}}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        violations: &[("email", "invalid", "Invalid value")],
        ..CASE
    },
    Case {
        name: "Fastify",
        status: 400,
        body: r#"{"statusCode":400,"code":"FST_ERR_VALIDATION","error":"Bad Request","message":"body must have required property 'name'"}"#,
        id: Some("FST_ERR_VALIDATION"),
        message: "Bad Request",
        description: Some("body must have required property 'name'"),
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "hapi",
        status: 404,
        body: r#"{"statusCode":404,"error":"Not Found","message":"Not Found"}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("Not Found"),
        extensions: &["statusCode"],
        ..CASE
    },
    Case {
        name: "Mongoose",
        status: 422,
        body: r#"{"errors":{"name":{"name":"ValidatorError","message":"Path `name` is required.","properties":{"type":"required"},"kind":"required","path":"name","value":""}},"_message":"Part validation failed","name":"ValidationError","message":"Part validation failed: name: Path `name` is required."}"#,
        code: Some("unprocessable_content"),
        message: "Unprocessable Content",
        description: Some("Part validation failed: name: Path `name` is required."),
        violations: &[("name", "required", "Path `name` is required.")],
        extensions: &["errors", "_message", "name"],
        ..CASE
    },
    Case {
        name: "Zod",
        status: 400,
        body: r#"{"errors":[{"code":"invalid_type","expected":"string","received":"number","path":["lines",0,"name"],"message":"Expected string, received number"}]}"#,
        code: Some("bad_request"),
        message: "Bad Request",
        violations: &[("lines[0].name", "invalid_type", "Expected string, received number")],
        extensions: &["errors"],
        ..CASE
    },
    Case {
        name: "Strapi",
        status: 404,
        body: r#"{"data":null,"error":{"status":404,"name":"NotFoundError","message":"No part 7","details":{}}}"#,
        code: Some("not_found"),
        message: "Not Found",
        description: Some("No part 7"),
        extensions: &["data", "error"],
        ..CASE
    },
];
