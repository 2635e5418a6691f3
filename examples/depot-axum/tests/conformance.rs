//! Runs the contract against the depot on axum.

conformance::depot_tests!("depot-axum");
