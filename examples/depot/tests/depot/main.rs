//! The depot with a real SQLite database: its rules, the order of its checks, and concurrent requests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod parts;
mod projects;
mod server_state;
mod storage;
mod work_orders;

use depot::{Database, Depot};
use errorbook::{IntoError, ayanova};
use serde::de::DeserializeOwned;

/// Opens a new depot in memory.
async fn fresh() -> Depot {
    Depot::open(&Database::Memory).await.unwrap()
}

/// Parses a body that fits its type.
fn input<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{body}: {error}"))
}

/// Returns true if the extractor rejects the body because of its shape.
fn has_wrong_shape<T: DeserializeOwned>(body: &str) -> bool {
    serde_json::from_str::<T>(body).is_err()
}

/// Returns the code of an error, or `None` if it is private.
fn code(error: impl IntoError) -> Option<&'static str> {
    error.into_error().code().map(|code| code.id())
}

/// Returns the body of an error.
fn body(error: impl IntoError) -> String {
    String::from_utf8(error.into_error().to_response().body().to_vec()).unwrap()
}

/// Returns AyaNova's validation error with these details.
fn invalid(details: &str) -> String {
    let message = ayanova::VALIDATION_ERROR.message();
    format!(r#"{{"error":{{"code":"2200","details":[{details}],"message":"{message}"}}}}"#)
}

/// Returns a JSON string with this many characters.
fn letters(count: usize) -> String {
    format!("\"{}\"", "é".repeat(count))
}
