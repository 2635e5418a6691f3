//! The depot against a real SQLite: its rules, the order of its checks, and what happens when two come at once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod parts;
mod projects;
mod server_state;
mod storage;
mod work_orders;

use depot::{Database, Depot};
use errorbook::{IntoError, ayanova};
use serde::de::DeserializeOwned;

/// A fresh depot in memory.
async fn fresh() -> Depot {
    Depot::open(&Database::Memory).await.unwrap()
}

/// What a framework's extractor makes of a body that fits.
fn input<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{body}: {error}"))
}

/// Whether a body is the extractor's to refuse.
fn is_shape<T: DeserializeOwned>(body: &str) -> bool {
    serde_json::from_str::<T>(body).is_err()
}

/// The identifier of the code that an error becomes; none for one that only the log learns of.
fn code(error: impl IntoError) -> Option<&'static str> {
    error.into_error().code().map(|code| code.id())
}

/// The body that an error becomes.
fn body(error: impl IntoError) -> String {
    String::from_utf8(error.into_error().to_response().body().to_vec()).unwrap()
}

/// AyaNova's validation error with these details.
fn invalid(details: &str) -> String {
    let message = ayanova::VALIDATION_ERROR.message();
    format!(r#"{{"error":{{"code":"2200","details":[{details}],"message":"{message}"}}}}"#)
}

/// A JSON text of this many characters.
fn letters(count: usize) -> String {
    format!("\"{}\"", "é".repeat(count))
}
