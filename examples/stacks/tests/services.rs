//! The same service on two stacks sends the same responses from one program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use conformance::Postgres;
use stacks::{today, yesterday};

const TABLE: &str = "CREATE TABLE parts (serial TEXT PRIMARY KEY)";

/// A request, and the status and the body of its response.
const EXCHANGES: [(&str, &str, Option<&str>, u16, &str); 10] = [
    ("POST", "/parts", Some(r#"{"serialNumber":"F-10A"}"#), 200, r#"{"serialNumber":"F-10A"}"#),
    ("GET", "/parts/F-10A", None, 200, r#"{"serialNumber":"F-10A"}"#),
    // sqlx: a unique key, whose constraint names its field.
    (
        "POST",
        "/parts",
        Some(r#"{"serialNumber":"F-10A"}"#),
        409,
        r#"{"status":409,"code":"PE01-1102","message":"Object already exists","description":"serialNumber - Unique(is taken)","constraintViolations":[{"entityPath":"","entityType":"","field":"serialNumber","constraint":"Unique","message":"is taken"}]}"#,
    ),
    // sqlx: no row.
    (
        "GET",
        "/parts/other",
        None,
        404,
        r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#,
    ),
    // validator, with the name that serde reads.
    (
        "POST",
        "/parts",
        Some(r#"{"serialNumber":"123456789"}"#),
        412,
        r#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"serialNumber - Size(size must be at most 8)","constraintViolations":[{"entityPath":"","entityType":"","field":"serialNumber","constraint":"Size","message":"size must be at most 8"}]}"#,
    ),
    // reqwest: the value of the other service, and its error.
    ("GET", "/elsewhere/F-10A", None, 200, r#"{"serialNumber":"F-10A"}"#),
    (
        "GET",
        "/elsewhere/other",
        None,
        404,
        r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#,
    ),
    // An error that the handler promises.
    ("DELETE", "/parts/F-10A", None, 200, r#"{"serialNumber":"F-10A"}"#),
    (
        "DELETE",
        "/parts/F-10A",
        None,
        404,
        r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no part has this number","constraintViolations":[]}"#,
    ),
    // axum's own 404.
    (
        "GET",
        "/nowhere",
        None,
        404,
        r#"{"status":404,"code":"PE01-9003","message":"Resource not found","description":null,"constraintViolations":[]}"#,
    ),
];

#[tokio::test]
async fn two_stacks_send_the_same_responses() {
    // Each service asks the other one.
    let Some(postgres) = tokio::task::spawn_blocking(Postgres::for_test).await.unwrap() else { return };
    let (postgres, [old, new]) = tokio::task::spawn_blocking(move || {
        let addresses = [(); 2].map(|()| {
            let address = postgres.database().unwrap();
            postgres.service_session(&address).unwrap().execute(TABLE).unwrap();
            address
        });
        (postgres, addresses)
    })
    .await
    .unwrap();
    let old_pool = sqlx08::PgPool::connect(&old).await.unwrap();
    let new_pool = sqlx09::PgPool::connect(&new).await.unwrap();
    let leaf = today::start(today::Service { pool: new_pool.clone(), elsewhere: String::new() }).await.unwrap();
    let old = yesterday::start(yesterday::Service { pool: old_pool, elsewhere: leaf }).await.unwrap();
    let new = today::start(today::Service { pool: new_pool, elsewhere: old.clone() }).await.unwrap();
    let client = reqwest013::Client::new();
    for (method, path, body, status, expected) in EXCHANGES {
        // The newer service comes first, because the older one asks it.
        for origin in [&new, &old] {
            let request = client.request(method.parse().unwrap(), format!("{origin}{path}"));
            let request = match body {
                Some(body) => request.header("content-type", "application/json").body(body),
                None => request,
            };
            let response = request.send().await.unwrap();
            let found = (response.status().as_u16(), response.text().await.unwrap());
            assert_eq!(found, (status, expected.to_owned()), "{method} {path}");
        }
    }
    tokio::task::spawn_blocking(move || drop(postgres)).await.unwrap();
}

#[test]
fn two_versions_of_utoipa_document_the_promised_errors_alike() {
    let today = serde_json::to_value(<today::Document as utoipa6::OpenApi>::openapi()).unwrap();
    let yesterday = serde_json::to_value(<yesterday::Document as utoipa5::OpenApi>::openapi()).unwrap();
    assert_eq!(today["paths"], yesterday["paths"]);

    let responses = today["paths"]["/parts/{serial}"]["delete"]["responses"].as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["200", "404", "500"]);
    let example = &responses["404"]["content"]["application/json"]["examples"]["PE01-1101"]["value"]["code"];
    assert_eq!(example, "PE01-1101");
}
