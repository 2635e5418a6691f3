//! Every fault of a body in one response: for types made at random, and for types that serde reads in ways of their own.

#![cfg(feature = "extract")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "faults/json.rs"]
mod json;
#[path = "faults/properties.rs"]
mod properties;
#[path = "faults/rules.rs"]
mod rules;
#[path = "faults/schema.rs"]
mod schema;
#[path = "faults/shapes.rs"]
mod shapes;
#[path = "faults/syntax.rs"]
mod syntax;

use errorbook::extract;
use serde::de::DeserializeOwned;

/// Returns the list of faults, as `path: message` each, or nothing for a body that fits.
fn faults<T: DeserializeOwned>(body: &str) -> Vec<String> {
    let Err(error) = extract::json::<T>(body.as_bytes()) else { return Vec::new() };
    error.violations().iter().map(|violation| format!("{}: {}", violation.target(), violation.text())).collect()
}

fn assert_faults<T: DeserializeOwned>(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        assert_eq!(faults::<T>(body), *expected, "{body}");
    }
}
